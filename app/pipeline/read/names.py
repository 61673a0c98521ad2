"""Names from outside, fit for a message or a page."""

from __future__ import annotations

import os

from app.domain.shown import one_line

_LONGEST = 200


def shown(name: str | os.PathLike[str]) -> str:
    """`name` with line breaks, control and invisible characters escaped, of 200 characters at most.

    A hostile file name must neither forge lines of a report nor carry what a database can't store
    (undecodable bytes of a name arrive as lone surrogates).
    """
    return one_line(os.fspath(name), _LONGEST)


def quoted(value: str) -> str:
    """A short value from outside, in quotation marks."""
    cut = value if len(value) <= 60 else value[:60] + "…"
    return f"'{shown(cut)}'"
