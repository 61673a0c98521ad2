"""Fitting the line-up: what is right, and trees as data."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from app.domain.claim import Claim, ClaimKind
from app.domain.text import Span
from app.pipeline.align.features import NAMES, Pairs
from app.pipeline.align.units import units
from benchmarks import fit_lineup
from benchmarks.fit_lineup import RIGHT, WRONG, Mention


def test_fitted_trees_decide_as_the_model_they_were_made_of() -> None:
    chance = np.random.default_rng(1)
    # No value lies midway between two others, where a threshold might stand.
    features = chance.choice([0, 1 / 16, 3 / 16, 7 / 16, 15 / 16], (600, len(NAMES)))
    right = features[:, 0] + features[:, 3] * features[:, 5] + chance.normal(0, 0.2, 600) > 0.5
    model = GradientBoostingClassifier(**fit_lineup.SETTINGS)
    model.fit(features, right)
    trees = fit_lineup._as_data(model)
    expected = model.predict_proba(features)[:, 1]
    assert np.abs(trees.probability(features) - expected).max() < 1e-3  # leaves are rounded
    assert trees.feature.shape == (len(model.estimators_), 2 ** fit_lineup.SETTINGS["max_depth"] - 1)


def claim(article: str, start: int, end: int, *parts: Span) -> Claim:
    return Claim(article, Span(start, end), "x" * (end - start), ClaimKind.NARRATED, parts=parts)


HELD = units([claim("a", 0, 40, Span(0, 18), Span(20, 40)), claim("b", 0, 20)])

# where article a states the fact; how well the whole, its first part and its second fit with b
LABELS = [
    (Span(0, 40), [True, False, False]),
    (Span(0, 18), [False, True, False]),
    (Span(22, 40), [False, False, True]),
    (Span(60, 80), [False, False, False]),
]


@pytest.mark.parametrize(("place", "right"), LABELS)
def test_the_unit_that_fits_a_mention_is_right(place: Span, right: list[bool]) -> None:
    mentions = [Mention("r1", "a", place, True), Mention("r1", "b", Span(0, 20), True)]
    found = Pairs(np.array([0, 1, 2]), np.array([3, 3, 3]), np.zeros((3, len(NAMES))))
    assert (fit_lineup._fit(HELD, found, mentions) >= RIGHT).tolist() == right
    alone = [Mention("r1", "a", place, False)]
    assert (fit_lineup._fit(HELD, found, alone) < WRONG).all()


def test_lines_of_other_rows_are_wrong() -> None:
    mentions = [Mention("r1", "a", Span(0, 40), True), Mention("r2", "b", Span(0, 20), True)]
    found = Pairs(np.array([0]), np.array([3]), np.zeros((1, len(NAMES))))
    assert fit_lineup._fit(HELD, found, mentions).tolist() == [0.0]
