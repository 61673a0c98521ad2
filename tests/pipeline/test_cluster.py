"""Average linkage over a sparse graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.cluster import average_linkage


def test_likes_come_together() -> None:
    assert average_linkage(4, [(0, 1, 0.9), (2, 3, 0.8), (1, 2, 0.1)], 0.5) == [[0, 1], [2, 3]]


def test_a_middle_one_does_not_chain_its_neighbours() -> None:
    """0 and 2 are both like 1 but not like each other: the nearer one gets it."""
    assert average_linkage(3, [(0, 1, 0.6), (1, 2, 0.7)], 0.5) == [[0], [1, 2]]
    assert average_linkage(3, [(0, 1, 0.6), (1, 2, 0.7), (0, 2, 0.5)], 0.5) == [[0, 1, 2]]


def test_a_negative_edge_keeps_apart() -> None:
    edges = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -1.0)]
    assert average_linkage(3, edges, 0.3) == [[0, 1], [2]]


def test_nothing_to_cluster() -> None:
    assert average_linkage(0, [], 0.5) == []
    assert average_linkage(2, [], 0.5) == [[0], [1]]


_EDGES = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(-1, 1, allow_nan=False),
)


@given(_EDGES, st.floats(0.05, 0.95))
def test_each_item_is_in_one_cluster_whatever_the_order(
    edges: dict[tuple[int, int], float], least: float
) -> None:
    listed = [(a, b, likeness) for (a, b), likeness in edges.items()]
    found = average_linkage(10, listed, least)
    assert sorted(item for cluster in found for item in cluster) == list(range(10))
    assert average_linkage(10, listed[::-1], least) == found


@given(_EDGES, st.floats(0.05, 0.95))
def test_no_two_clusters_left_are_alike(edges: dict[tuple[int, int], float], least: float) -> None:
    found = average_linkage(10, [(a, b, likeness) for (a, b), likeness in edges.items()], least)
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            across = [edges.get((min(a, b), max(a, b)), 0.0) for a in one for b in other]
            assert sum(across) / len(across) < least + 1e-9
