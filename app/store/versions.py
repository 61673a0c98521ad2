"""What an article was before: its former texts and keys, and the way from these to the article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, inspect, select, update
from sqlalchemy.orm import Session

from app.domain.article import Article, Extent, article_key, text_hash
from app.domain.dates import PartialDate
from app.domain.version import Version, order_of
from app.store import codec
from app.store.tables import AddressRecord, ArticleRecord, FormerKeyRecord, ItemRecord, VersionRecord


def load_versions(session: Session, keys: Sequence[str]) -> dict[str, tuple[Version, ...]]:
    """The former texts of each of these articles, oldest first, by article key; few keys at a time."""
    found: dict[str, list[Version]] = {key: [] for key in keys}
    # Plain rows, for the records may move to another key.
    query = select(*inspect(VersionRecord).columns).where(VersionRecord.article_key.in_(keys))
    for record in session.execute(query.order_by(VersionRecord.article_key, VersionRecord.number)):
        found[record.article_key].append(_version_in(record))
    return {key: tuple(versions) for key, versions in found.items()}


def put_versions(session: Session, article: Article, versions: Sequence[Version]) -> None:
    """Store all the former texts of an article in the place of those that were stored.

    The keys that it had, or would have had, with them lead to it from now on.
    """
    drop_versions(session, article.key)
    session.add_all(
        _version_out(article.key, number, version) for number, version in enumerate(versions, start=1)
    )
    session.flush()
    for version in versions:
        remember_key(session, article_key(version.text, article.outlet), article.key)


def drop_versions(session: Session, key: str) -> None:
    """Forget the former texts of an article: another one holds them."""
    session.execute(delete(VersionRecord).where(VersionRecord.article_key == key))


def remember_key(session: Session, former: str, key: str) -> None:
    """Let a key that an article had lead to it by its present one, unless another article has it now."""
    if session.get(ArticleRecord, former) is None:
        session.merge(FormerKeyRecord(key=former, article_key=key))
        session.flush()


def move_history(session: Session, old: str, new: str) -> None:
    """Give what hangs on an article's key to its new one, whose record is there: addresses, texts, items."""
    addresses = select(AddressRecord.address).where(AddressRecord.article_key == new)
    here = update(AddressRecord).where(AddressRecord.article_key == old)
    session.execute(here.where(AddressRecord.address.not_in(addresses)).values(article_key=new))
    session.execute(delete(FormerKeyRecord).where(FormerKeyRecord.key == new))
    for table in (VersionRecord, FormerKeyRecord, ItemRecord):
        session.execute(update(table).where(table.article_key == old).values(article_key=new))


def present_key(session: Session, key: str) -> str | None:
    """The key of the article that has this key, or had it; None if none did."""
    if session.scalar(select(ArticleRecord.key).where(ArticleRecord.key == key)):
        return key
    return session.scalar(select(FormerKeyRecord.article_key).where(FormerKeyRecord.key == key))


def article_of_text(session: Session, hash_: str) -> str | None:
    """The key of the one article that has or once had this text, by `text_hash`; None for none or several."""
    for table, column in ((ArticleRecord, ArticleRecord.key), (VersionRecord, VersionRecord.article_key)):
        query = select(column).where(table.text_hash == hash_).distinct().limit(2)
        if found := session.scalars(query).all():
            return found[0] if len(found) == 1 else None
    return None


def place_of(session: Session, key: str, hash_: str) -> str | None:
    """The key of the article that a correction means: by the key it had then, else by its text."""
    return present_key(session, key) or article_of_text(session, hash_)


def keys_with_former_text(session: Session, text: str) -> Iterable[str]:
    """The keys of the articles that once had exactly this text."""
    query = select(VersionRecord.article_key).where(VersionRecord.text_hash == text_hash(text)).distinct()
    return session.scalars(query).all()


def note_reading(
    session: Session, key: str, modified: PartialDate | None, read_on: dt.datetime | None
) -> None:
    """Keep that an article's text was there then, where that is later than what is stored."""
    record = session.get(ArticleRecord, key)
    if record is None:
        return
    held = Version("", (), modified=codec.date_in(record.modified), read_on=codec.moment_in(record.read_on))
    if modified and (held.modified is None or order_of(Version("", (), modified=modified), held) > 0):
        record.modified = codec.date_out(modified)
    if read_on and (held.read_on is None or read_on > held.read_on):
        record.read_on = codec.moment_out(read_on)


def _version_in(record: SqlRow[Any]) -> Version:
    return Version(
        text=record.text,
        segments=codec.segments_in(record.segments),
        title=record.title,
        published=codec.date_in(record.published),
        extent=Extent(record.extent),
        modified=codec.date_in(record.modified),
        read_on=codec.moment_in(record.read_on),
    )


def _version_out(key: str, number: int, version: Version) -> VersionRecord:
    return VersionRecord(
        article_key=key,
        number=number,
        text_hash=text_hash(version.text),
        text=version.text,
        segments=codec.segments_out(version.segments),
        title=version.title,
        published=codec.date_out(version.published),
        extent=version.extent.value,
        modified=codec.date_out(version.modified),
        read_on=codec.moment_out(version.read_on),
    )
