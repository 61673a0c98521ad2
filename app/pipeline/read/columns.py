"""What the columns of a table hold: guessed from their names, shown before anything is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.decoding import decode
from app.pipeline.read.records import known
from app.pipeline.read.table import table_of

NAMES = ("text", "outlet", "date", "title", "byline", "url", "note", "id", "language")
MAX_COLUMNS = 1_000
ROWS = 5  # that are shown
_SAMPLE = 200  # records whose names are looked at
_CELL = 300  # characters of a cell that are shown
_COUNTED = 1_000_000
_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\b.*")


@dataclass(frozen=True, slots=True)
class Preview:
    """A table's columns by name, its first rows, and a guess (one of NAMES or "") for each column.

    `count` is how many rows it has. `problem` says why it can't be read, "" if it can.
    """

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    guess: tuple[str, ...] = ()
    count: int = 0
    problem: str = ""


def preview(data: bytes, name: str) -> Preview:
    """The beginning of a CSV file or of JSON lines; never raises."""
    try:
        header, rows, count = _csv(data) if name.casefold().endswith((".csv", ".tsv")) else _json_lines(data)
    except BadInputError as error:
        return Preview(problem=str(error))
    if not header:
        return Preview(problem="has no columns")
    return Preview(header, rows, guess_columns(header, rows), count)


def guess_columns(header: tuple[str, ...], _sample: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """What each column holds by its name, "" for what is left out. No name is guessed twice."""
    best: dict[str, tuple[int, int]] = {}
    for place, column in enumerate(header):
        name, rank = known(column) or ("", 0)
        if name in NAMES and (name not in best or rank < best[name][0]):
            best[name] = (rank, place)
    places = {place: name for name, (_, place) in best.items()}
    return tuple(places.get(place, "") for place in range(len(header)))


def both_ways(words: str) -> tuple[PartialDate, PartialDate] | None:
    """A date that can be read with the day first and with the month first, read so; None for any other."""
    match = _TWO_NUMBERS.fullmatch(words[:40])
    if not match or match[1] == match[3]:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += (1900 if year >= 69 else 2000) if year < 100 else 0
    try:
        return PartialDate(year, second, first), PartialDate(year, first, second)
    except ValueError:
        return None


_Found = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]


def _csv(data: bytes) -> _Found:
    content = table_of(data)
    rows = content.rows()
    width = len(content.header)
    first = tuple(_shown((*row.cells, *("",) * width)[:width]) for row in islice(rows, ROWS))
    return content.header, first, len(first) + sum(1 for _ in islice(rows, _COUNTED))


def _json_lines(data: bytes) -> _Found:
    records = [found for line in islice(_lines(data), _SAMPLE) if (found := _record(line)) is not None]
    header = tuple(dict.fromkeys(name for record in records for name in record))
    if len(header) > MAX_COLUMNS:
        raise BadInputError(f"has {len(header):,} columns; at most {MAX_COLUMNS:,} are read")
    rows = tuple(_shown(tuple(_cell(record.get(name)) for name in header)) for record in records[:ROWS])
    return header, rows, sum(1 for _ in islice(_lines(data), _COUNTED))


def _lines(data: bytes) -> Iterator[str]:
    return (line for line in decode(data).splitlines() if line.strip())


def _record(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(cells: tuple[str, ...]) -> tuple[str, ...]:
    cut = (" ".join(cell[: 4 * _CELL].split()) for cell in cells)
    return tuple(words if len(words) <= _CELL else words[:_CELL] + "…" for words in cut)
