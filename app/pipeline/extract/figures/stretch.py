"""A stretch of an article in finer pieces than its tokens: "$1.5bn-$2bn" is six of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.text import Span
from app.pipeline.extract.reading import Page, Tokens

LINE_BREAK = "\n"  # a piece of its own, so that no phrase reaches across lines
_PIECE = re.compile(r"\d+(?:[.,:/]\d+)*|[A-Za-z]{1,3}\$|[^\W\d_]+|.", re.DOTALL)
_PRICED = re.compile(r"(?:[a-z]{1,3}[$¢₵]|rs|usd|eur|gbp|inr|chf|rmb|tk|rp|rm|ksh)\d")
_MEASURED = re.compile(r"(?:foot|feet|ft)-\d")  # behind "5-"
_LONGEST = 60  # characters of a token that is taken to pieces
_ENDS = frozenset(
    [".", "!", "?", "…", LINE_BREAK, "", "”", "“", '"', "''", "``", ":", ";", "•", "—", "–", "--", "("]
)


@dataclass(slots=True)
class Stretch:
    """Pieces around a token range; figures stand in [first, stop), the rest is what one looks round to."""

    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    token: list[int] = field(default_factory=list)
    first: int = 0
    stop: int = 0

    def __len__(self) -> int:
        return len(self.words)

    def at(self, i: int) -> str:
        """The piece in lower case, empty outside of the stretch."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def printed(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def glued(self, i: int) -> bool:
        """Whether no space parts piece `i` from the one in front."""
        return 0 < i < len(self.words) and self.start[i] == self.end[i - 1] and self.at(i - 1) != LINE_BREAK

    def capital(self, i: int) -> bool:
        return self.printed(i)[:1].isupper()

    def digital(self, i: int) -> bool:
        return self.at(i)[:1].isdigit()

    def wordlike(self, i: int) -> bool:
        return self.at(i)[:1].isalpha()

    def opens(self, i: int) -> bool:
        """Whether a sentence, a line or a quotation begins at `i`."""
        return self.at(i - 1) in _ENDS

    def span(self, first: int, stop: int) -> Span:
        return Span(self.start[first], self.end[stop - 1])

    def text(self, first: int, stop: int) -> str:
        """The words as printed, single-spaced."""
        gaps = ("" if i == first or self.glued(i) else " " for i in range(first, stop))
        return "".join(gap + self.words[i] for gap, i in zip(gaps, range(first, stop), strict=True))


def cut(page: Page, tokens: Tokens, around: int) -> Stretch:
    """The range and up to `around` tokens on each side of it."""
    out = Stretch()
    before, behind = max(0, tokens[0] - around), min(len(page), tokens[1] + around)
    for i in range(before, behind):
        if i == tokens[0]:
            out.first = len(out)
        if i > before and page.line[i] != page.line[i - 1]:
            _append(out, LINE_BREAK, page.start[i], page.start[i], i)
        for piece, start in _pieces(page.words[i]):
            _append(out, piece, page.start[i] + start, page.start[i] + start + len(piece), i)
        if i == tokens[1] - 1:
            out.stop = len(out)
    return out


def _append(out: Stretch, piece: str, start: int, end: int, token: int) -> None:
    out.words.append(piece)
    out.lower.append(piece.lower())
    out.start.append(start)
    out.end.append(end)
    out.token.append(token)


def _pieces(word: str) -> Iterator[tuple[str, int]]:
    """A token with its offsets, in pieces where it holds digits and is no name ("F-16")."""
    whole = word.isalpha() or len(word) > _LONGEST or not any(letter.isdigit() for letter in word)
    mixed = _PRICED.match(word.lower()) or _MEASURED.match(word.lower())
    if whole or (word[0].isalpha() and not mixed):
        yield word, 0
        return
    for match in _PIECE.finditer(word):
        yield match.group(), match.start()
