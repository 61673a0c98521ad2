"""Dates about the same thing that can't both be right: other days, months, years, clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.claim import Claim
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Side
from app.pipeline.verdict.telling import READ, deeds
from app.pipeline.words import background, tokens

_DATE_WINDOW = 40  # characters before a date that say what happened then
_AROUND = 60  # the same on both sides, for a date that stands first ("On Wednesday, the House voted")
_CONTENT = 1.0  # rarity from which a word says what a clause is about
_AGREED = 2  # of these words that both have, at least
_NUMBER = re.compile(r" \d")
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_ABOUT = re.compile(
    r"\b(?:about|around|shortly|just|before|after|nearly|by|until|roughly|some|towards?)\s*$", re.I
)
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_CLOCK = re.compile(
    r"(?P<about>(?:shortly |just |soon )?(?:about|around|before|after|nearly|by) )?"
    r"\b(?P<hour>1[0-2]|0?[1-9])(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?",
    re.I,
)
_ABOUT_MINUTES = 30  # how far "about 9 p.m." reaches
_ROUNDED = 5  # minutes to which clock times are rounded


@dataclass(frozen=True, slots=True)
class Dated:
    """A claim and a date in it; `deed` are the telling words in front: what happened then.

    `around` are all words of meaning on both sides, names among them.
    """

    claim: Claim
    date: DateMention
    deed: frozenset[str]
    around: frozenset[str]
    exact: bool  # no "about" or "shortly before" in front of the clock time

    @property
    def when(self) -> PartialDate:
        assert self.date.when is not None
        return self.date.when


def other_days(claims: Sequence[Claim]) -> list[tuple[Dated, Dated]]:
    """Pairs of claims of different articles that put the same thing on different dates.

    Only claims with a single date of its kind (day, month or year); a claim with two may mean either. And
    only with mostly the same words in front of it ("was inspected on"), names aside, or several around it.
    """
    dated = [found for claim in claims for found in _dates(claim)]
    return [
        (one, other)
        for one, other in combinations(dated, 2)
        if one.claim.article != other.claim.article and _differ(one, other) and _same_deed(one, other)
    ]


def other_clocks(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """Clock times, as printed, that differ and can both hold: 8.42 p.m., shortly before 9 p.m.

    On a row, which is of one fact, where each of two claims has one time, and one of them is rounded.
    """
    timed = [
        (claim, clocks[0]) for claim in claims if len(clocks := list(_CLOCK.finditer(claim.text[:READ]))) == 1
    ]
    found = set()
    for (one, a), (other, b) in combinations(timed, 2):
        rounded = bool(a["about"]) != bool(b["about"])
        apart = abs(_minutes(a) - _minutes(b))
        if one.article != other.article and rounded and 0 < apart <= _ABOUT_MINUTES:
            first, second = sorted(" ".join(clock[0].split()) for clock in (a, b))
            found.add((first, second))
    return sorted(found)


def _minutes(clock: re.Match[str]) -> int:
    """Minutes since midnight."""
    afternoon = clock["half"].casefold() == "p"
    return 60 * (int(clock["hour"]) % 12 + 12 * afternoon) + int(clock["minute"] or 0)


def _dates(claim: Claim) -> Iterator[Dated]:
    """The claim's dates that are the only ones as exact as they are."""
    single = [date for date in claim.dates if date.when and date.until is None]
    for date in single:
        kind = _kind(date)
        if sum(_kind(other) == kind for other in single) == 1:
            before = claim.text[: max(0, date.span.start - claim.span.start)]
            behind = claim.text[max(0, date.span.end - claim.span.start) :]
            if not _NUMBER.match(behind):  # "19 Sept. 11 hijackers": of which the number belongs to the day?
                exact = not _ABOUT.search(before[-_DATE_WINDOW:])
                yield Dated(claim, date, _deed(before), _around(before, behind), exact)


def _kind(date: DateMention) -> str:
    return date.when.precision.replace("minute", "day") if date.when else ""


def _differ(one: Dated, other: Dated) -> bool:
    """Whether two dates, printed differently, are such as can't be one."""
    a, b = one.when, other.when
    if bool(a.year) != bool(b.year) or one.date.words.casefold() == other.date.words.casefold():
        return False
    if _kind(one.date) != _kind(other.date) or _one_weekday(one.date.words, other.date.words):
        return False
    if a.day and (a.month, a.day) == (b.month, b.day) and a.year != b.year:
        return all(str(date.when.year) in date.date.words for date in (one, other))
    if (a.year, a.month, a.day) != (b.year, b.month, b.day):
        return True
    return one.exact and other.exact and _other_time(a, b)


def _other_time(a: PartialDate, b: PartialDate) -> bool:
    """Whether two clock times of one zone differ by more than one being rounded."""
    if not a.time or not b.time or a.time.tzinfo != b.time.tzinfo:
        return False
    minutes = [60 * when.time.hour + when.time.minute for when in (a, b) if when.time]
    rounded = any(minute % _ROUNDED == 0 for minute in minutes)
    return abs(minutes[0] - minutes[1]) > (_ROUNDED if rounded else 0)


def _one_weekday(words: str, others: str) -> bool:
    """Whether both name the same day of the week: a report updated a week later means the same Thursday."""
    named = _WEEKDAY.search(words), _WEEKDAY.search(others)
    return all(named) and len({day[0].casefold() for day in named if day}) == 1


def _deed(before: str) -> frozenset[str]:
    return deeds(before[-_DATE_WINDOW:])


def _around(before: str, behind: str) -> frozenset[str]:
    words = [*tokens(before[-_AROUND:]), *tokens(behind[:_AROUND])]
    return frozenset(w for w in words if not w[0].isdigit() and background().get(w, 9.0) >= _CONTENT)


def _same_deed(one: Dated, other: Dated) -> bool:
    """Whether most of the words are the same: the pier that was built, not that was painted."""
    if 2 * len(one.deed & other.deed) > min(len(one.deed), len(other.deed)):
        return True
    shorter = min(len(one.around), len(other.around))
    return len(one.around & other.around) >= max(_AGREED, shorter / 2)


def days_apart(pair: tuple[Dated, Dated]) -> str:
    """Both dates, the earlier first."""
    values = sorted({(found.when.isoformat(), in_words(found.when)) for found in pair})
    return " against ".join(words for _, words in values)


def day_sides(pairs: Sequence[tuple[Dated, Dated]]) -> tuple[Side, ...]:
    values: dict[tuple[str, str], list[str]] = {}
    for found in (dated for pair in pairs for dated in pair):
        values.setdefault((found.when.isoformat(), in_words(found.when)), []).append(found.claim.id)
    return tuple(Side(words, tuple(dict.fromkeys(ids))) for (_, words), ids in sorted(values.items()))


def in_words(date: PartialDate | None) -> str:
    """A date in words: 2 May 2016, 14:30."""
    if date is None:
        return ""
    parts = [str(date.day) if date.day else "", _MONTHS[date.month - 1] if date.month else ""]
    day = " ".join([*filter(None, parts), *([str(date.year)] if date.year else [])])
    return f"{day}, {date.time:%H:%M}" if date.time else day
