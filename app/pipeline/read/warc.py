"""Web archives (.warc, .warc.gz): the pages a crawler or a browser saved, one after the other."""

from __future__ import annotations

import datetime as dt
import gzip
import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser

from app.domain.article import web_address
from app.errors import BadInputError
from app.pipeline.read.page import MAX_PAGE_BYTES, Page
from app.pipeline.unpacking import unpacked

_MAX_SENT = 16_000_000  # of one record: the page, packed or not, and its headers
_MAX_LINE = 65_536
_MAX_HEAD = 1_000_000  # lines before a record's body
_PIECE = 65_536
_PAGES = ("text/html", "application/xhtml+xml")
_ABOUT_PAGES = ("warcinfo", "metadata", "request")  # nothing is left out with these
_GZIP = b"\x1f\x8b"
# It would print what a hostile archive says.
logging.getLogger("warcio").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A page in an archive that can't be read: its address and why."""

    address: str
    reason: str


def pages(path: Path, origin: str) -> Iterator[Page | BrokenPage | None]:
    """The pages of an archive in its order; None for every record that is none.

    A page is an answer of status 200 with HTML that is not a site's front page. One record is held at a time.
    BadInputError where the archive is damaged, as nothing after that place can be trusted.
    """
    with path.open("rb") as plain:
        packed = plain.read(2) == _GZIP
        plain.seek(0)
        with gzip.open(plain) if packed else plain as stream:
            yield from _records(_Lines(stream), origin)  # type: ignore[arg-type]


def _records(stream: _Lines, origin: str) -> Iterator[Page | BrokenPage | None]:
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    while opening := stream.opening():
        record = _record(loader, stream, opening)
        stream.in_head = False
        page = _page(record, origin) if record.rec_type == "response" else None
        while record.raw_stream.read(_PIECE):
            pass
        if record.raw_stream.limit:
            raise _damaged("it ends in the middle of a record")
        if record.rec_type not in _ABOUT_PAGES:
            yield page


def _record(loader: Any, stream: _Lines, opening: bytes) -> Any:
    try:
        record = loader.parse_record_stream(stream, opening, "warc", no_record_parse=True)
    except ArchiveLoadFailed:
        raise _damaged("a record does not begin where it should") from None
    if record.length is None:
        raise _damaged("a record does not say how long it is")
    return record


def _page(record: Any, origin: str) -> Page | BrokenPage | None:
    address = web_address(record.rec_headers.get_header("WARC-Target-URI") or "")
    if not address or not _names_a_page(address):
        return None
    try:
        head = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
        if head.get_statuscode() != "200" or _media_type(head)[0] not in _PAGES:
            return None
        return _whole_page(record, head, address, origin)
    except EOFError:
        return None  # an answer without a head
    except _DamagedError:
        raise
    except BadInputError as error:
        return BrokenPage(address, str(error))


def _whole_page(record: Any, head: Any, address: str, origin: str) -> Page:
    if record.length > _MAX_SENT:
        raise BadInputError(f"is larger than {_MAX_SENT / 1e6:.0f} MB")
    if record.rec_headers.get_header("WARC-Truncated"):
        raise BadInputError("was cut off when it was saved")
    return Page(
        data=_body(record.raw_stream, head),
        name=address,
        origin=f"{origin}, {address}",
        address=address,
        charset=_media_type(head)[1],
        read_on=_moment(record.rec_headers.get_header("WARC-Date")),
    )


def _body(stream: Any, head: Any) -> bytes:
    if (head.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)  # takes what is not in chunks as it is: crawlers undo them
    opening = stream.read(_PIECE)
    encoding = head.get_header("content-encoding") or ""
    if opening.lstrip()[:1] == b"<":  # crawlers that unpack leave the header in its place
        encoding = ""
    found = bytearray()
    for piece in unpacked(_pieces(opening, stream), encoding, MAX_PAGE_BYTES + 1):
        found += piece
        if len(found) > MAX_PAGE_BYTES:
            raise BadInputError(f"is larger than {MAX_PAGE_BYTES / 1e6:.0f} MB")
    return bytes(found)


def _pieces(opening: bytes, stream: Any) -> Iterator[bytes]:
    yield opening
    while piece := stream.read(_PIECE):
        yield piece


def _names_a_page(address: str) -> bool:
    """Whether it may be an article's address: a site's front page is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)


def _media_type(head: Any) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = (head.get_header("content-type") or "")[:500]
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) else None


def _moment(words: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


class _DamagedError(BadInputError):
    """The archive itself is broken, not a page in it."""


def _damaged(why: str) -> _DamagedError:
    return _DamagedError(f"is damaged ({why}); the rest of the archive was not read")


class _Lines:
    """The archive as warcio reads it, with lines and heads that have an end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._head = 0
        self.in_head = True

    def opening(self) -> bytes:
        """The first line of the next record, empty at the end; blank lines stand between records."""
        self.in_head, self._head = True, 0
        while line := self.readline():
            if line.strip():
                return line
        return b""

    def read(self, length: int) -> bytes:
        return self._whole(self._stream.read, length)

    def readline(self, length: int | None = None) -> bytes:
        most = _MAX_LINE if length is None else min(length, _MAX_LINE)
        line = self._whole(self._stream.readline, most)
        self._head += len(line) if self.in_head else 0
        if self._head > _MAX_HEAD or (len(line) == _MAX_LINE and not line.endswith(b"\n")):
            raise _damaged("a record's head does not end")
        return line

    def tell(self) -> int:
        return self._stream.tell()

    def _whole(self, read: Any, length: int) -> bytes:
        try:
            found: bytes = read(length)
        except EOFError:
            raise _damaged("it ends in the middle of a record") from None
        except (zlib.error, gzip.BadGzipFile):
            raise _damaged("its compression is broken") from None
        return found
