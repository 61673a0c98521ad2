from __future__ import annotations

from dataclasses import asdict

import pytest

from app.pipeline.extract import VERSION
from app.web.figures import figures
from benchmarks.page import QUALITY, marks, shown

SHIPPED = asdict(figures())


@pytest.mark.parametrize("name", [name for name, value in SHIPPED.items() if not isinstance(value, int)])
def test_each_figure_of_the_help_page_stands_in_the_report(name: str) -> None:
    """One run writes both; a figure changed in one of them alone is found here."""
    begin, end = marks("figures", "make evaluate")
    report = QUALITY.read_text("utf-8").partition(begin)[2].partition(end)[0]
    value = SHIPPED[name]
    words = f"{value['right']}/{value['of']}" if isinstance(value, dict) else shown(value)
    assert words in report


def test_the_figures_are_those_of_the_pipeline_that_ships() -> None:
    assert figures().pipeline == VERSION
