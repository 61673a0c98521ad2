"""Read, analyse, store: articles go in one at a time, then events and rows are settled.

What analyses (`run`, with the trained pipeline below it) is loaded when it is first asked for: a server that
shows pages and mends what people type does without, in half the memory.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.ingest.grouping import correct
from app.ingest.mending import (
    Mended,
    MendingError,
    mend,
    merge_outlets,
    part_outlets,
    place,
    set_home,
)
from app.ingest.plan import Decision, Fate

if TYPE_CHECKING:
    from app.ingest.run import Failure, Item, ReadClaims, Report, ingest, rebuild, settle, take, unsettled

__all__ = [
    "Decision",
    "Failure",
    "Fate",
    "Item",
    "Mended",
    "MendingError",
    "ReadClaims",
    "Report",
    "correct",
    "ingest",
    "mend",
    "merge_outlets",
    "part_outlets",
    "place",
    "rebuild",
    "set_home",
    "settle",
    "take",
    "unsettled",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("app.ingest.run"), name)
