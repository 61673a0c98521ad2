"""Lines that recur across one outlet's articles: its own furniture, whatever the wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.pipeline.clean.byline import byline_in
from app.pipeline.clean.lines import Line, lines_of

LONGEST = 200
_FEWEST = 3  # articles, and at least
_SHARE = 0.2  # of the outlet's, or
_MANY = 10  # articles
_SENTENCE_SHARE = 0.5  # a full sentence must recur in so many of at least _MANY: background recurs too
_NUMBER_OF_POST = re.compile(r"\d{9,}")


def repeat_key(line: Line) -> str | None:
    """What is counted of a line; None for a line that never counts.

    Long lines, quotes, labels of speakers ("KERRY:") and bylines don't: they may recur and be report.
    Numbers count as printed, as lines that differ in them alone are data; only ids are left open.
    """
    if len(line.words) > LONGEST or line.opens_quote or line.words.endswith(":") or byline_in(line):
        return None
    return _NUMBER_OF_POST.sub("0", line.key) or None


def line_keys(text: str) -> frozenset[str]:
    """The normalised lines of a text which may count as repeated."""
    return frozenset(filter(None, map(repeat_key, lines_of(text))))


@dataclass(slots=True)
class _Seen:
    sentence: bool
    above: set[str | None] = field(default_factory=set)
    below: set[str | None] = field(default_factory=set)

    @property
    def places(self) -> int:
        """In how many different surroundings it stands: copies of one report count as one."""
        return max(len(self.above), len(self.below))


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """Lines that recur across the articles of one outlet, as `clean` takes them.

    A line must stand in three articles, and in a fifth of all or in ten. Copies and updates of
    one report count once: a line is counted by the different paragraphs above and below it. Full
    sentences must stand in half of at least ten articles, as background is repeated word for word
    and is report all the same.
    """
    seen: dict[str, _Seen] = {}
    total = 0
    for text in texts:
        total += 1
        for key, sentence, above, below in _places(text):
            place = seen.setdefault(key, _Seen(sentence))
            place.above.add(above)
            place.below.add(below)
    return frozenset(key for key, place in seen.items() if _enough(place, total))


def _enough(seen: _Seen, total: int) -> bool:
    if seen.sentence:
        return seen.places >= max(_MANY, _SENTENCE_SHARE * total)
    return seen.places >= _FEWEST and seen.places >= min(_SHARE * total, _MANY)


def _places(text: str) -> list[tuple[str, bool, str | None, str | None]]:
    """The first place of each key in a text: the key, is it a sentence, the nearest prose above and below."""
    lines = lines_of(text)
    prose = [line.words[:LONGEST] if line.prose else None for line in lines]
    above, below = _nearest(prose), _nearest(prose[::-1])[::-1]
    found: dict[str, tuple[str, bool, str | None, str | None]] = {}
    for index, line in enumerate(lines):
        if (key := repeat_key(line)) and key not in found:
            found[key] = (key, line.prose, above[index], below[index])
    return list(found.values())


def _nearest(prose: list[str | None]) -> list[str | None]:
    """For each line the last prose before it."""
    nearest: list[str | None] = []
    last = None
    for words in prose:
        nearest.append(last)
        last = words or last
    return nearest
