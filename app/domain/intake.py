"""What is handed in to be read, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.article import NOTHING_GIVEN, NOTHING_STATED, Given, Stated
from app.domain.dates import PartialDate


class ItemKind(StrEnum):
    LINK = "link"  # an address to fetch: a page, a feed or a file
    FILE = "file"  # a file's bytes
    TEXT = "text"  # pasted words
    RECORD = "record"  # one of several articles in a file


class ItemState(StrEnum):
    """Where an item is on its way. The first four may change by themselves or by a person's answer."""

    WAITING = "waiting"
    RUNNING = "running"
    ASKING = "asking"  # a table whose columns a person is to look at
    FAILED = "failed"  # with the reason; may be tried again
    STORED = "stored"
    PARTLY = "partly"  # stored, but the text is not the whole report, or is not analysed
    CHANGED = "changed"  # stored as a new version of an article that was there
    THERE = "there"  # the same text was there; its address was noted
    OPENED = "opened"  # a file or feed whose articles are items of their own


IN = frozenset((ItemState.STORED, ItemState.PARTLY, ItemState.CHANGED))
SETTLED = frozenset(
    (ItemState.STORED, ItemState.PARTLY, ItemState.CHANGED, ItemState.THERE, ItemState.OPENED)
)
OPEN = frozenset((ItemState.WAITING, ItemState.RUNNING))


class Origin(StrEnum):
    PAGE = "page"
    FEED = "feed"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class NewItem:
    """Something to be read. `name` is what a person calls it: the address, the file's name, a headline.

    `data` are a file's bytes or a text's in UTF-8. `columns` maps a table's columns to our names, in the
    table's order ("" for a column that is left out); None while nobody has looked at them. `parent` and
    `place` are of a record in a file: the item it came from, and its place there. `hinted` is what a feed
    tells of a page, or a person of all that was handed in together: it counts where the page itself states
    nothing.
    """

    kind: ItemKind
    name: str
    url: str | None = None
    data: bytes | None = None
    given: Given = NOTHING_GIVEN
    columns: tuple[str, ...] | None = None
    parent: int | None = None
    place: int | None = None
    hinted: Stated = NOTHING_STATED


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it is kept. `words` say what happened, `article` is the key of what it became.

    `changed` grows with every change of any item.
    """

    id: int
    batch: int
    kind: ItemKind
    name: str
    url: str | None
    given: Given
    state: ItemState
    words: str
    article: str | None
    attempts: int
    changed: int
    parent: int | None = None
    place: int | None = None
    columns: tuple[str, ...] | None = None
    hinted: Stated = NOTHING_STATED


@dataclass(frozen=True, slots=True)
class Became:
    """What an item became: its article, and the event that the article stands in now (id and title).

    `full` is whether the text is the whole report, `compared` whether it is in a language that is analysed.
    """

    article: str
    headline: str
    outlet: str | None
    published: PartialDate | None
    claims: int
    event: tuple[str, str] | None = None
    full: bool = True
    compared: bool = True


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as a list shows it. `records` counts the articles of a file that was opened.

    `again` is whether what was handed in is still there, so that it can be tried again.
    """

    item: Item
    became: Became | None = None
    parent: str = ""
    records: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class ItemsFound:
    """Some of the items asked for, the last handed in first, and how many there are."""

    items: tuple[ListedItem, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an item came to. `again` is when it may be tried again by itself, None for not."""

    state: ItemState
    words: str = ""
    article: str | None = None
    again: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are in each state, and the latest `changed`."""

    counts: Mapping[ItemState, int] = field(default_factory=dict)
    changed: int = 0

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return sum(self.counts.get(state, 0) for state in OPEN)

    @property
    def failed(self) -> int:
        return self.counts.get(ItemState.FAILED, 0)

    @property
    def asking(self) -> int:
        return self.counts.get(ItemState.ASKING, 0)

    @property
    def done(self) -> int:
        return self.all - self.open - self.asking

    def among(self, states: Collection[ItemState]) -> int:
        return sum(self.counts.get(state, 0) for state in states)
