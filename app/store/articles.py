"""Articles and their claims, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, inspect, or_, select, update
from sqlalchemy.orm import Session

from app.domain.article import ENGLISH, Article, Basis, Extent, text_hash
from app.domain.claim import Claim, ClaimKind
from app.domain.speaker import Speaker, SpeakerStatus
from app.domain.version import Known
from app.store import codec
from app.store.addresses import addresses_of, keys_at
from app.store.corrections import move_corrections
from app.store.grouping import chunks, forget_profile, wait
from app.store.listing import count_again
from app.store.tables import ArticleRecord, ClaimRecord, EventRecord, MemberRecord, RowRecord, WaitingRecord
from app.store.versions import (
    drop_versions,
    keys_with_former_text,
    load_versions,
    move_history,
    present_key,
    remember_key,
)

MAX_AT_ONE = 20  # articles at an address; what more share is the address of none of them


def add_article(session: Session, article: Article, claims: Sequence[Claim], read_as: str) -> None:
    """Store an article with the claims made from it; it then waits for its event if it is analysed."""
    session.add(_article_out(article, read_as))
    session.flush()
    if article.analysed:
        wait(session, [article.key])
    session.add_all(_claim_out(claim, read_as) for claim in claims)


def replace_article(
    session: Session, old: Article, new: Article, claims: Sequence[Claim], read_as: str
) -> bool:
    """Put `new` and the claims made from it in the place of `old`; False if `old` is not what is stored.

    The article keeps its place in its event. Where its claims change, the event's rows go in the same
    transaction and are to be made again: a page never shows rows whose claims are gone.
    """
    record = session.get(ArticleRecord, old.key)
    if record is None or article_in(record) != old:
        return False
    if new.key != old.key and session.get(ArticleRecord, new.key) is not None:
        return False
    same_claims = new.key == old.key and set(load_claims(session, [old.key])[old.key]) == set(claims)
    session.merge(_article_out(new, read_as))
    session.flush()
    if new.analysed and new != old:
        wait(session, [new.key])
    if not same_claims:
        event_id = _forget_rows_with(session, old.key)
        session.execute(delete(ClaimRecord).where(ClaimRecord.article_key == old.key))
        _move(session, old.key, new.key)
        session.add_all(_claim_out(claim, read_as) for claim in claims)
        count_again(session, [event_id] if event_id else [])
    if not new.analysed:
        leave_event(session, new.key)
    return True


def leave_event(session: Session, key: str) -> None:
    """Take an article out of its event, whose others are to be lined up again, and out of the index."""
    id_ = _forget_rows_with(session, key)
    forget_profile(session, key)
    session.execute(delete(MemberRecord).where(MemberRecord.article_key == key))
    others = select(MemberRecord.article_key).where(MemberRecord.event_id == id_)
    wait(session, session.scalars(others).all())
    count_again(session, [id_] if id_ else [])


def _forget_rows_with(session: Session, key: str) -> str | None:
    """Drop the rows of the event an article stands in, mark them as to be made again, name the event."""
    event = select(MemberRecord.event_id).where(MemberRecord.article_key == key)
    id_ = session.scalar(event)
    session.execute(delete(RowRecord).where(RowRecord.event_id == id_))
    session.execute(update(EventRecord).where(EventRecord.id == id_).values(made_from=""))
    return id_


def _move(session: Session, old: str, new: str) -> None:
    """Give the place in the event, and all that hangs on the article, to its new key."""
    if old != new:
        forget_profile(session, old)
        move_history(session, old, new)
        place = update(MemberRecord).where(MemberRecord.article_key == old)
        session.execute(place.values(article_key=new))
        _remove(session, old, new)


def _release_twins(session: Session, key: str) -> None:
    """Articles that were one with this key's stand for themselves, until they are found to be one again."""
    twins = session.scalars(select(ArticleRecord.key).where(ArticleRecord.same_as == key)).all()
    alone = update(ArticleRecord).where(ArticleRecord.key.in_(twins))
    session.execute(alone.values(same_as=None, read_as=""))
    wait(session, twins)


def _remove(session: Session, key: str, successor: str) -> None:
    """Remove an article's record; its key leads to the successor, and what was said of it goes along."""
    move_corrections(session, key, successor)
    _release_twins(session, key)
    session.execute(delete(ArticleRecord).where(ArticleRecord.key == key))
    remember_key(session, key, successor)


def absorb_article(session: Session, gone: Article, into: Article) -> bool:
    """Remove an article that turned out to be another; False if it is not stored as `gone` says.

    Its addresses, its former keys and what was handed in for it pass to the other, its texts do not. The
    event it stood in is to be lined up without it.
    """
    record = session.get(ArticleRecord, gone.key)
    if record is None or article_in(record) != gone:
        return False
    leave_event(session, gone.key)
    drop_versions(session, gone.key)
    move_history(session, gone.key, into.key)
    _remove(session, gone.key, into.key)
    wait(session, [into.key])
    return True


def known_articles(session: Session, text: str, addresses: Iterable[str], key: str = "") -> tuple[Known, ...]:
    """The articles that have or had exactly this text or key, or were met at any of these addresses.

    Addresses are identities.
    """
    query = select(ArticleRecord.key).where(ArticleRecord.text_hash == text_hash(text))
    found = {*session.scalars(query), *keys_with_former_text(session, text)}
    if viewed := present_key(session, key):
        found.add(viewed)
    near = [key for name in sorted(addresses) for key in _only(keys_at(session, [name], MAX_AT_ONE + 1))]
    keys = sorted({*found, *near})
    met, versions = addresses_of(session, keys), load_versions(session, keys)
    return tuple(Known(a, versions[a.key], met[a.key]) for a in load_articles(session, keys))


def _only(keys: Sequence[str]) -> Sequence[str]:
    return keys if len(keys) <= MAX_AT_ONE else ()


def article_keys(session: Session, among: Iterable[str] | None = None) -> tuple[str, ...]:
    """The keys of all articles, or of those `among` these that are stored, ascending."""
    query = select(ArticleRecord.key).order_by(ArticleRecord.key)
    if among is None:
        return tuple(session.scalars(query))
    found = (session.scalars(query.where(ArticleRecord.key.in_(c))) for c in chunks(sorted(among)))
    return tuple(key for keys in found for key in keys)


def keys_to_group(session: Session, among: Iterable[str]) -> tuple[str, ...]:
    """Those of the keys whose articles are stored and analysed, ascending: the others are in no event."""
    query = select(ArticleRecord.key).where(
        or_(ArticleRecord.language.is_(None), ArticleRecord.language == ENGLISH),
        ArticleRecord.same_as.is_(None),
    )
    found = (session.scalars(query.where(ArticleRecord.key.in_(c))) for c in chunks(sorted(among)))
    return tuple(sorted(key for keys in found for key in keys))


def readings(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """What the claims of these articles were made from, by article key."""
    query = select(ArticleRecord.key, ArticleRecord.read_as).where(ArticleRecord.key.in_(keys))
    return {row.key: row.read_as for row in session.execute(query)}


def load_articles(session: Session, keys: Sequence[str]) -> Iterator[Article]:
    """The articles with these keys, in the order of their keys."""
    for chunk in chunks(sorted(keys)):
        query = select(ArticleRecord).where(ArticleRecord.key.in_(chunk)).order_by(ArticleRecord.key)
        yield from (article_in(record) for record in session.scalars(query))


def articles_of_outlet(session: Session, outlet: str) -> tuple[Article, ...]:
    """Every article of an outlet, in the order of their keys; of those that are one, the one."""
    ours = (ArticleRecord.outlet == outlet, ArticleRecord.same_as.is_(None))
    query = select(ArticleRecord).where(*ours).order_by(ArticleRecord.key)
    return tuple(article_in(record) for record in session.scalars(query))


def outlets(session: Session, *, waiting: bool = False) -> tuple[str, ...]:
    """The names of all outlets, or of those with articles whose event is to be decided."""
    query = select(ArticleRecord.outlet).where(ArticleRecord.outlet.is_not(None)).distinct()
    if waiting:
        query = query.where(ArticleRecord.key.in_(select(WaitingRecord.article_key)))
    return tuple(sorted(name for name in session.scalars(query) if name))


def load_claims(session: Session, keys: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
    """The claims of each of these articles, in reading order, by article key."""
    found: dict[str, list[Claim]] = {key: [] for key in keys}
    for chunk in chunks(sorted(keys)):
        # Plain rows: an event of many articles has thousands, and none is changed.
        query = select(*inspect(ClaimRecord).columns).where(ClaimRecord.article_key.in_(chunk))
        for record in session.execute(query.order_by(ClaimRecord.start, ClaimRecord.end, ClaimRecord.id)):
            found[record.article_key].append(claim_in(record))
    return {key: tuple(claims) for key, claims in found.items()}


def article_in(record: ArticleRecord) -> Article:
    return Article(
        source_name=record.source_name,
        text=record.text,
        segments=codec.segments_in(record.segments),
        outlet=record.outlet,
        outlet_basis=Basis(record.outlet_basis),
        published=codec.date_in(record.published),
        published_basis=Basis(record.published_basis),
        title=record.title,
        title_basis=Basis(record.title_basis),
        byline=record.byline,
        url=record.url,
        note=record.note,
        extent=Extent(record.extent),
        marked=codec.segments_in(record.marked),
        language=record.language,
        modified=codec.date_in(record.modified),
        read_on=codec.moment_in(record.read_on),
        read=codec.read_in(record.read),
        same_as=record.same_as,
    )


def claim_in(record: ClaimRecord | SqlRow[Any], speaker_name: str | None = None) -> Claim:
    """The stored claim; `speaker_name` puts the name a resolved speaker goes by in its event."""
    status = SpeakerStatus(record.speaker_status)
    name = (speaker_name or record.speaker) if status is SpeakerStatus.RESOLVED else None
    span = codec.spans_in([[record.start, record.end]])[0]
    return Claim(
        article=record.article_key,
        span=span,
        text=record.quote,
        kind=ClaimKind(record.kind),
        source=codec.span_in(record.source),
        cue=codec.span_in(record.cue),
        speaker=Speaker(status, name, tuple(record.candidates)),
        quoted=codec.spans_in(record.quoted),
        figures=codec.figures_in(record.figures),
        dates=codec.dates_in(record.dates),
        said_on=codec.date_in(record.said_on),
        attitude=record.attitude,
        confidence=record.confidence,
        parts=codec.spans_in(record.parts),
    )


def _article_out(article: Article, read_as: str) -> ArticleRecord:
    return ArticleRecord(
        key=article.key,
        source_name=article.source_name,
        text_hash=text_hash(article.text),
        text=article.text,
        segments=codec.segments_out(article.segments),
        outlet=article.outlet,
        outlet_basis=article.outlet_basis.value,
        published=codec.date_out(article.published),
        published_basis=article.published_basis.value,
        title=article.title,
        title_basis=article.title_basis.value,
        byline=article.byline,
        url=article.url,
        note=article.note,
        extent=article.extent.value,
        marked=codec.segments_out(article.marked),
        language=article.language,
        modified=codec.date_out(article.modified),
        read_on=codec.moment_out(article.read_on),
        read=codec.read_out(article.read),
        same_as=article.same_as,
        read_as=read_as,
    )


def _claim_out(claim: Claim, read_as: str) -> ClaimRecord:
    return ClaimRecord(
        id=claim.id,
        article_key=claim.article,
        start=claim.span.start,
        end=claim.span.end,
        quote=claim.text,
        kind=claim.kind.value,
        source=codec.span_out(claim.source),
        cue=codec.span_out(claim.cue),
        speaker_status=claim.speaker.status.value,
        speaker=claim.speaker.name,
        candidates=list(claim.speaker.candidates),
        quoted=codec.spans_out(claim.quoted),
        figures=codec.figures_out(claim.figures),
        dates=codec.dates_out(claim.dates),
        said_on=codec.date_out(claim.said_on),
        attitude=claim.attitude,
        confidence=claim.confidence,
        parts=codec.spans_out(claim.parts),
        pipeline=read_as.partition(":")[0],
    )
