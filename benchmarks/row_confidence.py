"""Whether a surer row is right more often: the line-up's links by the confidence of their rows.

A link is a pair of mentions, marked by hand in different articles, that Crossread puts on one row; it is
right if the reference has the two on one row too. Each reference is lined up by trees fitted without it, as
the events that Crossread will meet are in no fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from app.pipeline import align
from app.pipeline.align.linkage import likeness_of, linked
from app.pipeline.align.rows import make_row
from app.pipeline.align.trees import Trees
from benchmarks.fit_lineup import Example, example, fitted, holder, our_examples
from benchmarks.page import table
from benchmarks.references import gold_events, own_seeds

BANDS = (0.0, 0.3, 0.5, 0.7, 0.9)

Link = tuple[float, bool]  # the confidence of its row, and whether it is right


def row_confidence(shared: Path) -> str:
    """A line for each band of confidence, and for all rows from a confidence on."""
    references = [example(gold) for gold in (*gold_events(shared), own_seeds())]
    every = [*references, *our_examples(shared)]
    found = [
        link
        for one in references
        for link in links(one, fitted([other for other in every if other.name != one.name]))
    ]
    highest = (*BANDS[1:], 1.01)
    within = [[link for link in found if a <= link[0] < b] for a, b in zip(BANDS, highest, strict=True)]
    beyond = [[link for link in found if link[0] >= least] for least in BANDS]
    rows = [
        [f"{least} or more", *_share(band), *_share(from_there)]
        for least, band, from_there in zip(BANDS, within, beyond, strict=True)
    ]
    head = ["confidence of the row", "links up to the next step", "right", "links from here on", "right"]
    return table(head, rows)


def _share(found: Sequence[Link]) -> list[str]:
    right = sum(is_right for _, is_right in found)
    return [str(len(found)), f"{right / len(found):.3f}" if found else "–"]


def links(one: Example, trees: Trees) -> Iterator[Link]:
    """The links that `trees` make of an event."""
    likeness = trees.probability(one.pairs.features).tolist()
    likely = list(zip(one.pairs.first.tolist(), one.pairs.second.tolist(), likeness, strict=True))
    rows = linked(one.units, likely, align.THRESHOLD)
    alike = likeness_of(one.units, rows, likely)
    held = [[one.units[unit].claim for unit in row] for row in rows]
    made = [make_row(row, one.articles, mean) for row, mean in zip(held, alike, strict=True)]
    placed = [one.units[unit] for row in rows for unit in row]
    alone = [make_row(row, one.articles) for row in align.remains(one.claims, placed, one.articles)]
    claims = [(claim, row) for row in (*made, *alone) for claim in row.claims]
    places = [holder([claim for claim, _ in claims], m.article, m.span) for m in one.mentions]
    there = [(m, claims[at][1]) for m, at in zip(one.mentions, places, strict=True) if at is not None]
    for (mention, row), (other, other_row) in combinations(there, 2):
        if mention.article != other.article and row is other_row:
            yield row.confidence, mention.row == other.row
