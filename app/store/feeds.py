"""The feeds that are subscribed to, and which of their entries were taken up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.domain.feed import Feed
from app.store.codec import moment_in, moment_out
from app.store.tables import FeedEntryRecord, FeedRecord

_MOMENTS = frozenset(("made", "due", "asked", "answered"))
_KEPT = dt.timedelta(days=60)  # entries that a feed no longer holds are forgotten after that


def add_feed(session: Session, url: str, made: dt.datetime, title: str | None, outlet: str | None) -> Feed:
    """Subscribe to a feed, to be asked as soon as can be. The address must not be subscribed to."""
    moment = moment_out(made)
    record = FeedRecord(url=url, title=title, outlet=outlet, made=moment, due=moment, wanted=True)
    session.add(record)
    session.flush()
    session.refresh(record)
    return _feed_in(record)


def load_feeds(session: Session) -> tuple[Feed, ...]:
    """All feeds, in the order of their names."""
    query = select(FeedRecord).order_by(func.lower(func.coalesce(FeedRecord.title, FeedRecord.url)))
    return tuple(_feed_in(record) for record in session.scalars(query.order_by(FeedRecord.id)))


def load_feed(session: Session, feed: int) -> Feed | None:
    record = session.get(FeedRecord, feed)
    return _feed_in(record) if record else None


def next_feed(session: Session, now: dt.datetime, *, wanted: bool = False) -> Feed | None:
    """The feed that has been due longest, or that a person waits for; None if none is."""
    query = select(FeedRecord).where(FeedRecord.paused.is_(False), FeedRecord.due <= moment_out(now))
    if wanted:
        query = query.where(FeedRecord.wanted)
    record = session.scalars(query.order_by(FeedRecord.due, FeedRecord.id).limit(1)).first()
    return _feed_in(record) if record else None


def save_feed(session: Session, feed: Feed) -> None:
    """Keep the feed as it is now. Nothing happens if it was removed meanwhile."""
    values = {f.name: getattr(feed, f.name) for f in fields(feed) if f.name != "id"}
    values |= {name: moment_out(values[name]) for name in _MOMENTS}
    session.execute(update(FeedRecord).where(FeedRecord.id == feed.id).values(**values))


def pause_feed(session: Session, feed: int, *, paused: bool) -> None:
    session.execute(update(FeedRecord).where(FeedRecord.id == feed).values(paused=paused))


def want_feeds(session: Session, now: dt.datetime, feed: int | None = None) -> int:
    """Let this feed, or all that are not paused, be asked as soon as can be; how many."""
    query = update(FeedRecord).where(FeedRecord.paused.is_(False))
    if feed is not None:
        query = query.where(FeedRecord.id == feed)
    found = session.execute(query.values(wanted=True, due=moment_out(now)))
    return int(found.rowcount)  # type: ignore[attr-defined]


def remove_feed(session: Session, feed: int) -> None:
    """Forget a feed. The articles that came by it stay."""
    session.execute(delete(FeedRecord).where(FeedRecord.id == feed))


def entries_seen(session: Session, feed: int, entries: Collection[str]) -> frozenset[str]:
    """Those of the entries (some thousands at most) that were taken up before."""
    of_feed = select(FeedEntryRecord.entry).where(FeedEntryRecord.feed_id == feed)
    return frozenset(session.scalars(of_feed.where(FeedEntryRecord.entry.in_(entries))))


def note_entries(session: Session, feed: int, entries: Collection[str], seen: dt.datetime) -> None:
    """Note entries as taken up; those noted long ago that are not among `entries` are forgotten."""
    known = entries_seen(session, feed, entries)
    new = [{"feed_id": feed, "entry": entry, "seen": moment_out(seen)} for entry in {*entries} - known]
    if new:
        session.execute(insert(FeedEntryRecord), new)
    _touch(session, feed, known, seen)
    old = delete(FeedEntryRecord).where(FeedEntryRecord.feed_id == feed)
    session.execute(old.where(FeedEntryRecord.seen < moment_out(seen - _KEPT)))


def _touch(session: Session, feed: int, entries: Collection[str], seen: dt.datetime) -> None:
    """Say of entries that the feed holds them still; once in a while is enough."""
    stale = update(FeedEntryRecord).where(
        FeedEntryRecord.feed_id == feed, FeedEntryRecord.seen < moment_out(seen - _KEPT / 2)
    )
    session.execute(stale.where(FeedEntryRecord.entry.in_(entries)).values(seen=moment_out(seen)))


def _feed_in(record: FeedRecord) -> Feed:
    values = {f.name: getattr(record, f.name) for f in fields(Feed)}
    return Feed(**values | {name: moment_in(values[name]) for name in _MOMENTS})
