"""Units into rows: no chaining, no words twice, whatever the order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.claim import Claim, ClaimKind
from app.domain.text import Span
from app.pipeline.align.linkage import likeness_of, linked
from app.pipeline.align.units import Unit, units

TEXT = "the ferry ran aground and the crew is safe"
PARTS = (Span(0, 21), Span(26, 42))


def of(*articles: str) -> list[Unit]:
    """A claim of each article; of those in capitals two parts besides."""
    return units(
        [
            Claim(name, Span(0, 42), TEXT, ClaimKind.NARRATED, parts=PARTS if name.isupper() else ())
            for name in articles
        ]
    )


# articles of the claims; pairs of units with their likeness; the rows at a threshold of 0.5
TABLE = [
    ("ab", [(0, 1, 0.9)], [[0, 1]]),
    ("ab", [(0, 1, 0.49)], []),
    ("abc", [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.5)], [[0, 1, 2]]),
    # the one in the middle does not chain the others: a missing pair counts as 0
    ("abc", [(0, 1, 0.9), (1, 2, 0.8)], [[0, 1]]),
    ("abcd", [(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.8)], [[0, 1], [2, 3]]),
    # a weak pair is carried by the mean, but a sure one is not enough
    ("abcd", [(0, 1, 0.9), (2, 3, 0.9), (0, 2, 0.7), (0, 3, 0.7), (1, 2, 0.7), (1, 3, 0.1)], [[0, 1, 2, 3]]),
    ("abc", [(0, 1, 0.9), (0, 2, 0.8), (1, 2, 0.1)], [[0, 1]]),
    # the same article twice: that pair does not count
    ("abb", [(0, 1, 0.9), (0, 2, 0.5)], [[0, 1, 2]]),
    # whole (0) or in parts (1, 2), whichever is surer
    ("Abc", [(0, 3, 0.9), (1, 3, 0.8), (2, 4, 0.8)], [[0, 3]]),
    ("Abc", [(0, 3, 0.8), (1, 3, 0.9), (2, 4, 0.8)], [[1, 3], [2, 4]]),
    ("Ab", [(0, 3, 0.8), (1, 3, 0.9), (2, 3, 0.7)], [[1, 2, 3]]),
    # ties go to the lower indices
    ("aab", [(1, 2, 0.6), (0, 2, 0.6)], [[0, 1, 2]]),
    ("abc", [(0, 2, 0.6), (0, 1, 0.6)], [[0, 1]]),
]


@pytest.mark.parametrize(("articles", "pairs", "rows"), TABLE)
def test_rows_grow_from_the_surest_pair(
    articles: str, pairs: list[tuple[int, int, float]], rows: list[list[int]]
) -> None:
    held = of(*articles)
    for some in (pairs, pairs[::-1]):
        assert linked(held, some, 0.5) == rows


LIKENESS = [
    # articles, pairs, a row, the mean over its pairs of different articles
    ("ab", [(0, 1, 0.9)], [0, 1], 0.9),
    ("abc", [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.4)], [0, 1, 2], 0.7),
    ("abc", [(0, 1, 0.9), (1, 2, 0.9)], [0, 1, 2], 0.6),  # a missing pair counts as 0
    ("abb", [(0, 1, 0.9), (0, 2, 0.5)], [0, 1, 2], 0.7),  # the same article twice: no pair
    ("abc", [(0, 1, 0.9), (1, 2, 0.8)], [0, 1], 0.9),  # pairs with other rows are not its own
]


@pytest.mark.parametrize(("articles", "pairs", "row", "likeness"), LIKENESS)
def test_how_alike_a_row_is(
    articles: str, pairs: list[tuple[int, int, float]], row: list[int], likeness: float
) -> None:
    assert likeness_of(of(*articles), [row], pairs) == [pytest.approx(likeness)]


_HELD = of(*"AbCdEf")
_PAIRS = [
    (a, b)
    for a, one in enumerate(_HELD)
    for b, other in enumerate(_HELD)
    if a < b and one.claim.article != other.claim.article
]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(0, 20), min_size=len(_PAIRS), max_size=len(_PAIRS)),
    st.randoms(use_true_random=False),
)
def test_no_words_stand_twice_and_no_order_matters(weights: list[int], chance: random.Random) -> None:
    pairs = [(a, b, weight / 20) for (a, b), weight in zip(_PAIRS, weights, strict=True)]
    rows = linked(_HELD, pairs, 0.4)
    chance.shuffle(pairs)
    assert linked(_HELD, pairs, 0.4) == rows
    placed = [unit for row in rows for unit in row]
    assert len(placed) == len(set(placed))
    assert not any(
        _HELD[a].meets(_HELD[b]) for a in placed for b in placed if a < b and _HELD[a].whole == _HELD[b].whole
    )
    assert all(len({_HELD[unit].claim.article for unit in row}) > 1 for row in rows)
