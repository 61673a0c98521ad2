"""Dates as news prints them: often without a year, sometimes only a month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from app.domain.text import Span

_ISO = re.compile(
    r"(?:(?P<year>\d{4})|-)"
    r"(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ](?P<time>\d{2}:\d{2}.*))?)?)?$"
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known as far as its fields go, e.g. 2 May without a year.

    `time` is the local clock time to the minute, with its zone where one is known. A date that cannot exist
    (30 February, month 13) raises ValueError; 29 February without a year can exist.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None

    def __post_init__(self) -> None:
        if self.year is None and self.month is None:
            raise ValueError("a date needs a year or a month")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        if self.time is not None:
            object.__setattr__(self, "time", self.time.replace(second=0, microsecond=0))
        # 2000 is a leap year, so a yearless 29 February is let through.
        dt.date(2000 if self.year is None else self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, words: str) -> PartialDate:
        """Read what `isoformat` writes, and any ISO 8601 date or date-time; ValueError otherwise."""
        match = _ISO.match(words.strip())
        if not match:
            raise ValueError(f"not an ISO 8601 date: {words!r}")
        year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
        time = dt.time.fromisoformat(match["time"].strip()) if match["time"] else None
        return cls(year, month, day, time)

    @classmethod
    def of(cls, date: dt.date) -> PartialDate:
        return cls(date.year, date.month, date.day)

    def isoformat(self) -> str:
        """ISO 8601: 2016-05-02, 2016-05, 2016; without a year --05-02 (as XML Schema's gMonthDay)."""
        parts = [f"{self.year:04d}" if self.year is not None else "-"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        date = "-".join(parts)
        return f"{date}T{self.time.isoformat('minutes')}" if self.time and self.day else date

    def with_year(self, year: int) -> PartialDate:
        return replace(self, year=year)

    def first_day(self) -> dt.date | None:
        """First day the date can mean, None without a year."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    def last_day(self) -> dt.date | None:
        """Last day the date can mean, None without a year."""
        if not self.year:
            return None
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """One of minute, day, month, year."""
        if self.day is None:
            return "year" if self.month is None else "month"
        return "day" if self.time is None else "minute"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression in the text; `when` is None where it could not be resolved ("the same day").

    `until` is the last date of a stretch, as exact as `when`: a day for "over the last 10 days", a month for
    "the spring of 2012", a year for "the 1990s"; None for a single date.
    """

    span: Span
    words: str
    when: PartialDate | None
    until: PartialDate | None = None
