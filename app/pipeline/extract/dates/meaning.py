"""What date expressions mean: arithmetic from a day, kept apart from how they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.dates import PartialDate

Meaning = tuple[PartialDate | None, PartialDate | None]  # the date, and the last one of a stretch
UNKNOWN: Meaning = (None, None)
_WRONG_WAY = 6  # a day against the verb's tense counts as this many
_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # north of the equator


class Heading(Enum):
    """Where the verb points."""

    PAST = "past"
    OPEN = "open"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an expression counts from: the day of publication or of speaking, None where it isn't known.

    `known` is what is known of the day of publication where it isn't a whole day.
    """

    day: dt.date | None
    known: PartialDate | None = None
    heading: Heading = Heading.OPEN

    def towards(self, heading: Heading) -> Anchor:
        return replace(self, heading=heading)


Reading = Callable[[Anchor], Meaning]


def anchor_of(date: PartialDate | None) -> Anchor:
    return Anchor(date.first_day() if date and date.day else None, date)


def unknown(_: Anchor) -> Meaning:
    """A date that hangs on something else in the text: "the same day"."""
    return UNKNOWN


def fixed(when: PartialDate, until: PartialDate | None = None) -> Reading:
    return lambda _: (when, until)


def possible(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """The date, None where there is none such."""
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _shifted(day: dt.date, days: int) -> PartialDate | None:
    try:
        return PartialDate.of(day + dt.timedelta(days=days))
    except OverflowError:
        return None


def days_off(days: int) -> Reading:
    return lambda anchor: (_shifted(anchor.day, days), None) if anchor.day else UNKNOWN


# --- days of the week -------------------------------------------------------------------------------


def weekday(number: int, lead: str) -> Reading:
    """The nearest such day: behind unless the verb or the lead points ahead; today only without a lead."""

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            return UNKNOWN
        back = (anchor.day.weekday() - number) % 7
        ahead = anchor.heading is Heading.AHEAD or (lead == "this" and anchor.heading is Heading.OPEN)
        if lead in ("next", "coming") or (lead not in ("last", "past") and ahead and back):
            back -= 7
        elif lead in ("last", "past") and back == 0:
            back = 7
        return _shifted(anchor.day, -back), None

    return read


def weekday_of_week(number: int, weeks: int) -> Reading:
    """As in "Monday of last week"."""

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            return UNKNOWN
        return _shifted(anchor.day, number - anchor.day.weekday() + 7 * weeks), None

    return read


def weekdays(first: int, last: int) -> Reading:
    """As in "Monday to Wednesday": the last is found first when it lies behind, else the first."""

    def read(anchor: Anchor) -> Meaning:
        ahead = anchor.heading is Heading.AHEAD
        edge, _ = weekday(first if ahead else last, "")(anchor)
        day = edge.first_day() if edge else None
        length = (last - first) % 7
        if day is None:
            return UNKNOWN
        return (edge, _shifted(day, length)) if ahead else (_shifted(day, -length), edge)

    return read


# --- months and days --------------------------------------------------------------------------------


def month_day(month: int, day: int, *, on: int | None = None) -> Reading:
    """A day without its year: the one nearest to the anchor, rather where the verb points.

    `on` is the day of the week it must fall on, if that is printed.
    """

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            known = anchor.known
            year = known.year if known and known.month == month else None
            return possible(year, month, day), None
        return _nearest_year(anchor, anchor.day, month, day, on), None

    return read


def _nearest_year(anchor: Anchor, today: dt.date, month: int, day: int, on: int | None) -> PartialDate | None:
    around = range(max(1, today.year - 8), min(dt.MAXYEAR, today.year + 8) + 1)  # a leap day comes within 8
    found = [(date, date.first_day() or today) for y in around if (date := possible(y, month, day))]
    fitting = [pair for pair in found if on is None or pair[1].weekday() == on]
    best = min(fitting or found, key=lambda pair: _distance(anchor, today, pair[1]), default=None)
    return best[0] if best else None


def _distance(anchor: Anchor, today: dt.date, day: dt.date) -> tuple[int, dt.date]:
    days = (day - today).days
    wrong = (days > 0 and anchor.heading is Heading.PAST) or (days < 0 and anchor.heading is Heading.AHEAD)
    return abs(days) * (_WRONG_WAY if wrong else 1), day


def month_in_year(month: int, lead: str = "") -> Reading:
    """A month without its year: the last one begun, or the next where the verb or lead points ahead."""

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            known = anchor.known
            return possible(known.year if known and known.month == month and not lead else None, month), None
        year, now = anchor.day.year, anchor.day.month
        if lead in ("last", "past"):
            year -= month >= now
        elif lead in ("next", "coming"):
            year += month <= now
        elif lead != "this":
            year += month < now if anchor.heading is Heading.AHEAD else -(month > now)
        return possible(year, month), None

    return read


def with_year(month: int, step: int) -> Reading:
    """As in "October last year"."""
    return lambda anchor: (possible(anchor.day.year + step, month), None) if anchor.day else UNKNOWN


def stretch(first: Reading, last: Reading) -> Reading:
    """From one date to another; where the second comes out before the first, the first is a year older."""

    def read(anchor: Anchor) -> Meaning:
        when, until = first(anchor)[0], last(anchor)[0]
        if when and until and when.year and until.year and _later(when, until):
            when = possible(when.year - 1, when.month, when.day)
        return (when, until) if when and until else UNKNOWN

    return read


def _later(one: PartialDate, other: PartialDate) -> bool:
    begin, end = one.first_day(), other.last_day()
    return bool(begin and end and begin > end)


# --- calendar units ---------------------------------------------------------------------------------


def unit_off(unit: str, step: int) -> Reading:
    """The calendar day, week, weekend, month or year so many before or after the anchor's."""

    def read(anchor: Anchor) -> Meaning:
        return _UNITS[unit](anchor.day, step) if anchor.day else UNKNOWN

    return read


def _week(day: dt.date, step: int) -> Meaning:
    monday = 7 * step - day.weekday()
    return _shifted(day, monday), _shifted(day, monday + 6)


def _weekend(day: dt.date, step: int) -> Meaning:
    saturday = 7 * step - day.weekday() + 5
    return _shifted(day, saturday), _shifted(day, saturday + 1)


def _month(day: dt.date, step: int) -> Meaning:
    months = day.year * 12 + day.month - 1 + step
    return possible(months // 12, months % 12 + 1), None


def _years(length: int) -> Callable[[dt.date, int], Meaning]:
    return lambda day, step: (possible(day.year + step * length), None)


_UNITS: dict[str, Callable[[dt.date, int], Meaning]] = {
    "day": lambda day, step: (_shifted(day, step), None),
    "week": _week,
    "fortnight": lambda day, step: _week(day, 2 * step),
    "weekend": _weekend,
    "month": _month,
    "year": _years(1),
    "decade": _years(10),
    "century": _years(100),
}


def weekend() -> Reading:
    """The weekend without more: under way or just over, the coming one where the verb points ahead."""

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            return UNKNOWN
        on_it = anchor.day.weekday() >= 5 or anchor.heading is Heading.AHEAD
        return _weekend(anchor.day, 0 if on_it else -1)

    return read


def up_to_now(count: int, unit: str) -> Reading:
    """As in "the last 10 days": up to the anchor, as exact as the unit."""
    return _from_now(-count, unit)


def from_now_on(count: int, unit: str) -> Reading:
    """As in "the next 10 days"; beside a verb of the past they are counted from something told."""
    ahead = _from_now(count, unit)
    return lambda anchor: UNKNOWN if anchor.heading is Heading.PAST else ahead(anchor)


def _from_now(count: int, unit: str) -> Reading:
    days = {"hour": -(-abs(count) // 24), "day": abs(count), "week": 7 * abs(count)}.get(unit)

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            return UNKNOWN
        today = PartialDate.of(anchor.day)
        if days is None:
            edge = _UNITS[unit](anchor.day, count)[0]
            today = PartialDate(today.year, today.month if edge and edge.month else None)
        else:
            edge = _shifted(anchor.day, days if count > 0 else -days)
        if edge is None:
            return UNKNOWN
        return (today, edge) if count > 0 else (edge, today)

    return read


# --- years and parts of them ------------------------------------------------------------------------


def season(name: str, year: int) -> Meaning:
    """Three months of a year; "the winter of 2010" may begin or end in it, so only the year is known."""
    if name == "winter":
        return possible(year), None
    month = _SEASON_MONTHS[name]
    return possible(year, month), possible(year, month + 2)


def winter(year: int) -> Meaning:
    """The winter that begins in December of the year."""
    return possible(year, 12), possible(year + 1, 2)


def season_near(name: str, lead: str) -> Reading:
    """A season without its year, by its lead or the verb's tense."""

    def read(anchor: Anchor) -> Meaning:
        if anchor.day is None:
            return UNKNOWN
        now = anchor.day.year * 12 + anchor.day.month - 1
        begun = now - (now - (_SEASON_MONTHS[name] - 1)) % 12  # the latest that has begun, in months
        within = now < begun + 3
        if lead in ("last", "past"):
            begun -= 12 if within and lead == "last" else 0
        elif lead in ("next", "coming") or (not within and _comes(anchor, lead, begun)):
            begun += 12
        return possible(begun // 12, begun % 12 + 1), possible((begun + 2) // 12, (begun + 2) % 12 + 1)

    return read


def _comes(anchor: Anchor, lead: str, begun: int) -> bool:
    """Whether a season that is not now is the coming one: by the verb, or "this" in the same year."""
    if anchor.heading is Heading.OPEN and lead == "this" and anchor.day:
        return begun // 12 < anchor.day.year
    return anchor.heading is Heading.AHEAD


def part_of_year(year: int, number: int, parts: int) -> Meaning:
    """The `number`th quarter or half (from 1)."""
    length = 12 // parts
    return possible(year, (number - 1) * length + 1), possible(year, number * length)


def in_year_off(step: int, read: Callable[[int], Meaning]) -> Reading:
    """What `read` makes of the year so many after the anchor's."""
    return lambda anchor: read(anchor.day.year + step) if anchor.day else UNKNOWN


def at_time(reading: Reading, time: dt.time | None) -> Reading:
    """The reading with a time of day on the day it gives."""
    if time is None:
        return reading

    def read(anchor: Anchor) -> Meaning:
        when, until = reading(anchor)
        return (replace(when, time=time) if when and when.day and not until else when), until

    return read
