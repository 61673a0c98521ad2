"""Columns: one head for each article."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.article import Article, Basis, web_address
from app.web.dates import published_words
from app.web.links import article_address
from app.web.marks import (
    joined,
)

FULL_WIDTH = 6  # columns that fit a wide window; more and the table scrolls in its frame


@dataclass(frozen=True, slots=True)
class ColumnHead:
    label: str
    href: str
    headline: str | None
    published: str
    iso: str | None
    original: str | None
    named: bool
    cut_off: bool
    note: str | None
    credits: str  # the agencies it names as origins


def column_head(label: str, article: Article, agencies: tuple[str, ...]) -> ColumnHead:
    return ColumnHead(
        label=label,
        href=article_address(article.key),
        headline=article.title,
        published=published_words(article),
        iso=article.published.isoformat() if article.published and article.published.year else None,
        original=web_address(article.url),
        named=article.outlet_basis is not Basis.MISSING and bool(article.outlet),
        cut_off=article.cut_off,
        note=article.note,
        credits=joined(tuple(agency for agency in agencies if agency != article.outlet)),
    )
