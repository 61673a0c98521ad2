"""Texts whose lines are broken for width, as in mails: where their paragraphs are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

_FULL, _WIDEST = 40, 110  # characters of a line that is full
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def paragraphs(text: str) -> list[str]:
    """The lines of `text` with their ends; of a text with hard line breaks its paragraphs."""
    pieces = text.splitlines(keepends=True)
    return _joined(pieces) if _wrapped(pieces) else pieces


@lru_cache(maxsize=8)  # an article is asked for with each of its claims
def unwrapped(text: str) -> str:
    """The text, character by character as long as before, with a blank for each break within a paragraph.

    A place in it is the same place in `text`. Behind a short line (a heading, a list) the break stays.
    """
    pieces = text.splitlines(keepends=True)
    if not _wrapped(pieces):
        return text
    goes_on = (_runs_on(a, b) for a, b in pairwise([*pieces, ""]))
    return "".join(_BREAK.sub(" ", piece) if on else piece for piece, on in zip(pieces, goes_on, strict=True))


def _wrapped(pieces: Sequence[str]) -> bool:
    """Are line breaks put in for width? Then many lines are full and go on below in lower case."""
    pairs = [(a, b) for a, b in pairwise(pieces) if not a.isspace() and not b.isspace()]
    running = sum(_full(a) and b.lstrip()[:1].islower() for a, b in pairs)
    return (running >= 5 and running > 0.4 * len(pairs)) or (running >= 3 and running > 0.6 * len(pairs))


def _full(line: str) -> bool:
    return _FULL <= len(line) <= _WIDEST


def _runs_on(line: str, after: str) -> bool:
    return len(line) >= _FULL and bool(after.strip()) and bool(line.strip())


def _joined(pieces: Sequence[str]) -> list[str]:
    found: list[list[str]] = []
    for piece in pieces:
        if not found or (found[-1][-1].isspace() and not piece.isspace()):
            found.append([])
        found[-1].append(piece)
    return ["".join(each) for each in found]
