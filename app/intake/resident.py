"""The worker that stays: alone at its database, taking up what waits and what others left half done."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app import store
from app.domain.intake import ItemState
from app.intake import words
from app.intake.endings import LOCK, After
from app.intake.limits import outgrown
from app.intake.opening import PREFIX
from app.intake.settling import Settling
from app.intake.worker import ITEM_S, Tools, work
from app.store import Database

KEPT = dt.timedelta(days=30)  # what could not be read, for another try
_PAUSE_S = 0.5
_SWEEP_S = 86_400.0


# How often a process may have ended over an item that is to be tried again.
_MOST = {After.START: 5, After.LATE: 1, After.ENDED: 2}


def reside(
    database: Database,
    tools: Tools,
    between: Callable[[], None],
    after: After = After.START,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Work whenever something waits, until this process ends; waits while another worker is at the database.

    Items that a process before this one left half done are taken up again. It returns where it has grown too
    large, so that another may take its place.
    """
    while True:
        with database.alone(LOCK) as alone:
            if alone:
                _take_up(database, after)
                return _work_on(database, tools, between, pause)
        pause(_PAUSE_S)


class _OutgrownError(Exception):
    """The process has grown too large."""


def work_once(database: Database, tools: Tools) -> Counter[ItemState] | None:
    """Work on what waits now; None where another worker is at the database: then it will."""
    with database.alone(LOCK) as alone:
        if not alone:
            return None
        _take_up(database, After.START)
        return work(database, tools)


def _take_up(database: Database, after: After) -> None:
    reason = words.too_long(ITEM_S) if after is After.LATE else words.ENDED
    with database.writing() as session:
        store.release_running(session, _MOST[after], reason)
        store.drop_old_payloads(session, dt.datetime.now(dt.UTC) - KEPT)
    _sweep()


def _work_on(
    database: Database, tools: Tools, between: Callable[[], None], pause: Callable[[float], None]
) -> None:
    settling = Settling(database, tools.read_claims, tools.alive)

    def after_item() -> None:
        tools.alive(ITEM_S)
        between()
        if outgrown():
            raise _OutgrownError

    with database.watched() as version, suppress(_OutgrownError):
        seen = None
        while True:
            now = version()
            if now != seen or _waits(database, tools):
                work(database, tools, after_item, settling)
                seen = now
            else:
                after_item()
                tools.alive(0)
                pause(_PAUSE_S)


def _waits(database: Database, tools: Tools) -> bool:
    with database.session() as session:
        return store.item_waits(session, tools.now())


def _sweep() -> None:
    """Remove the files that a worker that was killed left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _SWEEP_S:
                path.unlink()
