"""The attribution components, trained on PolNeAR: the network of the cues, the roles, the confidence."""

from __future__ import annotations

from pathlib import Path

from app.pipeline.extract import network
from app.pipeline.extract.candidates import Candidate, Cue, candidates
from app.pipeline.extract.components import AttributionLinker, CueTagger
from app.pipeline.extract.roles import Scene
from training import confidence, cues, roles
from training.articles import Read, read_articles
from training.assemble import language

_META = {
    "name": "crossread",
    "version": "1",
    "description": "Reads news: grammar, names, who is reported to have said what",
    "author": "Crossread",
    "license": "CARD.md",
}
_HELD_BACK = 6  # every so many-th article is kept for the confidence


def train(shared: Path, grammar: Path, names: Path, to: Path, seed: int) -> None:
    """Train the three in turn and write the whole pipeline to `to`."""
    nlp = language(grammar, names)
    articles = list(read_articles(shared, "train", nlp))
    held = articles[::_HELD_BACK]
    taught = [article for n, article in enumerate(articles) if n % _HELD_BACK]
    tagger = nlp.add_pipe("crossread_cues")
    linker = nlp.add_pipe("crossread_attributions")
    assert isinstance(tagger, CueTagger)
    assert isinstance(linker, AttributionLinker)
    tagger.network = cues.train(taught, nlp.vocab.vectors, seed)
    linker.clusters = roles.clusters(nlp.vocab, seed)
    field = to.with_suffix(".crfsuite")
    roles.train(taught, linker.clusters, field)
    linker.open(field.read_bytes())
    linker.confidence = confidence.fit(held, [_candidates(article, tagger, linker) for article in held])
    field.unlink()
    nlp.meta.update(_META)
    nlp.config["paths"].update(dict.fromkeys(nlp.config["paths"]))  # of the build folder
    nlp.to_disk(to)


def _cues(article: Read, tagger: CueTagger) -> list[Cue]:
    return tagger.cues(article.page, network.ids(article.page, article.grammar, tagger.vectors))


def _candidates(article: Read, tagger: CueTagger, linker: AttributionLinker) -> list[Candidate]:
    scene = Scene(article.page, article.grammar, linker.clusters)
    return list(candidates(scene, _cues(article, tagger), linker.labeller))
