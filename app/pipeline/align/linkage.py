"""Units into rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.pipeline.align.units import Unit

_Links = dict[int, dict[int, float]]


def linked(
    units: Sequence[Unit], pairs: Iterable[tuple[int, int, float]], threshold: float
) -> list[list[int]]:
    """Rows of several outlets, as indices of units: from the surest pair on, each joins what it is like.

    A unit joins a row, or a row another, where the mean over all pairs of different articles is at least
    `threshold`; a pair that is not given counts as 0, so a claim between two others does not chain them.
    No two units of all rows hold the same words: a claim stands whole in one row, or its parts
    in several, whichever is surer. The order of `pairs` makes no difference; ties go to the lower indices.
    """
    rows = _Rows(units, threshold)
    for likeness, a, b in sorted((-likeness, a, b) for a, b, likeness in pairs):
        if -likeness >= _LINK:
            rows.link(a, b, -likeness)
    for _, a, b in sorted((-p, a, b) for a, row in rows.links.items() for b, p in row.items() if a < b):
        rows.join(a, b)
    return sorted(sorted(row) for row in rows.members.values())


_LINK = 0.01  # pairs less alike than this count as 0


class _Rows:
    def __init__(self, units: Sequence[Unit], threshold: float) -> None:
        self.links: _Links = defaultdict(dict)
        self.members: dict[int, list[int]] = {}
        self._units = units
        self._threshold = threshold
        self._row: dict[int, int] = {}
        self._taken: dict[int, list[int]] = defaultdict(list)  # units in rows, by the claim they are of

    def link(self, a: int, b: int, likeness: float) -> None:
        self.links[a][b] = self.links[b][a] = likeness

    def join(self, a: int, b: int) -> None:
        """Put the two on one row, with those they stand with, where all are alike enough."""
        if self._blocked(a) or self._blocked(b):
            return
        one, other = self._with(a), self._with(b)
        if one is not other and self._mean(one, other) >= self._threshold:
            self._merge(one, other)

    def _blocked(self, unit: int) -> bool:
        """Whether some of its words stand in a row already."""
        placed = self._taken[self._units[unit].whole]
        return unit not in self._row and any(self._units[unit].meets(self._units[other]) for other in placed)

    def _with(self, unit: int) -> list[int]:
        return self.members[self._row[unit]] if unit in self._row else [unit]

    def _mean(self, one: Sequence[int], other: Sequence[int]) -> float:
        across = [
            self.links[i].get(j, 0.0)
            for i in one
            for j in other
            if self._units[i].claim.article != self._units[j].claim.article
        ]
        return sum(across) / len(across) if across else 0.0

    def _merge(self, one: list[int], other: list[int]) -> None:
        whole = [*one, *other]
        for unit in (one[0], other[0]):
            self.members.pop(self._row.get(unit, -1), None)
        row = min(whole)
        self.members[row] = whole
        for unit in whole:
            if unit not in self._row:
                self._taken[self._units[unit].whole].append(unit)
            self._row[unit] = row
