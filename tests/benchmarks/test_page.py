from __future__ import annotations

import pytest

from benchmarks.page import QUALITY, MarksMissingError, figures_table, marks, mean, replaced


def test_a_report_takes_the_place_of_the_one_before_and_nothing_else() -> None:
    begin, end = marks("speed", "make benchmark")
    other = "\n".join(marks("figures", "make evaluate"))
    page = f"Above.\n{begin}\nold\n{end}\nBelow.\n{other}\n"
    once = replaced(page, "speed", "make benchmark", r"| a | \1 |")
    assert once == f"Above.\n{begin}\n\n| a | \\1 |\n\n{end}\nBelow.\n{other}\n"
    assert replaced(once, "speed", "make benchmark", r"| a | \1 |") == once


@pytest.mark.parametrize("times", [0, 2])
def test_a_page_without_one_place_for_the_report_is_left_alone(times: int) -> None:
    page = "\n".join(marks("speed", "make benchmark")) * times
    with pytest.raises(MarksMissingError, match="make benchmark"):
        replaced(page, "speed", "make benchmark", "new")


def test_the_quality_page_has_a_place_for_the_figures() -> None:
    assert "new figures" in replaced(QUALITY.read_text("utf-8"), "figures", "make evaluate", "new figures")


def test_a_measure_that_was_not_taken_is_a_dash_and_no_part_of_the_mean() -> None:
    assert "| claim recall | - |" in figures_table({"claim_recall": None})
    assert mean([0.5, None, 1.0]) == 0.75
    assert mean([None]) is None
