"""What the columns of a table hold: guessed from their names and contents, told by a person, applied to rows.

Exports of other tools name their columns as they like. What is guessed is shown before it is used; between
columns that tie, and between two ways to read a date, nothing is guessed.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from statistics import median

from app.errors import BadInputError
from app.pipeline.read.dates import DateOrder, order_of
from app.pipeline.read.json_records import flat, header_of, json_objects, sound
from app.pipeline.read.names import quoted, shown
from app.pipeline.read.records import Named, known
from app.pipeline.read.table import table_in
from app.pipeline.unpacking import unpacked

NAMES = ("text", "outlet", "date", "title", "byline", "url", "note", "id", "language")
LEFT_OUT = ""
SAMPLE = 200  # rows that tell what a column holds
_DATES = "date:"  # how an answer ends that says how dates are written
_PROSE_WORDS = 40  # the middle cell of a column of texts has more
_FIRST = 5  # rows shown
_CELL = 300  # characters of a cell shown
MAX_ROWS = 200_000
_MOST_UNPACKED = 100_000_000  # bytes of a table that is packed
_ADDRESS = re.compile(r"https?://\S+$", re.I)


@dataclass(frozen=True, slots=True)
class Layout:
    """Our name for each column of a table, in its order; "" for one that is left out."""

    header: tuple[str, ...]
    names: tuple[str, ...]
    dates: DateOrder | None = None

    def has(self, name: str) -> bool:
        return name in self.names

    @property
    def entries(self) -> tuple[str, ...]:
        """The layout as one line of names, with the order of dates at its end where it is known."""
        return (*self.names, f"{_DATES}{self.dates}") if self.dates else self.names

    def named(self, cells: Sequence[object]) -> Named:
        """A row's values under our names."""
        return Named.chosen(zip(self.names, cells, strict=False), self.dates)

    def record(self, values: Mapping[str, object]) -> Named:
        """An object's values under our names."""
        return self.named([values.get(column) for column in self.header])


@dataclass(frozen=True, slots=True)
class Columns:
    """What a person said of a table's columns.

    `places` are our names in the table's order, () where nobody looked at the table; `named` are columns by
    our name for what they hold, and go before what is guessed.
    """

    places: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None

    @property
    def said_nothing(self) -> bool:
        return not self.places and not self.named

    @classmethod
    def answered(cls, entries: Sequence[str]) -> Columns:
        """From `Layout.entries` as a person left them; BadInputError if they can't be used."""
        places = tuple(entry for entry in entries if not entry.startswith(_DATES))
        orders = [entry.removeprefix(_DATES) for entry in entries if entry.startswith(_DATES)]
        if strange := [name for name in places if name not in (*NAMES, LEFT_OUT)]:
            raise BadInputError(f"{quoted(strange[0])} is nothing that a column can hold here")
        if "text" not in places and "url" not in places:
            raise BadInputError("no column holds the text, and none an address to fetch it from")
        if strange := [order for order in orders if order not in list(DateOrder)]:
            raise BadInputError(f"{quoted(strange[0])} is no order of day and month")
        return cls(places, dates=DateOrder(orders[0]) if orders else None)

    def layout(
        self, header: Sequence[str], sample: Sequence[Sequence[object]], *, by_contents: bool = False
    ) -> Layout:
        """Our names for these columns; BadInputError if a column that was named is not there.

        `by_contents`: a column of texts is found by what it holds, too. That is for files that a person
        named: a folder holds tables of other things.
        """
        names = self._placed(header) if self.places else self._named(header)
        if by_contents and not self.places:
            names = _by_contents(names, header, sample)
        return Layout(tuple(header), names, self.dates or _dates_in(names, sample))

    def _placed(self, header: Sequence[str]) -> tuple[str, ...]:
        return (*self.places, *(LEFT_OUT for _ in header))[: len(header)]

    def _named(self, header: Sequence[str]) -> tuple[str, ...]:
        names = list(by_name(header))
        for ours, theirs in self.named.items():
            place = _place(header, theirs)
            names = [LEFT_OUT if name == ours else name for name in names]
            names[place] = ours
        return tuple(names)


AS_NAMED = Columns()


@dataclass(frozen=True, slots=True)
class Preview:
    """A table before it is read: its first rows, and what its columns seem to hold.

    `guess` is as `Layout.entries`. `ambiguous` is a date of the table that can be read in two ways, "" if
    none can or the other dates tell how. `rows` counts all of them, `first` are some. `problem` says why
    there is no reading it, "" where there is.
    """

    header: tuple[str, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()
    rows: int = 0
    guess: tuple[str, ...] = ()
    ambiguous: str = ""
    problem: str = ""


def guess_columns(header: Sequence[str], sample: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """What the columns seem to hold, as `Layout.entries`: by name, else text and address by contents."""
    return Columns().layout(header, sample, by_contents=True).entries


def _by_contents(
    names: Sequence[str], header: Sequence[str], sample: Sequence[Sequence[object]]
) -> tuple[str, ...]:
    """The names with the text's and the address's column filled in, where one alone looks like it."""
    found = list(names)
    for name, telling in (("text", _prose), ("url", _addresses)):
        if name not in found and (place := _only(found, header, sample, telling)) is not None:
            found[place] = name
    return tuple(found)


def by_name(header: Sequence[str]) -> tuple[str, ...]:
    """What columns hold by their names alone; of several names for one thing the more usual one counts."""
    found = [known(column) for column in header]
    best: dict[str, int] = {}
    for name, rank in filter(None, found):
        best[name] = min(rank, best.get(name, rank))
    names: list[str] = []
    for column in found:
        first = column is not None and best[column[0]] == column[1] and column[0] not in names
        names.append(column[0] if column and first and column[0] in NAMES else LEFT_OUT)
    return tuple(names)


def ambiguous_date(names: Sequence[str], sample: Sequence[Sequence[object]]) -> str:
    """A date that can be read in two ways where no other date tells which; "" if there is none."""
    if _dates_in(names, sample) is not None:
        return ""
    dates = _cells(names, sample, "date")
    return next((date for date in dates if order_of(date) == frozenset(DateOrder)), "")


def preview(data: bytes, name: str) -> Preview:
    """What a table handed in under this name looks like; never raises, a problem is told in it."""
    try:
        header, rows = _rows(data, name)
    except BadInputError as error:
        return Preview(problem=f"{shown(name)}: {error}")
    names = guess_columns(header, rows[:SAMPLE])
    first = tuple(tuple(_cell(row, place) for place in range(len(header))) for row in rows[:_FIRST])
    return Preview(header, first, len(rows), names, ambiguous_date(names, rows[:SAMPLE]))


def _rows(data: bytes, name: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The header and all rows, as far as the table is whole."""
    name = name.casefold()
    if name.endswith(".gz"):
        data, name = b"".join(unpacked((data,), "gzip", _MOST_UNPACKED)), name.removesuffix(".gz")
    suffix = PurePath(name).suffix
    if suffix in (".csv", ".tsv"):
        content = table_in(data)
        return content.header, [row.cells for row in content.sample(MAX_ROWS)]
    lines = suffix in (".jsonl", ".ndjson")
    objects = (
        sound(islice((line for line in io.BytesIO(data) if line.strip()), MAX_ROWS))
        if lines
        else json_objects(data)
    )
    if not objects:
        raise BadInputError("holds no articles")
    records = [flat(each) for each in objects]
    header = header_of(records[:SAMPLE])
    return header, [tuple(record.get(key) for key in header) for record in records]


def _cell(row: Sequence[object], place: int) -> str:
    value = row[place] if place < len(row) else None
    words = (
        value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    )
    return words if len(words) <= _CELL else f"{words[:_CELL]}…"


def _place(header: Sequence[str], wanted: str) -> int:
    folded = [column.strip().casefold() for column in header]
    try:
        return folded.index(wanted.strip().casefold())
    except ValueError:
        shown = ", ".join(quoted(column) for column in header[:20])
        raise BadInputError(f"has no column {quoted(wanted)}; it has {shown}") from None


def _dates_in(names: Sequence[str], sample: Sequence[Sequence[object]]) -> DateOrder | None:
    """How the dates of a table are written, where one that can be read in one way only tells it."""
    orders = [order for date in _cells(names, sample, "date") if (order := order_of(date))]
    common = frozenset(DateOrder).intersection(*orders)
    return next(iter(common)) if len(common) == 1 else None


def _cells(names: Sequence[str], sample: Sequence[Sequence[object]], name: str) -> list[str]:
    places = [place for place, held in enumerate(names) if held == name]
    cells = (row[place] for row in sample for place in places if place < len(row))
    return [cell for cell in cells if isinstance(cell, str)]


def _only(
    names: Sequence[str],
    header: Sequence[str],
    sample: Sequence[Sequence[object]],
    telling: Callable[[Sequence[str]], bool],
) -> int | None:
    """The column nobody named that holds such values; None if none or several do."""
    open_ = [place for place in range(len(header)) if not names[place]]
    cells = {place: [row[place] for row in sample if place < len(row)] for place in open_}
    words = {
        place: [cell for cell in held if cell and isinstance(cell, str)] for place, held in cells.items()
    }
    found = [place for place, held in words.items() if held and telling(held)]
    return found[0] if len(found) == 1 else None


def _prose(cells: Sequence[str]) -> bool:
    return median(len(cell.split()) for cell in cells) >= _PROSE_WORDS


def _addresses(cells: Sequence[str]) -> bool:
    return all(_ADDRESS.match(cell.strip()) for cell in cells)
