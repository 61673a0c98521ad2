"""What changed from one text of an article to the next: paragraph by paragraph, then word by word.

Pure, and bounded: a long text takes no longer than a reader would wait, and what is beyond the bounds counts
as replaced as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import Indel

from app.domain.text import Span, hull
from app.web.paragraphs import paragraphs

MAX_PARAGRAPHS = 4_000  # of a text that are held against each other
MAX_LINES = 3 * MAX_PARAGRAPHS
MAX_WORDS = 1_500  # of a paragraph that are
MAX_PAIRED = 40  # paragraphs in a row, in either text, that may be each other's former wording
LIKE = 0.4  # of their words that two paragraphs share if one became the other
AN_ISLAND = 1  # words that stayed between others that did not, and are shown with these
_WORD = re.compile(r"\S+")
_STOPS = ".,;:!?"  # whether a sentence goes on after a word does not make it another word


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Step:
    """Words that stayed (in both texts), or that are in one only: there the other place is None."""

    old: Span | None
    new: Span | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph in both texts, or in one; `steps` are the words of one that changed, in reading order."""

    kind: Kind
    old: Span | None
    new: Span | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours in two lists that are equal, or of which none is."""

    equal: bool
    old: range
    new: range


_Choice = tuple[float, tuple[tuple[int, int], ...]]  # how much is in common, and the pairs
_NONE: _Choice = (0.0, ())


@lru_cache(maxsize=64)
def changes(old: str, new: str) -> tuple[Passage, ...]:
    """The paragraphs of both texts, in the order of the new one; what is gone stands where it stood."""
    ones, others = _texts(old), _texts(new)
    keys = [[" ".join(p.of(text).split()) for p in places] for text, places in ((old, ones), (new, others))]
    found: list[Passage] = []
    for run in _runs(*keys):
        before = [ones[at] for at in run.old]
        after = [others[at] for at in run.new]
        if run.equal:
            found += [Passage(Kind.SAME, *pair) for pair in zip(before, after, strict=True)]
        else:
            found += _paired(old, new, before, after)
    return tuple(found)


def _texts(text: str) -> list[Span]:
    """The paragraphs, those beyond the bound as one."""
    end = next((m.end() for m in islice(re.finditer(r"\n", text), MAX_LINES, None)), len(text))
    places = paragraphs(text[:end])
    rest = Span(places[MAX_PARAGRAPHS].start if len(places) > MAX_PARAGRAPHS else end, len(text))
    return [*places[:MAX_PARAGRAPHS], *([rest] if len(rest) else [])]


def _runs(ones: Sequence[Hashable], others: Sequence[Hashable]) -> list[_Run]:
    """Both lists in runs that are equal and runs that are not, in turn."""
    found: list[_Run] = []
    for step in Indel.opcodes(ones, others):
        equal = step.tag == "equal"
        old, new = range(step.src_start, step.src_end), range(step.dest_start, step.dest_end)
        if found and found[-1].equal is equal:
            last = found.pop()
            old, new = range(last.old.start, old.stop), range(last.new.start, new.stop)
        found.append(_Run(equal, old, new))
    return found


def _paired(old: str, new: str, before: Sequence[Span], after: Sequence[Span]) -> Iterator[Passage]:
    """Paragraphs that were replaced: each with the one that it became, where there is one like it."""
    at, there = 0, 0
    for one, other in (*_pairs(old, new, before, after), (len(before), len(after))):
        yield from (Passage(Kind.GONE, place, None) for place in before[at:one])
        yield from (Passage(Kind.ADDED, None, place) for place in after[there:other])
        if one < len(before):
            yield _changed(old, new, before[one], after[other])
        at, there = one + 1, other + 1


def _pairs(old: str, new: str, before: Sequence[Span], after: Sequence[Span]) -> list[tuple[int, int]]:
    """Which paragraphs belong together: the choice, without crossings, that has most in common."""
    if max(len(before), len(after), 1) > MAX_PAIRED:
        return []
    ones = [[words for words, _ in _words(old, place)] for place in before]
    others = [[words for words, _ in _words(new, place)] for place in after]
    best: list[list[_Choice]] = [[_NONE] * (len(others) + 1)]
    for row, one in enumerate(ones):
        line = [_NONE]
        for column, other in enumerate(others):
            alike = Indel.normalized_similarity(one, other)
            ways = [best[row][column + 1], line[column]]
            if alike >= LIKE:
                score, pairs = best[row][column]
                ways.append((score + alike, (*pairs, (row, column))))
            line.append(max(ways, key=lambda way: way[0]))
        best.append(line)
    return list(best[-1][-1][1])


def _changed(old: str, new: str, before: Span, after: Span) -> Passage:
    ones, others = _words(old, before), _words(new, after)
    runs = _without_islands(_runs([word for word, _ in ones], [word for word, _ in others]))
    steps: list[Step] = []
    for run in runs:
        was = hull(ones[at][1] for at in run.old) if run.old else None
        now = hull(others[at][1] for at in run.new) if run.new else None
        steps += (
            [Step(was, now)] if run.equal else [Step(was, None)] * bool(was) + [Step(None, now)] * bool(now)
        )
    return Passage(Kind.CHANGED, before, after, tuple(steps))


def _words(text: str, place: Span) -> list[tuple[str, Span]]:
    """The words of a paragraph with their places, those beyond the bound as one."""
    found = _WORD.finditer(text, place.start, place.end)
    kept = [Span(*match.span()) for match in islice(found, MAX_WORDS)]
    if beyond := next(found, None):
        kept.append(Span(beyond.start(), place.end).stripped(text))
    return [(span.of(text).strip(_STOPS) or span.of(text), span) for span in kept]


def _without_islands(runs: list[_Run]) -> list[_Run]:
    """The runs, with a word that stayed between others that did not taken for changed like these."""
    found: list[_Run] = []
    for place, run in enumerate(runs):
        island = run.equal and len(run.old) <= AN_ISLAND and 0 < place < len(runs) - 1
        if found and not found[-1].equal and (island or not run.equal):
            last = found.pop()
            old, new = range(last.old.start, run.old.stop), range(last.new.start, run.new.stop)
            found.append(_Run(equal=False, old=old, new=new))
        else:
            found.append(run)
    return found


def came(passages: Sequence[Passage]) -> tuple[Span, ...]:
    """The words of the new text that the old one lacks; where words only went, the place they stood at."""
    found: list[Span] = []
    for passage in passages:
        if passage.kind is Kind.ADDED and passage.new:
            found.append(passage.new)
        at = passage.new.start if passage.new else 0
        for step in passage.steps:
            if step.new:
                at = step.new.end
            if step.old is None and step.new:
                found.append(step.new)
            elif step.old and step.new is None:
                found.append(Span(at, at))
    return tuple(found)


def gone(passages: Sequence[Passage]) -> tuple[Span, ...]:
    """The paragraphs of the old text that have nothing like them in the new one."""
    return tuple(passage.old for passage in passages if passage.kind is Kind.GONE and passage.old)
