"""The list of events: what is asked of it, and what it says of each event."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

_WORD = re.compile(r"\w+")
LONGEST_WORD = 40  # characters of a word that are told apart
WHOLE = 2  # characters: words as short as this are looked for whole, longer ones by how they begin


class EventOrder(StrEnum):
    LATEST = "latest"  # by the latest day of publication
    CONFLICTS = "conflicts"  # most rows in conflict first, then the latest
    OUTLETS = "outlets"  # most outlets first, then the latest


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events to list, and in which order; what is empty keeps all.

    `words` are looked for in titles, headlines, datelines and the names of outlets and speakers: an event has
    them all, each as the beginning of a word. `since` and `until` are inclusive days that the event's days
    overlap. `outlet` and `speaker` are exact names, the speaker's as it goes by in the event.
    """

    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    outlet: str = ""
    speaker: str = ""
    order: EventOrder = EventOrder.LATEST

    @property
    def filtered(self) -> bool:
        """Whether anything is asked for beside an order."""
        return replace(self, order=EventOrder.LATEST) != EventQuery()


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two events of a list: right after, or with `newer` right before, the event named.

    `number` is what the order counts (0 where it counts nothing), `latest` the event's latest day (ISO, ""
    where it is not known).
    """

    number: int
    latest: str
    id: str
    newer: bool = False


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """What the list says of an event. `outlets` are the first few names, `outlet_count` counts them all.

    `lined_up` is False while its rows are being made: then it has no facts.
    """

    id: str
    title: str
    first: dt.date | None
    last: dt.date | None
    outlets: tuple[str, ...]
    outlet_count: int
    articles: int
    facts: int
    conflicts: int
    wordings: int
    lined_up: bool = True


@dataclass(frozen=True, slots=True)
class EventsFound:
    """One page of the list. `total` counts what passes the query; there are `more` where counting was ended.

    `newer` and `older` lead to the pages beside it, None where there are none.
    """

    events: tuple[ListedEvent, ...]
    total: int
    more: bool = False
    newer: Cursor | None = None
    older: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """An outlet or a speaker, and in how many events."""

    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Names:
    """Outlets or speakers to choose from: the most `frequent`, and those `similar` to an unknown one."""

    frequent: tuple[Name, ...] = ()
    unknown: str = ""
    similar: tuple[str, ...] = ()


def search_words(text: str) -> tuple[str, ...]:
    """The distinct words of a text as they are looked for: no case, no accents, no punctuation."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in spread if not unicodedata.combining(character))
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(plain)))
