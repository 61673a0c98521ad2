"""Figures: numbers with what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.figure import Comparator, Figure
from app.pipeline.extract import lexicon
from app.pipeline.extract.people import page_text
from app.pipeline.extract.reading import Page, Tokens
from app.pipeline.extract.sources import is_adverb

_DIGITS = re.compile(r"(?P<number>\d{1,15}(?:,\d{3})*(?:\.\d{1,6})?)(?P<tail>bn|m|k|%|km)?$")
_DIGIT_RANGE = re.compile(r"(?P<low>\d{1,9}(?:\.\d+)?)[-–](?P<high>\d{1,9}(?:\.\d+)?)$")
_COMPOUND = re.compile(r"(?P<number>\d{1,9}(?:\.\d+)?)-(?P<unit>[a-z]+)(?:-old)?$")
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_WORDS = {word: float(value) for value, word in enumerate(_ONES.split(), start=1)} | {
    word: 10.0 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "m": 1e6,
    "k": 1e3,
}
_VAGUE = {"dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
_FRACTIONS = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
    "tenth": 0.1,
}
_CURRENCIES = {
    "$": "USD",
    "us$": "USD",
    "£": "GBP",
    "€": "EUR",
    "dollars": "USD",
    "dollar": "USD",
    "euros": "EUR",
    "pounds": "GBP",
    "cents": "cent",
}
_UNITS = {
    "%": "percent", "percent": "percent", "percentage": "point",
    "km": "km", "kilometers": "km", "kilometres": "km", "miles": "mile", "mile": "mile",
    "meters": "m", "metres": "m", "feet": "foot", "foot": "foot", "tons": "ton", "tonnes": "ton",
}  # fmt: skip
_UNITS |= {form: unit for unit in lexicon.words("figures_times") for form in (unit, unit + "s")}
_MORE = (
    ("more", "than"),
    ("at", "least"),
    ("over",),
    ("above",),
    ("upwards", "of"),
    ("no", "fewer", "than"),
    ("exceeding",),
    ("well", "over"),
)
_FEWER = (
    ("fewer", "than"), ("less", "than"), ("up", "to"), ("nearly",), ("almost",), ("under",),
    ("as", "many", "as"), ("as", "much", "as"),
    ("at", "most"), ("no", "more", "than"), ("close", "to"), ("below",),
)  # fmt: skip
_ABOUT = (
    ("some",),
    ("about",),
    ("around",),
    ("roughly",),
    ("approximately",),
    ("an", "estimated"),
    ("estimated",),
    ("circa",),
    ("another", "some"),
)
_COMPARATORS = [
    *((words, Comparator.MORE) for words in _MORE),
    *((words, Comparator.FEWER) for words in _FEWER),
    *((words, Comparator.ABOUT) for words in _ABOUT),
]
_LONGEST_FIRST = sorted(_COMPARATORS, key=lambda pair: -len(pair[0]))
_NAMED_BY_NUMBER = lexicon.words("figures_named_by_number")
_CLOCK = lexicon.words("figures_clock")


@dataclass(frozen=True, slots=True)
class _Number:
    low: float
    high: float
    stop: int  # token behind the number
    vague: bool = False
    unit: str | None = None


def find_figures(page: Page, tokens: Tokens) -> tuple[Figure, ...]:
    """Figures in the range, in order. Years, dates, clock times, ordinals and names are none."""
    found: list[Figure] = []
    i = tokens[0]
    while i < tokens[1]:
        number = _number_at(page, i, tokens[1])
        if number is None or _excluded(page, i, number):
            i = max(i + 1, number.stop if number else 0)
            continue
        number = _range_to(page, i, number, tokens)
        found.append(_figure(page, i, number, tokens))
        i = number.stop
    return tuple(found)


def _number_at(page: Page, i: int, stop: int) -> _Number | None:
    low = page.lower[i]
    if low[:1].isdigit():
        return _digits(page, i, low, stop)
    return (
        _vague(page, i, stop)
        or _fraction(page, i, stop)
        or (_spelled(page, i, stop) if low in _WORDS else None)
    )


def _vague(page: Page, i: int, stop: int) -> _Number | None:
    """Several hundred is read as 200 to 900, and so are hundreds."""
    low = page.lower[i]
    following = page.lower[i + 1] if i + 1 < stop else ""
    if low == "several" and following in _SCALES:
        return _Number(2 * _SCALES[following], 9 * _SCALES[following], i + 2, vague=True)
    if low in ("tens", "hundreds") and following == "of" and i + 2 < stop and page.lower[i + 2] in _VAGUE:
        scale = _VAGUE[page.lower[i + 2]] * (10 if low == "tens" else 100)
        return _Number(2 * scale, 9 * scale, i + 3, vague=True)
    if low in _VAGUE:
        return _Number(2 * _VAGUE[low], 9 * _VAGUE[low], i + 1, vague=True)
    return None


def _fraction(page: Page, i: int, stop: int) -> _Number | None:
    """As in "a third", "half of", and "a dozen", whose article is part of the number."""
    low = page.lower[i]
    following = page.lower[i + 1] if i + 1 < stop else ""
    if low in ("a", "an", "one") and following in ("third", "quarter", "fifth", "tenth"):
        return _Number(_FRACTIONS[following], _FRACTIONS[following], i + 2, unit="share")
    if low == "a" and following in ("dozen", "hundred", "thousand", "million", "billion"):
        return _Number(_SCALES[following], _SCALES[following], i + 2)
    if low == "half" and (
        following in ("of", "the", "a") or (i and page.lower[i - 1] in ("than", "about", "nearly", "over"))
    ):
        return _Number(0.5, 0.5, i + 1, unit="share")
    return None


def _digits(page: Page, i: int, low: str, stop: int) -> _Number | None:
    between = _DIGIT_RANGE.match(low)
    if between and float(between["low"]) < float(between["high"]):
        return _scaled(page, float(between["low"]), float(between["high"]), i + 1, stop)
    compound = _COMPOUND.match(low)
    if compound and compound["unit"] in _UNITS:
        value = float(compound["number"])
        return _Number(value, value, i + 1, unit=_UNITS[compound["unit"]])
    match = _DIGITS.match(low)
    if not match:
        return None
    value = float(match["number"].replace(",", ""))
    if match["tail"] in _UNITS:
        return _Number(value, value, i + 1, unit=_UNITS[match["tail"]])
    value *= _SCALES.get(match["tail"] or "", 1.0)
    return _scaled(page, value, value, i + 1, stop)


def _scaled(page: Page, low: float, high: float, i: int, stop: int) -> _Number:
    """With "million" and the like behind it."""
    while i < stop and page.lower[i] in _SCALES and page.lower[i] not in ("m", "k"):
        low, high, i = low * _SCALES[page.lower[i]], high * _SCALES[page.lower[i]], i + 1
    return _Number(low, high, i)


def _spelled(page: Page, i: int, stop: int) -> _Number | None:
    value = _WORDS[page.lower[i]]
    j = i + 1
    if value >= 20 and j + 1 < stop and page.words[j] == "-" and 0 < _WORDS.get(page.lower[j + 1], 0) < 10:
        value, j = value + _WORDS[page.lower[j + 1]], j + 2
    parted = j + 1 if j < stop and page.words[j] == "-" else j
    if parted < stop and page.lower[parted] in _FRACTIONS and value > 1:
        share = value * _FRACTIONS[page.lower[parted]]
        return _Number(share, share, parted + 1, unit="share")
    return _scaled(page, value, value, j, stop)


def _excluded(page: Page, i: int, number: _Number) -> bool:
    word, low = page.words[i], page.lower[i]
    previous = page.lower[i - 1] if i else ""
    following = page.lower[number.stop] if number.stop < len(page) else ""
    if low == "one" and number.stop == i + 1 and following not in _UNITS:
        return True
    if previous in _CURRENCIES or number.unit:
        return False
    if word[:1].isdigit() and _year_or_clock(word, number, following):
        return True
    if (previous in lexicon.MONTH_NUMBER and number.high <= 31) or (
        following in lexicon.MONTH_NUMBER and number.high <= 31
    ):
        return True
    if (
        following in _CLOCK
        or following == ":"
        or previous == ":"
        or previous in _NAMED_BY_NUMBER
        or previous == "#"
    ):
        return True
    return _part_of_name(page, i) or _paired(page, i, number)


def _year_or_clock(word: str, number: _Number, following: str) -> bool:
    if len(word) == 4 and word.isdigit():
        return (1900 <= number.low < 2100 and following not in ("people", "troops")) or word[0] == "0"
    return word[0] == "0" and len(word) > 1 and "." not in word


def _paired(page: Page, i: int, number: _Number) -> bool:
    """As in "24-7" or a score of 3-1: numbers tied by a hyphen that bound no range."""
    low, j = page.lower, number.stop
    behind = i > 1 and low[i - 1] == "-" and low[i - 2].isdecimal() and page.glued(i)
    ahead = j + 1 < len(page) and low[j] == "-" and low[j + 1].isdecimal() and float(low[j + 1]) <= number.low
    return behind or ahead


def _part_of_name(page: Page, i: int) -> bool:
    """As in "Apollo 11", "Article 5": a number behind a name in the middle of a sentence."""
    if (
        not i
        or page.line[i - 1] != page.line[i]
        or not page.capitalised(i - 1)
        or page.lower[i - 1] in lexicon.PREPOSITIONS
    ):
        return False
    opens = i < 2 or page.line[i - 2] != page.line[i] or page.words[i - 2] in (".", "?", "!", "“", '"')
    return not opens and not page.forms(i - 1) and page.words[i][:1].isdigit()


def _range_to(page: Page, i: int, number: _Number, tokens: Tokens) -> _Number:
    """As in "46 to 57", "between 3 and 5"."""
    joint = page.lower[number.stop] if number.stop < tokens[1] else ""
    opened = page.lower[i - 1] if i else ""
    joins = (
        (joint == "to" and opened != "from")
        or joint in ("–", "-")
        or (joint == "and" and opened == "between")
        or (joint == "to" and opened == "from")
    )
    if not joins or number.stop + 1 >= tokens[1]:
        return number
    other = _number_at(page, number.stop + 1, tokens[1])
    if other is None or other.high <= number.low or _excluded(page, number.stop + 1, other):
        return number
    scale = other.low / _bare_value(page, number.stop + 1, other)
    low = number.low * (
        scale if number.stop == i + 1 and number.low < _bare_value(page, number.stop + 1, other) else 1
    )
    return _Number(low, other.high, other.stop, unit=other.unit or number.unit)


def _bare_value(page: Page, i: int, number: _Number) -> float:
    """The number without its scale word: 5 in "5 million"."""
    match = _DIGITS.match(page.lower[i])
    value = float(match["number"].replace(",", "")) if match else _WORDS.get(page.lower[i], number.low)
    return value or 1.0


def _figure(page: Page, i: int, number: _Number, tokens: Tokens) -> Figure:
    currency = _CURRENCIES.get(page.lower[i - 1]) if i else None
    first = i - 1 if currency and i - 1 >= tokens[0] else i
    unit, after = _unit(page, number, currency)
    span = page.span((first, number.stop))
    comparator = Comparator.ABOUT if number.vague else _comparator(page, first)
    counted = None if unit and unit not in ("percent", "share", "point") else _counted(page, after, unit)
    return Figure(
        span, page_text(page, (first, number.stop)), number.low, number.high, comparator, unit, counted
    )


def _unit(page: Page, number: _Number, currency: str | None) -> tuple[str | None, int]:
    """The unit and the token behind it."""
    i = number.stop
    if currency or number.unit:
        return (currency or number.unit), i
    low = page.lower[i] if i < len(page) else ""
    if low == "per" and i + 1 < len(page) and page.lower[i + 1] == "cent":
        return "percent", i + 2
    if low == "-" and i + 1 < len(page) and page.lower[i + 1] in _UNITS:
        return _UNITS[page.lower[i + 1]], i + 2
    unit = _UNITS.get(low) or (_CURRENCIES.get(low) if low not in ("$", "£", "€", "pounds") else None)
    if unit:
        return unit, i + 1 + (unit == "point")
    if (
        low in ("more", "additional", "straight", "consecutive", "full")
        and i + 1 < len(page)
        and page.lower[i + 1] in _UNITS
    ):
        return _UNITS[page.lower[i + 1]], i + 2
    return None, i


def _comparator(page: Page, first: int) -> Comparator:
    for words, comparator in _LONGEST_FIRST:
        if first >= len(words) and tuple(page.lower[first - len(words) : first]) == words:
            return comparator
    return Comparator.EXACTLY


def _counted(page: Page, i: int, unit: str | None) -> str | None:
    """Head noun of what is counted, as printed."""
    if unit and not (i < len(page) and page.lower[i] == "of"):
        return None
    if i < len(page) and page.lower[i] == "of":
        i += 1
    head = None
    for j in range(i, min(len(page), i + 6)):
        if page.line[j] != page.line[i] or not _may_be_counted(page, j, head):
            break
        if not (
            page.lower[j] in lexicon.DETERMINERS
            or is_adverb(page, j)
            or page.words[j] in ("-", "'s", "’s")
            or page.lower[j] in ("of", "more", "other")
        ):
            head = page.words[j]
    return head


def _may_be_counted(page: Page, j: int, head: str | None) -> bool:
    low = page.lower[j]
    if page.words[j] == "-" and head:
        return True
    if (
        not page.wordlike(j)
        or low in lexicon.AUXILIARIES
        or low in lexicon.CONJUNCTIONS
        or low in lexicon.SUBORDINATORS
    ):
        return False
    if (low in lexicon.PREPOSITIONS and low != "of") or (low == "of" and head):
        return False
    return head is None or not (
        page.finite(j) or low.endswith(("ing", "ed")) or low in lexicon.DETERMINERS or low[:1].isdigit()
    )


def turns_on(figure: Figure) -> bool:
    """Whether a sentence may turn on the figure: an amount, a duration, a count of three and more."""
    if figure.unit == "year" and figure.low == figure.high and figure.counted is None and "-" in figure.words:
        return False  # an age
    return bool(figure.unit or figure.counted) and (figure.high >= 3 or figure.unit is not None)
