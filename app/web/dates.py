"""Dates in the page's words, each with what it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.article import Article, Basis
from app.domain.dates import PartialDate
from app.domain.version import Version
from app.web.language import N_, gettext

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day in words, as short as what stands beside it allows, and in ISO's."""

    words: str
    iso: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """None, one, or the first and the last of some days; the last is `next_to` the first."""

    days: tuple[Day, ...]
    next_to: bool


def stretch(first: dt.date | None, last: dt.date | None) -> Stretch:
    """From one day to another, each for an element of its own: "1" and "2 May 2016"."""
    if first is None or last is None or first == last:
        return Stretch(tuple(_shown(day) for day in (first or last,) if day), next_to=False)
    if (first.year, first.month) == (last.year, last.month):
        begin = Day(str(first.day), first.isoformat())
    else:
        begin = _shown(first, last.year)
    return Stretch((begin, _shown(last)), next_to=(last - first).days == 1)


def _shown(day: dt.date, beside: int | None = None) -> Day:
    return Day(date_words(PartialDate(day.year, day.month, day.day), beside), day.isoformat())


def published_words(article: Article) -> str:
    """When an article came out: "2 May 2016, 15:10 UTC", "2 May (year inferred: 2016)"."""
    date = article.published
    if date is None:
        return gettext("date not given in the text")
    if article.published_basis is not Basis.INFERRED:
        words = date_words(date)
        return words if date.year else gettext("%(date)s (no year given)", date=words)
    if date.month is None:
        return gettext("%(year)d (inferred)", year=date.year)
    short = _clocked(_day(date.day, date.month, None), date)
    return gettext("%(date)s (year inferred: %(year)d)", date=short, year=date.year)


def date_words(date: PartialDate, beside: int | None = None) -> str:
    """A date as far as it is known; the year is left out where it is `beside`, the page's year."""
    if date.month is None:
        return str(date.year)
    return _clocked(_day(date.day, date.month, None if date.year == beside else date.year), date)


def moment_words(moment: dt.datetime) -> str:
    """A moment to the minute: "12 March 2024, 09:00 UTC"."""
    return date_words(PartialDate(moment.year, moment.month, moment.day, moment.timetz()))


def since_words(text: Version) -> str:
    """When a text still stood there, as it was read or else as its page says; "" where nothing tells."""
    if text.read_on:
        return moment_words(text.read_on)
    return date_words(text.modified) if text.modified else ""


def stretch_words(first: dt.date | None, last: dt.date | None) -> str:
    """From one day to another: "1 and 2 May 2016", "28 April to 2 May 2016"."""
    first, last = first or last, last or first
    if first is None or last is None:
        return gettext("date not known")
    end = _day(last.day, last.month, last.year)
    if first == last:
        return end
    if first.year != last.year:
        begin = _day(first.day, first.month, first.year)
    elif first.month != last.month:
        begin = _day(first.day, first.month, None)
    else:
        begin = str(first.day)
    if (last - first).days == 1 and first.year == last.year:
        return gettext("%(first)s and %(last)s", first=begin, last=end)
    return gettext("%(first)s to %(last)s", first=begin, last=end)


def _day(day: int | None, month: int, year: int | None) -> str:
    name = gettext(MONTHS[month - 1])
    if day is None:
        return gettext("%(month)s %(year)d", month=name, year=year) if year else name
    if year is None:
        return gettext("%(day)d %(month)s", day=day, month=name)
    return gettext("%(day)d %(month)s %(year)d", day=day, month=name, year=year)


def _clocked(words: str, date: PartialDate) -> str:
    """The date with its clock and zone, where it has them."""
    if date.time is None:
        return words
    zone = date.time.tzname() or "UTC" if date.time.utcoffset() is not None else ""
    clock = f"{date.time:%H:%M} {zone}".rstrip()
    return gettext("%(date)s, %(clock)s", date=words, clock=clock)
