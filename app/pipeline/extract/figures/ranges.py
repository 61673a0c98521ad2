"""Two numbers that make one figure: ranges ("46 to 57") and scores ("5-4", "52 to 48")."""

from __future__ import annotations

from dataclasses import replace

from app.pipeline.extract.figures import units
from app.pipeline.extract.figures.numerals import Number, is_dash, number_at
from app.pipeline.extract.figures.stretch import Stretch
from app.pipeline.extract.figures.words import listed

_VOTES, _VOTING, _CHANGING = listed("votes"), listed("voting"), listed("changing")
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_HIGHEST_SCORE = 1000
_NEAR = 7  # pieces in front that tell a vote or a change


def read(text: Stretch, i: int) -> Number | None:
    """The number, range or score that starts at piece `i`."""
    if text.at(i) in ("24/7", "24-7") or (text.lower[i : i + 3] == ["24", "-", "7"] and text.glued(i + 2)):
        stop = i + (1 if "7" in text.at(i) else 3)
        return Number(24, 24, i, stop, unit=units.ROUND_THE_CLOCK)
    number = number_at(text, i)
    if number is None or number.vague:
        return number
    return _score(text, number) or _range(text, number)


def _score(text: Stretch, number: Number) -> Number | None:
    j = number.stop
    other = number_at(text, j + 1) if is_dash(text.at(j)) or text.at(j) in ("to", "against") else None
    if other is None or not all(_may_be_score(text, n) for n in (number, other)):
        return None
    if text.at(j) in ("to", "against"):
        score = _near(text, number.first, _VOTING) and number.low >= other.low and _free(text, other.stop)
    else:
        score = _tied_score(text, number, other)
    low, high = sorted((number.low, other.low))
    return Number(low, high, number.first, other.stop, unit=units.SCORE) if score else None


def _free(text: Stretch, i: int) -> bool:
    return not units.unit_behind(text, i, 0.0)


def _may_be_score(text: Stretch, number: Number) -> bool:
    piece = text.at(number.first)
    whole = piece.isdecimal() and (len(piece) == 1 or piece[0] != "0")
    return whole and number.stop == number.first + 1 and number.low < _HIGHEST_SCORE


def _tied_score(text: Stretch, number: Number, other: Number) -> bool:
    """Two numbers tied by a hyphen: a score when they fall, or beside a word of votes and matches."""
    j = number.stop
    tied = text.glued(j) and text.glued(j + 1)
    chained = _tied_on(text, number.first - 1) or _tied_on(text, other.stop)
    if not tied or chained or (number.low, other.low) == (9, 11) or not _free(text, other.stop):
        return False
    told = text.at(other.stop) in _VOTES or _near(text, number.first, _VOTING)
    return number.low >= other.low or told


def _tied_on(text: Stretch, i: int) -> bool:
    """Whether a dash at `i` ties on another piece: "1-800-555-0199"."""
    return is_dash(text.at(i)) and text.glued(i) and text.glued(i + 1)


def _near(text: Stretch, i: int, words: frozenset[str]) -> bool:
    return any(text.at(j) in words for j in range(max(0, i - _NEAR), i))


def _range(text: Stretch, number: Number) -> Number:
    """As in "46 to 57", "between 3 and 5", "$20m-$30m", "two or three"; else the number itself."""
    unit, joint = _unit_at(text, number)
    if not _joins(text, number, joint):
        return number
    start = joint + 1
    while text.at(start) in units.SIGNS and not text.digital(start):
        start += 1
    other = number_at(text, start)
    if other is None or other.vague or other.unit != number.unit or _unlike(text, number, other, unit):
        return number
    low = _lifted(number, other)
    if other.high <= low or _year_like(text, number, other):
        return number
    return replace(other, low=low, first=number.first)


def _unit_at(text: Stretch, number: Number) -> tuple[str | None, int]:
    found = units.unit_behind(text, number.stop, number.high)
    if found and text.at(number.stop) != "-":
        return found
    return None, number.stop


def _joins(text: Stretch, number: Number, joint: int) -> bool:
    low = text.at(joint)
    opened = _opened(text, number)
    if low == "and":
        return opened == "between"
    if low == "or":
        return text.stop > joint + 1 and number.scale == 1 and number.low == int(number.low)
    if low == "to":
        return opened != "from" or not _near(text, number.first, _CHANGING)
    return (
        is_dash(low)
        and (text.glued(joint) == text.glued(joint + 1))
        and not (low == "-" and not text.glued(joint))
    )


def _opened(text: Stretch, number: Number) -> str:
    """The word in front of the number and its sign."""
    found = units.currency_before(text, number.first)
    return text.at((found[1] if found else number.first) - 1)


def _unlike(text: Stretch, number: Number, other: Number, unit: str | None) -> bool:
    """Whether the two have units of their own that differ, or only the first has one."""
    second = units.unit_behind(text, other.stop, other.high)
    signs = units.currency_before(text, number.first), units.currency_before(text, other.first)
    if signs[1] and not signs[0]:
        return True
    return unit is not None and (second is None or second[0] != unit)


def _lifted(number: Number, other: Number) -> float:
    """The lower bound, with the upper one's scale where it has none: 5 to 7 million."""
    lift = number.scale == 1 and other.scale > 1 and number.low < other.bare
    return number.low * other.scale if lift else number.low


def _year_like(text: Stretch, number: Number, other: Number) -> bool:
    """As in "2010-2015", "2016-17"."""
    plain = len(text.at(number.first)) == 4 and text.at(number.first).isdecimal()
    return plain and _FIRST_YEAR <= number.low < _LAST_YEAR and (other.high < _LAST_YEAR)
