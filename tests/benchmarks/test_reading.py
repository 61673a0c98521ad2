"""What measures speed and endurance: samples, turns, figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.article import RawArticle
from benchmarks import rough_weather
from benchmarks.evaluate import share_table
from benchmarks.references import language
from benchmarks.rough_weather import Reading, corpus_rows, hostile, joined, memory, place_of, quartiles
from benchmarks.speed import Works, measure, others, works_table

TEXT = (
    "The bridge at Holm was closed on Monday.\n\n“It is not safe,” said Anna Berg, who leads the council.\n"
)


def _raw(name: str) -> RawArticle:
    return RawArticle(name, f"{TEXT}{name} was there.", name)


def _reading(process: int, megabytes: float, fault: str | None = None) -> Reading:
    return Reading("a", 3, 100, 0.5, fault, process, megabytes)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_each_work_reads_every_article_once(count: int) -> None:
    articles = [_raw(str(n)) for n in range(count)]
    bare, extracted = zip(*(others(articles, n) for n in range(count)), strict=True)
    assert {a.origin for a in bare} == {a.origin for a in extracted} == {a.origin for a in articles}


def test_works_are_measured_apart_over_the_same_articles() -> None:
    works = measure([_raw(str(n)) for n in range(4)], language())
    assert works.failures == 0
    assert works.claims >= 4
    assert min(works.pipeline.seconds, works.extract.seconds, works.ingest.seconds) > 0
    single = measure([_raw("0")], language())
    assert works.tokens == 4 * single.tokens


def test_the_ratio_is_the_ingest_against_the_bare_pipeline() -> None:
    works = Works(articles=2, tokens=1000)
    works.pipeline.seconds, works.extract.seconds, works.ingest.seconds = 0.5, 0.8, 1.0
    lines = works_table(works, 250, 0.5, 1.2).splitlines()
    assert "| bare pipeline, one core | 2,000 tokens/s (0.5 s) |" in lines
    assert "| whole ingest against the bare pipeline | 2.00 x |" in lines


def test_quartiles_of_few_and_many() -> None:
    assert quartiles(range(101)) == (0, 25, 50, 75, 100)
    assert quartiles([7]) == (7, 7, 7, 7, 7)


def test_memory_is_one_process_s_after_each_quarter() -> None:
    readings = [_reading(1, n) for n in range(1, 9)]
    assert memory([readings[0], _reading(2, 999), *readings[1:]]) == (2, 4, 6, 8)
    assert memory([_reading(1, 50)]) == (50, 50, 50, 50)


def test_faults_are_counted_and_named() -> None:
    rows = corpus_rows([_reading(1, 50), _reading(1, 50, "KeyError in cut.py, line 3")], 4, 10, 2)
    assert rows["exceptions"] == "1; a (KeyError in cut.py, line 3)"
    assert rows["articles, refused"] == "2, 4"
    assert rows["seconds, 2 processes"] == "10 (200 tokens/s in each)"


def test_a_fault_in_one_article_is_caught_and_does_not_quote_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise ValueError("words of the article")

    monkeypatch.setattr(rough_weather, "_language", language)
    assert rough_weather.read_one(_raw("a")).fault is None
    monkeypatch.setattr(rough_weather, "read_claims", break_down)
    fault = rough_weather.read_one(_raw("a")).fault
    assert fault is not None
    assert fault.startswith(f"ValueError in {Path(__file__).name}, line ")


def test_the_place_of_a_fault_is_its_innermost_line() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        quartiles(1 // n for n in [0])
    assert isinstance(raised.value, ZeroDivisionError)
    assert place_of(raised.value).startswith(f"ZeroDivisionError in {Path(__file__).name}")


def test_texts_are_joined_up_to_so_many_words() -> None:
    text = joined(["one two\n\nthree", "four five six"], 5)
    assert text.split() == ["one", "two", "three", "four", "five"]
    assert "\n" in text


def test_the_hostile_text_is_one_line_with_quotations_that_stay_open() -> None:
    assert hostile('He said “no”.\nShe said "yes", then left.') == "He said “no. She said “yes“, then left."


def test_shares_are_told_with_their_counts() -> None:
    assert share_table({"dates": (47, 50)}).endswith("| dates | 47/50 | 0.940 |")
