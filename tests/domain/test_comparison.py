from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claim import ClaimKind
from app.domain.comparison import Comparison, DateField, EventSummary, Filters, Order, compare, labels
from app.domain.event import Coverage, Verdict
from tests.making import article, claim, row

COURIER = article("The dam broke. Forty are hurt. We were warned.", "Courier", "2024-03-12")
STAR = article("The dam broke. Sixty are hurt. Nobody warned us.", "Star", "2024-03-13")
WIRE = article("The dam broke late …", None, "", "wire.txt")
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
TABLE = compare(EventSummary("e", "The dam", (), ()), (COURIER, STAR, WIRE), ROWS)

KEPT = [
    (Filters(), [2, 1, 3, 4]),
    (Filters(order=Order.STORY), [1, 2, 3, 4]),
    (Filters(speakers=("Ilse Brand",)), [3]),
    (Filters(speakers=("Ilse Brand", "Tom Reed")), [3, 4]),
    (Filters(speakers=("none",)), [2, 1]),
    (Filters(kinds=(ClaimKind.QUOTE,), outlets=("Star",)), [4]),
    (Filters(verdicts=(Verdict.CONFLICT, Verdict.AGREE)), [2, 1]),
    (Filters(left_out_by="Star"), [3]),
    (Filters(left_out_by="wire.txt"), [2, 1, 3, 4]),
    (Filters(text="DAM broke"), [1]),
    (Filters(text="dam sixty"), []),
    (Filters(since=dt.date(2024, 3, 11), until=dt.date(2024, 3, 11)), [3]),
    (Filters(since=dt.date(2024, 3, 13), date_field=DateField.PUBLISHED), [2, 1, 4]),
    (Filters(until=dt.date(2024, 3, 10)), []),
]


@pytest.mark.parametrize(("filters", "numbers"), KEPT)
def test_what_filters_keep(filters: Filters, numbers: list[int]) -> None:
    assert [found.number for found in TABLE.filtered(filters).rows] == numbers


def test_blanks_say_why() -> None:
    cut_off = article("The dam broke …", "Echo")
    table = compare(TABLE.event, (COURIER, STAR, replace(cut_off, cut_off=True)), ROWS)
    assert [cell.coverage for cell in table.rows[2].cells] == [
        Coverage.PRESENT,
        Coverage.NOT_MENTIONED,
        Coverage.NOT_AVAILABLE,
    ]


def test_columns_are_told_apart() -> None:
    again = article("The dam broke, again.", "Courier", name="b.txt")
    twin = article("The dam broke, once more.", "Courier", name="b.txt")
    assert labels((COURIER, STAR, WIRE)) == ("Courier", "Star", "wire.txt")
    assert labels((COURIER, again, twin)) == ("Courier (a.txt)", "Courier (b.txt) 1", "Courier (b.txt) 2")


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
