"""The queue of what is to be read: it lives in the database, so that no end of a process loses an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.domain.article import Given
from app.domain.dates import PartialDate
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Origin, Outcome, Progress
from app.store.codec import moment_out
from app.store.tables import BatchRecord, ItemRecord, PayloadRecord


def add_batch(session: Session, items: Iterable[NewItem], origin: Origin, made: dt.datetime) -> int:
    """Put items into the queue, as handed in together; the batch's number."""
    batch = BatchRecord(made=moment_out(made), origin=origin.value)
    session.add(batch)
    session.flush()
    add_items(session, batch.id, items)
    return batch.id


def add_items(
    session: Session, batch: int, items: Iterable[NewItem], state: ItemState = ItemState.WAITING
) -> tuple[int, ...]:
    """Put items into a batch; their numbers."""
    changed = _next_change(session)
    records = [_item_out(session, batch, item, state, changed) for item in items]
    session.add_all(records)
    session.flush()
    return tuple(record.id for record in records)


def take_item(session: Session, now: dt.datetime) -> Item | None:
    """The next item that waits, now running; None if none does."""
    ready = (ItemRecord.not_before.is_(None)) | (ItemRecord.not_before <= moment_out(now))
    query = select(ItemRecord).where(ItemRecord.state == ItemState.WAITING.value, ready)
    record = session.scalars(query.order_by(ItemRecord.id).limit(1)).first()
    if record is None:
        return None
    record.state, record.attempts = ItemState.RUNNING.value, record.attempts + 1
    record.changed = _next_change(session)
    session.flush()
    return _item_in(record)


def settle_item(session: Session, item: int, outcome: Outcome) -> None:
    """Say what an item came to. Its payload goes once nothing may want it again."""
    record = session.get(ItemRecord, item)
    if record is None:
        return
    waits = outcome.again is not None
    record.state = ItemState.WAITING.value if waits else outcome.state.value
    record.words, record.article_key = outcome.words, outcome.article or record.article_key
    record.not_before, record.changed = moment_out(outcome.again), _next_change(session)
    if not waits and outcome.state not in (ItemState.FAILED, ItemState.ASKING):
        _drop_payload(session, record)


def release_running(session: Session, most: int) -> int:
    """Let items wait again that a process left running when it ended; how many.

    One that ended a process `most` times fails: it would end the next one too.
    """
    changed = _next_change(session)
    running = update(ItemRecord).where(ItemRecord.state == ItemState.RUNNING.value)
    session.execute(
        running.where(ItemRecord.attempts >= most).values(
            state=ItemState.FAILED.value,
            words="could not be read: Crossread ended each time it tried",
            changed=changed,
        )
    )
    found = session.execute(running.values(state=ItemState.WAITING.value, changed=changed))
    return int(found.rowcount)  # type: ignore[attr-defined]


def retry_items(session: Session, items: Sequence[int] | None = None) -> int:
    """Let failed items wait again: these, or all; how many."""
    failed = update(ItemRecord).where(ItemRecord.state == ItemState.FAILED.value)
    if items is not None:
        failed = failed.where(ItemRecord.id.in_(items))
    values = {"state": ItemState.WAITING.value, "attempts": 0, "not_before": None, "words": ""}
    found = session.execute(failed.values(**values, changed=_next_change(session)))
    return int(found.rowcount)  # type: ignore[attr-defined]


def answer_item(session: Session, item: int, columns: Sequence[str], given: Given) -> bool:
    """Say what a table's columns hold, so that it can be read; False if the item does not ask."""
    record = session.get(ItemRecord, item)
    if record is None or record.state != ItemState.ASKING.value:
        return False
    record.columns, record.given = list(columns), _given_out(given)
    record.state, record.changed = ItemState.WAITING.value, _next_change(session)
    return True


def load_item(session: Session, item: int) -> Item | None:
    record = session.get(ItemRecord, item)
    return _item_in(record) if record else None


def load_items(
    session: Session, *, batch: int | None = None, after: int = 0, limit: int = 200
) -> tuple[Item, ...]:
    """Items, the last handed in first; those of one batch, or those changed after a mark."""
    query = select(ItemRecord).where(ItemRecord.changed > after)
    if batch is not None:
        query = query.where(ItemRecord.batch_id == batch)
    return tuple(_item_in(r) for r in session.scalars(query.order_by(ItemRecord.id.desc()).limit(limit)))


def load_payload(session: Session, item: int) -> bytes | None:
    query = select(PayloadRecord.data).join(ItemRecord, ItemRecord.payload_id == PayloadRecord.id)
    return session.scalar(query.where(ItemRecord.id == item))


def load_progress(session: Session, batch: int | None = None) -> Progress:
    """How many items are in each state, all together or of one batch. Opened files count by their records."""
    query = select(ItemRecord.state, func.count(), func.max(ItemRecord.changed)).group_by(ItemRecord.state)
    if batch is not None:
        query = query.where(ItemRecord.batch_id == batch)
    found = session.execute(query).all()
    counts = {ItemState(state): count for state, count, _ in found}
    counts.pop(ItemState.OPENED, None)
    return Progress(counts, max((changed for _, _, changed in found), default=0))


def _next_change(session: Session) -> int:
    return (session.scalar(select(func.max(ItemRecord.changed))) or 0) + 1


def _drop_payload(session: Session, record: ItemRecord) -> None:
    payload, record.payload_id = record.payload_id, None
    session.flush()
    if payload is not None:
        held = select(ItemRecord.id).where(ItemRecord.payload_id == payload).limit(1)
        if session.scalar(held) is None:
            session.execute(delete(PayloadRecord).where(PayloadRecord.id == payload))


def _item_out(session: Session, batch: int, item: NewItem, state: ItemState, changed: int) -> ItemRecord:
    return ItemRecord(
        batch_id=batch,
        parent_id=item.parent,
        place=item.place,
        kind=item.kind.value,
        name=item.name,
        url=item.url,
        given=_given_out(item.given),
        columns=None if item.columns is None else list(item.columns),
        payload_id=None if item.data is None else _payload(session, item.data),
        state=state.value,
        changed=changed,
    )


def _payload(session: Session, data: bytes) -> int:
    record = PayloadRecord(data=data)
    session.add(record)
    session.flush()
    return record.id


def _item_in(record: ItemRecord) -> Item:
    return Item(
        id=record.id,
        batch=record.batch_id,
        kind=ItemKind(record.kind),
        name=record.name,
        url=record.url,
        given=_given_in(record.given),
        state=ItemState(record.state),
        words=record.words,
        article=record.article_key,
        attempts=record.attempts,
        changed=record.changed,
        parent=record.parent_id,
        place=record.place,
        columns=None if record.columns is None else tuple(record.columns),
    )


def _given_out(given: Given) -> list[str | None]:
    date = given.published.isoformat() if given.published else None
    return [given.outlet, date, given.title, given.url, given.byline, given.note]


def _given_in(values: list[str | None]) -> Given:
    if not values:
        return Given()
    outlet, date, *rest = values
    return Given(outlet, PartialDate.parse(date) if date else None, *rest)
