"""Boosted decision trees as plain data: numbers in a JSON file, no pickle.

The probability is the logistic function of the sum of one leaf from each tree (Friedman 2001, Greedy function
approximation: a gradient boosting machine). Every tree is complete: a node that does not split is written as
one whose threshold nothing exceeds, so that all rows walk the same number of steps.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CHUNK = 8_192  # rows that walk at once: few enough to stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Trees:
    """`feature` and `threshold` have a row a tree, of its nodes level by level; `leaf` of its leaves.

    The children of node n are 2n + 1, taken where the feature is at most the threshold, and 2n + 2.
    """

    names: tuple[str, ...]
    bias: float
    feature: NDArray[np.int64]
    threshold: Floats
    leaf: Floats

    @classmethod
    def load(cls, path: Path) -> Trees:
        held = json.loads(path.read_text("utf-8"))
        trees = held["trees"]
        return cls(
            names=tuple(held["features"]),
            bias=float(held["bias"]),
            feature=np.array([tree["feature"] for tree in trees], dtype=np.int64),
            threshold=np.array([tree["threshold"] for tree in trees], dtype=float),
            leaf=np.array([tree["leaf"] for tree in trees], dtype=float),
        )

    def save(self, path: Path) -> None:
        rows = zip(self.feature.tolist(), self.threshold.tolist(), self.leaf.tolist(), strict=True)
        lines = [
            json.dumps({"feature": f, "threshold": t, "leaf": leaf}, separators=(",", ":"))
            for f, t, leaf in rows
        ]
        head = f'{{"features": {json.dumps(self.names)},\n"bias": {json.dumps(self.bias)},\n"trees": [\n'
        path.write_text(head + ",\n".join(lines) + "\n]}\n", "utf-8")

    def probability(self, features: Floats) -> Floats:
        """For each row of `features`, whose columns are in the order of `names`."""
        starts = range(0, features.shape[0], _CHUNK)
        return np.concatenate([np.empty(0), *(self._some(features[at : at + _CHUNK]) for at in starts)])

    def _some(self, features: Floats) -> Floats:
        columns = np.ascontiguousarray(features.T)
        total = np.full(features.shape[0], self.bias)
        for tree in zip(self.feature.tolist(), self.threshold.tolist(), self.leaf, strict=True):
            total += _leaf(columns, *tree)
        # Rounded, so that the order of additions on another machine can't decide between two rows.
        return np.asarray(np.round(1 / (1 + np.exp(-total)), 6))


def _leaf(columns: Floats, feature: Sequence[int], threshold: Sequence[float], leaf: Floats) -> Floats:
    """The leaf of one tree that each column of `columns` comes to, by choosing upwards from the leaves."""
    values = list(leaf)
    for node in reversed(range(len(feature))):
        right, left = values.pop(), values.pop()
        values.insert(0, np.where(columns[feature[node]] > threshold[node], right, left))
    return np.asarray(values[0])
