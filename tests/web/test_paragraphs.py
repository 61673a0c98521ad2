from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.domain.text import Span
from app.web.paragraphs import Layer, marked_paragraphs, paragraph_number, paragraphs
from tests.web.markup import text_of

TEXTS = [
    ("", []),
    ("one", ["one"]),
    ("one\ntwo", ["one\n", "two"]),
    ("one\n\n \ntwo\n", ["one\n\n \n", "two\n"]),
    ("\n\none\r\ntwo", ["\n\n", "one\r\n", "two"]),
]


@pytest.mark.parametrize(("text", "lines"), TEXTS)
def test_paragraphs_are_lines_with_the_blanks_after_them(text: str, lines: list[str]) -> None:
    assert [place.of(text) for place in paragraphs(text)] == lines


def test_a_position_has_its_paragraphs_number() -> None:
    places = paragraphs("one\n\ntwo")
    assert [paragraph_number(places, position) for position in (0, 4, 5, 7, 99)] == [1, 1, 2, 2, 2]
    assert paragraph_number((), 0) == 1


MARKED = [
    ("inside one another", "abcd", [(0, 4, "x"), (1, 2, "y")], "[x:a[y:b]cd]"),
    ("beginning together: the longer is outside", "abcd", [(0, 2, "x"), (0, 4, "y")], "[y:[x:ab]cd]"),
    ("ending together", "abcd", [(0, 4, "x"), (2, 4, "y")], "[x:ab[y:cd]]"),
    ("crossing", "abcd", [(0, 3, "x"), (1, 4, "y")], "[x:a[y:bc]][y:d]"),
    ("three deep, the outer ends first", "abcdef", [(0, 3, "x"), (1, 5, "y"), (2, 6, "z")],
     "[x:a[y:b[z:c]]][y:[z:de]][z:f]"),
    ("side by side", "abcd", [(0, 2, "x"), (2, 4, "y")], "[x:ab][y:cd]"),
    ("over a line's end", "ab\ncd", [(1, 4, "x")], "a[x:b\n]|[x:c]d"),
    ("empty", "ab", [(1, 1, "x")], "ab"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "layers", "expected"), MARKED, ids=[m[0] for m in MARKED])
def test_marks_nest(case: str, text: str, layers: list[tuple[int, int, str]], expected: str) -> None:
    found = marked_paragraphs(text, [Layer(Span(start, end), css) for start, end, css in layers])
    assert _short("|".join(markup for _, markup in found)) == expected


def _short(html: str) -> str:
    """`<span class="x">a</span>` written as `[x:a]`."""
    return html.replace('<span class="', "[").replace('">', ":").replace("</span>", "]")


def test_the_first_piece_has_the_id_and_the_last_the_end() -> None:
    layers = [
        Layer(Span(0, 3), "x"),
        Layer(Span(1, 6), "y", "here", Markup('<a href="#n"></a>')),
    ]
    html = "".join(markup for _, markup in marked_paragraphs("abcd\nefg", layers))
    assert html.count('id="here"') == 1
    assert html.index('id="here"') < html.index("bc")
    assert html.index("e<a") > html.index("d\n")
    assert html.count("<a ") == 1


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open -= 1
        assert self.open >= 0


HOSTILE = st.text(st.sampled_from("ab <>&\"'\n\r\t“é\U0001f600"), max_size=60)
PLACES = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=8)


@given(HOSTILE, PLACES)
def test_the_marked_text_is_the_text(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(min(place, len(text)) for place in pair)) for pair in places]
    layers = [
        Layer(span, f"k{number}", f"c-{number}", Markup('<a href="#x"></a>'))
        for number, span in enumerate(spans)
    ]
    found = marked_paragraphs(text, layers)
    assert "".join(text_of(markup) for _, markup in found) == text
    for place, markup in found:
        assert text_of(markup) == place.of(text)
        balance = _Balance()
        balance.feed(markup)
        assert balance.open == 0
    ids = "".join(markup for _, markup in found)
    for number, span in enumerate(spans):
        assert ids.count(f'id="c-{number}"') == (1 if len(span) else 0)
