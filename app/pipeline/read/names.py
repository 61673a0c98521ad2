"""Names from outside, fit for a message or a page."""

from __future__ import annotations

import os

_LONGEST = 200


def shown(name: str | os.PathLike[str]) -> str:
    """`name` with line breaks, control and invisible characters escaped, cut at 200 characters.

    A hostile file name must neither forge lines of a report nor carry what a database can't store
    (undecodable bytes of a name arrive as lone surrogates).
    """
    words = os.fspath(name)
    cut = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def quoted(value: str) -> str:
    """A short value from outside, in quotation marks."""
    cut = value if len(value) <= 60 else value[:60] + "…"
    return f"'{shown(cut)}'"
