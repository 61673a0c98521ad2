"""Figures about the same thing: which can both hold, which can't, and which are a later count."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.domain.figure import Comparator, Figure
from app.pipeline.words import background, stem, tokens

_WINDOW = 60  # characters on each side of a figure that say what it is about
_SLACK = 0.2  # how far "about" reaches, as a share of the number
_ANOTHER_SCALE = 8  # tolls so many times apart are hardly of one thing
_CONTENT = 1.2  # rarity from which a word says what a sentence is about
_TOLLS = {
    "dead": "dead kill killed killing died dies die dying death deaths fatalities fatality toll lives slain",
    "hurt": "injured injuring injuries injury wounded wounding wounds hurt",
    "missing": "missing unaccounted",
    "held": "arrested arrests detained detentions",
    "fled": "displaced fled evacuated homeless",
}
_TOLL_OF = {word: toll for toll, listed in _TOLLS.items() for word in listed.split()}
_SUBSET = re.compile(
    r"\b(?:including|among (?:them|whom|those)|of (?:them|whom|those|which))\b[^.;]{0,25}$", re.I
)
_RISE = re.compile(
    r"\b(?:ris(?:en|es)|rose|climb(?:s|ed)|increased|now|updated|revised|up from|earlier)\b", re.I
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0}
_KILOMETRES = {"m": 0.001, "metre": 0.001, "meter": 0.001, "km": 1.0, "kilometre": 1.0, "kilometer": 1.0}
_SCALES = (_HOURS, _KILOMETRES, {"mile": 1.0}, {"month": 1.0, "year": 12.0})


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a claim, in its base unit, with what tells which thing it is a figure of."""

    claim: Claim
    figure: Figure
    value: float | None  # None for a range
    low: float  # least and
    high: float  # greatest number the words leave room for
    subject: str  # unit, kind of toll, or the noun that is counted
    near: frozenset[str]

    @property
    def label(self) -> str:
        """The value as a page shows it: as printed, with what is counted."""
        words, figure = " ".join(self.figure.words.split()), self.figure
        noun = figure.counted or ""
        if not noun and figure.unit and figure.unit.isalpha() and figure.unit.islower():
            noun = figure.unit + (
                "s" if figure.high != 1 and figure.unit not in ("percent", "km", "m") else ""
            )
        return words if not noun or stem(noun.casefold()) in tokens(words) else f"{words} {noun}"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two readings that can't both hold; `update` when the second is a later count of the same toll."""

    first: Reading
    second: Reading
    update: bool


def readings(claims: Sequence[Claim]) -> list[Reading]:
    """What the claims' figures are about, in the claims' order, less figures about nothing nameable."""
    found = []
    for claim in claims:
        for figure in claim.figures:
            subject, factor = _subject(claim, figure)
            if subject:
                low, high = _bounds(figure)
                near = _near(claim, figure)
                value = figure.low * factor if figure.low == figure.high else None
                found.append(Reading(claim, figure, value, low * factor, high * factor, subject, near))
    return found


def clashes(found: Sequence[Reading], articles: Mapping[str, Article]) -> list[Clash]:
    """Pairs of figures from different articles about one thing, neither of which leaves room for the other.

    Only where each claim has a single figure on that thing: with two, either may be the one meant.
    """
    return [
        _clash(a, b, articles)
        for a, b in _comparable(found)
        if _alone(a, found)
        and _alone(b, found)
        and (not compatible(a, b) or _has_risen(_clash(a, b, articles)))
    ]


def _has_risen(clash: Clash) -> bool:
    """Whether a later report says that a toll grew: "at least 12" leaves room for 17, but is overtaken."""
    values = clash.first.value, clash.second.value
    known = None not in values and values[0] != values[1]
    return clash.update and known and bool(_RISE.search(clash.second.claim.text))


def other_nouns(found: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Pairs with the same number but another noun for who or what is counted."""
    pairs = []
    for a, b in combinations(found, 2):
        nouns = a.figure.counted, b.figure.counted
        if a.claim.article == b.claim.article or not _same_number(a, b):
            continue
        if not all(noun and noun.casefold() not in _TOLL_OF for noun in nouns):
            continue
        different = not set(tokens(nouns[0] or "")) & set(tokens(nouns[1] or ""))
        if different and (a.subject == b.subject or a.near & b.near):
            pairs.append((a, b))
    return pairs


def other_numbers(found: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Pairs of different plain numbers on one thing that can both hold ("about 110", "more than 100")."""
    return [
        (a, b)
        for a, b in _comparable(found)
        if a.value
        and b.value
        and a.value != b.value
        and a.low <= b.high
        and b.low <= a.high
        and _alone(a, found)
        and _alone(b, found)
    ]


def compatible(a: Reading, b: Reading) -> bool:
    """Whether both figures can be true of one thing."""
    if a.low <= b.high and b.low <= a.high:
        return True
    return _rounds_to(a, b) or _rounds_to(b, a)


def _same_number(a: Reading, b: Reading) -> bool:
    return (a.figure.low, a.figure.high, a.figure.unit) == (b.figure.low, b.figure.high, b.figure.unit)


def _rounds_to(exact: Reading, rounded: Reading) -> bool:
    """3,000 is 2,983 in round words: at least two noughts, and nearest to it."""
    value = rounded.figure.high
    if value < 100 or value % 100 or rounded.figure.low != value:
        return False
    step = 10.0 ** (len(str(int(value))) - len(str(int(value)).rstrip("0")))
    return abs(exact.figure.low - value) <= step / 2


def _bounds(figure: Figure) -> tuple[float, float]:
    """The least and greatest number the printed words leave room for."""
    match figure.comparator:
        case Comparator.MORE:
            return figure.low, math.inf
        case Comparator.FEWER:
            return 0.0, figure.high
        case Comparator.ABOUT:
            return figure.low * (1 - _SLACK), figure.high * (1 + _SLACK)
    return figure.low, figure.high


def _subject(claim: Claim, figure: Figure) -> tuple[str, float]:
    """What a figure is about, and what makes its number one of the base unit."""
    if figure.unit:
        for scale in _SCALES:
            if figure.unit in scale:
                return f"unit {max(scale, key=lambda unit: scale[unit])}", scale[figure.unit]
        return f"unit {figure.unit}", 1.0
    before, after = _around(claim, figure, 2 * _WINDOW)
    subset = "part of " if _SUBSET.search(before) else ""
    toll = _toll(before, after)
    noun = " ".join(tokens(figure.counted or ""))
    if subset:
        return (f"part of {noun}", 1.0) if noun else ("", 1.0)
    return f"toll {toll}" if toll else f"count {noun}" if noun else "", 1.0


def _around(claim: Claim, figure: Figure, window: int = _WINDOW) -> tuple[str, str]:
    start, end = figure.span.start - claim.span.start, figure.span.end - claim.span.start
    if not 0 <= start <= end <= len(claim.text):
        return "", ""
    return claim.text[max(0, start - window) : start], claim.text[end : end + window]


def _toll(before: str, after: str) -> str | None:
    """Dead, hurt and so on: the nearest such word of the sentence, the one behind the figure winning a tie.

    In front it may stand far off: "the number of people killed in the fall of the bridge has risen to 17".
    """
    left = re.findall(r"[a-z]+", re.split(r"[.;!?]\s", before.casefold())[-1])
    right = _behind(re.findall(r"[a-z]+|\d+", re.split(r"[.;!?](?:\s|$)", after.casefold())[0]))
    near = [(place, 0, word) for place, word in enumerate(right[:8]) if word in _TOLL_OF]
    near += [(place, 1, word) for place, word in enumerate(left[:-17:-1]) if word in _TOLL_OF]
    return _TOLL_OF[min(near)[2]] if near else None


def _behind(words: list[str]) -> list[str]:
    """The words behind a figure that may be about it: "12 and injuring 40" injures the next one."""
    number = next((i for i, word in enumerate(words) if word.isdigit()), None)
    return words if number is None else [word for word in words[:number] if not word.endswith("ing")]


def _near(claim: Claim, figure: Figure) -> frozenset[str]:
    """The words before and behind a figure that carry meaning, less its own, and the claim's years.

    The side counts: who has 35 percent Latino voters has not 27 percent of the Latino vote.
    """
    own = set(tokens(f"{figure.words} {figure.unit or ''} {figure.counted or ''}"))
    rarity = background()
    sides = zip("<>", (tokens(side) for side in _around(claim, figure)), strict=True)
    telling = {
        f"{mark}{word}"
        for mark, words in sides
        for word in words
        if rarity.get(word, 9.0) >= _CONTENT and word not in own and not word[0].isdigit()
    }
    return frozenset(telling | set(_YEAR.findall(claim.text)) - own)


def _comparable(found: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Pairs of readings from different articles about the same thing."""
    for a, b in combinations(found, 2):
        if a.claim.article != b.claim.article and a.subject == b.subject and _one_thing(a, b):
            yield a, b


def same_measure(a: Reading, b: Reading) -> bool:
    """Whether two figures may well be of one thing, equal or not: kind, scale and words around them."""
    small, large = sorted((a.figure.high, b.figure.high))
    near = a.subject.startswith("toll") or bool(a.near & b.near)
    return a.subject == b.subject and near and large < _ANOTHER_SCALE * small


def _one_thing(a: Reading, b: Reading) -> bool:
    """Whether the words around two figures of one kind speak for one thing: tolls need that least.

    A toll many times another is rather that of another time or place: a raid's and the war's.
    """
    if not a.subject.startswith("toll"):
        return bool(a.near & b.near)
    small, large = sorted((a.figure.high, b.figure.high))
    return large < _ANOTHER_SCALE * small or len(a.near & b.near) >= 2


def _alone(reading: Reading, found: Sequence[Reading]) -> bool:
    return sum(r.claim.id == reading.claim.id and r.subject == reading.subject for r in found) == 1


def _clash(a: Reading, b: Reading, articles: Mapping[str, Article]) -> Clash:
    """A clash, the lower figure first; an update where the higher one was published later."""
    low, high = (a, b) if (a.low, a.claim.id) <= (b.low, b.claim.id) else (b, a)
    if not low.subject.startswith("toll"):
        return Clash(low, high, False)
    order = _published_order(articles.get(low.claim.article), articles.get(high.claim.article))
    said = bool(_RISE.search(high.claim.text))
    return Clash(low, high, order > 0 or (order == 0 and said))


def _published_order(one: Article | None, other: Article | None) -> int:
    """1 when the second article is later for certain, -1 when earlier, 0 when nothing tells."""
    first, second = (_moment(a.published) if a else None for a in (one, other))
    if not first or not second or bool(first[0]) != bool(second[0]):
        return 0
    if first[:3] != second[:3]:
        return 1 if first[:3] < second[:3] else -1
    if first[3] is None or second[3] is None or first[3] == second[3]:
        return 0
    return 1 if first[3] < second[3] else -1


def _moment(date: PartialDate | None) -> tuple[int, int, int, dt.time | None] | None:
    if date is None or date.month is None or date.day is None:
        return None
    return date.year or 0, date.month, date.day, date.time.replace(tzinfo=None) if date.time else None
