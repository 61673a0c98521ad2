"""Speakers' names made one across the articles of an event."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.fuzz import ratio

from app.domain.claim import Claim
from app.pipeline.words import plain

_TITLE_WORDS = """
    mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative gov governor
    president vice prime minister secretary ambassador envoy general gen lt lieutenant col colonel maj
    major capt captain sgt sergeant adm admiral chancellor king queen prince princess pope cardinal
    bishop archbishop rev reverend judge justice mayor sheriff chief premier congressman congresswoman
    chairman chairwoman spokesman spokeswoman spokesperson deputy foreign state defence defense former
    ex the
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_PARTICLE_WORDS = "al el ul as ash bin ibn ben de da di du van von der den la le"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "de", "des", "la", "le", "a"})
_EXPANSIONS = {"un": "united nations", "us": "united states", "uk": "united kingdom", "eu": "european union"}
# A bare last word of these is no surname: the House is not the White House.
_BODY_WORDS = """
    house senate congress parliament assembly court council committee commission ministry department
    office agency bureau army navy force forces police party union government administration campaign
    bank fund group organisation organization association federation institute university company
    corporation news times post journal press radio television tv nations states kingdom republic city
    state county team staff officials authorities democrats republicans church society foundation centre
    center board
"""
_BODIES = frozenset(_BODY_WORDS.split())
_INITIAL = re.compile(r"(?:[a-z]\.?)+$")
_SOUNDS = str.maketrans({"q": "k", "c": "k", "g": "k", "z": "s", "w": "v", "j": "y"})
_OWNER = re.compile("['’]s? ")
_TIES = re.compile(" (?:of|for|from|in|at|to|by|with|on|about) ")
_MOST_ALIKE = 200  # where more names than this might be one, they are not read name against name


@dataclass(frozen=True, slots=True)
class _Name:
    """A printed name taken apart: `core` is lower case without titles, particles and suffixes."""

    printed: str
    core: tuple[str, ...]
    bare: str  # as printed, less the titles in front
    described: bool  # no name but a description: "port officials", "spokesman for the Ministry"

    @property
    def joint(self) -> bool:
        """Whether it names two: "Anna Berg and Tom Hale"."""
        return "and" in self.core


def unify_speakers(claims: Sequence[Claim]) -> dict[str, str]:
    """For each resolved speaker's name in an event's claims the name to show; the order doesn't matter.

    Two names are one where the surname is the same (spelling variants of a transliteration included) and
    nothing else speaks against it, or where one is the initials of the other. A name that fits two persons
    who are not the same ("Clinton" beside Bill and Hillary Clinton) stays as it is.
    """
    uses: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.speaker.name:
            uses[claim.speaker.name].append(claim.article)
    names = [_take_apart(printed) for printed in sorted(uses)]
    shown = {name.printed: name.printed for name in names}
    for variants in _groups(names):
        shown.update(dict.fromkeys((v.printed for v in variants), _choose(variants, uses)))
    return shown


def _take_apart(printed: str) -> _Name:
    described = _is_description(printed)
    words = printed.split() if described else _untitled(printed.split())
    parts = [part for word in words for part in re.split(r"[-‑‐]", word)]
    core = [word for part in parts for word in _expanded(part) if word and word not in _SUFFIXES]
    while len(core) > 1 and core[0] in _PARTICLES:
        core = core[1:]
    first, last = core[:1], [part for part in core[1:] if part not in _PARTICLES]
    return _Name(printed, (*first, *last), " ".join(words), described)


def _is_description(printed: str) -> bool:
    """Whether the head noun is in lower case, as no name's is."""
    owned = _OWNER.split(printed)[-1]
    noun = (_TIES.split(owned, maxsplit=1)[0].split() or [""])[-1]
    return noun.split("-")[-1][:1].islower()


def _untitled(words: list[str]) -> list[str]:
    """A name less the titles in front, "Secretary of State" among them; a title alone stays."""
    rest = words
    while len(rest) > 1 and _letters(rest[0]) in _TITLES and _letters(rest[1]) not in _BODIES:
        rest = rest[3:] if len(rest) > 3 and rest[1] in ("of", "for") else rest[1:]
    return words if all(_letters(word) in _TITLES for word in rest) else rest


def _expanded(part: str) -> list[str]:
    letters = _letters(part)
    return _EXPANSIONS.get(letters, letters).split() if part.isupper() else [letters]


def _letters(word: str) -> str:
    return re.sub(r"[^\w]", "", plain(word).removesuffix("'s"))


def _groups(names: Sequence[_Name]) -> list[list[_Name]]:
    """Names that mean one speaker, without those that could mean either of two."""
    same = _same(names)
    clear = [name for name in names if not _ties(name, same)]
    place = {name: at for at, name in enumerate(clear)}
    groups, seen = [], set[_Name]()
    for name in clear:
        if name not in seen:
            others = (other for other in same[name] if other in place and other not in seen)
            group = [name, *sorted(others, key=place.__getitem__)]
            seen.update(group)
            groups.append(group)
    return groups


def _same(names: Sequence[_Name]) -> dict[_Name, set[_Name]]:
    """For each name those that are the same; only names with a key in common are looked at."""
    alike: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        for key in _keys(name):
            alike[key].append(name)
    same: dict[_Name, set[_Name]] = {name: set() for name in names}
    for some in alike.values():
        for one, other in combinations(some if len(some) <= _MOST_ALIKE else [], 2):
            if is_same(one, other):
                same[one].add(other)
                same[other].add(one)
    return same


def _keys(name: _Name) -> set[str]:
    """What two names share if they are the same: how the last word sounds, or an acronym and its words."""
    last = {f"-{_consonants(name.core[-1])}"} if name.core else set()
    return {*last, _letters(name.bare), *_acronyms(name)}


def _ties(name: _Name, same: dict[_Name, set[_Name]]) -> bool:
    """Whether two of the names that fit, as full as this one, don't fit each other."""
    others = [other for other in same[name] if len(other.core) >= len(name.core)]
    return any(b not in same[a] for a in others for b in others if a is not b)


def is_same(one: _Name, other: _Name) -> bool:
    """Whether two names, alone, would be taken for one speaker."""
    short, long = sorted((one, other), key=lambda name: (len(name.core), name.printed))
    if not short.core or short.core == long.core:
        return bool(short.core)
    if one.described or other.described:
        return False
    if _initials(short, long) or _initials(long, short):
        return True
    return one.joint == other.joint and _same_words(short, long)


def _same_words(short: _Name, long: _Name) -> bool:
    """Whether the shorter name is the longer one's end, or its surname and given names fit."""
    if len(short.core) > 1 and _ends(short, long):
        return True
    if any(word in _BODIES for word in (*short.core, *long.core)):
        return False
    if len(short.core) == 1:
        return _proper(short) and _alike(short.core[0], long.core[-1])
    return _alike(short.core[-1], long.core[-1]) and _given_names_fit(short.core[:-1], long.core[:-1])


def _proper(name: _Name) -> bool:
    """Whether a single word is printed as a name, not as a noun ("officials")."""
    return any(ch.isupper() for ch in name.bare)


def _initials(short: _Name, long: _Name) -> bool:
    """Whether the first name is an acronym of the second, with or without the small words."""
    letters = _letters(short.bare)
    if " " in short.bare or len(letters) < 3 or not short.bare.replace(".", "").isupper():
        return False
    return letters in _acronyms(long)


def _acronyms(name: _Name) -> tuple[str, str]:
    """The first letters of its words, with the small ones and without."""
    words = [_letters(word) for word in name.bare.replace("-", " ").split()]
    large = [word for word in words if word not in _SMALL]
    return "".join(w[:1] for w in words), "".join(w[:1] for w in large)


def _given_names_fit(short: Sequence[str], long: Sequence[str]) -> bool:
    """First names alike (or one the other's initial), and no two middle names or initials that differ."""
    if not _same_given(short[0], long[0]):
        return False
    return not short[1:] or not long[1:] or _same_given(short[1], long[1])


def _same_given(one: str, other: str) -> bool:
    if min(len(one), len(other)) <= 2 and _INITIAL.match(min(one, other, key=len)):
        return one[0] == other[0] and (len(one) == 1 or len(other) == 1 or one == other)
    return _alike(one, other)


def _alike(one: str, other: str) -> bool:
    """The same name, or two spellings of it in Latin letters: the same consonants, mostly the same letters.

    A last a, e or o tells Maria from Mario and Christina from Christine, so those must agree.
    """
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or _ending(one) != _ending(other):
        return False
    return _consonants(one) == _consonants(other) and ratio(one, other) >= 70


def _ending(name: str) -> str:
    return name[-1] if name[-1] in "aeo" else ""


def _consonants(name: str) -> str:
    """The name's consonants, those that transliterations mix up made one, doubles once."""
    bare = re.sub(r"(?<=[dgkst])h", "", name).translate(_SOUNDS)
    bare = re.sub(r"[aeiouy]", "", bare[1:]) if bare[:1] not in "aeiouy" else re.sub(r"[aeiouy]", "", bare)
    first = name[:1].translate(_SOUNDS)
    return first + re.sub(r"(.)\1+", r"\1", bare)


def _ends(one: _Name, other: _Name) -> bool:
    """Whether one name is the last part of the other: the surname, or a body without its country."""
    return one.core != other.core and one.core == other.core[-len(one.core) :]


def _choose(variants: Sequence[_Name], uses: dict[str, list[str]]) -> str:
    """The name to show: a full one if there is any, the one most articles use, then the shortest."""
    if len(variants) == 1:
        return variants[0].printed
    votes: Counter[str] = Counter()
    for variant in variants:
        votes[variant.bare] += len(set(uses[variant.printed]))
    full = {v.bare for v in variants if " " in v.bare and not any(_ends(v, other) for other in variants)}
    return max(full or set(votes), key=lambda bare: (votes[bare], -len(bare), bare))
