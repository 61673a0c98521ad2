"""Claims into rows: one row for each fact.

Each pair of claims that share words gets a probability of being one fact, from the evidence in `features` and
a logistic regression; clusters then merge while all pairs across them average enough (average linkage), so
that a claim between two others does not chain them.

The weights (weights.json, plain numbers) were fitted by benchmarks/fit_lineup.py on events lined up by hand:
logistic regression on standardised features with an L2 penalty. Features, penalty and threshold were chosen
leaving one event out at a time; boosted trees and squared features did no better.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.event import Row
from app.domain.speaker import Speaker
from app.pipeline.align.features import NAMES, pairs
from app.pipeline.align.rows import make_row, story_order
from app.pipeline.align.vectors import Floats
from app.pipeline.cluster import average_linkage
from app.pipeline.resolve import unify_speakers

THRESHOLD = 0.3  # mean probability across two clusters of claims that makes them one row
_FITTED = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))
_BIAS: float = _FITTED["bias"]
_WEIGHTS: dict[str, float] = _FITTED["weights"]


def line_up(articles: Sequence[Article], claims: Sequence[Claim]) -> tuple[Row, ...]:
    """All claims of one event in rows of the same fact, in story order, whatever the order of the input.

    Every claim is in exactly one row; speakers carry the event's name for them.
    """
    by_key = {article.key: article for article in articles}
    keys = sorted(by_key, key=lambda key: (_when(by_key[key]), key))
    ordered = canonical(claims, keys)
    clusters = _clusters(ordered, by_key)
    rows = [make_row([ordered[i] for i in cluster], by_key) for cluster in clusters]
    return tuple(story_order(rows, ordered, keys))


def _clusters(claims: Sequence[Claim], by_key: Mapping[str, Article]) -> list[list[int]]:
    """Indices of claims by row. Most events have one article, and nothing to line it up with."""
    if len({claim.article for claim in claims}) < 2:
        return [[i] for i in range(len(claims))]
    found = pairs(claims, by_key)
    edges = zip(found.first.tolist(), found.second.tolist(), _likeness(found.features).tolist(), strict=True)
    return average_linkage(len(claims), edges, THRESHOLD)


def _when(article: Article) -> str:
    """Publication in an order that dates without a year join at the end."""
    date = article.published
    return date.isoformat() if date and date.year else f"9999{date.isoformat() if date else ''}"


def canonical(claims: Sequence[Claim], keys: Sequence[str]) -> list[Claim]:
    """Claims by article, in the order of `keys`, and place; with the event's names for speakers."""
    shown = unify_speakers(claims)
    place = {key: i for i, key in enumerate(keys)}
    unique = {claim.id: claim for claim in sorted(claims, key=lambda c: (c.id, repr(c)))}
    ordered = sorted(
        unique.values(), key=lambda c: (place.get(c.article, len(place)), c.article, c.span, c.id)
    )
    return [
        replace(claim, speaker=Speaker.resolved(shown[claim.speaker.name])) if claim.speaker.name else claim
        for claim in ordered
    ]


def _likeness(features: Floats) -> Floats:
    """Probability that the claims of a pair are of one fact."""
    weights = np.array([_WEIGHTS[name] for name in NAMES])
    return np.asarray(np.round(1 / (1 + np.exp(-(features @ weights + _BIAS))), 6))
