"""How many facts are of which days: bars to look at, to follow as links and to brush.

The scale is the event's, so that it stands still while other filters change: the finest unit, from days to
decades, of which MAX_BARS in a row hold MOST of the dated facts: an event is a matter of days, what led to it
of years. What lies before and after is told in words.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from app.domain.comparison import Comparison, ComparisonRow, DateField, Filters, days, within
from app.web.dates import stretch_words
from app.web.language import N_, gettext, ngettext
from app.web.links import Link, event_address

MAX_BARS = 8  # in the width of the filters each is then 24 pixels wide: enough for a finger
MOST = 0.5  # of the dated facts that the bars should hold

WIDTH, HEIGHT, BASE = 204, 78, 50
_TALLEST, _WIDEST, _GAP = 33.0, 34.0, 8.0
_MONTHS: Final = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip

_Span = tuple[dt.date, dt.date]
_Dated = Counter[frozenset[_Span]]  # rows by the dates they have: many have the same


@dataclass(frozen=True, slots=True)
class Bar:
    """The facts of one stretch of days, both ends included.

    `left` and `width` are of its place, which is wider than the bar drawn from `x` on. `label` and `under`
    are the two lines below it, `words` say all of it. `href` is the page narrowed to these days, or, where it
    is, the page without that; empty where no fact would be left.
    """

    first: dt.date
    last: dt.date
    count: int
    inside: bool
    chosen: bool
    href: str
    words: str
    label: str
    under: str
    left: float
    width: float
    height: float

    @property
    def x(self) -> float:
        return round(self.left + _GAP / 2, 1)

    @property
    def middle(self) -> float:
        return round(self.left + self.width / 2, 1)

    @property
    def y(self) -> float:
        return round(BASE - self.height, 1)

    @property
    def bar_width(self) -> float:
        return round(self.width - _GAP, 1)


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars, and what is in none of them.

    `words` are its text equivalent; `others` the dated facts that are in no bar, with links where a
    stretch of days holds them; `undated` says how many have no date at all.
    """

    bars: tuple[Bar, ...]
    words: str
    others: tuple[Link, ...]
    undated: str
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE


def histogram(whole: Comparison, rows: Iterable[ComparisonRow], filters: Filters) -> Histogram:
    """The days of `rows`, which pass all filters but that by date; `whole` is the unfiltered comparison."""
    dates = {row.row.id: frozenset(days(filters.date_field, row, whole.columns)) for row in whole.rows}
    shown = Counter(dates[row.row.id] for row in rows)
    unit, numbers = _scale(Counter(dates.values()))
    drawn = _Drawn(unit, numbers, _counts(unit, shown))
    bars = tuple(_bar(whole.event.id, filters, drawn, number) for number in numbers)
    return Histogram(
        bars=bars,
        words=_words(bars, filters.date_field),
        others=_others(whole.event.id, filters, bars, shown),
        undated=_undated(shown[frozenset()], bool(bars), filters.date_field),
    )


class _Unit(IntEnum):
    """Stretches of time, each numbered through."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    YEAR = 3
    DECADE = 4

    def number(self, day: dt.date) -> int:
        match self:
            case _Unit.DAY:
                return day.toordinal()
            case _Unit.WEEK:  # 1 January of the year 1 was a Monday
                return (day.toordinal() - 1) // 7
            case _Unit.MONTH:
                return day.year * 12 + day.month - 1
            case _Unit.YEAR:
                return day.year
            case _Unit.DECADE:
                return day.year // 10

    def first(self, number: int) -> dt.date:
        match self:
            case _Unit.DAY:
                return dt.date.fromordinal(number)
            case _Unit.WEEK:
                return dt.date.fromordinal(number * 7 + 1)
            case _Unit.MONTH:
                return dt.date(number // 12, number % 12 + 1, 1)
            case _Unit.YEAR:
                return dt.date(number, 1, 1)
            case _Unit.DECADE:
                return dt.date(max(dt.MINYEAR, number * 10), 1, 1)

    def last(self, number: int) -> dt.date:
        if number >= self.number(dt.date.max):
            return dt.date.max
        return self.first(number + 1) - dt.timedelta(days=1)


def _scale(rows: _Dated) -> tuple[_Unit, range]:
    """The finest unit of which few in a row hold most facts, and those; else the one that holds most."""
    best = (_Unit.DAY, range(0), 0)
    dated = rows.total() - rows[frozenset()]
    for unit in _Unit:
        numbers = _fullest(_counts(unit, rows))
        held = sum(
            number for spans, number in rows.items() if any(_number(unit, span) in numbers for span in spans)
        )
        if held > best[2]:
            best = (unit, numbers, held)
        if held >= MOST * dated:
            break
    return best[0], best[1]


def _counts(unit: _Unit, rows: _Dated) -> Counter[int]:
    """Rows by the number of each stretch that one of their dates lies wholly in."""
    counts: Counter[int] = Counter()
    for spans, times in rows.items():
        for number in {number for span in spans if (number := _number(unit, span)) is not None}:
            counts[number] += times
    return counts


def _number(unit: _Unit, span: _Span) -> int | None:
    number = unit.number(span[0])
    return number if number == unit.number(span[1]) else None


def _fullest(counts: Mapping[int, int]) -> range:
    """The MAX_BARS numbers in a row that count most, the first of equals, less empty ones at either end."""
    runs = (range(start, start + MAX_BARS) for start in sorted(counts))
    run = max(runs, key=lambda run: sum(counts.get(number, 0) for number in run), default=range(0))
    full = [number for number in run if number in counts]
    return range(full[0], full[-1] + 1) if full else range(0)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The stretches that get a bar, and the rows of each."""

    unit: _Unit
    numbers: range
    counts: Mapping[int, int]

    @property
    def width(self) -> float:
        return min(_WIDEST, round((WIDTH - 4) / len(self.numbers), 1))

    def height(self, number: int) -> float:
        tallest = max(self.counts.get(number, 0) for number in self.numbers)
        return round(_TALLEST * self.counts.get(number, 0) / max(1, tallest), 1)


def _bar(event_id: str, filters: Filters, drawn: _Drawn, number: int) -> Bar:
    first, last = drawn.unit.first(number), drawn.unit.last(number)
    count, place = drawn.counts.get(number, 0), number - drawn.numbers.start
    chosen = (filters.since, filters.until) == (first, last)
    wanted = replace(filters, since=None if chosen else first, until=None if chosen else last)
    when = _days_words(drawn.unit, first, last)
    label, under = _labels(drawn.unit, first, place)
    return Bar(
        first=first,
        last=last,
        count=count,
        inside=last >= (filters.since or first) and first <= (filters.until or last),
        chosen=chosen,
        href=event_address(event_id, wanted) if count or chosen else "",
        words=ngettext("%(days)s: %(num)s fact", "%(days)s: %(num)s facts", count, days=when),
        label=label,
        under=under,
        left=round(2 + place * drawn.width, 1),
        width=drawn.width,
        height=drawn.height(number),
    )


def _labels(unit: _Unit, first: dt.date, place: int) -> tuple[str, str]:
    """Two short lines: what changes from bar to bar, and below what it stands in where that is new.

    Years are wide, so that every other one is told.
    """
    match unit:
        case _Unit.DAY | _Unit.WEEK:
            new = place == 0 or first.day <= (1 if unit is _Unit.DAY else 7)
            return str(first.day), gettext(_MONTHS[first.month - 1]) if new else ""
        case _Unit.MONTH:
            new = place == 0 or first.month == 1
            return gettext(_MONTHS[first.month - 1]), str(first.year) if new else ""
        case _Unit.YEAR:
            return "" if place % 2 else str(first.year), ""
        case _Unit.DECADE:
            return "" if place % 2 else gettext("%(year)ss", year=first.year), ""


def _days_words(unit: _Unit, first: dt.date, last: dt.date) -> str:
    match unit:
        case _Unit.MONTH:
            return f"{gettext(_MONTHS[first.month - 1])} {first.year}"
        case _Unit.YEAR:
            return str(first.year)
        case _Unit.DECADE:
            return gettext("%(first)s to %(last)s", first=first.year, last=last.year)
        case _:
            return stretch_words(first, last)


def _span_words(first: dt.date, last: dt.date) -> str:
    """A date in words: a month or a year where it is just that."""
    units = (unit for unit in (_Unit.DAY, _Unit.MONTH, _Unit.YEAR) if unit.last(unit.number(first)) == last)
    return _days_words(next(units, _Unit.DAY), first, last)


def _words(bars: Sequence[Bar], field: DateField) -> str:
    said = field is DateField.SAID
    what = gettext("Facts by the day they were said") if said else gettext("Facts by the day of publication")
    return f"{what}. {'; '.join(bar.words for bar in bars if bar.count)}."


def _others(event_id: str, filters: Filters, bars: Sequence[Bar], shown: _Dated) -> tuple[Link, ...]:
    """The facts of earlier and of later days, each a link, and those whose dates are too vague for a bar."""
    if not bars:
        return ()
    first, last = bars[0].first, bars[-1].last
    found = []
    if first > dt.date.min:
        before = replace(filters, since=None, until=first - dt.timedelta(days=1))
        found.append((before, (N_("%(num)s more: %(day)s"), N_("%(num)s before %(day)s")), first))
    if last < dt.date.max:
        after = replace(filters, since=last + dt.timedelta(days=1), until=None)
        found.append((after, (N_("%(num)s more: %(day)s"), N_("%(num)s after %(day)s")), last))
    links = [_other(event_id, wanted, words, end, shown) for wanted, words, end in found]
    stretches = [wanted for wanted, *_ in found] + [replace(filters, since=first, until=last)]
    vague = sum(
        number
        for spans, number in shown.items()
        if spans and not any(_among(spans, wanted) for wanted in stretches)
    )
    if vague:
        links.append(Link(gettext("%(num)s known only roughly", num=f"{vague:,}"), ""))
    return tuple(link for link in links if link)


def _other(
    event_id: str, wanted: Filters, words: tuple[str, str], end: dt.date, shown: _Dated
) -> Link | None:
    """A link to the facts beyond one end of the bars: their day where it is one for all, else that end."""
    found = {spans: _among(spans, wanted) for spans in shown}
    number = sum(shown[spans] for spans, among in found.items() if among)
    if not number:
        return None
    dates = {span for among in found.values() for span in among}
    on = _span_words(*next(iter(dates))) if len(dates) == 1 else ""
    said = gettext(words[0 if on else 1], num=f"{number:,}", day=on or stretch_words(end, end))
    return Link(said, event_address(event_id, wanted))


def _among(spans: Iterable[_Span], wanted: Filters) -> list[_Span]:
    return [span for span in spans if within(*span, wanted.since, wanted.until)]


def _undated(number: int, dated: bool, field: DateField) -> str:
    """What a date filter has no hold on."""
    if not dated:
        return (
            gettext("No fact is known to have been said on a given day.")
            if field is DateField.SAID
            else gettext("No account says when it was published.")
        )
    return (
        ngettext(
            "%(num)s without a date: a date filter drops it.",
            "%(num)s without a date: a date filter drops them.",
            number,
        )
        if number
        else ""
    )
