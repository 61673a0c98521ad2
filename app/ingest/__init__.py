"""Read, analyse, store: articles go in one at a time, then events and rows are settled."""

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
