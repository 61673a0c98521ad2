from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import Span, hull

texts = st.text(max_size=40)


@given(texts, st.data())
def test_a_span_gives_back_the_words_it_was_made_from(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert Span(start, end).of(text) == text[start:end]
    stripped = Span(start, end).stripped(text)
    assert stripped.of(text) == text[start:end].strip()
    assert Span(start, end).covers(stripped)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Span(0, 5), Span(5, 9), 0),
        (Span(0, 5), Span(4, 9), 1),
        (Span(0, 9), Span(2, 4), 2),
        (Span(7, 9), Span(0, 3), 0),
    ],
)
def test_overlap(one: Span, other: Span, shared: int) -> None:
    assert one.overlap(other) == other.overlap(one) == shared


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_no_span_ends_before_it_starts(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_hull() -> None:
    assert hull([Span(7, 9), Span(1, 3)]) == Span(1, 9)
