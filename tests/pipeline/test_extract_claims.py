"""Claims as the table has them, and what holds for any text."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from app.domain.article import Article, Segment, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.text import Span
from app.pipeline import extract
from tests.making import article

NLP = extract.load()
Q, S, M, F, N = ClaimKind.QUOTE, ClaimKind.STATEMENT, ClaimKind.MIXED, ClaimKind.FIGURE, ClaimKind.NARRATED


@pytest.fixture(scope="module")
def nlp() -> Language:
    return NLP


# text; kind and words of each claim
TABLE = [
    ("Anna Berg arrived in Oslo by train.", [(N, "Anna Berg arrived in Oslo by train")]),
    ("More than 250 people died in the flood.", [(F, "More than 250 people died in the flood")]),
    ("Why did it rain so long?", []),
    ("The latest", []),
    ("• 250 trees felled in Oslo", [(F, "250 trees felled in Oslo")]),
    (
        "“We will build it. It will last for years,” Anna Berg said. “Wait and see it.”",
        [(Q, "We will build it."), (Q, "It will last for years"), (Q, "Wait and see it.")],
    ),
    ("“No. We will not do it,” Anna Berg said.", [(Q, "No. We will not do it")]),
    (
        "“We agree,” she said, “and will sign it.”",
        [(Q, "We agree,” she said, “and will sign it.")],
    ),
    (
        "Anna Berg said it was a “very hard” winter.",
        [(M, "it was a “very hard” winter")],
    ),
    (
        "The bridge fell into the river, and Anna Berg said it was old.",
        [(N, "The bridge fell into the river"), (S, "it was old")],
    ),
    ("In Oslo on Monday, Anna Berg said it was old.", [(S, "it was old")]),
    (
        "Anna Berg opened the new bridge on Monday, saying it was strong.",
        [(N, "Anna Berg opened the new bridge on Monday"), (S, "it was strong")],
    ),
    (
        "Anna Berg, who was born in Oslo, said it was old.",
        [(N, "Anna Berg, who was born in Oslo"), (S, "it was old")],
    ),
    (
        "Anna Berg, the mayor from 2010 to 2016, said it was old.",
        [(N, "Anna Berg, the mayor from 2010 to 2016"), (S, "it was old")],
    ),
    ("Anna Berg, a spokeswoman for the port, said it was old.", [(S, "it was old")]),
    ("Anna Berg has repeatedly said it was old.", [(S, "it was old")]),
    (
        "Anna Berg said that Tom Hale told her that it was old.",
        [(S, "Tom Hale told her that it was old")],
    ),
    (
        "The river rose by two metres; the town was closed to cars at noon.",
        [(F, "The river rose by two metres"), (N, "the town was closed to cars at noon")],
    ),
    (
        "The bridge was closed at noon, and the road was flooded in the night.",
        [(N, "The bridge was closed at noon"), (N, "the road was flooded in the night")],
    ),
    (
        "Speaking to reporters in the town hall, Anna Berg said it was old.",
        [(N, "Speaking to reporters in the town hall"), (S, "it was old")],
    ),
    ("Anna Berg said Monday the bridge was old.", [(S, "the bridge was old")]),
    ("Anna Berg asked for help.", []),
    ("Anna Berg repeated that no bridge would open.", [(S, "no bridge would open")]),
    ("• 40 people reported killed in the flood", [(F, "40 people reported killed in the flood")]),
    ("Aleppo: what we know", []),
    ("Tom Hale said the train was late, the Daily Post reported.", [(S, "the train was late")]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_claims(nlp: Language, text: str, expected: list[tuple[ClaimKind, str]]) -> None:
    assert [(c.kind, c.text) for c in extract.read_claims(article(text), nlp)] == expected


def test_quoted_stretches_lie_within_the_claim(nlp: Language) -> None:
    text = "“We agree,” she said, “and will sign it.”"
    (claim,) = extract.read_claims(article(text), nlp)
    assert [span.of(text) for span in claim.quoted] == ["We agree,", "and will sign it."]


def test_the_day_of_the_words(nlp: Language) -> None:
    text = (
        "Anna Berg said on Monday it was old. “It will fall on Friday,” she added.\n\nBerg said it was wet."
    )
    claims = extract.read_claims(article(text, published="2016-05-04"), nlp)
    assert [c.said_on and c.said_on.isoformat() for c in claims] == ["2016-05-02", "2016-05-02", None]


SEGMENTS = [
    (SegmentKind.HEADLINE, "Berg: Bridge is too old\n", ["Bridge is too old"]),
    (
        SegmentKind.HEADLINE,
        "Old bridge falls into the river at night\n",
        ["Old bridge falls into the river at night"],
    ),
    (SegmentKind.CAPTION, "Anna Berg stands at the old bridge in Oslo.\n", []),
    (SegmentKind.CAPTION, "Anna Berg said the bridge was old.\n", ["the bridge was old"]),
    (SegmentKind.BYLINE, "By Tom Hale, who said it was old and wet\n", []),
    (SegmentKind.DATELINE, "OSLO (TH) said that it was old and wet –", []),
    (SegmentKind.BOILERPLATE, "Anna Berg said you should share this article.\n", []),
]


@pytest.mark.parametrize(("kind", "words", "expected"), SEGMENTS)
def test_segments(nlp: Language, kind: SegmentKind, words: str, expected: list[str]) -> None:
    text = words + "Rain fell on the town of Oslo."
    whole = article(text)
    cut = len(words)
    segments = (Segment(Span(0, cut), kind), Segment(Span(cut, len(text)), SegmentKind.BODY))
    claims = extract.read_claims(replace(whole, segments=segments), nlp)
    assert [c.text for c in claims] == [*expected, "Rain fell on the town of Oslo"]


# --- properties -------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    [
        "Anna",
        "Berg",
        "Hale",
        "said",
        "told",
        "that",
        "“",
        "”",
        '"',
        "'",
        "‘",
        "’",
        ",",
        ".",
        ":",
        ";",
        "—",
        "?",
        "!",
        "he",
        "she",
        "who",
        "the",
        "mayor",
        "of",
        "Oslo",
        "250",
        "people",
        "$",
        "5",
        "million",
        "%",
        "on",
        "Monday",
        "May",
        "2",
        "2016",
        "according",
        "to",
        "urged",
        "and",
        "but",
        "(",
        ")",
        "[",
        "]",
        "•",
        "\n",
        "\n\n",
        "called",
        "for",
        "“We",
        "agree,”",
        "it’s",
        "U.S.",
        "by",
        "was",
    ]
)
_NEWS = st.lists(_WORDS, max_size=60).map(" ".join)
_KINDS = st.sampled_from(list(SegmentKind))


def _segmented(text: str, cuts: list[int], kinds: list[SegmentKind]) -> Article:
    ends = sorted(({min(cut, len(text)) for cut in cuts} | {len(text)}) - {0})
    starts = [0, *ends][: len(ends)]
    segments = tuple(
        Segment(Span(a, b), kinds[n % len(kinds)])
        for n, (a, b) in enumerate(zip(starts, ends, strict=True))
        if a < b
    )
    return replace(article(text), segments=segments)


def _sound(claim: Claim, of: Article) -> None:
    assert claim.text == claim.span.of(of.text)
    assert claim.text
    assert claim.text == claim.text.strip()
    assert 0 <= claim.confidence <= 1
    assert all(claim.span.covers(span) for span in claim.quoted)
    for figure in claim.figures:
        assert figure.low <= figure.high


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(_NEWS, st.text(max_size=120)),
    st.lists(st.integers(0, 200), max_size=3),
    st.lists(_KINDS, min_size=1, max_size=4),
)
def test_any_text_gives_sound_claims(text: str, cuts: list[int], kinds: list[SegmentKind]) -> None:
    whole = _segmented(text, cuts, kinds)
    unread = [
        s.span
        for s in whole.segments
        if s.kind in (SegmentKind.BOILERPLATE, SegmentKind.BYLINE, SegmentKind.DATELINE)
    ]
    for claim in extract.read_claims(whole, NLP):
        _sound(claim, whole)
        assert not any(claim.span.overlap(span) for span in unread)
    for claim in extract.read_attributions(whole, NLP):
        _sound(claim, whole)
    assert len({claim.id for claim in extract.read_claims(whole, NLP)}) == len(
        extract.read_claims(whole, NLP)
    )
    assert extract.read_claims(whole, NLP) == extract.read_claims(whole, NLP)


def test_no_two_claims_stand_in_one_place(nlp: Language) -> None:
    text = "“What have you done?” she asked Tom Hale, Anna Berg said. “We saw it,” he said, Hale added."
    for read in (extract.read_claims, extract.read_attributions):
        ids = [claim.id for claim in read(article(text * 3), nlp)]
        assert len(ids) == len(set(ids)) > 0


def test_claims_come_in_the_order_of_the_text(nlp: Language) -> None:
    text = "“A long road,” said Tom Hale. Rain fell on Oslo at night. Anna Berg said it was wet."
    spans = [c.span for c in extract.read_claims(article(text), nlp)]
    assert spans == sorted(spans)
    assert len(spans) == 3


HOSTILE = [
    "“" * 20_000,
    '"' * 20_001,
    "'" * 20_000,
    "a" * 200_000,
    "." * 100_000,
    "(" * 20_000,
    "said " * 20_000,
    "Anna Berg said, " * 2_000,  # linear, but some milliseconds for each cue: its words are labelled anew
    "A " * 30_000,
    ", and said that he said " * 5_000,
    "\ud800 said \udfff it was old.",
    "\x00\x01 he said \u2028 it was old.",
    "5-" * 20_000,
    "x’ " * 20_000,
    "x; y was z; " * 10_000,
    "He came at noon, and she left the town early, and " * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_ends_in_bounded_time(nlp: Language, text: str) -> None:
    started = time.perf_counter()
    for claim in extract.read_claims(article(text), nlp):
        _sound(claim, article(text))
    assert time.perf_counter() - started < 30


def test_the_same_whatever_the_hash_seed() -> None:
    program = (
        "from app.pipeline import extract; from tests.making import article;"
        "t = 'Mary Holm met Anna Holm. Holm said it rained. He told Berg, “We agree.” 250 came on Monday.';"
        "print([(c.id, c.text, c.speaker) for c in extract.read_claims(article(t), extract.load())])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
