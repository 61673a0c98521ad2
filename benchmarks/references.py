"""The hand-made references with the articles they were made of."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language

from app.domain.article import Article, RawArticle
from app.domain.claim import Claim
from app.pipeline.extract import load, read_claims
from app.pipeline.read import read


@dataclass(frozen=True, slots=True)
class Gold:
    """A hand-made comparison and the articles it was made of."""

    path: Path
    articles: tuple[RawArticle, ...]

    @property
    def name(self) -> str:
        return self.path.stem


def gold_events(shared: Path) -> Iterator[Gold]:
    """The seven references with their articles, which carry what their corpus gives beside the text."""
    yield Gold(shared / "gold" / "seeds.json", raw_articles([shared / "seeds"]))
    records = list(basil(shared))
    for path in sorted((shared / "gold").glob("basil-*.json")):
        event = path.stem.removeprefix("basil-")
        yield Gold(path, tuple(record_as_raw(r) for r in records if r["event"].startswith(event)))


def own_seeds() -> Gold:
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    expected = json.loads((seeds / "expected.json").read_text("utf-8"))
    files = {article["file"] for article in expected["articles"].values()}
    articles = tuple(raw for raw in raw_articles([seeds]) if Path(raw.source_name).name in files)
    return Gold(seeds / "expected.json", articles)


def basil(shared: Path) -> Iterator[Mapping[str, Any]]:
    return json_lines(shared / "corpora" / "basil" / "dev.jsonl.gz")


def json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def record_as_raw(record: Mapping[str, Any]) -> RawArticle:
    """A corpus record as `read` would hand it over from a JSON line, less its event."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(json.dumps({key: value for key, value in record.items() if key != "event"}))
        file.flush()
        (article,) = raw_articles([Path(file.name)])
    return article


def raw_articles(paths: Sequence[Path]) -> tuple[RawArticle, ...]:
    return tuple(item for item in read(paths) if isinstance(item, RawArticle))


def claims_of(article: Article) -> tuple[Claim, ...]:
    return read_claims(article, language())


@cache
def language() -> Language:
    """The pipeline that ships, loaded once."""
    return load()
