"""The list of events: what it is searched, filtered and ordered by, and its pages.

Each event's record keeps its counts, the table `event_term` the names and words it is found by. Counts
follow what is stored at every change; terms are those of the last line-up, so that an event whose rows are
being made again is still found.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, delete, func, insert, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.article import Article, SegmentKind
from app.domain.event import Row, Verdict
from app.domain.listing import (
    WHOLE,
    Cursor,
    EventOrder,
    EventQuery,
    EventsFound,
    ListedEvent,
    Name,
    Names,
    search_words,
)
from app.store.grouping import chunks
from app.store.tables import (
    ArticleRecord,
    EventNameRecord,
    EventRecord,
    EventTermRecord,
    MemberRecord,
    RowRecord,
)

COUNTED = 1_000  # events that pass a query are counted so far
OUTLETS_NAMED = 6  # outlets of an event that are named
OUTLET, SPEAKER, WORD = "outlet", "speaker", "word"  # kinds of terms
OFFERED = 200  # names to choose from
SIMILAR = 6  # names that one that is not known may stand for
_FEW = 2_000  # entries of a term that are cheaper gathered than looked up event by event
_MOST_WORDS = 2_000  # of an event that are kept
_MOST_ASKED = 12  # words looked for at once
_LAST = "\U0010ffff"  # sorts after every other character

_label = func.coalesce(func.nullif(ArticleRecord.outlet, ""), ArticleRecord.source_name)
_COUNTED_BY: dict[EventOrder, InstrumentedAttribute[int] | None] = {
    EventOrder.LATEST: None,
    EventOrder.CONFLICTS: EventRecord.conflict_count,
    EventOrder.OUTLETS: EventRecord.outlet_count,
}


def list_events(
    session: Session, query: EventQuery, after: Cursor | None = None, limit: int = 50
) -> EventsFound:
    """The page of the list that begins right after `after`, or ends right before it; else the first page.

    A page is found by its place in an index, so the last is as quick as the first. A cursor of another order
    is one all the same: it leads to a place in this one.
    """
    passing = _passing(session, query)
    at_top = after is None and bool(passing)
    ids = session.scalars(_page(passing, query.order, after, COUNTED + 1 if at_top else limit + 1)).all()
    shown = ids[:limit]
    more = len(ids) > limit
    if after and after.newer:
        if not more:  # the top of the list: a whole page of it
            return list_events(session, query, None, limit)
        shown = shown[::-1]
    newer, older = (more, True) if after and after.newer else (bool(after), more)
    total = len(ids) if at_top else _total(session, passing)
    found = _records(session, shown)
    return EventsFound(
        events=tuple(_listed(session, found)),
        total=min(total, COUNTED) if passing else total,
        more=bool(passing) and total > COUNTED,
        newer=_cursor(found[0], query.order, newer=True) if found and newer else None,
        older=_cursor(found[-1], query.order, newer=False) if found and older else None,
    )


def listed_events(session: Session, ids: Sequence[str]) -> tuple[ListedEvent, ...]:
    """What the list says of these events, in their order; those that are gone are left out."""
    there = set(session.scalars(select(EventRecord.id).where(EventRecord.id.in_(ids))))
    return tuple(_listed(session, _records(session, [id_ for id_ in ids if id_ in there])))


def names_to_choose(session: Session, kind: str, asked: str, most: int = OFFERED) -> Names:
    """The names of this kind (OUTLET or SPEAKER) in most events, and what `asked` may mean if it is none."""
    held = select(EventNameRecord.name, EventNameRecord.events).where(EventNameRecord.kind == kind)
    ranked = held.order_by(EventNameRecord.events.desc(), EventNameRecord.name.desc())
    frequent = tuple(Name(name, number) for name, number in session.execute(ranked.limit(most)))
    if not asked or session.execute(held.where(EventNameRecord.name == asked)).first():
        return Names(frequent)
    alike = ranked.where(EventNameRecord.name.icontains(asked, autoescape=True)).limit(SIMILAR)
    return Names(frequent, asked, tuple(row.name for row in session.execute(alike)))


def count_again(session: Session, ids: Iterable[str] | None = None) -> None:
    """Bring the counts of these events, or of all, to what is stored of them."""
    values: dict[Any, Any] = {
        EventRecord.latest: func.coalesce(EventRecord.last_day, ""),
        EventRecord.article_count: _members(func.count()),
        EventRecord.outlet_count: _members(func.count(_label.distinct())),
        EventRecord.fact_count: _rows(),
        EventRecord.conflict_count: _rows(RowRecord.verdict == Verdict.CONFLICT.value),
        EventRecord.wording_count: _rows(RowRecord.verdict == Verdict.WORDING.value),
    }
    session.flush()
    counted = update(EventRecord).values(values).execution_options(synchronize_session=False)
    if ids is None:
        session.execute(counted)
        return
    for chunk in chunks(sorted(ids)):
        session.execute(counted.where(EventRecord.id.in_(chunk)))


def put_terms(
    session: Session, event_id: str, title: str, columns: Sequence[Article], rows: Sequence[Row]
) -> None:
    """Put what an event is found by in the place of what it was found by."""
    outlets = {column.outlet or column.source_name for column in columns}
    speakers = {claim.speaker.name for row in rows for claim in row.claims if claim.speaker.name}
    words = search_words("\n".join((title, *_told(columns), *sorted(outlets | speakers))))
    terms = {OUTLET: outlets, SPEAKER: speakers, WORD: words[:_MOST_WORDS]}
    former = _names(session, [event_id])
    session.execute(delete(EventTermRecord).where(EventTermRecord.event_id == event_id))
    session.execute(
        insert(cast(Table, EventTermRecord.__table__)),
        [
            {"kind": kind, "term": term, "event_id": event_id}
            for kind, held in terms.items()
            for term in sorted(held)
        ],
    )
    _count_names(session, former ^ _names(session, [event_id]))


def drop_terms(session: Session, ids: Sequence[str]) -> None:
    """Forget what these events are found by: they are to be removed."""
    for chunk in chunks(ids):
        former = _names(session, chunk)
        session.execute(delete(EventTermRecord).where(EventTermRecord.event_id.in_(chunk)))
        _count_names(session, former)


def _names(session: Session, ids: Sequence[str]) -> set[tuple[str, str]]:
    """The outlets and speakers of these events, by kind and name."""
    query = select(EventTermRecord.kind, EventTermRecord.term).where(EventTermRecord.event_id.in_(ids))
    return {(kind, term) for kind, term in session.execute(query.where(EventTermRecord.kind != WORD))}


def _count_names(session: Session, names: Iterable[tuple[str, str]]) -> None:
    """Count afresh in how many events these names stand: a few statements for all, not three for each."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, name in sorted(names):
        by_kind[kind].append(name)
    for kind, held in by_kind.items():
        for chunk in chunks(held):
            _count_chunk(session, kind, chunk)


def _count_chunk(session: Session, kind: str, names: Sequence[str]) -> None:
    standing = EventTermRecord.kind == kind, EventTermRecord.term.in_(names)
    counted = select(EventTermRecord.term, func.count()).where(*standing).group_by(EventTermRecord.term)
    found = [{"kind": kind, "name": name, "events": events} for name, events in session.execute(counted)]
    session.execute(
        delete(EventNameRecord).where(EventNameRecord.kind == kind, EventNameRecord.name.in_(names))
    )
    if found:
        session.execute(insert(cast(Table, EventNameRecord.__table__)), found)


def _told(columns: Sequence[Article]) -> Iterator[str]:
    """Headlines and datelines."""
    for column in columns:
        yield column.title or ""
        for segment in column.segments:
            if segment.kind in (SegmentKind.HEADLINE, SegmentKind.DATELINE):
                yield segment.span.of(column.text)


def _members(counted: ColumnElement[int]) -> ColumnElement[int]:
    query = select(counted).select_from(MemberRecord)
    joined = query.join(ArticleRecord, ArticleRecord.key == MemberRecord.article_key)
    return joined.where(MemberRecord.event_id == EventRecord.id).scalar_subquery()


def _rows(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    query = select(func.count()).select_from(RowRecord)
    return query.where(RowRecord.event_id == EventRecord.id, *conditions).scalar_subquery()


def _passing(session: Session, query: EventQuery) -> list[ColumnElement[bool]]:
    """What an event has to meet."""
    words = search_words(query.words)[:_MOST_ASKED]
    # In the order in which an event is asked: names leave fewer over than words, and cost less to look up.
    conditions = [_with(session, SPEAKER, query.speaker)] if query.speaker else []
    conditions += [_with(session, OUTLET, query.outlet)] if query.outlet else []
    conditions += [_with(session, WORD, word) for word in sorted(words, key=len, reverse=True)]
    if query.words and not words:  # nothing but punctuation: no event has that
        conditions.append(EventRecord.id.is_(None))
    if query.since:
        conditions.append(EventRecord.latest >= query.since.isoformat())
    if query.until:
        conditions.append(EventRecord.first_day <= query.until.isoformat())
    return conditions


def _with(session: Session, kind: str, term: str) -> ColumnElement[bool]:
    """Whether the event has the term. What few events have is gathered; for what many have each is asked.

    So neither a list of all events is made, nor is every event asked for what hardly one has.
    """
    held = select(EventTermRecord.event_id).where(EventTermRecord.kind == kind)
    if kind == WORD and len(term) > WHOLE:
        held = held.where(EventTermRecord.term >= term, EventTermRecord.term < term + _LAST)
    else:
        held = held.where(EventTermRecord.term == term)
    some = select(func.count()).select_from(held.limit(_FEW + 1).subquery())
    if (session.scalar(some) or 0) <= _FEW:
        return EventRecord.id.in_(held)
    return held.where(EventTermRecord.event_id == EventRecord.id).exists()


def _page(
    passing: Sequence[ColumnElement[bool]], order: EventOrder, after: Cursor | None, limit: int
) -> Select[str]:
    """The ids of a page, going away from the cursor."""
    number = _COUNTED_BY[order]
    key = ([] if number is None else [number]) + [EventRecord.latest, EventRecord.id]
    forwards = after is None or not after.newer
    query = select(EventRecord.id).where(*passing)
    if after is not None:
        place = tuple_(*([] if number is None else [after.number]), after.latest, after.id)
        query = query.where(tuple_(*key) < place if forwards else tuple_(*key) > place)
    return query.order_by(*(column.desc() if forwards else column.asc() for column in key)).limit(limit)


def _records(session: Session, ids: Sequence[str]) -> list[Any]:
    """What is shown of these events, in their order."""
    query = select(
        EventRecord.id,
        EventRecord.title,
        EventRecord.first_day,
        EventRecord.last_day,
        EventRecord.made_from,
        EventRecord.latest,
        EventRecord.article_count,
        EventRecord.outlet_count,
        EventRecord.fact_count,
        EventRecord.conflict_count,
        EventRecord.wording_count,
    )
    found = {record.id: record for record in session.execute(query.where(EventRecord.id.in_(ids)))}
    return [found[id_] for id_ in ids]


def _total(session: Session, passing: Sequence[ColumnElement[bool]]) -> int:
    if not passing:
        return session.scalar(select(func.count()).select_from(EventRecord)) or 0
    some = select(EventRecord.id).where(*passing).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _cursor(record: Any, order: EventOrder, *, newer: bool) -> Cursor:
    number = _COUNTED_BY[order]
    return Cursor(0 if number is None else getattr(record, number.key), record.latest, record.id, newer)


def _listed(session: Session, records: Sequence[Any]) -> Iterator[ListedEvent]:
    outlets = _outlets(session, [record.id for record in records])
    for record in records:
        yield ListedEvent(
            id=record.id,
            title=record.title,
            first=_day(record.first_day),
            last=_day(record.last_day),
            outlets=outlets.get(record.id, ()),
            outlet_count=record.outlet_count,
            articles=record.article_count,
            facts=record.fact_count,
            conflicts=record.conflict_count,
            wordings=record.wording_count,
            lined_up=bool(record.made_from),
        )


def _outlets(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The first few outlets of each of these events, in the columns' order."""
    query = (
        select(MemberRecord.event_id, _label.label("outlet"))
        .join(ArticleRecord, ArticleRecord.key == MemberRecord.article_key)
        .where(MemberRecord.event_id.in_(ids))
        .order_by(MemberRecord.event_id, MemberRecord.position)
    )
    return {
        event_id: tuple(islice(dict.fromkeys(held.outlet for held in members), OUTLETS_NAMED))
        for event_id, members in groupby(session.execute(query), key=lambda held: held.event_id)
    }


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
