"""The self-made pages: what is read of them may not fall below the floors of docs/quality.md."""

from __future__ import annotations

import pytest

from benchmarks.page import mean
from benchmarks.pages import Expected, Score, load, score

_RECALL = 0.95  # mean over the pages
_LEAKS = 1  # lines a page
_SECONDS = 10.0  # a page

EXPECTED = tuple(load())
NAMES = [expected.name for expected in EXPECTED]


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    try:
        return {expected.name: score(expected) for expected in EXPECTED}
    except NotImplementedError:
        pytest.skip("pages are not read yet")


def test_there_are_pages_enough_and_each_asks_for_something() -> None:
    assert len(EXPECTED) >= 50
    silent = [e.name for e in EXPECTED if not (e.body or e.leaks)]
    assert not silent


def test_words_of_the_report_are_found(scores: dict[str, Score]) -> None:
    assert (mean(one.recall for one in scores.values()) or 0.0) >= _RECALL


@pytest.mark.parametrize("name", NAMES)
def test_hardly_a_line_of_others_is_among_them(name: str, scores: dict[str, Score]) -> None:
    assert len(scores[name].leaks) <= _LEAKS, scores[name].leaks


@pytest.mark.parametrize("name", [e.name for e in EXPECTED if e.published])
def test_the_date_is_right(name: str, scores: dict[str, Score]) -> None:
    assert scores[name].right.get("published"), scores[name]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_the_whole_report_is_told(name: str, scores: dict[str, Score]) -> None:
    assert scores[name].right["extent"], scores[name]


def test_no_page_takes_long(scores: dict[str, Score]) -> None:
    assert max(one.seconds for one in scores.values()) < _SECONDS


def test_words_that_must_not_be_found_stand_in_the_pages() -> None:
    """A line that is nowhere could never leak, and a slip in it would go unseen."""
    missing = [
        (page.name, leak) for page in EXPECTED for leak in page.leaks if leak.split()[0] not in _decoded(page)
    ]
    assert not missing


def _decoded(page: Expected) -> str:
    return page.data.decode("utf-16" if page.data.startswith(b"\xff\xfe") else "utf-8", "replace") + (
        "" if page.data.isascii() else _other(page.data)
    )


def _other(data: bytes) -> str:
    return "".join(data.decode(name, "replace") for name in ("cp1252", "shift_jis", "koi8-r"))
