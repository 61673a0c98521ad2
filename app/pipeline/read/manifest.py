"""Manifests: a CSV that says who published which file, and when."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.article import NOTHING_GIVEN, Given
from app.errors import BadInputError
from app.pipeline.read.columns import AS_NAMED
from app.pipeline.read.names import quoted, shown
from app.pipeline.read.table import Row, Table, table, table_in


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
    return _Loading(path, decides).load(_lines(content, rows))


@dataclass(frozen=True, slots=True)
class Line:
    """A manifest's row: the file it names as it is written there ("" for none), and what it says of it.

    `problem` is why what it says can't be used.
    """

    number: int
    name: str
    given: Given = NOTHING_GIVEN
    problem: str = ""


def manifest_lines(data: bytes) -> tuple[Line, ...] | None:
    """The rows of a manifest whose bytes these are, None if it is none: no table, or one of articles.

    BadInputError where the table breaks off.
    """
    try:
        content = table_in(data)
    except BadInputError:
        return None
    if not content.has("file") or content.has("text"):
        return None
    return tuple(_lines(content, tuple(content.rows())))


def _lines(content: Table, rows: Sequence[Row]) -> Iterator[Line]:
    dates = AS_NAMED.layout(content.header, [row.cells for row in rows]).dates
    for row in rows:
        name = ""
        try:
            name = content.as_far_as_named(row).line("file") or ""
            yield Line(row.line, name, content.named(row, dates).given())
        except BadInputError as error:
            yield Line(row.line, name, problem=str(error))


@dataclass(slots=True)
class _Loading:
    path: Path
    decides: bool
    rows: dict[str, Given | None] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    problems: list[Unreadable] = field(default_factory=list)

    def load(self, lines: Iterable[Line]) -> Manifest:
        for line in lines:
            try:
                self._take(line)
            except BadInputError as error:
                self.problems.append(Unreadable(f"{shown(self.path)}, line {line.number}", str(error)))
        return Manifest(
            shown(self.path), identity(self.path), self.rows, tuple(self.files), tuple(self.problems)
        )

    def _take(self, line: Line) -> None:
        if not line.name:
            raise BadInputError(line.problem or "names no file")
        file = self._file(line.name)
        if self.decides and not _within(self.path.parent, file):
            raise BadInputError(
                f"the file {quoted(line.name)} lies outside the manifest's folder; name it to read it"
            )
        if identity(file) in self.rows:
            raise BadInputError(f"names the file {quoted(line.name)} again; the first row counts")
        self.rows[identity(file)] = None  # stays so if the row's values are refused
        if line.problem:
            raise BadInputError(f"{line.problem}; {quoted(line.name)} was not read")
        self.rows[identity(file)] = line.given
        self.files.append(file)

    def _file(self, name: str) -> Path:
        for spelling in dict.fromkeys((name, name.replace("\\", "/"))):
            if "\0" not in spelling and (file := self.path.parent / spelling).is_file():
                return file
        raise BadInputError(f"the file {quoted(name)} is missing")


def _within(folder: Path, file: Path) -> bool:
    """By their names alone: a link in the folder was put there by whoever owns it."""
    return Path(os.path.abspath(file)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100 - resolves no links
