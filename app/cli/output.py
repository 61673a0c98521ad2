"""Where the commands read from and write to: the database, files, the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.domain.comparison import EventSummary
from app.domain.event import Verdict
from app.errors import BadInputError
from app.settings import Settings
from app.store import Database, open_database

if TYPE_CHECKING:
    from app.ingest import Report

_PASSED_SHOWN = 10


@contextmanager
def opened_database(url: str, *, to_read: bool = False) -> Iterator[Database]:
    """The database at `url`, or at the default place, closed at the end.

    DatabaseError if it is opened `to_read` and there is none: a mistyped name must not make an empty one.
    """
    opened = open_database(url or Settings().database(), create=not to_read)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def writer(output: Path | None) -> Iterator[TextIO]:
    """Standard output or a file, both as UTF-8 with line ends left as they are.

    A file is written beside its place and put there at the end: one that can't be finished leaves
    what was there, and a command may read the file it is to replace.
    """
    try:
        with _standard_output() if output is None else _file(output) as out:
            yield out
            out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadInputError(f"can't write {output or 'the output'}: {error.strerror}") from error


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    yield sys.stdout


@contextmanager
def _file(output: Path) -> Iterator[TextIO]:
    if output.exists() and not output.is_file():  # a device or a pipe has no place beside it
        with output.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    aside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="") as out:
            yield out
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def progress(console: Console, articles: int | None = None) -> Iterator[Callable[[str], None]]:
    """A bar for each stage that reports a step; none where the output is no terminal.

    `articles` is how many are expected at most, None where that is not known.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=articles if stage == "articles" else None)
            bars.advance(tasks[stage])

        yield advance


def print_report(report: Report, console: Console) -> None:
    """What an ingest came to: every failure with its place and reason, what was passed over, counts."""
    for failure in report.failures:
        console.print(f"failed: {failure.origin}: {failure.reason}", markup=False)
    for passed in report.passed[:_PASSED_SHOWN]:
        console.print(f"passed over: {passed.origin}: {passed.reason}", markup=False)
    if len(report.passed) > _PASSED_SHOWN:
        console.print(f"passed over: {len(report.passed) - _PASSED_SHOWN} files more")
    counts = [f"{count} {fate}" for fate, count in report.counts().items()]
    console.print(", ".join([*counts, f"{len(report.failures)} failed"]), markup=False)


def print_events(events: Sequence[EventSummary], out: TextIO) -> None:
    """A table of events for a person to read."""
    if not events:
        out.write("no events yet: `crossread ingest PATH...` puts articles in\n")
        return
    table = Table()
    longest = max(len(event.id) for event in events)
    # Ids are for typing in: where room is short, the rest is cut.
    table.add_column("id", no_wrap=True, min_width=longest)
    for name in ("last", "title", "outlets", "facts", "conflicts"):
        table.add_column(name)
    for event in events:
        conflicts = event.verdicts.get(Verdict.CONFLICT, 0)
        cells = (event.id, str(event.last or "?"), event.title, ", ".join(event.outlets))
        table.add_row(*cells, str(event.facts), str(conflicts))
    Console(file=out, markup=False).print(table)
