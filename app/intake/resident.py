"""The worker as a process: alone at its database, ended with its server, bounded in time and memory."""

from __future__ import annotations

import datetime as dt
import faulthandler
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from app import store
from app.intake import words
from app.intake.endings import After
from app.intake.opening import PREFIX
from app.intake.settling import Settling
from app.intake.worker import ITEM_S, Tools, work
from app.store import Database

LOCK = "worker"
MEMORY_BYTES = 6 * 2**30  # address space; a model, its tables and an article of the largest take half of it
RECYCLED_BYTES = 2 * 2**30  # held at most by one that goes on
KEPT = dt.timedelta(days=30)  # what could not be read, for another try
_PAUSE_S = 0.5
_SWEEP_S = 86_400.0
_NICE = 5


# How often a process may have ended over an item that is to be tried again.
_MOST = {After.START: 5, After.LATE: 1, After.ENDED: 2}


def reside(database: Database, tools: Tools, between: Callable[[], None], after: After = After.START) -> None:
    """Work whenever something waits, until this process ends; waits while another worker is at the database.

    Items that a process before this one left half done are taken up again. It returns where it has grown too
    large, so that another may take its place.
    """
    while True:
        with database.alone(LOCK) as alone:
            if alone:
                _take_up(database, after)
                return _work_on(database, tools, between)
        time.sleep(_PAUSE_S)


def _take_up(database: Database, after: After) -> None:
    reason = words.too_long(ITEM_S) if after is After.LATE else words.ENDED
    with database.writing() as session:
        store.release_running(session, _MOST[after], reason)
        store.drop_old_payloads(session, dt.datetime.now(dt.UTC) - KEPT)
    _sweep()


def _work_on(database: Database, tools: Tools, between: Callable[[], None]) -> None:
    settling = Settling(database, tools.read_claims, tools.alive)
    with database.watched() as version:
        seen = None
        while not _outgrown():
            tools.alive(0)
            now = version()
            if now != seen or _waits(database, tools):
                work(database, tools, between, settling)
                seen = now
            else:
                between()
                tools.alive(0)
                time.sleep(_PAUSE_S)


def _waits(database: Database, tools: Tools) -> bool:
    with database.session() as session:
        return store.item_waits(session, tools.now())


def alive(seconds: float) -> None:
    """End this process with status LATE unless it is told anew within as many seconds; 0 for no limit.

    The watch is kept by a thread that needs nothing of Python, so code that never lets go is ended too.
    """
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    else:
        faulthandler.cancel_dump_traceback_later()


def end_with_input() -> None:
    """End this process when its standard input does: whoever started it holds the other end, and is gone."""
    threading.Thread(target=_until_input_ends, daemon=True).start()


def _until_input_ends() -> NoReturn:
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    os._exit(0)


def stand_back() -> None:
    """Let pages go first, and take no more memory than MEMORY_BYTES, where the system can hold us to it."""
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - there is none on Windows

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _outgrown() -> bool:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return False
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit > RECYCLED_BYTES


def _sweep() -> None:
    """Remove the files that a worker that was killed left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _SWEEP_S:
                path.unlink()


_opened: list[int] = []


def _nowhere() -> int:
    if not _opened:
        _opened.append(os.open(os.devnull, os.O_WRONLY))
    return _opened[0]
