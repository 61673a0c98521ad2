from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate

READ = [
    ("2016-05-02", PartialDate(2016, 5, 2), "day"),
    ("2016-05", PartialDate(2016, 5), "month"),
    ("2016", PartialDate(2016), "year"),
    ("--05-02", PartialDate(None, 5, 2), "day"),
    ("--05", PartialDate(None, 5), "month"),
    ("--02-29", PartialDate(None, 2, 29), "day"),
    ("2016-05-02T14:05", PartialDate(2016, 5, 2, dt.time(14, 5)), "minute"),
    (
        "2016-05-02 14:05:00+02:00",
        PartialDate(2016, 5, 2, dt.time(14, 5, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        "minute",
    ),
]


@pytest.mark.parametrize(("words", "date", "precision"), READ)
def test_reading_iso_dates(words: str, date: PartialDate, precision: str) -> None:
    assert PartialDate.parse(words) == date
    assert date.precision == precision


@pytest.mark.parametrize(
    "words", ["", "2016-13", "2016-02-30", "2016-5-2", "-05", "02/05/2016", "2016-05-02T25:00", "--"]
)
def test_no_date(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(words)


partial_dates = st.one_of(
    st.dates().map(PartialDate.of),
    st.dates().map(lambda date: PartialDate(date.year, date.month)),
    st.dates().map(lambda date: PartialDate(None, date.month, date.day)),
    st.datetimes().map(
        lambda at: PartialDate(at.year, at.month, at.day, at.time().replace(second=0, microsecond=0))
    ),
)


@given(partial_dates)
def test_what_is_written_is_read_back(date: PartialDate) -> None:
    assert PartialDate.parse(date.isoformat()) == date


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        (PartialDate(2016, 2), dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        (PartialDate(2015), dt.date(2015, 1, 1), dt.date(2015, 12, 31)),
        (PartialDate(2016, 5, 2), dt.date(2016, 5, 2), dt.date(2016, 5, 2)),
        (PartialDate(None, 5, 2), None, None),
    ],
)
def test_the_days_a_date_can_mean(date: PartialDate, first: dt.date | None, last: dt.date | None) -> None:
    assert (date.first_day(), date.last_day()) == (first, last)
