"""Training of the cue tagger's network."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
from spacy.vectors import Vectors
from thinc.api import Adam, Model, fix_random_seed

from app.pipeline.extract import network
from training.articles import Read

EPOCHS = 3  # more fit the annotators' moods
_BATCH = 1_500  # words
_LINES = 200  # words: pieces end at the first line break behind so many
_RATE, _L2, _DROPOUT = 0.002, 1e-4, 0.35
_WARMUP = 100  # steps
_ASIDE = 0.5  # weight of source and content, which the network learns beside the cues


@dataclass(frozen=True, slots=True)
class _Piece:
    ids: network.Ids
    gold: network.Scores
    read: network.Scores  # 1 where the word is read, 0 in boilerplate


def train(
    articles: Sequence[Read], vectors: Vectors, seed: int
) -> Model[list[network.Ids], list[network.Scores]]:
    """A network fitted to the articles, with the averages of its weights in place."""
    fix_random_seed(seed)
    model = network.initialized(network.build(vectors, _DROPOUT))
    optimizer = Adam(_RATE, L2=_L2, grad_clip=1.0, use_averages=True)
    pieces = [piece for article in articles for piece in _pieces(article, vectors)]
    steps = EPOCHS * sum(len(piece.ids) for piece in pieces) / _BATCH
    done = 0
    for epoch in range(EPOCHS):
        random.Random(seed + epoch).shuffle(pieces)
        for batch in _batches(pieces):
            found, backprop = model.begin_update([piece.ids for piece in batch])
            backprop([_gradient(scores, piece) for scores, piece in zip(found, batch, strict=True)])
            optimizer.learn_rate = _RATE * min(1.0, done / _WARMUP) * max(0.05, 1 - done / steps)
            model.finish_update(optimizer)
            done += 1
        print(f"cues: epoch {epoch + 1} of {EPOCHS}, {done} steps", flush=True)
    with model.use_params(optimizer.averages):
        return network.initialized(network.build(vectors)).from_bytes(model.to_bytes())


def _pieces(article: Read, vectors: Vectors) -> Iterator[_Piece]:
    ids, gold = network.ids(article.page, article.grammar, vectors), _gold(article)
    read = numpy.array([[kind is not None] for kind in article.page.kind], dtype="f")
    line, first, length = article.page.line, 0, len(article.page)
    for i in range(length):
        if i + 1 == length or (line[i + 1] != line[i] and i - first >= _LINES):
            yield _Piece(ids[first : i + 1], gold[first : i + 1], read[first : i + 1])
            first = i + 1


def _gold(article: Read) -> network.Scores:
    """The network's outputs as they should be."""
    gold = numpy.zeros((len(article.page), network.OUTPUTS), dtype="f")
    gold[:, 0] = 1
    for one in article.gold:
        for column, parts in ((3, one.source), (4, one.content)):
            for first, stop in parts:
                gold[first:stop, column] = 1
    for one in article.gold:
        first, stop = one.cue
        gold[first:stop, :3] = (0, 0, 1)
        gold[first, :3] = (0, 1, 0)
    return gold


def _batches(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    for piece in pieces:
        batch.append(piece)
        if sum(len(one.ids) for one in batch) >= _BATCH:
            yield batch
            batch = []


def _gradient(scores: network.Scores, piece: _Piece) -> network.Scores:
    """Of the cross-entropy: one of three for the cue, yes or no for source and content."""
    cue = network.softmax(scores[:, :3]) - piece.gold[:, :3]
    aside = (1 / (1 + numpy.exp(-scores[:, 3:])) - piece.gold[:, 3:]) * _ASIDE
    gradient: network.Scores = numpy.hstack([cue, aside]) * piece.read
    return gradient
