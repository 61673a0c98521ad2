"""The worker: takes what waits in the queue, one item after the other, and settles events as it goes.

An item and the article it becomes are written in one transaction, so the process may end at any moment:
what was not finished is taken up again, and nothing is stored twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import islice
from typing import Protocol

from app import ingest, store
from app.domain.article import Given, RawArticle, Stated
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Outcome
from app.errors import AnalysisError, BadInputError, DatabaseError
from app.ingest import Decision, ReadClaims
from app.intake import words
from app.intake.holding import Holding, held_by_answer, held_by_file, name_of
from app.intake.links import article_at
from app.intake.opening import found_in_file
from app.intake.packing import pack, unpack
from app.intake.polling import named_words
from app.intake.settling import Settling
from app.pipeline.fetch import Fetched, Fetcher, FetchError
from app.pipeline.read import MAX_TEXT_BYTES, Linked, Unreadable, decode, shown
from app.pipeline.read.addresses import identity
from app.pipeline.read.feeds import feeds_named
from app.pipeline.read.page import Page, read_page
from app.pipeline.read.records import raw_article
from app.store import Database, Session

ITEM_S = 120.0  # one item may take this long
_TRIES = 3
_PUT_OFF = (dt.timedelta(seconds=30), dt.timedelta(minutes=5))  # after the first failed try, and the second
_STEP_RECORDS = 100  # of a file, that are put into the queue at once
_STEP_BYTES = 4_000_000
_log = logging.getLogger(__name__)

Alive = Callable[[float], None]  # told before each step how many seconds it may take


class Subscribe(Protocol):
    def __call__(self, database: Database, data: bytes, url: str | None, given: Given) -> str:
        """Subscribe to the feed that was found at `url`, or to those an OPML file names; words on it.

        BadInputError with the reason if that can't be.
        """
        ...


def no_feeds(database: Database, data: bytes, url: str | None, given: Given) -> str:
    raise BadInputError("is a feed, and feeds are not read here")


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker reads with. `alive` is told before each step how many seconds it may take."""

    fetch: Fetcher
    read_claims: ReadClaims
    subscribe: Subscribe = no_feeds
    alive: Alive = lambda seconds: None
    now: Callable[[], dt.datetime] = _utc_now


def work(
    database: Database,
    tools: Tools,
    between: Callable[[], None] = lambda: None,
    settling: Settling | None = None,
) -> Counter[ItemState]:
    """Do what waits until nothing does that may be tried now; how many items came to which state.

    Each article is stored in the transaction that settles its item. Events are settled at the end, and in
    between so that the first results show soon; a `settling` handed in goes by when it last did. `between` is
    called after each item. Only one worker may be at a database: hold `Database.alone` meanwhile.
    DatabaseError if the database can't be written.
    """
    worker = _Worker(database, tools)
    settling = settling or Settling(database, tools.read_claims, tools.alive)
    while (item := worker.take()) is not None:
        worker.do(item, settling)
        settling.settle_if_due()
        between()
    settling.settle()
    return worker.came_to


@dataclass(slots=True)
class _Worker:
    database: Database
    tools: Tools
    came_to: Counter[ItemState] = field(default_factory=Counter)
    _last: int = 0  # the batch of the item before, as batches take turns

    def take(self) -> Item | None:
        with self.database.session() as session:
            if not store.item_waits(session, self.tools.now()):
                return None
        with self.database.writing() as session:
            item = store.take_item(session, self.tools.now(), self._last)
        self._last = item.batch if item else 0
        return item

    def do(self, item: Item, settling: Settling) -> None:
        """Read an item and say what it came to; its failure is its own, and told with it."""
        self.tools.alive(ITEM_S)
        try:
            found = self._found(item)
            if isinstance(found, RawArticle):
                self._store(item, found, settling)
            else:
                self._settle(item, found)
        except DatabaseError:
            raise
        except Exception as error:  # one item must not stop the others
            self._settle(item, self._failure(item, error))

    def _found(self, item: Item) -> RawArticle | Outcome:
        """The article an item holds, or what it came to where it holds none by itself."""
        if item.kind is ItemKind.LINK:
            return self._at_link(item)
        with self.database.session() as session:
            data = store.load_payload(session, item.id)
        if data is None:
            raise BadInputError(words.NOT_KEPT)
        match item.kind:
            case ItemKind.TEXT:
                return _text(item, data)
            case ItemKind.RECORD:
                return _with_hints(_mended(unpack(data), item.given), item.hinted)
            case _:
                return self._in_file(item, data)

    def _at_link(self, item: Item) -> RawArticle | Outcome:
        address = item.url or item.name
        fetched = self.tools.fetch(address)
        match holding := held_by_answer(fetched):
            case Holding.PAGE | Holding.TEXT:
                if holding is Holding.PAGE:
                    _refuse_front_page(fetched)
                return _with_hints(article_at(fetched, holding, item.given), item.hinted)
            case Holding.FEED | Holding.OUTLINES:
                return self._subscribed(item, fetched.data, fetched.address)
            case _:
                with self.database.writing() as session:
                    store.become_file(session, item.id, name_of(fetched), fetched.data)
                return Outcome(ItemState.WAITING)

    def _in_file(self, item: Item, data: bytes) -> RawArticle | Outcome:
        holding = held_by_file(item.name, data)
        match holding:
            case Holding.FEED | Holding.OUTLINES:
                return self._subscribed(item, data, item.url)
            case Holding.TABLE if item.columns is None:
                return Outcome(ItemState.ASKING, words.COLUMNS)
            case Holding.TABLE | Holding.RECORDS:
                return self._opened(item, data)
            case Holding.PAGE:
                page = Page(data=data, name=shown(item.name), origin=shown(item.name), address=item.url)
                return _with_hints(read_page(page, item.given), item.hinted)
            case _:
                return _with_hints(_text(item, data), item.hinted)

    def _subscribed(self, item: Item, data: bytes, url: str | None) -> Outcome:
        return Outcome(ItemState.OPENED, self.tools.subscribe(self.database, data, url, item.given))

    def _opened(self, item: Item, data: bytes) -> Outcome:
        """Put what is in a file into the queue, from where the last try came to."""
        with self.database.session() as session:
            done = store.found_in(session, item.id)
        found = found_in_file(data, item.name, item.given, item.columns)
        records = _records(item, islice(enumerate(found), done, None))
        while step := list(_step(records)):
            done += len(step)
            with self.database.writing() as session:
                store.open_item(session, item.id, step)
            self.tools.alive(ITEM_S)
        if not done:
            raise BadInputError(words.NO_ARTICLES)
        return Outcome(ItemState.OPENED, words.opened(done))

    def _store(self, item: Item, raw: RawArticle, settling: Settling) -> None:
        outcome = Outcome(ItemState.STORED)

        def beside(session: Session, decision: Decision) -> None:
            nonlocal outcome
            outcome = words.outcome(decision)
            store.settle_item(session, item.id, outcome)

        decision = ingest.take(self.database, raw, self.tools.read_claims, beside)
        self.came_to[outcome.state] += 1
        settling.stored(decision)

    def _settle(self, item: Item, outcome: Outcome) -> None:
        if outcome.state is not ItemState.WAITING:
            with self.database.writing() as session:
                store.settle_item(session, item.id, outcome)
        self.came_to[outcome.state] += 1

    def _failure(self, item: Item, error: Exception) -> Outcome:
        again = None
        if isinstance(error, FetchError) and error.again and item.attempts < _TRIES:
            again = self.tools.now() + max(_PUT_OFF[item.attempts - 1], error.after or dt.timedelta())
        elif not isinstance(error, BadInputError | FetchError):
            cause = error.__cause__ if isinstance(error, AnalysisError) else error
            _log.error("item %d: could not be read", item.id, exc_info=cause)
        return Outcome(ItemState.FAILED, words.reason(error), again=again)


def _text(item: Item, data: bytes) -> RawArticle:
    if len(data) > MAX_TEXT_BYTES:
        raise BadInputError(words.too_large(len(data), MAX_TEXT_BYTES))
    given = item.given.over(Given(url=item.url))
    return raw_article(shown(item.name), decode(data), shown(item.name), given)


def _mended(raw: RawArticle, given: Given) -> RawArticle:
    """The article of a record with what a person has given beside it since."""
    said = {f.name: value for f in fields(given) if (value := getattr(given, f.name)) is not None}
    return replace(raw, **said)


def _refuse_front_page(fetched: Fetched) -> None:
    """A site's front page is no article; BadInputError tells of its feeds, where it names some."""
    if identity(fetched.address) is None and (named := feeds_named(fetched.data, fetched.address)):
        raise BadInputError(named_words(named))


def _with_hints(raw: RawArticle, hinted: Stated) -> RawArticle:
    """What a feed or a person tells of the page, where the page's own markup states nothing."""
    stated = raw.stated
    known = replace(
        stated,
        outlet=stated.outlet or hinted.outlet,
        published=stated.published or hinted.published,
        title=stated.title or hinted.title,
    )
    return replace(raw, stated=known)


def _records(item: Item, found: Iterator[tuple[int, RawArticle | Unreadable | Linked]]) -> Iterator[NewItem]:
    for place, one in found:
        at = partial(NewItem, parent=item.id, place=place, hinted=replace(item.hinted, title=None))
        match one:
            case Unreadable() if place == 0 and one.origin == shown(item.name):
                raise BadInputError(one.reason)
            case Unreadable():
                yield at(ItemKind.RECORD, one.origin, data=pack(one))
            case Linked(_, url, given):
                yield at(ItemKind.LINK, shown(url), url, given=given)
            case RawArticle():
                yield at(ItemKind.RECORD, shown(one.title or one.source_name), one.url, data=pack(one))


def _step(records: Iterator[NewItem]) -> Iterator[NewItem]:
    """As many of the records as are written at once: the lock is not held long, nor much memory."""
    size = 0
    for record in islice(records, _STEP_RECORDS):
        yield record
        size += len(record.data or b"")
        if size > _STEP_BYTES:
            return
