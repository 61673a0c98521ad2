"""Training of the field that labels source and content, and the clusters of words among its features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy
import pycrfsuite
from sklearn.cluster import MiniBatchKMeans
from spacy.vocab import Vocab

from app.pipeline.extract.roles import CONTENT, CUE, FIRST, LAST, NONE, SOURCE, Clusters, Scene
from training.articles import Gold, Read

_CLUSTERS = (64, 400)
_PARAMETERS = {"c1": 1.0, "c2": 0.5, "max_iterations": 80, "feature.minfreq": 4}


def clusters(vocab: Vocab, seed: int) -> Clusters:
    """Words in lower case to the numbers of the clusters, few and many, that their vectors fall in.

    The vector of the word in lower case counts where it has one.
    """
    keys = sorted(vocab.vectors.keys(), key=lambda key: vocab.vectors.key2row[key])
    words = [vocab.strings[key] for key in keys]
    data = vocab.vectors.data[[vocab.vectors.key2row[key] for key in keys]]
    data = data / (numpy.linalg.norm(data, axis=1, keepdims=True) + 1e-9)
    few, many = (
        MiniBatchKMeans(k, random_state=seed, n_init=3, batch_size=4096).fit_predict(data).tolist()
        for k in _CLUSTERS
    )
    found: dict[str, tuple[int, int]] = {}
    for word, a, b in zip(words, few, many, strict=True):
        if word == word.lower() or word.lower() not in found:
            found[word.lower()] = (a, b)
    return found


def train(articles: Sequence[Read], known: Clusters, path: Path) -> None:
    """Fit the field to the annotated cues and write it to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for article in articles:
        for features, labels in _sequences(article, known):
            trainer.append(features, labels)
    trainer.set_params(_PARAMETERS)
    trainer.train(str(path))


def _sequences(article: Read, known: Clusters) -> Iterator[tuple[list[list[str]], list[str]]]:
    scene = Scene(article.page, article.grammar, known)
    cues = sorted(one.cue for one in article.gold)
    for one in article.gold:
        yield scene.features(one.cue, cues), _labels(scene, one)


def _labels(scene: Scene, one: Gold) -> list[str]:
    first, stop = scene.window(one.cue)
    labels = [NONE] * (stop - first)
    for label, parts in ((CUE, (one.cue,)), (CONTENT, one.content), (SOURCE, one.source)):
        for a, z in ((max(a, first) - first, min(z, stop) - first) for a, z in parts):
            if a < z:
                labels[a:z] = [label] * (z - a)
                if label == CONTENT:
                    labels[z - 1], labels[a] = LAST, FIRST
    return labels
