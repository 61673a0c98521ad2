"""Words that differ between versions of a quote, word by word, for the marks in the cells.

The fullest wording is what the others are held against. Case, punctuation and the kind of quotation mark do
not count. Pure; offsets are half-open and into the text of the article that the words are from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import ComparisonRow
from app.domain.event import Judgement, QuoteRelation
from app.domain.text import Span

MAX_WORDS = 400  # of a quote that are compared
MAX_ABSENT = 8  # words in a row that are not here and are told in full
SHOWN_ENDS = 3  # words told of a longer run, at either end
AGAIN = 0.6  # of a quote's words stand in one of the same article: the same quote again
A_STRETCH = 4  # words in a row that are told apart from words that stand anywhere
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OUTER = frozenset({QuoteRelation.CUT_SHORT, QuoteRelation.JOINED, QuoteRelation.RENDERING})


class Change(StrEnum):
    CHANGED = "mark"  # in the fullest wording, and otherwise or not at all in another
    ADDED = "ins"  # only this outlet prints it
    ABSENT = "del"  # in the fullest wording, and not printed here


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a quote: where it stands, and what it is compared by."""

    span: Span
    same_as: str


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """A change in a text: the words at `span`, or `absent` ones at the place where they are not."""

    span: Span
    change: Change
    absent: str = ""


def words_of(text: str, spans: Iterable[Span]) -> list[Word]:
    """The words in these spans of a text, MAX_WORDS at most."""
    found = (match for span in spans for match in _WORD.finditer(text, span.start, span.end))
    words = (Word(Span(*match.span()), _plain(match.group())) for match in found)
    return [word for word, _ in zip(words, range(MAX_WORDS), strict=False)]


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def variants(row: ComparisonRow, texts: Mapping[str, str]) -> dict[str, tuple[Variant, ...]]:
    """The changes to mark in each article's cell, by the article's key; `texts` by key too.

    Only where the row's judgement says that the versions differ, and only words inside quotation marks.
    """
    lead = next((claim for claim in row.row.claims if claim.id == row.row.lead), None)
    found: dict[str, tuple[Variant, ...]] = {}
    if lead is None or not row.row.judgement.quotes:
        return found
    full = _quoted(row, lead.article, texts[lead.article])
    changed: set[Word] = set()
    for cell in row.cells:
        relations = _relations(row.row.judgement, full[1], {claim.id for claim in cell.claims})
        if cell.article == lead.article or not cell.claims or not relations:
            continue
        other = _quoted(row, cell.article, texts[cell.article])[0]
        outer = bool(relations & _OUTER)
        beside = _beside(cell.claims, row.row.judgement)
        lacking, here = compared(full[0], other, texts[lead.article], outer=outer, beside=beside)
        changed |= set(lacking)
        found[cell.article] = here
    if found:
        found[lead.article] = _marked([word for word in full[0] if word in changed], full[0])
    return found


def compared(
    full: Sequence[Word],
    other: Sequence[Word],
    full_text: str,
    *,
    outer: bool = True,
    beside: Collection[str] = (),
) -> tuple[tuple[Word, ...], tuple[Variant, ...]]:
    """The words of the fullest wording that another version has otherwise, and the changes in that version.

    Without `outer` words missing before its first and after its last don't count: it is a fragment. Nor does
    a stretch that its article has `beside` it, in words not compared here.
    """
    matcher = SequenceMatcher(None, [w.same_as for w in full], [w.same_as for w in other], autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    if not full or not other or matcher.ratio() == 0:
        return (), ()
    lacking: list[Word] = []
    here: list[Variant] = []
    for _, start, end, at, until in steps:
        at_an_end = at == until and (at == 0 or at == len(other))
        told = start < end and _again(full[start:end], beside)
        if start < end and not told and (outer or not at_an_end):
            lacking += full[start:end]
            place = other[at].span.start if at < len(other) else other[-1].span.end
            here.append(Variant(Span(place, place), Change.ABSENT, _told(full[start:end], full_text)))
        if at < until:
            here.append(Variant(Span(other[at].span.start, other[until - 1].span.end), Change.ADDED))
    return tuple(lacking), tuple(here)


def _again(stretch: Sequence[Word], beside: Collection[str]) -> bool:
    return len(stretch) >= A_STRETCH and sum(w.same_as in beside for w in stretch) >= AGAIN * len(stretch)


def _told(words: Sequence[Word], text: str) -> str:
    """Words as they stand in the text, the middle of a long run left out."""
    if len(words) > MAX_ABSENT:
        ends = words[:SHOWN_ENDS], words[-SHOWN_ENDS:]
        return " … ".join(_told(end, text) for end in ends)
    return " ".join(text[words[0].span.start : words[-1].span.end].split())


def _marked(changed: Sequence[Word], full: Sequence[Word]) -> tuple[Variant, ...]:
    """The changed words of the fullest wording, neighbours as one."""
    place = {word: number for number, word in enumerate(full)}
    runs: list[Span] = []
    last = -2
    for word in changed:
        if place[word] == last + 1:
            runs[-1] = Span(runs[-1].start, word.span.end)
        else:
            runs.append(word.span)
        last = place[word]
    return tuple(Variant(run, Change.CHANGED) for run in runs)


def _quoted(row: ComparisonRow, article: str, text: str) -> tuple[list[Word], set[str]]:
    """The words an article prints inside quotation marks on this row, and the ids of their claims.

    Only of claims that were compared. A quote that it prints again, as under a picture, counts once.
    """
    noted = {id_ for note in row.row.judgement.quotes for side in note.sides for id_ in side.claims}
    claims = [c for cell in row.cells if cell.article == article for c in cell.claims if c.id in noted]
    spans = (span for claim in claims for span in _inside_marks(claim))
    kept: list[Span] = []
    known: set[str] = set()
    for span in sorted(spans, key=lambda span: (-len(span), span)):
        words = [word.same_as for word in words_of(text, [span])]
        if sum(word in known for word in words) <= AGAIN * len(words):
            kept.append(span)
            known.update(words)
    return words_of(text, sorted(kept)), {claim.id for claim in claims}


def _beside(claims: Iterable[Claim], judgement: Judgement) -> frozenset[str]:
    """The words of an article's claims on a row that were not compared with others."""
    noted = {id_ for note in judgement.quotes for side in note.sides for id_ in side.claims}
    texts = (claim.text for claim in claims if claim.id not in noted)
    return frozenset(_plain(match.group()) for text in texts for match in _WORD.finditer(text))


def _inside_marks(claim: Claim) -> tuple[Span, ...]:
    """The quoted stretches of a claim, within it; all of a quote whose marks were not found."""
    if not claim.quoted:
        return (claim.span,) if claim.kind is ClaimKind.QUOTE else ()
    ends = ((max(q.start, claim.span.start), min(q.end, claim.span.end)) for q in claim.quoted)
    return tuple(Span(start, end) for start, end in ends if start < end)


def _relations(judgement: Judgement, ones: set[str], others: set[str]) -> set[QuoteRelation]:
    """How versions on both sides were found to differ."""
    found = set()
    for note in judgement.quotes:
        differs = note.relation.counts or note.relation is QuoteRelation.MINOR
        sides = [set(side.claims) for side in note.sides]
        apart = any(one & ones and other & others for one in sides for other in sides if one is not other)
        if differs and apart:
            found.add(note.relation)
    return found
