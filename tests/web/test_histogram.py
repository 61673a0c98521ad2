"""The days of the facts: which stretches get a bar, what each counts, and what is told in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comparison import Comparison, DateField, EventSummary, Filters, compare
from app.domain.dates import DateMention, PartialDate
from app.domain.text import Span
from app.web.filters import parse
from app.web.histogram import MAX_BARS, Histogram, histogram
from tests.making import article, claim, row

COURIER = article("The dam broke.", "Courier", "2024-03-12")


def told(*days: str) -> Comparison:
    """An event with a fact of each of these days, "" for one without."""
    rows = []
    for number, day in enumerate(days):
        when = (DateMention(Span(0, 3), day, PartialDate.parse(day)),) if day else ()
        fact = row(replace(claim(COURIER, "The dam broke."), dates=when))
        rows.append(replace(fact, id=f"r{number}"))
    return compare(EventSummary("e", "The dam", (), ()), (COURIER,), tuple(rows))


def drawn(whole: Comparison, filters: Filters = Filters()) -> Histogram:  # noqa: B008 - it is frozen
    return histogram(whole, whole.rows, filters)


SCALES = [
    # days of the facts; label, line below it and count of each bar; what is in no bar
    (["2024-03-12"], [("12", "Mar", 1)], []),
    (
        ["2024-02-28", "2024-03-01", "2024-03-01"],
        [("28", "Feb", 1), ("29", "", 0), ("1", "Mar", 2)],
        [],
    ),
    (
        ["2024-03-11", "2024-03-12", "2024-03-12", "2023-02-27", ""],
        [("11", "Mar", 1), ("12", "", 2)],
        ["1 more: 27 February 2023"],
    ),
    (
        ["2024-03-11", "2024-03-12", "2024-03-12", "2024-03-13", "2011", "2012-05", "2024-05-01"],
        [("11", "Mar", 1), ("12", "", 2), ("13", "", 1)],
        ["2 before 11 March 2024", "1 more: 1 May 2024"],
    ),
    (["2024-03-12", "2024-03-12", "2024"], [("12", "Mar", 2)], ["1 known only roughly"]),
    # a week, a month, a year and ten years apart
    (
        [f"2024-01-{day:02d}" for day in range(1, 31, 7)],
        [(str(d), "Jan" * (d == 1), 1) for d in range(1, 31, 7)],
        [],
    ),
    (
        ["2023-11-15", "2023-12-15", "2024-01-15", "2024-02-15", "2024-03-15"],
        [("Nov", "2023", 1), ("Dec", "", 1), ("Jan", "2024", 1), ("Feb", "", 1), ("Mar", "", 1)],
        [],
    ),
    (["2020", "2021", "2023"], [("2020", "", 1), ("", "", 1), ("2022", "", 0), ("", "", 1)], []),
    (["1950", "1961", "1972"], [("1950s", "", 1), ("", "", 1), ("1970s", "", 1)], []),
]


@pytest.mark.parametrize(("days", "bars", "others"), SCALES)
def test_the_scale_fits_most_of_the_days(
    days: list[str], bars: list[tuple[str, str, int]], others: list[str]
) -> None:
    shown = drawn(told(*days))
    assert [(bar.label, bar.under, bar.count) for bar in shown.bars] == bars
    assert [other.words for other in shown.others] == others


def test_what_has_no_date_is_said() -> None:
    assert drawn(told("2024-03-12")).undated == ""
    assert drawn(told("2024-03-12", "")).undated == "1 without a date: a date filter drops it."
    nothing = drawn(told("", ""))
    assert (nothing.bars, nothing.others) == ((), ())
    assert nothing.undated == "No fact is known to have been said on a given day."


def test_words_tell_the_same_as_the_bars() -> None:
    shown = drawn(told("2024-03-11", "2024-03-13", "2024-03-13"))
    assert shown.words == "Facts by the day they were said. 11 March 2024: 1 fact; 13 March 2024: 2 facts."
    published = drawn(told("2024-03-11"), Filters(date_field=DateField.PUBLISHED))
    assert published.words == "Facts by the day of publication. 12 March 2024: 1 fact."


def test_bars_in_range_are_told_apart_and_one_alone_leads_back() -> None:
    whole = told("2024-03-11", "2024-03-12", "2024-03-13")
    day = dt.date(2024, 3, 12)
    later = drawn(whole, Filters(since=day))
    assert [(bar.inside, bar.chosen) for bar in later.bars] == [(False, False), (True, False), (True, False)]
    alone = drawn(whole, Filters(since=day, until=day))
    assert [bar.chosen for bar in alone.bars] == [False, True, False]
    assert _asked(alone.bars[1].href) == Filters()
    assert _asked(alone.bars[2].href).since == dt.date(2024, 3, 13)


def test_the_scale_stands_still_while_other_filters_change() -> None:
    whole = told("2024-03-11", "2024-03-12", "2024-03-13")
    some = histogram(whole, whole.rows[:1], Filters())
    assert [bar.count for bar in some.bars] == [1, 0, 0]
    assert [bool(bar.href) for bar in some.bars] == [True, False, False]


exact = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(dt.date.isoformat)
close = st.dates(dt.date(2024, 2, 20), dt.date(2024, 4, 10)).map(dt.date.isoformat)
vague = st.sampled_from(["", "2024", "2024-03", "2023-12", "--03-12", "0001", "9999-12"])


@given(st.lists(close | vague | exact, max_size=12), st.sampled_from(DateField), st.none() | st.dates())
def test_every_number_is_what_its_link_gives(
    days: Sequence[str], field: DateField, since: dt.date | None
) -> None:
    whole = told(*days)
    shown = drawn(whole, Filters(date_field=field, since=since))
    assert len(shown.bars) <= MAX_BARS
    for bar in shown.bars:
        asked = Filters(date_field=field, since=bar.first, until=bar.last)
        assert bar.count == len(whole.filtered(asked).rows)
    for other in shown.others:
        if other.href:
            number = int(other.words.split()[0].replace(",", ""))
            assert number == len(whole.filtered(_asked(other.href)).rows)
    assert all(bar.height >= 0 and bar.y >= 0 for bar in shown.bars)


def _asked(href: str) -> Filters:
    filters, problems = parse(urlsplit(href).query)
    assert not problems
    return filters
