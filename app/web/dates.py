"""Dates in the page's words, each with what it rests on."""

from __future__ import annotations

import datetime as dt

from app.domain.article import Article, Basis
from app.domain.dates import PartialDate

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def published_words(article: Article) -> str:
    """When an article came out: "2 May 2016, 15:10 UTC", "2 May (year inferred: 2016)"."""
    date = article.published
    if date is None:
        return "date not given in the text"
    if article.published_basis is not Basis.INFERRED:
        return date_words(date) + ("" if date.year else " (no year given)")
    if date.month is None:
        return f"{date.year} (inferred)"
    return f"{_day_and_month(date)}{_clock(date)} (year inferred: {date.year})"


def date_words(date: PartialDate, beside: int | None = None) -> str:
    """A date as far as it is known; the year is left out where it is `beside`, the page's year."""
    if date.month is None:
        return str(date.year)
    year = f" {date.year}" if date.year and date.year != beside else ""
    return f"{_day_and_month(date)}{year}{_clock(date)}"


def stretch_words(first: dt.date | None, last: dt.date | None) -> str:
    """From one day to another: "1 and 2 May 2016", "28 April to 2 May 2016"."""
    first, last = first or last, last or first
    if first is None or last is None:
        return "date not known"
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year} to {end}"
    joint = "and" if (last - first).days == 1 else "to"
    month = f" {MONTHS[first.month - 1]}" if first.month != last.month else ""
    return f"{first.day}{month} {joint} {end}"


def _day_and_month(date: PartialDate) -> str:
    month = MONTHS[(date.month or 1) - 1]
    return f"{date.day} {month}" if date.day else month


def _clock(date: PartialDate) -> str:
    if date.time is None:
        return ""
    offset = date.time.utcoffset()
    zone = "" if offset is None else f" {date.time.tzname() or 'UTC'}"
    return f", {date.time:%H:%M}{zone}"
