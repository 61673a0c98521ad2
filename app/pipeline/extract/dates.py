"""Date expressions, resolved against the day of publication by plain arithmetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.dates import DateMention, PartialDate
from app.pipeline.extract import lexicon
from app.pipeline.extract.people import page_text
from app.pipeline.extract.reading import Page, Tokens

_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_STRETCHES = {
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
    "month": 30,
    "months": 30,
    "year": 365,
    "years": 365,
}
_LEADS = frozenset(["early", "late", "mid", "last", "next", "this"])
_YEAR_LEADS = lexicon.words("dates_year_leads")
_AHEAD = lexicon.words("dates_ahead")
_NUMBERS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_HALF_A_YEAR = 183  # days


@dataclass(frozen=True, slots=True)
class _Found:
    tokens: Tokens
    when: PartialDate | None
    until: PartialDate | None = None


def find_dates(page: Page, tokens: Tokens, published: PartialDate | None) -> tuple[DateMention, ...]:
    """Date expressions of the range, in order; `when` is None where it needs a day of publication."""
    day = published.first_day() if published and published.precision in ("day", "minute") else None
    return tuple(
        DateMention(page.span(found.tokens), page_text(page, found.tokens), found.when, found.until)
        for found in _scan(page, tokens, day, published)
    )


def _scan(page: Page, tokens: Tokens, day: dt.date | None, published: PartialDate | None) -> Iterator[_Found]:
    i = tokens[0]
    while i < tokens[1]:
        found = (
            _month_date(page, i, tokens, day, published)
            or _weekday(page, i, tokens, day)
            or _relative(page, i, day)
            or _stretch(page, i, tokens, day)
            or _year(page, i, tokens)
        )
        if found:
            yield found
        i = found.tokens[1] if found else i + 1


def _lead(page: Page, i: int, begin: int) -> int:
    """Left over "late", "last" and the like."""
    return i - 1 if i > begin and page.lower[i - 1] in _LEADS else i


def _partial(year: int | None, month: int | None, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _month_date(
    page: Page, i: int, tokens: Tokens, day: dt.date | None, published: PartialDate | None
) -> _Found | None:
    first_day = _day_number(page, i) if i + 1 < tokens[1] and _is_month(page, i + 1, dated=True) else None
    m = i + 1 if first_day else i
    if not _is_month(page, m, dated=first_day is not None):
        return None
    stop = m + 1
    number = first_day
    if number is None and stop < tokens[1]:
        number = _day_number(page, stop)
        stop += number is not None
    year, stop = _year_behind(page, stop, tokens[1])
    if number is None and year is None and not _month_context(page, m):
        return None
    month = lexicon.MONTH_NUMBER[page.lower[m]]
    year = year or _likely_year(month, number, day, published)
    when = _partial(year, month, number)
    return _Found((_lead(page, i, tokens[0]), stop), when) if when else None


def _is_month(page: Page, i: int, *, dated: bool) -> bool:
    return i < len(page) and page.lower[i] in lexicon.MONTH_NUMBER and page.capitalised(i)


def _month_context(page: Page, i: int) -> bool:
    """A bare "May" or "March" is a month only behind "in", "last" and the like."""
    if page.lower[i] not in ("may", "march", "mar", "jan", "dec", "jun", "april", "june", "august"):
        return True
    return i > 0 and page.lower[i - 1] in (
        "in",
        "since",
        "of",
        "last",
        "early",
        "late",
        "this",
        "next",
        "until",
        "by",
        "from",
        "through",
    )


def _day_number(page: Page, i: int) -> int | None:
    word = page.lower[i].rstrip("stndrh") if page.lower[i][:1].isdigit() else ""
    return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def _year_behind(page: Page, i: int, stop: int) -> tuple[int | None, int]:
    j = i + 1 if i < stop and page.words[i] == "," else i
    if j < stop and _is_year(page.words[j]):
        return int(page.words[j]), j + 1
    return None, i


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word.isascii() and 1900 <= int(word) < 2100


def _likely_year(
    month: int, number: int | None, day: dt.date | None, published: PartialDate | None
) -> int | None:
    """The year that brings the date nearest to publication; a bare month lies in the past."""
    if day is None:
        return published.year if published and published.month == month else None
    if number is None:
        return day.year if month <= day.month else day.year - 1
    near = [d for d in (_partial(y, month, number) for y in (day.year - 1, day.year, day.year + 1)) if d]
    distance = [(abs((d.first_day() or day) - day).days, d.year) for d in near]
    best = min(distance, default=(_HALF_A_YEAR + 1, None))
    return best[1]


def _weekday(page: Page, i: int, tokens: Tokens, day: dt.date | None) -> _Found | None:
    if page.lower[i] not in lexicon.WEEKDAYS or not page.capitalised(i):
        return None
    first = _lead(page, i, tokens[0])
    if day is None:
        return _Found((first, i + 1), None)
    back = (day.weekday() - lexicon.WEEKDAYS.index(page.lower[i])) % 7
    lead = page.lower[first] if first < i else ""
    if lead == "next" or (back and lead != "last" and _ahead(page, i, tokens[0])):
        back -= 7
    elif lead == "last" and back == 0:
        back = 7
    return _Found((first, i + 1), _moved(day, -back))


def _ahead(page: Page, i: int, begin: int) -> bool:
    return any(page.lower[j] in _AHEAD for j in range(max(begin, i - 8), i))


def _moved(day: dt.date, days: int) -> PartialDate | None:
    try:
        return PartialDate.of(day + dt.timedelta(days=days))
    except OverflowError:
        return None


def _relative(page: Page, i: int, day: dt.date | None) -> _Found | None:
    offset = _RELATIVE.get(page.lower[i])
    if offset is None:
        return None
    return _Found((i, i + 1), _moved(day, offset) if day else None)


def _stretch(page: Page, i: int, tokens: Tokens, day: dt.date | None) -> _Found | None:
    """As in "last week", "the last 10 days", "three days ago"."""
    low = page.lower[i]
    if low in ("last", "past", "next", "this") and i + 1 < tokens[1]:
        if page.lower[i + 1] in ("week", "month", "year"):
            return _calendar(page, i, low, day)
        count = _count(page, i + 1)
        if count and i + 2 < tokens[1] and page.lower[i + 2] in _STRETCHES and low in ("last", "past"):
            days = count * _STRETCHES[page.lower[i + 2]]
            return _Found(
                (i, i + 3), _moved(day, -days) if day else None, PartialDate.of(day) if day else None
            )
    count = _count(page, i)
    if (
        count
        and i + 2 < tokens[1]
        and page.lower[i + 1] in _STRETCHES
        and page.lower[i + 2] in ("ago", "earlier")
    ):
        exact = page.lower[i + 1] in ("day", "days")
        return _Found((i, i + 3), _moved(day, -count) if day and exact else None)
    return None


def _count(page: Page, i: int) -> int | None:
    low = page.lower[i]
    if low.isdecimal() and len(low) <= 3:
        return int(low)
    return _NUMBERS.get(low) or (1 if low in ("a", "an") else None)


def _calendar(page: Page, i: int, lead: str, day: dt.date | None) -> _Found | None:
    """The calendar week, month or year before, of or after publication."""
    if lead == "past":
        return None
    step = {"last": -1, "this": 0, "next": 1}[lead]
    unit = page.lower[i + 1]
    if day is None:
        return _Found((i, i + 2), None)
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=step)
        return _Found((i, i + 2), PartialDate.of(monday), PartialDate.of(monday + dt.timedelta(days=6)))
    if unit == "year":
        return _Found((i, i + 2), _partial(day.year + step, None))
    months = day.year * 12 + day.month - 1 + step
    return _Found((i, i + 2), _partial(months // 12, months % 12 + 1))


def _year(page: Page, i: int, tokens: Tokens) -> _Found | None:
    if not _is_year(page.words[i]) or i == 0 or page.lower[i - 1] not in _YEAR_LEADS:
        return None
    return _Found((_lead(page, i, tokens[0]), i + 1), _partial(int(page.words[i]), None))
