"""What is public, what is inside, and what the settings allow."""

from __future__ import annotations

import ipaddress

import pytest

from app.errors import BadInputError
from app.pipeline.fetch import FetchError
from app.pipeline.fetch.guard import Allowed, is_public, vetted

PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "2606:4700::1111",
    "2001:4860:4860::8888",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
]
INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",  # behind a provider's translation
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",  # where clouds tell secrets
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4 in the oldest dress
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",  # Teredo
    "2001:db8::1",
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "2002:101:101::",
    "3fff::1",  # for documentation
    "3fff::1" if ipaddress.ip_address("3fff::1").is_private else "fc00::2",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("words", PUBLIC)
def test_public(words: str) -> None:
    assert is_public(ipaddress.ip_address(words))


@pytest.mark.parametrize("words", INSIDE)
def test_not_public(words: str) -> None:
    assert not is_public(ipaddress.ip_address(words))


def test_a_name_is_refused_for_one_inner_address_among_public_ones() -> None:
    with pytest.raises(FetchError, match="inside this machine or its network"):
        vetted("rebound.example", 443, ["1.1.1.1", "127.0.0.1"], Allowed())
    assert [str(ip) for ip in vetted("fine.example", 443, ["1.1.1.1", "1.1.1.1"], Allowed())] == ["1.1.1.1"]


ALLOWED = [
    # what the setting says, host, port, address, let through
    ("127.0.0.1", "127.0.0.1", 8000, "127.0.0.1", True),
    ("127.0.0.1", "named.example", 8000, "127.0.0.1", True),
    ("127.0.0.1", "127.0.0.2", 8000, "127.0.0.2", False),
    ("127.0.0.1:8000", "127.0.0.1", 8000, "127.0.0.1", True),
    ("127.0.0.1:8000", "127.0.0.1", 8001, "127.0.0.1", False),
    ("10.0.0.0/8, intranet.example", "archive", 80, "10.2.3.4", True),
    ("10.0.0.0/8, intranet.example", "intranet.example", 80, "192.168.0.1", True),
    ("10.0.0.0/8, intranet.example", "other.example", 80, "192.168.0.1", False),
    ("intranet.example:8080", "intranet.example", 80, "192.168.0.1", False),
    ("Intranet.Example.", "intranet.example", 80, "192.168.0.1", True),
    ("::1", "::1", 80, "::1", True),
    ("[::1]:81", "::1", 81, "::1", True),
    ("[::1]:81", "::1", 80, "::1", False),
    ("fd00::/8", "x", 80, "fd00::2", True),
    ("127.0.0.1", "127.0.0.1", 25, "127.0.0.1", True),
    ("127.0.0.1:25", "1.1.1.1", 25, "1.1.1.1", False),
    ("", "1.1.1.1", 443, "1.1.1.1", True),
    ("", "1.1.1.1", 8080, "1.1.1.1", True),
    ("", "1.1.1.1", 25, "1.1.1.1", False),
    ("", "1.1.1.1", 22, "1.1.1.1", False),
    ("", "1.1.1.1", 6667, "1.1.1.1", False),
]


@pytest.mark.parametrize(("setting", "host", "port", "ip", "through"), ALLOWED)
def test_what_the_settings_let_through(setting: str, host: str, port: int, ip: str, through: bool) -> None:
    allowed = Allowed.of(setting)
    if through:
        assert [str(found) for found in vetted(host, port, [ip], allowed)] == [ip]
    else:
        with pytest.raises(FetchError):
            vetted(host, port, [ip], allowed)


@pytest.mark.parametrize("words", ["http://intranet.example/", "a:b:c", "intranet.example/8", "10.0.0.0/99"])
def test_a_setting_that_names_nothing_is_refused(words: str) -> None:
    with pytest.raises(BadInputError, match="CROSSREAD_FETCH_ALLOW"):
        Allowed.of(words)
