from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.article import Extent
from app.domain.claim import ClaimKind
from app.domain.comparison import (
    Comparison,
    DateField,
    EventSummary,
    Field,
    Filters,
    Order,
    compare,
    day_of,
    failing,
    labels,
)
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Row, Verdict
from app.domain.text import Span
from tests.making import article, claim, row

COURIER = article("The dam broke. Forty are hurt. We were warned.", "Courier", "2024-03-12")
STAR = article("The dam broke. Sixty are hurt. Nobody warned us.", "Star", "2024-03-13")
WIRE = replace(article("The dam broke late …", None, "", "wire.txt"), extent=Extent.CUT_OFF)
ROWS = (
    row(claim(COURIER, "The dam broke."), claim(STAR, "The dam broke."), verdict=Verdict.AGREE),
    row(
        claim(COURIER, "Forty are hurt.", ClaimKind.FIGURE),
        claim(STAR, "Sixty are hurt.", ClaimKind.FIGURE),
        verdict=Verdict.CONFLICT,
    ),
    row(claim(COURIER, "We were warned.", ClaimKind.QUOTE, "Ilse Brand", "2024-03-11")),
    row(claim(STAR, "Nobody warned us.", ClaimKind.QUOTE, "Tom Reed", "--03-12")),
)
SURE = (1.0, 0.5, 0.8, 0.3)
TABLE = compare(
    EventSummary("e", "The dam", (), ()),
    (COURIER, STAR, WIRE),
    tuple(replace(row, confidence=sure) for row, sure in zip(ROWS, SURE, strict=True)),
)

KEPT = [
    (Filters(), [2, 1, 3, 4]),
    (Filters(order=Order.STORY), [1, 2, 3, 4]),
    (Filters(order=Order.WIDEST), [1, 2, 3, 4]),
    (Filters(order=Order.DATE), [3, 1, 2, 4]),
    (Filters(speakers=("Ilse Brand",)), [3]),
    (Filters(speakers=("Ilse Brand", "Tom Reed")), [3, 4]),
    (Filters(speakers=("none",)), [2, 1]),
    (Filters(kinds=(ClaimKind.QUOTE,), outlets=("Star",)), [4]),
    (Filters(verdicts=(Verdict.CONFLICT, Verdict.AGREE)), [2, 1]),
    (Filters(left_out_by="Star"), [3]),
    # a text that is cut off could have had any of them further on: none is left out
    (Filters(left_out_by="wire.txt"), []),
    (Filters(left_out_by="Courier"), [4]),
    (Filters(text="DAM broke"), [1]),
    (Filters(text="dam sixty"), []),
    (Filters(since=dt.date(2024, 3, 11), until=dt.date(2024, 3, 11)), [3]),
    (Filters(since=dt.date(2024, 3, 13), date_field=DateField.PUBLISHED), [2, 1, 4]),
    (Filters(until=dt.date(2024, 3, 10)), []),
    (Filters(confidence=0.5), [2, 1, 3]),
    (Filters(confidence=0.51), [1, 3]),
    (Filters(confidence=1.0), [1]),
]


@pytest.mark.parametrize(("filters", "numbers"), KEPT)
def test_what_filters_keep(filters: Filters, numbers: list[int]) -> None:
    assert [found.number for found in TABLE.filtered(filters).rows] == numbers


DATED = [
    # for each claim of the row when it was said and the days it names; the day of the row
    ([("2024-03-11", [])], "2024-03-11"),
    ([("2024-03-11", ["2024-03-20"])], "2024-03-11"),  # the words are of the day they were said
    ([("2024-03-12", []), ("2024-03-11", [])], "2024-03-11"),
    ([("", ["2024-03-12"]), ("2024-03-11", [])], "2024-03-11"),
    ([("", ["2013", "2024-03-12", "2023-11"])], "2024-03-12"),
    ([("", ["2013"])], "2013"),
    ([("--03-11", ["2024-03-12"])], "2024-03-12"),  # without a year it has no place
    ([("--03-11", [])], None),
    ([("", [])], None),
]


@pytest.mark.parametrize(("claims", "day"), DATED)
def test_the_day_of_a_row(claims: list[tuple[str, list[str]]], day: str | None) -> None:
    found = day_of(dated_row(*claims))
    assert (found.isoformat() if found else None) == day


STRETCHES = [
    # the claims of a row as above, a stretch of days, and whether the row is of it
    ([("2024-03-11", [])], "2024-03-11", "2024-03-11", True),
    ([("2024-03-11", [])], "2024-03-12", "", False),
    ([("2024-03-11", []), ("2024-03-13", [])], "2024-03-13", "", True),  # any account's day
    ([("2024-03-11", ["2024-03-13"])], "2024-03-13", "", False),  # the words are of the day they were said
    ([("", ["2024-03-13"])], "2024-03-13", "2024-03-13", True),  # nobody said it: the day it tells of
    ([("", ["2023-11", "2024-03-13"])], "2023-11-01", "2023-11-30", False),  # the latest it tells of
    ([("", ["2024-03"])], "2024-03-11", "2024-03-12", False),  # some day in March is not of each of them
    ([("", ["2024-03"])], "2024-03-01", "2024-03-31", True),
    ([("", ["2024"])], "2023-12-31", "", True),
    ([("--03-11", [])], "", "2024-12-31", False),
    ([("", [])], "2024-03-11", "", False),
]


@pytest.mark.parametrize(("claims", "since", "until", "kept"), STRETCHES)
def test_which_rows_are_of_a_stretch_of_days(
    claims: list[tuple[str, list[str]]], since: str, until: str, *, kept: bool
) -> None:
    table = compare(TABLE.event, (COURIER,), (dated_row(*claims),))
    first, last = (dt.date.fromisoformat(day) if day else None for day in (since, until))
    assert bool(table.filtered(Filters(since=first, until=last)).rows) == kept


def test_what_a_row_fails_is_each_filter_that_drops_it() -> None:
    filters = Filters(verdicts=(Verdict.AGREE,), left_out_by="Star", confidence=0.6)
    failed = [failing(filters, found, TABLE.columns) for found in TABLE.rows]
    assert failed == [
        {Field.LEFT_OUT},
        {Field.LEFT_OUT, Field.VERDICT, Field.CONFIDENCE},
        {Field.VERDICT},
        {Field.VERDICT, Field.LEFT_OUT, Field.CONFIDENCE},
    ]


def dated_row(*claims: tuple[str, list[str]]) -> Row:
    """A row with claims that were said on a day and name others."""
    made = []
    for (said, names), words in zip(claims, ("The dam broke.", "We were warned."), strict=False):
        dates = tuple(DateMention(Span(0, 3), name, PartialDate.parse(name)) for name in names)
        made.append(replace(claim(COURIER, words, said_on=said), dates=dates))
    return row(*made)


def test_orders_are_the_same_however_the_rows_come() -> None:
    rows = [
        dated_row((said, []))
        for said in ("", "2024-03", "2024-03-01", "2024-03-31", "", "2023", "2024-03-01")
    ]
    rows += [row(claim(COURIER, "The dam broke."), claim(STAR, "The dam broke."))]
    table = compare(TABLE.event, (COURIER, STAR), tuple(replace(r, id=str(i)) for i, r in enumerate(rows)))
    turned = replace(table, rows=table.rows[::-1])
    for order in Order:
        shown = table.filtered(Filters(order=order))
        assert turned.filtered(Filters(order=order)).rows == shown.rows
        assert shown.filtered(Filters(order=order)).rows == shown.rows
    by_date = [found.number for found in table.filtered(Filters(order=Order.DATE)).rows]
    assert by_date == [6, 3, 7, 2, 4, 1, 5, 8]
    widest = [found.number for found in table.filtered(Filters(order=Order.WIDEST)).rows]
    assert widest == [8, 1, 2, 3, 4, 5, 6, 7]


def test_columns_are_told_apart() -> None:
    again = article("The dam broke, again.", "Courier", name="b.txt")
    twin = article("The dam broke, once more.", "Courier", name="b.txt")
    assert labels((COURIER, STAR, WIRE)) == ("Courier", "Star", "wire.txt")
    assert labels((COURIER, again, twin)) == ("Courier (a.txt)", "Courier (b.txt) 1", "Courier (b.txt) 2")


APART = [  # when and with what headline two articles of one outlet came out, and what tells them apart
    (("2024-03-12T08:15", "Dam breaks"), ("2024-03-13", "Dam breaks"), ("2024-03-12", "2024-03-13")),
    (("2024-03-12T08:15", ""), ("2024-03-12T21:40", ""), ("2024-03-12 08:15", "2024-03-12 21:40")),
    (("2024-03-12", "Dam breaks"), ("2024-03-12", "After the dam"), ("Dam breaks", "After the dam")),
    (("--03-12", "Dam breaks"), ("--03-13", "After the dam"), ("Dam breaks", "After the dam")),
    (("2024-03-12", "Dam breaks"), ("2024-03-12", "Dam breaks"), ("a.txt", "b.txt")),
    (("", "Dam breaks"), ("2024-03-12", ""), ("a.txt", "b.txt")),
]


@pytest.mark.parametrize(("one", "other", "beside"), APART)
def test_articles_of_one_outlet_are_told_apart_by_what_a_reader_knows(
    one: tuple[str, str], other: tuple[str, str], beside: tuple[str, str]
) -> None:
    pair = [
        replace(article(f"Text of {name}", "Courier", when, name), title=title or None)
        for (when, title), name in ((one, "a.txt"), (other, "b.txt"))
    ]
    told = tuple(f"Courier ({words})" for words in beside)
    assert labels(pair) == told
    assert labels((STAR, pair[1], pair[0])) == ("Star", *told[::-1])


days = st.none() | st.dates(dt.date(2024, 3, 8), dt.date(2024, 3, 16))
any_filters = st.builds(
    Filters,
    speakers=st.lists(
        st.sampled_from(["Ilse Brand", "Tom Reed", "none", "unresolved", "Nobody"]), max_size=2
    ).map(tuple),
    outlets=st.lists(st.sampled_from(["Courier", "Star", "wire.txt", "Echo"]), max_size=2).map(tuple),
    kinds=st.lists(st.sampled_from(ClaimKind), max_size=2).map(tuple),
    verdicts=st.lists(st.sampled_from(Verdict), max_size=2).map(tuple),
    text=st.sampled_from(["", "dam", "hurt", "WARNED", "(", "%"]) | st.text(max_size=5),
    left_out_by=st.sampled_from(["", "Courier", "Star", "Echo"]),
    date_field=st.sampled_from(DateField),
    since=days,
    until=days,
    confidence=st.sampled_from([0.0, 0.5, 0.81]),
    order=st.sampled_from(Order),
)


@given(any_filters)
def test_filters_never_invent_rows(filters: Filters) -> None:
    kept = TABLE.filtered(filters).rows
    assert set(kept) <= set(TABLE.rows)
    assert len(set(kept)) == len(kept)
    assert TABLE.filtered(filters).filtered(filters).rows == kept


@given(any_filters, any_filters)
def test_a_value_more_in_a_field_keeps_at_least_as_much(one: Filters, other: Filters) -> None:
    if one.verdicts and other.verdicts:
        both = Filters(verdicts=one.verdicts + other.verdicts)
        assert _ids(TABLE.filtered(Filters(verdicts=one.verdicts))) <= _ids(TABLE.filtered(both))


def _ids(table: Comparison) -> set[str]:
    return {found.row.id for found in table.rows}
