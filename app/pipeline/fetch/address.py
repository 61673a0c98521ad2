"""Addresses as they are typed, pasted or redirected to, brought to one spelling or refused."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

import httpx

from app.pipeline.fetch.fetched import FetchError

_LONGEST = 4_000
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
# The last part of a name that the system would take for a number: 127.1, 0x7f.1, 2130706433, 0177.0.0.1
_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in one spelling: host in ASCII and lower case, no fragment, no user, no trailing dot."""

    url: httpx.URL
    host: str
    port: int

    def __str__(self) -> str:
        return str(self.url)

    @property
    def origin(self) -> str:
        return f"{self.url.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        return self.url.netloc.decode("ascii")

    def join(self, location: str) -> Address:
        """Where a redirect from here leads; FetchError if that is no web address."""
        try:
            return _checked(self.url.join(location))
        except (httpx.InvalidURL, ValueError):
            raise FetchError(f"{self.host} redirects to something that is no web address") from None


def address(words: str) -> Address:
    """FetchError with the reason if `words` are no web address, or one that could mean two things."""
    words = words.strip()
    if len(words) > _LONGEST:
        raise FetchError(f"the address is longer than {_LONGEST:,} characters")
    if not words.casefold().startswith(("http://", "https://")):
        raise FetchError("is no web address: it has to begin with http:// or https://")
    if "\\" in words or any(c.isspace() or not c.isprintable() for c in words):
        raise FetchError("the address holds characters that no address has (a space, a backslash)")
    try:
        return _checked(httpx.URL(words))
    except (httpx.InvalidURL, ValueError):
        raise FetchError("is no web address: its host or port can't be read") from None


def _checked(url: httpx.URL) -> Address:
    if url.scheme not in _PORTS:
        raise FetchError(f"leads to {url.scheme[:20]}:, and only http and https are fetched")
    if url.userinfo:
        raise FetchError("the address holds a user name or password (user@host); leave that out")
    host = url.raw_host.decode("ascii").lower()
    host = _literal(host) if ":" in host else _name(host.removesuffix("."))
    port = url.port if url.port is not None else _PORTS[url.scheme]
    if not 0 < port < 65536:
        raise FetchError(f"{port} is no port that a web server has")
    return Address(url.copy_with(host=host, fragment=None), host, port)


def _literal(host: str) -> str:
    if "%" in host:
        raise FetchError("the address names a network interface (%), which is not fetched")
    return str(ipaddress.IPv6Address(host))


def _name(host: str) -> str:
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise FetchError("is no web address: it names no host that can exist")
    if _NUMBER.fullmatch(host) and not _plain_ipv4(host):
        raise FetchError(f"{host} is a number written in an odd way, no name of a host")
    return host


def _plain_ipv4(host: str) -> bool:
    """Whether the host is four decimal numbers; a leading zero, which may mean octal, is not plain."""
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False
