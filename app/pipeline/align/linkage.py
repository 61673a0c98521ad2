"""Units into rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from app.pipeline.align.units import Unit


def linked(
    units: Sequence[Unit], pairs: Iterable[tuple[int, int, float]], threshold: float
) -> list[list[int]]:
    """Rows of several outlets, as indices of units: from the surest pair on, each joins what it is like.

    A unit joins a row, or a row another, where the mean over all pairs of different articles is at least
    `threshold`; a pair that is not given counts as 0, so a claim between two others does not chain them.
    No two units of all rows hold the same words: a claim stands whole in one row, or its parts
    in several, whichever is surer. `pairs` are of two articles, the lower index first, each once; their order
    makes no difference: ties go to the lower indices.
    """
    rows = _Rows(units, threshold)
    likely = sorted((-likeness, a, b) for a, b, likeness in pairs if likeness >= _LINK)
    for likeness, a, b in likely:
        rows.link(a, b, -likeness)
    for _, a, b in likely:
        rows.join(a, b)
    return rows.of_several()


def likeness_of(
    units: Sequence[Unit], rows: Iterable[Sequence[int]], pairs: Iterable[tuple[int, int, float]]
) -> list[float]:
    """How alike the units of each row of several articles are: the mean over its pairs, as in `linked`."""
    rows = list(rows)
    row_of = {unit: number for number, row in enumerate(rows) for unit in row}
    sums = [0] * len(rows)
    for a, b, likeness in pairs:
        if a in row_of and row_of[a] == row_of.get(b):
            sums[row_of[a]] += round(likeness * _ONE)
    return [total / _ONE / _across(units, row) for total, row in zip(sums, rows, strict=True)]


def _across(units: Sequence[Unit], row: Sequence[int]) -> int:
    """How many pairs of different articles a row has."""
    counts = Counter(units[unit].claim.article for unit in row)
    return (len(row) ** 2 - sum(count**2 for count in counts.values())) // 2


_LINK = 0.01  # pairs less alike than this count as 0
_ONE = 1_000_000  # likeness is added up in so many parts of 1, so that no order of additions matters


class _Rows:
    """Rows as they grow; at first each unit is its own. Sums of likeness between rows are kept up to date."""

    def __init__(self, units: Sequence[Unit], threshold: float) -> None:
        self._units = units
        self._threshold = threshold * _ONE
        self._row = list(range(len(units)))
        self._members = [[unit] for unit in self._row]
        self._articles = [{unit.claim.article: 1} for unit in units]  # of each row, with members
        self._sums: list[dict[int, int]] = [{} for _ in units]  # of each row, by the other
        self._taken: dict[int, list[int]] = defaultdict(list)  # units in rows of several, by their claim

    def link(self, a: int, b: int, likeness: float) -> None:
        self._sums[a][b] = self._sums[b][a] = round(likeness * _ONE)

    def join(self, a: int, b: int) -> None:
        """Put the two on one row, with those they stand with, where all are alike enough."""
        one, other = self._row[a], self._row[b]
        if one != other and self._alike(one, other) and not (self._blocked(a) or self._blocked(b)):
            self._merge(one, other)

    def of_several(self) -> list[list[int]]:
        return sorted(sorted(members) for members in self._members if len(members) > 1)

    def _alike(self, one: int, other: int) -> bool:
        total = self._sums[one].get(other, 0)
        if total < self._threshold:
            return False
        few, many = sorted((self._articles[one], self._articles[other]), key=len)
        same = sum(count * many.get(article, 0) for article, count in few.items())
        across = len(self._members[one]) * len(self._members[other]) - same
        return total >= self._threshold * across

    def _blocked(self, unit: int) -> bool:
        """Whether some of its words stand in another row already."""
        held = self._units[unit]
        alone = len(self._members[self._row[unit]]) == 1
        return alone and any(held.meets(self._units[other]) for other in self._taken[held.whole])

    def _merge(self, stays: int, goes: int) -> None:
        for row in (stays, goes):
            if len(self._members[row]) == 1:
                self._taken[self._units[row].whole].append(row)
        for unit in self._members[goes]:
            self._row[unit] = stays
        self._members[stays] += self._members[goes]
        self._members[goes] = []
        for article, count in self._articles[goes].items():
            self._articles[stays][article] = self._articles[stays].get(article, 0) + count
        self._move_sums(stays, goes)

    def _move_sums(self, stays: int, goes: int) -> None:
        mine = self._sums[stays]
        for row, likeness in self._sums[goes].items():
            del self._sums[row][goes]
            if row != stays:
                mine[row] = self._sums[row][stays] = mine.get(row, 0) + likeness
        self._sums[goes] = {}
