"""Performs what `plan` decides. Analysis runs outside of transactions; then one transaction an article."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app import store
from app.domain.article import Article, RawArticle
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.errors import AnalysisError
from app.ingest import grouping, plan
from app.ingest.grouping import Part
from app.ingest.plan import Decision, Fate
from app.pipeline.align import line_up
from app.pipeline.clean import clean, infer_years, repeated_lines
from app.pipeline.copies import find_copies, with_origins
from app.pipeline.extract import VERSION
from app.pipeline.group import PROFILES
from app.pipeline.read import Linked, Passed, Unreadable
from app.store import Database, LinedUp, Session

# Rows depend on the line-up's rules too: raise this when they change.
LINEUP_VERSION = "lineup-4"
LINED_UP_BY = f"{VERSION} {LINEUP_VERSION}"
_SETTLE_AGAIN = 4

Item = RawArticle | Unreadable | Passed | Linked
ReadClaims = Callable[[Article], tuple[Claim, ...]]
_log = logging.getLogger(__name__)

Beside = Callable[[Session, Decision], None]
Advance = Callable[[str], None]  # told of every step done, by the stage's name


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was not stored: where it was found, and why not."""

    origin: str
    reason: str


@dataclass(slots=True)
class Report:
    """What an ingest came to."""

    fates: Counter[Fate] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    passed: list[Failure] = field(default_factory=list)
    outlets: set[str] = field(default_factory=set)  # that gained or lost an article

    def counts(self) -> dict[str, int]:
        """How many articles met each fate, those that none met included where a reader expects them."""
        shown = [fate for fate in Fate if fate is not Fate.UPDATE or self.fates[fate]]
        return {fate.value: self.fates[fate] for fate in shown}


def ingest(
    database: Database,
    items: Iterable[Item],
    read_claims: ReadClaims,
    advance: Advance = lambda stage: None,
    report: Report | None = None,
) -> Report:
    """Store what was read, each article in a transaction of its own, then settle events and rows.

    What can't be read or stored is reported with its reason; the rest goes on. Ended at any moment
    it can be run again: an article is stored whole or not at all, and never twice. A `report` handed
    in tells what was stored also where the run ends early.
    """
    report = Report() if report is None else report
    for item in items:
        _take(database, item, read_claims, report)
        advance("articles")
    settle(database, read_claims, advance, report.outlets)
    return report


def settle(
    database: Database,
    read_claims: ReadClaims,
    advance: Advance = lambda stage: None,
    outlets: Iterable[str] = (),
) -> None:
    """Bring everything that depends on several articles up to date: repeated lines, events, years, rows.

    Lines are looked at again for `outlets` and for those with articles whose event is to be decided.
    """
    with database.session() as session:
        waiting = store.outlets(session, waiting=True)
    _mark_repeated_lines(database, {*outlets, *waiting}, read_claims)
    settle_events(database, read_claims, advance)
    for _ in range(_SETTLE_AGAIN):
        # Another process may have stored articles, or settled older ones, meanwhile.
        if not unsettled(database):
            break
        settle_events(database, read_claims, advance)


def settle_events(database: Database, read_claims: ReadClaims, advance: Advance = lambda stage: None) -> None:
    """Decide on the events that articles wait for, part by part, and line up those that changed."""
    with database.session() as session:
        waiting = store.waiting(session)
        outdated = store.profiles_of_other_versions(session, PROFILES)
        others = outdated | store.articles_to_line_up(session, LINED_UP_BY)
    grouping.index(database, {*waiting.values(), *outdated})
    for part in grouping.parts(database, waiting, others):
        _settle_part(database, part, read_claims, advance)


def _settle_part(database: Database, part: Part, read_claims: ReadClaims, advance: Advance) -> None:
    for id_, cluster in part.events:
        if part.stands(id_, cluster, LINED_UP_BY):
            continue
        with database.session() as session:
            articles = list(store.load_articles(session, cluster))
        columns = plan.in_columns(infer_years(articles))
        made_from = plan.lineup_of(columns, LINED_UP_BY)
        if part.made_from(id_) != made_from:
            _line_up_event(database, id_, columns, made_from, read_claims)
        advance("events")
    with database.writing() as session:
        store.served(session, part.waiting)
        store.remove_empty_events(session)


def unsettled(database: Database) -> bool:
    """Whether an ingest ended before it had settled what it stored, or another version did."""
    with database.session() as session:
        return bool(
            store.waiting(session)
            or store.articles_to_line_up(session, LINED_UP_BY)
            or store.profiles_of_other_versions(session, PROFILES)
        )


def rebuild(database: Database, read_claims: ReadClaims, advance: Advance = lambda stage: None) -> None:
    """Derive everything anew from the stored texts."""
    with database.session() as session:
        keys = store.article_keys(session)
    for key in keys:
        for article in _stored(database, key):
            _read_again(database, article, clean(plan.as_read(article)), read_claims)
        advance("articles")
    with database.writing() as session:
        store.forget_rows(session)
        store.forget_profiles(session)
        outlets = store.outlets(session)
    settle(database, read_claims, advance, outlets)


def _stored(database: Database, key: str) -> tuple[Article, ...]:
    """The article with this key, if it is still there."""
    with database.session() as session:
        return tuple(store.load_articles(session, [key]))


def take(
    database: Database,
    raw: RawArticle,
    read_claims: ReadClaims,
    beside: Beside = lambda session, decision: None,
) -> Decision:
    """Store one article; what depends on others is left to `settle`. AnalysisError if it can't be analysed.

    `beside` is called in the transaction that stores the article (or finds that it is there), so what it
    writes stands or falls with it. It may be called again where another process was in between.
    """
    return _store(database, clean(raw), read_claims, beside)


def _take(database: Database, item: Item, read_claims: ReadClaims, report: Report) -> None:
    match item:
        case Unreadable(origin, reason):
            report.failures.append(Failure(origin, reason))
        case Linked(origin):
            report.failures.append(
                Failure(origin, "has an address and no text: hand the address in as a link")
            )
        case Passed(origin, reason):
            report.passed.append(Failure(origin, reason))
        case RawArticle():
            try:
                decision = take(database, item, read_claims)
                report.fates[decision.fate] += 1
                if decision.fate is not Fate.THERE:
                    touched = (decision.article, decision.replaces)
                    report.outlets.update(a.outlet for a in touched if a and a.outlet)
            except AnalysisError as error:
                _log.error("%s: analysis failed", item.origin, exc_info=error.__cause__)
                report.failures.append(Failure(item.origin, str(error)))


def _analysed(article: Article, read_claims: ReadClaims) -> tuple[Claim, ...]:
    """The article's claims. A fault of ours on one article is named as such and must not stop the others."""
    if not article.analysed:
        return ()
    try:
        return read_claims(article)
    except Exception as error:
        fault = type(error).__name__
        raise AnalysisError(f"could not be analysed, a fault in Crossread ({fault})") from error


def _store(database: Database, article: Article, read_claims: ReadClaims, beside: Beside) -> Decision:
    with database.session() as session:
        decision = plan.decide(article, store.articles_with_text(session, article.text))
    if decision.fate is Fate.THERE:
        with database.writing() as session:
            beside(session, decision)
        return decision
    claims = _analysed(decision.article, read_claims)
    reading = plan.reading_of(decision.article, VERSION)
    with database.writing() as session:
        if plan.decide(article, store.articles_with_text(session, article.text)) == decision:
            if decision.replaces is None:
                store.add_article(session, decision.article, claims, reading)
                beside(session, decision)
                return decision
            if store.replace_article(session, decision.replaces, decision.article, claims, reading):
                beside(session, decision)
                return decision
    # Another process stored the same text meanwhile: decide again.
    return _store(database, article, read_claims, beside)


def _mark_repeated_lines(database: Database, outlets: Iterable[str], read_claims: ReadClaims) -> None:
    """Mark lines that repeat across an outlet's articles, and no longer those that once did."""
    for outlet in sorted(outlets):
        with database.session() as session:
            articles = store.articles_of_outlet(session, outlet)
        repeated = repeated_lines(article.text for article in articles)
        for article in articles:
            segments = clean(plan.as_read(article), repeated).segments
            if segments != article.segments:
                _read_again(database, article, replace(article, segments=segments), read_claims)


def _read_again(
    database: Database,
    stored: Article,
    new: Article,
    read_claims: ReadClaims,
    *,
    published: PartialDate | None = None,
) -> None:
    """Put `new` with its claims in the place of `stored`.

    `published` is the date to read by, where the event knows more of it than the article does.
    """
    as_read = replace(new, published=published) if published else new
    try:
        claims = _analysed(as_read, read_claims)
    except AnalysisError as error:
        # What was read before stays: an old reading is better than none.
        _log.error("%s: %s", stored.source_name, error, exc_info=error.__cause__)
        return
    with database.writing() as session:
        # If the article changed meanwhile, whoever changed it has read it too.
        store.replace_article(session, stored, new, claims, plan.reading_of(as_read, VERSION))


def _line_up_event(
    database: Database, id_: str, columns: Sequence[Article], made_from: str, read_claims: ReadClaims
) -> None:
    _refresh_claims(database, columns, read_claims)
    with database.session() as session:
        claims = store.load_claims(session, [column.key for column in columns])
    copies = find_copies(columns)
    rows = line_up(columns, [claim for column in columns for claim in claims[column.key]])
    title = plan.title_of(columns, claims)
    with database.writing() as session:
        lined_up = with_origins(rows, columns, copies)
        event = LinedUp(id_, title, tuple(columns), lined_up, made_from, copies)
        if not store.save_event(session, event):
            # Another process read an article anew meanwhile.
            store.wait(session, [column.key for column in columns])


def _refresh_claims(database: Database, columns: Sequence[Article], read_claims: ReadClaims) -> None:
    """Read those articles again whose date has become known through the event, or whose reading is old."""
    with database.session() as session:
        made: Mapping[str, str] = store.readings(session, [column.key for column in columns])
        stored = {a.key: a for a in store.load_articles(session, [column.key for column in columns])}
    for column in columns:
        article = stored.get(column.key)
        if article and made.get(column.key) != plan.reading_of(column, VERSION):
            _read_again(database, article, article, read_claims, published=column.published)
