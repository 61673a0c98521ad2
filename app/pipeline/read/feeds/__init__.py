"""Feeds: RSS, Atom and JSON Feed to their entries; which answers are feeds, and which feeds a page names."""

from __future__ import annotations

from app.pipeline.read.feeds.jsonfeed import is_json, read_json
from app.pipeline.read.feeds.naming import NamedFeed, feed_address, feeds_named, is_feed, same_feed
from app.pipeline.read.feeds.parsed import MAX_BYTES, MAX_ENTRIES, Entry, ParsedFeed, entry_keys
from app.pipeline.read.feeds.syndication import read_xml

__all__ = [
    "MAX_BYTES",
    "MAX_ENTRIES",
    "Entry",
    "NamedFeed",
    "ParsedFeed",
    "entry_keys",
    "feed_address",
    "feeds_named",
    "is_feed",
    "parse_feed",
    "same_feed",
]


def parse_feed(data: bytes, address: str | None = None, charset: str | None = None) -> ParsedFeed:
    """The feed in `data`, read as far as that is possible, with its newest entries, the newest first.

    `address` is where it was found: relative links are resolved against it. `charset` is the server's word on
    the encoding. BadInputError with the reason if there is no feed or it is too large. Nothing is fetched,
    and no entity but HTML's own is replaced.
    """
    if is_json(data):
        return read_json(data, address)
    return read_xml(data, address, charset)
