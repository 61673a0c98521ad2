"""One file, whatever its ending, to the articles in it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.domain.article import Given, RawArticle
from app.errors import BadInputError
from app.pipeline.read.decoding import decode, refuse_binary
from app.pipeline.read.manifest import Unreadable
from app.pipeline.read.names import shown
from app.pipeline.read.page import MAX_PAGE_BYTES, Page, read_page
from app.pipeline.read.records import Named, raw_article
from app.pipeline.read.table import Row, Table, table

MAX_TEXT_BYTES = 5_000_000
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
MAX_LINE_BYTES = 16_000_000
_MAX_SKIPPED = 64_000_000  # of one line without an end, before the file is given up
_GIVE_UP_AFTER = 100  # broken lines in a row: this is no file of JSON lines


@dataclass(frozen=True, slots=True)
class Passed:
    """A file in a folder that was passed over because it holds no articles; no failure."""

    origin: str
    reason: str


Found = RawArticle | Unreadable | Passed


_Stream = IO[bytes] | gzip.GzipFile


class _NoArticlesError(BadInputError):
    """The file is sound, but of another kind: no failure unless it was asked for by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what is known beside it."""

    path: Path
    given: Given
    named: bool = True  # by the user or a manifest, not just found in a folder

    @property
    def origin(self) -> str:
        return shown(self.path)

    def at(self, line: int) -> str:
        return f"{self.origin}, line {line}"

    def record(self, named: Named, line: int) -> RawArticle:
        name = named.line("id") or f"{shown(self.path.name)}:{line}"
        return raw_article(name, named.text(), self.at(line), named.given().over(self.given))


def articles(source: Source) -> Iterator[Found]:
    """The articles of a file of any kind; a file or record that can't be read is told, never raised."""
    try:
        yield from _reader(source.path)(source)
    except _NoArticlesError as error:
        yield (Unreadable if source.named else Passed)(source.origin, str(error))
    except BadInputError as error:
        yield Unreadable(source.origin, str(error))
    except OSError as error:
        yield Unreadable(source.origin, error.strerror or str(error))


def _reader(path: Path) -> Callable[[Source], Iterator[Found]]:
    reader = _READERS.get(ending(path))
    # Asked before opening: to open a FIFO is to wait for its other end.
    if path.exists() and not path.is_file() and reader:
        raise BadInputError("is not a regular file")
    if reader is None:
        path.stat()  # a missing file is told as such
        raise _NoArticlesError("is of no kind that is read here (.html, .txt, .jsonl, .jsonl.gz, .csv)")
    return reader


def ending(path: Path) -> str:
    """The file's ending in lower case, .jsonl.gz as a whole."""
    name = path.name.casefold()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else path.suffix.casefold()


def _text_file(source: Source) -> Iterator[Found]:
    size = source.path.stat().st_size
    if size > MAX_TEXT_BYTES:
        raise BadInputError(
            f"is {size / 1e6:,.1f} MB; an article's text may have {MAX_TEXT_BYTES // 1_000_000} MB"
        )
    data = source.path.read_bytes()
    if not data.strip():
        raise BadInputError("is empty")
    yield raw_article(shown(source.path.name), decode(data), source.origin, source.given)


def _page_file(source: Source) -> Iterator[Found]:
    size = source.path.stat().st_size
    if size > MAX_PAGE_BYTES:
        raise BadInputError(f"is {size / 1e6:,.1f} MB; a page may have {MAX_PAGE_BYTES // 1_000_000} MB")
    page = Page(source.path.read_bytes(), shown(source.path.name), source.origin)
    yield read_page(page, source.given)


def _csv_file(source: Source) -> Iterator[Found]:
    content = table(source.path)
    if not content.has("text"):
        if content.has("file"):
            raise _NoArticlesError("is a manifest, no articles; give it with --manifest")
        raise _NoArticlesError("has no column 'text'")
    for row in content.rows():
        yield _of_row(source, content, row)


def _of_row(source: Source, content: Table, row: Row) -> Found:
    try:
        return source.record(content.named(row), row.line)
    except BadInputError as error:
        return Unreadable(source.at(row.line), str(error))


def _json_lines(source: Source) -> Iterator[Found]:
    with source.path.open("rb") as stream:
        yield from _records(source, stream)


def _zipped_json_lines(source: Source) -> Iterator[Found]:
    try:
        with gzip.open(source.path, "rb") as stream:
            yield from _records(source, stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInputError(f"is damaged gzip ({error}); the rest of the file was not read") from None


def _records(source: Source, stream: _Stream) -> Iterator[Found]:
    broken = 0
    for number, line in _lines(stream):
        if line is not None and not line.strip():
            continue
        found = _of_line(source, number, line)
        broken = broken + 1 if isinstance(found, Unreadable) else 0
        yield found
        if broken == _GIVE_UP_AFTER:
            raise BadInputError(f"{broken} lines in a row can't be read; the rest of the file was not read")


def _lines(stream: _Stream) -> Iterator[tuple[int, bytes | None]]:
    """Lines by number from 1; None for one that is too long."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = _opening(line)
        if len(line) <= MAX_LINE_BYTES:
            yield number, line
        else:
            _skip_line(stream, number)
            yield number, None


def _opening(line: bytes) -> bytes:
    """The first line without its mark; BadInputError if it shows that these are no JSON lines."""
    refuse_binary(line)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInputError("is UTF-16; JSON lines are UTF-8")
    line = line.removeprefix(b"\xef\xbb\xbf")
    if line.lstrip().startswith(b"["):
        raise BadInputError("is a JSON array; one object a line is read")
    return line


def _skip_line(stream: _Stream, number: int) -> None:
    for _ in range(_MAX_SKIPPED // (1 << 20)):
        piece = stream.readline(1 << 20)
        if not piece or piece.endswith(b"\n"):
            return
    raise BadInputError(f"line {number} does not end; the rest of the file was not read")


def _of_line(source: Source, number: int, line: bytes | None) -> Found:
    try:
        if line is None:
            raise BadInputError(f"is longer than {MAX_LINE_BYTES // 1_000_000} MB")
        return source.record(_parsed(line), number)
    except BadInputError as error:
        return Unreadable(source.at(number), str(error))


def _parsed(line: bytes) -> Named:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInputError(f"is not UTF-8 (at byte {error.start:,} of the line)") from None
    except RecursionError:
        raise BadInputError("is nested too deeply") from None
    except ValueError as error:
        raise BadInputError(f"is broken JSON ({error})") from None
    if not isinstance(found, dict):
        raise BadInputError("is no JSON object")
    return Named.of(found.items())


_READERS: dict[str, Callable[[Source], Iterator[Found]]] = {
    ".txt": _text_file,
    **dict.fromkeys(PAGE_ENDINGS, _page_file),
    ".csv": _csv_file,
    ".jsonl": _json_lines,
    ".jsonl.gz": _zipped_json_lines,
}
