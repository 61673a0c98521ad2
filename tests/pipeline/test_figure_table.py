"""Figures, against a table of sentences in news style."""

from __future__ import annotations

import pytest

from app.domain.figure import Comparator, Figure
from app.domain.text import Span
from app.pipeline.extract.figures import turns_on
from app.store.codec import figures_in, figures_out
from tests.pipeline.figure_table import Line, lines, periods_right, read, right, share_right

FLOOR, PERIOD_FLOOR = 0.93, 0.93
TABLE = tuple(lines())


def _missed(line: Line) -> str:
    found = [(f.words, f.low, f.high, f.comparator.value, f.unit, f.counted) for f in read(line.text)]
    return f"{line.text}\n    expected {line.figures}\n    found {found}"


def test_the_table_is_large_enough() -> None:
    assert sum(len(line.figures) for line in TABLE) >= 160
    assert sum(not line.figures for line in TABLE) >= 40


def test_share_of_figures_read_right() -> None:
    count, of = share_right()
    missed = [_missed(line) for line in TABLE if not all(right(line, read(line.text)))]
    assert count >= FLOOR * of, "\n".join(missed)


def test_share_of_periods_read_right() -> None:
    count, of = periods_right()
    assert count >= PERIOD_FLOOR * of


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line.text[:40])
def test_words_are_those_of_the_span(line: Line) -> None:
    for figure in read(line.text):
        assert figure.span.of(line.text) == figure.words
        assert figure.low <= figure.high
        assert figure.period is None or figure.period in line.text


def test_the_table_is_no_pushover() -> None:
    line = next(line for line in TABLE if len(line.figures) == 1)
    (found,) = read(line.text)
    surplus = Figure(Span(0, 1), "9", 9, 9)
    assert right(line, (found,)) == [True]
    assert right(line, (found, surplus)) == [False]
    assert right(line, ()) == [False]


@pytest.mark.parametrize(
    "text", ["5 " * 10_000, "5-" * 10_000, "two " * 10_000, "1,2" * 10_000, "$" * 10_000]
)
def test_many_numbers_in_a_row_are_read_in_bounded_time(text: str) -> None:
    assert len(read(text)) <= len(text)


def test_an_age_is_nothing_a_sentence_turns_on() -> None:
    (age,) = read("A 34-year-old man was charged.")
    (term,) = read("He was sentenced to 34 years.")
    assert (turns_on(age), turns_on(term)) == (False, True)


def test_rows_stored_before_figures_had_a_period_still_load() -> None:
    figure = Figure(Span(0, 3), "250", 250, 250, Comparator.MORE, None, "civilians", "a year")
    (row,) = figures_out([figure])
    assert figures_in([row]) == (figure,)
    (old,) = figures_in([row[:8]])
    assert (old.counted, old.period) == ("civilians", None)
