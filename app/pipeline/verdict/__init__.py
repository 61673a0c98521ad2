"""Verdicts: whether a row's claims agree, differ in wording, or can't both hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Judgement, Side, Verdict
from app.pipeline.verdict.figures import Clash, Reading, clashes, other_nouns, other_numbers, readings
from app.pipeline.verdict.quotes import QuoteDifference, QuoteStatus, compare_quotes
from app.pipeline.words import background, tokens

__all__ = ["QuoteDifference", "QuoteStatus", "compare_quotes", "judge"]

_MOST_REASONS = 4
_MOST_CLAIMS = 60  # of one row that are compared with each other
_SHOWN_WORDS = 8  # of a quoted stretch, in a reason
_UNMARKED_WORDS = 6  # a shorter run outside quotation marks may be chance
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
    conflicts = [clash for clash in against if not clash.update]
    if conflicts:
        return _judgement(Verdict.CONFLICT, [_against(c) for c in conflicts], _sides(conflicts, found))
    days = list(_other_days(ordered))
    if days:
        return _judgement(Verdict.CONFLICT, [_days_apart(a, b) for a, b in days], _day_sides(days))
    reasons = [*(_risen(c, articles) for c in against), *_wording(ordered, found, articles)]
    if reasons:
        return _judgement(Verdict.WORDING, reasons, _sides(against, found), update=bool(against))
    return _judgement(Verdict.AGREE, list(_agreement(ordered)), ())


def _judgement(
    verdict: Verdict, reasons: Sequence[str], sides: tuple[Side, ...], update: bool = False
) -> Judgement:
    return Judgement(verdict, tuple(dict.fromkeys(reasons))[:_MOST_REASONS], sides, update)


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


# --- words -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words inside one pair of quotation marks (or of one split quote) and whose claim they are of."""

    claim: Claim
    words: str


def _wording(
    claims: Sequence[Claim], found: Sequence[Reading], articles: Mapping[str, Article]
) -> Iterator[str]:
    for a, b in [*other_numbers(found), *other_nouns(found)]:
        yield f"“{a.timed_label}”, “{b.timed_label}”"
    yield from _quote_reasons(claims, articles)
    yield from _unmarked(claims, articles)
    yield from _sources(claims, articles)


def _stretches(claims: Sequence[Claim]) -> list[_Stretch]:
    """The quoted words of each claim: a quote's stretches joined, since a split quote is one."""
    found = []
    for claim in claims:
        inside = [claim.text[s.start - claim.span.start : s.end - claim.span.start] for s in claim.quoted]
        if claim.kind is ClaimKind.QUOTE:
            found.append(_Stretch(claim, " ".join(inside) or claim.text))
        else:
            found += [_Stretch(claim, words) for words in inside]
    return found


def _quote_reasons(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    """What was cut, changed or added between quotes of the same words; quotes credited differently."""
    stretches = _stretches(claims)
    for a, b in combinations(stretches, 2):
        if a.claim.article == b.claim.article:
            continue
        difference = compare_quotes(a.words, b.words)
        names = _label(a.claim, articles), _label(b.claim, articles)
        yield from _say(_less_told(difference, a, b, stretches), names)
        speakers = {a.claim.speaker.name, b.claim.speaker.name} - {None}
        if difference.status is not QuoteStatus.UNRELATED and len(speakers) > 1:
            yield "credited to " + " and to ".join(sorted(filter(None, speakers)))


def _less_told(
    difference: QuoteDifference, a: _Stretch, b: _Stretch, stretches: Sequence[_Stretch]
) -> QuoteDifference:
    """The difference without words that the article lacks here but has in another quotation of the row."""

    def missing(words: str, lacking: _Stretch) -> bool:
        others = [s.words for s in stretches if s.claim.article == lacking.claim.article and s is not lacking]
        return all(compare_quotes(words, other).status is QuoteStatus.UNRELATED for other in others)

    return replace(
        difference,
        only_first=tuple(words for words in difference.only_first if missing(words, b)),
        only_second=tuple(words for words in difference.only_second if missing(words, a)),
    )


def _say(difference: QuoteDifference, names: tuple[str, str]) -> Iterator[str]:
    for one, other in difference.changed:
        yield f"{names[0]} “{_short(one)}”, {names[1]} “{_short(other)}”"
    for words in difference.only_second:
        yield f"{names[0]} leaves out “{_short(words)}”"
    for words in difference.only_first:
        yield f"{names[1]} leaves out “{_short(words)}”"


def _unmarked(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    """Articles that print another's quote as their own words."""
    stretches = [s for s in _stretches(claims) if len(s.words.split()) >= _UNMARKED_WORDS]
    plain = [c for c in claims if c.kind is not ClaimKind.QUOTE and not c.quoted]
    for claim in plain:
        if any(s.claim.article != claim.article and _copies(claim.text, s.words) for s in stretches):
            yield f"{_label(claim, articles)} drops the quotation marks"


def _copies(text: str, quote: str) -> bool:
    difference = compare_quotes(text, quote)
    changed = sum(min(len(one.split()), len(other.split())) for one, other in difference.changed)
    left = changed + sum(len(words.split()) for words in difference.only_second)
    return difference.status is not QuoteStatus.UNRELATED and left <= len(quote.split()) * 0.3


def _sources(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    """Articles that name a source for what others assert themselves."""
    citing = {claim.article for claim in claims if claim.source or claim.kind.attributed}
    asserting = {claim.article for claim in claims} - citing
    if citing and asserting:
        *names, last = sorted({_label(claim, articles) for claim in claims if claim.article in citing})
        yield f"only {', '.join(names)} and {last} name a source" if names else f"only {last} names a source"


def _agreement(claims: Sequence[Claim]) -> Iterator[str]:
    stretches = _stretches(claims)
    statuses = {
        compare_quotes(a.words, b.words).status
        for a, b in combinations(stretches, 2)
        if a.claim.article != b.claim.article
    }
    if statuses == {QuoteStatus.IDENTICAL}:
        yield "the same words"
    elif statuses and statuses <= {QuoteStatus.IDENTICAL, QuoteStatus.PART}:
        yield "the same words, in part"


def _label(claim: Claim, articles: Mapping[str, Article]) -> str:
    return articles[claim.article].label if claim.article in articles else claim.article


def _short(words: str) -> str:
    shown = words.split()
    return " ".join(shown[:_SHOWN_WORDS]) + ("…" if len(shown) > _SHOWN_WORDS else "")
