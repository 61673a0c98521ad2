"""Room between the requests to one host."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from app.pipeline.fetch.network import Clock

LEAST = 1.0  # seconds from one request to a host to the next
_MANY = 1_000


@dataclass(slots=True)
class Pace:
    """Whose turn it is at which host, over all threads of the process."""

    clock: Clock
    _free: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, host: str, delay: float = 0.0) -> float:
        """Seconds to wait before asking `host`; the turn is taken with that.

        `delay` is what the host asks for between two requests.
        """
        with self._lock:
            now = self.clock()
            start = max(now, self._free.get(host, now))
            if len(self._free) > _MANY:
                self._free = {name: free for name, free in self._free.items() if free > now}
            self._free[host] = start + max(LEAST, delay)
            return start - now
