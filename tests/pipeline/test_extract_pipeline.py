"""The pipeline as it ships: what it needs, and the Doc of long and odd articles."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from app.domain.article import Article, Segment, SegmentKind
from app.domain.text import Span
from app.pipeline import extract
from app.pipeline.extract import pipeline
from app.pipeline.extract.components import SEGMENTS
from app.pipeline.extract.pipeline import read_doc
from tests.making import article

_STORY = (
    "The ferry left the harbour at dawn with ninety people on board.\n\n"
    "“We saw the second wave too late,” said Marta Silva, the captain. It rose 12 metres.\n\n"
    "The port authority said on Monday that an inquiry would begin within a week.\n\n"
)
_LOADING = """
import socket, time

def refuse(*_, **__):
    raise OSError("no network here")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from app.pipeline import extract
started = time.process_time()
print(extract.load().pipe_names, time.process_time() - started, sep="|")
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extract.load()


def _segmented(texts: list[str]) -> Article:
    """An article with a headline and, behind it, one body segment for each text."""
    ends = list(itertools.accumulate(map(len, texts)))
    segments = [
        Segment(Span(end - len(t), end), SegmentKind.BODY) for t, end in zip(texts, ends, strict=True)
    ]
    segments[0] = replace(segments[0], kind=SegmentKind.HEADLINE)
    return replace(article("".join(texts)), segments=tuple(segments))


def _whole(of: Article, nlp: Language) -> None:
    """The Doc has the article's text, and each token stands where it says."""
    doc = read_doc(of, nlp)
    assert doc.text == of.text
    assert all(of.text[t.idx : t.idx + len(t)] == t.text for t in doc)


def test_loading_needs_no_network_and_little_time() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True)
    names, seconds = done.stdout.strip().splitlines()[-1].split("|")
    assert names == str([*pipeline.LANGUAGE, *pipeline.OURS])
    assert float(seconds) < 2


def test_a_missing_model_is_named_with_what_makes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "MODEL", tmp_path / "model")
    with pytest.raises(FileNotFoundError, match=r"model.*make train"):
        extract.load()


def test_components_find_what_they_need(nlp: Language) -> None:
    """What a component requires another before it assigns; the spans of segments come with the Doc."""
    missing = {need for needs in (nlp.analyze_pipes() or {})["problems"].values() for need in needs}
    assert not missing


def test_a_long_article_parsed_in_parts_keeps_its_offsets(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "_PART", 300)
    of = _segmented(["Ferry lost off the coast\n\n", *[_STORY] * 8])
    assert len(pipeline._parts(of)) >= 8
    _whole(of, nlp)
    doc = read_doc(of, nlp)
    spans = list(doc.spans[SEGMENTS])
    assert "".join(doc.text[s.start_char : s.end_char] for s in spans).split() == of.text.split()
    assert spans[0].text.strip() == "Ferry lost off the coast"
    assert {span.label_ for span in spans[1:]} == {"body"}


def test_a_short_article_is_one_part_with_its_segments(nlp: Language) -> None:
    of = _segmented(["Ferry lost off the coast\n\n", _STORY, _STORY])
    doc = read_doc(of, nlp)
    assert [(s.start_char, s.label_) for s in doc.spans[SEGMENTS]] == [
        (s.span.start, s.kind.value) for s in of.segments
    ]


def test_parts_do_not_change_what_is_found(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    of = _segmented(["Ferry lost off the coast\n\n", *[_STORY] * 4])
    found = [c.text for c in extract.read_attributions(of, nlp)]
    monkeypatch.setattr(pipeline, "_PART", len(_STORY) + 50)
    assert [c.text for c in extract.read_attributions(of, nlp)] == found
    assert len(found) == 8


def test_the_same_article_gives_the_same_claims(nlp: Language) -> None:
    of = _segmented(["Ferry lost off the coast\n\n", _STORY, _STORY])
    once = extract.read_claims(of, nlp)
    assert once
    assert extract.read_claims(of, nlp) == once
    assert extract.read_claims(of, extract.load()) == once


@pytest.mark.parametrize("text", ["", " ", "\n", "   \n \n\t\u00a0\u2028 "])
def test_an_article_without_words_says_nothing(nlp: Language, text: str) -> None:
    of = article(text)
    assert extract.read_claims(of, nlp) == extract.read_attributions(of, nlp) == ()
    _whole(of, nlp)


def test_an_article_without_segments_says_nothing(nlp: Language) -> None:
    assert extract.read_claims(replace(article(""), segments=()), nlp) == ()


@pytest.mark.parametrize(
    "words",
    [
        ["rain"],
        ["Anna", "Berg", "said", "that"],
        ["“No,”", "she", "said."],
        ["12,", "more"],
        ["“"],
    ],
    ids=" ".join,
)
def test_one_huge_line_is_read_in_bounded_time(nlp: Language, words: list[str]) -> None:
    """The dearest is a cue every few words: each looks at the words around it."""
    text = " ".join(itertools.islice(itertools.cycle(words), 8_000))
    started = time.process_time()
    claims = extract.read_claims(article(text), nlp)
    assert time.process_time() - started < 30
    assert all(claim.span.of(text) == claim.text for claim in claims)


def test_a_huge_line_keeps_its_offsets(nlp: Language) -> None:
    _whole(article("The rain fell on the town. " * 6_000), nlp)


def test_an_endless_word_and_half_a_character_keep_their_offsets(nlp: Language) -> None:
    _whole(article("Rain fell. " + "x" * 5_000 + " on the town."), nlp)
    text = "Rain \ud800 fell."
    doc = read_doc(article(text), nlp)
    assert len(doc.text) == len(text)
    assert [t.text for t in doc][-1] == "."


def test_stretches_end_behind_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_PART", 100)
    stretches = list(pipeline._lengths("abcdef " * 100))
    assert "".join(stretches) == "abcdef " * 100
    assert all(stretch.endswith(" ") and len(stretch) <= 100 for stretch in stretches if stretch)
    assert [len(stretch) for stretch in pipeline._lengths("x" * 250)] == [100, 100, 50]


def test_a_doc_nobody_cut_is_one_body(nlp: Language) -> None:
    doc = nlp("Anna Berg said the bridge was closed for good.")
    assert [span.text for span in doc.spans["cue"]] == ["said"]


def test_threads_that_share_the_pipeline_read_alike(nlp: Language) -> None:
    said = [
        article(f"Anna Berg said {'the old ' * n}bridge was closed, and Tom Hale denied it.")
        for n in range(8)
    ]
    alone = [extract.read_claims(one, nlp) for one in said]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda one: extract.read_claims(one, nlp), said)) == alone
