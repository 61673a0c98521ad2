"""Keeps a worker process running beside a server, and ends it with the server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import app
from app.intake.endings import LATE, After, ended

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
_LONG_RUN_S = 60.0  # after which a process that ends is no sign of a lasting trouble


def command(*arguments: str) -> tuple[str, ...]:
    """The command line that runs this very program; see `environment` for where it is found."""
    return (sys.executable, "-P", "-m", app.__name__, *arguments)


def environment() -> dict[str, str]:
    """The environment in which `command` finds this program, whatever lies in the folder one works in.

    The libraries that count are kept to one core: the others are for the pages.
    """
    paths = [str(Path(app.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**threads, **os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


class Supervisor:
    """Starts a process, and another one whenever it ends: at once if it ended in order, else later.

    The process holds the other end of a pipe as its standard input, and is to end when that does. So it ends
    with us however we end. `arguments` are told what ended the process before.
    """

    def __init__(
        self,
        arguments: Callable[[After], Sequence[str]],
        environ: Mapping[str, str] | None = None,
        first_pause: float = _FIRST_PAUSE_S,
    ) -> None:
        self._arguments = arguments
        self._environ = environ
        self._first_pause = first_pause
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def __enter__(self) -> Supervisor:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, at once: it may be ended at any moment."""
        self._stopping.set()
        with self._starting:
            process = self._process
        if process is not None:
            process.kill()
        self._thread.join()

    def _run(self) -> None:
        after, pause = After.START, 0.0
        while not self._stopping.wait(pause):
            began = time.monotonic()
            status = self._run_once(after)
            after = ended(status)
            pause = _pause(status, pause, time.monotonic() - began, self._first_pause)

    def _run_once(self, after: After) -> int:
        with self._starting:
            if self._stopping.is_set():
                return 0
            self._process = subprocess.Popen(  # noqa: S603 - our own program, with our own words
                self._arguments(after),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env=self._environ,
                # Out of the terminal's group: Ctrl-C is for the server, which then ends this.
                start_new_session=True,
            )
        status = self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        return status


def _pause(status: int, before: float, ran: float, first: float) -> float:
    """Seconds until the next start: the longer, the more often it ended soon."""
    if status in (0, LATE) and ran > first:
        return 0.0
    return first if ran > _LONG_RUN_S else min(max(before * 2, first), _LONGEST_PAUSE_S)
