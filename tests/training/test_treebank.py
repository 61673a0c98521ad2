"""Reading the treebank: licences, names in GUM's brackets, documents with their line breaks."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import spacy

from training.corpora import pieces, treebank_doc
from training.treebank import Sentence, Text, mentions, names, read_treebank


def sentence(*rows: tuple[str, str, int, str]) -> Sentence:
    """Word, tag, head (counted from 1, 0 for the root), entity brackets."""
    return Sentence(
        words=[row[0] for row in rows],
        spaces=[True] * len(rows),
        tags=[row[1] for row in rows],
        heads=[row[2] - 1 if row[2] else n for n, row in enumerate(rows)],
        deps=["dep"] * len(rows),
        entities=[row[3] for row in rows],
    )


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("ewt-weblog-1", True),
        ("gum-GUM_news_bridge", True),
        ("gum-GUM_voyage_oslo", True),
        ("gum-GUM_whow_knots", False),
        ("gum-GUM_fiction_tale", False),
        ("gum-GUM_academic_wind", False),
    ],
)
def test_only_free_texts_are_trained_on(name: str, free: bool) -> None:
    assert Text(name, []).free is free


def test_nested_mentions() -> None:
    one = sentence(
        ("Mayor", "NNP", 3, "(1-person-new-x-cf1-2,3-coref"),
        ("Anna", "NNP", 3, ""),
        ("Berg", "NNP", 0, ""),
        ("of", "IN", 5, ""),
        ("Oslo", "NNP", 3, "(2-place-new-x-cf2-1-sgl)1)"),
    )
    assert [(m.first, m.stop, m.kind) for m in mentions(one)] == [(4, 5, "place"), (0, 5, "person")]


def test_names_are_cut_out_of_noun_phrases() -> None:
    one = sentence(
        ("The", "DT", 2, "(1-person-new-x-cf1-2-coref"),
        ("mayor", "NN", 0, "1)"),
        ("met", "VBD", 2, ""),
        ("President", "NNP", 6, "(2-person-new-x-cf1-2-coref"),
        ("Edda", "NNP", 6, ""),
        ("Lind", "NNP", 3, "2)"),
        ("in", "IN", 8, ""),
        ("Oslo", "NNP", 3, "(3-place-new-x-cf1-1-coref)"),
        ("today", "NN", 3, "(4-time-new-x-cf1-1-coref)"),
    )
    assert names(one) == [(4, 6, "PERSON"), (7, 8, "LOC")]


def test_reading_a_file(tmp_path: Path) -> None:
    lines = [
        "# newdoc id = ewt-weblog-1",
        "# newpar",
        "1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_",
        "2\trained\train\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No",
        "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_",
        "",
        "# newpar",
        "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_",
        "",
    ]
    path = tmp_path / "x.conllu.gz"
    path.write_bytes(gzip.compress("\n".join([*lines, ""]).encode()))
    (text,) = read_treebank(path)
    assert [s.paragraph for s in text.sentences] == [True, True]
    doc = treebank_doc(spacy.blank("en"), text.sentences, entities=False)
    assert doc.text == "It rained.\n\nYes "
    assert [token.head.i for token in doc] == [1, 1, 1, 2, 4]


def test_pieces_end_at_line_breaks() -> None:
    text = ("word " * 100 + "\n") * 5
    found = list(pieces(text))
    assert [a for a, _ in found[1:]] == [z for _, z in found[:-1]]
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert all(text[z - 1] == "\n" for _, z in found)
