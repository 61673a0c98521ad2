"""Where quoted words begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import Span
from app.pipeline.extract.quotes import find_quotations


def quoted(text: str) -> list[str]:
    return [q.inner.of(text) for q in find_quotations(text, [Span(0, len(text))])]


TABLE = [
    ("“We are safe,” she said.", ["We are safe,"]),
    ('"We are safe," she said. "All of us."', ["We are safe,", "All of us."]),
    ("«On y va», said Paul.", ["On y va"]),
    ("''We are safe,'' she said.", ["We are safe,"]),
    ("‘We are safe,’ she said, ‘and it’s over.’", ["We are safe,", "and it’s over."]),
    ("'We are safe,' she said.", ["We are safe,"]),
    ("The voters’ choice isn’t clear, and the ’90s are gone.", []),
    ("It's the people's choice, he didn't say.", []),
    ("“He called it a ‘regime of rain’ twice,” she said.", ["He called it a ‘regime of rain’ twice,"]),
    ("“They [the two sides] agreed,” she said.", ["They [the two sides] agreed,"]),
    ("A 5'10\" man came.", []),
    ("“One day it ends\nNothing follows here.", ["One day it ends"]),
    ("“This tribute to him. “Another one,” she said.", ["This tribute to him.", "Another one,"]),
    ("• City “pushed to the edge – The Red Cross", ["pushed to the edge"]),
    ("“One day it ends.\nAll of it.\nEven “this.” Soon.”\nNothing follows.",
     ["One day it ends.", "All of it.", "Even “this.” Soon."]),
    ("“One,” he said. “Two\nNo more of it.\nA stray mark.”", ["One,", "Two"]),
    ("No marks at all.", []),
    ("”", []),
    ("“”", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_repeated_opening_mark_continues_the_quotation() -> None:
    text = "“First part.\n\n“Second part.\n\n“Third part,” she said."
    found = find_quotations(text, [Span(0, len(text))])
    assert [q.continued for q in found] == [True, True, False]
    assert [q.closed for q in found] == [False, False, True]


def test_only_the_parts_asked_for_are_read() -> None:
    text = "“Menu”\n“We agree,” she said."
    assert [q.inner.of(text) for q in find_quotations(text, [Span(7, len(text))])] == ["We agree,"]


@given(st.text(alphabet="ab ’‘“”\"'`«»\n.,", max_size=80))
def test_quotations_are_disjoint_and_within_their_lines(text: str) -> None:
    found = find_quotations(text, [Span(0, len(text))])
    behind = 0
    for quotation in found:
        assert quotation.span.start >= behind
        assert quotation.span.covers(quotation.inner)
        assert "\n" not in quotation.inner.of(text)
        behind = quotation.span.end
