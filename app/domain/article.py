"""Articles: what was read, and what its text tells about itself."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, fields
from enum import StrEnum

from app.domain.dates import PartialDate
from app.domain.text import Span


class Basis(StrEnum):
    """Where a fact about an article comes from."""

    CORRECTED = "corrected"  # a person said so on the article's page
    TEXT = "text"  # the article says so itself
    PAGE = "page"  # the markup of the page it was taken from says so
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


class Extent(StrEnum):
    """How much of the report the text holds."""

    FULL = "full"
    CUT_OFF = "cut off"  # it ends before the report does
    WALLED = "walled"  # the page stops at a wall: to subscribe, to sign in, to consent
    SHELL = "shell"  # the page is filled by scripts, so what was read of it is not the report


ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Given:
    """What came beside a text: from the record itself, a manifest, the command line, a form."""

    outlet: str | None = None
    published: PartialDate | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    note: str | None = None

    def over(self, other: Given) -> Given:
        """These values, and those of `other` where this has none."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return Given(
            **{name: getattr(other, name) if value is None else value for name, value in values.items()}
        )


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page's markup states of its article (JSON-LD, OpenGraph, `<time>`); less sure than given."""

    outlet: str | None = None
    published: PartialDate | None = None
    title: str | None = None
    byline: str | None = None


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it was read, before anything was understood of it.

    `text` is canonical: decoded, never rewritten. `source_name` is the file's name or the record's id,
    `origin` says in a message where the article was found. Outlet, date, title, byline, address and note are
    what was given beside the text (manifest, options, JSON fields, a form), None where nothing was.
    """

    source_name: str
    text: str
    origin: str
    outlet: str | None = None
    published: PartialDate | None = None
    title: str | None = None
    byline: str | None = None
    url: str | None = None  # the one to show: the canonical address, where the page names it
    note: str | None = None  # what the page must say of this text, e.g. "summary of the report by X"
    stated: Stated = NOTHING_STATED
    addresses: tuple[str, ...] = ()  # all it was found under beside `url`: as asked for, redirected to, AMP
    marked: tuple[Segment, ...] = ()  # parts that the page's markup tells, in order, not the whole text
    extent: Extent = Extent.FULL  # as the page shows it; cleaning may find that the text is cut off
    language: str | None = None  # ISO 639-1; None where it is not known, which is taken for English
    modified: PartialDate | None = None  # when the page says that it was changed last
    read_on: dt.datetime | None = None  # when it was fetched, UTC; None for a file, which tells no such time


@dataclass(frozen=True, slots=True)
class AsRead:
    """What was read or given of an article, kept where a person said otherwise."""

    outlet: str | None
    outlet_basis: Basis
    published: PartialDate | None
    published_basis: Basis
    title: str | None
    title_basis: Basis


@dataclass(frozen=True, slots=True)
class Article:
    """A text with its metadata, each with its basis, and its segments (contiguous, in order).

    `key` comes from what was read, so mending changes none. `read` is None where nothing was mended.
    `same_as` is the key of the article this one is one with: the same text, and the same outlet as a person
    said. It is kept, but stands in no event.
    """

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
    extent: Extent = Extent.FULL  # where it is not, a fact that the text lacks may be in the rest
    marked: tuple[Segment, ...] = ()  # parts that the page's markup told
    language: str | None = None
    modified: PartialDate | None = None
    read_on: dt.datetime | None = None
    read: AsRead | None = None
    same_as: str | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", article_key(self.text, (self.read or self).outlet))

    @property
    def boilerplate(self) -> tuple[Span, ...]:
        return tuple(s.span for s in self.segments if s.kind is SegmentKind.BOILERPLATE)

    @property
    def cut_off(self) -> bool:
        return self.extent is Extent.CUT_OFF

    @property
    def analysed(self) -> bool:
        """Whether claims are read from it: the pipeline knows English only, and one of two that are one."""
        return self.language in (None, ENGLISH) and self.same_as is None

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
