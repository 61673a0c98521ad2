"""What makes two claims look like one fact: the evidence, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.pipeline.align.vectors import Floats, Indices, Vectors, dots, squares
from app.pipeline.verdict.figures import Reading, readings, same_measure

NAMES = (
    "letters",  # cosine of the words' letters, four in a row, weighted by rarity in the event
    "rank",  # how near the two are to being each other's best match between their articles
    "context",  # cosine of the sentences they stand in
    "names",  # cosine of capitalised phrases
    "place",  # how far apart they stand, as shares of the articles
    "same_article",
    "piece",  # within an article: share of the lighter one's words that the other has
    "twos",  # two words in a row that both have, by rarity, logarithm
    "threes",
    "fragment",  # share of the shorter quotation's word pairs that the other quotation has
    "quotes_apart",  # both quotations, with no three words in a row in common
    "same_speaker",
    "other_speaker",
    "same_number",  # 1 for a figure in common, half for one within the other's range
    "same_measure",  # figures of one thing, by unit or noun and the words around, equal or not
    "same_day",
)
"""The features, in the columns' order. Context, names, place and quotes_apart are 0 within an article."""

_NEAREST = 40  # candidates kept for each claim
_LEAST = 0.04  # cosine below which two claims have nothing in common
_CHUNK = 512  # rows of a product held at once
_FULL_WEIGHT = 15  # summed rarity from which a claim's words prove that it is a piece of another


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs of claims (first < second, by index) and a row of features for each."""

    first: Indices
    second: Indices
    features: Floats


def pairs(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Pairs:
    """The pairs of claims that share words, each claim with its nearest, and the evidence for each pair.

    Claims must come in canonical order: ties between candidates go by it.
    """
    vectors = Vectors.of(claims, articles)
    first, second = _candidates(vectors.words)
    return Pairs(first, second, _features(claims, articles, vectors, first, second))


def _candidates(vectors: csr_matrix) -> tuple[Indices, Indices]:
    """Each claim with its nearest by words, as ascending pairs of indices."""
    found: set[tuple[int, int]] = set()
    for start in range(0, vectors.shape[0], _CHUNK):
        likeness = csr_matrix(vectors[start : start + _CHUNK] @ vectors.T)
        for row in range(likeness.shape[0]):
            at = slice(likeness.indptr[row], likeness.indptr[row + 1])
            found.update(_nearest(start + row, likeness.indices[at], likeness.data[at]))
    ordered = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return ordered[:, 0], ordered[:, 1]


def _nearest(claim: int, others: NDArray[Any], likeness: Floats) -> list[tuple[int, int]]:
    keep = (likeness >= _LEAST) & (others != claim)
    others, likeness = others[keep], np.round(likeness[keep], 9)
    order = np.lexsort((others, -likeness))[:_NEAREST]
    return [(min(claim, int(other)), max(claim, int(other))) for other in others[order]]


def _features(
    claims: Sequence[Claim],
    articles: Mapping[str, Article],
    vectors: Vectors,
    first: Indices,
    second: Indices,
) -> Floats:
    """A row for each pair. What surrounds two claims of one article is alike anyway, so it is left out."""
    within, same_speaker, other_speaker, quotes, number, measure, day = _facts(claims, first, second)
    threes = dots(vectors.threes, first, second)
    columns = [
        dots(vectors.letters, first, second),
        _rank(claims, dots(vectors.words, first, second), first, second),
        dots(vectors.context, first, second) * (1 - within),
        dots(vectors.names, first, second) * (1 - within),
        _apart(claims, articles, first, second) * (1 - within),
        within,
        _contained(vectors.weights, first, second) * within,
        np.log1p(dots(vectors.twos, first, second)),
        np.log1p(threes),
        _contained(vectors.quoted, first, second),
        quotes * (threes == 0) * (1 - within),
        *(same_speaker, other_speaker, number, measure, day),
    ]
    return np.round(np.column_stack(columns), 9)


def _contained(weights: csr_matrix, first: Indices, second: Indices) -> Floats:
    """Share of the lighter claim's words (or runs) that the other has; less where there are few."""
    shared, total = dots(weights, first, second), squares(weights)
    lighter = np.minimum(total[first], total[second])
    share: Floats = shared / np.maximum(lighter, 1e-9) * np.minimum(1.0, lighter / _FULL_WEIGHT)
    return share


def _apart(
    claims: Sequence[Claim], articles: Mapping[str, Article], first: Indices, second: Indices
) -> Floats:
    """How far apart two claims stand in their articles, as shares of the texts."""
    sizes = [len(articles[c.article].text) if c.article in articles else c.span.end for c in claims]
    place = np.array([c.span.start / max(1, size) for c, size in zip(claims, sizes, strict=True)])
    apart: Floats = np.abs(place[first] - place[second])
    return apart


def _rank(claims: Sequence[Claim], words: Floats, first: Indices, second: Indices) -> Floats:
    """How near a pair is to being each other's best match between their two articles, in [0, 1]."""
    keys = sorted({claim.article for claim in claims})
    article = np.array([keys.index(claim.article) for claim in claims], dtype=np.int64)
    best = _best(first, article[second], words, len(keys)), _best(second, article[first], words, len(keys))
    merged: dict[int, float] = dict(best[0])
    for key, value in best[1].items():
        merged[key] = max(value, merged.get(key, 0.0))
    one = np.array([merged[k] for k in (first * len(keys) + article[second]).tolist()])
    other = np.array([merged[k] for k in (second * len(keys) + article[first]).tolist()])
    rank: Floats = np.sqrt(words / np.maximum(one, 1e-9) * words / np.maximum(other, 1e-9))
    return rank


def _best(claim: Indices, article: Indices, words: Floats, size: int) -> dict[int, float]:
    """Highest likeness of each claim with each article."""
    best: dict[int, float] = {}
    for key, value in zip((claim * size + article).tolist(), words.tolist(), strict=True):
        if value > best.get(key, 0.0):
            best[key] = value
        best.setdefault(key, 0.0)
    return best


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a claim holds besides its words, ready for comparison."""

    article: str
    speaker: str | None
    quoted: bool
    numbers: frozenset[tuple[float, float]]
    measures: tuple[Reading, ...]
    days: frozenset[tuple[int | None, int | None]]

    @classmethod
    def of(cls, claim: Claim) -> _Facts:
        return cls(
            article=claim.article,
            speaker=claim.speaker.name,
            quoted=claim.kind is ClaimKind.QUOTE or bool(claim.quoted),
            numbers=frozenset((f.low, f.high) for f in claim.figures),
            measures=tuple(readings([claim])),
            days=frozenset((d.when.month, d.when.day) for d in claim.dates if d.when and d.when.day),
        )


def _facts(claims: Sequence[Claim], first: Indices, second: Indices) -> list[Floats]:
    """Same article, same and other speaker, both quoted, same number, measure and day: a column each."""
    facts = [_Facts.of(claim) for claim in claims]
    rows = [_compare(facts[a], facts[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    return list(np.array(rows, dtype=float).reshape(len(rows), 7).T)


def _compare(a: _Facts, b: _Facts) -> tuple[float, ...]:
    speakers = a.speaker is not None and b.speaker is not None
    return (
        a.article == b.article,
        speakers and a.speaker == b.speaker,
        speakers and a.speaker != b.speaker,
        a.quoted and b.quoted,
        _same_number(a, b),
        any(same_measure(x, y) for x in a.measures for y in b.measures),
        bool(a.days & b.days),
    )


def _same_number(a: _Facts, b: _Facts) -> float:
    """1 for a figure in common, half for one within the other's range ("250", "several hundred")."""
    if a.numbers & b.numbers:
        return 1.0
    ranges = [(x, y) for x in a.numbers for y in b.numbers if x[0] < x[1] or y[0] < y[1]]
    return 0.5 if any(x[0] <= y[1] and y[0] <= x[1] for x, y in ranges) else 0.0
