"""Facets: for each value a filter can take, how many rows it would give."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.domain.claim import ClaimKind
from app.domain.comparison import (
    NO_SPEAKER_FILTER,
    OPEN_SPEAKER_FILTER,
    Comparison,
    ComparisonRow,
    Filters,
    days,
    labels,
    speaker_values,
)
from app.domain.event import Coverage, Verdict


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. `count` is the number of rows it would give with the other facets as they are."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Days:
    """What the rows have of dates under the date field: first and last day, and rows without any."""

    first: dt.date | None
    last: dt.date | None
    undated: int


@dataclass(frozen=True, slots=True)
class Facets:
    verdicts: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    speakers: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    left_out_by: tuple[Choice, ...]
    days: Days


def facets(whole: Comparison, filters: Filters) -> Facets:
    """The facets of an event. `whole` is its unfiltered comparison, `filters` are those in force."""
    names = labels(whole.columns)
    having = {row.row.id: _having(row, names) for row in whole.rows}
    counts = partial(_counts, whole)
    verdicts = counts(replace(filters, verdicts=()), lambda row: [row.row.verdict])
    kinds = counts(replace(filters, kinds=()), lambda row: [row.row.kind])
    speakers = counts(replace(filters, speakers=()), lambda row: speaker_values(row.row))
    outlets = counts(replace(filters, outlets=()), lambda row: having[row.row.id])
    left_out = counts(replace(filters, left_out_by=""), lambda row: set(names) - having[row.row.id])
    return Facets(
        _choices(Verdict, verdicts, filters.verdicts),
        _choices(ClaimKind, kinds, filters.kinds),
        _choices(_speakers(whole), speakers, filters.speakers),
        _choices(names, outlets, filters.outlets),
        _choices(names, left_out, (filters.left_out_by,)),
        _days(whole, filters),
    )


def _counts(
    whole: Comparison, without: Filters, values: Callable[[ComparisonRow], Iterable[str]]
) -> Counter[str]:
    """Rows by value, under the filters less those of the facet that is counted."""
    return Counter(value for row in whole.filtered(without).rows for value in values(row))


def _choices(every: Iterable[str], counts: Counter[str], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, counts[value], value in chosen) for value in every)


def _having(row: ComparisonRow, names: tuple[str, ...]) -> set[str]:
    """The outlets that have a row."""
    cells = zip(names, row.cells, strict=True)
    return {name for name, cell in cells if cell.coverage is Coverage.PRESENT}


def strangers(whole: Comparison, filters: Filters) -> tuple[str, ...]:
    """A sentence for each filter that this event can't answer."""
    outlets, speakers = labels(whole.columns), _speakers(whole)
    asked = (*filters.outlets, *([filters.left_out_by] if filters.left_out_by else []))
    said = [f"No outlet here is called “{name}”." for name in dict.fromkeys(asked) if name not in outlets]
    open_values = (NO_SPEAKER_FILTER, OPEN_SPEAKER_FILTER)
    said += [
        f"Nobody called “{name}” is cited here."
        for name in filters.speakers
        if name not in speakers and name not in open_values
    ]
    if filters.since and filters.until and filters.since > filters.until:
        said.append("The first day is after the last, so no fact can pass.")
    return tuple(said)


def _speakers(whole: Comparison) -> tuple[str, ...]:
    """Who is cited, the most cited first; then the rows without a known speaker."""
    counts = Counter(value for row in whole.rows for value in speaker_values(row.row))
    last = (OPEN_SPEAKER_FILTER, NO_SPEAKER_FILTER)
    named = sorted(
        (value for value in counts if value not in last), key=lambda value: (-counts[value], value)
    )
    return (*named, *(value for value in last if value in counts))


def _days(whole: Comparison, filters: Filters) -> Days:
    found = [days(filters, row, whole.columns) for row in whole.rows]
    firsts = [first for spans in found for first, _ in spans]
    lasts = [last for spans in found for _, last in spans]
    return Days(min(firsts, default=None), max(lasts, default=None), sum(1 for spans in found if not spans))
