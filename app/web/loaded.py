"""Comparisons kept between requests, as long as what they were made from is what is stored."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from app import store
from app.domain.comparison import Comparison, Reading, reading_in
from app.store import Database
from app.web.comparison.changed import with_changes
from app.web.comparison.rows import KeptRows

MAX_EVENTS = 500  # comparisons kept
MAX_CELLS = 64_000  # and theirs together; 20 outlets and 400 rows take some 20 MB with their markup


@dataclass(frozen=True, slots=True)
class Loaded:
    """An event's unfiltered comparison, and its rows as they were shown."""

    comparison: Comparison
    rows: KeptRows = field(default_factory=KeptRows)

    @property
    def cells(self) -> int:
        return len(self.comparison.rows) * len(self.comparison.columns)


class _Kept:
    """The comparisons last used, by database and event, each with the state of the data it is of."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str], tuple[str, Loaded]] = OrderedDict()
        self._cells = 0
        self._lock = Lock()

    def get(self, key: tuple[str, str], state: str) -> Loaded | None:
        with self._lock:
            known = self._found.get(key)
            if known is None or known[0] != state:
                return None
            self._found.move_to_end(key)
            return known[1]

    def put(self, key: tuple[str, str], state: str, found: Loaded) -> Loaded:
        with self._lock:
            self._drop(key)
            self._found[key] = (state, found)
            self._cells += found.cells
            while len(self._found) > MAX_EVENTS or (self._cells > MAX_CELLS and len(self._found) > 1):
                self._drop(next(iter(self._found)))
        return found

    def _drop(self, key: tuple[str, str]) -> None:
        if known := self._found.pop(key, None):
            self._cells -= known[1].cells


_kept = _Kept()


def loaded(database: Database, event_id: str) -> Loaded:
    """The event's comparison; NotFoundError if there is no such event.

    Guaranteed: what is returned is what one read transaction that began after the call saw. A kept comparison
    is used only where this transaction finds the event's state as it was when it was loaded: the event's own
    record, its members, and what each member was read as (`store.state_of_event`). State and comparison are
    read in one transaction, so a comparison is never kept under another state's name. Safe in threads; two
    that ask at once may both load, and either's is kept. The process
    keeps at most MAX_EVENTS, and as many as have MAX_CELLS together, but always the last.
    """
    key = (str(database.engine.url), event_id)
    with database.session() as session:
        state = store.state_of_event(session, event_id)
        return _kept.get(key, state) or _kept.put(
            key, state, Loaded(with_changes(store.load_comparison(session, event_id)))
        )


def comparison_of(database: Database, event_id: str) -> Comparison:
    """The event's unfiltered comparison, kept as `loaded` says."""
    return loaded(database, event_id).comparison


def reading_of(database: Database, key: str) -> Reading:
    """An article as its event's kept comparison has it; NotFoundError if there is no such article."""
    with database.session() as session:
        event_id = store.event_of(session, key)
    found = reading_in(comparison_of(database, event_id), key) if event_id else None
    if found:
        return found
    with database.session() as session:
        return store.load_reading(session, key)
