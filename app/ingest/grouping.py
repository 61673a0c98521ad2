"""Events decided again where articles wait: the index brought up to date, then part by part."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app import store
from app.domain.article import Article
from app.domain.grouping import Anchor, Bond, Constraints, GroupingCorrection
from app.errors import BadInputError
from app.ingest import plan
from app.pipeline.group import (
    FLOOR,
    LEAST,
    PROFILES,
    SHARED,
    WINDOW,
    Profile,
    cluster,
    likeness,
    profile,
)
from app.store import Database, Session, StoredEvent, StoredProfile


def correct(database: Database, article: str, others: Mapping[str, Bond], decided: dt.datetime) -> Anchor:
    """Log that an article belongs, or does not belong, with others; all by source name or how the key begins.

    All is logged or nothing: NotFoundError where a name is no article's or several articles', BadInputError
    where an article is set against itself. The events are then to be settled.
    """
    when = decided.astimezone(dt.UTC).isoformat(timespec="seconds")
    with database.writing() as session:
        one = store.find_anchor(session, article)
        for name, bond in others.items():
            other = store.find_anchor(session, name)
            if other == one:
                raise BadInputError(f"{name}: is the article itself")
            store.add_correction(session, GroupingCorrection(one, other, bond, when))
    return one


@dataclass(frozen=True, slots=True)
class Part:
    """Articles that can be decided by themselves: their events with ids, and what is stored of them.

    `waiting` are the numbers under which articles of the part wait; `changed` are these articles.
    """

    events: tuple[tuple[str, tuple[str, ...]], ...]
    stored: dict[str, StoredEvent]
    waiting: tuple[int, ...]
    changed: frozenset[str]

    def stands(self, id_: str, articles: tuple[str, ...], version: str) -> bool:
        """Whether the event is stored as it is to be, and nothing about its articles changed."""
        held = self.stored.get(id_)
        same = held is not None and held.articles == frozenset(articles)
        return same and self.made_from(id_).startswith(f"{version}:") and self.changed.isdisjoint(articles)

    def made_from(self, id_: str) -> str:
        return self.stored[id_].made_from if id_ in self.stored else ""


def index(database: Database, keys: Iterable[str]) -> None:
    """Profile the articles, where theirs is not of today, and store whom they are like.

    Each in a transaction of its own, which sees all that were stored before it: of two articles the later one
    finds the other, also where two processes index at once.
    """
    for key in sorted(keys):
        with database.session() as session:
            article = next(store.load_articles(session, [key]), None)
            made_from = store.profiles_made_from(session, [key]).get(key)
        if (
            article is not None
            and article.same_as is None
            and made_from != plan.profile_of(article, PROFILES)
        ):
            _index(database, article)


def _index(database: Database, article: Article) -> None:
    found = profile(article)
    kept = StoredProfile(
        article.key, found.pack(), found.telling, article.published, plan.profile_of(article, PROFILES)
    )
    with database.writing() as session:
        if next(store.load_articles(session, [article.key]), None) != article:
            return  # changed meanwhile, so it waits again
        store.add_profile(session, kept)
        others = store.candidates(session, kept, SHARED, WINDOW)
        alike = ((o.key, likeness(found, Profile.unpack(o.packed, o.published))) for o in others)
        edges = ((min(article.key, key), max(article.key, key), score) for key, score in alike)
        store.add_likenesses(session, [edge for edge in edges if edge[2] >= FLOOR])


def parts(database: Database, waiting: Mapping[int, str], others: Iterable[str]) -> Iterator[Part]:
    """The parts that hold those who wait and the `others`, each as it is when its turn comes."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, key in waiting.items():
        numbers[key].append(number)
    with database.session() as session:
        constraints = store.load_constraints(session)
    seen: set[str] = set()
    for key in sorted({*numbers, *others}):
        if key not in seen:
            keys, events, stored = _part(database, key, constraints)
            seen |= keys
            changed = frozenset(keys & numbers.keys())
            yield Part(events, stored, tuple(n for k in sorted(changed) for n in numbers[k]), changed)


def _part(
    database: Database, start: str, constraints: Constraints
) -> tuple[frozenset[str], tuple[tuple[str, tuple[str, ...]], ...], dict[str, StoredEvent]]:
    with database.session() as session:
        keys, clusters = _decided(session, start, constraints)
        stored = store.stored_events(session, keys)
        ids = plan.event_ids(clusters, stored, lambda id_: store.event_exists(session, id_))
    return keys, tuple(zip(ids, clusters, strict=True)), {event.id: event for event in stored}


def _decided(
    session: Session, start: str, constraints: Constraints
) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    """The articles of the part that holds `start`, and the events they make."""
    keys = store.connected(session, [start], LEAST, constraints.links)
    there = store.article_keys(session, keys, grouped=True)
    return keys, cluster(there, store.likenesses_among(session, keys), constraints)


def beside(session: Session, key: str) -> frozenset[str]:
    """Whom the article stands with by the likenesses that are stored and the corrections in force."""
    _, clusters = _decided(session, key, store.load_constraints(session))
    return frozenset(next((c for c in clusters if key in c), ())) - {key}
