"""Articles in JSON, as the exports of other tools have them: lines, lists, objects that hold a list."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence

from app.errors import BadInputError
from app.pipeline.read.decoding import decode
from app.pipeline.read.records import by_names
from app.pipeline.read.table import MAX_COLUMNS

_DIGITS = 1_000
_DEPTH = 3  # an object may hold an object that holds the list


def parsed_line(line: bytes) -> dict[str, object]:
    """The object of one line; BadInputError with the reason if it is none."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInputError(f"is not UTF-8 (at byte {error.start:,} of the line)") from None
    found = _parsed(text)
    if not isinstance(found, dict):
        raise BadInputError("is no JSON object")
    return found


def json_objects(data: bytes) -> list[dict[str, object]]:
    """The records of a file that is one JSON value; none if it holds none, BadInputError if it is broken.

    That is an article by itself, a list of objects, or an object that holds one such list and whatever else.
    """
    found = _parsed(decode(data))
    if isinstance(found, dict) and "text" in by_names(flat(found)):
        return [found]
    lists = _lists(found, _DEPTH)
    if len(lists) > 1:
        raise BadInputError("holds several lists of objects; save the articles as one list")
    return lists[0] if lists else []


def sound(lines: Iterable[bytes | None]) -> list[dict[str, object]]:
    """The objects of those lines that hold one."""
    found = (_object(line) for line in lines if line is not None)
    return [each for each in found if each is not None]


def flat(record: Mapping[str, object]) -> dict[str, object]:
    """The record with the values of objects in it under "outer.inner", one level deep."""
    found: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            found.update({f"{key}.{inner}": under for inner, under in value.items()})
        else:
            found[key] = value
    return found


def header_of(rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The keys in the order they are met in, as many as a table may have columns."""
    return tuple(dict.fromkeys(key for row in rows for key in row))[:MAX_COLUMNS]


def _object(line: bytes) -> dict[str, object] | None:
    try:
        return parsed_line(line)
    except BadInputError:
        return None


def _lists(found: object, depth: int) -> list[list[dict[str, object]]]:
    """The lists of objects in a value, the outermost only."""
    if isinstance(found, list):
        return [found] if found and all(isinstance(part, dict) for part in found) else []
    if isinstance(found, dict) and depth:
        return [each for value in found.values() for each in _lists(value, depth - 1)]
    return []


def _number(digits: str) -> int | float:
    """A number of more digits than any id has is none to go by: it must not make the file unreadable."""
    return int(digits) if len(digits) <= _DIGITS else math.inf


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_int=_number)
    except RecursionError:
        raise BadInputError("is nested too deeply") from None
    except ValueError as error:
        raise BadInputError(f"is broken JSON ({error})") from None
