"""Quotations: where quoted words begin and end.

Works on one line (a paragraph) at a time, so that one unclosed mark costs at most its own paragraph; only
where a later line ends in the mark that is missing do the lines between belong to the quotation too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from app.domain.text import Span

_MARK = re.compile("[“”„«»\"‘’'`]")
# Two single marks for a double one, as on a typewriter. For the search they become one mark and a filler.
_DOUBLED = re.compile("(?:''|``|’’|‘‘)(\\S?)")
_FILLER = "\x01"
_OPENERS = "“„«"
_CLOSERS = {"“": '”"“', "„": '“”"', "«": "»", '"': '"”', "‘": "’'", "'": "'’", "`": "'’"}
_SINGLE = "‘'`"
_LONGEST_BLOCK = 12  # lines of a quotation that repeats no mark
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# A dash and a name behind quoted words that were never closed: “Nobody helps us – The Red Cross
_SIGNED = re.compile(r"[*\s]*\s[–—-]{1,2}\s*[^\s–—]+(?: [^\s–—]+){0,6}\s*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words. `span` includes the marks, `inner` does not.

    `closed` is false where the line ended first; `continued` says that the next line repeats the opening
    mark, so that the same person goes on speaking.
    """

    span: Span
    inner: Span
    closed: bool
    continued: bool = False


def lines(text: str, within: Span) -> Iterator[Span]:
    """The lines of `within` that hold more than white space, without it."""
    for match in _LINE.finditer(text, within.start, within.end):
        line = Span(*match.span()).stripped(text)
        if len(line):
            yield line


def find_quotations(text: str, parts: Iterable[Span]) -> tuple[Quotation, ...]:
    """Outermost quotations of the text's `parts`, in order; inner ones belong to the outer."""
    text = _single_marked(text)
    found: list[Quotation] = []
    last: Quotation | None = None
    for line, here in (pair for part in parts for pair in _by_line(text, part)):
        if here and last and not text[line.start : here[0].span.start].strip(_FILLER):
            found[-1] = Quotation(last.span, last.inner, closed=False, continued=True)
        found += here
        last = found[-1] if here and not found[-1].closed else None
    return _refilled(text, found)


def _by_line(text: str, part: Span) -> Iterator[tuple[Span, list[Quotation]]]:
    """The lines of a part with their quotations; a block of several lines has one in each."""
    rest = list(lines(text, part))
    depths = [_depth(line.of(text)) for line in rest]
    n = 0
    while n < len(rest):
        stop = _block(depths, n)
        for k in range(n, stop):
            yield rest[k], [_of_block(rest[k], first=k == n, last=k == stop - 1)]
        if stop == n:
            yield rest[n], _quotations_of(text, rest[n])
        n = max(stop, n + 1)


class _Depth(Enum):
    """What a line does to the quotation it stands in."""

    EVEN = auto()  # every mark in it has its other half
    OPENS = auto()  # all of it stands in a quotation that begins with it
    CLOSES = auto()  # all of it stands in a quotation that ends with it
    OTHER = auto()


def _depth(line: str) -> _Depth:
    depth = lowest = 0
    opened = line.startswith("“")
    for n, character in enumerate(line):
        depth += (character == "“") - (character == "”")
        opened = opened and depth > 0
        lowest = min(lowest, depth if n + 1 < len(line) else 0)
    if lowest < 0:
        return _Depth.OTHER
    if depth == 0:
        return _Depth.EVEN
    closed = depth == -1 and len(line) > 1
    return _Depth.CLOSES if closed else _Depth.OPENS if opened and depth == 1 else _Depth.OTHER


def _block(depths: list[_Depth], n: int) -> int:
    """Where the quotation ends that opens in line `n` and goes on without a mark; `n` if there is none."""
    if depths[n] is _Depth.OPENS:
        for k in range(n + 1, min(n + _LONGEST_BLOCK, len(depths))):
            if depths[k] is not _Depth.EVEN:
                return k + 1 if depths[k] is _Depth.CLOSES else n
    return n


def _of_block(line: Span, *, first: bool, last: bool) -> Quotation:
    inner = Span(line.start + first, line.end - last)
    return Quotation(line, inner, closed=last, continued=not last)


def _quotations_of(text: str, line: Span) -> list[Quotation]:
    closers = _single_closers(text, line)
    found: list[Quotation] = []
    opened: int | None = None
    for match in _MARK.finditer(text, line.start, line.end):
        at = match.start()
        if opened is not None and _closes(text, opened, at, line, closers):
            found.append(_quotation(opened, at, closed=True))
            opened = None
        elif opened is not None and _reopens(text, opened, at, line):
            found.append(_unclosed(text, opened, at))
            opened = at
        elif opened is None and _opens(text, at, line, closers):
            opened = at
    if opened is not None:
        found.append(_unclosed(text, opened, line.end))
    return [quotation for quotation in found if len(quotation.inner)]


def _quotation(opened: int, closed_at: int, *, closed: bool) -> Quotation:
    return Quotation(Span(opened, closed_at + closed), Span(opened + 1, closed_at), closed)


def _single_marked(text: str) -> str:
    """The text, as long as before, with doubled single marks as one double mark."""
    return _DOUBLED.sub(lambda m: (f'{_FILLER}"' if m[1].isalnum() else f'"{_FILLER}') + m[1], text)


def _refilled(text: str, found: list[Quotation]) -> tuple[Quotation, ...]:
    """The quotations with both halves of doubled marks."""
    whole: list[Quotation] = []
    for one in found:
        start = one.span.start - (one.span.start > 0 and text[one.span.start - 1] == _FILLER)
        end = one.span.end + (one.closed and text[one.span.end : one.span.end + 1] == _FILLER)
        behind = whole[-1].span.end if whole else 0
        whole.append(Quotation(Span(max(start, behind), end), one.inner, one.closed, one.continued))
    return tuple(whole)


def _unclosed(text: str, opened: int, end: int) -> Quotation:
    signed = _SIGNED.search(text, max(opened + 1, end - 120), end)
    stop = signed.start() if signed else end
    return _quotation(opened, max(opened + 1, Span(opened, stop).stripped(text).end), closed=False)


def _before(text: str, at: int, line: Span) -> str:
    return text[at - 1] if at > line.start else " "


def _after(text: str, at: int, line: Span) -> str:
    return text[at + 1] if at + 1 < line.end else " "


def _opens(text: str, at: int, line: Span, closers: list[int]) -> bool:
    mark, before, after = text[at], _before(text, at, line), _after(text, at, line)
    if mark in _OPENERS:
        return True
    if mark == '"':
        return not after.isspace() and not before.isdigit() and not before.isalpha()
    if mark in _SINGLE:
        return _free(before) and after.isalpha() and bisect_right(closers, at) < len(closers)
    return mark == "”" and _free(before) and after.isalpha()  # set the wrong way round


def _free(before: str) -> bool:
    return before.isspace() or before in f"([—–-/:{_FILLER}"


def _closes(text: str, opened: int, at: int, line: Span, closers: list[int]) -> bool:
    mark, opener = text[at], text[opened]
    if mark not in _CLOSERS.get(opener, '”"') or mark == opener == "“":
        return False
    if opener in _SINGLE:
        return _closes_single(text, at, line, closers)
    before, after = _before(text, at, line), _after(text, at, line)
    return mark != '"' or not before.isspace() or not after.isalnum()


def _closes_single(text: str, at: int, line: Span, closers: list[int]) -> bool:
    """A plural's apostrophe (the voters’ choice) looks like a closing mark: the next one is better."""
    place = bisect_right(closers, at)
    if not place or closers[place - 1] != at:
        return False
    plural = _before(text, at, line) == "s" and text[at + 1 : at + 3].strip().islower()
    return not (plural and place < len(closers))


def _reopens(text: str, opened: int, at: int, line: Span) -> bool:
    """A second opening double mark: the first was never closed."""
    mark, before, after = text[at], _before(text, at, line), _after(text, at, line)
    if text[opened] in _SINGLE:
        return False
    if mark == '"' and text[opened] == '"':
        return before.isspace() and after.isalnum()
    return mark == "“" and text[opened] in '“"' and before.isspace()


def _single_closers(text: str, line: Span) -> list[int]:
    """Places of single marks that can close: behind a word or its stop, before no letter."""
    return [
        match.start()
        for match in _MARK.finditer(text, line.start, line.end)
        if text[match.start()] in "’'"
        and not _before(text, match.start(), line).isspace()
        and not _after(text, match.start(), line).isalnum()
    ]
