"""What was fetched or handed in holds, by the server's word, the name and the first bytes. Decisions only."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from app.errors import BadInputError
from app.pipeline.fetch import Fetched
from app.pipeline.read.feeds import is_feed

_OPENING = 2_048  # bytes that tell what a file is
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|title)\b", re.I)
_OUTLINES = re.compile(rb"<opml[\s>]", re.I)

_SAVE = "copy its text and paste it, or save it as a .txt file"
_MAGIC = (
    (b"%PDF-", f"is a PDF, which is not read here: {_SAVE}"),
    (b"PK\x03\x04", f"is an archive or an office document: unpack it, or {_SAVE}"),
    (b"\xd0\xcf\x11\xe0", f"is an office document: {_SAVE}"),
    (b"{\\rtf", f"is an RTF document: {_SAVE}"),
    (b"\x1f\x8b", "is packed (gzip): unpack it and hand in what is in it"),
    (b"7z\xbc\xaf", "is an archive: unpack it and hand in what is in it"),
    (b"Rar!", "is an archive: unpack it and hand in what is in it"),
    (b"\x89PNG", f"is a picture: {_SAVE}"),
    (b"\xff\xd8\xff", f"is a picture: {_SAVE}"),
    (b"GIF8", f"is a picture: {_SAVE}"),
)
_MEDIA = {
    "image": f"is a picture: {_SAVE}",
    "audio": "is a recording, which is not read here: hand in its transcript",
    "video": "is a video, which is not read here: hand in its transcript",
}


class Holding(StrEnum):
    PAGE = "page"
    TEXT = "text"
    TABLE = "table"  # a CSV or JSON file whose columns a person looks at
    RECORDS = "records"  # a file of several articles that needs no looking at
    FEED = "feed"
    OUTLINES = "outlines"  # OPML: the feeds that a reader keeps


_ENDINGS = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), Holding.PAGE),
    **dict.fromkeys((".txt", ".text", ".md"), Holding.TEXT),
    **dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".jsonl.gz"), Holding.TABLE),
    **dict.fromkeys((".warc", ".warc.gz"), Holding.RECORDS),
    **dict.fromkeys((".rss", ".atom"), Holding.FEED),
    ".opml": Holding.OUTLINES,
}
_MEDIA_TYPES = {
    **dict.fromkeys(("text/html", "application/xhtml+xml"), Holding.PAGE),
    "text/plain": Holding.TEXT,
    "application/rss+xml": Holding.FEED,
    "application/atom+xml": Holding.FEED,
    "application/rdf+xml": Holding.FEED,
    "application/feed+json": Holding.FEED,
    "text/x-opml": Holding.OUTLINES,
    **dict.fromkeys(("text/csv", "text/tab-separated-values", "application/x-ndjson"), Holding.TABLE),
    "application/jsonl": Holding.TABLE,
    **dict.fromkeys(("application/warc", "application/warc+gz"), Holding.RECORDS),
}

_OF_TYPES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/warc": ".warc",
    "application/warc+gz": ".warc.gz",
}


def held_by_file(name: str, data: bytes) -> Holding:
    """What a file holds; BadInputError with what to do about it if it can't be read."""
    if not data.strip():
        raise BadInputError("is empty")
    by_name = _ENDINGS.get(ending(name))
    if by_name is Holding.PAGE or ending(name).endswith(".gz"):
        return by_name or _refused(data)
    return _by_words(data) or by_name or _by_opening(data) or _refused(data)


def held_by_answer(fetched: Fetched) -> Holding:
    """What an address holds; BadInputError with what to do about it if it can't be read."""
    if not fetched.data.strip():
        raise BadInputError("the page is empty")
    kind = fetched.media_type.partition("/")[0]
    if kind in _MEDIA:
        raise BadInputError(_MEDIA[kind])
    by_name = _ENDINGS.get(ending(file_name(fetched.address)))
    if by_name is Holding.TABLE and fetched.media_type in ("text/plain", "application/json"):
        return _by_words(fetched.data) or by_name
    by_type = _MEDIA_TYPES.get(fetched.media_type)
    if by_type is Holding.PAGE:
        return Holding.FEED if is_feed(fetched.data, fetched.media_type) else by_type
    return (
        _by_words(fetched.data) or by_type or by_name or _by_opening(fetched.data) or _refused(fetched.data)
    )


def ending(name: str) -> str:
    """The ending of a file's name in lower case, with what comes before .gz."""
    path = PurePosixPath(name.replace("\\", "/").casefold())
    last = path.suffix
    return PurePosixPath(path.stem).suffix + last if last == ".gz" else last


def file_name(address: str) -> str:
    """The name of the file that an address seems to name, "" if it names none."""
    try:
        return PurePosixPath(urlsplit(address).path).name
    except ValueError:
        return ""


def name_of(fetched: Fetched) -> str:
    """The name under which a file of articles that was fetched is told and read."""
    name = file_name(fetched.address) or urlsplit(fetched.address).hostname or "file"
    known = _ENDINGS.get(ending(name)) in (Holding.TABLE, Holding.RECORDS)
    return name if known else name + _OF_TYPES.get(fetched.media_type, "")


def _by_words(data: bytes) -> Holding | None:
    """Feeds and OPML are known by what stands in them, whatever they are called; binary files are refused."""
    opening = data[:_OPENING]
    for magic, advice in _MAGIC:
        if opening.startswith(magic):
            raise BadInputError(advice)
    if _OUTLINES.search(opening):
        return Holding.OUTLINES
    return Holding.FEED if is_feed(data) else None


def _by_opening(data: bytes) -> Holding | None:
    return Holding.PAGE if _PAGE.search(data[:_OPENING]) else None


def _refused(data: bytes) -> Holding:
    _by_words(data)
    raise BadInputError(
        "is of no kind that is read here: hand in a page (.html), a text (.txt), a table (.csv, .jsonl)"
        " or a feed, or paste the text"
    )
