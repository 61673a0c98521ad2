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
from app.pipeline.verdict.label import label
from app.pipeline.verdict.periods import rate, stretch
from app.pipeline.words import background, plain, tokens

_WINDOW = 60  # characters on each side of a figure that say what it is about
_CLOSE = 30  # the same for a length of time, of which one sentence may have several
_SLACK = 0.2  # how far "about" reaches, as a share of the number
_SHARE_SLACK = 5.0  # how far "a third" reaches at most, in percent
_NEARLY = 1.5  # counts of one noun that are no further apart are of one thing, on one row
_AT_ODDS = 2  # exact counts of one noun, no further apart, contradict each other on one row
_ANOTHER_SCALE = 8  # tolls so many times apart are hardly of one thing
_WORD = 0.3  # rarity that any noun has: people, years
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
# "Five more dead", "another 12": what came on top of a count told before.
_ADDED_BEFORE = re.compile(r"\b(?:another|an additional|a further)\s+$", re.I)
_ADDED_BEHIND = re.compile(r"\s+(?:more|other|others|additional|further)\b", re.I)
_RISE = re.compile(
    r"\b(?:ris(?:en|es)|rose|climb(?:s|ed)|increased|now|updated|revised|up from|earlier)\b", re.I
)
_DAY = re.compile(
    r"[^,.;!?]{0,30}?\b(overnight|today|tonight|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0}
_KILOMETRES = {"m": 0.001, "metre": 0.001, "meter": 0.001, "km": 1.0, "kilometre": 1.0, "kilometer": 1.0}
_MONTHS = {"month": 1.0, "year": 12.0}
_DURATIONS = frozenset([*_HOURS, *_MONTHS])
_SCALES = (_HOURS, _KILOMETRES, {"mile": 1.0}, _MONTHS, {"percent": 1.0, "share": 100.0})
# The name in front of an age: "Maria Costa, 41", "Maria Costa, a 41-year-old baker".
_PERSON = re.compile(
    r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,3})(?:,| is| was|, who is| \()\s?(?:aged |age |an? )?$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a claim, in its base unit, with what tells which thing it is a figure of."""

    claim: Claim
    figure: Figure
    value: float | None  # None for a range and a score
    low: float  # least and
    high: float  # greatest number the words leave room for
    size: float  # the figure's greatest number
    subject: str  # unit, kind of toll, or the noun that is counted; with the rate it is given at
    near: frozenset[str]

    @property
    def close(self) -> frozenset[str]:
        """The words right beside it that carry meaning."""
        return _near(self.claim, self.figure, _CLOSE)

    @property
    def day(self) -> str:
        """The day right behind the count ("six arrests Wednesday"), as printed; empty where none is."""
        day = _DAY.match(_around(self.claim, self.figure)[1])
        return day[1].casefold() if day else ""

    @property
    def label(self) -> str:
        """The value as a page shows it: as printed, with unit, what is counted, and the rate."""
        words = label(self.figure, *_around(self.claim, self.figure))
        return f"{words} {self._period}" if rate(self.figure.period) else words

    @property
    def timed_label(self) -> str:
        """The label with the stretch of time the figure is over: "17 people since Monday"."""
        return f"{self.label} {self._period}" if self.stretch else self.label

    @property
    def stretch(self) -> str:
        return stretch(self.figure.period)

    @property
    def _period(self) -> str:
        words = " ".join((self.figure.period or "").split())
        return words[:1].lower() + words[1:]


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
                found.append(_reading(claim, figure, subject, factor))
    return found


def _reading(claim: Claim, figure: Figure, subject: str, factor: float) -> Reading:
    low, high = _bounds(figure, factor)
    single = figure.low == figure.high and figure.unit != "score"
    value = figure.low * factor if single else None
    return Reading(claim, figure, value, low, high, figure.high * factor, subject, _near(claim, figure))


def clashes(found: Sequence[Reading], articles: Mapping[str, Article]) -> list[Clash]:
    """Pairs of figures from different articles about one thing, neither of which leaves room for the other.

    Only over one stretch of time: the dead of ten days, or of one left open, are not those of five years.
    Only where each claim has a single figure on that thing: with two, either may be the one meant.
    """
    against = [_clash(a, b, articles) for a, b in _comparable(found) if _alone(a, found) and _alone(b, found)]
    return [clash for clash in against if _stands(clash)]


def _stands(clash: Clash) -> bool:
    """Whether the two can't both hold, or the later is said to have overtaken the earlier.

    "At least 12" leaves room for 17; so does "12" beside "17 since Monday", unless a later report says so.
    """
    first, second = clash.first, clash.second
    if first.stretch != second.stretch:
        return clash.update and not first.stretch and _differ(first, second)
    risen = clash.update and bool(_RISE.search(second.claim.text)) and _differ(first, second)
    return risen or not compatible(first, second)


def other_nouns(found: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Pairs with the same number but another noun for who or what is counted."""
    pairs = []
    for a, b in combinations(found, 2):
        nouns = a.figure.counted, b.figure.counted
        if a.claim.article == b.claim.article or not _same_number(a, b):
            continue
        if not all(noun and _is_noun(noun) for noun in nouns):
            continue
        different = not set(tokens(nouns[0] or "")) & set(tokens(nouns[1] or ""))
        if different and (a.subject == b.subject or a.near & b.near):
            pairs.append((a, b))
    return pairs


def _is_noun(counted: str) -> bool:
    """Whether things or people are counted: not "dead", "Sept." or a word misread for a noun."""
    known = [background().get(token, 9.0) for token in tokens(counted)]
    return counted.isalpha() and counted.casefold() not in _TOLL_OF and min(known, default=0.0) >= _WORD


def other_numbers(found: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """Pairs of different plain numbers on one thing that can both hold ("about 110", "more than 100").

    Where one outlet alone tells the stretch of time, any two can. Since the row is of one fact, a noun that
    each of two claims counts once is enough for the thing to be one, if the numbers are of one size.
    """
    return [
        (a, b)
        for a, b in combinations(found, 2)
        if a.claim.article != b.claim.article
        and a.subject == b.subject
        and (_one_thing(a, b) or _one_size(a, b))
        and _differ(a, b)
        and _can_both_hold(a, b)
        and _alone(a, found)
        and _alone(b, found)
    ]


def _one_size(a: Reading, b: Reading, apart: float = _NEARLY) -> bool:
    """Whether two counts of one noun are so near each other that, on one row, they are of one thing."""
    small, large = sorted((a.size, b.size))
    return a.subject.startswith("count ") and large <= apart * small


def _differ(a: Reading, b: Reading) -> bool:
    """Whether the plain numbers differ; "a third" and 33 percent do not."""
    if not a.value or not b.value or a.value == b.value:
        return False
    return "share" not in (a.figure.unit, b.figure.unit) or abs(a.value - b.value) >= 1


def _can_both_hold(a: Reading, b: Reading) -> bool:
    if a.stretch == b.stretch:
        return a.low <= b.high and b.low <= a.high
    # Where only one tells the stretch, the noun at least must be told by both.
    return (not a.stretch or not b.stretch) and bool(a.figure.counted) and bool(b.figure.counted)


def compatible(a: Reading, b: Reading) -> bool:
    """Whether both figures can be true of one thing; a score leaves no room."""
    if a.figure.unit == "score":
        return (a.low, a.high) == (b.low, b.high)
    if a.low <= b.high and b.low <= a.high:
        return True
    return a.figure.unit == b.figure.unit and (_rounds_to(a, b) or _rounds_to(b, a))


def _same_number(a: Reading, b: Reading) -> bool:
    return (a.figure.low, a.figure.high, a.figure.unit) == (b.figure.low, b.figure.high, b.figure.unit)


def _rounds_to(exact: Reading, rounded: Reading) -> bool:
    """3,000 is 2,983 in round words: at least two noughts, and nearest to it."""
    value = rounded.figure.high
    if value < 100 or value % 100 or rounded.figure.low != value:
        return False
    step = 10.0 ** (len(str(int(value))) - len(str(int(value)).rstrip("0")))
    return abs(exact.figure.low - value) <= step / 2


def _bounds(figure: Figure, factor: float) -> tuple[float, float]:
    """The least and greatest number the printed words leave room for, in the base unit."""
    low, high = figure.low * factor, figure.high * factor
    match figure.comparator:
        case _ if figure.unit == "score":
            return low, high
        case Comparator.MORE:
            return low, math.inf
        case Comparator.FEWER:
            return 0.0, high
        case Comparator.ABOUT:
            return low * (1 - _SLACK), high * (1 + _SLACK)
    slack = min(_SHARE_SLACK, high * _SLACK) if figure.unit == "share" else 0.0
    return low - slack, high + slack


def _subject(claim: Claim, figure: Figure) -> tuple[str, float]:
    """What a figure is about, and what makes its number one of the base unit."""
    subject, factor = _measure(claim, figure) if figure.unit else (_count(claim, figure), 1.0)
    per = rate(figure.period)
    return f"{subject} per {per}" if subject and per else subject, factor


def _measure(claim: Claim, figure: Figure) -> tuple[str, float]:
    """The kind of unit; an age with its person's name, which no other person's age has."""
    unit = figure.unit or ""
    for scale in _SCALES:
        if unit in scale:
            return f"unit {max(scale, key=lambda unit: scale[unit])}", scale[unit]
    person = _PERSON.search(_around(claim, figure)[0]) if _is_age(figure) else None
    return f"unit {unit} of {plain(person[1])}" if person else f"unit {unit}", 1.0


def _is_age(figure: Figure) -> bool:
    return bool(figure.unit and figure.unit.endswith(" old"))


def _count(claim: Claim, figure: Figure) -> str:
    before, after = _around(claim, figure, 2 * _WINDOW)
    noun = " ".join(tokens(figure.counted or ""))
    if _SUBSET.search(before) or _ADDED_BEFORE.search(before) or _ADDED_BEHIND.match(after):
        return f"part of {noun}" if noun else ""
    toll = _toll(before, after)
    return f"toll {toll}" if toll else f"count {noun}" if noun else ""


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


def _near(claim: Claim, figure: Figure, window: int = _WINDOW) -> frozenset[str]:
    """The words before and behind a figure that carry meaning, less its own, and the claim's years.

    The side counts: who has 35 percent Latino voters has not 27 percent of the Latino vote.
    """
    own = set(tokens(f"{figure.words} {figure.unit or ''} {figure.counted or ''}"))
    rarity = background()
    sides = zip("<>", (tokens(side) for side in _around(claim, figure, window)), strict=True)
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
        if a.claim.article == b.claim.article or a.subject != b.subject:
            continue
        if _one_thing(a, b) or (_exact(a, b) and _one_size(a, b, _AT_ODDS)):
            yield a, b


def _exact(a: Reading, b: Reading) -> bool:
    return a.figure.comparator is b.figure.comparator is Comparator.EXACTLY


def same_measure(a: Reading, b: Reading) -> bool:
    """Whether two figures may well be of one thing, equal or not: kind, scale and words around them."""
    small, large = sorted((a.size, b.size))
    near = a.subject.startswith("toll") or bool(a.near & b.near)
    return a.subject == b.subject and near and large < _ANOTHER_SCALE * small


def _one_thing(a: Reading, b: Reading) -> bool:
    """Whether the words around two figures of one kind speak for one thing: tolls need that least.

    A toll many times another is rather that of another time or place: a raid's and the war's. Ages are one
    thing only where a name tells whose; a measure of flour is none of rice.
    """
    if _is_age(a.figure):
        return a.subject != f"unit {a.figure.unit}"
    if not a.subject.startswith("toll"):
        beside = _beside(a, b) if a.figure.unit in _DURATIONS else a.near & b.near
        return bool(beside) and (a.figure.unit is None or _one_noun(a, b))
    if a.day and b.day and a.day != b.day:
        return False
    small, large = sorted((a.size, b.size))
    return large < _ANOTHER_SCALE * small or len(a.near & b.near) >= 2


def _beside(a: Reading, b: Reading) -> frozenset[str]:
    """Words right beside two lengths of time, if half are the same: tax cuts and benefits are extended."""
    near, others = (frozenset(word.lstrip("<>") for word in reading.close) for reading in (a, b))
    shared = a.close & b.close
    return shared if 2 * len(near & others) >= min(len(near), len(others)) else frozenset()


def _one_noun(a: Reading, b: Reading) -> bool:
    """Whether two measures may be of one noun: half the seats, 48 percent of the seats, 48 percent."""
    nouns = [set(tokens(reading.figure.counted or "")) for reading in (a, b)]
    return not all(nouns) or bool(nouns[0] & nouns[1])


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
