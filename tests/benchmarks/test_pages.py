"""What the scorer of pages counts."""

from __future__ import annotations

import pytest

from app.domain.article import Article, Segment, SegmentKind
from app.domain.dates import PartialDate
from app.domain.text import Span
from benchmarks.pages import Expected, Score, judged, load, same_moment, ten_megabytes, totals

FIRST = "The mill at Dunmore will close in August, its owners said."
SECOND = "“They gave us coffee and a folder,” said Rosa Delgado."
SIDE = "Low rates on used trucks at Easton Motors"


def _article(*lines: str, headline: str = "Mill to close") -> Article:
    text = "\n".join((headline, *lines))
    head = Segment(Span(0, len(headline)), SegmentKind.HEADLINE)
    return Article("a.html", text, (head, Segment(Span(len(headline), len(text)), SegmentKind.BODY)))


def _judged(*lines: str, **expected: object) -> Score:
    values = {"body": [FIRST, SECOND], "leaks": [SIDE], **expected}
    return judged(Expected.of("a", b"", values), _article(*lines))


@pytest.mark.parametrize(
    ("lines", "recall", "kept", "leaks"),
    [
        pytest.param((FIRST, SECOND), 1.0, 1.0, 0, id="all"),
        pytest.param((f"{FIRST} {SECOND}",), 1.0, 0.0, 0, id="paragraphs run together"),
        pytest.param((FIRST,), 11 / 21, 0.5, 0, id="one lost"),
        pytest.param((SECOND, FIRST), 11 / 21, 1.0, 1, id="in another order"),
        pytest.param((FIRST, SECOND, SIDE), 1.0, 1.0, 1, id="a line of others"),
        pytest.param((FIRST, f"{SECOND} {SIDE}"), 1.0, 0.5, 1, id="a line of others run into one"),
        pytest.param((FIRST, SECOND, SECOND), 1.0, 1.0, 1, id="a sentence twice"),
        pytest.param((FIRST, SECOND.replace("coffee", "cof\u00adfee")), 1.0, 1.0, 0, id="soft hyphen"),
    ],
)
def test_what_is_found_of_the_report(lines: tuple[str, ...], recall: float, kept: float, leaks: int) -> None:
    score = _judged(*lines)
    assert score.recall == pytest.approx(recall)
    assert (score.kept, len(score.leaks)) == (kept, leaks)


def test_a_line_that_may_stand_there_is_no_leak() -> None:
    assert not _judged(FIRST, "In the town", SECOND, allowed=["In the town"]).leaks
    assert _judged(FIRST, "In the town", SECOND).leaks == ("in the town",)


def test_what_the_page_states_is_compared() -> None:
    article = Article("a.html", "x", (), outlet="eastern ledger", title="Mill to close", byline="By Al Ray")
    asked = {"outlet": "Eastern Ledger", "headline": "Mill closes", "byline": "Al Ray", "url": "http://a.org"}
    score = judged(Expected.of("a", b"", asked), article)
    assert score.wrong == ("headline", "url")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024-05-02", "2024-05-02", True),
        ("2024-05-02", "2024-05-03", False),
        ("2024-05-02T10:00", "2024-05-02", False),
        ("2024-05-02T10:00+02:00", "2024-05-02T08:00+00:00", True),
        ("2024-05-02T23:30+00:00", "2024-05-03T01:30+02:00", True),
        ("2024-05-02T10:00", "2024-05-02T10:00+02:00", False),
        ("--05-02", "2024-05-02", False),
    ],
)
def test_dates_that_tell_the_same(one: str, other: str, same: bool) -> None:
    assert same_moment(PartialDate.parse(one), PartialDate.parse(other)) is same


def test_the_totals_name_the_worst_page() -> None:
    scores = [
        Score("a", 1.0, 1.0, (), {"published": True}),
        Score("b", 0.5, 0.5, ("x",), {"published": False}),
    ]
    figures = totals(scores)
    assert figures["recall of the body, mean"] == "0.750"
    assert figures["recall of the body, worst page"] == "0.500 (b)"
    assert figures["published right"] == "1/2"


def test_the_page_of_10_mb_is_as_large_as_it_says() -> None:
    page = ten_megabytes()
    assert 10_000_000 < len(page.data) < 10_100_000
    assert page.body[0].encode() in page.data


def test_pages_are_in_order_of_name() -> None:
    names = [page.name for page in load()][:-1]
    assert names == sorted(names)
