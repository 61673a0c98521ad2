from __future__ import annotations

import contextlib
import json
import time

import pytest

from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.feeds import (
    MAX_BYTES,
    MAX_ENTRIES,
    Entry,
    ParsedFeed,
    feed_address,
    feeds_named,
    is_feed,
    parse_feed,
    same_feed,
)

AT = "https://herald.example.org/news/feed.xml"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def rss(items: str, head: str = "<title>Harbour Herald</title><link>/</link>") -> bytes:
    return f'<rss version="2.0" {CONTENT}><channel>{head}{items}</channel></rss>'.encode()


def item(inside: str) -> bytes:
    return rss(f"<item>{inside}</item>")


def one(data: bytes) -> Entry:
    (entry,) = parse_feed(data, AT).entries
    return entry


RSS_1 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://herald.example.org/"><title>Harbour Herald</title>
<link>https://herald.example.org/</link></channel>
<item rdf:about="https://herald.example.org/1"><title>Ferry late</title>
<link>https://herald.example.org/1</link><dc:date>2016-05-02T14:05:00+02:00</dc:date></item>
</rdf:RDF>"""
RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://example.org/rss-0.91.dtd">
<rss version="0.91"><channel><title>Harbour Herald</title><link>https://herald.example.org/</link>
<item><title>Ferry late</title><link>https://herald.example.org/1</link>
<pubDate>Mon, 02 May 2016 14:05:00 +0200</pubDate></item></channel></rss>"""
RSS_2 = """<rss version="2.0"><channel><title>Harbour Herald</title><link>https://herald.example.org/</link>
<item><title><![CDATA[Ferry late]]></title><link>https://herald.example.org/1</link>
<guid isPermaLink="false">n-1</guid><pubDate>Mon, 02 May 2016 14:05:00 +0200</pubDate></item>
</channel></rss>"""
ATOM_1 = f"""<?xml version="1.0" encoding="utf-8"?>
<feed {ATOM}><title>Harbour Herald</title><link href="https://herald.example.org/"/>
<link rel="self" href="{AT}"/><id>urn:herald</id>
<entry><id>n-1</id><title type="html">Ferry &lt;em&gt;late&lt;/em&gt;</title>
<link rel="alternate" href="https://herald.example.org/1"/><updated>2016-05-03T09:00:00Z</updated>
<published>2016-05-02T14:05:00+02:00</published></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Herald",
        "home_page_url": "https://herald.example.org/",
        "items": [
            {
                "id": "n-1",
                "url": "https://herald.example.org/1",
                "title": "Ferry late",
                "date_published": "2016-05-02T14:05:00+02:00",
            }
        ],
    }
)


@pytest.mark.parametrize("text", [RSS_1, RSS_091, RSS_2, ATOM_1, JSON_FEED])
def test_every_format_is_read_alike(text: str) -> None:
    feed = parse_feed(text.encode(), AT)
    assert (feed.title, feed.home, feed.notes) == ("Harbour Herald", "https://herald.example.org/", ())
    (entry,) = feed.entries
    assert (entry.title, entry.address) == ("Ferry late", "https://herald.example.org/1")
    assert entry.published == PartialDate.parse("2016-05-02T14:05+02:00")
    assert is_feed(text.encode())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mon, 02 May 2016 14:05:00 GMT", "2016-05-02T14:05+00:00"),
        ("Mon, 2 May 2016 14:05 EST", "2016-05-02T14:05-05:00"),
        ("2 May 2016 14:05:00", "2016-05-02T14:05"),
        ("2016-05-02T14:05:00.123Z", "2016-05-02T14:05+00:00"),
        ("2016-05-02", "2016-05-02"),
        ("May 2, 2016 2:05 PM", "2016-05-02T14:05"),
        ("Montag, 2. Mai 2016", None),
        ("03/04/2016", None),  # a day in March or in April
        ("Mon, 31 Feb 2016 10:00:00 GMT", None),
        ("yesterday", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_dates_are_read_with_their_zone_or_not_at_all(written: str, read: str | None) -> None:
    entry = one(item(f"<link>/a</link><pubDate>{written}</pubDate>"))
    assert (entry.published.isoformat() if entry.published else None) == read


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ("<link>/a/b</link>", "https://herald.example.org/a/b"),
        ("<link>c</link>", "https://herald.example.org/news/c"),
        ("<link>//other.example.org/d</link>", "https://other.example.org/d"),
        ("<link> https://herald.example.org/e?a=1&amp;b=2 </link>", "https://herald.example.org/e?a=1&b=2"),
        ("<guid>https://herald.example.org/f</guid>", "https://herald.example.org/f"),
        (
            '<guid isPermaLink="false">https://herald.example.org/g</guid><link>/h</link>',
            "https://herald.example.org/h",
        ),
        (
            "<link>https://counter.example.net/x</link>"
            '<o:origLink xmlns:o="http://rssnamespace.org/feedburner/ext/1.0">https://herald.example.org/i</o:origLink>',
            "https://herald.example.org/i",
        ),
    ],
)
def test_links_are_resolved(inside: str, address: str) -> None:
    assert one(item(inside)).address == address


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file://localhost/etc/passwd",
        "mailto:a@example.org",
        "ftp://example.org/a",
    ],
)
def test_a_link_that_leads_to_no_web_page_is_dropped_and_told(link: str) -> None:
    feed = parse_feed(rss(f"<item><title>Odd</title><link>{link}</link></item>"), AT)
    assert not feed.entries
    assert feed.notes == (f"entry 1 (“Odd”) leads to what is no web address: {link!r}",)


def test_an_entry_without_a_link_is_its_text() -> None:
    text = "<p>The ferry was late.</p><p>Nobody<br>was hurt &amp; all went home.</p><script>alert(1)</script>"
    entry = one(item(f"<title>Ferry</title><content:encoded><![CDATA[{text}]]></content:encoded>"))
    assert entry.address is None
    assert entry.content == "The ferry was late.\n\nNobody\nwas hurt & all went home."
    assert one(item("<description>Only this.</description>")).content == "Only this."


def test_a_guid_that_is_no_address_leads_nowhere() -> None:
    feed = parse_feed(item("<title>A</title><guid>12345</guid>"), AT)
    assert (feed.entries, feed.notes) == ((), ("entry 1 (“A”) has neither a link nor a text",))


def test_entries_without_ids_are_known_by_their_address_or_text() -> None:
    assert one(item("<link>/a</link>")).id == "https://herald.example.org/a"
    first, again = (one(item("<description>Only this.</description>")).id for _ in range(2))
    assert first == again
    assert first.startswith("sha256:")
    assert one(item(f"<link>/a</link><guid>{'x' * 9_000}</guid>")).id.startswith("sha256:")


def test_no_entry_is_read_twice() -> None:
    twice = "<item><guid isPermaLink='false'>{}</guid><link>{}</link></item>"
    same_id, same_link = twice.format("n-1", "/a") + twice.format("n-1", "/b"), twice.format("n-2", "/a")
    assert [e.address for e in parse_feed(rss(same_id + same_link), AT).entries] == [
        "https://herald.example.org/a"
    ]


def test_the_newest_come_first_and_no_more_than_are_worth_having() -> None:
    items = "".join(
        f"<item><link>/{n}</link><pubDate>2016-05-02T10:{n % 60:02}:00Z</pubDate></item>"
        for n in range(MAX_ENTRIES + 100)
    )
    feed = parse_feed(rss(items), AT)
    minutes = [entry.published.isoformat() for entry in feed.entries if entry.published]
    assert len(minutes) == MAX_ENTRIES
    assert minutes == sorted(minutes, reverse=True)
    assert feed.notes == (f"has {MAX_ENTRIES + 100} entries, of which the newest {MAX_ENTRIES} were read",)


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", None),  # the file is wrong
        ("utf-8", "utf-8", "iso-8859-1"),  # the server is wrong
        ("iso-8859-1", "iso-8859-1", None),
        ("cp1252", "utf-8", None),
        ("iso-8859-1", "", "iso-8859-1"),
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-16", None),
        ("utf-8-sig", "", None),
        ("utf-8", "no-such-encoding", "unicode_escape"),
    ],
)
def test_the_encoding_is_found(encoding: str, declared: str, header: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = head + item("<title>Café über Straße</title><link>/a</link>").decode()
    feed = parse_feed(text.encode(encoding), AT, header)
    assert [entry.title for entry in feed.entries] == ["Café über Straße"]
    assert is_feed(text.encode(encoding))


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>A & B</title><link>/a</link></item>",
        "<item><title>A &amp; B</title><link>/a</link>",
        "<item><title>A &amp; B</title><link>/a</link></itm></item>",
        "<item><title>A &amp; B</title><link>/a</link></item><x:y/>",
        "<item><title>A &amp; B</title><link>/a</link><description>caf&eacute;</description></item>",
    ],
)
def test_a_broken_feed_is_read_as_far_as_it_goes_and_told(broken: str) -> None:
    feed = parse_feed(rss(broken), AT)
    assert [(e.title, e.address) for e in feed.entries] == [("A & B", "https://herald.example.org/a")]
    assert "not well-formed" in " ".join(feed.notes)


def test_control_characters_do_no_harm() -> None:
    entry = one(item("<title>A\x00\x08B\x1b</title><link>/a</link>"))
    assert entry.title == "A B"


def test_markup_in_a_headline_is_taken_out() -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;Ferry &lt;b onclick=x&gt;late&lt;/b&gt;"
    assert one(item(f"<title>{hostile}</title><link>/a</link>")).title == "Ferry late"


_BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_PARAMETER = '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>'


@pytest.mark.parametrize(
    "doctype", [_BOMB, _OUTSIDE, _PARAMETER, _BOMB.lower(), "<!-- ]> -->" + _BOMB, "<?x ?>\n" + _OUTSIDE]
)
def test_a_feed_that_declares_entities_is_refused(doctype: str) -> None:
    data = doctype.encode() + item("<title>&b;&x;</title><link>/a</link>")
    assert is_feed(data)
    with pytest.raises(BadInputError, match="declares entities"):
        parse_feed(data, AT)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is no feed"),
        (b"Not found", "is no feed"),
        (b"<!doctype html><html><body>No such page</body></html>", "is no feed"),
        (b"\x89PNG....", "PNG image"),
        (b"<rss>" + b"x" * MAX_BYTES, "a feed may have"),
        (b'<rss version="2.0">' + b"<a>" * 300_000, "more markup"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "without a list"),
        (b'{"version": 1, "items": []}', "no JSON Feed"),
        (b'{"version": ', "not valid JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"version": ' + b"9" * 10_000 + b"}", "not valid JSON"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        parse_feed(data, AT)


@pytest.mark.parametrize(
    "piece",
    ["<item>", "<", "&", "<!--", "<![CDATA[", "<!x ", "<?", "<a ", "\"'", "</a>", "<div><p>", "&#x1;"],
)
def test_a_feed_of_one_piece_over_and_over_does_not_hang(piece: str) -> None:
    started = time.monotonic()
    data = b'<rss version="2.0"><channel><item><title>' + piece.encode() * 20_000
    is_feed(data)
    with contextlib.suppress(BadInputError):
        parse_feed(data, AT)
    assert time.monotonic() - started < 5


def test_a_json_feed_with_odd_values_is_read_as_far_as_it_goes() -> None:
    items = [
        {"id": 7, "url": "/seven", "title": None, "date_published": "soon"},
        {"id": {"no": "id"}, "external_url": "https://other.example.org/1", "title": "a < b &amp;"},
        {"id": "t", "content_text": "One.\n\nTwo & <three>.", "title": ["no"]},
        {"id": "n"},
        "no item",
    ]
    data = {"version": "https://jsonfeed.org/version/1", "items": items, "title": 3}
    feed = parse_feed(json.dumps(data).encode(), AT)
    assert feed == ParsedFeed(
        "3",
        None,
        (
            Entry("7", "https://herald.example.org/seven"),
            Entry("https://other.example.org/1", "https://other.example.org/1", "a < b &amp;"),
            Entry("t", None, None, None, None, "One.\n\nTwo & <three>."),
        ),
        ("entry 4 has neither a link nor a text",),
    )


def test_a_saved_feed_tells_where_it_is_from() -> None:
    inside = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="{AT}"/>'
    feed = parse_feed(rss("<item><link>a</link></item>", f"<title>H</title>{inside}"))
    assert (feed.own, feed.entries[0].address) == (AT, "https://herald.example.org/news/a")
    assert parse_feed(rss("<item><link>a</link></item>", "<title>H</title>")).entries == ()


@pytest.mark.parametrize(
    ("data", "media_type", "feed"),
    [
        (RSS_2.encode(), "text/html", True),
        (b"\xef\xbb\xbf\n<!-- made by hand --><?xml-stylesheet href='a'?><rss version='2.0'>", "", True),
        (b"Warning: out of memory\n<rss version='2.0'>", "text/xml", True),
        (b"Warning: out of memory\n<rss version='2.0'>", "", False),
        (b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", "", True),
        (b'{"items": [], "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "", True),
        (b"<channel><item>", "application/rss+xml", True),
        (b"<channel><item>", "", False),
        (b"<!DOCTYPE html><title>About <rss> and <feed></title>", "application/rss+xml", False),
        (
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><feed >",
            "application/xml",
            False,
        ),
        (b"<!-- <rss > --><html>", "", False),
        (b'<div>How to write <rss version="2.0"></div>', "", False),
        (b'<opml version="2.0">', "", False),
        (b"<rdf:RDF xmlns:rdf='x' xmlns:foaf='y'>", "", False),
        (b'{"version": 2}', "application/json", False),
        (b"Plain words about <feed > things", "text/plain", False),
        (b"", "", False),
        (b"<!--" * 20_000, "", False),
    ],
)
def test_feeds_are_told_from_pages(data: bytes, media_type: str, feed: bool) -> None:
    started = time.monotonic()
    assert is_feed(data, media_type) is feed
    assert time.monotonic() - started < 1


def test_the_feeds_that_a_page_names() -> None:
    page = b"""<html><head><base href="/en/"><title>Front page</title>
    <link rel="alternate" type="application/rss+xml" title="Top &amp; new" href="top.xml">
    <link rel="ALTERNATE feed" type="application/atom+xml; charset=utf-8" href="https://herald.example.org/atom">
    <link rel="alternate" type="application/rss+xml" href="http://www.herald.example.org/en/top.xml">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/json" href="/api">
    </head><body>"""
    named = feeds_named(page, "https://herald.example.org/")
    assert [(feed.url, feed.title) for feed in named] == [
        ("https://herald.example.org/en/top.xml", "Top & new"),
        ("https://herald.example.org/atom", None),
    ]
    assert feeds_named(b"", "https://herald.example.org/") == ()


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (" HTTPS://Herald.Example.org:443/Feed?x=1#top ", "https://herald.example.org/Feed?x=1"),
        ("feed://herald.example.org/a", "http://herald.example.org/a"),
        ("feed:https://herald.example.org/a", "https://herald.example.org/a"),
        ("herald.example.org/feed", "https://herald.example.org/feed"),
        ("http://herald.example.org", "http://herald.example.org/"),
        ("http://Name:Secret@Herald.example.org/", "http://Name:Secret@herald.example.org/"),
    ],
)
def test_addresses_of_feeds_as_people_write_them(words: str, address: str) -> None:
    assert feed_address(words) == address


@pytest.mark.parametrize(
    "words", ["", "news", "file:///a", "javascript:alert(1)", "http://", "http://a b/", "x" * 9_000]
)
def test_what_is_no_address_of_a_feed(words: str) -> None:
    with pytest.raises(BadInputError, match="is not a web address"):
        feed_address(words)


def test_one_feed_has_several_addresses() -> None:
    assert (
        len({same_feed(f"{a}example.org/feed{z}") for a in ("http://", "https://www.") for z in ("", "/")})
        == 1
    )
    assert same_feed("https://example.org/feed?a=1") != same_feed("https://example.org/feed?a=2")
