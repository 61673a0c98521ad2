"""Feeds: subscribed to, asked when they are due, their new entries queued."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app import store
from app.domain.article import NOTHING_GIVEN, Given
from app.domain.feed import Feed
from app.domain.intake import Origin
from app.errors import BadInputError
from app.intake.polling import INTERVAL, Answer, Answered, Failed, Moment, Unchanged, item, named_words, step
from app.pipeline.fetch import Fetched, Fetcher, FetchError
from app.pipeline.read.feeds import (
    NamedFeed,
    ParsedFeed,
    entry_keys,
    feed_address,
    feeds_named,
    is_feed,
    parse_feed,
    same_feed,
)
from app.pipeline.read.opml import is_opml, read_opml
from app.store import Database, Session

MAX_FEEDS = 5_000
_log = logging.getLogger(__name__)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of asking a feed: the feed as it is now, how many entries were queued, and words on it."""

    feed: Feed
    new: int
    words: str

    @property
    def failed(self) -> bool:
        another_try = self.feed.wanted  # at another address, at once
        return self.feed.paused or (self.feed.failures > 0 and not another_try)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Feeds that are subscribed to: since now, and since before; `refused` says what else was, and why."""

    new: tuple[Feed, ...]
    there: tuple[Feed, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What happened, as a person reads it."""
        if len(self.new) + len(self.there) == 1 and not self.refused:
            return "subscribed" if self.new else "is subscribed to already"
        parts = [f"{len(self.new):,} feed{'' if len(self.new) == 1 else 's'} subscribed to"]
        parts += [f"{len(self.there):,} were before"] if self.there else []
        return "; ".join([*parts, *self.refused])


def subscribe_to(
    database: Database, feeds: Iterable[NamedFeed], outlet: str | None = None, now: dt.datetime | None = None
) -> Subscribed:
    """Subscribe to feeds by their addresses, each once however it is written. They are asked later.

    `outlet` is what their articles are said to be of, None to leave that to their pages. BadInputError if an
    address is none.
    """
    made, new, there, refused = now or _utc_now(), list[Feed](), list[Feed](), list[str]()
    named = [(feed_address(feed.url), feed) for feed in feeds]
    with database.writing() as session:
        known = {same_feed(feed.url): feed for feed in store.load_feeds(session)}
        for url, feed in named:
            if found := known.get(same_feed(url)):
                there.append(found)
            elif len(known) >= MAX_FEEDS:
                refused.append(
                    f"{url} was left out: {MAX_FEEDS:,} feeds are subscribed to, and no more can be"
                )
            else:
                new.append(store.add_feed(session, url, made, feed.title, outlet))
                known[same_feed(url)] = new[-1]
    return Subscribed(tuple(new), tuple(there), tuple(refused[:1]))


def subscribe_to_list(
    database: Database, data: bytes, outlet: str | None = None, now: dt.datetime | None = None
) -> Subscribed:
    """Subscribe to the feeds of an OPML file; BadInputError if it names none."""
    feeds, problems = read_opml(data)
    found = subscribe_to(database, feeds, outlet, now)
    return Subscribed(found.new, found.there, (*found.refused, *problems))


def subscribe(
    database: Database,
    data: bytes,
    url: str | None,
    given: Given = NOTHING_GIVEN,
    now: dt.datetime | None = None,
) -> str:
    """Subscribe to the feed that was found at `url`, or to those that an OPML file names; words on it.

    The feed's entries are taken up from `data` at once. A saved feed that tells no address is read this once.
    BadInputError with the reason if that can't be.
    """
    if is_opml(data):
        return subscribe_to_list(database, data, given.outlet, now).words
    parsed, moment = parse_feed(data, url), Moment(now or _utc_now())
    address = url or parsed.own
    if address is None:
        return _read_once(database, parsed, given, moment)
    found = subscribe_to(database, [NamedFeed(address, parsed.title)], given.outlet, moment.now)
    if found.there or not found.new:
        return found.words
    polled = _keep(database, found.new[0].id, Answered(parsed), moment)
    return f"is a feed, subscribed to now: {polled.words}" if polled else found.words


def poll(
    database: Database,
    fetch: Fetcher,
    interval: dt.timedelta = INTERVAL,
    *,
    everything: bool = False,
    now: Callable[[], dt.datetime] = _utc_now,
) -> Iterator[Polled]:
    """Ask every feed that is due, or `everything` that is not paused, and tell of each when it is done."""
    if everything:
        with database.writing() as session:
            store.want_feeds(session, now())
    done = set[tuple[int, str]]()  # a long round must not begin again with the first, which are due by then
    while polled := _poll_next(database, fetch, Moment(now(), interval), wanted=everything):
        yield polled
        if (polled.feed.id, polled.feed.url) in done:
            return
        done.add((polled.feed.id, polled.feed.url))


def poll_if_due(
    database: Database, fetch: Fetcher, interval: dt.timedelta | None, now: dt.datetime | None = None
) -> Polled | None:
    """Ask the feed that has been due longest; without an `interval` only one that a person waits for."""
    moment = Moment(now or _utc_now(), interval or INTERVAL)
    return _poll_next(database, fetch, moment, wanted=interval is None)


def _poll_next(database: Database, fetch: Fetcher, moment: Moment, *, wanted: bool) -> Polled | None:
    with database.session() as session:
        feed = store.next_feed(session, moment.now, wanted=wanted)
    if feed is None:
        return None
    answer = ask(fetch, feed)
    # Removed while it was asked: then there is nothing to keep, and the next one may be due.
    return _keep(database, feed.id, answer, moment) or Polled(feed, 0, "was removed meanwhile")


def ask(fetch: Fetcher, feed: Feed) -> Answer:
    """The feed's answer; that it failed is one."""
    try:
        fetched = fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        return Unchanged() if fetched.unchanged else _answer(fetched)
    except FetchError as error:
        return Failed(str(error), after=error.after, gone=error.gone)
    except BadInputError as error:
        return Failed(str(error))
    except Exception as error:  # one feed must not stop the others
        _log.error("feed %d: could not be read", feed.id, exc_info=error)
        return Failed(f"could not be read, a fault in Crossread ({type(error).__name__})")


def _answer(fetched: Fetched) -> Answer:
    if not is_feed(fetched.data, fetched.media_type) and (
        named := feeds_named(fetched.data, fetched.address)
    ):
        return Failed(named_words(named), named=named)
    parsed = parse_feed(fetched.data, fetched.address, fetched.charset)
    return Answered(parsed, fetched.etag, fetched.last_modified, fetched.moved)


def _keep(database: Database, feed_id: int, answer: Answer, moment: Moment) -> Polled | None:
    """Decide on what is in the database now and write all that comes of it at once, so all is queued once."""
    with database.writing() as session:
        feed = store.load_feed(session, feed_id)
        if feed is None:
            return None
        done = step(feed, answer, _known(session, feed, answer), _others(session, feed, answer), moment)
        if done.items:
            store.add_batch(session, done.items, Origin.FEED, moment.now)
        if done.seen:
            store.note_entries(session, feed.id, done.seen, moment.now)
        store.save_feed(session, done.feed)
    return Polled(done.feed, len(done.items), done.words)


def _known(session: Session, feed: Feed, answer: Answer) -> frozenset[str]:
    if not isinstance(answer, Answered):
        return frozenset()
    keys = [key for entry in answer.feed.entries for key in entry_keys(entry)]
    return store.entries_seen(session, feed.id, keys)


def _others(session: Session, feed: Feed, answer: Answer) -> frozenset[str]:
    elsewhere = answer.moved if isinstance(answer, Answered) else isinstance(answer, Failed) and answer.named
    if not elsewhere:
        return frozenset()
    return frozenset(same_feed(other.url) for other in store.load_feeds(session) if other.id != feed.id)


def _read_once(database: Database, parsed: ParsedFeed, given: Given, moment: Moment) -> str:
    """Queue what a saved feed holds; it tells no address, so there is nothing to subscribe to."""
    stands_for = Feed(0, parsed.home or "", moment.now, moment.now, parsed.title, given.outlet)
    items = [item(entry, stands_for) for entry in reversed(parsed.entries)]
    if not items:
        raise BadInputError("is a feed without entries that tells no address of its own")
    with database.writing() as session:
        store.add_batch(session, items, Origin.FEED, moment.now)
    return f"is a feed that tells no address of its own, so it is read this once ({len(items)} articles)"
