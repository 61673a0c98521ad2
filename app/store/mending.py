"""Outlets as a person knows them: other names, home pages, and what follows for the stored articles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, select, union_all, update
from sqlalchemy.orm import Session

from app.domain.article import Article, Basis
from app.domain.correction import Field, outlet_of, read_of
from app.domain.outlet import OutletNotes, Outlets, host_of, outlets_of, same_name
from app.store import codec
from app.store.articles import article_in, leave_event
from app.store.corrections import corrected_outlets
from app.store.grouping import chunks, wait
from app.store.tables import (
    AliasRecord,
    ArticleRecord,
    ClaimRecord,
    LikenessRecord,
    MemberRecord,
    OutletRecord,
    WaitingRecord,
)
from app.store.versions import present_key

# Past the mapper: an outlet may have thousands of articles, and all are named again at once.
_ARTICLES = cast(Table, ArticleRecord.__table__)
_NAMED_AGAIN = (
    update(_ARTICLES)
    .where(_ARTICLES.c.key == bindparam("of"))
    .values(outlet=bindparam("outlet"), outlet_basis=bindparam("basis"), read=bindparam("kept"))
)


@dataclass(frozen=True, slots=True)
class Twin:
    """An article that is one with another: the same text, and the same outlet as a person said."""

    key: str
    source_name: str
    outlet: str | None  # as it was read
    url: str | None


def load_outlets(session: Session) -> Outlets:
    """Which outlet a name or an address means, by all that was said."""
    names = session.execute(select(AliasRecord.printed, AliasRecord.outlet).order_by(AliasRecord.folded))
    homes = session.execute(
        select(OutletRecord.name, OutletRecord.home).where(OutletRecord.home.is_not(None))
    )
    return outlets_of(
        ((printed, outlet) for printed, outlet in names), ((name, home or "") for name, home in homes)
    )


def outlet_notes(session: Session) -> dict[str, OutletNotes]:
    """What was said of outlets, by their names."""
    outlets = load_outlets(session)
    homes = {r.name: r.home for r in session.scalars(select(OutletRecord).order_by(OutletRecord.name))}
    others: dict[str, list[str]] = defaultdict(list)
    for printed in session.scalars(select(AliasRecord.printed).order_by(AliasRecord.printed)):
        others[outlets.called(printed)].append(printed)
    names = sorted({*homes, *others})
    return {name: OutletNotes(name, homes.get(name), tuple(others[name])) for name in names}


def put_alias(session: Session, printed: str, outlet: str, decided: dt.datetime) -> None:
    """From now on `printed` is another name of `outlet`; what it stood for before is forgotten."""
    moment = codec.moment_out(decided)
    session.merge(AliasRecord(folded=same_name(printed), printed=printed, outlet=outlet, decided=moment))
    session.flush()


def remove_alias(session: Session, printed: str) -> bool:
    """`printed` is a name of its own again; False if it was no other name."""
    found = session.get(AliasRecord, same_name(printed))
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def put_home(session: Session, name: str, home: str | None) -> None:
    """The outlet's home page; None for none."""
    if home is None:
        session.execute(delete(OutletRecord).where(OutletRecord.name == name))
    else:
        session.merge(OutletRecord(name=name, home=home))
    session.flush()


def name_articles_again(session: Session) -> frozenset[str]:
    """Give every stored article the outlet that today's names and homes give it; the outlets that changed.

    Looks at outlets, not at texts: what an article says of itself is not read again. The articles wait.
    """
    outlets = load_outlets(session)
    columns = ArticleRecord
    query = select(
        columns.key, columns.text_hash, columns.outlet, columns.outlet_basis, columns.url, columns.read,
        columns.published, columns.published_basis, columns.title, columns.title_basis,
    )  # fmt: skip
    records = session.execute(query.order_by(columns.key)).all()
    said = corrected_outlets(session, [r.key for r in records if r.outlet_basis == Basis.CORRECTED.value])
    touched: set[str] = set()
    texts: set[str] = set()
    changed: list[dict[str, Any]] = []
    for r in records:
        kept = r.read or [r.outlet, r.outlet_basis, r.published, r.published_basis, r.title, r.title_basis]
        values = {Field.OUTLET: said[r.key]} if r.key in said else {}
        outlet, basis = outlet_of(kept[0], Basis(kept[1]), r.url, values, outlets)
        if (outlet, basis.value) == (r.outlet, r.outlet_basis):
            continue
        now = [outlet, basis.value, r.published, r.published_basis, r.title, r.title_basis]
        changed.append(
            {"of": r.key, "outlet": outlet, "basis": basis.value, "kept": None if now == kept else kept}
        )
        texts.add(r.text_hash)
        touched |= {name for name in (r.outlet, outlet) if name}
    if changed:
        session.execute(_NAMED_AGAIN, changed)
    wait(session, [values["of"] for values in changed])
    several = select(columns.text_hash).group_by(columns.text_hash).having(func.count() > 1)
    for text in sorted(texts & set(session.scalars(several))):
        unite(session, text)
    wait_for_outlets(session, touched)
    return frozenset(touched)


def wait_for_outlets(session: Session, names: Iterable[str]) -> None:
    """Let an article of each of these outlets wait, so that its repeated lines are looked at again."""
    first = select(func.min(ArticleRecord.key)).where(ArticleRecord.outlet.in_(sorted(names)))
    wait(session, filter(None, session.scalars(first.group_by(ArticleRecord.outlet))))


def unite(session: Session, text: str) -> None:
    """Of the articles with this text (hash) and one outlet, let one stand for all.

    The one of which most is known, of two alike the first by file name and key: the order in which they came
    does not matter. The others are kept and leave their events; one that is no longer the same stands for
    itself again.
    """
    session.flush()
    query = select(ArticleRecord).where(ArticleRecord.text_hash == text).order_by(ArticleRecord.key)
    records = session.scalars(query.execution_options(populate_existing=True)).all()
    if len(records) == 1 and records[0].same_as is None:
        return
    alike: dict[str, list[ArticleRecord]] = defaultdict(list)
    for record in records:
        alike[same_name(record.outlet) if record.outlet else f"\0{record.key}"].append(record)
    for group in alike.values():
        first = min(group, key=_standing)
        for record in group:
            _stand(session, record, None if record is first else first.key)


def _standing(record: ArticleRecord) -> tuple[int, str, str]:
    read = read_of(article_in(record))
    known = (read.published, read.title, record.url, record.byline, record.note)
    return -sum(value is not None for value in known), record.source_name, record.key


def _stand(session: Session, record: ArticleRecord, same_as: str | None) -> None:
    """Let an article be one with another, or stand for itself again."""
    if record.same_as == same_as:
        return
    alone = record.same_as is None
    record.same_as, record.read_as = same_as, ""
    session.flush()
    if alone:
        leave_event(session, record.key)
        session.execute(delete(ClaimRecord).where(ClaimRecord.article_key == record.key))
    wait(session, {record.key, same_as or record.key})


def twins(session: Session, key: str) -> tuple[Twin, ...]:
    """The articles that are one with this one, which stands for them."""
    query = select(ArticleRecord).where(ArticleRecord.same_as == key).order_by(ArticleRecord.key)
    found = (article_in(record) for record in session.scalars(query))
    return tuple(Twin(a.key, a.source_name, read_of(a).outlet, a.url) for a in found)


def stands_for(session: Session, key: str) -> str:
    """The key of the article that is shown for this key, which may be a former one: itself, for most."""
    present = present_key(session, key) or key
    return session.scalar(select(ArticleRecord.same_as).where(ArticleRecord.key == present)) or present


def same_articles(session: Session, key: str) -> tuple[Article, ...]:
    """The article and those that are one with it."""
    query = select(ArticleRecord).where((ArticleRecord.key == key) | (ArticleRecord.same_as == key))
    return tuple(article_in(record) for record in session.scalars(query.order_by(ArticleRecord.key)))


def put_mended(session: Session, old: Article, new: Article) -> bool:
    """Store what was mended; False if `old` is not what is stored. Claims stay until it is settled."""
    record = session.get(ArticleRecord, old.key, populate_existing=True)
    if record is None or article_in(record) != old or new.key != old.key:
        return False
    record.outlet, record.outlet_basis = new.outlet, new.outlet_basis.value
    record.published = codec.date_out(new.published)
    record.published_basis = new.published_basis.value
    record.title, record.title_basis = new.title, new.title_basis.value
    record.segments, record.read = codec.segments_out(new.segments), codec.read_out(new.read)
    session.flush()
    wait(session, [new.key])
    return True


def number_waiting(session: Session, keys: Sequence[str]) -> int:
    """How many of the articles wait for their place in an event, or for its rows."""
    found: set[str] = set()
    for chunk in chunks(sorted(keys)):
        query = select(WaitingRecord.article_key).where(WaitingRecord.article_key.in_(chunk))
        found |= set(session.scalars(query))
    return len(found)


def events_alike(session: Session, key: str, most: int) -> tuple[str, ...]:
    """The events whose articles are most like this one, the most alike first."""
    found: dict[str, None] = {}
    one, other = LikenessRecord.low, LikenessRecord.high
    alike = union_all(
        select(other.label("key"), LikenessRecord.score).where(one == key),
        select(one.label("key"), LikenessRecord.score).where(other == key),
    ).subquery()
    query = select(MemberRecord.event_id).join(alike, MemberRecord.article_key == alike.c.key)
    for id_ in session.scalars(query.order_by(alike.c.score.desc(), MemberRecord.event_id).limit(200)):
        found.setdefault(id_)
    return tuple(found)[:most]


def hosts_of_outlets(session: Session) -> tuple[tuple[str, str], ...]:
    """Which outlets have articles at which hosts, in the order of both."""
    query = select(ArticleRecord.outlet, ArticleRecord.url).where(
        ArticleRecord.outlet.is_not(None), ArticleRecord.url.is_not(None)
    )
    found = {(outlet, host_of(url)) for outlet, url in session.execute(query)}
    return tuple(sorted((outlet, host) for outlet, host in found if outlet and host))
