"""Files of several articles: bytes under a name that nobody vouches for, to what is in them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.domain.article import Given, RawArticle
from app.intake.holding import ending
from app.pipeline.read import Columns, Linked, Passed, Unreadable, read, shown

PREFIX = "crossread-"  # of the files' names, so that what is left behind can be told


def found_in_file(
    data: bytes, name: str, given: Given, columns: tuple[str, ...] | None = None
) -> Iterator[RawArticle | Unreadable | Linked]:
    """All that is found in a file, in its order; `name` is told, never used as a path.

    An Unreadable whose origin is `name` itself is about the file, or about the rest of it. BadInputError if
    the answer on a table's `columns` can't be used.
    """
    said = Columns() if columns is None else Columns.answered(columns)
    with _written(data, ending(name)) as path:
        for found in read([path], given=given, columns=said):
            if not isinstance(found, Passed):  # what an archive holds beside its pages
                yield _under(found, path, shown(name))


@contextmanager
def _written(data: bytes, suffix: str) -> Iterator[Path]:
    """The bytes as a file that only we can read, under a name of ours, as long as they are wanted."""
    handle, name = tempfile.mkstemp(suffix, PREFIX)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _under(
    found: RawArticle | Unreadable | Linked, path: Path, name: str
) -> RawArticle | Unreadable | Linked:
    """What was found, told by the name that the file was handed in under."""
    origin = name + found.origin.removeprefix(shown(path))
    if isinstance(found, Linked):
        return replace(found, origin=origin)
    if not isinstance(found, RawArticle):
        return Unreadable(origin, found.reason)
    ours = shown(path.name)  # made of random letters, so no record has it for a name of its own
    own = name + found.source_name.removeprefix(ours) if found.source_name.startswith(ours) else None
    return replace(found, origin=origin, source_name=own or found.source_name)
