"""Facets: for each value a filter can take, how many rows it would give.

Which filters a row fails is found once; a facet counts the rows that fail no other filter than its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.claim import ClaimKind
from app.domain.comparison import (
    NO_SPEAKER_FILTER,
    OPEN_SPEAKER_FILTER,
    Comparison,
    ComparisonRow,
    Field,
    Filters,
    failing,
    having,
    labels,
    leaving_out,
    speaker_values,
)
from app.domain.event import Verdict
from app.web.histogram import Histogram, histogram
from app.web.language import gettext

# The steps the page offers: below the first more links are wrong than right (docs/quality.md).
CONFIDENCES: Final = (0.0, 0.5, 0.7, 0.9)

# The one-click views, by name: the verdicts and the kinds each is of.
VIEWS: Final[Mapping[str, tuple[tuple[Verdict, ...], tuple[ClaimKind, ...]]]] = {
    "all": ((), ()),
    "conflict": ((Verdict.CONFLICT, Verdict.WORDING), ()),
    "single": ((Verdict.SINGLE,), ()),
    "quote": ((), (ClaimKind.QUOTE,)),
    "figure": ((), (ClaimKind.FIGURE,)),
}
# A view of its own, where an article has changed: the rows on which it has.
CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. `count` is the number of rows it would give with the other facets as they are."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """`views` are valued by their names in VIEWS, `confidences` by the least confidence, "" for any."""

    verdicts: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    speakers: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    left_out_by: tuple[Choice, ...]
    confidences: tuple[Choice, ...]
    views: tuple[Choice, ...]
    histogram: Histogram


@dataclass(frozen=True, slots=True)
class Passing:
    """An event's rows, each with the filters it fails."""

    rows: tuple[tuple[ComparisonRow, frozenset[Field]], ...]

    def but_for(self, *fields: Field) -> tuple[ComparisonRow, ...]:
        """The rows there would be without some of the filters."""
        return tuple(row for row, failed in self.rows if not failed or failed.issubset(fields))


def facets(whole: Comparison, filters: Filters) -> Facets:
    """The facets of an event. `whole` is its unfiltered comparison, `filters` are those in force."""
    names = labels(whole.columns)
    every = {row.number: row for row in whole.rows}
    # What is said counts in the columns shown, which outlets have a row among all accounts.
    arranged = whole.arranged(filters).rows
    passing = Passing(
        tuple((row, failing(filters, row, whole.columns, every[row.number])) for row in arranged)
    )

    def counts(field: Field, values: Callable[[ComparisonRow], Iterable[str]]) -> Counter[str]:
        found: Counter[str] = Counter()
        for row in passing.but_for(field):
            found.update(values(row))
        return found

    return Facets(
        verdicts=_choices(Verdict, counts(Field.VERDICT, lambda row: [row.row.verdict]), filters.verdicts),
        kinds=_choices(ClaimKind, counts(Field.KIND, lambda row: [row.row.kind]), filters.kinds),
        speakers=_choices(
            _speakers(whole), counts(Field.SPEAKER, lambda row: speaker_values(row.row)), filters.speakers
        ),
        outlets=_choices(names, counts(Field.OUTLET, lambda row: having(every[row.number])), filters.outlets),
        left_out_by=_choices(
            names, counts(Field.LEFT_OUT, lambda row: leaving_out(every[row.number])), (filters.left_out_by,)
        ),
        confidences=_confidences(passing.but_for(Field.CONFIDENCE), filters.confidence),
        views=_views(passing.but_for(Field.VERDICT, Field.KIND, Field.CHANGED), filters),
        histogram=histogram(whole, passing.but_for(Field.DATE), filters),
    )


def _choices(every: Iterable[str], counts: Counter[str], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, counts[value], value in chosen) for value in every)


def _confidences(rows: Sequence[ComparisonRow], asked: float) -> tuple[Choice, ...]:
    """The steps, and the one asked for where it is another."""
    steps = sorted({*CONFIDENCES, asked})
    return tuple(
        Choice(f"{step:g}" if step else "", sum(row.row.confidence >= step for row in rows), step == asked)
        for step in steps
    )


def _views(rows: Sequence[ComparisonRow], filters: Filters) -> tuple[Choice, ...]:
    found = [
        Choice(
            name,
            sum(_among(row.row.verdict, verdicts) and _among(row.row.kind, kinds) for row in rows),
            (verdicts, kinds, False) == (filters.verdicts, filters.kinds, filters.changed),
        )
        for name, (verdicts, kinds) in VIEWS.items()
    ]
    if (changed := sum(row.changed for row in rows)) or filters.changed:
        found.append(Choice(CHANGED, changed, filters.changed and not filters.verdicts and not filters.kinds))
    return tuple(found)


def _among(value: str, wanted: Collection[str]) -> bool:
    return not wanted or value in wanted


def strangers(whole: Comparison, filters: Filters) -> tuple[str, ...]:
    """A sentence for each filter that this event can't answer."""
    outlets, speakers = labels(whole.columns), _speakers(whole)
    asked = (*filters.outlets, *([filters.left_out_by] if filters.left_out_by else []))
    said = [
        gettext("No outlet here is called “%(name)s”.", name=name)
        for name in dict.fromkeys(asked)
        if name not in outlets
    ]
    open_values = (NO_SPEAKER_FILTER, OPEN_SPEAKER_FILTER)
    said += [
        gettext("Nobody called “%(name)s” is cited here.", name=name)
        for name in filters.speakers
        if name not in speakers and name not in open_values
    ]
    if filters.since and filters.until and filters.since > filters.until:
        said.append(gettext("The first day is after the last, so no fact can pass."))
    return tuple(said)


def _speakers(whole: Comparison) -> tuple[str, ...]:
    """Who is cited, the most cited first; then the rows without a known speaker."""
    counts = Counter(value for row in whole.rows for value in speaker_values(row.row))
    last = (OPEN_SPEAKER_FILTER, NO_SPEAKER_FILTER)
    named = sorted(
        (value for value in counts if value not in last), key=lambda value: (-counts[value], value)
    )
    return (*named, *(value for value in last if value in counts))
