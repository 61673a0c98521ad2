"""Which bytes are a feed, which feeds a page names, and when two addresses are one feed's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from app.domain.article import web_address
from app.errors import BadInputError
from app.pipeline.read.feeds.jsonfeed import VERSION, is_json
from app.pipeline.read.feeds.parsed import line, link

_HEAD = 65_536  # bytes that are looked at
_PAGE_HEAD = 1_000_000
_MAX_NAMED = 20
_XML_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_JSON_TYPE = "application/feed+json"  # not application/json: pages name other services by it
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.S)
_ROOT = re.compile(  # what a feed begins with, or a page
    r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|opml|html|head|body|meta|title|script|div|p|table)[\s/>]"
    r"|<!doctype\s+(?=html)",
    re.I,
)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)")  # example.org/news, as people write it
_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a page or a list of feeds names; `folder` is where it stands in the list."""

    url: str
    title: str | None = None
    folder: str | None = None


def is_feed(data: bytes, media_type: str = "") -> bool:
    """Whether the bytes are a feed, by how they begin. The server's word counts where they leave it open."""
    if is_json(data):
        return VERSION.encode() in data[:_HEAD].replace(b"\\/", b"/") or (
            media_type == _JSON_TYPE and data[:_HEAD].lstrip().startswith(b"{")
        )
    head = data[:_HEAD].replace(b"\0", b"").decode("utf-8", "ignore")  # UTF-16 as well: what counts is ASCII
    if not head.lstrip("\ufeff \t\r\n").startswith("<") and not media_type.endswith("xml"):
        return False  # words may speak of <feed >
    root = _ROOT.search(head, _after_prolog(head))
    name = (root[1] or "html").casefold() if root else ""
    if name == "rdf":
        return "purl.org/rss/" in head or "netscape.com/rdf/" in head
    return name in ("rss", "feed") or (not name and "<" in head and media_type in _XML_TYPES)


def feeds_named(data: bytes, address: str) -> tuple[NamedFeed, ...]:
    """The feeds that an HTML page names in its head (`<link rel="alternate">`), each once."""
    parser = HTMLParser(no_network=True, huge_tree=False, encoding=None)
    try:
        page = document_fromstring(data[:_PAGE_HEAD], parser=parser)
    except (etree.LxmlError, ValueError):
        return ()
    base = next((b.get("href", "") for b in page.iter("base")), "")
    base = link(base, address) or address
    found: dict[str, NamedFeed] = {}
    for element in page.iter("link"):
        url = link(element.get("href", ""), base) if _names_feed(element) else None
        if url and same_feed(url) not in found and len(found) < _MAX_NAMED:
            found[same_feed(url)] = NamedFeed(url, line(element.get("title", "")))
    return tuple(found.values())


def feed_address(words: str) -> str:
    """The address of a feed as it is asked for, without fragment; BadInputError if it is no web address.

    `feed:` stands for http, as old pages link feeds with it; an address without either is taken for https.
    """
    words = words.strip()
    if words[:5].casefold() == "feed:":
        rest = words[5:].lstrip("/")
        words = rest if web_address(rest) else f"http://{rest}"
    elif _BARE.match(words):
        words = f"https://{words}"
    url = link(words, "")
    if url is None:
        raise BadInputError(f"“{words[:80]}” is not a web address (http:// or https://)")
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(_PORTS[parts.scheme.lower()])
    return urlunsplit((parts.scheme.lower(), f"{user}{at}{host}", parts.path or "/", parts.query, ""))


def same_feed(url: str) -> str:
    """What addresses of one feed have in common: scheme, "www." and a last slash don't tell them apart."""
    try:
        parts = urlsplit(feed_address(url))
    except BadInputError:
        return url
    return urlunsplit(("", parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query, ""))


def _after_prolog(head: str) -> int:
    start = 0
    while found := _PROLOG.match(head, start):
        start = found.end()
    return start


def _names_feed(element: etree._Element) -> bool:
    rel, kind = element.get("rel", "").lower().split(), element.get("type", "").lower().partition(";")[0]
    return ("alternate" in rel or "feed" in rel) and kind.strip() in (*_XML_TYPES, _JSON_TYPE)
