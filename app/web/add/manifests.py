"""A manifest among the files that were handed in together: what it says of them, and which are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from app.domain.article import Given
from app.errors import BadInputError
from app.pipeline.read.manifest import Line, manifest_lines
from app.pipeline.read.names import shown
from app.web.add.upload import MAX_FIELD, Upload

_NAME = "manifest.csv"
_TOLD = 100  # of what is wrong with a manifest, that are told one by one

Read = Callable[[Upload], bytes]


@dataclass(slots=True)
class Manifests:
    """What the manifests among some files say: by the file's place among them, and on each manifest.

    `problems` are reasons why a file must not be read as it is; `missing` are names and reasons.
    """

    given: dict[int, Given] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)
    missing: list[tuple[str, str]] = field(default_factory=list)


def manifests(uploads: Sequence[Upload], read: Read) -> Manifests:
    """Of the files that were taken, those that are manifests, applied to the others.

    A table that names files is one where some of them were handed in with it, or by its name.
    """
    found = Manifests()
    names = _Names.of(uploads)
    for place, upload in enumerate(uploads):
        if lines := _lines(upload, read):
            _apply(found, place, upload, [(line, names.place(line.name, upload.name)) for line in lines])
    return found


def _lines(upload: Upload, read: Read) -> tuple[Line, ...]:
    if upload.refused or upload.size > MAX_FIELD or not upload.name.casefold().endswith((".csv", ".tsv")):
        return ()
    try:
        return manifest_lines(read(upload)) or ()
    except BadInputError:
        return ()  # a table that breaks off is told so where tables are looked at


def _apply(found: Manifests, manifest: int, upload: Upload, lines: Sequence[tuple[Line, int | None]]) -> None:
    here = {place for _, place in lines if place is not None and place != manifest}
    if not here and PurePosixPath(upload.name).name.casefold() != _NAME:
        return
    wrong = list(_wrong(found, upload.name, lines))
    if len(wrong) > _TOLD:
        rest = f"{len(wrong) - _TOLD:,} more of its lines name no file that is here"
        wrong[_TOLD:] = [(upload.name, rest)]
    found.missing += wrong
    found.told[manifest] = _counted(len(lines), len(here))


def _wrong(
    found: Manifests, manifest: str, lines: Sequence[tuple[Line, int | None]]
) -> Iterator[tuple[str, str]]:
    """Take over what the lines say of the files that are here; tell of the other lines."""
    for line, place in lines:
        at = f"{manifest}, line {line.number}"
        if place is None:
            named = f"named in {at}, and not among what was handed in with it"
            yield (shown(line.name), named) if line.name else (at, line.problem or "names no file")
        elif place in found.given or place in found.problems:
            yield at, f"names the file {shown(line.name)} again; the first line counts"
        elif line.problem:
            found.problems[place] = f"what {at} says of it can't be used: {line.problem}"
        else:
            found.given[place] = line.given


def _counted(named: int, here: int) -> str:
    files = f"names {named:,} file" + ("" if named == 1 else "s")
    return f"{files}, all here" if here == named else f"{files}, {here:,} of them here"


@dataclass(frozen=True, slots=True)
class _Names:
    """Files by their path, and by their bare name: a browser tells no folders where files were chosen."""

    paths: Mapping[str, list[int]]
    bare: Mapping[str, list[int]]

    @classmethod
    def of(cls, uploads: Sequence[Upload]) -> _Names:
        paths, bare = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for place, upload in enumerate(uploads):
            path = PurePosixPath(upload.name.casefold())
            paths[str(path)].append(place)
            bare[path.name].append(place)
        return cls(dict(paths), dict(bare))

    def place(self, name: str, manifest: str) -> int | None:
        """The file that a manifest names; None if it is not here, or could be one of several."""
        path = PurePosixPath(name.replace("\\", "/").casefold())
        beside = PurePosixPath(manifest.casefold()).parent / path
        for found in (self.paths.get(str(beside)), self.paths.get(str(path)), self.bare.get(path.name)):
            if found:
                return found[0] if len(found) == 1 else None
        return None
