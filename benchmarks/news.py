"""Real news to read: the corpus of 16,460 articles in ../shared."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from app.domain.article import RawArticle
from app.pipeline.read import Found, read


def corpus_in(shared: Path) -> Path:
    """The corpus's file; ends the run with a message where it is not there."""
    corpus = shared / "corpora" / "allsides" / "2012-2016.jsonl.gz"
    if not corpus.is_file():
        sys.exit(f"nothing to measure on: {corpus} is missing")
    return corpus


def found_in(shared: Path, every: int = 1) -> Iterator[Found]:
    """Every so-many-th article, so that a sample runs through the corpus's years and outlets."""
    return itertools.islice(read([corpus_in(shared)]), 0, None, every)


def articles_in(shared: Path, every: int = 1) -> Iterator[RawArticle]:
    return (found for found in found_in(shared, every) if isinstance(found, RawArticle))
