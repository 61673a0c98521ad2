"""What people say of articles and outlets, put in the place of what was read.

Each verb is one short transaction: it stores what was said and what follows at once for the articles'
records. What takes long (claims, events, rows) waits for `settle`, in this process or in the one that works
through the queue.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app import store
from app.domain.article import Article, Basis, text_hash, web_address
from app.domain.correction import Correction, Field, as_it_was, mended, value_of
from app.domain.grouping import Anchor, Bond, GroupingCorrection
from app.domain.outlet import host_of, same_name
from app.errors import BadInputError, NotFoundError
from app.ingest import grouping, plan
from app.ingest.plan import Decision
from app.pipeline.clean import clean
from app.pipeline.read import parse_date
from app.store import Database, Session

LONGEST = 500  # characters of a name or a headline
_ALONE_AGAIN = 8  # events that an article which is to stand alone is kept out of, one after the other
_RETRIES = 5

Changes = Mapping[Field, str | None]


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of mending: the article shown now, and those that have become one with it (source names)."""

    article: Article
    one_with: tuple[str, ...] = ()


class MendingError(BadInputError):
    """What was typed into one of the fields can't be used, and why."""

    def __init__(self, field: Field, message: str) -> None:
        super().__init__(message)
        self.field = field


def checked(field: Field, words: str) -> str:
    """What was typed, as the log keeps it; MendingError with the reason where it can't be used."""
    words = " ".join(words.split())
    if not words:
        raise MendingError(field, "nothing was typed")
    if len(words) > LONGEST:
        raise MendingError(field, f"it is longer than {LONGEST} characters")
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") or c in _TURNING for c in words):
        raise MendingError(field, "it holds characters that can’t be shown")
    if field is not Field.PUBLISHED:
        return words
    try:
        return parse_date(words).isoformat()
    except BadInputError as error:
        raise MendingError(field, str(error)) from None


# Characters that turn the direction of what stands after them, also outside of the name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def mend(database: Database, key: str, changes: Changes, when: dt.datetime) -> Mended:
    """Say what holds for an article: a value for a field, or None to go back to what was read.

    All is logged or nothing: MendingError for a value that can't be used, NotFoundError for an unknown key.
    A value that is there already is no change. The events are then to be settled.
    """
    values = {field: words if words is None else checked(field, words) for field, words in changes.items()}
    for _ in range(_RETRIES):
        with database.session() as session:
            there = store.same_articles(session, store.stands_for(session, key))
            if not there:
                raise NotFoundError(f"there is no article {key}")
            log = [_said(article, values, when) for article in there]
            new = [_with(session, *pair) for pair in zip(there, log, strict=True)]
        try:
            with database.writing() as session:
                _put(session, there, new, [correction for said in log for correction in said])
                return _outcome(session, key)
        except _StaleError:
            continue
    raise BadInputError("the article is being changed at this moment; try again")


class _StaleError(Exception):
    """Another process changed the article meanwhile."""


def _put(
    session: Session, there: Sequence[Article], new: Sequence[Article], said: Sequence[Correction]
) -> None:
    if not said:
        return
    if not all(store.put_mended(session, *pair) for pair in zip(there, new, strict=True)):
        raise _StaleError
    store.add_article_corrections(session, said)
    store.unite(session, text_hash(there[0].text))
    if {a.outlet for a in there} != {a.outlet for a in new}:
        store.wait_for_outlets(session, {a.outlet for a in (*there, *new) if a.outlet})


def _said(article: Article, values: Changes, when: dt.datetime) -> tuple[Correction, ...]:
    """What is to be logged: the values that are not there already."""
    anchor = Anchor(article.key, text_hash(article.text), article.source_name)
    moment = when.astimezone(dt.UTC).isoformat(timespec="seconds")
    found = []
    for field, value in values.items():
        was, basis = value_of(article, field)
        if (value is None and basis is not Basis.CORRECTED) or (value is not None and value == was):
            continue
        found.append(Correction(anchor, field, value, was, basis, moment))
    return tuple(found)


def _with(session: Session, article: Article, said: Sequence[Correction]) -> Article:
    log = (*store.article_corrections(session, [article.key], text_hash(article.text)), *said)
    found = mended(article, log, store.load_outlets(session))
    return replace(_recut(found) if said else found, same_as=article.same_as)


def _recut(article: Article) -> Article:
    """Headline and masthead are recognised in the text by what is known of them now."""
    return replace(article, segments=clean(plan.as_mended(article)).segments)


def _outcome(session: Session, key: str) -> Mended:
    shown = store.stands_for(session, key)
    (article,) = store.load_articles(session, [shown])
    return Mended(article, tuple(twin.source_name for twin in store.twins(session, shown)))


def decide(session: Session, new: Article, met: Mapping[str, str]) -> Decision:
    """As `plan.decide` over what is stored, as it was read; then with what a person said of it.

    `met` are the addresses of `new` as printed, by identity. Corrections win over all that is read or given
    later, and an outlet goes by its name from the start.
    """
    known = store.known_articles(session, new.text, met, new.key)
    stored = {as_it_was(held.article): held.article for held in known}
    was = tuple(replace(held, article=as_it_was(held.article)) for held in known)
    decision = plan.decide(new, was, frozenset(met))
    replaces = stored[decision.replaces] if decision.replaces else None
    absorbs = tuple(stored[gone] for gone in decision.absorbs)
    article = stored.get(decision.article)
    if article is None:
        keys = [held.key for held in (replaces, *absorbs) if held] or [decision.article.key]
        said = as_said(session, decision.article, keys)
        article = replace(said, same_as=replaces.same_as) if replaces else said
    return replace(decision, article=article, replaces=replaces, absorbs=absorbs)


def as_said(session: Session, article: Article, keys: Sequence[str]) -> Article:
    """An article as it was read, with what a person said of it under these keys."""
    log = store.article_corrections(session, keys, text_hash(article.text))
    found = mended(article, log, store.load_outlets(session))
    return found if found == article else _recut(found)


def read_anew(session: Session, article: Article) -> Article:
    """A stored article with its metadata and segments derived anew from its text."""
    found = as_said(session, clean(plan.as_read(article)), [article.key])
    return replace(found, same_as=article.same_as)


def place(database: Database, key: str, event: str, when: dt.datetime) -> None:
    """Put the article into an event (an id), or let it stand alone (""): by corrections of the grouping.

    Nothing is logged unless the article then stands where it was asked to: BadInputError says why it
    would not. The events are then to be settled.
    """
    with database.writing() as session:
        key = store.stands_for(session, key)
        if event:
            _join(session, key, event, when)
        else:
            _part(session, key, when)


def _join(session: Session, key: str, event: str, when: dt.datetime) -> None:
    held = [e for e in store.stored_events(session, [key]) if e.id == event]
    if held:
        return
    members = store.members_of(session, event)
    if not members:
        raise NotFoundError("that event is not there any more; choose again")
    _log(session, key, {members[0]: Bond.TOGETHER}, when)
    if members[0] not in grouping.beside(session, key):
        raise BadInputError(
            "what was said of other articles keeps this one out of that event; `crossread group` lists it"
        )


def _part(session: Session, key: str, when: dt.datetime) -> None:
    for _ in range(_ALONE_AGAIN):
        others = grouping.beside(session, key)
        if not others:
            return
        _log(session, key, dict.fromkeys(sorted(others), Bond.APART), when)
    raise BadInputError("other articles were put with this one by hand; move those first")


def _log(session: Session, key: str, others: Mapping[str, Bond], when: dt.datetime) -> None:
    moment = when.astimezone(dt.UTC).isoformat(timespec="seconds")
    one = store.find_anchor(session, key)
    for other, bond in others.items():
        store.add_correction(
            session, GroupingCorrection(one, store.find_anchor(session, other), bond, moment)
        )


def merge_outlets(database: Database, alias: str, outlet: str, when: dt.datetime) -> None:
    """From now on `alias` is another name of `outlet`: all its articles, stored or to come, go by that.

    Naming an outlet anew is the same, with a name that none has yet. BadInputError where either can't be
    a name, or the outlet is itself another name of `alias`. The events are then to be settled.
    """
    alias, outlet = checked(Field.OUTLET, alias), checked(Field.OUTLET, outlet)
    with database.writing() as session:
        known = store.load_outlets(session)
        if alias == outlet:
            raise MendingError(Field.OUTLET, "that is its name already")
        if same_name(known.called(outlet)) == same_name(alias) != same_name(outlet):
            raise MendingError(
                Field.OUTLET, f"“{outlet}” is another name of “{alias}”: take that back before this is said"
            )
        store.put_alias(session, alias, outlet, when)
        store.name_articles_again(session)


def part_outlets(database: Database, alias: str) -> None:
    """`alias` is a name of its own again, and its articles go by it; NotFoundError if it was none's."""
    with database.writing() as session:
        if not store.remove_alias(session, alias):
            raise NotFoundError(f"“{alias[:80]}” is not another name of any outlet")
        store.name_articles_again(session)


def set_home(database: Database, outlet: str, home: str) -> None:
    """Say where an outlet is at home, "" for nowhere. Pages there that name no outlet are then its own."""
    home, name = " ".join(home.split()), checked(Field.OUTLET, outlet)
    if home and ":" not in home:
        home = f"https://{home}"
    if home and "@" in home.partition("//")[2].partition("/")[0]:
        raise BadInputError("it holds a name or password, which everybody here would see")
    if home and (len(home) > LONGEST or not web_address(home) or not host_of(home)):
        raise BadInputError("it is not a web address (http:// or https://)")
    with database.writing() as session:
        store.put_home(session, name, home or None)
        store.name_articles_again(session)
