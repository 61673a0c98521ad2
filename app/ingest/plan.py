"""What is to be done with what was read: decisions only, nothing is performed here."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.article import Article, Basis, Extent, RawArticle, Stated
from app.domain.claim import Claim
from app.domain.correction import as_it_was
from app.store import StoredEvent

_TITLE_CHARACTERS = 90


class Fate(StrEnum):
    """What becomes of an article that was read."""

    NEW = "stored"
    UPDATE = "updated"  # the text was there, something about it is better known now
    THERE = "already there"


@dataclass(frozen=True, slots=True)
class Decision:
    """`article` is what the database is to hold; `replaces` what it holds now in that place."""

    fate: Fate
    article: Article
    replaces: Article | None = None


def decide(new: Article, stored: Sequence[Article]) -> Decision:
    """Whether `new` is one of the `stored` articles, which have the same text.

    One text is two articles only where two different outlets were *given* for it (a wire report two
    outlets print). A given outlet, date, title or address replaces what was read from the text or
    missing; a given date, title or address also replaces one given before. The file name goes with the
    outlet that is better known, of two alike the first in the alphabet, so that order does not matter.
    """
    match = _same(new, stored)
    if match is None:
        return Decision(Fate.NEW, new)
    known = _merged(match, new)
    if known == match:
        return Decision(Fate.THERE, match)
    return Decision(Fate.UPDATE, known, replaces=match)


def _same(new: Article, stored: Sequence[Article]) -> Article | None:
    for article in stored:
        if _outlet_key(article) == _outlet_key(new):
            return article
    bases = ((article, {new.outlet_basis, article.outlet_basis}) for article in stored)
    return next((article for article, both in bases if both != {Basis.GIVEN}), None)


def _outlet_key(article: Article) -> str:
    return (article.outlet or "").casefold()


def _merged(old: Article, new: Article) -> Article:
    rank = {Basis.GIVEN: 3, Basis.PAGE: 2, Basis.TEXT: 1, Basis.INFERRED: 1, Basis.MISSING: 0}

    def newer(old_basis: Basis, new_basis: Basis) -> bool:
        return new_basis is Basis.GIVEN or rank[new_basis] > rank[old_basis]

    by_outlet = new if newer(old.outlet_basis, new.outlet_basis) else old
    by_date = new if newer(old.published_basis, new.published_basis) else old
    by_title = new if newer(old.title_basis, new.title_basis) else old
    known = replace(
        old,
        source_name=_source_name(old, new),
        outlet=by_outlet.outlet,
        outlet_basis=by_outlet.outlet_basis,
        published=by_date.published,
        published_basis=by_date.published_basis,
        title=by_title.title,
        title_basis=by_title.title_basis,
        byline=new.byline or old.byline,
        url=new.url or old.url,
        note=new.note or old.note,
    )
    # What is given is recognised in the text, so the segments are new with it; else they stay as they were
    # settled, with the marks of lines that repeat.
    return known if known == old else replace(known, segments=new.segments)


def _source_name(old: Article, new: Article) -> str:
    given = [article for article in (old, new) if article.outlet_basis is Basis.GIVEN]
    return min(article.source_name for article in given or (old, new))


def as_mended(article: Article) -> RawArticle:
    """The stored article with what a person said of it given beside the text, to be recognised there.

    An outlet that only goes by another name now is recognised by the name that was read.
    """
    raw = as_read(article)
    return replace(
        raw,
        outlet=article.outlet if article.outlet_basis is Basis.CORRECTED else raw.outlet,
        title=article.title if article.title_basis is Basis.CORRECTED else raw.title,
    )


def as_read(article: Article) -> RawArticle:
    """The stored article as it came in: its text, and beside it only what was given, nothing mended."""
    article = as_it_was(article)
    return RawArticle(
        source_name=article.source_name,
        text=article.text,
        origin=article.source_name,
        outlet=article.outlet if article.outlet_basis is Basis.GIVEN else None,
        published=article.published if article.published_basis is Basis.GIVEN else None,
        title=article.title if article.title_basis is Basis.GIVEN else None,
        byline=article.byline,
        url=article.url,
        note=article.note,
        stated=Stated(
            outlet=article.outlet if article.outlet_basis is Basis.PAGE else None,
            published=article.published if article.published_basis is Basis.PAGE else None,
            title=article.title if article.title_basis is Basis.PAGE else None,
        ),
        marked=article.marked,
        # That a text is cut off is found in the text itself, again each time.
        extent=Extent.FULL if article.cut_off else article.extent,
        language=article.language,
        modified=article.modified,
        read_on=article.read_on,
    )


def reading_of(article: Article, version: str) -> str:
    """Names what an article's claims depend on: the pipeline's version, its date, its segments."""
    date = article.published.isoformat() if article.published else ""
    parts = [f"{s.span.start}-{s.span.end}{s.kind}" for s in article.segments]
    return f"{version}:{_digest([date, *parts])}"


def profile_of(article: Article, version: str) -> str:
    """Names what an article's profile depends on: the version that made it, headline, date, segments."""
    return f"{version}:{_digest([article.title or '', reading_of(article, version)])}"


def lineup_of(articles: Iterable[Article], version: str) -> str:
    """Names what an event's rows depend on: its articles, how they were read, what is known of them."""
    known = (
        f"{a.key} {a.outlet} {a.source_name} {a.title} {a.extent} {reading_of(a, version)}" for a in articles
    )
    return f"{version}:{_digest(sorted(known))}"


def event_ids(
    clusters: Sequence[Sequence[str]],
    stored: Sequence[StoredEvent],
    exists: Callable[[str], bool] = lambda id_: False,
) -> tuple[str, ...]:
    """An id for each cluster of article keys.

    A cluster goes on as the stored event it shares most articles with, so that links keep working
    while a story grows; a new event is named after its articles. `stored` are the events that hold any of the
    articles; `exists` tells of an id whether any other event has it.
    """
    event_of = {key: event.id for event in stored for key in event.articles}
    shares = Counter(
        (event_of[key], index) for index, cluster in enumerate(clusters) for key in cluster if key in event_of
    )
    ids: dict[int, str] = {}
    continued: set[str] = set()
    for (id_, index), _ in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        if index not in ids and id_ not in continued:
            ids[index] = id_
            continued.add(id_)
    taken = {event.id for event in stored}
    for index, cluster in enumerate(clusters):
        if index not in ids:
            ids[index] = _new_id(cluster, lambda id_: id_ in taken or exists(id_))
            taken.add(ids[index])
    return tuple(ids[index] for index in range(len(clusters)))


def in_columns(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The order of an event's columns: earliest published first, undated last, then by name.

    Clock times are compared as printed: most articles don't give a zone.
    """

    def place(article: Article) -> tuple[dt.date, dt.time, str, str, str]:
        published = article.published
        day = published.first_day() if published else None
        time = published.time.replace(tzinfo=None) if published and published.time else dt.time.min
        return day or dt.date.max, time, article.label.casefold(), article.source_name, article.key

    return tuple(sorted(articles, key=place))


def title_of(columns: Sequence[Article], claims: Mapping[str, Sequence[Claim]]) -> str:
    """The headline of the article that says most, else its first words."""
    fullest = max(columns, key=lambda article: (article.title is not None, len(claims.get(article.key, ()))))
    if fullest.title:
        return fullest.title
    said = claims.get(fullest.key)
    words = " ".join((said[0].text if said else fullest.text).split())
    return words if len(words) <= _TITLE_CHARACTERS else words[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _new_id(cluster: Sequence[str], taken: Callable[[str], bool]) -> str:
    names = (_digest([*sorted(cluster)[:1], str(attempt)])[:10] for attempt in itertools.count())
    return next(name for name in names if not taken(name))


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
