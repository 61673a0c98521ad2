"""How a page names a figure: as printed, with its unit and what is counted."""

from __future__ import annotations

import re
import unicodedata

from app.domain.figure import Comparator, Figure
from app.pipeline.words import stem, tokens

_WHOLE = frozenset(["score", "share", "round-the-clock"])  # their words say it all
_FORMS = {
    "foot": "feet",
    "inch": "inches",
    "century": "centuries",
    "celsius": "degrees Celsius",
    "fahrenheit": "degrees Fahrenheit",
}
_UNCHANGED = frozenset(
    ["percent", "times", "km", "m", "cm", "mm", "kg", "mg", "mph", "km/h", "hertz", "megahertz", "ppm", "old"]
)
_BOUND = re.compile(
    r"\b((?:well |just |far )?(?:more than|over|fewer than|less than|under)|no (?:more|fewer|less) than"
    r"|at least|at most|upwards? of|up to|as many as|as few as|nearly|almost|about|around|some|roughly"
    r"|approximately|close to|within|an estimated|estimated)\s+$",
    re.IGNORECASE,
)
_LETTERS_FIRST = re.compile(r"[^\W\d_]+\.?\s?\d")  # Rs 1,200


def label(figure: Figure, before: str, behind: str) -> str:
    """The figure in a reader's words; `before` and `behind` are the text around it.

    With what bounds it, as printed ("more than 250 people"). A measure goes as printed up to what it is of
    ("40 percent of voters", "half the seats"), else with its base unit ("90 minutes"), a plain count with its
    noun ("14 people").
    """
    bound = _BOUND.search(before) if figure.comparator is not Comparator.EXACTLY else None
    shown = _bare(figure, behind)
    return f"{' '.join(bound[1].lower().split())} {shown}" if bound else shown


def _bare(figure: Figure, behind: str) -> str:
    words, noun = " ".join(figure.words.split()), figure.counted
    if figure.unit is None:
        known = not noun or stem(noun.casefold()) in tokens(words)
        if known:
            return words
        tie = " of" if re.match(r"\s+of\s", behind) else ""  # dozens of arrests
        several = "s" if behind.startswith("-") and figure.high > 1 else ""  # a 38-word oath
        return f"{words}{tie} {noun}{several}"
    to_noun = re.search(rf"\b{re.escape(noun)}\b", behind) if noun else None
    if to_noun:
        return " ".join(f"{figure.words}{behind[: to_noun.end()]}".split())
    measured = _measured(words, figure, behind)
    return f"{measured} of {noun}" if noun else measured


def _measured(words: str, figure: Figure, behind: str) -> str:
    unit = figure.unit or ""
    if unit in _WHOLE or words.casefold().endswith("fold") or (unit.isupper() and _signed(words)):
        return words
    if unit == "magnitude":
        return f"{unit} {words}"
    one = unit.isupper() or 0 < abs(figure.high) <= 1
    tie = " of" if behind.startswith(" of ") else ""  # hundreds of miles
    return f"{words}{tie} {unit if one else _plural(unit)}"


def _signed(words: str) -> bool:
    """Whether the words name the currency: "$5m", "Rs 1,200", but not "60 billion"."""
    return any(unicodedata.category(letter) == "Sc" for letter in words) or bool(_LETTERS_FIRST.match(words))


def _plural(unit: str) -> str:
    *front, last = unit.split()
    return " ".join([*front, last if last in _UNCHANGED else _FORMS.get(last, f"{last}s")])
