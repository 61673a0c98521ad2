"""PolNeAR's articles as the pipeline sees them, with the annotated attributions in the words' numbering."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language

from app.domain.article import RawArticle
from app.pipeline.clean import clean
from app.pipeline.extract.components import read_page
from app.pipeline.extract.grammar import Grammar, read_grammar
from app.pipeline.extract.pipeline import read_doc
from app.pipeline.extract.reading import Page, Tokens
from training.corpora import read_polnear


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated attribution, each role in its parts; `source` is empty where the text names none."""

    source: tuple[Tokens, ...]
    cue: Tokens  # from its first word to its last
    content: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """An article, parsed."""

    id: str
    page: Page
    grammar: Grammar
    gold: tuple[Gold, ...]
    annotated: list[dict[str, Any]]  # as the corpus has them, in characters


def read_articles(shared: Path, part: str, nlp: Language) -> Iterator[Read]:
    """The articles of a part of the corpus, through cleaning and the language components of `nlp`."""
    for record in read_polnear(shared, part):
        raw = RawArticle(
            source_name=record["id"], outlet=record["publisher"], text=record["text"], origin=record["id"]
        )
        page, places, doc = _pages(clean(raw), nlp)
        gold = tuple(_golds(page, record["attributions"]))
        yield Read(record["id"], page, read_grammar(doc, places), gold, record["attributions"])


def _pages(article: Any, nlp: Language) -> tuple[Page, list[int], Any]:
    doc = read_doc(article, nlp)
    return *read_page(doc), doc


def _golds(page: Page, annotated: list[dict[str, Any]]) -> Iterator[Gold]:
    for one in annotated:
        source, cue, content = (tuple(_tokens(page, one[role])) for role in ("source", "cue", "content"))
        if cue and content:
            yield Gold(source, (cue[0][0], cue[-1][1]), content)


def _tokens(page: Page, spans: list[list[int]]) -> Iterator[Tokens]:
    for start, end in spans:
        first, stop = bisect_right(page.end, start), bisect_left(page.start, end)
        if first < stop:
            yield first, stop
