"""Read, analyse, store: articles go in one at a time, then events and rows are settled."""

from app.ingest.grouping import correct
from app.ingest.run import Failure, Item, ReadClaims, Report, ingest, rebuild, settle, unsettled

__all__ = ["Failure", "Item", "ReadClaims", "Report", "correct", "ingest", "rebuild", "settle", "unsettled"]
