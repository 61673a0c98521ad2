"""One file, whatever its ending, to the articles in it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO

from app.domain.article import Given, RawArticle
from app.errors import BadInputError
from app.pipeline.read.columns import AS_NAMED, SAMPLE, Columns, Layout
from app.pipeline.read.decoding import decode, refuse_binary
from app.pipeline.read.json_records import flat, header_of, json_objects, parsed_line, sound
from app.pipeline.read.manifest import Unreadable
from app.pipeline.read.names import quoted, shown
from app.pipeline.read.page import MAX_PAGE_BYTES, Page, read_page
from app.pipeline.read.records import Named, by_names, raw_article
from app.pipeline.read.table import Row, Table, refuse_large, table

MAX_TEXT_BYTES = 5_000_000
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
MAX_LINE_BYTES = 16_000_000
_MAX_SKIPPED = 64_000_000  # of one line without an end, before the file is given up
_OPENING = 1_024  # bytes that show whether a file is one list
_SHOWN = 12  # columns named in a message
_GIVE_UP_AFTER = 100  # broken lines in a row: this is no file of JSON lines


@dataclass(frozen=True, slots=True)
class Passed:
    """A file in a folder that was passed over because it holds no articles; no failure."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Linked:
    """An article of which a table has only the address: it is to be fetched, with what is given beside it."""

    origin: str
    url: str
    given: Given


Found = RawArticle | Unreadable | Passed | Linked

_Stream = IO[bytes] | gzip.GzipFile


class _NoArticlesError(BadInputError):
    """The file is sound, but of another kind: no failure unless it was asked for by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what is known beside it."""

    path: Path
    given: Given
    named: bool = True  # by the user or a manifest, not just found in a folder
    columns: Columns = AS_NAMED

    @property
    def origin(self) -> str:
        return shown(self.path)

    def at(self, line: int) -> str:
        return f"{self.origin}, line {line}"

    def record(self, named: Named, line: int, *, linked: bool = False) -> RawArticle | Linked:
        """The article of a record; its address to fetch where the table holds no texts (`linked`)."""
        name, given = named.line("id"), named.given().over(self.given)
        if linked:
            if not given.url:
                raise BadInputError("has no address")
            return Linked(self.at(line), given.url, given)
        name = name or f"{shown(self.path.name)}:{line}"
        return raw_article(name, named.text(), self.at(line), given, named.language())


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
        raise _NoArticlesError(_ELSEWHERE.get(ending(path), f"is of no kind that is read here ({_KINDS})"))
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
    sample = [row.cells for row in content.sample(SAMPLE)]
    layout = source.columns.layout(content.header, sample, by_contents=source.named)
    _refuse_without_articles(source, content, layout)
    for row in content.rows():
        yield _of_row(source, content, layout, row)


def _refuse_without_articles(source: Source, content: Table, layout: Layout) -> None:
    if layout.has("text") or _is_of_links(source, layout):
        return
    if content.has("file"):
        raise _NoArticlesError("is a manifest, no articles; give it with --manifest")
    shown_ = ", ".join(quoted(column) for column in content.header[:_SHOWN])
    raise _NoArticlesError(f"has no column 'text'; name the one that holds it, of {shown_}")


def _of_row(source: Source, content: Table, layout: Layout, row: Row) -> Found:
    try:
        return source.record(layout.named(content.cells(row)), row.line, linked=_is_of_links(source, layout))
    except BadInputError as error:
        return Unreadable(source.at(row.line), str(error))


def _json_lines(source: Source) -> Iterator[Found]:
    with source.path.open("rb") as stream:
        if stream.read(_OPENING).lstrip().startswith(b"["):  # one list, whatever the file is called
            yield from _json_file(source)
            return
        stream.seek(0)
        yield from _records(source, stream)


def _zipped_json_lines(source: Source) -> Iterator[Found]:
    try:
        with gzip.open(source.path, "rb") as stream:
            yield from _records(source, stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInputError(f"is damaged gzip ({error}); the rest of the file was not read") from None


def _records(source: Source, stream: _Stream) -> Iterator[Found]:
    broken = 0
    lines = ((n, line) for n, line in _lines(stream) if line is None or line.strip())
    first = _sample(lines)
    layout = _layout_of(sound(line for _, line in first), source)
    for number, line in chain(first, lines):
        found = _of_line(source, number, line, layout)
        broken = broken + 1 if isinstance(found, Unreadable) else 0
        yield found
        if broken == _GIVE_UP_AFTER:
            raise BadInputError(f"{broken} lines in a row can't be read; the rest of the file was not read")


def _sample(lines: Iterator[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
    """The first lines, no more of them than may be held at once."""
    first: list[tuple[int, bytes | None]] = []
    held = 0
    for number, line in islice(lines, SAMPLE):
        first.append((number, line))
        held += len(line or b"")
        if held > MAX_LINE_BYTES:
            break
    return first


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
    return line.removeprefix(b"\xef\xbb\xbf")


def _skip_line(stream: _Stream, number: int) -> None:
    for _ in range(_MAX_SKIPPED // (1 << 20)):
        piece = stream.readline(1 << 20)
        if not piece or piece.endswith(b"\n"):
            return
    raise BadInputError(f"line {number} does not end; the rest of the file was not read")


def _of_line(source: Source, number: int, line: bytes | None, layout: Layout) -> Found:
    try:
        if line is None:
            raise BadInputError(f"is longer than {MAX_LINE_BYTES // 1_000_000} MB")
        return _of_object(source, parsed_line(line), number, layout)
    except BadInputError as error:
        return Unreadable(source.at(number), str(error))


def _json_file(source: Source) -> Iterator[Found]:
    """A file that is one JSON value: a list of articles, an object that holds one, or one article."""
    refuse_large(source.path)
    objects = json_objects(source.path.read_bytes())
    layout = _layout_of(objects[:SAMPLE], source)
    if not layout.has("text") and not _is_of_links(source, layout):
        raise _NoArticlesError("holds no articles: no object in it has a text")
    for number, found in enumerate(objects, start=1):
        try:
            yield _of_object(source, found, number, layout)
        except BadInputError as error:
            yield Unreadable(source.at(number), str(error))


def _of_object(source: Source, found: dict[str, object], number: int, layout: Layout) -> Found:
    values = flat(found)
    if source.columns.said_nothing and "text" in by_names(values):  # each object by its own keys
        return source.record(Named.of(values.items(), layout.dates), number)
    return source.record(layout.record(values), number, linked=_is_of_links(source, layout))


def _is_of_links(source: Source, layout: Layout) -> bool:
    """Whether a person said that a table holds addresses to fetch, and no texts."""
    return bool(source.columns.places) and not layout.has("text")


def _layout_of(objects: Sequence[dict[str, object]], source: Source) -> Layout:
    rows = [flat(found) for found in objects]
    header = header_of(rows)
    sample = [[row.get(name) for name in header] for row in rows]
    return source.columns.layout(header, sample, by_contents=source.named)


_READERS: dict[str, Callable[[Source], Iterator[Found]]] = {
    ".txt": _text_file,
    **dict.fromkeys(PAGE_ENDINGS, _page_file),
    ".csv": _csv_file,
    ".tsv": _csv_file,
    ".json": _json_file,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".jsonl.gz": _zipped_json_lines,
}

_KINDS = ", ".join(sorted(_READERS))
_SAVE_TEXT = "save its text as .txt, or paste it"
_ELSEWHERE = {
    ".pdf": f"is a PDF, which is not read here: {_SAVE_TEXT}",
    ".doc": f"is a Word document: {_SAVE_TEXT}",
    ".docx": f"is a Word document: {_SAVE_TEXT}",
    ".odt": f"is an office document: {_SAVE_TEXT}",
    ".rtf": f"is a rich-text document: {_SAVE_TEXT}",
    ".epub": f"is a book: {_SAVE_TEXT}",
    ".xlsx": "is a spreadsheet: save the sheet as CSV",
    ".xls": "is a spreadsheet: save the sheet as CSV",
    ".ods": "is a spreadsheet: save the sheet as CSV",
    ".zip": "is an archive: unpack it and give the folder",
    ".mhtml": "is a page in one file (MHTML): save it as HTML",
    ".mht": "is a page in one file (MHTML): save it as HTML",
    ".eml": f"is a mail: {_SAVE_TEXT}",
}
