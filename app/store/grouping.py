"""What grouping keeps: profiles, the index that finds candidates, likenesses, who waits, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, delete, func, insert, or_, select, union_all
from sqlalchemy.orm import Session

from app.domain.dates import PartialDate
from app.domain.grouping import Anchor, Bond, Constraints, Force, GroupingCorrection, replay
from app.errors import NotFoundError
from app.store import codec
from app.store.tables import (
    ArticleRecord,
    GroupingCorrectionRecord,
    LikenessRecord,
    PostingRecord,
    ProfileRecord,
    WaitingRecord,
)
from app.store.versions import place_of

UNDATED = 0  # in the place of a day that is not known with its year
_CHUNK = 500  # well under SQLite's limit of bound parameters

_SHOWN = 5  # articles named where a name is not enough

Edge = tuple[str, str, float]
_Decision = tuple[str, str, Bond]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """An article's profile as it is kept: packed, with the words it is found by and its date."""

    key: str
    packed: bytes
    telling: tuple[int, ...]
    published: PartialDate | None
    made_from: str

    @property
    def day(self) -> int:
        first = self.published.first_day() if self.published and self.published.day else None
        return first.toordinal() if first else UNDATED


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that shares telling words and days with another."""

    key: str
    packed: bytes
    published: PartialDate | None


def wait(session: Session, keys: Iterable[str]) -> None:
    """Let the articles wait for their place in an event to be decided."""
    if rows := [{"article_key": key} for key in sorted(keys)]:
        session.execute(insert(WaitingRecord), rows)


def waiting(session: Session) -> dict[int, str]:
    """Keys of the articles that wait, by the number under which they do; a key may wait more than once."""
    found = session.execute(select(WaitingRecord.id, WaitingRecord.article_key).order_by(WaitingRecord.id))
    return {row.id: row.article_key for row in found}


def served(session: Session, numbers: Iterable[int]) -> None:
    """Those who waited under these numbers have their place."""
    for chunk in chunks(sorted(numbers)):
        session.execute(delete(WaitingRecord).where(WaitingRecord.id.in_(chunk)))


def profiles_made_from(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """What the articles' profiles were made from, for those that have one."""
    found: dict[str, str] = {}
    for chunk in chunks(sorted(keys)):
        query = select(ProfileRecord.article_key, ProfileRecord.made_from)
        rows = session.execute(query.where(ProfileRecord.article_key.in_(chunk)))
        found |= {row.article_key: row.made_from for row in rows}
    return found


def profiles_of_other_versions(session: Session, version: str) -> frozenset[str]:
    """The articles whose profile another version made."""
    other = or_(ProfileRecord.made_from < f"{version}:", ProfileRecord.made_from >= f"{version};")
    return frozenset(session.scalars(select(ProfileRecord.article_key).where(other)))


def add_profile(session: Session, profile: StoredProfile) -> None:
    """Store a profile in the place of the article's former one, and index its telling words."""
    forget_profile(session, profile.key)
    record = ProfileRecord(
        article_key=profile.key,
        day=profile.day,
        made_from=profile.made_from,
        packed=profile.packed,
        telling=list(profile.telling),
    )
    session.add(record)
    session.flush()
    postings = [{"word": word, "day": profile.day, "profile_id": record.id} for word in profile.telling]
    if postings:
        session.execute(insert(PostingRecord), postings)


def forget_profile(session: Session, key: str) -> None:
    """Drop the article's profile and likenesses; those it was like wait, for they may part without it."""
    record = session.scalar(select(ProfileRecord).where(ProfileRecord.article_key == key))
    if record is None:
        return
    wait(session, {other for edge in _edges_of(session, [key]) for other in edge[:2]} - {key})
    session.execute(delete(LikenessRecord).where(or_(LikenessRecord.low == key, LikenessRecord.high == key)))
    own = (PostingRecord.word.in_(record.telling), PostingRecord.day == record.day)
    session.execute(delete(PostingRecord).where(*own, PostingRecord.profile_id == record.id))
    session.delete(record)
    session.flush()


def forget_profiles(session: Session) -> None:
    """Drop all that was derived for grouping; every article waits."""
    for table in (PostingRecord, LikenessRecord, ProfileRecord):
        session.execute(delete(table))
    wait(session, session.scalars(select(ArticleRecord.key)).all())


def candidates(session: Session, profile: StoredProfile, shared: int, days: int) -> Iterator[Candidate]:
    """Articles that share `shared` telling words or more and are at most `days` apart, or of unknown day."""
    found = union_all(*(_found(profile, day) for day in _stretches(profile.day, days))).subquery()
    enough = select(found.c.profile_id).group_by(found.c.profile_id).having(func.count() >= shared)
    query = (
        select(ProfileRecord.article_key, ProfileRecord.packed, ArticleRecord.published)
        .join(ArticleRecord, ArticleRecord.key == ProfileRecord.article_key)
        .where(ProfileRecord.id.in_(enough), ProfileRecord.article_key != profile.key)
    )
    for key, packed, published in session.execute(query.order_by(ProfileRecord.article_key)):
        yield Candidate(key, packed, codec.date_in(published))


def _stretches(day: int, days: int) -> list[tuple[int, int] | None]:
    """The days to look at; None for all of them."""
    return [None] if day == UNDATED else [(day - days, day + days), (UNDATED, UNDATED)]


def _found(profile: StoredProfile, stretch: tuple[int, int] | None) -> Select[int]:
    query = select(PostingRecord.profile_id).where(PostingRecord.word.in_(profile.telling))
    return query if stretch is None else query.where(PostingRecord.day.between(*stretch))


def add_likenesses(session: Session, edges: Iterable[Edge]) -> None:
    if rows := [{"low": low, "high": high, "score": score} for low, high, score in edges]:
        session.execute(insert(LikenessRecord), rows)


def connected(
    session: Session, start: Iterable[str], least: float, links: Mapping[str, Iterable[str]]
) -> frozenset[str]:
    """All articles that `start` is connected with by likenesses of `least` or more, and by `links`."""
    reached: set[str] = set()
    ahead = set(start)
    while ahead:
        reached |= ahead
        alike = {key for edge in _edges_of(session, sorted(ahead), least) for key in edge[:2]}
        ahead = (alike | {other for key in ahead for other in links.get(key, ())}) - reached
    return frozenset(reached)


def likenesses_among(session: Session, keys: Iterable[str]) -> list[Edge]:
    """The stored likenesses of any two of the articles, ascending."""
    held = set(keys)
    return sorted({edge for edge in _edges_of(session, sorted(held)) if held.issuperset(edge[:2])})


def _edges_of(session: Session, keys: Sequence[str], least: float = 0.0) -> Iterator[Edge]:
    for chunk in chunks(keys):
        query = select(LikenessRecord.low, LikenessRecord.high, LikenessRecord.score)
        for side in (LikenessRecord.low, LikenessRecord.high):
            alike = query.where(side.in_(chunk), LikenessRecord.score >= least)
            yield from ((row.low, row.high, row.score) for row in session.execute(alike))


def chunks(keys: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """The keys in parts that fit into one query."""
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def add_correction(session: Session, correction: GroupingCorrection) -> None:
    """Put a person's decision at the end of the log; both articles wait."""
    article, other = correction.article, correction.other
    session.add(
        GroupingCorrectionRecord(
            decided=correction.decided,
            bond=correction.bond.value,
            article_key=article.key,
            article_text=article.text_hash,
            article_name=article.source_name,
            other_key=other.key,
            other_text=other.text_hash,
            other_name=other.source_name,
        )
    )
    wait(session, {article.key, other.key})


def corrections(session: Session) -> tuple[GroupingCorrection, ...]:
    """The whole log, oldest first."""
    records = session.scalars(select(GroupingCorrectionRecord).order_by(GroupingCorrectionRecord.id))
    return tuple(
        GroupingCorrection(
            Anchor(record.article_key, record.article_text, record.article_name),
            Anchor(record.other_key, record.other_text, record.other_name),
            Bond(record.bond),
            record.decided,
        )
        for record in records
    )


def load_constraints(session: Session) -> Constraints:
    """What the log leaves in force among the articles that are here."""
    return replay(decision for _, decision in _decisions(session) if decision)


def reviewed(session: Session) -> tuple[tuple[GroupingCorrection, Force], ...]:
    """The whole log, oldest first, each with what has become of it."""
    decisions = _decisions(session)
    constraints = replay(decision for _, decision in decisions if decision)

    def force(decision: _Decision | None) -> Force:
        if decision is None:
            return Force.LOST
        return Force.IN_FORCE if constraints.holds(*decision) else Force.OVERRULED

    return tuple((correction, force(decision)) for correction, decision in decisions)


def _decisions(session: Session) -> list[tuple[GroupingCorrection, _Decision | None]]:
    """The log by today's keys; None in the place of a decision one of whose articles is not here."""
    log = corrections(session)
    places = {
        anchor: place_of(session, anchor.key, anchor.text_hash)
        for c in log
        for anchor in (c.article, c.other)
    }
    found: list[tuple[GroupingCorrection, _Decision | None]] = []
    for correction in log:
        article, other = places[correction.article], places[correction.other]
        here = article and other and article != other
        found.append((correction, (article or "", other or "", correction.bond) if here else None))
    return found


def find_anchor(session: Session, name: str) -> Anchor:
    """The one article with this source name, or whose key begins so; NotFoundError if none or several."""
    named = ArticleRecord.source_name == name
    keyed = ArticleRecord.key.startswith(name, autoescape=True)
    query = select(ArticleRecord.key, ArticleRecord.text_hash, ArticleRecord.source_name)
    for way in (named, keyed):
        found = (
            session.execute(query.where(way).order_by(ArticleRecord.key).limit(_SHOWN)).all() if name else []
        )
        if len(found) == 1:
            return Anchor(*found[0])
        if found:
            keys = ", ".join(row.key for row in found)
            raise NotFoundError(f"{name}: several articles are called so; name one by its key: {keys}")
    raise NotFoundError(f"{name or '(no name)'}: there is no such article; give its source name or its key")
