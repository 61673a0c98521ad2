"""What a table's columns seem to hold, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from app.errors import BadInputError
from app.pipeline.read.columns import preview
from app.pipeline.read.table import refuse_large

_CELL = 60


def print_columns(path: Path, out: TextIO) -> None:
    """Every column with what it seems to hold and the first row's cell; BadInputError if it can't be read."""
    try:
        refuse_large(path)
        found = preview(path.read_bytes(), path.name)
    except OSError as error:
        raise BadInputError(f"{path}: {error.strerror or error}") from None
    if found.problem:
        raise BadInputError(found.problem)
    table = Table("Column", "Holds", "First row", box=box.SIMPLE_HEAD)
    for place, column in enumerate(found.header):
        cell = found.first[0][place] if found.first else ""
        table.add_row(column, found.guess[place] or "(left out)", " ".join(cell.split())[:_CELL])
    console = Console(file=out, highlight=False, markup=False)
    console.print(table)
    console.print(f"{found.rows:,} rows. To say otherwise: crossread ingest --column text=COLUMN ...")
    if found.ambiguous:
        console.print(f"The date {found.ambiguous} can be read in two ways: give --dates dmy or mdy.")
