from __future__ import annotations

import pytest

from app.errors import BadInputError
from app.pipeline.read.feeds import NamedFeed
from app.pipeline.read.opml import MAX_FEEDS, is_opml, read_opml, write_opml


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="1.0"><head/><body>{body}</body></opml>'.encode()


def test_feeds_of_a_list_with_their_folders() -> None:
    feeds, problems = read_opml(
        opml(
            """<outline text="News"><outline text="Coast">
            <outline type="rss" text="Herald" title="Harbour Herald" xmlUrl="https://herald.example.org/feed"/>
            </outline><outline type="rss" text="Bay &lt;b&gt;Post&lt;/b&gt;" XMLURL="feed://bay.example.org/rss"/></outline>
            <outline text="Herald again" xmlurl="http://www.herald.example.org/feed/"/>
            <outline text="Odd" xmlUrl="file:///etc/passwd"/><outline type="rss" text="Empty" xmlUrl=""/>"""
        )
    )
    assert feeds == (
        NamedFeed("https://herald.example.org/feed", "Harbour Herald", "News / Coast"),
        NamedFeed("http://bay.example.org/rss", "Bay Post", "News"),
    )
    assert problems == (
        "“file:///etc/passwd” is not a web address (http:// or https://)",
        "“Empty” has no address",
    )


@pytest.mark.parametrize(
    "data",
    [
        opml('<outline text="A & B" xmlUrl="https://a.example.org/feed">'),
        opml('<outline xmlUrl="https://a.example.org/feed"/>').decode().encode("utf-16"),
        b"<OPML><body><OUTLINE xmlURL='https://a.example.org/feed'/></body></OPML>",
        b'<!DOCTYPE opml SYSTEM "http://127.0.0.1/opml.dtd">'
        + opml('<outline xmlUrl="https://a.example.org/feed"/>')[21:],
    ],
)
def test_lists_that_are_not_quite_right_are_read(data: bytes) -> None:
    assert is_opml(data)
    assert [feed.url for feed in read_opml(data)[0]] == ["https://a.example.org/feed"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "XML"),
        (b"<rss/>", "no OPML"),
        (b"<rdf:RDF/>", "no OPML"),
        (opml(""), "names no feed"),
        (
            opml('<outline xmlUrl="mailto:a@example.org"/>'),
            "names no feed; “mailto:a@example.org” is not a web",
        ),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body>&a;</body></opml>', "declares entities"),
        (b"<opml>" + b"x" * 9_000_000, "may have"),
    ],
)
def test_lists_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        read_opml(data)


def test_a_list_of_any_length_and_depth_is_bounded() -> None:
    many = "".join(f'<outline xmlUrl="https://a.example.org/{n}"/>' for n in range(MAX_FEEDS + 5))
    feeds, problems = read_opml(opml(many))
    assert len(feeds) == MAX_FEEDS
    assert problems[0].startswith("names more than")
    deep = '<outline xmlUrl="https://a.example.org/">' * 100_000
    assert read_opml(opml(deep))[0] == (NamedFeed("https://a.example.org/"),)


def test_what_is_written_is_read_again() -> None:
    feeds = (
        NamedFeed("https://a.example.org/?a=1&b=2", 'A "quoted" <name>'),
        NamedFeed("https://b.example.org/"),
    )
    again, problems = read_opml(write_opml(feeds, "Mine"))
    assert [feed.url for feed in again] == [feed.url for feed in feeds]
    assert again[0].title == 'A "quoted"'
    assert not problems
