"""The period a figure is over: a rate ("a year"), or a stretch of time ("over the past 10 days")."""

from __future__ import annotations

from app.pipeline.extract import lexicon
from app.pipeline.extract.figures.numerals import Number, number_at
from app.pipeline.extract.figures.stretch import LINE_BREAK, Stretch
from app.pipeline.extract.figures.words import listed, plural_too

_TIMES = plural_too("periods")
_RATES = listed("rates")
_ANCHORED, _COMING = listed("anchored"), listed("coming")
_SPANS = listed("spans")
_CLOSERS = listed("closers")
_BREAKS = frozenset([",", ";", ":", ".", "!", "?", LINE_BREAK, "(", "—", "–"])
_LEADS = lexicon.DETERMINERS | lexicon.PREPOSITIONS
_REACH = 14  # pieces behind the figure
_LATER = frozenset(["ago", "later", "earlier", "after", "before", "old", "long", "-", "into"])


def behind(text: Stretch, i: int) -> tuple[int, int] | None:
    """The period in the clause behind a figure that ends at `i`, as a range of pieces."""
    stop = rate_at(text, i)
    if stop:
        return i, stop
    for j in range(i, min(len(text), i + _REACH)):
        if text.at(j) in _BREAKS or text.at(j) in _CLOSERS:
            return None
        stop = period_at(text, j)
        if stop:
            return j, stop
        if number_at(text, j) and not _inside_name(text, j):
            return None
    return None


def _inside_name(text: Stretch, j: int) -> bool:
    return text.at(j) in ("a", "an", "one")


def opening(text: Stretch, i: int) -> tuple[int, int] | None:
    """The period that opens the sentence directly in front of the figure at `i`."""
    for first in range(i - 1, max(-1, i - 9), -1):
        if text.at(first) == LINE_BREAK:
            return None
        if text.opens(first):
            stop = period_at(text, first)
            rest = text.lower[stop:i] if stop else ["x"]
            return (
                (first, stop)
                if stop and len(rest) <= 7 and not any(text.digital(j) for j in range(stop, i))
                else None
            )
    return None


def rate_at(text: Stretch, i: int) -> int | None:
    """The place behind "a year", "per month", "daily" at `i`."""
    if text.at(i) in _RATES:
        return i + 1
    if text.at(i) not in ("a", "an", "per", "each", "every", "/"):
        return None
    if text.at(i + 1) in _TIMES and text.at(i + 2) not in _LATER:
        return i + 2
    if text.at(i) != "every":
        return None
    number = number_at(text, i + 1)
    return number.stop + 1 if number and text.at(number.stop) in _TIMES else None


def period_at(text: Stretch, i: int) -> int | None:
    """The place behind a stretch of time that starts at `i`."""
    low = text.at(i)
    if low in ("per", "every", "each"):
        return rate_at(text, i)
    if low == "since":
        return _since(text, i + 1)
    if low in ("last", "this", "next") and text.at(i + 1) in _TIMES and not text.at(i + 1).endswith("s"):
        return i + 2 if text.at(i - 1) not in ("the", "of", "by", "from", "until", "than") else None
    if low in ("between", "from"):
        return _years(text, i + 1, "and" if low == "between" else "to")
    return _span(text, i) if low in _SPANS else None


def _since(text: Stretch, i: int) -> int | None:
    low = text.at(i)
    if low in ("early", "late", "mid", "last", "at"):
        return _since(text, i + 1) or (i + 2 if text.at(i + 1) in _TIMES else None)
    if _year(text, i) or low in lexicon.WEEKDAYS or low in ("yesterday", "then"):
        return i + 1
    return _month(text, i)


def _month(text: Stretch, i: int) -> int | None:
    """The place behind a month with its day and year."""
    if text.digital(i) and text.at(i + 1) in lexicon.MONTH_NUMBER:
        i += 1
    if text.at(i) not in lexicon.MONTH_NUMBER or not text.capital(i):
        return None
    i += 1
    if text.at(i).isdecimal() and len(text.at(i)) <= 2:
        i += 1
    behind_comma = i + (text.at(i) == ",")
    return behind_comma + 1 if _year(text, behind_comma) else i


def _years(text: Stretch, i: int, joint: str) -> int | None:
    """Behind "2010 and 2015", "January to June"."""
    stop = i + 1 if _year(text, i) else _month(text, i)
    if stop is None or text.at(stop) != joint:
        return None
    return stop + 2 if _year(text, stop + 1) else _month(text, stop + 1)


def _span(text: Stretch, i: int) -> int | None:
    """Behind "over the past 10 days", "in two years", "in 2019", "during the first quarter"."""
    j = i + 1
    if text.at(i) in ("in", "during", "through", "throughout", "over"):
        named = j + 1 if _year(text, j) else _month(text, j)
        if named:
            return named
    j += text.at(j) in ("the", "its", "his", "her", "their", "about", "just", "only", "under", "less")
    led = text.at(j) in _COMING
    if text.at(i) == "for" and not led:
        return None
    return _units_of(text, j + led, led=led)


def _units_of(text: Stretch, j: int, *, led: bool) -> int | None:
    if led and text.at(j) in _TIMES:
        return j + 1
    number = number_at(text, j)
    j = number.stop if number else j + 1 if text.at(j) in ("a", "few", "several") else len(text)
    j += text.at(j) == "few"
    return j + 1 if text.at(j) in _TIMES and text.at(j + 1) not in _LATER else None


def _year(text: Stretch, i: int) -> bool:
    low = text.at(i)
    return len(low) == 4 and low.isdecimal() and low.isascii() and 1000 <= int(low) < 2100


def anchored(text: Stretch, number: Number) -> bool:
    """Whether the number counts off a date: "the past 10 days", "three days ago"."""
    unit = number.stop
    if text.at(unit) not in _TIMES:
        return False
    if text.at(number.first - 1) in _ANCHORED and text.at(number.first - 2) in _LEADS:
        return True
    return text.at(unit + 1) in listed("ago")
