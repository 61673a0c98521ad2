"""The way out: names are looked up and vetted here, and the address that was vetted is connected to."""

from __future__ import annotations

import errno
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpcore

from app.pipeline.fetch.fetched import FetchError
from app.pipeline.fetch.guard import IP, Allowed, vetted

Resolve = Callable[[str, int], Sequence[str]]
Clock = Callable[[], float]
_MOST_TRIED = 4  # addresses of one name
_FAILURES = (
    (httpcore.ConnectTimeout, "does not answer"),
    (httpcore.TimeoutException, "stopped answering"),
    (httpcore.ConnectError, "can't be reached"),
)
_OFFLINE = (errno.ENETUNREACH, errno.ENETDOWN)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes that one fetch may take. `data` counts what is left after decompression."""

    connect: float = 10.0
    between: float = 15.0  # from one byte to the next
    in_all: float = 45.0  # redirects included, waiting out of politeness not
    data: int = 12_000_000
    wire: int = 14_000_000  # everything read from the connection


LIMITS = Limits()


@dataclass(slots=True)
class Budget:
    """What is left of the limits; FetchError where it is spent."""

    limits: Limits
    clock: Clock = time.monotonic
    ends: float = field(init=False)
    wire: int = field(init=False)

    def __post_init__(self) -> None:
        self.ends = self.clock() + self.limits.in_all
        self.wire = self.limits.wire

    def patience(self, host: str, limit: float) -> float:
        """Seconds to wait for one thing, `limit` at most."""
        left = self.ends - self.clock()
        if left <= 0:
            raise FetchError(f"{host} took longer than {self.limits.in_all:g} seconds", again=True)
        return min(limit, left)

    def read(self, host: str, count: int) -> None:
        self.wire -= count
        if self.wire < 0:
            raise FetchError(f"{host} sends more than {self.limits.wire / 1e6:.0f} MB")


def resolve(host: str, port: int) -> Sequence[str]:
    """The system's addresses for a name; socket.gaierror if it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


@dataclass(slots=True)
class Backend(httpcore.NetworkBackend):
    """Connects to public addresses only, and lets no connection outlast the budget."""

    allowed: Allowed
    budget: Budget
    resolve: Resolve = resolve
    connect: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception | None = None
        for ip in vetted(host, port, self._found(host, port), self.allowed)[:_MOST_TRIED]:
            try:
                return self._connected(host, port, ip)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = failed or error
        raise failed or httpcore.ConnectError("no address")

    def _connected(self, host: str, port: int, ip: IP) -> httpcore.NetworkStream:
        patience = self.budget.patience(host, self.budget.limits.connect)
        return _Stream(host, self.connect.connect_tcp(str(ip), port, patience), self.budget)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise FetchError("sockets of this machine are not fetched")

    def _found(self, host: str, port: int) -> Sequence[str]:
        """Looked up in a thread: the system's own time limit for names is long and can't be set."""
        lookup = _Lookup(self.resolve, host, port)
        lookup.start()
        lookup.join(self.budget.patience(host, self.budget.limits.connect))
        if lookup.failed:
            raise unknown_name(host, lookup.failed)
        if lookup.found is None:
            raise FetchError(f"looking up the name {host} takes too long", again=True)
        return lookup.found


class _Lookup(threading.Thread):
    def __init__(self, resolve: Resolve, host: str, port: int) -> None:
        super().__init__(daemon=True)
        self._ask = partial(resolve, host, port)
        self.found: Sequence[str] | None = None
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            self.found = self._ask()
        except (OSError, UnicodeError) as error:
            self.failed = error


@dataclass(slots=True)
class _Stream(httpcore.NetworkStream):
    """A connection on a budget: a server that drips a byte a second runs out of it like a silent one."""

    host: str
    under: httpcore.NetworkStream
    budget: Budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self.under.read(max_bytes, self._patience())
        self.budget.read(self.host, len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.under.write(buffer, self._patience())

    def close(self) -> None:
        self.under.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        under = self.under.start_tls(ssl_context, server_hostname, self._patience())
        return _Stream(self.host, under, self.budget)

    def get_extra_info(self, info: str) -> Any:
        return self.under.get_extra_info(info)

    def _patience(self) -> float:
        return self.budget.patience(self.host, self.budget.limits.between)


def unknown_name(host: str, error: Exception) -> FetchError:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return FetchError(
            f"the name {host} can't be looked up just now: is this machine connected?", again=True
        )
    return FetchError(f"there is no host called {host}")


def failure(host: str, error: Exception) -> FetchError:
    """What went wrong on the way, in words."""
    cause = error.__cause__
    if isinstance(cause, ssl.SSLError):
        return FetchError(_insecure(host, cause))
    return FetchError(f"{host} {_broken(error, cause)}", again=True)


def _insecure(host: str, error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{host} can't prove to be {host}: its certificate is not valid ({error.verify_message})"
    return f"{host} offers no secure connection that works here; try the address with http://"


def _broken(error: Exception, cause: BaseException | None) -> str:
    if isinstance(cause, ConnectionRefusedError):
        return "takes no connections"
    if isinstance(cause, OSError) and cause.errno in _OFFLINE:
        return "can't be reached: this machine has no way there"
    if isinstance(error, httpcore.RemoteProtocolError) and "complete" not in str(error):
        return "answers in a way that is not HTTP, or at too great length"
    for kind, words in _FAILURES:
        if isinstance(error, kind):
            return words
    return "broke off before it had sent everything"
