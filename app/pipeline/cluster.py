"""Agglomerative clustering over a sparse graph of likenesses."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

_Neighbours = dict[int, float]  # cluster -> sum of the likenesses of all pairs across


def average_linkage(size: int, edges: Iterable[tuple[int, int, float]], threshold: float) -> list[list[int]]:
    """Clusters of 0..size-1 such that merging any two would average less than `threshold` across.

    A pair without an edge counts as 0, so a chain of likenesses does not pull its ends together; edges may
    be negative, which keeps two apart. Ties go to the lowest numbers: callers number their items
    canonically, and the result depends on nothing else. Each cluster is ascending, and the clusters by their
    first item.
    Average linkage (UPGMA, Sokal and Michener 1958), with a heap: O(E log E) for E edges with light merges.
    """
    links: dict[int, _Neighbours] = {i: {} for i in range(size)}
    for a, b, likeness in edges:
        links[a][b] = links[b][a] = likeness
    members = {i: [i] for i in range(size)}
    heap = [(-s, a, b) for a, row in links.items() for b, s in row.items() if a < b and s >= threshold]
    heapq.heapify(heap)
    while heap:
        score, a, b = heapq.heappop(heap)
        if -score != _average(links, members, a, b):
            continue  # one of the two has grown since, or is gone
        _merge(links, members, a, b)
        for other in links[a]:
            mean = _average(links, members, a, other)
            if mean is not None and mean >= threshold:
                heapq.heappush(heap, (-mean, min(a, other), max(a, other)))
    return [sorted(cluster) for _, cluster in sorted(members.items())]


def _average(links: dict[int, _Neighbours], members: dict[int, list[int]], a: int, b: int) -> float | None:
    """Mean likeness of all pairs across two clusters; None when one was merged away."""
    if a not in links or b not in links[a]:
        return None
    return links[a][b] / (len(members[a]) * len(members[b]))


def _merge(links: dict[int, _Neighbours], members: dict[int, list[int]], keep: int, gone: int) -> None:
    """Put cluster `gone` into `keep`, which is the lower number, adding up the links of both."""
    members[keep] += members.pop(gone)
    for other, likeness in links.pop(gone).items():
        del links[other][gone]
        if other != keep:
            links[keep][other] = links[other][keep] = links[keep].get(other, 0.0) + likeness
    links[keep].pop(gone, None)
