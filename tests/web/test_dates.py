from __future__ import annotations

import datetime as dt

import pytest

from app.domain.article import Article, Basis
from app.domain.dates import PartialDate
from app.web.dates import date_words, published_words, stretch_words

PUBLISHED = [
    ("2016-05-02", Basis.TEXT, "2 May 2016"),
    ("2016-05-02T15:10", Basis.GIVEN, "2 May 2016, 15:10"),
    ("2016-05-02T15:10+00:00", Basis.GIVEN, "2 May 2016, 15:10 UTC"),
    ("2016-05-02T15:10+02:00", Basis.GIVEN, "2 May 2016, 15:10 UTC+02:00"),
    ("2016-05-02", Basis.INFERRED, "2 May (year inferred: 2016)"),
    ("2016-05", Basis.INFERRED, "May (year inferred: 2016)"),
    ("2016", Basis.INFERRED, "2016 (inferred)"),
    ("2016-05", Basis.TEXT, "May 2016"),
    ("2016", Basis.TEXT, "2016"),
    ("--05-02", Basis.TEXT, "2 May (no year given)"),
    ("", Basis.MISSING, "date not given in the text"),
]


@pytest.mark.parametrize(("iso", "basis", "words"), PUBLISHED)
def test_when_an_article_came_out_and_how_that_is_known(iso: str, basis: Basis, words: str) -> None:
    date = PartialDate.parse(iso) if iso else None
    assert published_words(Article("a.txt", "", (), published=date, published_basis=basis)) == words


STRETCHES = [
    (None, None, "date not known"),
    ("2016-05-02", "2016-05-02", "2 May 2016"),
    ("2016-05-01", None, "1 May 2016"),
    ("2016-05-01", "2016-05-02", "1 and 2 May 2016"),
    ("2016-05-01", "2016-05-03", "1 to 3 May 2016"),
    ("2016-04-30", "2016-05-01", "30 April and 1 May 2016"),
    ("2016-04-28", "2016-05-02", "28 April to 2 May 2016"),
    ("2015-12-31", "2016-01-01", "31 December 2015 to 1 January 2016"),
]


@pytest.mark.parametrize(("first", "last", "words"), STRETCHES)
def test_from_one_day_to_another(first: str | None, last: str | None, words: str) -> None:
    days = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    assert stretch_words(*days) == words


def test_the_year_is_left_out_where_the_page_has_it() -> None:
    assert date_words(PartialDate(2016, 5, 2), beside=2016) == "2 May"
    assert date_words(PartialDate(2015, 5, 2), beside=2016) == "2 May 2015"
