"""When events are settled while articles come in: soon, to see results; seldom, not to slow them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app import ingest
from app.domain.article import Article
from app.errors import DatabaseError
from app.ingest import Decision, Fate, ReadClaims
from app.store import Database

SETTLING_S = 1_800.0  # one event may take this long to line up
_SOONEST_S = 10.0
_AFTER_FAULT_S = 300.0
_SHARE = 4.0  # settling waits this many times as long as it last took
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Settling:
    """Whether and when to settle.

    Each settling lines up again every event that grew, so at short intervals a large intake would mostly do
    that: the intervals grow with what a settling takes.
    """

    database: Database
    read_claims: ReadClaims
    alive: Callable[[float], None] = lambda seconds: None
    clock: Callable[[], float] = time.monotonic
    _outlets: set[str] = field(default_factory=set)
    _pending: bool = False
    _last: float | None = None
    _took: float = 0.0
    _not_before: float = 0.0

    def stored(self, decision: Decision) -> None:
        """Note what became of an article."""
        if decision.fate is Fate.THERE:
            return
        touched: tuple[Article | None, ...] = (decision.article, decision.replaces)
        self._outlets.update(article.outlet for article in touched if article and article.outlet)
        self._pending = True
        if self._last is None:
            self._last = self.clock()

    def settle_if_due(self) -> None:
        waited = self.clock() - (self._last or 0.0)
        if self._pending and waited >= max(_SOONEST_S, _SHARE * self._took):
            self.settle()

    def settle(self) -> None:
        """Settle what waits, also what others left. A fault in it is logged: the articles are safe."""
        began = self.clock()
        if began < self._not_before:
            return
        self.alive(SETTLING_S)
        if self._pending or ingest.unsettled(self.database):
            self._settle()
        self._last, self._took, self._pending = self.clock(), self.clock() - began, False

    def _settle(self) -> None:
        try:
            ingest.settle(
                self.database, self.read_claims, lambda stage: self.alive(SETTLING_S), self._outlets
            )
            self._outlets.clear()
        except DatabaseError:
            raise
        except Exception:
            _log.exception("events could not be settled")
            self._not_before = self.clock() + _AFTER_FAULT_S
