"""How the worker's process may end, and what that tells the next one."""

from __future__ import annotations

from enum import StrEnum

LOCK = "worker"  # the name of the lock a worker holds at its database as long as it lives
LATE = 1  # the status that faulthandler ends a process with
FAULT = 70
NO_DATABASE = 75  # not the fault of what was being read


class After(StrEnum):
    """What ended the worker before this one."""

    START = "start"  # nothing, or it ended with its server
    LATE = "late"  # it took too long over something
    ENDED = "ended"  # it came to an end by itself


def ended(status: int) -> After:
    """What a process with this exit status (below 0: a signal) ended for."""
    if status in (0, NO_DATABASE):
        return After.START
    return After.LATE if status == LATE else After.ENDED
