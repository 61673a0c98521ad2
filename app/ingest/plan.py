"""What is to be done with what was read: decisions only, nothing is performed here."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from app.domain.article import Article, Basis, Extent, RawArticle, Stated
from app.domain.claim import Claim
from app.domain.version import Known, Version, order_of
from app.ingest.versions import alike, closed, in_order, same_report, seen, shows_less
from app.pipeline.clean import clean
from app.pipeline.read.addresses import identity, plainest
from app.store import StoredEvent

_TITLE_CHARACTERS = 90


class Fate(StrEnum):
    """What becomes of an article that was read."""

    NEW = "stored"
    UPDATE = "updated"  # the text was there, something about it is better known now
    VERSION = "changed"  # the article was there with another text, and both are kept
    THERE = "already there"


@dataclass(frozen=True, slots=True)
class Decision:
    """`article` is what the database is to hold; `replaces` what it holds now in that place.

    `versions` are the article's former texts, None where they stay as they are; `absorbs` are stored articles
    that turned out to be this one. `words` say what the fate does not.
    """

    fate: Fate
    article: Article
    replaces: Article | None = None
    versions: tuple[Version, ...] | None = None
    absorbs: tuple[Article, ...] = ()
    words: str = ""


class Way(IntEnum):
    """How an article that was read is one that is stored; the surest first."""

    TEXT = 1  # the same words and outlet
    UNSURE = 2  # the same words, and an outlet that only one of the two is sure of
    FORMER = 3  # words it had before
    ADDRESS = 4  # the same address, and words that have something in common


def decide(new: Article, known: Sequence[Known] = (), at: frozenset[str] = frozenset()) -> Decision:
    """What is to be done with `new`, met `at` these addresses; `known` share one of them or the text.

    Addresses are identities. One text is two articles only where two outlets are sure and no address is
    common, or where both outlets were *given* (a wire report two outlets print). One address is two articles
    where their texts have nothing in common (a table that gives its own address for all). Two texts at one
    address are versions of one article. A given outlet, date, title or address replaces what was read from
    the text or missing; a given date, title or address also replaces one given before. The file name goes
    with the outlet that is better known, of two alike the first in the alphabet, so that order does not
    matter.
    """
    ways = ((_way(new, held, bool(at & held.addresses)), held) for held in known)
    found = sorted(((way, held) for way, held in ways if way), key=lambda pair: pair[0])
    if not found:
        return Decision(Fate.NEW, new)
    (first, held), *rest = found
    decision = _joined(new, held)
    for way, other in rest:
        if way is Way.ADDRESS > first and _may_be_one(held.article, other.article, common=True):
            decision = _absorbed(decision, new, held, other)
    return decision


def _way(new: Article, held: Known, common: bool) -> Way | None:
    article = held.article
    if not _may_be_one(new, article, common):
        return None
    if new.text == article.text:
        return Way.TEXT if _outlet_key(new) == _outlet_key(article) else Way.UNSURE
    if any(new.text == version.text for version in held.versions):
        return Way.FORMER
    return Way.ADDRESS if common and _at_one_address(new, article) else None


def _may_be_one(new: Article, held: Article, common: bool) -> bool:
    """Whether nothing known of their outlets speaks against it; `common` tells of an address of both."""
    bases = {new.outlet_basis, held.outlet_basis}
    two = bases <= _GIVEN or (bases <= _SURE and not common)
    return _outlet_key(new) == _outlet_key(held) or not two


def _at_one_address(new: Article, held: Article) -> bool:
    """Whether texts at one address may be one article's. Many pages may lead to one wall."""
    if closed(new) is not closed(held):
        return True
    same = not closed(new) or identity(new.url or "") == identity(held.url or "")
    return same and alike(new, held)


def _outlet_key(article: Article) -> str:
    return (article.outlet or "").casefold()


def _joined(new: Article, held: Known, *, came_first: bool = False) -> Decision:
    """What `new` does to the article that it is; where no time tells, what `came_first` is the older."""
    current = held.article
    if same_report(new, current):
        return _known_better(current, _merged(current, new, _GIVEN), new)
    former = next((version for version in reversed(held.versions) if same_report(new, version)), None)
    if former and not _again(new, former, current):
        return _known_better(current, _merged(current, new, frozenset()), new)
    if shows_less(new, current):
        return Decision(Fate.THERE, current, words="shows less of the article than is here, which stays")
    if (order_of(new, current) or -came_first) < 0:
        known, versions = _merged(current, new, frozenset()), in_order(held.versions, Version.of(new))
        words = "is an earlier text of an article that is here"
        return Decision(Fate.VERSION, known, current, versions, words=words)
    versions = in_order(held.versions, Version.of(current))
    return Decision(Fate.VERSION, _succeeding(current, new), current, versions)


def _again(new: Article, former: Version, current: Article) -> bool:
    """Whether a text that the article had once stands there again; a file tells no time to say so."""
    later = former.read_on is None or order_of(new, former) > 0
    return new.read_on is not None and later and order_of(new, current) >= 0


def _known_better(current: Article, known: Article, new: Article) -> Decision:
    if known == current:
        return Decision(Fate.THERE, current)
    return Decision(Fate.UPDATE, seen(known, new) if new.text == known.text else known, current)


def _absorbed(decision: Decision, new: Article, held: Known, other: Known) -> Decision:
    """The decision with another stored article's texts among those of this one."""
    before = held.versions if decision.versions is None else decision.versions
    current = decision.article
    now = seen(current, new) if new.text == current.text else current
    joined = _joined(other.article, Known(now, before), came_first=True)
    versions = before if joined.versions is None else joined.versions
    for version in other.versions:
        texts = {joined.article.text, *(kept.text for kept in versions)}
        if version.text not in texts:
            versions = in_order(versions, version)
    absorbs = (*decision.absorbs, other.article)
    return Decision(Fate.VERSION, joined.article, held.article, versions, absorbs)


_GIVEN = frozenset((Basis.GIVEN, Basis.CORRECTED))
_SURE = _GIVEN | {Basis.PAGE}
_RANK = {
    Basis.CORRECTED: 4,
    Basis.GIVEN: 3,
    Basis.PAGE: 2,
    Basis.TEXT: 1,
    Basis.INFERRED: 1,
    Basis.MISSING: 0,
}


def _succeeding(old: Article, new: Article) -> Article:
    """The article with its new text, and what was known of it where the new text does not know better."""
    known = replace(
        _facts(old, new, frozenset(Basis)),
        text=new.text,
        extent=new.extent,
        marked=new.marked,
        language=new.language,
        modified=new.modified,
        read_on=new.read_on,
    )
    return clean(as_read(known))


def _merged(old: Article, new: Article, at_par: frozenset[Basis]) -> Article:
    """The article `old` with what `new` knows better; with equal bases `new` does where they are `at_par`."""
    known = _facts(old, new, at_par)
    if known == old:
        return old
    # What is given is recognised in the text, so the segments are new with it; else they stay as they were
    # settled, with the marks of lines that repeat.
    return replace(known, segments=new.segments) if new.text == old.text else clean(as_read(known))


def _facts(old: Article, new: Article, at_par: frozenset[Basis]) -> Article:
    def better(old_basis: Basis, new_basis: Basis) -> Article:
        par = new_basis is old_basis and new_basis in at_par
        return new if par or _RANK[new_basis] > _RANK[old_basis] else old

    by_outlet = better(old.outlet_basis, new.outlet_basis)
    by_date = better(old.published_basis, new.published_basis)
    by_title = better(old.title_basis, new.title_basis)
    first, second = (new, old) if at_par else (old, new)
    return replace(
        old,
        source_name=_source_name(old, new),
        outlet=by_outlet.outlet,
        outlet_basis=by_outlet.outlet_basis,
        published=by_date.published,
        published_basis=by_date.published_basis,
        title=by_title.title,
        title_basis=by_title.title_basis,
        byline=first.byline or second.byline,
        url=_address(first.url, second.url),
        note=first.note or second.note,
    )


def _address(first: str | None, second: str | None) -> str | None:
    """The first address, or the plainer one where both are one."""
    one = first and second and identity(first) and identity(first) == identity(second)
    return plainest(first, second) if one and first and second else first or second


def _source_name(old: Article, new: Article) -> str:
    given = [article for article in (old, new) if article.outlet_basis is Basis.GIVEN]
    return min(article.source_name for article in given or (old, new))


def as_read(article: Article) -> RawArticle:
    """The stored article as it came in: its text, and beside it only what was given."""
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
