"""Whatever comes in is read or refused with a reason: by chance, with hypothesis and with damaged pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.article import RawArticle
from app.errors import CrossreadError
from app.intake.packing import pack, unpack
from app.pipeline.fetch.address import address
from app.pipeline.read import Linked, read
from app.pipeline.read.addresses import identity
from app.pipeline.read.columns import preview
from app.pipeline.read.dates import DateOrder, order_of, parse_date
from app.pipeline.read.feeds import parse_feed
from app.pipeline.read.manifest import load_manifest
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


_ANY = st.text(st.characters(exclude_categories=()), max_size=60)  # halves of characters, too
_CELLS = st.text(';,\t|"\n\r\0 textdaurlfi012/\ud800é=', max_size=200)
_KEYS = st.sampled_from(
    ["text", "title", "date", "url", "source", "content", "outlet", "note", "id", "language", "byline"]
)
_VALUES = st.recursive(
    st.none()
    | st.integers()
    | st.floats()
    | _ANY
    | st.sampled_from(["2024-01-01", "01/02/2024", "99999-01-01"]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(_ANY | _KEYS, inside, max_size=5),
    max_leaves=12,
)
_JSON = st.lists(_VALUES.map(json.dumps), min_size=1, max_size=3).map("\n".join)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.json", "a.jsonl", "a.warc", "a.jsonl.gz"])
@_quick
@given(words=_CELLS | _JSON | _CELLS.map("text,date,url\n".__add__) | _CELLS.map("WARC/1.0\r\n".__add__))
def test_any_words_as_a_file(tmp_path_factory: pytest.TempPathFactory, name: str, words: str) -> None:
    path = tmp_path_factory.getbasetemp() / name
    data = words.encode("utf-8", "surrogatepass")
    path.write_bytes(gzip.compress(data)[: len(data) + 40] if name.endswith(".gz") else data)
    for found in read([path]):
        if isinstance(found, RawArticle):
            assert unpack(pack(found)) == found
        elif not isinstance(found, Linked):
            assert found.reason.isprintable()
            assert len(found.reason) < 1_000
    _told(lambda: preview(data, name))


@_quick
@given(_CELLS.map("file,date,outlet\n".__add__) | _CELLS)
def test_any_words_as_a_manifest(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    path = tmp_path_factory.getbasetemp() / "manifest.csv"
    path.write_bytes(words.encode("utf-8", "surrogatepass"))
    _told(lambda: load_manifest(path, decides=True))


@settings(max_examples=150, deadline=None)
@given(_ANY | st.text("0123456789/-.: TZ+apm,MayJunSept٣²", max_size=40), st.sampled_from([None, *DateOrder]))
def test_any_words_as_a_date(words: str, order: DateOrder | None) -> None:
    order_of(words)
    _told(lambda: parse_date(words, order))


@settings(max_examples=150, deadline=None)
@given(_ANY | st.text("/:@.[]%0127xlocahst#?\\&=;é\ud800 amp", max_size=60).map("http://".__add__))
def test_any_words_as_an_identity(words: str) -> None:
    found = identity(words)
    assert found is None or found == identity(words)
    _told(lambda: address("https://a.example.org/x/y").join(words))


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
