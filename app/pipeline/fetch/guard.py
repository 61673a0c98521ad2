"""Which addresses of the network may be connected to: public ones, and those the settings name."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.errors import BadInputError
from app.pipeline.fetch.fetched import FetchError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")  # all that is routed; what is not in it is no public host
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # how a network without IPv4 spells an IPv4 address
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))  # 6to4, Teredo
# The IPv4 end of 6to4; what protocols keep for themselves, of which the standard library knows but a part.
_OWN_V4 = (ipaddress.IPv4Network("192.88.99.0/24"), ipaddress.IPv4Network("192.0.0.0/24"))
_EXAMPLES_V6 = ipaddress.IPv6Network("3fff::/20")  # for documentation (RFC 9637)
# What browsers refuse above 1023 (Fetch standard, "bad port"): services that a GET could be made to talk to.
_SERVICES = frozenset(
    (1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080)
)
_ENTRY = re.compile(r"(?P<host>\[[^\]/]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class _Entry:
    host: str | None
    network: _Network | None
    port: int | None

    def covers(self, host: str, port: int, ip: IP) -> bool:
        if self.port is not None and self.port != port:
            return False
        return self.host == host or (self.network is not None and ip in self.network)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts and networks that may be fetched from though they are inside."""

    entries: tuple[_Entry, ...] = ()

    @classmethod
    def of(cls, words: str) -> Allowed:
        """From a list with commas: names, addresses, networks, each with a port or without.

        BadInputError if one of them is none of these.
        """
        return cls(tuple(_entry(word.strip()) for word in words.split(",") if word.strip()))

    def covers(self, host: str, port: int, ip: IP) -> bool:
        return any(entry.covers(host, port, ip) for entry in self.entries)


def _entry(words: str) -> _Entry:
    network = _network(words)
    if network:
        return _Entry(None, network, None)
    match = _ENTRY.fullmatch(words)
    if not match:
        raise BadInputError(f"CROSSREAD_FETCH_ALLOW: {words!r} is no host, address or network")
    port = int(match["port"]) if match["port"] else None
    host = match["host"].strip("[]").casefold().removesuffix(".")
    network = _network(host)
    return _Entry(None if network else host, network, port)


def _network(words: str) -> _Network | None:
    try:
        return ipaddress.ip_network(words, strict=False)
    except ValueError:
        return None


def is_public(ip: IP) -> bool:
    """Whether an address is one of the public internet, also the one it wraps.

    Addresses of 6to4 and Teredo are not: tunnels to an IPv4 address that stands in them, long given up.
    """
    if isinstance(ip, ipaddress.IPv4Address):
        return (
            ip.is_global
            and not ip.is_multicast
            and not ip.is_reserved
            and not any(ip in own for own in _OWN_V4)
        )
    if ip.ipv4_mapped:
        return is_public(ip.ipv4_mapped)
    if ip in _NAT64:
        return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in _UNICAST_V6 and ip.is_global and not any(ip in net for net in (*_TUNNELS, _EXAMPLES_V6))


def vetted(host: str, port: int, found: Iterable[str], allowed: Allowed) -> Sequence[IP]:
    """The addresses that a name gave, as numbers to connect to; FetchError if but one of them is inside.

    A name with a public and an inner address is refused as a whole: no honest page has one. So are ports
    of other services than the web. What the settings name is let through as they name it.
    """
    ips = tuple(dict.fromkeys(ipaddress.ip_address(words) for words in found))
    others = [ip for ip in ips if not allowed.covers(host, port, ip)]
    if others and not _usual(port):
        raise FetchError(f"port {port} of {host} is not one that pages are served from")
    if not all(is_public(ip) for ip in others):
        raise FetchError(
            f"{host} is inside this machine or its network, which is never fetched "
            "(CROSSREAD_FETCH_ALLOW names exceptions)"
        )
    return ips


def _usual(port: int) -> bool:
    """Whether web servers of strangers are expected there."""
    return port in (80, 443) or (port > 1023 and port not in _SERVICES)
