"""Whatever comes in is read or refused with a reason: by chance, with hypothesis and with damaged pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import CrossreadError
from app.pipeline.fetch import address
from app.pipeline.read.feeds import parse_feed
from app.pipeline.read.opml import read_opml
from benchmarks.fuzz import SECONDS, Outcome, came_to, case, report, run

_FINE = ("article", "refused")
_SEED = 6
_CASES = 20
_quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

_STATED = (
    "The mill at Dunmore will close in August, its owners told 340 workers.",
    "2024-05-02T10:00:00Z",
    "&#xD800;",
    "og:title",
    "application/ld+json",
    "article:published_time",
    "paywall",
    "{",
    "http://[",
)
_NAMES = "class id property name content datetime href itemprop lang hidden type"
_WORDS = st.text(max_size=40) | st.sampled_from(_STATED)
_TAGS = st.sampled_from(
    [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "h1",
        "p",
        "div",
        "article",
        "time",
        "script",
        "b",
        "br",
        "table",
        "td",
        "li",
        "a",
        "noscript",
    ]
)
_ATTRIBUTES = st.dictionaries(st.sampled_from(_NAMES.split()), _WORDS, max_size=3)


def _element(tag: str, attributes: dict[str, str], inside: list[str], closed: bool) -> str:
    stated = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{stated}>{''.join(inside)}" + (f"</{tag}>" if closed else "")


_MARKUP = st.recursive(
    _WORDS,
    lambda inside: st.builds(_element, _TAGS, _ATTRIBUTES, st.lists(inside, max_size=4), st.booleans()),
    max_leaves=25,
)


@_quick
@given(st.binary(max_size=2_000))
def test_any_bytes_as_a_page(data: bytes) -> None:
    assert came_to(data) in _FINE


@_quick
@given(_MARKUP)
def test_any_markup_as_a_page(markup: str) -> None:
    assert came_to(markup.encode("utf-8", "surrogatepass")) in _FINE


@pytest.mark.parametrize("read", [parse_feed, read_opml], ids=["feed", "opml"])
@pytest.mark.parametrize(
    "head", ["", "<rss><channel><item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<opml>", "{"]
)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(inside=_MARKUP)
def test_any_words_as_a_feed(read: Callable[[bytes], object], head: str, inside: str) -> None:
    _told(lambda: read(f"{head}{inside}".encode("utf-8", "surrogatepass")))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="/:@.[]%0127xlocahst#?\\", max_size=30).map("http://".__add__))
def test_any_words_as_an_address(words: str) -> None:
    _told(lambda: address(words))


def _told(call: Callable[[], object]) -> None:
    try:
        call()
    except CrossreadError as error:
        reason = str(error)
    else:
        reason = "read"
    assert reason


def test_damaged_pages() -> None:
    outcomes = list(run(_SEED, range(_CASES)))
    assert [one for one in outcomes if not one.fine] == []
    assert max(one.seconds for one in outcomes) < SECONDS


def test_a_case_is_the_same_whenever_it_is_made() -> None:
    pages = [b"<p>One.</p>" * 40, b"<div>Two.</div>" * 40]
    assert [case(1, n, pages) for n in range(20)] == [case(1, n, pages) for n in range(20)]
    assert case(1, 1, pages) != case(2, 1, pages)


def test_what_goes_wrong_is_counted() -> None:
    outcomes = [Outcome(0, "article", 0.1, 90.0), Outcome(1, "hang", 10.0, 0.0)]
    assert "| crashes, hangs, contradictions | 1 |" in report(outcomes)
    assert "| peak memory | 90 MB |" in report(outcomes)
