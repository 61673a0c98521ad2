"""Speakers and outlets across events, read from what events have lined up."""

# ruff: noqa: S608 - queries are put together of constants here; whatever comes from a reader is bound

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.domain.article import SegmentKind
from app.domain.claim import ClaimKind
from app.domain.event import Verdict
from app.domain.people import (
    Alias,
    CitedBy,
    OutletAccount,
    OutletLine,
    Printed,
    Said,
    SharedText,
    SpeakerAccount,
    SpeakerCount,
    SpeakerLine,
    Versions,
)
from app.domain.search import Place
from app.domain.text import Span
from app.errors import NotFoundError
from app.store import codec
from app.store.grouping import chunks
from app.store.search import PUBLISHED

ALIASES = 30
VERSIONS = 10
SOURCES = 30
_WORD = re.compile(r"\S*\w\S*")

# Dates without a year sort nowhere: they count as unknown here.
_PUBLISHED_DAY = f"CASE WHEN {PUBLISHED} GLOB '[0-9]*' THEN substr({PUBLISHED}, 1, 10) END"
_SAID_DAY = f"CASE WHEN claim.said_on GLOB '[0-9]*' THEN claim.said_on ELSE {_PUBLISHED_DAY} END"

_COUNTS = "SELECT speaker, sum(claims) FROM speaker_tally GROUP BY speaker"
_LINES = """
SELECT speaker, sum(claims) AS claims, count(DISTINCT event_id) AS events, count(DISTINCT outlet) AS outlets
FROM speaker_tally WHERE speaker IN :names GROUP BY speaker
"""
_SIZE = """
SELECT count(DISTINCT claim_id) AS claims, count(DISTINCT event_id) AS events
FROM row_claim WHERE speaker = :name
"""
_ALIASES = """
SELECT substr(article.text, json_extract(claim.source, '$[0]') + 1,
    json_extract(claim.source, '$[1]') - json_extract(claim.source, '$[0]')) AS words, count(*) AS claims
FROM (SELECT DISTINCT claim_id FROM row_claim WHERE speaker = :name) AS theirs
JOIN claim ON claim.id = theirs.claim_id JOIN article ON article.key = claim.article_key
WHERE claim.source IS NOT NULL GROUP BY 1
"""
_CITED_BY = """
SELECT article.outlet, claim.kind, count(*) AS claims
FROM (SELECT DISTINCT claim_id FROM row_claim WHERE speaker = :name) AS theirs
JOIN claim ON claim.id = theirs.claim_id JOIN article ON article.key = claim.article_key
GROUP BY article.outlet, claim.kind
"""
_CLAIM = f"""claim.id AS claim, claim.article_key AS article, article.outlet, article.source_name,
    claim.kind, claim.attitude, claim.said_on, {PUBLISHED} AS published, event.id AS event, event.title"""
_SAID = f"""
SELECT {_CLAIM}, claim.quote AS words
FROM (SELECT DISTINCT claim_id, event_id FROM row_claim WHERE speaker = :name) AS theirs
JOIN claim ON claim.id = theirs.claim_id JOIN article ON article.key = claim.article_key
JOIN event ON event.id = theirs.event_id
LEFT JOIN event_article ON event_article.article_key = article.key
ORDER BY {_SAID_DAY} DESC NULLS LAST, event.id, claim.article_key, claim.start, claim.id
LIMIT :count OFFSET :first
"""
_PLACES = """
SELECT DISTINCT row_claim.claim_id, event_row.event_id AS event, event.title, event_row.id AS row,
    event_row.verdict, event_row.position
FROM row_claim JOIN event ON event.id = row_claim.event_id
JOIN event_row ON event_row.event_id = row_claim.event_id AND event_row.id = row_claim.row_id
WHERE row_claim.claim_id IN :ids ORDER BY event_row.event_id, event_row.position
"""
_QUOTED_ROWS = """
SELECT row_claim.event_id AS event, row_claim.row_id AS row,
    count(DISTINCT coalesce(article.outlet, article.key)) AS outlets
FROM row_claim JOIN claim ON claim.id = row_claim.claim_id JOIN article ON article.key = claim.article_key
WHERE row_claim.speaker = :name AND claim.kind IN ('quote', 'mixed')
GROUP BY row_claim.event_id, row_claim.row_id
HAVING outlets > 1 ORDER BY outlets DESC, row_claim.event_id, row_claim.row_id
"""
_VERSIONS = f"""
SELECT {_CLAIM},
    substr(claim.quote, row_claim.start - claim.start + 1, row_claim.end - row_claim.start) AS words,
    event_row.id AS row, event_row.verdict
FROM row_claim JOIN claim ON claim.id = row_claim.claim_id JOIN article ON article.key = claim.article_key
JOIN event ON event.id = row_claim.event_id
JOIN event_row ON event_row.event_id = row_claim.event_id AND event_row.id = row_claim.row_id
LEFT JOIN event_article ON event_article.article_key = article.key
WHERE row_claim.event_id = :event AND row_claim.row_id = :row AND row_claim.speaker = :name
    AND claim.kind IN ('quote', 'mixed')
ORDER BY event_article.position, claim.article_key, row_claim.start, claim.id
"""
_OUTLETS = f"""
SELECT nullif(article.outlet, '') AS name, count(*) AS articles,
    count(DISTINCT event_article.event_id) AS events,
    min({_PUBLISHED_DAY}) AS first, max({_PUBLISHED_DAY}) AS last
FROM article LEFT JOIN event_article ON event_article.article_key = article.key
WHERE article.same_as IS NULL GROUP BY nullif(article.outlet, '')
"""
_OUTLET_SIZE = """
SELECT count(*) AS articles, count(DISTINCT event_article.event_id) AS events
FROM article LEFT JOIN event_article ON event_article.article_key = article.key WHERE {ours}
"""
_KINDS = """
SELECT claim.kind, count(*) AS claims,
    sum(claim.speaker_status IN ('unresolved', 'ambiguous')) AS open_sources
FROM article JOIN claim ON claim.article_key = article.key WHERE {ours} GROUP BY claim.kind
"""
_SOURCES = """
SELECT row_claim.speaker AS name, count(DISTINCT row_claim.claim_id) AS claims
FROM article JOIN claim ON claim.article_key = article.key JOIN row_claim ON row_claim.claim_id = claim.id
WHERE {ours} AND row_claim.speaker IS NOT NULL
GROUP BY row_claim.speaker ORDER BY claims DESC, row_claim.speaker
"""
_PRINTED = f"""
SELECT article.key AS article, article.title AS headline, article.source_name, {PUBLISHED} AS published,
    event.id AS event, event.title,
    (SELECT count(DISTINCT row_claim.row_id) FROM claim JOIN row_claim ON row_claim.claim_id = claim.id
        WHERE claim.article_key = article.key) AS facts
FROM article LEFT JOIN event_article ON event_article.article_key = article.key
LEFT JOIN event ON event.id = event_article.event_id
WHERE {{ours}} ORDER BY {_PUBLISHED_DAY} DESC NULLS LAST, article.key LIMIT :count OFFSET :first
"""
# Events of this outlet's articles that other outlets report on too, with who printed each of their articles.
_SHARING = """
SELECT event.id, event.copies, event_article.article_key AS article, coalesce(article.outlet, '') AS outlet
FROM event JOIN event_article ON event_article.event_id = event.id
JOIN article ON article.key = event_article.article_key
WHERE event.id IN (SELECT event_article.event_id FROM article JOIN event_article
    ON event_article.article_key = article.key WHERE {ours})
ORDER BY event.id
"""
_TEXTS = "SELECT key, text, segments FROM article WHERE key IN :keys"


def speaker_counts(session: Session) -> tuple[SpeakerCount, ...]:
    """Every speaker's name with the number of claims by them, in no useful order."""
    return tuple(SpeakerCount(name, claims) for name, claims in session.execute(text(_COUNTS)))


def speaker_lines(session: Session, names: Sequence[str]) -> tuple[SpeakerLine, ...]:
    """What a list says of these speakers, in the order of `names`."""
    found = {}
    for chunk in chunks(sorted(names)):
        for record in session.execute(_among(_LINES, "names"), {"names": list(chunk)}):
            found[record.speaker] = SpeakerLine(record.speaker, record.claims, record.events, record.outlets)
    return tuple(found[name] for name in names if name in found)


def load_speaker(session: Session, name: str, first: int, count: int) -> SpeakerAccount:
    """A speaker with `count` of their claims from `first` (from 0) on; NotFoundError for an unknown name."""
    size = session.execute(text(_SIZE), {"name": name}).one()
    if not size.claims:
        raise NotFoundError(f"no article cites a speaker of the name {name[:80]}")
    aliases = _aliases(session, name)
    rows = session.execute(text(_QUOTED_ROWS), {"name": name}).all()
    return SpeakerAccount(
        name=name,
        claims=size.claims,
        events=size.events,
        aliases=aliases[:ALIASES],
        all_aliases=len(aliases),
        cited_by=_cited_by(session, name),
        versions=tuple(_versions(session, name, row.event, row.row) for row in rows[:VERSIONS]),
        all_versions=len(rows),
        said=_said(session, name, first, count),
    )


def outlet_lines(session: Session) -> tuple[OutletLine, ...]:
    """Every outlet, and as one without a name the articles whose outlet is not named."""
    return tuple(
        OutletLine(r.name, r.articles, r.events, codec.date_in(r.first), codec.date_in(r.last))
        for r in session.execute(text(_OUTLETS))
    )


def load_outlet(session: Session, name: str | None, first: int, count: int) -> OutletAccount:
    """An outlet, or what has none, with `count` of its articles from `first` (from 0) on.

    NotFoundError where there is no article of it.
    """
    values = {"name": name or ""}
    size = session.execute(_ours(_OUTLET_SIZE, name), values).one()
    if not size.articles:
        raise NotFoundError(
            f"there is no article of {name[:80]}" if name else "every article names its outlet"
        )
    kinds = session.execute(_ours(_KINDS, name), values).all()
    sources = [SpeakerCount(r.name, r.claims) for r in session.execute(_ours(_SOURCES, name), values)]
    printed = session.execute(_ours(_PRINTED, name), {**values, "first": first, "count": count})
    return OutletAccount(
        name=name or None,
        articles=size.articles,
        events=size.events,
        kinds={ClaimKind(r.kind): r.claims for r in kinds},
        sources=tuple(sources[:SOURCES]),
        all_sources=len(sources),
        open_sources=sum(r.open_sources for r in kinds),
        shared=_shared(session, name),
        printed=tuple(_printed(r) for r in printed),
    )


def _among(query: str, name: str) -> Any:
    return text(query).bindparams(bindparam(name, expanding=True))


def _ours(query: str, name: str | None) -> Any:
    """The query for one outlet, or for articles of none; each so that the index on outlets serves."""
    ours = "article.outlet = :name" if name else "(article.outlet IS NULL OR article.outlet = :name)"
    return text(query.format(ours=f"{ours} AND article.same_as IS NULL"))


def _aliases(session: Session, name: str) -> tuple[Alias, ...]:
    """The sources as printed; those that differ in case and white space only are one, as most print it."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for record in session.execute(text(_ALIASES), {"name": name}):
        words = " ".join(record.words.split())
        spellings[words.casefold()][words] += record.claims
    found = [
        Alias(min(counts, key=lambda words: (-counts[words], words)), counts.total())
        for counts in spellings.values()
    ]
    return tuple(sorted(found, key=lambda alias: (-alias.claims, alias.words)))


def _cited_by(session: Session, name: str) -> tuple[CitedBy, ...]:
    quoted: Counter[str | None] = Counter()
    other: Counter[str | None] = Counter()
    for record in session.execute(text(_CITED_BY), {"name": name}):
        counts = quoted if record.kind == ClaimKind.QUOTE else other
        counts[record.outlet or None] += record.claims
    names = sorted({*quoted, *other}, key=lambda o: (-quoted[o] - other[o], o is None, o or ""))
    return tuple(CitedBy(outlet, quoted[outlet], other[outlet]) for outlet in names)


def _said(session: Session, name: str, first: int, count: int) -> tuple[Said, ...]:
    values = {"name": name, "first": first, "count": count}
    records = session.execute(text(_SAID), values).all()
    places: dict[str, list[Place]] = defaultdict(list)
    for r in session.execute(_among(_PLACES, "ids"), {"ids": [record.claim for record in records]}):
        places[r.claim_id].append(Place(r.event, r.title, r.row, Verdict(r.verdict)))
    return tuple(_said_in(record, tuple(places[record.claim])) for record in records)


def _versions(session: Session, name: str, event: str, row: str) -> Versions:
    records = session.execute(text(_VERSIONS), {"name": name, "event": event, "row": row}).all()
    foremost = records[0]
    place = Place(event, foremost.title, row, Verdict(foremost.verdict))
    return Versions(place, tuple(_said_in(record, (place,)) for record in records))


def _said_in(record: SqlRow[Any], places: tuple[Place, ...]) -> Said:
    return Said(
        claim=record.claim,
        article=record.article,
        label=record.outlet or record.source_name,
        outlet=record.outlet or None,
        kind=ClaimKind(record.kind),
        attitude=bool(record.attitude),
        words=record.words,
        said_on=codec.date_in(record.said_on),
        published=codec.date_in(record.published),
        event=record.event,
        title=record.title,
        places=places,
    )


def _printed(record: SqlRow[Any]) -> Printed:
    return Printed(
        article=record.article,
        headline=record.headline or "",
        source_name=record.source_name,
        published=codec.date_in(record.published),
        event=record.event,
        title=record.title or "",
        facts=record.facts,
    )


def _shared(session: Session, name: str | None) -> SharedText:
    """What the outlet's articles share with those of others, in events that others report on too."""
    passages: dict[str, list[Span]] = {}
    events: dict[str, list[SqlRow[Any]]] = defaultdict(list)
    for record in session.execute(_ours(_SHARING, name), {"name": name or ""}):
        events[record.id].append(record)
    for members in events.values():
        printed_by = {member.article: member.outlet or member.article for member in members}
        if len(set(printed_by.values())) > 1:
            ours = [member.article for member in members if member.outlet == (name or "")]
            for key in ours:
                passages[key] = _shared_with_others(key, members[0].copies, printed_by)
    return _word_counts(session, passages)


def _shared_with_others(key: str, copies: str, printed_by: Mapping[str, str]) -> list[Span]:
    found = (copy.seen_from(key) for copy in codec.copies_in(json.loads(copies), []).passages)
    return [
        span
        for span, other in filter(None, found)
        if printed_by.get(other.article) not in (None, printed_by[key])
    ]


def _word_counts(session: Session, passages: Mapping[str, Iterable[Span]]) -> SharedText:
    words = shared = 0
    for chunk in chunks(sorted(passages)):
        for record in session.execute(_among(_TEXTS, "keys"), {"keys": list(chunk)}):
            segments = codec.segments_in(json.loads(record.segments))
            kept = [s.span for s in segments if s.kind is not SegmentKind.BOILERPLATE]
            words += sum(_words(record.text, span) for span in kept)
            shared += sum(_words(record.text, span) for span in _common(kept, passages[record.key]))
    return SharedText(len(passages), words, min(words, shared))


def _common(kept: Sequence[Span], passages: Iterable[Span]) -> list[Span]:
    """The stretches of `kept` (disjoint, in order) that lie in a passage, each once."""
    found: list[Span] = []
    for passage in sorted(passages):
        for span in kept:
            start = max(span.start, passage.start, found[-1].end if found else 0)
            end = min(span.end, passage.end)
            if start < end:
                found.append(Span(start, end))
    return found


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, span.start, span.end))
