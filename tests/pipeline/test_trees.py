"""Boosted trees as plain data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.pipeline.align import _TREES, THRESHOLD
from app.pipeline.align.features import NAMES
from app.pipeline.align.trees import Trees

# One tree: by `words` first, then by `length`. Another that never splits: nothing exceeds its threshold.
HAND_MADE = Trees(
    names=("words", "length"),
    bias=-1.0,
    feature=np.array([[0, 1, 1], [0, 0, 0]]),
    threshold=np.array([[0.5, 0.2, 0.8], [1e9, 1e9, 1e9]]),
    leaf=np.array([[-2.0, -1.0, 1.0, 2.0], [0.5, 9.0, 9.0, 9.0]]),
)
# features; the sum of bias and leaves
TABLE = [
    ((0.0, 0.0), -1 - 2 + 0.5),
    ((0.5, 0.2), -1 - 2 + 0.5),  # at a threshold: to the left
    ((0.5, 0.3), -1 - 1 + 0.5),
    ((0.6, 0.8), -1 + 1 + 0.5),
    ((0.6, 0.9), -1 + 2 + 0.5),
]


@pytest.mark.parametrize(("features", "total"), TABLE)
def test_one_leaf_of_each_tree_is_added(features: tuple[float, float], total: float) -> None:
    (found,) = HAND_MADE.probability(np.array([features]))
    assert found == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-6)


def test_each_row_stands_alone_however_many_there_are() -> None:
    rows = np.array([features for features, _ in TABLE] * 5_000)
    alone = [HAND_MADE.probability(np.array([features]))[0] for features, _ in TABLE]
    assert HAND_MADE.probability(rows).tolist() == alone * 5_000
    assert HAND_MADE.probability(rows[:0]).shape == (0,)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "trees.json"
    HAND_MADE.save(path)
    again = Trees.load(path)
    assert (again.names, again.bias) == (HAND_MADE.names, HAND_MADE.bias)
    for name in ("feature", "threshold", "leaf"):
        assert getattr(again, name).tolist() == getattr(HAND_MADE, name).tolist()
    first = path.read_bytes()
    again.save(path)
    assert path.read_bytes() == first


def test_the_trees_that_ship_fit_the_features() -> None:
    assert _TREES.names == NAMES
    assert _TREES.feature.shape == _TREES.threshold.shape
    assert _TREES.leaf.shape == (_TREES.feature.shape[0], _TREES.feature.shape[1] + 1)
    assert 0 <= _TREES.feature.min() <= _TREES.feature.max() < len(NAMES)
    nothing, everything = _TREES.probability(np.array([np.zeros(len(NAMES)), np.ones(len(NAMES))]))
    assert nothing < THRESHOLD < everything
