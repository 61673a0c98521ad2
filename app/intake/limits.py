"""What holds a worker process: its server's life, time for each step, memory, room for the pages."""

from __future__ import annotations

import faulthandler
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

MEMORY_BYTES = 6 * 2**30  # of addresses; a model, its tables and the largest article take half of it
RECYCLED_BYTES = 2 * 2**30
_NICE = 10  # a tenth of a core that a page wants too
_opened: list[int] = []


def _nowhere() -> int:
    if not _opened:
        _opened.append(os.open(os.devnull, os.O_WRONLY))
    return _opened[0]


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


def outgrown() -> bool:
    """Whether this process holds more memory than one that goes on may. Where that can't be told, it may."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return False  # the most it ever held would do, but for that a process begins with its parent's
    return pages * os.sysconf("SC_PAGE_SIZE") > RECYCLED_BYTES
