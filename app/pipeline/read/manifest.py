"""Manifests: a CSV that says who published which file, and when."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.article import NOTHING_GIVEN, Given
from app.errors import BadInputError
from app.pipeline.read.columns import AS_NAMED
from app.pipeline.read.dates import DateOrder
from app.pipeline.read.names import quoted, shown
from app.pipeline.read.table import Row, Table, table


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that could not be read: where it is, and why."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`rows` by file (see `identity`), in the manifest's order; None for a file whose row is refused."""

    origin: str
    identity: str = ""
    rows: Mapping[str, Given | None] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    problems: tuple[Unreadable, ...] = ()

    def names(self, path: Path) -> bool:
        return identity(path) in self.rows

    def given(self, path: Path) -> Given | None:
        """What the manifest says of a file; None if the file must not be read, as its row is refused."""
        return self.rows.get(identity(path), NOTHING_GIVEN)


NO_MANIFEST = Manifest("")


def identity(path: Path) -> str:
    """One name for a file, however its path is written."""
    return os.path.realpath(path)


def load_manifest(path: Path, *, decides: bool) -> Manifest:
    """Read a manifest; problems of single rows are kept in it, BadInputError if there is no reading it.

    `decides` if the manifest alone says which files are read: then they must lie in its own folder,
    as one that came with a download must not fetch files from elsewhere on the disk.
    """
    origin = shown(path)
    try:
        content = table(path)
        rows = tuple(content.rows())
    except OSError as error:
        raise BadInputError(f"{origin}: {error.strerror or error}") from None
    except BadInputError as error:
        raise BadInputError(f"{origin}: {error}") from None
    if not content.has("file"):
        raise BadInputError(f"{origin}: is no manifest, it has no column 'file'")
    dates = AS_NAMED.layout(content.header, [row.cells for row in rows]).dates
    return _Loading(path, content, decides, dates).load(rows)


@dataclass(slots=True)
class _Loading:
    path: Path
    content: Table
    decides: bool
    dates: DateOrder | None
    rows: dict[str, Given | None] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    problems: list[Unreadable] = field(default_factory=list)

    def load(self, rows: Iterable[Row]) -> Manifest:
        for row in rows:
            try:
                self._take(row)
            except BadInputError as error:
                self.problems.append(Unreadable(f"{shown(self.path)}, line {row.line}", str(error)))
        return Manifest(
            shown(self.path), identity(self.path), self.rows, tuple(self.files), tuple(self.problems)
        )

    def _take(self, row: Row) -> None:
        name = self.content.as_far_as_named(row).line("file")
        if not name:
            raise BadInputError("names no file")
        file = self._file(name)
        if self.decides and not _within(self.path.parent, file):
            raise BadInputError(
                f"the file {quoted(name)} lies outside the manifest's folder; name it to read it"
            )
        if identity(file) in self.rows:
            raise BadInputError(f"names the file {quoted(name)} again; the first row counts")
        self.rows[identity(file)] = None  # stays so if the row's values are refused
        try:
            self.rows[identity(file)] = self.content.named(row, self.dates).given()
        except BadInputError as error:
            raise BadInputError(f"{error}; {quoted(name)} was not read") from None
        self.files.append(file)

    def _file(self, name: str) -> Path:
        for spelling in dict.fromkeys((name, name.replace("\\", "/"))):
            if "\0" not in spelling and (file := self.path.parent / spelling).is_file():
                return file
        raise BadInputError(f"the file {quoted(name)} is missing")


def _within(folder: Path, file: Path) -> bool:
    """By their names alone: a link in the folder was put there by whoever owns it."""
    return Path(os.path.abspath(file)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100 - resolves no links
