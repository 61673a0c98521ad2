"""A form with files as it comes in: bounded in memory and on disk, what is too much refused by name."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.errors import BadInputError
from app.pipeline.read.names import shown

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MEGABYTE = 1_000_000
TABLES = (".csv", ".tsv", ".jsonl", ".json", ".warc", ".gz")  # several articles in one file
MAX_TABLE, MAX_FILE = 100 * MEGABYTE, 12 * MEGABYTE
MAX_TAKEN = 300 * MEGABYTE  # of one request's files
MAX_SENT = 2_000 * MEGABYTE  # that are looked at, to name what was not taken
MAX_FILES, MAX_NAMED = 2_000, 10_000  # that are taken, that are looked at
MAX_FIELD = 5 * MEGABYTE
MAX_FIELDS = 100
_MAX_HEADER = 16_000
_MAX_NAME = 300


@dataclass(slots=True)
class Upload:
    """A file of the form: its name, and where its bytes stand; `refused` says why it was not taken."""

    field: str
    name: str
    start: int = 0
    size: int = 0
    refused: str = ""


@dataclass(slots=True)
class Sent:
    """What a form sent: its fields, and its files in one temporary file. To be closed."""

    stream: BinaryIO
    fields: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)

    def data(self, upload: Upload) -> bytes:
        self.stream.seek(upload.start)
        return self.stream.read(upload.size)

    def close(self) -> None:
        self.stream.close()


async def received(request: Request) -> Sent:
    """The form that a request sends; BadInputError if it is none, or endless."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise BadInputError("this form can only be sent by the page with the form")
    sent = Sent(tempfile.TemporaryFile())  # noqa: SIM115 - the caller closes it
    try:
        await _Receiver(sent).take(boundary, request.stream())
    except BaseException:
        sent.close()
        raise
    return sent


class _Receiver:
    """Puts the parts of a form where they belong as they come; one part is open at a time."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._taken = 0
        self._header: tuple[bytearray, bytearray] = (bytearray(), bytearray())
        self._disposition = b""
        self._name = ""
        self._words = bytearray()
        self._file: Upload | None = None
        self._pieces: list[tuple[int, bytes]] = []
        self._ended = False

    async def take(self, boundary: bytes, chunks: AsyncIterator[bytes]) -> None:
        seen = 0
        try:
            parser = MultipartParser(boundary, self._callbacks(), max_header_size=_MAX_HEADER)
            async for chunk in chunks:
                seen += len(chunk)
                if seen > MAX_SENT:
                    raise BadInputError(f"more than {MAX_SENT // MEGABYTE:,} MB were sent at once; send less")
                parser.write(chunk)
                await self._put_down()
            parser.finalize()
        except FormParserError:
            self._ended = False
        if not self._ended:  # a part without an end may be half of one
            raise BadInputError("what was sent broke off on the way; send it again")

    async def _put_down(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces:
            await run_in_threadpool(_write, self._sent.stream, pieces)

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._part_begin,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_end": self._end,
        }

    def _part_begin(self) -> None:
        self._disposition, self._words, self._file, self._name = b"", bytearray(), None, ""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _header_end(self) -> None:
        name, value = (bytes(part) for part in self._header)
        self._header = (bytearray(), bytearray())
        if name.lower() == b"content-disposition":
            self._disposition = value

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")[:_MAX_NAME]
        if b"filename" not in options:
            return
        self._file = Upload(self._name, file_name(options[b"filename"]), start=self._taken)
        if len(self._sent.files) >= MAX_FILES:
            self._file.refused = f"Not taken: at most {MAX_FILES:,} files at once"
        if len(self._sent.files) >= MAX_NAMED:
            raise BadInputError(f"more than {MAX_NAMED:,} files were sent at once; send fewer")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._add_to_file(self._file, data[start:end])
        elif len(self._words) <= MAX_FIELD:
            self._words.extend(data[start:end])

    def _add_to_file(self, file: Upload, piece: bytes) -> None:
        file.size += len(piece)
        if not file.refused and (reason := _too_much(file)):
            file.refused, self._taken = reason, file.start  # the next one takes its place
        if not file.refused:
            self._pieces.append((self._taken, bytes(piece)))
            self._taken += len(piece)

    def _part_end(self) -> None:
        if self._file is not None:
            self._end_of_file(self._file)
        elif self._name and len(self._sent.fields) < MAX_FIELDS:
            words = self._words.decode("utf-8", "replace").replace("\0", "\ufffd")  # as a page would show it
            self._sent.fields.setdefault(self._name, words.replace("\r\n", "\n").replace("\r", "\n"))

    def _end(self) -> None:
        self._ended = True

    def _end_of_file(self, file: Upload) -> None:
        if not file.name and not file.size:
            return  # a browser sends one such where no file was chosen
        if not file.size:
            file.refused = file.refused or "The file is empty"
        self._sent.files.append(file)


def _write(stream: BinaryIO, pieces: list[tuple[int, bytes]]) -> None:
    for place, data in pieces:
        stream.seek(place)
        stream.write(data)


def _too_much(file: Upload) -> str:
    most = MAX_TABLE if file.name.casefold().endswith(TABLES) else MAX_FILE
    if file.size > most:
        return f"Larger than {most // MEGABYTE} MB"
    if file.start + file.size > MAX_TAKEN:
        return f"Not taken: at most {MAX_TAKEN // MEGABYTE} MB at once. Add it by itself"
    return ""


def file_name(sent: bytes) -> str:
    """The name a browser gives a file, with its folder where it has one: for show, never for opening."""
    words = sent.decode("utf-8", "replace")
    for mark, plain in (("%22", '"'), ("%0D", " "), ("%0A", " ")):  # as forms write them
        words = words.replace(mark, plain)
    parts = [part for part in words.replace("\\", "/").split("/") if part.strip() not in ("", ".", "..")]
    return shown("/".join(parts))
