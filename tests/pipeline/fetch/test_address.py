"""Addresses as people and pages write them."""

from __future__ import annotations

import pytest

from app.pipeline.fetch import FetchError, address

ONE_SPELLING = [
    ("https://example.org", "https://example.org/"),
    (" https://Example.ORG/Story#part-2 ", "https://example.org/Story"),
    ("HTTP://example.org:80/a", "http://example.org/a"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://example.org:/a", "https://example.org/a"),
    ("https://bücher.example/über?q=ä", "https://xn--bcher-kva.example/%C3%BCber?q=%C3%A4"),
    ("http://127。0。0。1/", "http://127.0.0.1/"),  # refused later, as what it is
    ("http://[::1]:8080/", "http://[::1]:8080/"),
    ("http://[0:0:0:0:0:FFFF:7F00:1]/", "http://[::ffff:7f00:1]/"),
    ("http://under_score.example.org/", "http://under_score.example.org/"),
]


@pytest.mark.parametrize(("words", "expected"), ONE_SPELLING)
def test_an_address_has_one_spelling(words: str, expected: str) -> None:
    assert str(address(words)) == expected


ODD = [
    ("", "has to begin with http"),
    ("example.org/story", "has to begin with http"),
    ("//example.org/story", "has to begin with http"),
    ("file:///etc/passwd", "has to begin with http"),
    ("ftp://example.org/", "has to begin with http"),
    ("javascript:alert(1)", "has to begin with http"),
    ("view-source:https://example.org/", "has to begin with http"),
    ("https://", "no host"),
    ("https:///path", "no host"),
    ("https://.", "no host"),
    ("https://-a.example/", "no host"),
    ("https://a..example/", "no host"),
    ("https://ex%61mple.org/", "no host"),
    ("https://a/" + "x" * 5_000, "longer than"),
    ("https://" + "a." * 150 + "example/", "no host"),
    ("https://user:secret@example.org/", "user name or password"),
    ("https://example.org@127.0.0.1/", "user name or password"),
    ("https://user@example.org/", "user name or password"),
    ("https://a\\@example.org/", "a backslash"),
    ("https://exa mple.org/", "a space"),
    ("https://example.org/a\r\nHost: inside", "a space"),
    ("https://exam\u202eple.org/", "characters that no address has"),
    ("https://example.org:99999/", "port"),
    ("https://example.org:0/", "port"),
    ("https://example.org:x/", "can't be read"),
    ("http://[::1", "can't be read"),
    ("http://[fe80::1%25eth0]/", "network interface"),
    # The inside, written in ways that a resolver understands and a reader does not
    ("http://127.1/", "odd way"),
    ("http://2130706433/", "odd way"),
    ("http://0x7f000001/", "odd way"),
    ("http://0x7f.1/", "odd way"),
    ("http://0177.0.0.1/", "can't be read"),
    ("http://127.0.0.01/", "can't be read"),
    ("http://017700000001./", "odd way"),
    ("http://0/", "odd way"),
    ("http://1２7.0.0.1/", "can't be read"),
    ("http://①②⑦.0.0.1/", "can't be read"),
]


@pytest.mark.parametrize(("words", "reason"), ODD)
def test_an_odd_address_is_refused_with_a_reason(words: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as raised:
        address(words)
    assert not raised.value.again


REDIRECTS = [
    ("/b", "https://example.org/b"),
    ("c?d=1#e", "https://example.org/a/c?d=1"),
    ("//other.example/x", "https://other.example/x"),
    ("http://other.example:8080/", "http://other.example:8080/"),
]


@pytest.mark.parametrize(("location", "expected"), REDIRECTS)
def test_a_redirect_leads_on_from_where_it_stands(location: str, expected: str) -> None:
    assert str(address("https://example.org/a/b").join(location)) == expected


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "leads to file:"),
        ("gopher://example.org/", "leads to gopher:"),
        ("data:text/html,hello", "leads to data:"),
        ("http://2130706433/", "odd way"),
        ("http://user:pass@example.org/", "user name or password"),
        ("http://[::bad", "no web address"),
    ],
)
def test_a_redirect_to_anything_else_is_refused(location: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        address("https://example.org/a/b").join(location)
