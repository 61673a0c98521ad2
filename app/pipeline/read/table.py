"""CSV files with a header: articles or a manifest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from app.errors import BadInputError
from app.pipeline.read.dates import DateOrder
from app.pipeline.read.decoding import MAX_TEXT_CHARACTERS, decode
from app.pipeline.read.names import shown
from app.pipeline.read.records import Named, known

MAX_BYTES = 100_000_000
MAX_COLUMNS = 1_000
_DELIMITERS = ",;\t|"


class _Rows(Protocol):
    """What csv.reader gives; the type has no public name."""

    line_num: int

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    line: int  # where it begins in the file, from 1
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    _text: str
    _delimiter: str

    def has(self, name: str) -> bool:
        return any(column and column[0] == name for column in map(known, self.header))

    def rows(self) -> Iterator[Row]:
        """Rows that hold anything; BadInputError where the CSV breaks, as nothing after it can be trusted."""
        reader, line = _reader(self._text, self._delimiter), 0
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise BadInputError(
                    f"line {line + 1}: broken CSV ({shown(str(error))}); the rest of the file was not read"
                ) from None
            if cells is None:
                return
            if line and any(cells):
                yield Row(line + 1, tuple(cells))
            line = reader.line_num

    def sample(self, rows: int) -> tuple[Row, ...]:
        """The first rows, as far as the CSV is whole."""
        found: list[Row] = []
        with suppress(BadInputError):
            found.extend(islice(self.rows(), rows))
        return tuple(found)

    def cells(self, row: Row) -> tuple[str, ...]:
        """The row's cells; BadInputError if it has some beyond the header's columns."""
        if any(row.cells[len(self.header) :]):
            raise BadInputError(f"has {len(row.cells)} cells, the header has {len(self.header)}")
        return row.cells

    def named(self, row: Row, dates: DateOrder | None = None) -> Named:
        """The row's values by column; BadInputError if it has cells beyond the header's columns."""
        return Named.of(zip(self.header, self.cells(row), strict=False), dates)

    def as_far_as_named(self, row: Row) -> Named:
        """The row's values by column, whatever stands beyond the header's columns."""
        return Named.of(zip(self.header, row.cells, strict=False))


def table(path: Path) -> Table:
    """The CSV file at `path`, with its header checked; BadInputError with the reason if it is none."""
    refuse_large(path)
    return table_in(path.read_bytes())


def refuse_large(path: Path) -> None:
    """BadInputError if the file is larger than one that is read into memory may be."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BadInputError(f"is {size / 1e6:,.0f} MB; a table may have {MAX_BYTES // 1_000_000} MB")


def table_in(data: bytes) -> Table:
    """The CSV file whose bytes these are, with its header checked; BadInputError if they are none."""
    text = decode(data)
    headers, broken = _headers(text)
    delimiter, header = max(headers.items(), key=lambda found: _told(found[1]), default=("", ()))
    if len(header) > MAX_COLUMNS:
        raise BadInputError(f"has {len(header):,} columns; at most {MAX_COLUMNS:,} are read")
    if broken and not any(map(known, header)):
        raise broken[0]
    return Table(header, text, delimiter)


def _headers(text: str) -> tuple[dict[str, tuple[str, ...]], list[BadInputError]]:
    """The first line as each delimiter parts it, and why some do not: to one that does not, it is broken."""
    found, broken = dict[str, tuple[str, ...]](), list[BadInputError]()
    for mark in _DELIMITERS:
        try:
            found[mark] = _header(text, mark)
        except BadInputError as error:
            broken.append(error)
    return found, broken


def _told(header: tuple[str, ...]) -> tuple[int, int]:
    """How much a header tells: columns whose names we know, and columns at all."""
    return sum(known(name) is not None for name in header), min(len(header), MAX_COLUMNS)


def _header(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(name.strip() for name in next(_reader(text, delimiter), ()))
    except csv.Error as error:
        raise BadInputError(f"line 1: broken CSV ({shown(str(error))})") from None


def _reader(text: str, delimiter: str) -> _Rows:
    csv.field_size_limit(MAX_TEXT_CHARACTERS + 1)  # one setting for the whole process; nobody else reads CSV
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
