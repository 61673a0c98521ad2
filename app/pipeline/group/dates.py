"""How far two dates of publication allow one event."""

from __future__ import annotations

import datetime as dt

from app.domain.dates import PartialDate

_HALF = 3  # days beyond the first at which dates allow half


def nearness(one: PartialDate | None, other: PartialDate | None) -> float:
    """How far two dates of publication allow one event: 1 up to a day apart or unknown, .5 at four days."""
    apart = _days_apart(one, other)
    return 1.0 if apart is None or apart <= 1 else 1 / (1 + ((apart - 1) / _HALF) ** 2)


def window(least: float) -> int:
    """The most days apart at which `nearness` still is `least` or more."""
    return int(1 + _HALF * (1 / least - 1) ** 0.5)


def _days_apart(one: PartialDate | None, other: PartialDate | None) -> int | None:
    """Least number of days between two dates; without both years, on the calendar of one year."""
    if one is None or other is None:
        return None
    if one.year and other.year:
        return max(0, _gap(one, other), _gap(other, one))
    if one.month is None or other.month is None:
        return None
    days = abs(_day_of_year(one) - _day_of_year(other))
    slack = 0 if one.day and other.day else 31
    return max(0, min(days, 366 - days) - slack)


def _gap(early: PartialDate, late: PartialDate) -> int:
    last, first = early.last_day(), late.first_day()
    return (first - last).days if first and last else 0


def _day_of_year(date: PartialDate) -> int:
    return dt.date(2000, date.month or 1, date.day or 1).timetuple().tm_yday
