"""Speakers and outlets across events: who is cited with what, what an outlet printed. Counts, no scores."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.claim import ClaimKind
from app.domain.dates import PartialDate
from app.domain.search import Place


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A speaker's name, as events have it, and the number of claims by them."""

    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """What a list says of a speaker."""

    name: str
    claims: int
    events: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A source as articles print it, and how many claims have it so."""

    words: str
    claims: int


@dataclass(frozen=True, slots=True)
class CitedBy:
    """How often an outlet (None where it is not named) cites a speaker, by kind of claim."""

    outlet: str | None
    quoted: int
    paraphrased: int  # statements, and those of which some words are quoted


@dataclass(frozen=True, slots=True)
class Said:
    """A claim by a speaker, or the part of it that stands on a row; `places` are the rows it stands on."""

    claim: str
    article: str
    label: str
    outlet: str | None
    kind: ClaimKind
    attitude: bool
    words: str
    said_on: PartialDate | None
    published: PartialDate | None
    event: str
    title: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """A row on which several outlets quote a speaker, and how each prints it."""

    place: Place
    versions: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SpeakerAccount:
    """A speaker across events, gathered by name.

    `said` is a stretch of the claims, newest first; `aliases` and `versions` are the foremost, with how many
    there are in all.
    """

    name: str
    claims: int
    events: int
    aliases: tuple[Alias, ...]
    all_aliases: int
    cited_by: tuple[CitedBy, ...]
    versions: tuple[Versions, ...]
    all_versions: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OutletLine:
    """What a list says of an outlet; `name` is None for all articles whose outlet is not named."""

    name: str | None
    articles: int
    events: int
    first: PartialDate | None
    last: PartialDate | None


@dataclass(frozen=True, slots=True)
class Printed:
    """An article of an outlet, and how many of its event's facts it has."""

    article: str
    headline: str
    source_name: str
    published: PartialDate | None
    event: str | None
    title: str
    facts: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SharedText:
    """How many words of an outlet's articles stand in a passage that another outlet prints too.

    Only articles in events of several outlets count: the others have nobody to share with.
    """

    articles: int = 0
    words: int = 0
    shared: int = 0


@dataclass(frozen=True, slots=True)
class OutletAccount:
    """An outlet across events. `printed` is a stretch of its articles, newest first.

    `sources` are the speakers it cites most; `open_sources` counts claims with a source whose identity is
    open.
    """

    name: str | None
    articles: int
    events: int
    kinds: Mapping[ClaimKind, int]
    sources: tuple[SpeakerCount, ...]
    all_sources: int
    open_sources: int
    shared: SharedText
    printed: tuple[Printed, ...]

    @property
    def claims(self) -> int:
        return sum(self.kinds.values())

    @property
    def quoted(self) -> int:
        return self.kinds.get(ClaimKind.QUOTE, 0)

    @property
    def paraphrased(self) -> int:
        return self.kinds.get(ClaimKind.STATEMENT, 0) + self.kinds.get(ClaimKind.MIXED, 0)

    @property
    def narrated(self) -> int:
        """What the outlet says itself, without a source."""
        return self.claims - self.quoted - self.paraphrased


def folded(name: str) -> str:
    """A name for looking up and sorting: without case and accents."""
    if name.isascii():
        return name.casefold()
    bare = unicodedata.normalize("NFD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


def first_letter(name: str) -> str:
    """The letter a name is listed under: its first, "#" where that is none."""
    first = folded(name).lstrip("“”\"'‘’( ")[:1].upper()
    return first if first.isalpha() else "#"
