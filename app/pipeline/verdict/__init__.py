"""Verdicts: whether a row's claims agree, differ in wording, or can't both hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.event import Judgement, QuoteNote, Side, Verdict
from app.pipeline.verdict.citing import hedged, uncited
from app.pipeline.verdict.days import day_sides, days_apart, in_words, other_clocks, other_days
from app.pipeline.verdict.figures import Clash, Reading, clashes, other_nouns, other_numbers, readings
from app.pipeline.verdict.names import name_sides, other_names
from app.pipeline.verdict.quotes import QuoteDifference, QuoteEdit, QuoteStatus, compare_quotes
from app.pipeline.verdict.wording import all_the_same, credited, quote_notes, quote_reasons

__all__ = ["QuoteDifference", "QuoteEdit", "QuoteStatus", "compare_quotes", "judge"]

_MOST_REASONS = 4
_MOST_CLAIMS = 60  # of one row that are compared with each other


def judge(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Judgement:
    """The verdict on one row's claims; `articles` by key. The order of the claims doesn't matter.

    Single where one article has it. Conflict where figures about one thing leave no room for each other, or
    the same thing is put on different dates or under different names. Wording where the words inside
    quotation marks differ, marks are dropped, another noun is counted, a name is written otherwise, only some
    name a source or vouch for it, or a later article gives a higher toll (`update`). Agree otherwise. Where
    it is open whether two figures mean the same, they are not a conflict.
    """
    ordered = sorted(claims, key=lambda c: (c.article, c.span, c.id))[:_MOST_CLAIMS]
    if len({claim.article for claim in claims}) < 2:
        return Judgement(Verdict.SINGLE)
    found = readings(ordered)
    against = clashes(found, articles)
    notes = quote_notes(ordered, articles)
    conflicts = [clash for clash in against if not clash.update]
    risen = [_risen(clash, articles) for clash in against if clash.update]
    if conflicts:
        reasons = [*map(_against, conflicts), *risen]
        return _judgement(Verdict.CONFLICT, reasons, notes, _sides(conflicts, found))
    days = other_days(ordered)
    if days:
        return _judgement(Verdict.CONFLICT, [days_apart(pair) for pair in days], notes, day_sides(days))
    names = other_names(ordered, articles)
    if wrong := [clash for clash in names if not clash.variant]:
        return _judgement(Verdict.CONFLICT, [clash.words for clash in wrong], notes, name_sides(wrong))
    spelt = [
        f"“{one}”, “{other}”" for one, other in [*(clash.names for clash in names), *other_clocks(ordered)]
    ]
    reasons = [*risen, *_wording(ordered, found, notes, articles), *spelt]
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
    for group in _together([*numbers, *other_nouns(found)]):
        yield ", ".join(f"“{words}”" for words in group)
    yield from quote_reasons(notes, claims, articles)
    yield from credited(claims, articles)
    yield from uncited(claims, articles)
    yield from hedged(claims, articles)


# --- figures ---------------------------------------------------------------------------------------


def _against(clash: Clash) -> str:
    return f"{clash.first.label} against {clash.second.label}"


def _risen(clash: Clash, articles: Mapping[str, Article]) -> str:
    """Both counts with their times, for an update."""
    parts = []
    for reading in (clash.first, clash.second):
        when = (
            in_words(articles[reading.claim.article].published) if reading.claim.article in articles else ""
        )
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


def _together(pairs: Sequence[tuple[Reading, Reading]]) -> list[list[str]]:
    """The labels of pairs, those of pairs that share one together: 90 professors, 90 members, 90 clerks."""
    groups: list[list[str]] = []
    for labels in ([reading.timed_label for reading in pair] for pair in pairs):
        group = next((group for group in groups if set(group) & set(labels)), None)
        if group is None:
            groups.append(group := [])
        group += [label for label in labels if label not in group]
    return groups
