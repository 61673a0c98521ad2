"""Quotes of the same words, compared word by word."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from rapidfuzz.distance import Indel

from app.pipeline.words import plain

_WORD = re.compile(r"\[[^\[\]]{0,80}\]|(?:[^\W_]\.){2,}|[^\W_]+(?:['’\-‑.,][^\W_]+)*|\.{3}|…")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_LONGEST = 1_500  # words of one quote that are read
_SENTENCE_WORDS = 4  # fewer are a phrase, whatever their capital: a headline's
_RUN = 3  # so many words in a row are more than chance
_SHARE = (
    0.5  # of the shorter quote's words, in order, with a run among them, for the two to be the same words
)
_NOT = {"won": "will", "can": "can", "shan": "shall"}
_FULL = {"re": "are", "ll": "will", "ve": "have", "m": "am", "s": "is", "d": "would"}
_MOSTLY = 0.7  # the same without a run


class QuoteStatus(StrEnum):
    IDENTICAL = "identical"  # the same words; case, punctuation and spelling of quotation marks aside
    PART = "part"  # one is a fragment of the other and shows it
    CUT = "cut"  # words left out within, or an end cut off while it reads as a whole sentence
    CHANGED = "changed"  # other words in the same place
    UNRELATED = "unrelated"  # too few words in common to be one quote


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """How two quotes differ. `only_first` and `only_second` are the stretches only one of them has.

    `changed` pairs stretches that stand in each other's place. `marked` says that all that is left out within
    is marked by an ellipsis or brackets. A fragment's missing ends are not listed unless the cut is hidden.
    """

    status: QuoteStatus
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    printed: str
    folded: str
    starts: bool  # first word of a sentence
    ends: bool  # last word of a sentence


def compare_quotes(a: str, b: str) -> QuoteDifference:
    """What became of the words from one quote to the other; the quotes without their marks.

    Case, punctuation, accents and hyphens don't count; contractions do (hasn't, has not). Words in square
    brackets are the outlet's. The longest common subsequence decides which words are the same
    (Levenshtein's insertions and deletions only); a deletion beside an insertion is a change.
    """
    first, second = _words(a), _words(b)
    if [w.folded for w in first] == [w.folded for w in second]:
        return QuoteDifference(QuoteStatus.IDENTICAL if first else QuoteStatus.UNRELATED)
    if not _related(first, second):
        return QuoteDifference(QuoteStatus.UNRELATED)
    if [w.folded for w in first] > [
        w.folded for w in second
    ]:  # of equal alignments the same either way round
        return _mirrored(_difference(_within(_edits(second, first), second, first)))
    return _difference(_within(_edits(first, second), first, second))


def _mirrored(found: QuoteDifference) -> QuoteDifference:
    changed = tuple((other, one) for one, other in found.changed)
    return replace(found, only_first=found.only_second, only_second=found.only_first, changed=changed)


_Words = Sequence[_Word]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words of both quotes in one place; `same` where they are equal."""

    same: bool
    first: Sequence[_Word]
    second: Sequence[_Word]


@functools.lru_cache(maxsize=1_024)
def _words(quote: str) -> tuple[_Word, ...]:
    matches = list(islice(_WORD.finditer(quote), _LONGEST))
    starts = [0, *(match.end() for match in matches)]
    ends = [*(match.start() for match in matches), len(quote)]
    gaps = [bool(_SENTENCE_END.search(quote[i:j])) for i, j in zip(starts, ends, strict=True)]
    gaps[0] = True
    return tuple(
        _Word(match[0], _folded(match[0]), before and match[0][:1].isupper(), after)
        for match, before, after in zip(matches, gaps, gaps[1:], strict=False)
    )


def _folded(word: str) -> str:
    if word in ("...", "…"):
        return "…"
    return re.sub(r"[.,\-‑]", "", plain(word))


def _edits(first: Sequence[_Word], second: Sequence[_Word]) -> list[_Edit]:
    edits: list[_Edit] = []
    for op in Indel.opcodes([w.folded for w in first], [w.folded for w in second]):
        one, other = first[op.src_start : op.src_end], second[op.dest_start : op.dest_end]
        if edits and not edits[-1].same and op.tag != "equal":
            edits[-1] = _Edit(False, [*edits[-1].first, *one], [*edits[-1].second, *other])
        else:
            edits.append(_Edit(op.tag == "equal", one, other))
    return _without_strays(edits)


def _related(first: Sequence[_Word], second: Sequence[_Word]) -> bool:
    """Whether the quotes have enough words in common, in order, to be one utterance; contractions in full."""
    one, other = ([part for word in words for part in _in_full(word)] for words in (first, second))
    runs = [op.src_end - op.src_start for op in Indel.opcodes(one, other) if op.tag == "equal"]
    shorter, common = min(len(one), len(other)), sum(runs)
    return common >= _MOSTLY * shorter > 0 or (common >= _SHARE * shorter and max(runs, default=0) >= _RUN)


def _in_full(word: _Word) -> list[str]:
    start, mark, end = word.folded.partition("'")
    if start.endswith("n") and end == "t":
        return [_NOT.get(start, start[:-1]), "not"]
    return [start, _FULL.get(end, end)] if mark else [start]


def _without_strays(edits: list[_Edit]) -> list[_Edit]:
    """Words at one end that only seem to be common moved to the run they belong to.

    Where a fragment starts with a word the fuller quote has before as well, either place would do; the one
    beside the rest of the fragment is meant.
    """
    if len(edits) > 2 and edits[0].same and (moved := _moved(edits[:3], -1)):
        edits = moved + edits[3:]
    if len(edits) > 2 and edits[-1].same and (moved := _moved(edits[-1:-4:-1], 1)):
        edits = edits[:-3] + moved[::-1]
    return edits


def _moved(three: Sequence[_Edit], side: int) -> list[_Edit]:
    """The stray run, the edit and the run behind it as an edit and one run; empty where it doesn't fit."""
    stray, edit, run = three
    if _mixed(edit) or not run.same:
        return []
    firsts = _slid(stray.first, edit.first, run.first, side)
    seconds = _slid(stray.second, edit.second, run.second, side)
    if [w.folded for w in firsts[1]] != [w.folded for w in seconds[1]]:
        return []
    return [_Edit(False, firsts[0], seconds[0]), _Edit(True, firsts[1], seconds[1])]


def _slid(stray: _Words, edit: _Words, run: _Words, side: int) -> tuple[_Words, _Words]:
    """Edit and run after as many words as are stray have gone over to the run."""
    size = len(stray)
    if side < 0:
        whole = [*stray, *edit]
        return whole[: len(whole) - size], [*whole[len(whole) - size :], *run]
    whole = [*edit, *stray]
    return whole[size:], [*run, *whole[:size]]


def _within(edits: list[_Edit], first: Sequence[_Word], second: Sequence[_Word]) -> list[_Edit]:
    """The differences that count: those between words both have, and hidden cuts at the ends."""
    differences = [edit for edit in edits[1:-1] if not edit.same]
    head, tail = edits[0], edits[-1]
    whole = min(len(first), len(second)) >= _SENTENCE_WORDS
    if not head.same and (_mixed(head) or (whole and _hidden_start(head, first, second))):
        differences.insert(0, head)
    if not tail.same and len(edits) > 1 and (_mixed(tail) or (whole and _hidden_end(tail, first, second))):
        differences.append(tail)
    return differences


def _mixed(edit: _Edit) -> bool:
    return bool(edit.first) and bool(edit.second)


def _hidden_start(edit: _Edit, first: Sequence[_Word], second: Sequence[_Word]) -> bool:
    """A fragment that starts like a sentence where the fuller quote is in the middle of one."""
    longer, shorter = (edit.first, second) if edit.first else (edit.second, first)
    return shorter[0].starts and not longer[-1].ends and longer[-1].folded != "…"


def _hidden_end(edit: _Edit, first: Sequence[_Word], second: Sequence[_Word]) -> bool:
    """A quote of whole sentences whose last one is over earlier than in the fuller quote.

    American papers put their own full stop inside the marks, so a fragment's says nothing.
    """
    longer, shorter = (edit.first, second) if edit.first else (edit.second, first)
    before = first if edit.first else second
    goes_on = not before[len(before) - len(longer) - 1].ends and longer[0].folded != "…"
    return shorter[0].starts and shorter[-1].ends and goes_on


def _difference(differences: Sequence[_Edit]) -> QuoteDifference:
    if not differences:
        return QuoteDifference(QuoteStatus.PART)
    changed = tuple(
        (_say(e.first), _say(e.second)) for e in differences if _real(e.first) and _real(e.second)
    )
    only_first = tuple(_say(e.first) for e in differences if _real(e.first) and not _real(e.second))
    only_second = tuple(_say(e.second) for e in differences if _real(e.second) and not _real(e.first))
    if not (changed or only_first or only_second):
        return QuoteDifference(QuoteStatus.PART, marked=True)
    status = QuoteStatus.CHANGED if changed else QuoteStatus.CUT
    return QuoteDifference(status, only_first, only_second, changed, all(_marked(e) for e in differences))


def _real(words: Sequence[_Word]) -> list[_Word]:
    return [word for word in words if word.folded != "…"]


def _marked(edit: _Edit) -> bool:
    """Whether an ellipsis or brackets tell the reader of the difference."""
    return any(word.folded == "…" or word.printed.startswith("[") for word in (*edit.first, *edit.second))


def _say(words: Sequence[_Word]) -> str:
    return " ".join(word.printed for word in _real(words))
