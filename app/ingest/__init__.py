"""Read, analyse, store: articles go in one at a time, then events and rows are settled."""

from app.ingest.grouping import correct
from app.ingest.plan import Decision, Fate
from app.ingest.run import Failure, Item, ReadClaims, Report, ingest, rebuild, settle, take, unsettled

__all__ = [
    "Decision",
    "Failure",
    "Fate",
    "Item",
    "ReadClaims",
    "Report",
    "correct",
    "ingest",
    "rebuild",
    "settle",
    "take",
    "unsettled",
]
