"""Numbers as printed: digits, words, vague ones, parts of one, and ranges of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.pipeline.extract.figures import units
from app.pipeline.extract.figures.stretch import Stretch
from app.pipeline.extract.figures.words import listed, numbers

SMALL = numbers("small")
_SCALES = numbers("scales")
_TAILS = numbers("tails")
_VAGUE = numbers("vague")
_PARTS = numbers("parts")
_BEHIND_PARTS = listed("behind_parts")
_PLAIN = re.compile(r"\d{1,15}(?:,\d{2,3})*(?:\.\d{1,6})?")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,5}")
_FRACTION = re.compile(r"([1-9])/([2-9]|10)")
_SIGNED = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_DASHES = frozenset(["-", "–", "—", "‑"])
_LOW, _HIGH = 2, 9  # "several hundred" is read as 200 to 900, and so are "hundreds"
_MANY = 12  # pieces of one spelled number
_TENS, _HUNDRED = 20, 100
_FOLDS = frozenset(f"{word}fold" for word in [*SMALL, "hundred", "thousand"])
_OPENERS = (
    frozenset(SMALL) | frozenset(_VAGUE) | _FOLDS | {"a", "an", "half", "several", "few", "tens", "quarter"}
)
# A figure has one of these, or a digit.
STARTERS = _OPENERS - {"a", "an"} | frozenset(_SCALES) | frozenset(_PARTS)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the pieces [first, stop).

    `scale` is what its last word multiplies by ("million"), `unit` what the number itself tells.
    """

    low: float
    high: float
    first: int
    stop: int
    scale: float = 1.0
    unit: str | None = None
    vague: bool = False

    @property
    def bare(self) -> float:
        """Without its scale word: 5 in "5 million"."""
        return self.low / self.scale


def number_at(text: Stretch, i: int) -> Number | None:
    """The number that starts at piece `i`, currency signs and ranges aside."""
    if text.digital(i):
        return _digits(text, i)
    low = text.at(i)
    if low in SMALL:
        return _one_in(text, _spelled(text, i))
    if low not in _OPENERS:
        return None
    return _fold(text, i) or _vague(text, i) or _half(text, i) or _behind_article(text, i)


def _digits(text: Stretch, i: int) -> Number | None:
    value = _value(text.lower[i])
    if value is None:
        return None
    if text.at(i - 1) in ("minus", "−") or (text.at(i - 1) == "-" and not _tied(text, i - 1)):
        return _tailed(text, Number(-value, -value, i - 1, i + 1))
    if text.at(i + 1) in _SIGNED and text.glued(i + 1):
        value += _SIGNED[text.at(i + 1)]
        return _tailed(text, Number(value, value, i, i + 2))
    return _one_in(text, _tailed(text, Number(value, value, i, i + 1)))


def _tied(text: Stretch, i: int) -> bool:
    """Whether the hyphen at `i` ties something to what follows, so that it is no minus sign."""
    return not text.glued(i + 1) or text.glued(i) or text.at(i - 1)[-1:].isalnum()


def _value(piece: str) -> float | None:
    if _PLAIN.fullmatch(piece):
        return float(piece.replace(",", ""))
    if _POINTED.fullmatch(piece):
        return float(piece.replace(".", ""))
    part = _FRACTION.fullmatch(piece)
    return int(part[1]) / int(part[2]) if part and part[1] < part[2] else None


def _tailed(text: Stretch, number: Number) -> Number | None:
    """With the letters that are glued to it; None where they make a name or an ordinal of it."""
    i = number.stop
    tail = text.at(i).rstrip(".")
    if not (text.glued(i) and tail.isalpha()):
        return _scaled(text, number)
    if tail in _TAILS and not (tail == "m" and units.metric(text, i)):
        return _times(number, _TAILS[tail], i + 1)
    if units.unit_behind(text, i, number.high) or tail in _SCALES:
        return _scaled(text, number)
    return None


def _times(number: Number, scale: float, stop: int) -> Number:
    return replace(
        number, low=number.low * scale, high=number.high * scale, scale=number.scale * scale, stop=stop
    )


def _scaled(text: Stretch, number: Number) -> Number:
    """With "and a half", "million" and the like behind it."""
    number = _and_a_half(text, number)
    for _ in range(2):
        i = number.stop + (text.at(number.stop) == "-" and text.glued(number.stop))
        if text.at(i) in _SCALES:
            number = _times(number, _SCALES[text.at(i)], i + 1)
    return number


def _and_a_half(text: Stretch, number: Number) -> Number:
    behind = [piece for piece in text.lower[number.stop : number.stop + 6] if piece != "-"][:3]
    if behind != ["and", "a", "half"]:
        return number
    stop = text.lower.index("half", number.stop) + 1
    half = number.scale / 2
    return replace(number, low=number.low + half, high=number.high + half, stop=stop)


def _spelled(text: Stretch, i: int) -> Number:
    """As in "two hundred and fifty-one thousand"."""
    total, current, scale, j = 0.0, 0.0, 1.0, i
    while j < min(len(text), i + _MANY):
        low = text.lower[j]
        if low in SMALL and (j == i or _may_follow(current, SMALL[low], scale)):
            current, scale, j = current + SMALL[low], 1.0, j + 1
        elif low in _SCALES and j > i:
            total, current, scale = _grown(total, current, _SCALES[low])
            j += 1
        elif _joins(text, j, scale):
            j += 1
        else:
            break
    value = total + current
    number = Number(value, value, i, j, scale)
    return _part_of_one(text, _and_a_half_scaled(text, number))


def _may_follow(current: float, value: float, scale: float) -> bool:
    """Twenty may be followed by one to nine, hundred and thousand by any; a zero stands alone."""
    if scale > 1 or not value:
        return value > 0
    return current % _HUNDRED >= _TENS and current % 10 == 0 and value < 10


def _grown(total: float, current: float, scale: float) -> tuple[float, float, float]:
    """Total, current and scale behind a scale word: "two hundred thousand" multiplies what is current."""
    if scale == _HUNDRED:
        return total, current * scale, scale
    return (total + current) * scale if not current else total + current * scale, 0.0, scale


def _joins(text: Stretch, j: int, scale: float) -> bool:
    following = text.at(j + 1)
    if text.at(j) == "-" and text.glued(j):
        return following in _SCALES or (
            following in SMALL and text.at(j - 1) in SMALL and SMALL[text.at(j - 1)] >= _TENS
        )
    joint = text.at(j) == "and" and text.at(j - 1) in ("hundred", "thousand")
    return joint and scale > 1 and SMALL.get(following, 0) > 0


def _and_a_half_scaled(text: Stretch, number: Number) -> Number:
    with_half = _and_a_half(text, number)
    return with_half if with_half is number else _scaled(text, with_half)


def _part_of_one(text: Stretch, number: Number) -> Number:
    """As in "two-thirds", "three quarters of"."""
    j = number.stop + (text.at(number.stop) == "-")
    part = _PARTS.get(text.at(j), 0)
    tied = j > number.stop or text.at(j + 1) in ("of", "majority", "the") or part == 3
    plural = text.at(j).endswith("s")
    if not part or not tied or number.scale != 1 or plural != (number.low != 1) or number.low >= part:
        return number
    if not plural and text.at(j) != "half" and j == number.stop and not _part_behind(text, j + 1):
        return number
    if text.at(j + 1) in ("-", "") and text.at(j + 2) in ("largest", "biggest"):
        return number
    return replace(number, low=number.low / part, high=number.high / part, stop=j + 1, unit=units.SHARE)


def _part_behind(text: Stretch, i: int) -> bool:
    """Whether what stands at `i` lets a "third" in front be a part and no ordinal."""
    return text.at(i) in _BEHIND_PARTS or (not text.wordlike(i) and text.at(i) != "-")


def _one_in(text: Stretch, number: Number | None) -> Number | None:
    """As in "one in five", "nine out of 10", "two of every three"."""
    if number is None or number.scale != 1 or number.unit or not 1 <= number.low <= 99:
        return number
    i = number.stop
    joint = next((n for n, words in _OUT_OF if tuple(text.lower[i : i + n]) == words), 0)
    other = _whole(text, i + joint) if joint else None
    if other is None or not number.low < other.low or other.low > 100_000 or _stretch_of_time(text, other):
        return number
    share = number.low / other.low
    return Number(share, share, number.first, other.stop, unit=units.SHARE)


_OUT_OF = [
    (len(words.split()), tuple(words.split()))
    for words in ("out of every", "out of", "of every", "in every", "in")
]


def _whole(text: Stretch, i: int) -> Number | None:
    if text.digital(i):
        value = _value(text.lower[i])
        year = value is not None and 1500 <= value < 2100 and "," not in text.lower[i]
        if value is None or year or ":" in text.lower[i] or (text.glued(i + 1) and text.wordlike(i + 1)):
            return None
        return _scaled(text, Number(value, value, i, i + 1))
    return _spelled(text, i) if text.at(i) in SMALL else None


def _stretch_of_time(text: Stretch, number: Number) -> bool:
    unit = units.unit_behind(text, number.stop, number.high)
    return unit is not None


def _vague(text: Stretch, i: int) -> Number | None:
    low, following = text.lower[i], text.at(i + 1)
    if low in ("several", "few") and following in _SCALES:
        first = i - (text.at(i - 1) == "a")
        return _about(first, i + 2, _SCALES[following])
    if low in ("tens", "hundreds", "thousands") and following == "of" and text.at(i + 2) in _VAGUE:
        return _about(
            i, i + 3, _VAGUE[text.at(i + 2)] * {"tens": 10, "hundreds": 100, "thousands": 1000}[low]
        )
    if low == "scores" and not _counts_scores(text, i):
        return None
    return _about(i, i + 1, _VAGUE[low]) if low in _VAGUE else None


def _about(first: int, stop: int, scale: float) -> Number:
    return Number(_LOW * scale, _HIGH * scale, first, stop, scale, vague=True)


def _counts_scores(text: Stretch, i: int) -> bool:
    """Scores of people, not of tests and not a verb."""
    return text.at(i + 1) in ("of", "more") or (
        text.opens(i) and text.at(i + 1) in _TOLLS | _PEOPLE | {"were", "have"}
    )


_TOLLS, _PEOPLE = listed("tolls"), listed("people")


def _half(text: Stretch, i: int) -> Number | None:
    """As in "half of", "half a million", "a half-dozen", "half an hour"."""
    if text.lower[i] != "half":
        return None
    first = i - (text.at(i - 1) in ("a", "an"))
    j = i + 1 + (text.at(i + 1) in ("a", "an", "-"))
    half = Number(0.5, 0.5, first, i + 1)
    if text.at(j) in _SCALES and j > i + 1:
        return _times(half, _SCALES[text.at(j)], j + 1)
    if j > i + 1 and text.at(j) in _HALVED:
        return replace(half, stop=j)
    return replace(half, unit=units.SHARE, first=i) if _half_of(text, i) else None


def _half_of(text: Stretch, i: int) -> bool:
    """Whether "half" is a part of something; the second half of a match is none."""
    if text.at(i + 1) in _AFTER_HALF and text.at(i - 1) not in _HALVES:
        return True
    return text.at(i - 1) in _COMPARING and text.at(i + 1) != "-"


_HALVES = frozenset(["first", "second", "other", "latter", "former", "better"])
_HALVED = frozenset(["hour", "mile", "century", "decade", "minute", "second", "ton", "day"])
_AFTER_HALF, _COMPARING = listed("after_half"), listed("comparing")
_ARTICLE_SCALES = frozenset(_SCALES) - {"lakhs", "crores"}


def _behind_article(text: Stretch, i: int) -> Number | None:
    """As in "a third", "a dozen", "a hundred and fifty", "a quarter of a million"."""
    if text.lower[i] not in ("a", "an", "quarter"):
        return None
    j = i + (text.lower[i] != "quarter")
    low = text.at(j)
    if low in _ARTICLE_SCALES:
        return _from_scale(text, i, j)
    if low not in _PARTS or low.endswith("s") or low == "half":
        return None
    if low == "quarter" and (scaled := _quarter_of(text, i, j)):
        return scaled
    if j == i or not _is_part(text, i, j):
        return None
    return Number(1 / _PARTS[low], 1 / _PARTS[low], i, j + 1, unit=units.SHARE)


def _is_part(text: Stretch, i: int, j: int) -> bool:
    """Whether the "third" at `j` is a part of one, no ordinal, and a quarter no stretch of time."""
    if text.at(j) in ("sixth", "eighth"):
        return text.at(j + 1) == "of"
    if text.at(j) == "quarter":
        return text.at(j + 1) == "of" or text.at(i - 1) in _COMPARING
    return _part_behind(text, j + 1)


def _from_scale(text: Stretch, i: int, j: int) -> Number | None:
    """A hundred and the like: read as one hundred."""
    if (
        text.at(j + 1) == "-"
        and text.at(j) != "dozen"
        and not units.unit_behind(text, j + 1, _SCALES[text.at(j)])
    ):
        return None  # "a million-plus" is read elsewhere, "a hundred-fold" nowhere
    number = Number(_SCALES[text.at(j)], _SCALES[text.at(j)], i, j + 1, _SCALES[text.at(j)])
    follows = text.at(j + 1) == "and" and text.at(j) in ("hundred", "thousand") and text.at(j + 2) in SMALL
    if follows:
        rest = _spelled(text, j + 2)
        return Number(number.low + rest.low, number.high + rest.high, i, rest.stop)
    return _scaled(text, number)


def _quarter_of(text: Stretch, i: int, j: int) -> Number | None:
    """A quarter of a million, a quarter-century."""
    k = j + 1
    if text.at(k) == "of" and text.at(k + 1) == "a":
        k += 2
    elif text.at(k) == "-":
        k += 1
    scale = _SCALES.get(text.at(k), 0)
    if scale >= 1e3:
        return Number(scale / 4, scale / 4, i, k + 1, scale)
    return Number(0.25, 0.25, i, k) if text.at(k) in ("century", "mile") and i < j else None


def _fold(text: Stretch, i: int) -> Number | None:
    low = text.lower[i]
    word = low.removesuffix("fold")
    if word == low:
        return None
    value = _SCALES.get(word) or SMALL.get(word)
    return Number(value, value, i, i + 1, unit="times") if value else None


def is_dash(piece: str) -> bool:
    return piece in _DASHES
