"""Words from outside, as a list or a message may show them and a database can keep them."""

from __future__ import annotations

import re

_HALVES = re.compile("[\ud800-\udfff]")
_JOINERS = frozenset("\u200c\u200d")  # they shape letters and pictures, and hide nothing


def one_line(words: str, most: int) -> str:
    """`words` as at most `most` characters of one line: what can't be seen is escaped, the middle left out.

    They must neither forge lines of a report, nor turn what stands beside them around, nor hold halves of
    characters, which no database keeps. The end stays, as it tells the kind of a file.
    """
    kept = _cut(words, most)
    escaped = (c if c.isprintable() or c in _JOINERS else c.encode("unicode_escape").decode() for c in kept)
    return _cut("".join(escaped), most)


def whole(words: str) -> str:
    """`words` with a mark in place of each half of a character (a surrogate), and otherwise as they are."""
    return _HALVES.sub("\ufffd", words)


def _cut(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    end = most // 4
    return f"{words[: most - end - 1]}…{words[-end:]}"
