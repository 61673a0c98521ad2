from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.treebank import examples, grammar_figures, names_figures, treebank, unread
from training.corpora import treebank_doc
from training.treebank import Sentence, Text

SENTENCE = Sentence(
    words=["Berg", "left", "Oslo", "."],
    spaces=[True, True, False, True],
    tags=["NNP", "VBD", "NNP", "."],
    coarse=["PROPN", "VERB", "PROPN", "PUNCT"],
    lemmas=["Berg", "leave", "Oslo", "."],
    heads=[1, 1, 1, 1],
    deps=["nsubj", "ROOT", "obj", "punct"],
    entities=["(1-person-new-cf1-1-sgl)", "", "(2-place-new-cf2-1-sgl)", ""],
    paragraph=True,
)
TEXTS = [Text("gum-GUM_news_one", [SENTENCE, SENTENCE]), Text("gum-GUM_news_two", [SENTENCE])]


@Language.component("test_reads_almost_right")
def read_almost_right(doc: Doc) -> Doc:
    """Right but for the last object's label, the last stop's head and label, and the kind of each place."""
    words = [token for token in doc if not token.is_space]
    for token in words:
        at = ("Berg", "left", "Oslo", ".").index(token.text)
        token.tag_, token.dep_ = SENTENCE.tags[at], SENTENCE.deps[at]
        token.head = doc[token.i - at + SENTENCE.heads[at] + (at == 3)]
    words[-2].dep_ = "obl"
    doc.set_ents([Span(doc, t.i, t.i + 1, "PERSON") for t in words if t.text in ("Berg", "Oslo")])
    return doc


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("test_reads_almost_right", name="parser")
    return nlp


def test_punctuation_and_blank_lines_do_not_count(nlp: Language) -> None:
    figures = grammar_figures(examples(TEXTS, nlp, given_sentences=True))
    assert figures["tag"] == figures["uas"] == 1
    # Of nine words that are neither punctuation nor blank, the last object of each text is wrong.
    assert figures["las"] == pytest.approx(7 / 9)


def test_the_pipeline_is_told_words_and_at_most_where_sentences_start(nlp: Language) -> None:
    reference = treebank_doc(nlp, [SENTENCE, SENTENCE], entities=True)
    told, untold = (unread(reference, given_sentences=given) for given in (True, False))
    assert told.text == untold.text == reference.text
    assert [t.i for t in told if t.is_sent_start] == [t.i for t in reference if t.is_sent_start]
    assert not untold.has_annotation("SENT_START")
    assert not any(doc.has_annotation(name) for doc in (told, untold) for name in ("TAG", "DEP", "ENT_IOB"))


def test_names_count_with_their_kind(nlp: Language) -> None:
    figures = names_figures(examples(TEXTS, nlp, given_sentences=False))
    assert (figures["PERSON"]["p"], figures["PERSON"]["r"]) == (0.5, 1)
    assert figures["LOC"]["f"] == 0
    assert figures["all"]["f"] == pytest.approx(0.5)


def test_a_pipeline_without_parser_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "corpora" / "ud"
    folder.mkdir(parents=True)
    with gzip.open(folder / "test.conllu.gz", "wt", encoding="utf-8") as out:
        out.write("# newdoc id = gum-GUM_news_one\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n")
    report = treebank(tmp_path, spacy.blank("en"))
    assert report == "no parser in this pipeline\n\nno recogniser of names in this pipeline"
