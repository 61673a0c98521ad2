"""Articles: what was read, and what its text tells about itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.dates import PartialDate
from app.domain.text import Span


class Basis(StrEnum):
    """Where a fact about an article comes from."""

    TEXT = "text"  # the article says so itself
    GIVEN = "given"  # manifest, option or a field beside the text
    INFERRED = "inferred"  # taken over from the event's other articles
    MISSING = "missing"


class SegmentKind(StrEnum):
    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    BODY = "body"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text with one part to play. An article's segments, joined, are its text."""

    span: Span
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it was read, before anything was understood of it.

    `text` is canonical: decoded, never rewritten. The other fields are what came beside the text
    (manifest, options, JSON fields), None where nothing did. `source_name` is the file's name or
    the record's id, `origin` says in a message where the article was found.
    """

    source_name: str
    text: str
    origin: str
    outlet: str | None = None
    published: PartialDate | None = None
    title: str | None = None
    byline: str | None = None
    url: str | None = None
    note: str | None = None  # what the page must say of this text, e.g. "summary of the report by X"


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its metadata, each with its basis, and its segments (contiguous, in order)."""

    source_name: str
    text: str
    segments: tuple[Segment, ...]
    outlet: str | None = None
    outlet_basis: Basis = Basis.MISSING
    published: PartialDate | None = None
    published_basis: Basis = Basis.MISSING
    title: str | None = None
    title_basis: Basis = Basis.MISSING
    byline: str | None = None
    url: str | None = None
    note: str | None = None
    cut_off: bool = False  # the text ends before the report does, so a fact it lacks may be in the rest
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", article_key(self.text, self.outlet))

    @property
    def boilerplate(self) -> tuple[Span, ...]:
        return tuple(s.span for s in self.segments if s.kind is SegmentKind.BOILERPLATE)

    @property
    def label(self) -> str:
        """What a column is called: the outlet, or the file while the outlet is unknown."""
        return self.outlet or self.source_name


def web_address(url: str | None) -> str | None:
    """The address if a browser may safely follow it: http or https, nothing else."""
    return url if url and url.casefold().startswith(("http://", "https://")) else None


def text_hash(text: str) -> str:
    """SHA-256 of the canonical text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_key(text: str, outlet: str | None) -> str:
    """Identity of an article, the same in every database: its text and who published it.

    Two outlets that print one wire report word for word are two articles.
    """
    name = (outlet or "").casefold()
    return hashlib.sha256(f"{text_hash(text)}\n{name}".encode()).hexdigest()[:16]
