"""Decoding of what network and field say: cues, contents, sources, confidence."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.article import SegmentKind
from app.pipeline.extract import mending
from app.pipeline.extract.candidates import Cue, best_content, best_run, candidates, find_cues, without_tail
from app.pipeline.extract.confidence import Confidence
from app.pipeline.extract.evidence import Found
from app.pipeline.extract.grammar import Grammar
from app.pipeline.extract.reading import Page
from app.pipeline.extract.roles import FIRST, LAST, SOURCE, Scene


def page(text: str, lines: str | None = None) -> Page:
    """Words at their places; `lines` gives each word's line as a digit."""
    words = text.split()
    starts = [len(" ".join(words[:i])) + (i > 0) for i in range(len(words))]
    return Page(
        words=words,
        lower=[word.lower() for word in words],
        start=starts,
        end=[start + len(word) for start, word in zip(starts, words, strict=True)],
        line=[int(n) for n in lines] if lines else [0] * len(words),
        kind=[SegmentKind.BODY] * len(words),
        quote=[-1] * len(words),
        quotes=[],
        continued=[],
    )


@pytest.mark.parametrize(
    ("first", "further", "lines", "expected"),
    [
        ([0, 0.9, 0], [0, 0, 0], "000", [(1, 2)]),
        ([0, 0.9, 0.1], [0, 0, 0.8], "000", [(1, 3)]),  # "called for"
        ([0.9, 0.9, 0], [0, 0, 0], "000", [(0, 1), (1, 2)]),  # two first words are two cues
        ([0, 0.9, 0], [0, 0, 0.8], "001", [(1, 2), (2, 3)]),  # a cue stays in its line
        ([0.1, 0, 0.14], [0, 0.1, 0], "000", []),
    ],
)
def test_cues(first: list[float], further: list[float], lines: str, expected: list[tuple[int, int]]) -> None:
    scores = numpy.array([[1 - a - b, a, b] for a, b in zip(first, further, strict=True)], dtype="f")
    assert [cue.tokens for cue in find_cues(page("a b c", lines), scores)] == expected


@pytest.mark.parametrize(
    ("likelihoods", "expected"),
    [
        ([0.1, 0.9, 0.8, 0.1], (1, 3)),
        ([0.9, 0.1, 0.9], (0, 3)),  # a dip costs less than the half beyond it gains
        ([0.9, 0, 0, 0, 0, 0.8], (0, 1)),
        ([0.1, 0.2], (0, 0)),
        ([], (0, 0)),
    ],
)
def test_best_run(likelihoods: list[float], expected: tuple[int, int]) -> None:
    assert best_run(likelihoods, 0.3) == expected


def test_likely_ends_decide_where_a_content_ends() -> None:
    content = [0.9, 0.9, 0.35, 0.35]
    nothing = [0.0] * 4
    assert best_content(content, nothing, nothing) == (0, 4)
    assert best_content(content, nothing, [0, 0.8, 0, 0]) == (0, 2)


def test_words_between_two_parts_may_cost_less() -> None:
    content, nothing = [0.9, 0.0, 0.0, 0.0, 0.9], [0.0] * 5
    assert best_content(content, nothing, nothing) == (0, 1)
    assert best_content(content, nothing, nothing, [0.3, 0.1, 0.1, 0.1, 0.3]) == (0, 5)


@pytest.mark.parametrize(
    ("text", "behind", "expected"),
    [
        ("“ We agree , ” she said", 0.9, (0, 5)),  # a whole quotation
        ("“ We agree ” on that", 0.9, (0, 6)),
        ("“ We agree ” on that", 0.5, (0, 4)),
        ("We agree on that", 0.5, (0, 4)),
    ],
)
def test_a_content_ends_at_its_closing_mark(text: str, behind: float, expected: tuple[int, int]) -> None:
    shown = page(text)
    end = shown.words.index("”") + 1 if "”" in shown.words else 0
    shown.quotes.extend([(0, end)] if end else [])
    shown.quote[:end] = [0] * end
    likelihoods = [0.9] * end + [behind] * (len(shown.words) - end)
    hull = (0, len(likelihoods) - ("," in shown.words))
    assert without_tail(shown, hull, likelihoods, 0) == expected


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_run_lies_within_the_words(likelihoods: list[float]) -> None:
    first, stop = best_run(likelihoods, 0.3)
    assert 0 <= first <= stop <= len(likelihoods)


class FakeField:
    """A field that knows one labelling."""

    def __init__(self, labels: str) -> None:
        self.labels = labels

    def set(self, sequence: object) -> None: ...

    def marginal(self, label: str, position: int) -> float:
        return 0.95 if self.labels[position] == label else 0.01


def test_a_candidate_has_the_parts_the_field_sees() -> None:
    text = page("Closed , she said Friday , for good")
    count = len(text)
    grammar = Grammar(["NN"] * count, ["dep"] * count, [3] * count, [""] * count, [])
    field = FakeField("".join(["B", "O", SOURCE, "K", "O", "O", FIRST, LAST]))
    (only,) = candidates(Scene(text, grammar, {}), [Cue((3, 4), 0.9)], field)
    assert only.found.source == (2, 3)
    assert only.found.content == ((0, 1), (6, 8))  # without the words that say who speaks and when
    assert only.evidence["cue=said"] == 1.0


def test_a_source_may_be_the_last_word_of_the_article() -> None:
    text = page("closed , went on")
    grammar = Grammar(["NN"] * 4, ["dep"] * 4, [2] * 4, [""] * 4, [])
    one = Found((2, 4), (1, 2), ((0, 1),), 0.9, 0.9, 0.9, 0.0, 0.9)
    assert mending.source(Scene(text, grammar, {}), one, []) == (2, 4)


def test_no_content_no_candidate() -> None:
    text = page("she said nothing")
    grammar = Grammar(["NN"] * 3, ["dep"] * 3, [1] * 3, [""] * 3, [])
    assert not list(candidates(Scene(text, grammar, {}), [Cue((1, 2), 0.9)], FakeField("SKO")))


def test_confidence_weighs_what_it_knows() -> None:
    sure = Confidence({"cue": 1.0, "cue=said": 2.0}, -1.0, 0.4)
    assert sure({}) == pytest.approx(0.2689, abs=1e-3)
    assert sure({"cue": 1.0, "cue=said": 1.0, "never seen": 9.0}) == pytest.approx(0.8808, abs=1e-3)
    assert sure({"cue": 1e9}) <= 1.0
    assert Confidence.from_json(sure.to_json()) == sure
