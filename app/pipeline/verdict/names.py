"""Names about the same thing that can't both be right: misspelt, another person, another place.

Two outlets rarely mean different things by names one letter apart, but one outlet may well mention both. So
nothing counts where either article has the other's name anywhere in its text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.event import Side
from app.pipeline.verdict.telling import READ, deeds
from app.pipeline.words import background, plain, stem, tokens

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_LONG = 5  # letters of a name that one letter does not make another name
_VERY_LONG = 9  # and two letters don't make another
_EDITS = 2
_RARE = 6.0  # rarity of a name that may be misspelt: America and American are both in use
_MOST_NAMES = 40  # of one claim
_SAME = 0.5  # of the shorter claim's telling words, names aside, that both have
_NAME = r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){0,3})"
_FULL_NAME = r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,3})"
# Of which a thing or a body has one.
_ROLE = (
    r"(?P<kind>mayor|governor|prime minister|president|chancellor|king|queen|pope|coroner|sheriff"
    r"|police chief|fire chief|captain|pilot|driver|gunman|shooter|attacker|suspect|victim|winner"
    r"|chairman|chairwoman|chief executive|director|principal|defendant|minister)"
)
_SITE = (
    r"(?P<kind>airport|airfield|hospital|bridge|street|avenue|road|square|station|university|college|school"
    r"|church|mosque|cathedral|synagogue|temple|prison|jail|court|hotel|park|stadium|county|province|district"
    r"|region|island|river|lake|bay|harbou?r|port|base|embassy|theat(?:re|er)|museum)"
)
_PERSONS = (
    re.compile(rf"\b(?i:{_ROLE}),? (?:was )?(?:named as |identified as )?{_FULL_NAME}"),
    re.compile(rf"{_FULL_NAME}, (?:the|its|their) (?:\w+ )?{_ROLE}\b"),
)
_PLACES = (
    re.compile(rf"{_NAME} (?i:{_SITE})\b"),
    re.compile(rf"\b(?P<kind>city|town|village|port|island|province|district|suburb|county) of {_NAME}"),
)
_SIDE = re.compile(r"\b(?P<name>north|south|east|west)(?P<ern>ern)? (?P<kind>(?:of )?\w+)", re.I)
_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}
_SOUNDS = (
    (r"sch", "sh"), (r"ph", "f"), (r"[kg]h", "h"), (r"ck", "k"), (r"[qcg]", "k"), (r"[yj]", "i"), (r"z", "s"),
    (r"w", "v"), (r"^al-?|^el-?", ""), (r"[aeiou'’.-]", ""), (r"h", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameClash:
    """Two names for one thing and the claims that have them, in the order of the names.

    `variant`: two ways to write one name out of another script, of which both are in use.
    """

    names: tuple[str, str]
    claims: tuple[Claim, Claim]
    variant: bool = False

    @property
    def words(self) -> str:
        return " against ".join(self.names)


def other_names(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[NameClash]:
    """Pairs of claims of different articles that name one thing differently."""
    found = []
    for one, other in combinations(claims, 2):
        if one.article != other.article:
            found += [*_spelt(one, other), *_titled(one, other, _PERSONS), *_titled(one, other, _PLACES)]
            found += _opposite(one, other)
    return sorted({clash for clash in found if not _both_known(clash, articles)}, key=_order)


def name_sides(found: Sequence[NameClash]) -> tuple[Side, ...]:
    values: dict[str, list[str]] = {}
    for name, claim in ((n, c) for clash in found for n, c in zip(clash.names, clash.claims, strict=True)):
        values.setdefault(name, []).append(claim.id)
    return tuple(Side(name, tuple(dict.fromkeys(ids))) for name, ids in sorted(values.items()))


def _order(clash: NameClash) -> tuple[tuple[str, str], tuple[str, ...]]:
    return clash.names, tuple(claim.id for claim in clash.claims)


def _clash(name: str, claim: Claim, other_name: str, other: Claim, variant: bool = False) -> NameClash:
    (first, one), (second, two) = sorted(((name, claim), (other_name, other)), key=lambda pair: pair[0])
    return NameClash((first, second), (one, two), variant)


def _both_known(clash: NameClash, articles: Mapping[str, Article]) -> bool:
    """Whether one of the articles has both names, and so means two things by them."""
    texts = [plain(articles[claim.article].text) for claim in clash.claims if claim.article in articles]
    first, second = (plain(name) for name in clash.names)
    last = first.split()[-1], second.split()[-1]
    if last[0] != last[1]:
        first, second = last
    return any(first in text and second in text for text in texts)


# --- spelling --------------------------------------------------------------------------------------


def _spelt(one: Claim, other: Claim) -> Iterator[NameClash]:
    """The same name, beside the same word, with a letter or two changed."""
    for name, beside in _rare_names(one.text):
        for its, others in _rare_names(other.text):
            if beside & others and _misspelt(plain(name), plain(its)):
                yield _clash(name, one, its, other, _sounds(name) == _sounds(its))


def _misspelt(a: str, b: str) -> bool:
    """One letter apart; two only where the names sound alike or are long."""
    if a == b or stem(a) == stem(b) or a.startswith(b) or b.startswith(a):
        return False
    distance = Levenshtein.distance(a, b, score_cutoff=_EDITS)
    alike = _sounds(a) == _sounds(b) or min(len(a), len(b)) >= _VERY_LONG
    return distance == 1 or (distance == _EDITS and alike)


@functools.lru_cache(maxsize=1_024)
def _rare_names(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Capitalised rare words of a text and the words beside each."""
    words = [
        match[0].rstrip(".'’-").removesuffix("'s").removesuffix("’s") for match in _WORD.finditer(text[:READ])
    ]
    found = []
    for i, word in enumerate(words):
        if len(word) >= _LONG and word[0].isupper() and not word.isupper() and _is_rare(word):
            beside = {
                plain(words[j]) for j in (i - 1, i + 1) if 0 <= j < len(words) and words[j][:1].isupper()
            }
            found.append((word, frozenset(beside)))
    return tuple(found[:_MOST_NAMES])


def _is_rare(word: str) -> bool:
    return all(background().get(token, 9.0) >= _RARE for token in tokens(word))


def _sounds(name: str) -> str:
    """What is left of a name that is written differently out of another script: Zawahri, Zawahiri."""
    sounds = plain(name)
    for pattern, sound in _SOUNDS:
        sounds = re.sub(pattern, sound, sounds)
    return sounds


# --- persons and places ----------------------------------------------------------------------------


def _titled(one: Claim, other: Claim, patterns: tuple[re.Pattern[str], ...]) -> Iterator[NameClash]:
    """The only mayor, or the only hospital, of two claims that tell the same, by another name."""
    names = _by_kind(one.text, patterns), _by_kind(other.text, patterns)
    for kind in sorted(names[0].keys() & names[1].keys()):
        first, second = names[0][kind], names[1][kind]
        if len(first) == len(second) == 1 and _tell_the_same(one, other):
            name, its = next(iter(first)), next(iter(second))
            if not set(tokens(name)) & set(tokens(its)):
                yield _clash(name, one, its, other)


@functools.lru_cache(maxsize=1_024)
def _by_kind(text: str, patterns: tuple[re.Pattern[str], ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in (match for pattern in patterns for match in pattern.finditer(text[:READ])):
        name = match["name"].removesuffix("'s").removesuffix("’s")
        if name.casefold() not in ("the", "a", "an", "this", "that", "his", "her", "their", "its", "our"):
            found.setdefault(match["kind"].casefold(), set()).add(name)
    return found


def _opposite(one: Claim, other: Claim) -> Iterator[NameClash]:
    """The north bank and the south bank, where each claim has one of them."""
    sides = [list(_SIDE.finditer(claim.text[:READ])) for claim in (one, other)]
    if [len(found) for found in sides] != [1, 1] or not _tell_the_same(one, other):
        return
    a, b = sides[0][0], sides[1][0]
    if a["kind"].casefold() == b["kind"].casefold() and _OPPOSITE[a["name"].lower()] == b["name"].lower():
        yield _clash(" ".join(a[0].split()), one, " ".join(b[0].split()), other)


def _tell_the_same(one: Claim, other: Claim) -> bool:
    words = deeds(one.text), deeds(other.text)
    return len(words[0] & words[1]) >= max(1, _SAME * min(map(len, words)))
