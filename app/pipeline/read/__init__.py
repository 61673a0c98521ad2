"""Reading: files and folders to raw articles. All I/O of the pipeline is here.

`read` yields every article it finds and tells of everything it could not read; one bad file or
line never ends the run. Texts are decoded and otherwise left exactly as they are; `page` takes the text
of pages.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.article import NOTHING_GIVEN, Given
from app.errors import BadInputError
from app.pipeline.read.columns import AS_NAMED, Columns
from app.pipeline.read.dates import DateOrder, parse_date
from app.pipeline.read.decoding import MAX_TEXT_CHARACTERS, decode
from app.pipeline.read.files import (
    MAX_LINE_BYTES,
    MAX_TEXT_BYTES,
    PAGE_ENDINGS,
    Found,
    Linked,
    Passed,
    Source,
    articles,
    ending,
)
from app.pipeline.read.manifest import NO_MANIFEST, Manifest, Unreadable, identity, load_manifest
from app.pipeline.read.names import shown
from app.pipeline.read.table import MAX_COLUMNS

__all__ = [
    "MAX_COLUMNS",
    "MAX_LINE_BYTES",
    "MAX_TEXT_BYTES",
    "MAX_TEXT_CHARACTERS",
    "Columns",
    "DateOrder",
    "Found",
    "Given",
    "Linked",
    "Passed",
    "Unreadable",
    "count",
    "decode",
    "of_page",
    "parse_date",
    "read",
    "shown",
]

_FOLDER_MANIFEST = "manifest.csv"


def read(
    paths: Sequence[Path],
    *,
    manifest: Path | None = None,
    given: Given = NOTHING_GIVEN,
    columns: Columns = AS_NAMED,
) -> Iterator[Found]:
    """All articles in `paths`: files, and folders with all below them, in order of name.

    What a record says of itself goes before the manifest, the manifest before `given`. Without
    paths the manifest's own files are read. A folder's `manifest.csv` is its manifest when no
    other is named. `columns` says what the columns of tables hold, where their names don't tell.
    BadInputError, at once, if the named manifest can't be used.
    """
    named = load_manifest(manifest, decides=not paths) if manifest else NO_MANIFEST
    return _Reading(named, given, columns).of(paths or named.files)


def count(paths: Sequence[Path]) -> int | None:
    """How many articles `read` finds at most, for a progress bar; None where that is not cheap to say."""
    total = 0
    for path in _files(paths):
        if ending(path) in (".csv", ".tsv", ".json", ".jsonl.gz", ".warc", ".warc.gz"):
            return None
        if path.is_file():
            name = ending(path)
            total += _lines_in(path) if name in (".jsonl", ".ndjson") else name in (".txt", *PAGE_ENDINGS)
    return total


@dataclass(frozen=True, slots=True)
class _Reading:
    """One run over paths, with what was given for all of them."""

    manifest: Manifest
    given: Given
    columns: Columns

    def of(self, paths: Sequence[Path]) -> Iterator[Found]:
        yield from self.manifest.problems
        for path in paths:
            if _is_folder(path):
                yield from self._folder(path)
            else:
                yield from self._file(path, self.manifest, named=True)

    def _file(self, path: Path, manifest: Manifest, *, named: bool) -> Iterator[Found]:
        beside = manifest.given(path)
        if beside is not None:  # else its row was told as a problem, and the file is not read
            named = named or manifest.names(path)
            yield from articles(Source(path, beside.over(self.given), named, self.columns))

    def _folder(self, folder: Path) -> Iterator[Found]:
        manifest, own = self.manifest, folder / _FOLDER_MANIFEST
        if manifest is NO_MANIFEST and os.path.isfile(own):  # noqa: PTH113 - as below
            try:
                manifest = load_manifest(own, decides=True)
            except BadInputError as error:
                yield Unreadable(shown(folder), f"was not read, as its manifest can't be used: {error}")
                return
            yield from manifest.problems
        for found in _walk(folder):
            if not isinstance(found, Path):
                yield found
            elif identity(found) != manifest.identity:
                yield from self._file(found, manifest, named=False)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if _is_folder(path):
            manifest = path / _FOLDER_MANIFEST
            yield from (found for found in _walk(path) if isinstance(found, Path) and found != manifest)
        else:
            yield path


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where a folder above may not be entered


def _lines_in(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            lines, last = lines + piece.count(b"\n"), piece[-1:]
    return lines + (last != b"\n")


def of_page(name: str, files: Collection[str]) -> bool:
    """Whether a folder holds what a browser saved with a page beside it: its pictures, frames and scripts."""
    page = next((name.removesuffix(end) for end in ("_files", ".files") if name.endswith(end)), None)
    return page is not None and any(f"{page}{end}" in files for end in (".html", ".htm"))


def _walk(folder: Path) -> Iterator[Path | Unreadable | Passed]:
    """Files below a folder in order of name, without what was saved beside a page.

    Links to folders are not followed, they may lead in circles.
    """
    refused: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not of_page(name, files))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))
        links = (Path(place, name) for name in folders if Path(place, name).is_symlink())
        yield from (Passed(shown(link), "is a link to a folder, which is not followed") for link in links)
    for error in refused:
        yield Unreadable(shown(error.filename or folder), error.strerror or str(error))
