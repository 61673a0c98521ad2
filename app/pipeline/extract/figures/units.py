"""Units and currencies, as they stand before and behind a number."""

from __future__ import annotations

from collections.abc import Iterator

from app.pipeline.extract.figures.stretch import Stretch
from app.pipeline.extract.figures.words import Phrases, lines, listed

AGE = "years old"
AGES = frozenset([AGE, "months old", "weeks old", "days old"])
TIMES = frozenset(
    ["second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century"]
)
SCORE, ROUND_THE_CLOCK, SHARE = "score", "round-the-clock", "share"
_DIMENSIONS = listed("dimensions")
_FILLERS = frozenset(
    ["more", "additional", "straight", "consecutive", "full", "whole", "solid", "extra", "further"]
)
_LARGE = 1e6  # from here on pounds and won are money


def _units() -> Iterator[tuple[str, str]]:
    for line in lines("units.txt"):
        unit, forms = line.split(": ", 1)
        for form in forms.split(", "):
            yield form, unit
            if not form.startswith("-"):
                yield f"- {form}", unit  # "a 24-hour truce"


def _currencies(column: int) -> Iterator[tuple[str, str]]:
    for line in lines("currencies.txt"):
        row = [cell.strip() for cell in line.split("|")]
        for form in row[column].split(","):
            if form.strip():
                yield form.strip(), row[0]
                if column == _BEHIND:
                    yield f"- {form.strip()}", row[0]


_BEFORE, _BEHIND = 1, 2
_UNITS = Phrases([*_units(), *_currencies(_BEHIND)])
_SIGNS = Phrases(_currencies(_BEFORE))
CURRENCIES = frozenset(code for _, code in _currencies(_BEHIND))
SIGNS = frozenset(form.split()[0] for form, _ in _currencies(_BEFORE))


def currency_before(text: Stretch, i: int) -> tuple[str, int] | None:
    """The currency whose sign stands in front of `i`, and where the sign starts; codes are in capitals."""
    found = _SIGNS.behind(text.lower, i)
    if found is None or (text.wordlike(found[1]) and not text.capital(found[1])):
        return None
    return found


def unit_behind(text: Stretch, i: int, value: float) -> tuple[str, int] | None:
    """The unit that starts at `i`, behind a number of that value, and the place behind the unit."""
    if text.at(i) in _FILLERS:
        behind = _UNITS.ahead(text.lower, i + 1)
        return behind if behind and behind[0] in TIMES else None
    found = _lettered(text, i) or _vague_of(text, i) or _UNITS.ahead(text.lower, i)
    if found is None:
        return None
    unit, stop = found
    if unit == "pound" and value >= _LARGE:
        return "GBP", stop
    if (unit == "KRW" and text.at(stop - 1) == "won" and value < _LARGE) or _else(text, i, unit, stop):
        return None
    return unit, stop


def _lettered(text: Stretch, i: int) -> tuple[str, int] | None:
    """Letters glued to digits that mean something else apart: 40C, 104F, 10m high."""
    if not text.digital(i - 1) or not text.glued(i):
        return None
    if text.printed(i) in ("C", "F") and not text.wordlike(i + 1 if text.glued(i + 1) else i + 9999):
        return ("celsius" if text.printed(i) == "C" else "fahrenheit"), i + 1
    if text.at(i) == "m" and metric(text, i):
        return "m", i + 1
    return None


def metric(text: Stretch, i: int) -> bool:
    """Whether the "m" at `i` means metres: "10m high", "a 100m sprint"."""
    behind = i + 2 if text.at(i + 1) == "-" else i + 1
    return text.at(behind) in _DIMENSIONS


def _vague_of(text: Stretch, i: int) -> tuple[str, int] | None:
    """As in "millions of dollars", "hundreds of miles", "half of a mile"."""
    if text.at(i) != "of" or not text.at(i - 1).endswith("s"):
        return None
    return _UNITS.ahead(text.lower, i + 1)


def _else(text: Stretch, i: int, unit: str, stop: int) -> bool:
    """Whether what looks like a unit is another word here."""
    if text.at(i) == "-" and not text.glued(i):
        return True  # a dash
    if unit == "second" and (text.at(stop) == "-" or (text.at(stop - 1) == "second" and text.at(i) != "-")):
        return text.at(stop - 1) == "second"
    if text.at(i) in ("mi", "ha", "min", "mb", "gb", "tb", "mw", "gw") and not text.printed(i):
        return True
    return unit == "magnitude" and text.at(stop) in ("of", "more", "larger")
