"""Verdicts: whether a row's claims agree, differ in wording, or can't both hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Judgement, QuoteNote, Side, Verdict
from app.pipeline.verdict.citing import hedged, uncited
from app.pipeline.verdict.figures import Clash, Reading, clashes, other_nouns, other_numbers, readings
from app.pipeline.verdict.quotes import QuoteDifference, QuoteStatus, compare_quotes
from app.pipeline.verdict.wording import all_the_same, credits, quote_notes, quote_reasons
from app.pipeline.words import background, tokens

__all__ = ["QuoteDifference", "QuoteStatus", "compare_quotes", "judge"]

_MOST_REASONS = 4
_MOST_CLAIMS = 60  # of one row that are compared with each other
_DATE_WINDOW = 40  # characters before a date that say what happened then
_TELLING = 2.0  # rarity from which a word says it
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()


def judge(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Judgement:
    """The verdict on one row's claims; `articles` by key. The order of the claims doesn't matter.

    Single where one article has it. Conflict where figures about one thing leave no room for each other or
    the same thing is put on different days. Wording where the words inside quotation marks differ, marks are
    dropped, another noun is counted, only some name a source, or a later article gives a higher toll
    (`update`). Agree otherwise. Where it is open whether two figures mean the same, they are not a conflict.
    """
    ordered = sorted(claims, key=lambda c: (c.article, c.span, c.id))[:_MOST_CLAIMS]
    if len({claim.article for claim in claims}) < 2:
        return Judgement(Verdict.SINGLE)
    found = readings(ordered)
    against = clashes(found, articles)
    notes = quote_notes(ordered, articles)
    conflicts = [clash for clash in against if not clash.update]
    if conflicts:
        return _judgement(Verdict.CONFLICT, [_against(c) for c in conflicts], notes, _sides(conflicts, found))
    days = list(_other_days(ordered))
    if days:
        return _judgement(Verdict.CONFLICT, [_days_apart(a, b) for a, b in days], notes, _day_sides(days))
    reasons = [*(_risen(c, articles) for c in against), *_wording(ordered, found, notes, articles)]
    if reasons:
        return _judgement(Verdict.WORDING, reasons, notes, _sides(against, found), update=bool(against))
    return _judgement(Verdict.AGREE, [*filter(None, [all_the_same(notes)])], notes)


def _judgement(
    verdict: Verdict,
    reasons: Sequence[str],
    notes: tuple[QuoteNote, ...],
    sides: tuple[Side, ...] = (),
    update: bool = False,
) -> Judgement:
    return Judgement(verdict, tuple(dict.fromkeys(reasons))[:_MOST_REASONS], sides, update, notes)


def _wording(
    claims: Sequence[Claim],
    found: Sequence[Reading],
    notes: Sequence[QuoteNote],
    articles: Mapping[str, Article],
) -> Iterator[str]:
    told = {(clash.first, clash.second) for clash in clashes(found, articles)}
    numbers = [(a, b) for a, b in other_numbers(found) if (a, b) not in told and (b, a) not in told]
    for a, b in [*numbers, *other_nouns(found)]:
        yield f"“{a.timed_label}”, “{b.timed_label}”"
    yield from quote_reasons(notes, claims, articles)
    yield from credits(claims, articles)
    yield from uncited(claims, articles)
    yield from hedged(claims, articles)


# --- figures ---------------------------------------------------------------------------------------


def _against(clash: Clash) -> str:
    return f"{clash.first.label} against {clash.second.label}"


def _risen(clash: Clash, articles: Mapping[str, Article]) -> str:
    """Both counts with their times, for an update."""
    parts = []
    for reading in (clash.first, clash.second):
        when = _day(articles[reading.claim.article].published) if reading.claim.article in articles else ""
        parts.append(f"{reading.label} ({when})" if when else reading.label)
    return f"{parts[0]}, later {parts[1]}"


def _sides(against: Sequence[Clash], found: Sequence[Reading]) -> tuple[Side, ...]:
    """A side for each value on the things that are at odds, with every claim that has it."""
    subjects = {clash.first.subject for clash in against}
    at_odds = {(c.subject, c.low, c.high) for clash in against for c in (clash.first, clash.second)}
    values: dict[tuple[str, float, float], list[Reading]] = {}
    for reading in found:
        key = reading.subject, reading.low, reading.high
        if reading.subject in subjects and key in at_odds:
            values.setdefault(key, []).append(reading)
    return tuple(
        Side(having[0].label, tuple(dict.fromkeys(r.claim.id for r in having)))
        for _, having in sorted(values.items(), key=lambda item: item[0])
    )


# --- days ------------------------------------------------------------------------------------------

_Dated = tuple[Claim, DateMention]


def _other_days(claims: Sequence[Claim]) -> Iterator[tuple[_Dated, _Dated]]:
    """Pairs of claims that put the same thing on different days.

    Only claims with a single day (months and years aside), and mostly the same words in front of it ("was
    inspected on"), names aside; a claim with two days may mean either.
    """
    found = [(claim, [d for d in claim.dates if d.when and d.when.day]) for claim in claims]
    days = [(claim, dates[0]) for claim, dates in found if len(dates) == 1 and dates[0].until is None]
    for one, other in combinations(days, 2):
        elsewhere = one[0].article != other[0].article
        if elsewhere and _differ(one[1], other[1]) and _same_deed(_deed(*one), _deed(*other)):
            yield one, other


def _differ(one: DateMention, other: DateMention) -> bool:
    """Whether two dates, printed differently, are days that can't be one."""
    a, b = one.when, other.when
    if not a or not b or bool(a.year) != bool(b.year) or one.words.casefold() == other.words.casefold():
        return False
    return (a.year, a.month, a.day) != (b.year, b.month, b.day)


def _deed(claim: Claim, date: DateMention) -> set[str]:
    """The telling words in front of a date, names aside: what happened then."""
    start = date.span.start - claim.span.start
    before = claim.text[max(0, start - _DATE_WINDOW) : start].split() if start > 0 else []
    common = " ".join(word for word in before if word[:1].islower())
    return {word for word in tokens(common) if background().get(word, 9.0) >= _TELLING}


def _same_deed(one: set[str], other: set[str]) -> bool:
    return len(one & other) > 0 and 2 * len(one & other) >= min(len(one), len(other))


def _days_apart(one: _Dated, other: _Dated) -> str:
    return f"{_day(one[1].when)} against {_day(other[1].when)}"


def _day_sides(pairs: Sequence[tuple[_Dated, _Dated]]) -> tuple[Side, ...]:
    values: dict[str, list[str]] = {}
    for claim, date in (dated for pair in pairs for dated in pair):
        values.setdefault(date.when.isoformat()[:10] if date.when else "", []).append(claim.id)
    return tuple(
        Side(_day(PartialDate.parse(day)), tuple(dict.fromkeys(ids))) for day, ids in sorted(values.items())
    )


def _day(date: PartialDate | None) -> str:
    """A date in words: 2 May 2016, 14:30."""
    if date is None:
        return ""
    parts = [str(date.day) if date.day else "", _MONTHS[date.month - 1] if date.month else ""]
    day = " ".join([*filter(None, parts), *([str(date.year)] if date.year else [])])
    return f"{day}, {date.time:%H:%M}" if date.time else day
