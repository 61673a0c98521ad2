from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.calibration import Mark, bins, calibration_error, marks_of, reliability_table, threshold_table
from benchmarks.scoring import Run


def test_bins_hold_their_lower_end_and_the_last_one_both() -> None:
    filled = bins([Mark(c, True) for c in (0.0, 0.09, 0.1, 0.9, 1.0)])
    assert [(b.low, len(b.marks)) for b in filled] == [(0.0, 2), (0.1, 1), (0.9, 2)]


def test_the_calibration_error_weighs_bins_by_their_attributions() -> None:
    sure_and_wrong = [Mark(1.0, False)]
    open_and_even = [Mark(0.5, True), Mark(0.5, False)] * 3
    assert calibration_error(bins(open_and_even)) == 0
    assert calibration_error(bins([*sure_and_wrong, *open_and_even])) == pytest.approx(1 / 7)
    assert calibration_error(bins([])) is None


def test_the_reliability_table_has_a_line_for_each_bin() -> None:
    lines = reliability_table(bins([Mark(0.75, True), Mark(0.75, False), Mark(0.2, False)])).splitlines()
    assert lines[2:] == ["| 0.2 to 0.3 | 1 | 0.200 | 0.000 |", "| 0.7 to 0.8 | 2 | 0.750 | 0.500 |"]


def _claim(start: int, end: int, source: tuple[int, int], confidence: float) -> dict[str, Any]:
    cue = [source[1] + 1, source[1] + 5]
    return {
        "start": start,
        "end": end,
        "kind": "quote",
        "cue": cue,
        "source": source,
        "confidence": confidence,
    }


@pytest.mark.shared
def test_marks_and_thresholds_are_the_scorers(shared: Path) -> None:
    attribution = {"content": [[0, 40]], "cue": [[51, 55]], "source": [[41, 50]]}
    other = {"content": [[100, 140]], "cue": [[151, 155]], "source": [[141, 150]]}
    gold = [{"id": "a", "text": "", "attributions": [attribution, other]}]
    claims = [
        _claim(0, 40, (41, 50), 0.95),  # right
        _claim(0, 22, (41, 50), 0.85),  # overlaps enough, but the one above is likelier
        _claim(100, 140, (300, 310), 0.6),  # right content, wrong source
        _claim(100, 110, (141, 150), 0.3),  # too short
        {**_claim(200, 210, (0, 1), 0.5), "kind": "narrated", "cue": None, "source": None},  # no attribution
    ]
    found = [{"id": "a", "claims": claims}]
    scorer = Run(shared, Path()).scorer
    marks = list(marks_of(gold, found, scorer))
    assert sorted((m.confidence, m.right) for m in marks) == [
        (0.3, False),
        (0.6, False),
        (0.85, False),
        (0.95, True),
    ]
    assert scorer.score_extraction(gold, found, False)["relation"]["precision"] == 1 / 4
    assert threshold_table(gold, found, scorer).splitlines()[2:] == [
        "| all | 4 | 0.250 | 0.500 | 0.333 |",
        "| > 0.5 | 3 | 0.333 | 0.500 | 0.400 |",
        "| > 0.9 | 1 | 1.000 | 0.500 | 0.667 |",
    ]
