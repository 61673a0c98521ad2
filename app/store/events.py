"""Events: membership, rows, and the comparison and article pages read from them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Row as SqlRow
from sqlalchemy import Table, delete, func, insert, inspect, or_, select, update
from sqlalchemy.orm import Session, selectinload

from app.domain.article import Article, Basis
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Comparison, EventSummary, Filters, Reading, compare, labels, reading_in
from app.domain.copy import NO_COPIES, Copies
from app.domain.dates import PartialDate
from app.domain.event import Judgement, Row, Verdict
from app.domain.text import Span
from app.errors import NotFoundError
from app.store import codec
from app.store.articles import article_in, claim_in
from app.store.grouping import chunks, wait
from app.store.listing import count_again, drop_terms, put_terms
from app.store.tables import (
    ArticleRecord,
    ClaimRecord,
    EventRecord,
    MemberRecord,
    RowClaimRecord,
    RowRecord,
    SpeakerTallyRecord,
    VersionRecord,
)
from app.store.versions import load_versions

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class LinedUp:
    """An event ready to be stored: columns in order, rows, what these were made from, what articles share."""

    id: str
    title: str
    columns: tuple[Article, ...]
    rows: tuple[Row, ...]
    made_from: str
    copies: Copies = NO_COPIES


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """Which articles an event holds, and what its rows were made from."""

    id: str
    articles: frozenset[str]
    made_from: str


def stored_events(session: Session, keys: Iterable[str] | None = None) -> tuple[StoredEvent, ...]:
    """All events, or those that hold any of the articles, by id."""
    if keys is None:
        return _events(session, None)
    ids: set[str] = set()
    for chunk in chunks(sorted(keys)):
        ids |= set(session.scalars(select(MemberRecord.event_id).where(MemberRecord.article_key.in_(chunk))))
    return tuple(event for chunk in chunks(sorted(ids)) for event in _events(session, chunk))


def _events(session: Session, ids: Sequence[str] | None) -> tuple[StoredEvent, ...]:
    query = select(EventRecord.id, EventRecord.made_from).order_by(EventRecord.id)
    placed = select(MemberRecord.event_id, MemberRecord.article_key)
    if ids is not None:
        query = query.where(EventRecord.id.in_(ids))
        placed = placed.where(MemberRecord.event_id.in_(ids))
    members: dict[str, set[str]] = defaultdict(set)
    for event_id, key in session.execute(placed):
        members[event_id].add(key)
    return tuple(StoredEvent(id_, frozenset(members[id_]), made) for id_, made in session.execute(query))


def event_exists(session: Session, id_: str) -> bool:
    return session.scalar(select(EventRecord.id).where(EventRecord.id == id_)) is not None


def event_of(session: Session, key: str) -> str | None:
    """The id of the event an article stands in."""
    return session.scalar(select(MemberRecord.event_id).where(MemberRecord.article_key == key))


def members_of(session: Session, event_id: str) -> tuple[str, ...]:
    """The keys of an event's articles, in the order of its columns."""
    query = select(MemberRecord.article_key).where(MemberRecord.event_id == event_id)
    return tuple(session.scalars(query.order_by(MemberRecord.position)))


def articles_to_line_up(session: Session, version: str) -> frozenset[str]:
    """The articles of events whose rows are to be made, or were made by another version of the line-up."""
    other = or_(EventRecord.made_from < f"{version}:", EventRecord.made_from >= f"{version};")
    query = select(MemberRecord.article_key).join(EventRecord, EventRecord.id == MemberRecord.event_id)
    return frozenset(session.scalars(query.where(other)))


def save_event(session: Session, event: LinedUp) -> bool:
    """Put an event in the place of what was stored of it; False if its articles or claims have changed since.

    Articles that stood in another event leave it; that event loses its rows, to be lined up again. Articles
    that this event held and no longer holds wait for their place.
    """
    keys = [article.key for article in event.columns]
    if not _still_there(
        session, keys, {claim.part_of or claim.id for row in event.rows for claim in row.claims}
    ):
        return False
    former = set(session.scalars(select(MemberRecord.event_id).where(MemberRecord.article_key.in_(keys))))
    held = set(session.scalars(select(MemberRecord.article_key).where(MemberRecord.event_id == event.id)))
    wait(session, held - set(keys))
    _forget_rows(session, former | {event.id})
    session.execute(delete(MemberRecord).where(MemberRecord.article_key.in_(keys)))
    session.execute(delete(MemberRecord).where(MemberRecord.event_id == event.id))
    session.merge(_event_out(event))
    session.flush()
    session.add_all(_members_out(event))
    session.flush()
    # Into the tables, past the mapper: thousands of records, none of which is looked at again here.
    if rows := [_row_out(event.id, position, row) for position, row in enumerate(event.rows)]:
        session.execute(insert(cast(Table, RowRecord.__table__)), rows)
        session.execute(insert(cast(Table, RowClaimRecord.__table__)), _row_claims_out(event))
    put_terms(session, event.id, event.title, event.columns, event.rows)
    count_again(session, former | {event.id})
    if tally := _tally_out(event):
        session.execute(insert(cast(Table, SpeakerTallyRecord.__table__)), tally)
    return True


def _still_there(session: Session, keys: Sequence[str], claims: set[str]) -> bool:
    """Whether what was lined up is still stored: another process may have read an article anew."""
    stored = set(session.scalars(select(ClaimRecord.id).where(ClaimRecord.article_key.in_(keys))))
    articles = session.scalar(
        select(func.count()).select_from(ArticleRecord).where(ArticleRecord.key.in_(keys))
    )
    return articles == len(keys) and claims <= stored


def forget_rows(session: Session) -> None:
    """Drop the rows of all events; which articles they hold, and their ids, stay."""
    session.execute(delete(RowRecord))
    session.execute(update(EventRecord).values(made_from=""))
    count_again(session)


def remove_empty_events(session: Session) -> None:
    """Remove the events that other events took all articles from."""
    members = select(MemberRecord.event_id).where(MemberRecord.event_id == EventRecord.id)
    empty = select(EventRecord.id).where(EventRecord.made_from == "", ~members.exists())
    ids = session.scalars(empty).all()
    drop_terms(session, ids)
    for chunk in chunks(ids):
        session.execute(delete(EventRecord).where(EventRecord.id.in_(chunk)))


def load_events(session: Session) -> tuple[EventSummary, ...]:
    """All events, the newest first."""
    query = (
        select(EventRecord)
        .options(
            selectinload(EventRecord.members).selectinload(MemberRecord.article).defer(ArticleRecord.text)
        )
        .order_by(EventRecord.last_day.desc().nulls_last(), EventRecord.id)
    )
    verdicts = _verdict_counts(session, None)
    return tuple(
        _summary(record, tuple(_Column.of(m) for m in record.members), verdicts[record.id])
        for record in session.scalars(query)
    )


def find_event(session: Session, start: str) -> str:
    """The id of the one event whose id begins with `start`; NotFoundError if there is none or several."""
    query = select(EventRecord.id).where(EventRecord.id.startswith(start, autoescape=True))
    found = session.scalars(query.limit(2)).all() if start else []
    if len(found) != 1:
        why = "several events begin so" if found else "there is no such event"
        raise NotFoundError(f"{start or '(no id)'}: {why}; `crossread events` lists them")
    return found[0]


def state_of_event(session: Session, event_id: str) -> str:
    """Names the state of what an event's comparison is made of: equal while nothing of it has changed.

    Covers the event's record with what its rows were made from, its members and their articles with what
    their claims were made from, and which rows there are, of which claims, with which verdicts, and the
    members' former texts.
    NotFoundError if there is no such event.
    """
    event = session.execute(
        select(*inspect(EventRecord).columns).where(EventRecord.id == event_id)
    ).one_or_none()
    if event is None:
        raise NotFoundError(f"there is no event {event_id}")
    about = [column for column in inspect(ArticleRecord).columns if column.key != ArticleRecord.text.key]
    members = (
        select(MemberRecord.position, MemberRecord.inferred_published, *about)
        .join(ArticleRecord, ArticleRecord.key == MemberRecord.article_key)
        .where(MemberRecord.event_id == event_id)
        .order_by(MemberRecord.position, ArticleRecord.key)
    )
    # As one text each: a record of every row and claim would take longer than all the rest.
    rows = select(func.group_concat(RowRecord.position.concat(RowRecord.id).concat(RowRecord.verdict)))
    placed = select(func.group_concat(RowClaimRecord.claim_id.concat(RowClaimRecord.start)))
    made = session.scalar(rows.where(RowRecord.event_id == event_id))
    held = session.scalar(placed.where(RowClaimRecord.event_id == event_id))
    texts = select(VersionRecord.article_key, VersionRecord.number, VersionRecord.text_hash)
    inside = select(MemberRecord.article_key).where(MemberRecord.event_id == event_id)
    former = texts.where(VersionRecord.article_key.in_(inside)).order_by(*texts.selected_columns[:2])
    state = repr((tuple(event), session.execute(members).all(), made, held, session.execute(former).all()))
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()


def load_comparison(session: Session, event_id: str, filters: Filters = NO_FILTERS) -> Comparison:
    """The event's table as the filters leave it; NotFoundError if there is no such event."""
    record = _event(session, event_id)
    columns = tuple(_member_in(member) for member in record.members)
    copies = codec.copies_in(record.copies, record.agencies)
    summary = _loaded_summary(session, record)
    versions = load_versions(session, [column.key for column in columns])
    former = {key: texts for key, texts in versions.items() if texts}
    return compare(summary, columns, _rows(session, event_id), copies, former).filtered(filters)


def load_reading(session: Session, key: str) -> Reading:
    """An article with its claims and the rows they stand in; NotFoundError if there is no such article."""
    record = session.scalar(
        select(ArticleRecord).where(ArticleRecord.key == key).options(selectinload(ArticleRecord.claims))
    )
    if record is None:
        raise NotFoundError(f"there is no article {key}")
    claims = tuple(claim_in(claim) for claim in record.claims)
    event_id = event_of(session, key)
    found = reading_in(load_comparison(session, event_id), key) if event_id else None
    return found or Reading(article_in(record), claims)


def _event(session: Session, event_id: str) -> EventRecord:
    query = select(EventRecord).where(EventRecord.id == event_id)
    record = session.scalar(
        query.options(selectinload(EventRecord.members).selectinload(MemberRecord.article))
    )
    if record is None:
        raise NotFoundError(f"there is no event {event_id}")
    return record


def _rows(session: Session, event_id: str) -> tuple[Row, ...]:
    # Plain rows: an event of many articles has thousands, and none is changed.
    query = (
        select(RowClaimRecord.row_id, RowClaimRecord.start.label("from_"), RowClaimRecord.end.label("to_"),
               RowClaimRecord.speaker.label("named"), *inspect(ClaimRecord).columns)
        .join(ClaimRecord, ClaimRecord.id == RowClaimRecord.claim_id)
        .where(RowClaimRecord.event_id == event_id)
        .order_by(RowClaimRecord.row_id, RowClaimRecord.position)
    )  # fmt: skip
    claims: dict[str, list[Claim]] = defaultdict(list)
    for held in session.execute(query):
        claims[held.row_id].append(claim_in(held, held.named).part(Span(held.from_, held.to_)))
    rows = select(*inspect(RowRecord).columns).where(RowRecord.event_id == event_id)
    found = session.execute(rows.order_by(RowRecord.position))
    return tuple(_row_in(record, tuple(claims[record.id])) for record in found)


def _row_in(record: SqlRow[Any], claims: tuple[Claim, ...]) -> Row:
    return Row(
        id=record.id,
        claims=claims,
        lead=record.lead,
        kind=ClaimKind(record.kind),
        judgement=Judgement(
            Verdict(record.verdict),
            tuple(record.reasons),
            codec.sides_in(record.sides),
            record.is_update,
            codec.quotes_in(record.quotes),
        ),
        speaker=record.speaker,
        why=tuple(record.why),
        same_text=codec.same_text_in(record.same_text),
        origins=codec.origins_in(record.origins),
        confidence=record.confidence,
    )


def _member_in(member: MemberRecord) -> Article:
    article = article_in(member.article)
    inferred = codec.date_in(member.inferred_published)
    return replace(article, published=inferred, published_basis=Basis.INFERRED) if inferred else article


@dataclass(frozen=True, slots=True)
class _Column:
    """As much of an article as a list of events shows."""

    label: str
    source_name: str
    published: PartialDate | None
    title: str | None

    @classmethod
    def of(cls, member: MemberRecord) -> _Column:
        record = member.article
        return cls(
            label=record.outlet or record.source_name,
            source_name=record.source_name,
            published=codec.date_in(member.inferred_published or record.published),
            title=record.title,
        )


def _loaded_summary(session: Session, record: EventRecord) -> EventSummary:
    counts = _verdict_counts(session, record.id)[record.id]
    return _summary(record, tuple(_Column.of(m) for m in record.members), counts)


def _summary(
    record: EventRecord, columns: Sequence[_Column], verdicts: Mapping[Verdict, int]
) -> EventSummary:
    return EventSummary(
        id=record.id,
        title=record.title,
        outlets=labels(columns),
        source_names=tuple(column.source_name for column in columns),
        first=dt.date.fromisoformat(record.first_day) if record.first_day else None,
        last=dt.date.fromisoformat(record.last_day) if record.last_day else None,
        verdicts={verdict: verdicts.get(verdict, 0) for verdict in Verdict},
    )


def _verdict_counts(session: Session, event_id: str | None) -> dict[str, Counter[Verdict]]:
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    query = select(RowRecord.event_id, RowRecord.verdict, func.count()).group_by(
        RowRecord.event_id, RowRecord.verdict
    )
    if event_id is not None:
        query = query.where(RowRecord.event_id == event_id)
    for id_, verdict, count in session.execute(query):
        counts[id_][Verdict(verdict)] = count
    return counts


def _forget_rows(session: Session, ids: set[str]) -> None:
    """Drop the rows of these events and mark them as to be made again."""
    session.execute(delete(RowRecord).where(RowRecord.event_id.in_(ids)))
    for record in session.scalars(select(EventRecord).where(EventRecord.id.in_(ids))):
        record.made_from = ""


def _event_out(event: LinedUp) -> EventRecord:
    days = [article.published.first_day() for article in event.columns if article.published]
    known = sorted(day.isoformat() for day in days if day)
    return EventRecord(
        id=event.id,
        title=event.title,
        first_day=known[0] if known else None,
        last_day=known[-1] if known else None,
        made_from=event.made_from,
        copies=codec.passages_out(event.copies.passages),
        agencies=codec.agencies_out(event.copies.agencies),
    )


def _members_out(event: LinedUp) -> list[MemberRecord]:
    return [
        MemberRecord(
            article_key=article.key,
            event_id=event.id,
            position=position,
            inferred_published=(
                codec.date_out(article.published) if article.published_basis is Basis.INFERRED else None
            ),
        )
        for position, article in enumerate(event.columns)
    ]


def _row_out(event_id: str, position: int, row: Row) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "id": row.id,
        "position": position,
        "lead": row.lead,
        "kind": row.kind.value,
        "verdict": row.verdict.value,
        "reasons": list(row.judgement.reasons),
        "sides": codec.sides_out(row.judgement.sides),
        "quotes": codec.quotes_out(row.judgement.quotes),
        "is_update": row.judgement.update,
        "speaker": row.speaker,
        "why": list(row.why),
        "same_text": codec.same_text_out(row.same_text),
        "origins": [list(keys) for keys in row.origins],
        "confidence": row.confidence,
    }


def _row_claims_out(event: LinedUp) -> list[dict[str, Any]]:
    return [
        {
            "claim_id": claim.part_of or claim.id,
            "start": claim.span.start,
            "end": claim.span.end,
            "event_id": event.id,
            "row_id": row.id,
            "position": position,
            "speaker": claim.speaker.name,
        }
        for row in event.rows
        for position, claim in enumerate(row.claims)
    ]


def _tally_out(event: LinedUp) -> list[dict[str, Any]]:
    """How many claims (whole ones: parts of one count once) each speaker has at each outlet."""
    outlets = {article.key: article.outlet or "" for article in event.columns}
    claims = {
        (claim.speaker.name, outlets[claim.article], claim.part_of or claim.id)
        for row in event.rows
        for claim in row.claims
        if claim.speaker.name
    }
    tally = Counter((speaker, outlet) for speaker, outlet, _ in claims)
    return [
        {"event_id": event.id, "speaker": speaker, "outlet": outlet, "claims": number}
        for (speaker, outlet), number in sorted(tally.items())
    ]
