"""The queue of what is to be read: it lives in the database, so that no end of a process loses an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from app.domain.article import NOTHING_STATED, Given, Stated
from app.domain.dates import PartialDate
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Origin, Outcome, Progress
from app.domain.shown import one_line, whole
from app.store.codec import date_in, date_out, moment_out
from app.store.tables import BatchRecord, ItemRecord, PayloadRecord

_MAX_NAME, _MAX_WORDS = 500, 2_000  # characters; names and reasons are of strangers' making


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
    new = tuple(items)
    changed = next_change(session)
    payloads = [None if item.data is None else PayloadRecord(data=item.data) for item in new]
    session.add_all(payload for payload in payloads if payload is not None)
    session.flush()
    ids = [None if payload is None else payload.id for payload in payloads]
    records = [_item_out(batch, item, id_, state, changed) for item, id_ in zip(new, ids, strict=True)]
    session.add_all(records)
    session.flush()
    return tuple(record.id for record in records)


def open_item(session: Session, item: int, found: Iterable[NewItem]) -> None:
    """Put some of what a file holds beside it, as items of its batch.

    A file of many articles is opened in several steps, and `found_in` tells how far it has come. That a step
    was done shows that the file ends no process.
    """
    record = session.get(ItemRecord, item)
    if record is not None:
        add_items(session, record.batch_id, found)
        record.ends = 0


def found_in(session: Session, item: int) -> int:
    """How many items were put beside a file so far: what stands in it at that place and after is to come."""
    query = select(func.max(ItemRecord.place)).where(ItemRecord.parent_id == item)
    last = session.scalar(query)
    return 0 if last is None else last + 1


def become_file(session: Session, item: int, name: str, data: bytes) -> None:
    """Make a link whose address holds a file of articles that file: it then waits as if it were handed in.

    What was fetched is kept, so that it is the same however often it has to be opened.
    """
    record = session.get(ItemRecord, item)
    if record is None:
        return
    payload = PayloadRecord(data=data)
    session.add(payload)
    session.flush()
    record.kind, record.name = ItemKind.FILE.value, one_line(name, _MAX_NAME)
    record.payload_id = payload.id
    record.state, record.attempts, record.changed = ItemState.WAITING.value, 0, next_change(session)


def take_item(session: Session, now: dt.datetime, after: int = 0) -> Item | None:
    """The next item that waits, now running; None if none does.

    Batches take turns, so that a few links do not wait for the thousands that a colleague handed in: the next
    one is of the first batch `after` that of the last, and within a batch the one handed in first.
    """
    record = _first_waiting(session, now, after) or _first_waiting(session, now, 0)
    if record is None:
        return None
    record.state, record.attempts = ItemState.RUNNING.value, record.attempts + 1
    record.changed = next_change(session)
    session.flush()
    return item_in(record)


def item_waits(session: Session, now: dt.datetime) -> bool:
    """Whether there is an item to take."""
    return _first_waiting(session, now, 0) is not None


def _first_waiting(session: Session, now: dt.datetime, after: int) -> ItemRecord | None:
    ready = (ItemRecord.not_before.is_(None)) | (ItemRecord.not_before <= moment_out(now))
    query = select(ItemRecord).where(
        ItemRecord.state == ItemState.WAITING.value, ItemRecord.batch_id > after, ready
    )
    return session.scalars(query.order_by(ItemRecord.batch_id, ItemRecord.id).limit(1)).first()


def settle_item(session: Session, item: int, outcome: Outcome) -> None:
    """Say what an item came to. Its payload goes once nothing may want it again."""
    record = session.get(ItemRecord, item)
    if record is None:
        return
    waits = outcome.again is not None
    record.state = ItemState.WAITING.value if waits else outcome.state.value
    record.words = one_line(outcome.words, _MAX_WORDS)
    record.article_key = outcome.article or record.article_key
    record.not_before, record.changed = moment_out(outcome.again), next_change(session)
    if not waits and outcome.state not in (ItemState.FAILED, ItemState.ASKING):
        _drop_payload(session, record)


def release_running(session: Session, most: int, words: str) -> int:
    """Let items wait again that a process left running when it ended; how many.

    One over which a process ended `most` times fails with `words`: it would end the next one too.
    """
    changed = next_change(session)
    running = update(ItemRecord).where(ItemRecord.state == ItemState.RUNNING.value)
    session.execute(running.values(ends=ItemRecord.ends + 1))
    failed = {"state": ItemState.FAILED.value, "words": words, "changed": changed}
    session.execute(running.where(ItemRecord.ends >= most).values(**failed))
    found = session.execute(running.values(state=ItemState.WAITING.value, changed=changed))
    return int(found.rowcount)  # type: ignore[attr-defined]


def retry_items(session: Session, items: Sequence[int] | None = None) -> int:
    """Let failed items wait again: these, or all; how many."""
    failed = update(ItemRecord).where(ItemRecord.state == ItemState.FAILED.value)
    if items is not None:
        failed = failed.where(ItemRecord.id.in_(items))
    values = {"state": ItemState.WAITING.value, "attempts": 0, "ends": 0, "not_before": None, "words": ""}
    found = session.execute(failed.values(**values, changed=next_change(session)))
    return int(found.rowcount)  # type: ignore[attr-defined]


def drop_old_payloads(session: Session, before: dt.datetime) -> int:
    """Let go of what was handed in `before` that day and never came to be read; how many files and texts.

    The items stay, with the reason why they failed.
    """
    waiting = (ItemState.FAILED.value, ItemState.ASKING.value)
    old = (
        select(ItemRecord.payload_id)
        .join(BatchRecord, BatchRecord.id == ItemRecord.batch_id)
        .where(BatchRecord.made < moment_out(before), ItemRecord.state.in_(waiting))
    )
    held = exists().where(ItemRecord.payload_id == PayloadRecord.id, ItemRecord.state.not_in(waiting))
    found = session.execute(delete(PayloadRecord).where(PayloadRecord.id.in_(old), ~held))
    return int(found.rowcount)  # type: ignore[attr-defined]


def answer_item(session: Session, item: int, columns: Sequence[str], given: Given) -> bool:
    """Say what a table's columns hold, so that it can be read; False if the item does not ask."""
    record = session.get(ItemRecord, item)
    if record is None or record.state != ItemState.ASKING.value:
        return False
    record.columns, record.given = list(columns), given_out(given)
    record.state, record.changed = ItemState.WAITING.value, next_change(session)
    return True


def load_item(session: Session, item: int) -> Item | None:
    record = session.get(ItemRecord, item)
    return item_in(record) if record else None


def load_items(
    session: Session, *, batch: int | None = None, after: int = 0, limit: int = 200
) -> tuple[Item, ...]:
    """Items, the last handed in first; those of one batch, or those changed after a mark."""
    query = select(ItemRecord).where(ItemRecord.changed > after)
    if batch is not None:
        query = query.where(ItemRecord.batch_id == batch)
    return tuple(item_in(r) for r in session.scalars(query.order_by(ItemRecord.id.desc()).limit(limit)))


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


def next_change(session: Session) -> int:
    """The mark of a change that is being made: above those of all items."""
    return (session.scalar(select(func.max(ItemRecord.changed))) or 0) + 1


def _drop_payload(session: Session, record: ItemRecord) -> None:
    payload, record.payload_id = record.payload_id, None
    session.flush()
    if payload is not None:
        held = select(ItemRecord.id).where(ItemRecord.payload_id == payload).limit(1)
        if session.scalar(held) is None:
            session.execute(delete(PayloadRecord).where(PayloadRecord.id == payload))


def _item_out(batch: int, item: NewItem, payload: int | None, state: ItemState, changed: int) -> ItemRecord:
    return ItemRecord(
        batch_id=batch,
        parent_id=item.parent,
        place=item.place,
        kind=item.kind.value,
        name=one_line(item.name, _MAX_NAME),
        url=whole(item.url) if item.url else item.url,
        given=given_out(item.given),
        hinted=_hinted_out(item.hinted),
        columns=None if item.columns is None else list(item.columns),
        payload_id=payload,
        state=state.value,
        changed=changed,
    )


def item_in(record: ItemRecord) -> Item:
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
        hinted=_hinted_in(record.hinted),
    )


def given_out(given: Given) -> list[str | None]:
    date = given.published.isoformat() if given.published else None
    return [given.outlet, date, given.title, given.url, given.byline, given.note]


def _given_in(values: list[str | None]) -> Given:
    if not values:
        return Given()
    outlet, date, *rest = values
    return Given(outlet, PartialDate.parse(date) if date else None, *rest)


def _hinted_out(hinted: Stated) -> list[str | None]:
    return [] if hinted == NOTHING_STATED else [date_out(hinted.published), hinted.title]


def _hinted_in(values: list[str | None]) -> Stated:
    return Stated(published=date_in(values[0]), title=values[1]) if values else NOTHING_STATED
