"""JSON Feed, versions 1.0 and 1.1."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from app.errors import BadInputError
from app.pipeline.read.decoding import decode
from app.pipeline.read.feeds.parsed import MAX_BYTES, Heading, ParsedFeed, Told, parsed_feed

VERSION = "jsonfeed.org/version/"
_MAX_ITEMS = 20_000


def is_json(data: bytes) -> bool:
    return data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def read_json(data: bytes, address: str | None) -> ParsedFeed:
    """BadInputError if it is no JSON Feed."""
    found = _loaded(data)
    if not isinstance(found, dict) or VERSION not in _words(found.get("version")):
        raise BadInputError("is JSON, but no JSON Feed")
    items = found.get("items")
    if not isinstance(items, list):
        raise BadInputError("is a JSON Feed without a list of items")
    notes = (
        [] if len(items) <= _MAX_ITEMS else [f"has {len(items):,} items, of which {_MAX_ITEMS:,} were read"]
    )
    heading = Heading(
        _text(found.get("title")), _words(found.get("home_page_url")), _words(found.get("feed_url"))
    )
    return parsed_feed(heading, _told(items[:_MAX_ITEMS]), notes, address)


def _loaded(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise BadInputError(f"has {len(data):,} bytes; a feed may have {MAX_BYTES:,}")
    try:
        return json.loads(decode(data))
    except RecursionError:
        raise BadInputError("is nested too deeply for a feed") from None
    except ValueError as error:
        raise BadInputError(f"is not valid JSON: {error}"[:200]) from None


def _told(items: list[Any]) -> Iterator[Told]:
    for item in items:
        if isinstance(item, dict):
            yield Told(
                id=_words(item.get("id")),
                address=_words(item.get("url")) or _words(item.get("external_url")),
                title=_text(item.get("title")),
                published=_words(item.get("date_published")) or _words(item.get("date_modified")),
                summary=_text(item.get("summary")),
                content=_words(item.get("content_html")) or _text(item.get("content_text")),
            )


def _words(value: object) -> str:
    """A string, or a number where an id is one; "" for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _text(value: object) -> str:
    """Words that are no markup, as markup."""
    return html.escape(_words(value), quote=False).replace("\n\n", "<p>").replace("\n", "<br>")
