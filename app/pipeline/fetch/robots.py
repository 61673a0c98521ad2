"""What sites ask of machines (robots.txt, RFC 9309), asked for once an hour."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from app.pipeline.fetch.fetched import FetchError
from app.pipeline.fetch.network import Clock

PRODUCT = "Crossread"  # the name that a robots.txt calls us by
MOST_READ = 500 * 1024
_KEPT_FOR = 3600.0
_FAULT_KEPT_FOR = 60.0
_MOST_KEPT = 1_000
_LONGEST_DELAY = 10.0
# Agents named times rules for them: protego keeps every rule once for every agent of its group.
_MOST_RULES = 500_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt asks of us; without one, nothing."""

    parsed: Protego | None = None

    def allow(self, url: str) -> bool:
        return self.parsed is None or self.parsed.can_fetch(url, PRODUCT)

    @property
    def delay(self) -> float:
        """Seconds between requests it asks for, ten at most; 0 where it asks for none."""
        asked = self.parsed.crawl_delay(PRODUCT) if self.parsed else None
        return min(asked or 0.0, _LONGEST_DELAY)


NO_RULES = Rules()


def rules_of(data: bytes) -> Rules:
    """The rules in a robots.txt, or in whatever was served as one."""
    return Rules(Protego.parse(_bounded(data[:MOST_READ].decode("utf-8", "replace"))))


def _bounded(text: str) -> str:
    agents, rules, kept = 1, 1, []
    for line in text.splitlines():
        name = line.partition(":")[0].strip().lower()
        agents, rules = agents + name.startswith("user"), rules + ("allow" in name or "disal" in name)
        if agents * rules > _MOST_RULES:
            break
        kept.append(line)
    return "\n".join(kept)


@dataclass(slots=True)
class _Kept:
    until: float
    rules: Rules | FetchError


@dataclass(slots=True)
class Robots:
    """Rules by site, kept for an hour; that a site could not tell them, for a minute."""

    clock: Clock
    _kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rules(self, origin: str, ask: Callable[[], Rules]) -> Rules:
        """The site's rules, asked for with `ask` where they are not known; what it raises is raised."""
        with self._lock:
            kept = self._kept.get(origin)
        if kept is None or kept.until <= self.clock():
            kept = self._asked(ask)
            self._keep(origin, kept)
        if isinstance(kept.rules, FetchError):
            raise kept.rules.with_traceback(None)
        return kept.rules

    def _asked(self, ask: Callable[[], Rules]) -> _Kept:
        try:
            return _Kept(self.clock() + _KEPT_FOR, ask())
        except FetchError as error:
            return _Kept(self.clock() + _FAULT_KEPT_FOR, error)

    def _keep(self, origin: str, kept: _Kept) -> None:
        with self._lock:
            self._kept[origin] = kept
            self._kept.move_to_end(origin)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
