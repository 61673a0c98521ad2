"""Versions: the texts that one article had, one after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.article import Article, Extent, Segment
from app.domain.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Version:
    """A text that an article had; fields as the article's."""

    text: str
    segments: tuple[Segment, ...]
    title: str | None = None
    published: PartialDate | None = None
    extent: Extent = Extent.FULL
    modified: PartialDate | None = None
    read_on: dt.datetime | None = None

    @property
    def is_report(self) -> bool:
        """Whether it is the report, or some of it, and not what stands before it."""
        return self.extent in (Extent.FULL, Extent.CUT_OFF)

    @classmethod
    def of(cls, article: Article) -> Version:
        """The article's own text."""
        return cls(
            text=article.text,
            segments=article.segments,
            title=article.title,
            published=article.published,
            extent=article.extent,
            modified=article.modified,
            read_on=article.read_on,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it is stored: `versions` are its former texts, oldest first, without its own."""

    article: Article
    versions: tuple[Version, ...] = ()
    addresses: frozenset[str] = frozenset()  # identities of all addresses it was met under


def order_of(one: Version | Article, other: Version | Article) -> int:
    """Which text is the later one: above 0 if `one`, below 0 if `other`, 0 if neither is told to be.

    By when the page says that it was changed, else by when it was read.
    """
    return _by_change(one.modified, other.modified) or _by_reading(one.read_on, other.read_on)


def _by_change(one: PartialDate | None, other: PartialDate | None) -> int:
    if one is None or other is None:
        return 0
    first, second = one.first_day(), other.first_day()
    if first is None or second is None:
        return 0
    if one.time is not None and other.time is not None:
        return _sign(_moment(first, one.time), _moment(second, other.time))
    return _sign(dt.datetime.combine(first, dt.time.min), dt.datetime.combine(second, dt.time.min))


def _by_reading(one: dt.datetime | None, other: dt.datetime | None) -> int:
    return _sign(one, other) if one and other else 0


def _sign(one: dt.datetime, other: dt.datetime) -> int:
    return (one > other) - (one < other)


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A clock time without a zone is taken for UTC: the pages of one site all leave it out, or none."""
    return dt.datetime.combine(day, time if time.tzinfo else time.replace(tzinfo=dt.UTC))
