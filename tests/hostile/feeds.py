"""Hostile feeds and lists of feeds."""

from __future__ import annotations

from app.errors import CrossreadError
from app.pipeline.read.feeds import MAX_ENTRIES, parse_feed
from app.pipeline.read.opml import MAX_FEEDS, read_opml
from tests.hostile.cases import Cases
from tests.hostile.house import House, refusal

FEEDS = Cases()
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10))


def _rss(inside: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>{inside}</channel></rss>'.encode()


def _item(title: str, link: str = "https://a.example.org/1") -> str:
    return f"<item><title>{title}</title><link>{link}</link><guid>{title[:9]}</guid></item>"


def _read(data: bytes) -> str:
    """The titles of a feed, or why there is none."""
    try:
        feed = parse_feed(data, "https://a.example.org/feed")
    except CrossreadError as error:
        return str(error)
    assert len(feed.entries) <= MAX_ENTRIES
    titles = " ".join(entry.title or "" for entry in feed.entries)
    assert len(titles) < 1_000_000
    return f"read: {titles}"


@FEEDS("feed with an entity bomb", "entit|declar|DTD|refus|more markup")
def _(house: House) -> str:
    return refusal(lambda: parse_feed(_rss(_item("&l9;"), f"<!DOCTYPE rss [{_LAUGHS}]>")))


@FEEDS("feed with an entity bomb behind a comment", "entit|declar|DTD|refus")
def _(house: House) -> str:
    doctype = f"<!-- <rss> --><!DOCTYPE rss [{_LAUGHS}]>"
    return refusal(lambda: parse_feed(_rss(_item("&l9;"), doctype)))


@FEEDS("feed with an entity bomb in UTF-16", "entit|declar|DTD|refus|no feed")
def _(house: House) -> str:
    data = _rss(_item("&l9;"), f"<!DOCTYPE rss [{_LAUGHS}]>").decode().encode("utf-16")
    return refusal(lambda: parse_feed(data))


@FEEDS("feed with an entity that is a file", "entit|declar|DTD|refus|read")
def _(house: House) -> str:
    secret = house.folder / "secret.txt"
    secret.write_text("the password of the printer")
    words = _read(_rss(_item("&x;"), f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'))
    assert "password" not in words
    return words


@FEEDS("feed with a DTD from the inside", "entit|declar|DTD|refus|read")
def _(house: House) -> str:
    return _read(_rss(_item("Mill"), f'<!DOCTYPE rss SYSTEM "{house.inside.url("/secret")}">'))


FEEDS.each(
    r"\w",
    {
        "feed of 50,000 entries": "".join(_item(f"{n} Mill to close") for n in range(50_000)),
        "feed with a title of 1 MB": _item("Mill " * 200_000),
        "feed with a date of the year 99999": "<item><title>M</title><pubDate>99999-13-45</pubDate></item>",
        "feed whose links are scripts": _item("Mill", "javascript:alert(1)"),
        "feed whose links are files": _item("Mill", "file:///etc/passwd"),
        "feed with a script in its titles": _item("&lt;script&gt;alert(1)&lt;/script&gt;Mill"),
    },
    lambda house, inside: _read(_rss(inside)),
)


@FEEDS("feed nested 200,000 deep", "too deeply")
def _(house: House) -> str:
    return refusal(lambda: parse_feed(_rss("<a>" * 200_000)))


@FEEDS("feed with halves of characters by number", "^read: Mill \ufffd to close 😀$")
def _(house: House) -> str:
    return _read(_rss(_item("Mill &#xD800; to close &#55357;&#56832;")))


@FEEDS("feed that tells of what is wrong with it in turned letters", "no web address")
def _(house: House) -> str:
    entries = _item("\u202eesolc", "data:text/html,&lt;script&gt;") + _item("Mill")
    notes = "; ".join(parse_feed(_rss(entries)).notes)
    assert notes.isprintable()
    return notes


@FEEDS("feed whose links are scripts lead nowhere", "read")
def _(house: House) -> str:
    feed = parse_feed(_rss(_item("Mill", "javascript:alert(1)") + _item("Pool", "file:///etc/passwd")))
    assert all(str(entry.address or "http").startswith("http") for entry in feed.entries)
    return "read"


@FEEDS("JSON Feed nested 100,000 deep", "deep|JSON")
def _(house: House) -> str:
    head = b'{"version": "https://jsonfeed.org/version/1.1", "items": '
    return refusal(lambda: parse_feed(head + b"[" * 100_000 + b"]" * 100_000 + b"}"))


@FEEDS("OPML with 100,000 outlines", "more than 5,000|may have")
def _(house: House) -> str:
    outlines = "".join(f'<outline text="{n}" xmlUrl="https://a.example.org/{n}"/>' for n in range(100_000))
    feeds, problems = read_opml(f'<opml version="2.0"><body>{outlines}</body></opml>'.encode())
    assert len(feeds) == MAX_FEEDS
    return "; ".join(problems)


@FEEDS("OPML nested 100,000 deep", "no feed|XML|deep")
def _(house: House) -> str:
    return refusal(lambda: read_opml(b'<opml version="2.0"><body>' + b"<outline>" * 100_000))


@FEEDS("OPML with an entity bomb", "entit|declar|DTD|refus")
def _(house: House) -> str:
    data = f'<!DOCTYPE opml [{_LAUGHS}]><opml><body><outline text="&l9;" xmlUrl="https://a.example.org"/></body></opml>'
    return refusal(lambda: read_opml(data.encode()))


@FEEDS("OPML of addresses that are none", "web address")
def _(house: House) -> str:
    outlines = "".join(
        f'<outline xmlUrl="{url}"/>'
        for url in ("file:///etc/passwd", "javascript:alert(1)", "data:,x", "http://")
    )
    return refusal(lambda: read_opml(f"<opml><body>{outlines}</body></opml>".encode()))
