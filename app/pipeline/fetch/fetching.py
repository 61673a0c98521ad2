"""The fetcher: robots asked, turns waited for, redirects followed and vetted one by one."""

from __future__ import annotations

import datetime as dt
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property

import httpcore

from app import __version__
from app.pipeline.fetch.address import Address, address
from app.pipeline.fetch.answers import SAVE_IT, refuse_media_type, refuse_status
from app.pipeline.fetch.exchange import Answer, asked
from app.pipeline.fetch.fetched import Fetched, Fetcher, FetchError
from app.pipeline.fetch.guard import Allowed
from app.pipeline.fetch.network import LIMITS, Backend, Budget, Clock, Limits, Resolve, resolve
from app.pipeline.fetch.pace import Pace
from app.pipeline.fetch.robots import MOST_READ, NO_RULES, PRODUCT, Robots, Rules, rules_of

AGENT = f"{PRODUCT}/{__version__} (reads single articles for a newsroom; heeds robots.txt)"
MOST_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = (301, 308)
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.5",
    "Accept-Language": "en,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_LONGEST_CONDITION = 500


def fetcher(
    allow: str = "",
    *,
    limits: Limits = LIMITS,
    resolve: Resolve = resolve,
    clock: Clock = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetcher:
    """What fetches pages and feeds from public addresses, and from those that `allow` names besides.

    It knows for its life what sites ask of machines and when they were asked last, so a process has one.
    `limits`, and those after it, are for tests. BadInputError if `allow` is no list of hosts and networks.
    """
    return _Fetching(Allowed.of(allow), limits, resolve, clock, sleep)


@dataclass
class _Fetching:
    allowed: Allowed
    limits: Limits
    resolve: Resolve
    clock: Clock
    sleep: Callable[[float], None]
    robots: Robots = field(init=False)
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.robots, self.pace = Robots(self.clock), Pace(self.clock)

    @cached_property
    def tls(self) -> ssl.SSLContext:
        return httpcore.default_ssl_context()

    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        conditions = _conditions(etag, last_modified)
        budget, met, moves = Budget(self.limits, self.clock), [address(url)], 0
        while True:
            self._wait_for_leave(met[-1], budget)
            with self._asked(met[-1], budget, conditions) as answer:
                if answer.status not in _REDIRECTS:
                    found = self._fetched(url, met, answer, conditions)
                    return replace(found, moved=str(met[moves])) if moves else found
                if answer.status in _FOR_GOOD and moves == len(met) - 1:
                    moves += 1
                met.append(_next(met, answer))

    def _wait_for_leave(self, at: Address, budget: Budget) -> None:
        rules = self.robots.rules(at.origin, lambda: self._rules(at, budget))
        if not rules.allow(str(at)):
            raise FetchError(f"{at.host} asks machines not to read this page (robots.txt); {SAVE_IT}")
        wait = self.pace.turn(at.netloc, rules.delay)
        if wait > 0:
            self.sleep(wait)
            budget.ends += wait

    def _asked(
        self, at: Address, budget: Budget, headers: Mapping[str, str]
    ) -> AbstractContextManager[Answer]:
        backend = Backend(self.allowed, budget, self.resolve)
        return asked(at, {**_HEADERS, **headers}, backend, self.tls)

    def _rules(self, site: Address, budget: Budget) -> Rules:
        """The site's robots.txt; where there is none, or it leads nowhere, all may be read."""
        met = [site.join("/robots.txt")]
        while True:
            with self._asked(met[-1], budget, {}) as answer:
                if answer.status in _REDIRECTS:
                    if len(met) > MOST_REDIRECTS or not (location := answer.headers.get("location")):
                        return NO_RULES
                    met.append(met[-1].join(location))
                else:
                    return _rules(site, answer)

    def _fetched(
        self, url: str, met: list[Address], answer: Answer, conditions: Mapping[str, str]
    ) -> Fetched:
        now = dt.datetime.now(dt.UTC)
        unchanged = answer.status == 304 and bool(conditions)
        if not unchanged:
            refuse_status(answer.status, answer.headers.get("retry-after", ""), now)
            refuse_media_type(answer.media_type)
            _refuse_length(answer, self.limits)
        return Fetched(
            asked=url.strip(),
            address=str(answer.address),
            data=b"" if unchanged else answer.body(),
            fetched_on=now,
            media_type=answer.media_type,
            charset=answer.charset,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            unchanged=unchanged,
            via=tuple(map(str, met[1:-1])),
        )


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """What a server gave is handed back only if it can stand in a header."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in asked.items() if value and _fits_a_header(value)}


def _fits_a_header(value: str) -> bool:
    return len(value) <= _LONGEST_CONDITION and value.isascii() and value.isprintable()


def _next(met: list[Address], answer: Answer) -> Address:
    here, location = met[-1], answer.headers.get("location")
    if not location:
        raise FetchError(f"{here.host} redirects to nowhere")
    there = here.join(location)
    if there in met:
        raise FetchError(f"{here.host} redirects in a circle, as sites do that want cookies; {SAVE_IT}")
    if len(met) > MOST_REDIRECTS:
        raise FetchError(f"{met[0].host} redirects more than {MOST_REDIRECTS} times")
    return there


def _rules(site: Address, answer: Answer) -> Rules:
    if answer.status >= 500 or answer.status == 429:
        raise FetchError(
            f"{site.host} can't say just now what machines may read "
            f"(its robots.txt answered {answer.status})",
            again=True,
        )
    return rules_of(answer.body(most=MOST_READ)) if answer.status == 200 else NO_RULES


def _refuse_length(answer: Answer, limits: Limits) -> None:
    told = answer.headers.get("content-length", "")
    if told.isdecimal() and int(told[:18]) > limits.data:
        raise FetchError(f"is {int(told[:18]) / 1e6:,.1f} MB; {limits.data / 1e6:.0f} MB at most are read")
