"""The year that a date lacks, from the other articles on the same event."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.article import Article, Basis
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.dates import parse_date

_FARTHEST = dt.timedelta(days=183)
_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_PRINTED = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    r"|\d{4}-\d{2}-\d{2})\b",
    re.I,
)


def infer_years(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles of one event, dates without a year completed where the other articles agree on it.

    Evidence are the others' dates of publication that have a year, or where none has one, the full
    dates printed in their texts. They must all agree, and one of them must lie within half a year
    of the completed date, as a report of 1 January is not of the year of 31 December. Nothing else
    changes; an article without any date stays without.
    """
    return tuple(_completed(article, articles) for article in articles)


def _completed(article: Article, articles: Sequence[Article]) -> Article:
    date = article.published
    if date is None or date.year is not None:
        return article
    others = [other for other in articles if other is not article]
    evidence = [other.published for other in others if other.published and other.published.year]
    evidence = evidence or [printed for other in others for printed in _printed(other.text)]
    completed = _with_year(date, evidence)
    if completed is None:
        return article
    return replace(article, published=completed, published_basis=Basis.INFERRED)


def _with_year(date: PartialDate, evidence: Sequence[PartialDate]) -> PartialDate | None:
    years = {found.year for found in evidence}
    year = years.pop() if len(years) == 1 else None
    if year is None:
        return None
    try:
        completed = date.with_year(year)
    except ValueError:  # 29 February
        return None
    return completed if any(_near(completed, found) for found in evidence) else None


def _near(one: PartialDate, other: PartialDate) -> bool:
    first, last, begins, ends = one.first_day(), one.last_day(), other.first_day(), other.last_day()
    if first is None or last is None or begins is None or ends is None:
        return False
    return first - _FARTHEST <= ends and begins <= last + _FARTHEST


def _printed(text: str) -> list[PartialDate]:
    found = []
    for match in _PRINTED.finditer(" ".join(text.split())):
        try:
            found.append(parse_date(match[0]))
        except BadInputError:
            continue
    return found
