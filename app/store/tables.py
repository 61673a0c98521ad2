"""The tables. Texts are canonical; everything else can be derived from them again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

SEARCH_INDEXES = ("article_search", "claim_search")  # FTS5's tables, made by migration 0009


def modelled(table: str | None) -> bool:
    """Whether a table is one of the classes below, not one of FTS5's virtual and shadow tables.

    Those can't be told as models: SQLite makes and names them, and fills them itself.
    """
    return not (table or "").startswith(SEARCH_INDEXES)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {list[Any]: JSON(none_as_null=True)}  # noqa: RUF012 (SQLAlchemy's own form)


class ArticleRecord(Base):
    """An article. `segments` is [[start, end, kind]...]; `published` as PartialDate.isoformat writes it.

    `read_as` names what its claims were made from (pipeline version, date, segments): when that
    changes the claims are made again.
    """

    __tablename__ = "article"

    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    source_name: Mapped[str]
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str]
    segments: Mapped[list[Any]]
    outlet: Mapped[str | None] = mapped_column(index=True)
    outlet_basis: Mapped[str]
    published: Mapped[str | None]
    published_basis: Mapped[str]
    title: Mapped[str | None]
    title_basis: Mapped[str]
    byline: Mapped[str | None]
    url: Mapped[str | None]
    note: Mapped[str | None]
    extent: Mapped[str] = mapped_column(server_default="full")
    marked: Mapped[list[Any]] = mapped_column(server_default="[]")
    language: Mapped[str | None]
    modified: Mapped[str | None]
    read_on: Mapped[str | None]
    read_as: Mapped[str]

    claims: Mapped[list[ClaimRecord]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, order_by="ClaimRecord.start"
    )


class ClaimRecord(Base):
    """A claim, anchored by position and by the words it covers (`quote`)."""

    __tablename__ = "claim"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    article_key: Mapped[str] = mapped_column(ForeignKey("article.key", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    kind: Mapped[str]
    source: Mapped[list[Any] | None]
    cue: Mapped[list[Any] | None]
    speaker_status: Mapped[str]
    speaker: Mapped[str | None] = mapped_column(index=True)
    candidates: Mapped[list[Any]]
    quoted: Mapped[list[Any]]
    figures: Mapped[list[Any]]
    dates: Mapped[list[Any]]
    said_on: Mapped[str | None]
    attitude: Mapped[bool] = mapped_column(server_default=false())
    confidence: Mapped[float]
    parts: Mapped[list[Any]] = mapped_column(server_default="[]")
    pipeline: Mapped[str]


class EventRecord(Base):
    """An event. `made_from` names the claims its rows were made of, "" while its rows are to be made.

    `first_day` and `last_day` bound the known days of publication (ISO, so they sort as text).
    `copies` is [[article, start, end, article, start, end, words]...],
    `agencies` [[article, start, end, agency, whole]...].
    `latest` is `last_day`, "" where it is not known: it and the counts are what the list of events shows and
    is ordered by, kept by `listing.count_again`. Outlets are counted once, rows by their verdict.
    """

    __tablename__ = "event"
    __table_args__ = (
        # One for each order; the first day is there for the filter, so that what it drops is not looked up.
        Index("ix_event_by_day", "latest", "id", "first_day"),
        Index("ix_event_by_conflicts", "conflict_count", "latest", "id", "first_day"),
        Index("ix_event_by_outlets", "outlet_count", "latest", "id", "first_day"),
    )

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    title: Mapped[str]
    first_day: Mapped[str | None]
    last_day: Mapped[str | None] = mapped_column(index=True)
    made_from: Mapped[str] = mapped_column(index=True)
    copies: Mapped[list[Any]] = mapped_column(server_default="[]")
    agencies: Mapped[list[Any]] = mapped_column(server_default="[]")
    latest: Mapped[str] = mapped_column(server_default=text("''"))
    article_count: Mapped[int] = mapped_column(server_default="0")
    outlet_count: Mapped[int] = mapped_column(server_default="0")
    fact_count: Mapped[int] = mapped_column(server_default="0")
    conflict_count: Mapped[int] = mapped_column(server_default="0")
    wording_count: Mapped[int] = mapped_column(server_default="0")

    members: Mapped[list[MemberRecord]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, order_by="MemberRecord.position"
    )
    rows: Mapped[list[RowRecord]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True, order_by="RowRecord.position"
    )


class EventTermRecord(Base):
    """What an event is found by in the list: an outlet's or a speaker's exact name, or a folded word."""

    __tablename__ = "event_term"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    kind: Mapped[str] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class EventNameRecord(Base):
    """An outlet's or a speaker's name, and in how many events it stands: what `event_term` holds, counted."""

    __tablename__ = "event_name"
    __table_args__ = (Index("ix_event_name_kind_events_name", "kind", "events", "name"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    events: Mapped[int]


class MemberRecord(Base):
    """An article in an event. `inferred_published` is a date completed from the event's other articles."""

    __tablename__ = "event_article"

    article_key: Mapped[str] = mapped_column(ForeignKey("article.key", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    inferred_published: Mapped[str | None]

    article: Mapped[ArticleRecord] = relationship(lazy="raise")


class RowRecord(Base):
    """A row of an event's table with its verdict; `sides` is [[value, [claim id...]]...].

    `same_text` is [[claim id, article, shared, words]...], `origins` [[article...]...].
    `quotes` is [[relation, sides, marked]...].
    """

    __tablename__ = "event_row"

    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    position: Mapped[int]
    lead: Mapped[str]
    kind: Mapped[str]
    verdict: Mapped[str]
    reasons: Mapped[list[Any]]
    sides: Mapped[list[Any]]
    quotes: Mapped[list[Any]] = mapped_column(server_default="[]")
    is_update: Mapped[bool]
    speaker: Mapped[str | None]
    why: Mapped[list[Any]]
    same_text: Mapped[list[Any]] = mapped_column(server_default="[]")
    origins: Mapped[list[Any]] = mapped_column(server_default="[]")
    confidence: Mapped[float] = mapped_column(server_default="1.0")

    claims: Mapped[list[RowClaimRecord]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="RowClaimRecord.position",
    )


class RowClaimRecord(Base):
    """A claim on a row, or the part of one from `start` to `end`, with its speaker's name in this event."""

    __tablename__ = "row_claim"
    __table_args__ = (
        ForeignKeyConstraint(
            ["event_id", "row_id"], ["event_row.event_id", "event_row.id"], ondelete="CASCADE"
        ),
        Index("ix_row_claim_event_id_row_id", "event_id", "row_id"),
        Index("ix_row_claim_speaker_claim_id", "speaker", "claim_id"),
    )

    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    end: Mapped[int]
    event_id: Mapped[str]
    row_id: Mapped[str]
    position: Mapped[int]
    speaker: Mapped[str | None]

    claim: Mapped[ClaimRecord] = relationship(lazy="raise")


class SpeakerTallyRecord(Base):
    """How many claims by a speaker an outlet has in an event, "" being no named outlet.

    Counted when an event's rows are stored, so that the list of speakers need not read them all; a trigger
    (migration 0009) drops an event's tally with its rows.
    """

    __tablename__ = "speaker_tally"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    speaker: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    outlet: Mapped[str] = mapped_column(primary_key=True)
    claims: Mapped[int]


class ProfileRecord(Base):
    """What grouping knows of an article, packed; `made_from` names what it was made from.

    `id` is what postings know the profile by; `day` is the ordinal of the day of publication (1 January of
    the year 1 is 1), 0 where the day is not known with its year.
    """

    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_key: Mapped[str] = mapped_column(ForeignKey("article.key", ondelete="CASCADE"), unique=True)
    day: Mapped[int]
    made_from: Mapped[str] = mapped_column(index=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    telling: Mapped[list[Any]]


class PostingRecord(Base):
    """A telling word of an article: the index that candidates are found by, one stretch of days at a time."""

    __tablename__ = "posting"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    word: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    profile_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class LikenessRecord(Base):
    """How alike two articles are, `low` being the lower key; pairs that are hardly alike have no record."""

    __tablename__ = "likeness"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    low: Mapped[str] = mapped_column(ForeignKey("article.key", ondelete="CASCADE"), primary_key=True)
    high: Mapped[str] = mapped_column(
        ForeignKey("article.key", ondelete="CASCADE"), primary_key=True, index=True
    )
    score: Mapped[float]


class WaitingRecord(Base):
    """An article whose place in an event is to be decided, again or for the first time.

    It waits in the transaction that made it so, and no longer once its event is stored: a run that
    was killed is taken up by the next one. Ids are never used twice.
    """

    __tablename__ = "waiting"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_key: Mapped[str] = mapped_column(String(16))


class GroupingCorrectionRecord(Base):
    """What a person decided on two articles: an append-only log, anchored by key and by text."""

    __tablename__ = "grouping_correction"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    decided: Mapped[str]
    bond: Mapped[str]
    article_key: Mapped[str] = mapped_column(String(16))
    article_text: Mapped[str] = mapped_column(String(64))
    article_name: Mapped[str]
    other_key: Mapped[str] = mapped_column(String(16))
    other_text: Mapped[str] = mapped_column(String(64))
    other_name: Mapped[str]


class AddressRecord(Base):
    """An address that an article was found under: `address` its identity, without tracking.

    One address may hold several articles (a table that gives its home page for all), and an article may have
    several addresses; `printed` is the address as it was met.
    """

    __tablename__ = "article_address"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    address: Mapped[str] = mapped_column(primary_key=True)
    article_key: Mapped[str] = mapped_column(
        ForeignKey("article.key", ondelete="CASCADE"), primary_key=True, index=True
    )
    printed: Mapped[str]


class VersionRecord(Base):
    """A text that an article had before; `number` counts from 1, the article's own text comes after the last.

    `extent`, `modified` and `read_on` are as in the article, and so are the segments, as they were last. The
    text is canonical, never derived and never changed.
    """

    __tablename__ = "article_version"

    article_key: Mapped[str] = mapped_column(ForeignKey("article.key", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str]
    segments: Mapped[list[Any]]
    title: Mapped[str | None]
    published: Mapped[str | None]
    extent: Mapped[str] = mapped_column(server_default="full")
    modified: Mapped[str | None]
    read_on: Mapped[str | None]


class FormerKeyRecord(Base):
    """A key that an article had before its text changed or its outlet was named; links sent about hold it."""

    __tablename__ = "former_key"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    article_key: Mapped[str] = mapped_column(ForeignKey("article.key", ondelete="CASCADE"), index=True)


class ArticleCorrectionRecord(Base):
    """What a person mended of an article: an append-only log, anchored by key and by text.

    `field` is outlet, published or title; `value` what holds from then on, NULL to go back to what was read;
    `was` and `was_basis` what stood there before.
    """

    __tablename__ = "article_correction"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    decided: Mapped[str]
    article_key: Mapped[str] = mapped_column(String(16))
    article_text: Mapped[str] = mapped_column(String(64))
    article_name: Mapped[str]
    field: Mapped[str]
    value: Mapped[str | None]
    was: Mapped[str | None]
    was_basis: Mapped[str]


class OutletRecord(Base):
    """What a person said of an outlet: its home page."""

    __tablename__ = "outlet"

    name: Mapped[str] = mapped_column(primary_key=True)
    home: Mapped[str | None]


class AliasRecord(Base):
    """Another name of an outlet, as a person decided: `folded` in lower case, `printed` as in texts."""

    __tablename__ = "outlet_alias"

    folded: Mapped[str] = mapped_column(primary_key=True)
    printed: Mapped[str]
    outlet: Mapped[str] = mapped_column(index=True)
    decided: Mapped[str]


class BatchRecord(Base):
    """What was handed in at once. `made` is ISO 8601, UTC; `origin` tells a form from a feed or a command."""

    __tablename__ = "intake_batch"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[str]
    origin: Mapped[str]


class PayloadRecord(Base):
    """The bytes of a file or text that was handed in, kept until nothing waits for them."""

    __tablename__ = "intake_payload"

    id: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ItemRecord(Base):
    """Something to be read, and what has become of it.

    `parent_id` and `place` are of a record in a file that holds several: its place there, from 0. `given` is
    what a person gave beside it (domain.article.Given), `hinted` what a feed tells of it (Stated), `columns`
    what a table's columns hold. `changed` grows with every change of any item, so a page can ask for what is
    new. `not_before` puts off a try. `attempts` counts tries, `ends` how often a process ended over it.
    """

    __tablename__ = "intake_item"
    __table_args__ = (
        Index("ix_intake_item_state_batch_id_id", "state", "batch_id", "id"),
        Index("ix_intake_item_parent_id_place", "parent_id", "place", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("intake_item.id", ondelete="CASCADE"))
    place: Mapped[int | None]
    kind: Mapped[str]
    name: Mapped[str]
    url: Mapped[str | None]
    given: Mapped[list[Any]] = mapped_column(server_default="[]")
    hinted: Mapped[list[Any]] = mapped_column(server_default="[]")
    columns: Mapped[list[Any] | None]
    payload_id: Mapped[int | None] = mapped_column(
        ForeignKey("intake_payload.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str]
    words: Mapped[str] = mapped_column(server_default=text("''"))
    article_key: Mapped[str | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(server_default="0")
    ends: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[str | None]
    changed: Mapped[int] = mapped_column(index=True)


class FeedRecord(Base):
    """A feed that is read again and again. Moments are ISO 8601, UTC; `etag` and the like as it sent them.

    `wanted` is set while a person waits for it, `taken` counts the entries that were queued.
    """

    __tablename__ = "feed"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    outlet: Mapped[str | None]
    home: Mapped[str | None]
    made: Mapped[str]
    paused: Mapped[bool] = mapped_column(server_default=false())
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    due: Mapped[str] = mapped_column(index=True)
    asked: Mapped[str | None]
    answered: Mapped[str | None]
    failures: Mapped[int] = mapped_column(server_default="0")
    trouble: Mapped[str] = mapped_column(server_default=text("''"))
    wanted: Mapped[bool] = mapped_column(server_default=false())
    taken: Mapped[int] = mapped_column(server_default="0")


class FeedEntryRecord(Base):
    """An entry of a feed that was taken up: `entry` is its own id, or its address."""

    __tablename__ = "feed_entry"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    seen: Mapped[str]
