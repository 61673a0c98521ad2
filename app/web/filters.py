"""Filters as they stand in an address: read from a query string, and written back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from app.domain.claim import ClaimKind
from app.domain.comparison import DateField, Filters, Order
from app.domain.event import Verdict
from app.web.language import gettext, ngettext

MAX_QUERY = 8_000  # characters of a query string that are read
MAX_VALUE = 600  # characters of one value: labels hold a file's name, so they can be long
MAX_VALUES = 50  # values of one field
MAX_TEXT = 200  # characters of the words searched for

FIELDS = ("q", "speaker", "outlet", "kind", "verdict", "left-out-by", "when", "from", "to", "confidence",
          "order", "col", "narrow", "fold", "changed")  # fmt: skip
FOLDED = "copies"  # the value of "fold"
CHANGED = "since"  # the value of "changed"
# What an address holds beside the filters: an export's layout; rows opened, columns moved or made narrow.
BESIDE = ("layout", "raw", "bom", "open", "up", "down")

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=StrEnum)


def parse(query: str) -> tuple[Filters, tuple[str, ...]]:
    """The filters a query string asks for, and a sentence for each part that could not be used.

    Empty values count as absent. What can't be used is left out; nothing raises. MAX_QUERY bounds the work.
    """
    problems: list[str] = []
    values = _values(query, problems)

    def first(name: str, read: Callable[[str], _Value], otherwise: _Value) -> _Value:
        found = values.get(name, [])
        if len(found) > 1:
            problems.append(gettext("Only the first “%(name)s” counts; the others are ignored.", name=name))
        return next(iter(_read(name, found[:1], read, problems)), otherwise)

    filters = Filters(
        speakers=tuple(values.get("speaker", ())),
        outlets=tuple(values.get("outlet", ())),
        kinds=_read("kind", values.get("kind", ()), _choice(ClaimKind), problems),
        verdicts=_read("verdict", values.get("verdict", ()), _choice(Verdict), problems),
        text=first("q", _words, ""),
        left_out_by=first("left-out-by", str, ""),
        date_field=first("when", _choice(DateField), DateField.SAID),
        since=first("from", _day, None),
        until=first("to", _day, None),
        confidence=first("confidence", share, 0.0),
        order=first("order", _choice(Order), Order.DISAGREEMENT),
        columns=tuple(values.get("col", ())),
        narrow=tuple(values.get("narrow", ())),
        fold=first("fold", _only(FOLDED), False),
        changed=first("changed", _only(CHANGED), False),
    )
    return filters, tuple(problems)


def to_query(filters: Filters) -> str:
    """The query string of these filters, without "?"; what stands at its default is left out."""
    pairs = [("q", filters.text)]
    pairs += [("speaker", speaker) for speaker in filters.speakers]
    pairs += [("outlet", outlet) for outlet in filters.outlets]
    pairs += [("kind", kind.value) for kind in filters.kinds]
    pairs += [("verdict", verdict.value) for verdict in filters.verdicts]
    pairs += [("left-out-by", filters.left_out_by)]
    pairs += [("when", filters.date_field.value)] if filters.date_field is not DateField.SAID else []
    pairs += [("from", _iso(filters.since)), ("to", _iso(filters.until))]
    pairs += [("confidence", f"{filters.confidence:g}")] if filters.confidence else []
    pairs += [("order", filters.order.value)] if filters.order is not Order.DISAGREEMENT else []
    pairs += [("col", column) for column in filters.columns]
    pairs += [("narrow", column) for column in filters.narrow]
    pairs += [("fold", FOLDED)] if filters.fold else []
    pairs += [("changed", CHANGED)] if filters.changed else []
    return urlencode([(name, value) for name, value in pairs if value])


def _values(query: str, problems: list[str]) -> dict[str, list[str]]:
    """Values by field, without repeats, in the order given."""
    if len(query) > MAX_QUERY:
        problems.append(
            gettext(
                "The address is too long: what follows its first %(most)s characters is ignored.",
                most=f"{MAX_QUERY:,}",
            )
        )
        query = query[:MAX_QUERY].rpartition("&")[0]
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        if name in FIELDS and value not in found.setdefault(name, []):
            found[name].append(value)
        elif name not in FIELDS + BESIDE:
            problems.append(gettext("“%(name)s” is no filter and is ignored.", name=_short(name)))
    return {name: _bounded(name, values, problems) for name, values in found.items()}


def _bounded(name: str, values: list[str], problems: list[str]) -> list[str]:
    kept = [value for value in values if len(value) <= MAX_VALUE][:MAX_VALUES]
    if len(kept) < len(values):
        ignored = len(values) - len(kept)
        problems.append(
            ngettext(
                "Too many or too long values for “%(name)s”: %(num)s ignored.",
                "Too many or too long values for “%(name)s”: %(num)s ignored.",
                ignored,
                name=name,
            )
        )
    return kept


def _read(
    name: str, values: Iterable[str], read: Callable[[str], _Value], problems: list[str]
) -> tuple[_Value, ...]:
    kept: list[_Value] = []
    for value in values:
        try:
            kept.append(read(value))
        except ValueError:
            problems.append(
                gettext(
                    "“%(value)s” is no value for “%(name)s” and is ignored.", value=_short(value), name=name
                )
            )
    return tuple(kept)


def _choice(choices: type[_Choice]) -> Callable[[str], _Choice]:
    return choices


def _words(value: str) -> str:
    return " ".join(value.split())[:MAX_TEXT].rstrip()


def _day(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value)


def share(value: str) -> float:
    """A number from 0 to 1, to two decimals; ValueError for anything else."""
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(f"not a number from 0 to 1: {value}")
    return round(number, 2)


def _only(known: str) -> Callable[[str], bool]:
    """A reader of a field that is there with this value, or not at all."""

    def read(value: str) -> bool:
        if value != known:
            raise ValueError(value)
        return True

    return read


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"
