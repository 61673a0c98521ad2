"""Articles into events."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from app.domain.article import Article, SegmentKind
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.pipeline.cluster import average_linkage
from app.pipeline.words import Rarity, tokens

_THRESHOLD = 0.17  # mean likeness across two groups that makes them one event
_CANDIDATE = 0.07  # pairs less alike than this count as unlike
_LEAD_WEIGHT = 0.4  # headline and opening against the whole report
_LEAD = 800  # characters of an opening: the paragraphs that say what happened
_LONGEST = 60_000  # characters read of one article: the event shows long before
_RARITY_POWER = 1.5  # rare words (names, places) must carry it, so their weight is raised
_CHUNK = 512  # rows of the likeness matrix held at once
_READ = (SegmentKind.HEADLINE, SegmentKind.CAPTION, SegmentKind.BODY)


def group(articles: Sequence[Article], claims: Mapping[str, Sequence[Claim]]) -> tuple[tuple[str, ...], ...]:
    """Article keys by event: every article in exactly one, keys and events sorted.

    Two reports are alike as far as they share rare words (names and places before all), in the opening and in
    the whole, and the figures of their `claims` (by article key, may be empty); days between the dates of
    publication count against them, unknown dates don't. Groups then merge by average linkage, so that an
    event that goes on for days is not glued to the next by an article between. The result depends on the
    articles only, not on their order. Boilerplate is not read.
    """
    unique = {article.key: article for article in articles}
    ordered = [unique[key] for key in sorted(unique)]
    clusters = average_linkage(len(ordered), _edges(ordered, claims), _THRESHOLD)
    return tuple(sorted(tuple(ordered[i].key for i in cluster) for cluster in clusters))


def _edges(
    articles: Sequence[Article], claims: Mapping[str, Sequence[Claim]]
) -> Iterator[tuple[int, int, float]]:
    """Pairs worth a look and their likeness, found through the words they share."""
    if len(articles) < 2:
        return
    vectors = _vectors(articles, claims)
    for start in range(0, len(articles), _CHUNK):
        likeness = (vectors[start : start + _CHUNK] @ vectors.T).tocoo()
        rows = likeness.row + start
        keep = (likeness.data >= _CANDIDATE) & (rows < likeness.col)
        for a, b, score in zip(rows[keep], likeness.col[keep], likeness.data[keep], strict=True):
            near = nearness(articles[a].published, articles[b].published)
            yield int(a), int(b), round(float(score) * near, 9)


def _vectors(articles: Sequence[Article], claims: Mapping[str, Sequence[Claim]]) -> csr_matrix:
    """A row per article, such that the product of two rows is their likeness in [0, 1]."""
    bodies = [tokens(_reading(a)[:_LONGEST]) + _marks(claims.get(a.key, ())) for a in articles]
    leads = [tokens(f"{a.title or ''}\n{_reading(a)[:_LEAD]}") for a in articles]
    rarity = Rarity(bodies)
    whole = _weighted(bodies, rarity) * math.sqrt(1 - _LEAD_WEIGHT)
    return csr_matrix(hstack([whole, _weighted(leads, rarity) * math.sqrt(_LEAD_WEIGHT)]))


def _reading(article: Article) -> str:
    """What the report says, without boilerplate, byline and dateline."""
    return "\n".join(s.span.of(article.text) for s in article.segments if s.kind in _READ)


def _marks(claims: Sequence[Claim]) -> list[str]:
    """Figures by value, as words of their own kind: "two dozen" is 24. Speakers' names stand in the text."""
    return [f"#{figure.low:g}-{figure.high:g}" for claim in claims for figure in claim.figures]


def _weighted(documents: Sequence[Sequence[str]], rarity: Rarity) -> csr_matrix:
    """Log counts times raised rarity, each row of length one."""
    columns: dict[str, tuple[int, float]] = {}
    cells: list[tuple[int, int, float]] = []
    for row, document in enumerate(documents):
        for word, count in sorted(Counter(document).items()):
            if word not in columns:
                columns[word] = len(columns), rarity(word) ** _RARITY_POWER
            column, weight = columns[word]
            cells.append((row, column, (1 + math.log(count)) * weight))
    at, to, values = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_matrix((values, (at, to)), shape=(len(documents), max(len(columns), 1)), dtype=float)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.maximum(norms, 1e-12)) @ matrix)


def nearness(one: PartialDate | None, other: PartialDate | None) -> float:
    """How far two dates of publication allow one event: 1 up to a day apart or unknown, .5 at six days."""
    apart = _days_apart(one, other)
    return 1.0 if apart is None or apart <= 1 else 1 / (1 + ((apart - 1) / 5) ** 2)


def _days_apart(one: PartialDate | None, other: PartialDate | None) -> int | None:
    """Least number of days between two dates; without both years, on the calendar of one year."""
    if one is None or other is None:
        return None
    if one.year and other.year:
        return max(0, _gap(one, other), _gap(other, one))
    if one.month is None or other.month is None:
        return None
    days = abs(_day_of_year(one) - _day_of_year(other))
    slack = 0 if one.day and other.day else 31
    return max(0, min(days, 366 - days) - slack)


def _gap(early: PartialDate, late: PartialDate) -> int:
    last, first = early.last_day(), late.first_day()
    return (first - last).days if first and last else 0


def _day_of_year(date: PartialDate) -> int:
    return dt.date(2000, date.month or 1, date.day or 1).timetuple().tm_yday
