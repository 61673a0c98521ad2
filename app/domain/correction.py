"""What a person mended of an article. The log is replayed over what was read, each time that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.article import Article, AsRead, Basis
from app.domain.dates import PartialDate
from app.domain.grouping import Anchor
from app.domain.outlet import NO_OUTLETS, Outlets


class Field(StrEnum):
    OUTLET = "outlet"
    PUBLISHED = "published"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of a person on an article, and when (ISO 8601, UTC). Never derived, never deleted.

    `value` holds from then on (a date as PartialDate.isoformat writes it); None goes back to what was read.
    `was` is what stood there before, with its basis.
    """

    article: Anchor
    field: Field
    value: str | None
    was: str | None
    was_basis: Basis
    decided: str


def said(corrections: Iterable[Correction]) -> Mapping[Field, str]:
    """What the log, oldest first, leaves in force: the last word on each field."""
    last = {correction.field: correction.value for correction in corrections}
    return {field: value for field, value in last.items() if value is not None}


def as_it_was(article: Article) -> Article:
    """The article as it was read, without anything a person said (its segments stay)."""
    read = article.read
    if read is None:
        return replace(article, same_as=None) if article.same_as else article
    return replace(
        article,
        outlet=read.outlet,
        outlet_basis=read.outlet_basis,
        published=read.published,
        published_basis=read.published_basis,
        title=read.title,
        title_basis=read.title_basis,
        read=None,
        same_as=None,
    )


def mended(article: Article, corrections: Iterable[Correction], outlets: Outlets = NO_OUTLETS) -> Article:
    """The article with what a person said in the place of what was read; the order of saying decides.

    An outlet goes by the name a person gave it. One that is not named is the one whose home page the
    address is on (INFERRED).
    """
    read, values = as_it_was(article), said(corrections)
    outlet, outlet_basis = outlet_of(read.outlet, read.outlet_basis, read.url, values, outlets)
    found = replace(read, outlet=outlet, outlet_basis=outlet_basis)
    if (date := values.get(Field.PUBLISHED)) is not None:
        found = replace(found, published=PartialDate.parse(date), published_basis=Basis.CORRECTED)
    if (title := values.get(Field.TITLE)) is not None:
        found = replace(found, title=title, title_basis=Basis.CORRECTED)
    return article if found == article else _kept(found, read)


def outlet_of(
    read: str | None, basis: Basis, url: str | None, values: Mapping[Field, str], outlets: Outlets
) -> tuple[str | None, Basis]:
    """The outlet and its basis, from what was read and what a person said."""
    if (value := values.get(Field.OUTLET)) is not None:
        return outlets.called(value), Basis.CORRECTED
    if read:
        return outlets.called(read), basis
    home = outlets.at(url)
    return (home, Basis.INFERRED) if home else (read, basis)


def read_of(article: Article) -> AsRead:
    """What was read of the article, mended or not."""
    return article.read or AsRead(
        article.outlet,
        article.outlet_basis,
        article.published,
        article.published_basis,
        article.title,
        article.title_basis,
    )


def _kept(found: Article, read: Article) -> Article:
    return found if found == read else replace(found, read=read_of(read))


def value_of(article: Article, field: Field) -> tuple[str | None, Basis]:
    """What the article has of the field, as the log writes it, and its basis."""
    match field:
        case Field.OUTLET:
            return article.outlet, article.outlet_basis
        case Field.PUBLISHED:
            date = article.published.isoformat() if article.published else None
            return date, article.published_basis
        case Field.TITLE:
            return article.title, article.title_basis
