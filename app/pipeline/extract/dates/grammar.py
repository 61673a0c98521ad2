"""How news writes dates: the patterns of patterns.txt, and the hours around a day.

A pattern is tried only where a word stands that it may begin with: text without dates costs next to nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

from app.pipeline.extract import lexicon
from app.pipeline.extract.dates import readings
from app.pipeline.extract.dates.meaning import Reading

_ZONE = r"(?: (?:local time|gmt|utc|[ecmp][sd]?t|bst|cet|cest|ist)(?!\w))?"
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap])(?:\.m\.|m(?!\w))"
    rf"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!\d)|(?P<noon>noon|midday)|midnight){_ZONE}"
)
CLOCK_FIRST = re.compile(rf"{_CLOCK}(?:,? on|,)? ", re.IGNORECASE)
CLOCK_LAST = re.compile(rf"(?:,? (?:at |around |about |shortly )?){_CLOCK}", re.IGNORECASE)
LEADING = re.compile(r"(?:early|late|mid|later|earlier)(?: on| in)?(?:(?: the)? | ?- ?)", re.IGNORECASE)
DAYPART = re.compile(r" (?:night|morning|afternoon|evening|lunchtime|overnight)(?!\w)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of writing dates; `name` says what must stand around it to be one."""

    name: str
    regex: re.Pattern[str]
    reader: Callable[[readings.Words], Reading | None]

    def read(self, match: re.Match[str]) -> Reading | None:
        return self.reader(readings.Words(match))


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"


_KINDS: dict[str, tuple[str, ...]] = {
    "MONTH": tuple(lexicon.MONTH_NUMBER),
    "WEEKDAY": (*readings.WEEKDAY_FORMS, *(form.rstrip(".") for form in ("tues.", "thurs.", "thur."))),
    "COUNT": tuple(readings.NUMBERS),
    "ORDINAL": tuple(readings.ORDINALS),
    "HOLIDAY": tuple(name.split()[0].split("'")[0].split("’")[0] for name in readings.HOLIDAYS),
}


def _lines() -> Iterator[str]:
    text = resources.files(__package__).joinpath("patterns.txt").read_text(encoding="utf-8")
    return (line for line in text.split("\n") if line and not line.startswith("# "))


def _patterns() -> dict[str, tuple[Pattern, ...]]:
    """The patterns by the words they may begin with, in lower case; those of numbers under "#"."""
    pieces = {
        "M": _either(lexicon.MONTH_NUMBER) + r"(?!\w)",
        "W": _either(_KINDS["WEEKDAY"]) + r"(?!\w)",
        "COUNT": rf"(?:\d{{1,3}}|{_either(readings.NUMBERS)})(?![\w.,])",
        "ORDINALS": _either(readings.ORDINALS),
        "HOLIDAYS": _either(readings.HOLIDAYS),
    }
    starts: dict[str, list[Pattern]] = {}
    for line in _lines():
        if " | " not in line:
            name, _, piece = line.partition(" = ")
            pieces[name] = _filled(piece, pieces)
            continue
        name, words, rest = line.split(" | ", 2)
        regex, _, reader = rest.rpartition(" | ")
        pattern = Pattern(name, re.compile(_filled(regex, pieces), re.IGNORECASE), getattr(readings, reader))
        for word in words.split(" "):
            for start in _KINDS.get(word, (word,)):
                starts.setdefault(start, []).append(pattern)
    return {start: tuple(dict.fromkeys(found)) for start, found in starts.items()}


def _filled(regex: str, pieces: dict[str, str]) -> str:
    return re.sub(r"\{([A-Z_]+)\}", lambda m: pieces[m[1]], regex)


STARTS = _patterns()


def clock(match: re.Match[str]) -> dt.time | None:
    """The time of day that _CLOCK found; None for midnight, which may belong to either day."""
    if match["noon"]:
        return dt.time(12)
    zone = dt.UTC if re.search(r"\b(?:gmt|utc)\b", match[0], re.IGNORECASE) else None
    if match["hour24"]:
        return dt.time(int(match["hour24"]), int(match["minute24"]), tzinfo=zone)
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    return dt.time(hour % 12 + (12 if match["half"].lower() == "p" else 0), minute, tzinfo=zone)
