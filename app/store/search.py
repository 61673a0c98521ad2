"""Search over what claims and articles say, through SQLite's FTS5 (migration 0009)."""

# ruff: noqa: S608 - queries are put together of constants here; whatever comes from a reader is bound

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.domain.claim import ClaimKind
from app.domain.event import Verdict
from app.domain.search import Found, FoundArticle, FoundClaim, Piece, Place, Question, Within
from app.store import codec

# Around a hit. Private characters: no text has them but to deceive, and then they are taken out.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_HIT = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_STRAY = re.compile(f"[{_OPEN}{_CLOSE}]")
_SNIPPET = 36  # words of an article's text

# The day an article came out, as far as it is known; in an event the others may tell the year.
PUBLISHED = "coalesce(event_article.inferred_published, article.published)"

# What a condition on an article or a speaker needs beside the index; without one, the index alone answers.
_CLAIM_BESIDE = """
JOIN claim ON claim.rowid = claim_search.rowid
JOIN article ON article.key = claim.article_key
LEFT JOIN event_article ON event_article.article_key = article.key
"""
_ARTICLE_BESIDE = """
JOIN article ON article.rowid = article_search.rowid
LEFT JOIN event_article ON event_article.article_key = article.key
"""
_BY = (
    " AND coalesce((SELECT part.speaker FROM row_claim AS part WHERE part.claim_id = claim.id LIMIT 1),"
    " claim.speaker) = :speaker"
)
# Of articles that are one, the one.
_SHOWN = " AND article_search.rowid NOT IN (SELECT rowid FROM article WHERE same_as IS NOT NULL)"
_CLAIM_DETAILS = f"""
SELECT claim_search.rowid AS at, claim.id, claim.article_key, claim.quote, claim.kind, claim.said_on,
    claim.source IS NOT NULL AS cited, article.outlet, article.source_name, {PUBLISHED} AS published,
    coalesce(row_claim.speaker, claim.speaker) AS speaker, event.id AS event, event.title,
    event_row.id AS row, event_row.verdict,
    highlight(claim_search, 0, :open, :close) AS words
FROM claim_search
JOIN claim ON claim.rowid = claim_search.rowid
JOIN article ON article.key = claim.article_key
LEFT JOIN event_article ON event_article.article_key = article.key
LEFT JOIN row_claim ON row_claim.claim_id = claim.id AND row_claim.start =
    (SELECT min(part.start) FROM row_claim AS part WHERE part.claim_id = claim.id)
LEFT JOIN event_row ON event_row.event_id = row_claim.event_id AND event_row.id = row_claim.row_id
LEFT JOIN event ON event.id = event_row.event_id
WHERE claim_search MATCH :match AND +claim_search.rowid IN :ids
"""
_ARTICLE_DETAILS = f"""
SELECT article_search.rowid AS at, article.key, article.outlet, article.source_name, {PUBLISHED} AS published,
    event.id AS event, event.title AS event_title,
    highlight(article_search, 0, :open, :close) AS headline,
    snippet(article_search, 1, :open, :close, '…', {_SNIPPET}) AS snippet
FROM article_search
JOIN article ON article.rowid = article_search.rowid
LEFT JOIN event_article ON event_article.article_key = article.key
LEFT JOIN event ON event.id = event_article.event_id
WHERE article_search MATCH :match AND +article_search.rowid IN :ids
"""


def search_claims(
    session: Session, question: Question, within: Within, first: int, count: int
) -> Found[FoundClaim]:
    """Claims whose words or whose speaker have all that is asked for, best first; `first` counts from 0."""
    if not question.terms:
        return Found((), 0)
    conditions = _conditions(within) + (_BY if within.speaker else "")
    query = _query("claim_search", _CLAIM_BESIDE, conditions)
    order = "bm25(claim_search, 1.0, 0.5), claim_search.rowid"
    ids, total = _best(session, "claim_search", query, order, _values(question, within, first, count))
    found = _details(session, _CLAIM_DETAILS, question, ids)
    return Found(tuple(_claim_found(record) for record in found), total)


def search_articles(
    session: Session, question: Question, within: Within, first: int, count: int
) -> Found[FoundArticle]:
    """Articles whose headline or text have all that is asked for, best first; `first` counts from 0."""
    if not question.terms or within.speaker:
        return Found((), 0)
    order = "bm25(article_search, 4.0, 1.0), article_search.rowid"
    query = _query("article_search", _ARTICLE_BESIDE, _conditions(within)) + _SHOWN
    ids, total = _best(session, "article_search", query, order, _values(question, within, first, count))
    found = _details(session, _ARTICLE_DETAILS, question, ids)
    return Found(tuple(_article_found(record) for record in found), total)


def match_words(question: Question) -> str:
    """The question in FTS5's language. Every term is a string of it, so nothing typed has a meaning there."""
    terms = (
        '"' + term.words.replace('"', " ") + '"' + ("*" if term.beginning else "") for term in question.terms
    )
    return " AND ".join(terms)


def _query(index: str, beside: str, conditions: str) -> str:
    return f"FROM {index} {beside if conditions else ''} WHERE {index} MATCH :match {conditions}"


def _conditions(within: Within) -> str:
    found = " AND article.outlet = :outlet" if within.outlet else ""
    if within.since:
        found += f" AND {PUBLISHED} GLOB '[0-9]*' AND {PUBLISHED} >= :since"
    if within.until:
        found += f" AND {PUBLISHED} GLOB '[0-9]*' AND substr({PUBLISHED}, 1, 10) <= :until"
    return found


def _best(
    session: Session, index: str, query: str, order: str, values: dict[str, object]
) -> tuple[list[int], int]:
    """The ids of a stretch of the hits in the index, best first, and the number of all hits."""
    total = session.execute(text(f"SELECT count(*) {query}"), values).scalar_one()
    page = f"SELECT {index}.rowid {query} ORDER BY {order} LIMIT :count OFFSET :first"
    return list(session.execute(text(page), values).scalars()), total


def _values(question: Question, within: Within, first: int, count: int) -> dict[str, object]:
    return {
        "match": match_words(question),
        "outlet": within.outlet,
        "speaker": within.speaker,
        "since": within.since.isoformat() if within.since else "",
        "until": within.until.isoformat() if within.until else "",
        "first": first,
        "count": count,
    }


def _details(session: Session, query: str, question: Question, ids: list[int]) -> list[SqlRow[Any]]:
    """What is shown of the hits with these ids, in their order.

    Asked for apart from the order: SQLite would mark the words of every hit before it sorts them.
    """
    if not ids:
        return []
    asked = text(query).bindparams(bindparam("ids", expanding=True))
    values = {"match": match_words(question), "ids": ids, "open": _OPEN, "close": _CLOSE}
    place = {id_: n for n, id_ in enumerate(ids)}
    found = session.execute(asked, values)
    return sorted(found, key=lambda record: place[record.at])


def _claim_found(record: SqlRow[Any]) -> FoundClaim:
    return FoundClaim(
        id=record.id,
        article=record.article_key,
        label=record.outlet or record.source_name,
        outlet=record.outlet,
        kind=ClaimKind(record.kind),
        speaker=record.speaker,
        cited=bool(record.cited),
        said_on=codec.date_in(record.said_on),
        published=codec.date_in(record.published),
        words=pieces(record.words),
        place=Place(record.event, record.title, record.row, Verdict(record.verdict)) if record.row else None,
    )


def _article_found(record: SqlRow[Any]) -> FoundArticle:
    return FoundArticle(
        key=record.key,
        label=record.outlet or record.source_name,
        outlet=record.outlet,
        published=codec.date_in(record.published),
        headline=pieces(record.headline or ""),
        snippet=pieces(record.snippet or ""),
        event=record.event,
        title=record.event_title or "",
    )


def pieces(marked: str) -> tuple[Piece, ...]:
    """Words and hits as FTS5 marked them, in order; marks that don't pair are the text's own, and go."""
    found = []
    for n, words in enumerate(_HIT.split(marked)):
        if bare := _STRAY.sub("", words):
            found.append(Piece(bare, n % 2 == 1))
    return tuple(found)
