"""What a reader searches for, and what is found: claims and articles, with the words that were hit."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.claim import ClaimKind
from app.domain.dates import PartialDate
from app.domain.event import Verdict

MAX_CHARACTERS = 200  # of a question that are read
MAX_TERMS = 16
BEGINNING = 3  # letters from which on the last word may be the beginning of a longer one

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)(?:[\"“”„«»]|$)|(\S+)")
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in a row; with `beginning` the last of them may go on."""

    words: str
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What to search for: all `terms` must occur. `cut` says that more was asked than is read."""

    terms: tuple[Term, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """Where to search: one outlet, one speaker (by the event's name), days of publication, both inclusive."""

    outlet: str = ""
    speaker: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they are stored; `hit` says that they are what was searched for."""

    words: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The row a claim stands in."""

    event: str
    title: str
    row: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim that has the words. `place` is None while its event's rows are still to be made."""

    id: str
    article: str
    label: str
    outlet: str | None
    kind: ClaimKind
    speaker: str | None
    said_on: PartialDate | None
    published: PartialDate | None
    words: tuple[Piece, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that has the words: its headline, and the part of its text in which most of them stand."""

    key: str
    label: str
    outlet: str | None
    published: PartialDate | None
    headline: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    event: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Found(Generic[_Found]):
    """A stretch of what was found, best first, and how many there are in all."""

    results: tuple[_Found, ...]
    total: int


def asked(words: str) -> Question:
    """What to search for, whatever was typed.

    Words in quotation marks are a phrase. Of the other words each may stand anywhere; the last may be the
    beginning of a longer one, as may a word that ends with an asterisk. What holds no letter and no
    digit is passed over.
    """
    words = words.replace("\0", " ")
    read = words[:MAX_CHARACTERS]
    found = [match for match in _QUOTED.finditer(read) if any(c.isalnum() for c in match[0])]
    terms = [_term(match, match is found[-1]) for match in found[:MAX_TERMS]]
    return Question(tuple(terms), len(words) > MAX_CHARACTERS or len(found) > MAX_TERMS)


def _term(match: re.Match[str], last: bool) -> Term:
    phrase, word = match.groups()
    if word is None:
        return Term(" ".join(phrase.split()))
    bare = word.rstrip("*")
    unfinished = last and len(bare) >= BEGINNING and bare[-1].isalnum()
    return Term(bare, bare != word or unfinished)
