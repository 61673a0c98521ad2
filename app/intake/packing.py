"""An article of a file that holds several, as the bytes it waits as."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from typing import Any

from app.domain.article import Extent, RawArticle, Segment, SegmentKind, Stated
from app.domain.dates import PartialDate
from app.domain.text import Span
from app.errors import BadInputError
from app.pipeline.read import Unreadable

_DATES = ("published", "modified")


def pack(found: RawArticle | Unreadable) -> bytes:
    """What was found at one place of a file; what could not be read there keeps its reason."""
    if isinstance(found, Unreadable):
        return _bytes({"unreadable": found.reason})
    values = _values(found)
    values["extent"] = found.extent.value
    values["marked"] = [[s.span.start, s.span.end, s.kind.value] for s in found.marked]
    values["stated"] = _values(found.stated)
    values["read_on"] = found.read_on.isoformat() if found.read_on else None
    return _bytes(values)


def unpack(data: bytes) -> RawArticle:
    """The article; BadInputError with the reason if it was none that could be read."""
    values: dict[str, Any] = json.loads(data)
    if "unreadable" in values:
        raise BadInputError(values["unreadable"])
    values["extent"] = Extent(values["extent"])
    values["marked"] = tuple(
        Segment(Span(start, end), SegmentKind(kind)) for start, end, kind in values["marked"]
    )
    values["stated"] = Stated(**_dated(values["stated"]))
    values["addresses"] = tuple(values["addresses"])
    values["read_on"] = dt.datetime.fromisoformat(values["read_on"]) if values["read_on"] else None
    return RawArticle(**_dated(values))


def _values(of: RawArticle | Stated) -> dict[str, Any]:
    values = {f.name: getattr(of, f.name) for f in fields(of)}
    return values | {n: values[n].isoformat() for n in _DATES if values.get(n) is not None}


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return values | {n: PartialDate.parse(values[n]) for n in _DATES if values.get(n) is not None}


def _bytes(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()
