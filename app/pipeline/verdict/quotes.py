"""Quotes of the same words, compared word by word."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, pairwise

from rapidfuzz.distance import Indel

from app.domain.event import QuoteRelation
from app.pipeline.words import plain, stem

_WORD = re.compile(
    r"\[[^\[\]]{0,80}\]|(?:[^\W_]\.){2,}|[^\W\d_](?:[*•]{2,20}|-{2,20}|_{2,20})[^\W\d_]{0,3}"
    r"|[^\W_]+(?:['’\-‑.,][^\W_]+)*|\.{3}|…|&"
)
_MASK = re.compile(r"([^\W\d_])[*•_-]{2,20}([^\W\d_]{0,3})")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_STOP = re.compile(r"[.!?…,][\"'”’)\]]*\s*$")  # a comma stands for the full stop before "she said"
_LONGEST = 1_500  # words of one quote that are read
_SENTENCE_WORDS = 4  # fewer are a phrase, whatever their capital: a headline's
_RUN = 3  # so many words in a row are more than chance
_SHARE = (
    0.5  # of the shorter quote's words, in order, with a run among them, for the two to be the same words
)
_NOT = {"won": "will", "can": "can", "shan": "shall"}
_FULL = {"re": "are", "ll": "will", "ve": "have", "m": "am"}
# Whose 's is not a possessive.
_IS = frozenset(["he", "she", "it", "that", "there", "here", "what", "who", "where", "how", "let"])
_SHORT = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "lt": "lieutenant",
    "prof": "professor", "dept": "department", "govt": "government", "pct": "percent",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30", "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_MOSTLY = 0.7  # the same without a run
_ARTICLES = frozenset(["the", "a", "an"])


class QuoteStatus(StrEnum):
    IDENTICAL = "identical"  # the same words; case, punctuation, contractions and articles aside
    PART = "part"  # one is a fragment of the other and shows it
    CUT = "cut"  # words left out within, or an end cut off while it reads as a whole sentence
    CHANGED = "changed"  # other words in the same place
    UNRELATED = "unrelated"  # too few words in common to be one quote


@dataclass(frozen=True, slots=True)
class QuoteEdit:
    """What two quotes have in one place, "" where one has nothing; `marked` by an ellipsis or brackets."""

    relation: QuoteRelation
    first: str
    second: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """How two quotes differ, place by place. A fragment's missing ends are listed where the cut is hidden."""

    status: QuoteStatus
    edits: tuple[QuoteEdit, ...] = ()

    @property
    def counted(self) -> tuple[QuoteEdit, ...]:
        return tuple(edit for edit in self.edits if edit.relation.counts)

    @property
    def only_first(self) -> tuple[str, ...]:
        return tuple(edit.first for edit in self.counted if not edit.second)

    @property
    def only_second(self) -> tuple[str, ...]:
        return tuple(edit.second for edit in self.counted if not edit.first)

    @property
    def changed(self) -> tuple[tuple[str, str], ...]:
        return tuple((edit.first, edit.second) for edit in self.counted if edit.first and edit.second)

    @property
    def marked(self) -> bool:
        """Whether the reader is told of all that is cut or put in."""
        return bool(self.edits) and all(edit.marked for edit in self.edits)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word to compare. A contraction is several, which share `printed` and `place`, its number."""

    printed: str
    folded: str
    place: int
    starts: bool  # first word of a sentence
    ends: bool  # last word of a sentence
    stops: bool  # the same, or before a comma


_Words = Sequence[_Word]


def compare_quotes(a: str, b: str) -> QuoteDifference:
    """What became of the words from one quote to the other; the quotes without their marks.

    Case, punctuation, accents, hyphens, abbreviated titles and numbers in words don't count; contractions
    written out (hasn't, has not), articles and, in a fragment, a word's form (supports, supported) are minor
    edits. Words in square brackets are the outlet's. A fragment that is a run of the other quote's words is
    that run; else the longest common subsequence decides which words are the same (Levenshtein's insertions
    and deletions only); a deletion beside an insertion is a change.
    """
    first, second = _unmasked(_words(a), _words(b))
    if not first or not second:
        return QuoteDifference(QuoteStatus.UNRELATED)
    if not _related(first, second):
        return QuoteDifference(QuoteStatus.UNRELATED)
    if _fold(first) > _fold(second):  # of equal alignments the same either way round
        return _mirrored(_difference(_aligned(second, first), second, first))
    return _difference(_aligned(first, second), first, second)


def folded_words(quote: str) -> tuple[str, ...]:
    """The words as they are compared: contractions written out, without ellipses and bracketed words."""
    return tuple(word.folded for word in _words(quote) if not _aside(word))


def is_whole(quote: str) -> bool:
    """Whether it begins and ends as a sentence does, and is no mere exclamation."""
    words = _words(quote)
    return len(words) > _SENTENCE_WORDS and words[0].starts and words[-1].stops


def _mirrored(found: QuoteDifference) -> QuoteDifference:
    edits = (replace(edit, first=edit.second, second=edit.first) for edit in found.edits)
    return replace(found, edits=tuple(edits))


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words of both quotes in one place; `same` where they are equal."""

    same: bool
    first: _Words
    second: _Words


# --- words -----------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1_024)
def _words(quote: str) -> tuple[_Word, ...]:
    matches = list(islice(_WORD.finditer(quote), _LONGEST))
    gaps = [quote[i.end() : j.start()] for i, j in pairwise(matches)]
    behind = [*gaps, quote[matches[-1].end() :]] if matches else []
    starts = True
    words: list[_Word] = []
    for place, (match, gap) in enumerate(zip(matches, behind, strict=True)):
        ends, stops = bool(_SENTENCE_END.search(gap)), bool(_STOP.search(gap))
        begins = starts and match[0][:1].isupper()
        words += _parts(_Word(match[0], "", place, begins, ends, stops))
        starts = ends
    return tuple(words)


def _parts(word: _Word) -> Iterator[_Word]:
    parts = _in_full(_folded(word.printed))
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        yield replace(
            word,
            folded=part,
            starts=word.starts and i == 0,
            ends=word.ends and last,
            stops=word.stops and last,
        )


def _folded(word: str) -> str:
    if word in ("...", "…"):
        return "…"
    if word == "&":
        return "and"
    folded = word.casefold() if _MASK.fullmatch(word) else re.sub(r"[.,\-‑]", "", plain(word))
    return _SHORT.get(folded, folded)


def _in_full(word: str) -> list[str]:
    start, mark, end = word.partition("'")
    if start.endswith("n") and end == "t":
        return [_NOT.get(start, start[:-1]), "not"]
    if end == "s" and start in _IS:
        return [start, "us" if start == "let" else "is"]
    return [start, _FULL[end]] if mark and end in _FULL else [word]


def _fold(words: _Words) -> list[str]:
    return [word.folded for word in words]


def _aside(word: _Word) -> bool:
    return word.folded == "…" or word.printed.startswith("[")


def _unmasked(first: _Words, second: _Words) -> tuple[_Words, _Words]:
    """Both quotes with a masked word (f--- or s***t) taken for the other's word that fits the mask."""
    return _unmask(first, second), _unmask(second, first)


def _unmask(words: _Words, other: _Words) -> _Words:
    if not any(_MASK.fullmatch(word.printed) for word in words):
        return words
    known = dict.fromkeys(_fold(other))
    return [replace(word, folded=_fits(word, known) or word.folded) for word in words]


def _fits(word: _Word, known: Iterable[str]) -> str | None:
    mask = _MASK.fullmatch(word.printed.casefold())
    if not mask:
        return None
    fitting = [other for other in known if other.startswith(mask[1]) and other.endswith(mask[2])]
    # "f--k" is as long as the word, "f---ing" may not be; two words that fit leave it open.
    exact = [other for other in fitting if len(other) == len(word.printed)] or fitting
    return exact[0] if len(exact) == 1 and len(exact[0]) > 2 else None


# --- alignment -------------------------------------------------------------------------------------


def _related(first: _Words, second: _Words) -> bool:
    """Whether the quotes have enough words in common, in order, to be one utterance."""
    runs = [
        op.src_end - op.src_start for op in Indel.opcodes(_fold(first), _fold(second)) if op.tag == "equal"
    ]
    shorter, common = min(len(first), len(second)), sum(runs)
    return common >= _MOSTLY * shorter > 0 or (common >= _SHARE * shorter and max(runs, default=0) >= _RUN)


def _aligned(first: _Words, second: _Words) -> list[_Edit]:
    if (at := _run_at(second, first)) is not None:
        return _around_run(at, len(second), first, second)
    if (at := _run_at(first, second)) is not None:
        return [_Edit(e.same, e.second, e.first) for e in _around_run(at, len(first), second, first)]
    return _edits(first, second)


def _run_at(short: _Words, long: _Words) -> int | None:
    """Where the short quote's words stand in a row in the long one."""
    inner, outer = (f"\0{chr(0).join(_fold(words))}\0" for words in (short, long))
    at = outer.find(inner)
    return outer.count("\0", 0, at) if at >= 0 else None


def _around_run(at: int, length: int, long: _Words, short: _Words) -> list[_Edit]:
    head, tail = long[:at], long[at + length :]
    same = _Edit(True, long[at : at + length], short)
    return [*([_Edit(False, head, [])] if head else []), same, *([_Edit(False, tail, [])] if tail else [])]


def _edits(first: _Words, second: _Words) -> list[_Edit]:
    edits: list[_Edit] = []
    for op in Indel.opcodes(_fold(first), _fold(second)):
        one, other = first[op.src_start : op.src_end], second[op.dest_start : op.dest_end]
        if edits and not edits[-1].same and op.tag != "equal":
            edits[-1] = _Edit(False, [*edits[-1].first, *one], [*edits[-1].second, *other])
        else:
            edits.append(_Edit(op.tag == "equal", one, other))
    return _without_strays(edits)


def _without_strays(edits: list[_Edit]) -> list[_Edit]:
    """Words that only seem to be common in their place moved to the run they belong to.

    Where a fragment starts with a word the fuller quote has before as well, either place would do; the one
    beside the rest of the fragment is meant. Fewer runs, of as many words.
    """
    for side in (-1, 1):
        settled: list[_Edit] = []
        for edit in edits[::-side]:
            settled = _joined_up([*settled, edit], side)
        edits = settled[::-side]
    return edits


def _joined_up(edits: list[_Edit], side: int) -> list[_Edit]:
    """The last run taken up with strays before it, as long as they slide there."""
    while len(edits) > 2 and edits[-3].same and edits[-1].same and (moved := _moved(edits[-3:], side)):
        edit, run = moved
        before = edits[:-3]
        if before and not before[-1].same:
            edit = _merged(before.pop(), edit, side)
        edits = [*before, edit, run]
    return edits


def _merged(one: _Edit, other: _Edit, side: int) -> _Edit:
    one, other = (one, other) if side < 0 else (other, one)
    return _Edit(False, [*one.first, *other.first], [*one.second, *other.second])


def _moved(three: Sequence[_Edit], side: int) -> list[_Edit]:
    """The stray run, the edit and the run behind it (before it, where `side` is 1) as an edit and one run.

    Empty where it doesn't fit.
    """
    stray, edit, run = three
    if _mixed(edit) or not run.same:
        return []
    firsts = _slid(stray.first, edit.first, run.first, side)
    seconds = _slid(stray.second, edit.second, run.second, side)
    if _fold(firsts[1]) != _fold(seconds[1]):
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


# --- what the differences are ----------------------------------------------------------------------


def _difference(aligned: Sequence[_Edit], first: _Words, second: _Words) -> QuoteDifference:
    edits = [edit for edit in _noted(aligned, first, second) if edit.first or edit.second]
    relations = {edit.relation for edit in edits if edit.relation.counts}
    if relations & {QuoteRelation.CHANGED, QuoteRelation.MASKED}:
        return QuoteDifference(QuoteStatus.CHANGED, tuple(edits))
    if relations:
        joined = (
            QuoteStatus.CHANGED if any(e.first and e.second for e in edits if e.relation.counts) else None
        )
        return QuoteDifference(joined or QuoteStatus.CUT, tuple(edits))
    words = [_fold([w for w in quote if w.folded not in _ARTICLES]) for quote in (first, second)]
    whole = len(words[0]) == len(words[1])
    return QuoteDifference(QuoteStatus.IDENTICAL if whole else QuoteStatus.PART, tuple(edits))


def _noted(aligned: Sequence[_Edit], first: _Words, second: _Words) -> Iterator[QuoteEdit]:
    """The differences that are more than a fragment's missing ends, in order."""
    sentences = min(len(first), len(second)) >= _SENTENCE_WORDS
    last = len(aligned) - 1
    for i, edit in enumerate(aligned):
        if edit.same:
            yield from _spelled(edit)
        elif 0 < i < last or _mixed(edit):
            yield _inner(edit, aligned, i, first[0].starts and second[0].starts)
        elif last > 0 and sentences and (_hidden_end if i else _hidden_start)(edit, first, second):
            yield _edit_as(QuoteRelation.CUT_SHORT, edit)


def _spelled(edit: _Edit) -> Iterator[QuoteEdit]:
    """Equal words that are printed differently: a contraction, a mask."""
    seen: set[tuple[int, int]] = set()
    for one, other in zip(edit.first, edit.second, strict=True):
        if one.printed == other.printed:
            continue
        masked = [bool(_MASK.fullmatch(word.printed)) for word in (one, other)]
        contracted = _is_contracted(one) != _is_contracted(other)
        new = (one.place, -1) not in seen and (-1, other.place) not in seen
        if new and any(masked) and not all(masked):
            yield QuoteEdit(QuoteRelation.MASKED, one.printed, other.printed)
        elif new and contracted:
            pair = _contraction(edit, one, other)
            yield QuoteEdit(QuoteRelation.MINOR, *pair)
        if contracted:
            seen |= {(one.place, -1), (-1, other.place)}


def _is_contracted(word: _Word) -> bool:
    return "'" in word.printed or "’" in word.printed


def _contraction(edit: _Edit, one: _Word, other: _Word) -> tuple[str, str]:
    """A contraction and the words it stands for, as each quote prints them."""
    short_first = _is_contracted(one)
    both = list(zip(edit.first, edit.second, strict=True))
    meant = [(a, b) for a, b in both if (a.place == one.place if short_first else b.place == other.place)]
    return _say([a for a, _ in meant]), _say([b for _, b in meant])


def _inner(edit: _Edit, aligned: Sequence[_Edit], i: int, whole: bool) -> QuoteEdit:
    first, second = _real(edit.first), _real(edit.second)
    if _minor(first, second, whole) or _bracketed(first, second):
        return _edit_as(QuoteRelation.MINOR, edit)
    if i and aligned[i - 1].same and i < len(aligned) - 1 and _joins(edit, aligned[i - 1]):
        return _edit_as(QuoteRelation.JOINED, edit)
    if first and second:
        return _edit_as(QuoteRelation.CHANGED, edit)
    added = all(word.printed.startswith("[") for word in (*first, *second))
    return _edit_as(QuoteRelation.ADDED if added else QuoteRelation.LEFT_OUT, edit)


def _edit_as(relation: QuoteRelation, edit: _Edit) -> QuoteEdit:
    return QuoteEdit(relation, _say(edit.first), _say(edit.second), _marked(edit))


def _minor(first: _Words, second: _Words, whole: bool) -> bool:
    """Articles only; or, where a fragment was fitted into the outlet's sentence, a word's other form."""
    if not {word.folded for word in (*first, *second)} - _ARTICLES:
        return True
    return not whole and len(first) == len(second) == 1 and stem(first[0].folded) == stem(second[0].folded)


def _bracketed(first: _Words, second: _Words) -> bool:
    """Whether one has in brackets what the other has without: words that the outlet takes to be meant."""
    one, other = (
        " ".join(word.printed.strip("[]").casefold() for word in words) for words in (first, second)
    )
    return one == other


def _joins(edit: _Edit, before: _Edit) -> bool:
    """Whether a sentence ends in this place in one of the quotes, and goes on in the other."""
    one = before.first[-1].ends or any(word.ends for word in edit.first)
    other = before.second[-1].ends or any(word.ends for word in edit.second)
    return one != other and not _marked(edit)


def _mixed(edit: _Edit) -> bool:
    return bool(edit.first) and bool(edit.second)


def _hidden_start(edit: _Edit, first: _Words, second: _Words) -> bool:
    """A fragment that starts like a sentence where the fuller quote is in the middle of one."""
    longer, shorter = (edit.first, second) if edit.first else (edit.second, first)
    return shorter[0].starts and not longer[-1].ends and longer[-1].folded != "…"


def _hidden_end(edit: _Edit, first: _Words, second: _Words) -> bool:
    """A quote of whole sentences whose last one is over earlier than in the fuller quote.

    American papers put their own full stop inside the marks, so a fragment's says nothing.
    """
    longer, shorter = (edit.first, second) if edit.first else (edit.second, first)
    before = first if edit.first else second
    goes_on = not before[len(before) - len(longer) - 1].ends and longer[0].folded != "…"
    return shorter[0].starts and shorter[-1].stops and goes_on


def _real(words: _Words) -> list[_Word]:
    return [word for word in words if word.folded != "…"]


def _marked(edit: _Edit) -> bool:
    """Whether an ellipsis, or brackets around what is put in, tell the reader of the difference."""
    if any(word.folded == "…" for word in (*edit.first, *edit.second)):
        return True
    brackets = [[word.printed.startswith("[") for word in words] for words in (edit.first, edit.second)]
    return any(brackets[0] + brackets[1]) if _mixed(edit) else all(brackets[0] + brackets[1])


def _say(words: _Words) -> str:
    """The words as printed, a contraction once."""
    places = {word.place: word.printed for word in _real(words)}
    return " ".join(places.values())
