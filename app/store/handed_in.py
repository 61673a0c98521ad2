"""What was handed in, as pages list it: each item with the article and the event that came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.domain.article import Given
from app.domain.intake import OPEN, Became, ItemKind, ItemsFound, ItemState, ListedItem
from app.store.codec import date_in, moment_out
from app.store.intake import given_out, item_in, next_change
from app.store.tables import ArticleRecord, BatchRecord, ClaimRecord, EventRecord, ItemRecord, MemberRecord

MENDABLE = (ItemState.WAITING, ItemState.FAILED)


def list_items(
    session: Session,
    *,
    batch: int | None = None,
    states: Collection[ItemState] = (),
    first: int = 0,
    count: int = 100,
) -> ItemsFound:
    """`count` items from `first` (from 0) on, of one batch or of all, in one of the states or in any."""
    wanted = _asked(batch, states)
    total = session.scalar(select(func.count(ItemRecord.id)).where(*wanted)) or 0
    query = select(ItemRecord).where(*wanted).order_by(ItemRecord.id.desc())
    records = session.scalars(query.offset(first).limit(count)).all()
    return ItemsFound(_listed(session, records), total)


def find_item(session: Session, item: int) -> ListedItem | None:
    """One item with what came of it."""
    record = session.get(ItemRecord, item)
    return _listed(session, [record])[0] if record else None


def batch_exists(session: Session, batch: int) -> bool:
    return session.get(BatchRecord, batch) is not None


def items_to_retry(session: Session, batch: int | None = None) -> tuple[int, ...]:
    """The failed items of a batch, or of all, that can be tried again: what was handed in is still there."""
    wanted = _asked(batch, (ItemState.FAILED,))
    return tuple(session.scalars(select(ItemRecord.id).where(*wanted, _kept())))


def mend_item(session: Session, item: int, given: Given, url: str | None) -> bool:
    """Change what was given beside an item, and a link's address; False if it is past that.

    An item that failed waits again where there is something to read.
    """
    record = session.get(ItemRecord, item)
    if record is None or record.state not in {state.value for state in MENDABLE}:
        return False
    record.given = given_out(given)
    if record.kind == ItemKind.LINK.value and url:
        record.url = record.name = url
    if record.state == ItemState.FAILED.value and (record.url or record.payload_id or record.parent_id):
        record.state, record.words = ItemState.WAITING.value, ""
        record.attempts, record.ends, record.not_before = 0, 0, None
    record.changed = next_change(session)
    return True


def events_of_batch(session: Session, batch: int, limit: int) -> tuple[tuple[str, str], ...]:
    """The events (id and title) that a batch's articles stand in, those with most of them first."""
    query = (
        select(EventRecord.id, EventRecord.title)
        .join(MemberRecord, MemberRecord.event_id == EventRecord.id)
        .join(ItemRecord, ItemRecord.article_key == MemberRecord.article_key)
        .where(ItemRecord.batch_id == batch)
        .group_by(EventRecord.id)
        .order_by(func.count().desc(), EventRecord.id)
    )
    return tuple((row.id, row.title) for row in session.execute(query.limit(limit)))


def open_for_long(session: Session, now: dt.datetime, patience: dt.timedelta) -> bool:
    """Whether something that was handed in longer ago than `patience` could be read and is not yet."""
    before = moment_out(now - patience)
    ready = or_(ItemRecord.not_before.is_(None), ItemRecord.not_before <= before)
    states = [state.value for state in OPEN]
    query = (
        select(ItemRecord.id)
        .join(BatchRecord, BatchRecord.id == ItemRecord.batch_id)
        .where(ItemRecord.state.in_(states), ready, BatchRecord.made <= before)
    )
    return session.scalar(query.limit(1)) is not None


def _asked(batch: int | None, states: Collection[ItemState]) -> list[ColumnElement[bool]]:
    wanted = [] if batch is None else [ItemRecord.batch_id == batch]
    return [*wanted, ItemRecord.state.in_([state.value for state in states])] if states else wanted


def _kept() -> ColumnElement[bool]:
    held = (ItemRecord.payload_id, ItemRecord.url, ItemRecord.parent_id)
    return or_(*(column.is_not(None) for column in held))


def _listed(session: Session, records: Iterable[ItemRecord]) -> tuple[ListedItem, ...]:
    records = tuple(records)
    became = _became(session, {r.article_key for r in records if r.article_key})
    parents = _parents(session, {r.parent_id for r in records if r.parent_id})
    opened = _records(session, [r.id for r in records if r.state == ItemState.OPENED.value])
    return tuple(
        ListedItem(
            item=item_in(r),
            became=became.get(r.article_key or ""),
            parent=parents.get(r.parent_id or 0, ""),
            records=opened.get(r.id, 0),
            again=bool(r.payload_id or r.url or r.parent_id),
        )
        for r in records
    )


def _became(session: Session, keys: Collection[str]) -> dict[str, Became]:
    counted = select(ClaimRecord.article_key, func.count().label("claims")).group_by(ClaimRecord.article_key)
    held = session.execute(counted.where(ClaimRecord.article_key.in_(keys)))
    claims = {row.article_key: row.claims for row in held}
    query = (
        select(
            *(ArticleRecord.key, ArticleRecord.title, ArticleRecord.source_name, ArticleRecord.outlet),
            *(ArticleRecord.published, EventRecord.id, EventRecord.title.label("event")),
        )
        .outerjoin(MemberRecord, MemberRecord.article_key == ArticleRecord.key)
        .outerjoin(EventRecord, EventRecord.id == MemberRecord.event_id)
        .where(ArticleRecord.key.in_(keys))
    )
    return {
        row.key: Became(
            article=row.key,
            headline=row.title or row.source_name,
            outlet=row.outlet,
            published=date_in(row.published),
            claims=claims.get(row.key, 0),
            event=(row.id, row.event) if row.id else None,
        )
        for row in session.execute(query)
    }


def _parents(session: Session, ids: Collection[int]) -> dict[int, str]:
    query = select(ItemRecord.id, ItemRecord.name).where(ItemRecord.id.in_(ids))
    return {row.id: row.name for row in session.execute(query)}


def _records(session: Session, ids: Collection[int]) -> dict[int, int]:
    query = select(ItemRecord.parent_id, func.count()).where(ItemRecord.parent_id.in_(ids))
    found = session.execute(query.group_by(ItemRecord.parent_id))
    return {parent: count for parent, count in found if parent is not None}
