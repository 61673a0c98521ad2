"""Claims into rows: one row for each fact.

A claim may hold several facts, so a claim and each of its clauses are units that may stand in a row. Each
pair of units of two articles that share words gets a probability of being one fact, from the evidence in
`features` and boosted trees (`trees`); then rows grow from the surest pair on, while all pairs across them
average enough (`linkage`), so that a claim between two others does not chain them. What remains of a claim
whose parts went to other rows stands in a row by itself.

The trees (trees.json, plain numbers) were fitted by benchmarks/fit_lineup.py on events lined up by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from app.domain.article import Article, SegmentKind
from app.domain.claim import Claim
from app.domain.event import Row
from app.domain.speaker import Speaker
from app.pipeline.align.features import pairs
from app.pipeline.align.linkage import likeness_of, linked
from app.pipeline.align.rows import make_row, story_order
from app.pipeline.align.trees import Trees
from app.pipeline.align.units import Unit, units
from app.pipeline.resolve import unify_speakers

THRESHOLD = 0.17  # mean probability across two sets of units that makes them one row
_TREES = Trees.load(Path(__file__).parent / "trees.json")


def line_up(articles: Sequence[Article], claims: Sequence[Claim]) -> tuple[Row, ...]:
    """All claims of one event in rows of the same fact, in story order, whatever the order of the input.

    Every claim is in exactly one row, or its parts are in several; speakers carry the event's name for
    them. Only a headline that no other outlet's words line up with has no row: the text below it tells more.
    """
    by_key = {article.key: article for article in articles}
    keys = sorted(by_key, key=lambda key: (_when(by_key[key]), key))
    ordered = canonical(claims, keys)
    shared = _shared(ordered, by_key)
    alone = remains(ordered, [unit for row, _ in shared for unit in row], by_key)
    rows = [make_row([unit.claim for unit in row], by_key, likeness) for row, likeness in shared]
    rows += [make_row(row, by_key) for row in alone]
    return tuple(story_order(rows, [claim for row in rows for claim in row.claims], keys))


def _shared(claims: Sequence[Claim], by_key: Mapping[str, Article]) -> list[tuple[list[Unit], float]]:
    """Rows of several articles, with the mean probability that a pair across them is one fact.

    Most events have one article, and nothing to line it up with.
    """
    if len({claim.article for claim in claims}) < 2:
        return []
    held = units(claims)
    found = pairs(held, claims, by_key)
    likeness = _TREES.probability(found.features)
    likely = list(zip(found.first.tolist(), found.second.tolist(), likeness.tolist(), strict=True))
    rows = linked(held, likely, THRESHOLD)
    alike = likeness_of(held, rows, likely)
    return [([held[i] for i in row], mean) for row, mean in zip(rows, alike, strict=True)]


def remains(
    claims: Sequence[Claim], placed: Sequence[Unit], by_key: Mapping[str, Article]
) -> Iterator[list[Claim]]:
    """What of each claim stands in no row yet: the claim, or the parts that are left, neighbours together."""
    taken: dict[int, set[str]] = {}
    for unit in placed:
        taken.setdefault(unit.whole, set()).add(unit.claim.id)
    for index, claim in enumerate(claims):
        there = taken.get(index, set())
        if not there and not _in_headline(claim, by_key):
            yield [claim]
        if there and claim.id not in there:
            left = (claim.part(span) for span in claim.parts)
            runs = groupby(left, key=lambda part: part.id in there)
            yield from (list(run) for gone, run in runs if not gone)


def _in_headline(claim: Claim, by_key: Mapping[str, Article]) -> bool:
    """Whether the outlet's own headline says it; what a headline quotes keeps its row."""
    article = by_key.get(claim.article)
    return (
        not claim.kind.attributed
        and article is not None
        and any(s.kind is SegmentKind.HEADLINE and s.span.covers(claim.span) for s in article.segments)
    )


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
