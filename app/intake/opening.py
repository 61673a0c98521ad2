"""Files that were handed in: bytes under a name that nobody vouches for, to the articles in them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.domain.article import Given, RawArticle
from app.intake.holding import Holding, ending
from app.pipeline.read import Passed, Unreadable, read, shown

PREFIX = "crossread-"  # of the files' names, so that what is left behind can be told
_ENDINGS = {Holding.PAGE: ".html", Holding.TEXT: ".txt"}


def found_in_file(
    data: bytes, name: str, holding: Holding, given: Given, columns: tuple[str, ...] | None = None
) -> Iterator[RawArticle | Unreadable]:
    """All that is found in a file, in its order; `name` is told, never used as a path.

    An Unreadable whose origin is `name` itself is about the file, or about the rest of it.
    """
    with _written(data, _ENDINGS.get(holding) or ending(name)) as path:
        for found in read([path], given=given):
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


def _under(found: RawArticle | Unreadable | Passed, path: Path, name: str) -> RawArticle | Unreadable:
    """What was found, told by the name that the file was handed in under."""
    origin = name + found.origin.removeprefix(shown(path))
    if not isinstance(found, RawArticle):
        return Unreadable(origin, found.reason)
    ours = shown(path.name)  # made of random letters, so no record has it for a name of its own
    own = name + found.source_name.removeprefix(ours) if found.source_name.startswith(ours) else None
    return replace(found, origin=origin, source_name=own or found.source_name)
