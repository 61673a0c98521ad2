"""Grammar and names on the test part of the treebank, with gold words, as spaCy's Scorer counts them.

All documents are scored, also those whose terms keep them out of training. Labels and heads leave out
punctuation, as spaCy's own evaluation does; the blank lines between paragraphs count nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span, Token
from spacy.training import Example

from benchmarks.page import shown, table
from training.corpora import treebank_doc
from training.treebank import KINDS, Text, read_treebank

_OWN = "crossread_"  # our components read articles, with their segments; a treebank's text has none
_PUNCTUATION = ("punct", "p")
_CORPORA = {"ewt": "EWT", "gum": "GUM"}

Figures = Mapping[str, float | None]


def treebank(shared: Path, nlp: Language) -> str:
    """Tables for tags, heads, labels and for names; says so where the pipeline has no such component."""
    texts = list(read_treebank(shared / "corpora" / "ud" / "test.conllu.gz"))
    grammar = "no parser in this pipeline"
    if "parser" in nlp.pipe_names:
        grammar = grammar_table(texts, nlp)
    names = "no recogniser of names in this pipeline"
    if "ner" in nlp.pipe_names:
        names = names_table([text for text in texts if text.corpus == "gum"], nlp)
    return f"{grammar}\n\n{names}"


# --- grammar ----------------------------------------------------------------------------------------


def grammar_table(texts: Sequence[Text], nlp: Language) -> str:
    """A line for each corpus and one for both: with the sentences given, and with those the parser finds."""
    parts = {name: [t for t in texts if t.corpus == corpus] for corpus, name in _CORPORA.items()}
    rows = []
    for name, chosen in {**parts, "both": texts}.items():
        given = grammar_figures(examples(chosen, nlp, given_sentences=True))
        found = grammar_figures(examples(chosen, nlp, given_sentences=False))
        own = [found[key] for key in ("tag", "uas", "las", "sentences")]
        counts = [str(len(chosen)), str(sum(len(s.words) for t in chosen for s in t.sentences))]
        rows.append([name, *counts, *map(shown, [given["uas"], given["las"], *own])])
    head = ["", "documents", "words", "UAS, gold sentences", "LAS, gold sentences"]
    return table([*head, "tag accuracy", "UAS", "LAS", "sentences F"], rows)


def examples(texts: Iterable[Text], nlp: Language, *, given_sentences: bool) -> list[Example]:
    """The documents as the pipeline reads them beside the reference."""
    references = [
        treebank_doc(nlp, text.sentences, entities=text.corpus == "gum") for text in texts if text.sentences
    ]
    blank = [unread(reference, given_sentences=given_sentences) for reference in references]
    with nlp.select_pipes(enable=[name for name in nlp.pipe_names if not name.startswith(_OWN)]):
        read = list(nlp.pipe(blank, batch_size=16))
    return [Example(doc, ref) for doc, ref in zip(read, references, strict=True)]


def unread(reference: Doc, *, given_sentences: bool) -> Doc:
    """The reference's words alone, or with the starts of its sentences, which the parser keeps to."""
    starts = [bool(token.is_sent_start) for token in reference] if given_sentences else None
    words, spaces = [t.text for t in reference], [bool(t.whitespace_) for t in reference]
    return Doc(reference.vocab, words=words, spaces=spaces, sent_starts=starts)  # type: ignore[arg-type]


def grammar_figures(scored: Sequence[Example]) -> Figures:
    """Share of tags right; share of heads, and of heads with their labels; F of the sentences."""
    deps = Scorer.score_deps(scored, "dep", getter=_label, ignore_labels=_PUNCTUATION)
    sentences = Scorer.score_spans(
        scored, "sents", getter=lambda doc, _: map(_without_space, doc.sents), labeled=False
    )
    tags = Scorer.score_token_attr(scored, "tag", getter=_tag)
    return {
        "tag": tags["tag_acc"],
        "uas": deps["dep_uas"],
        "las": deps["dep_las"],
        "sentences": sentences["sents_f"],
    }


def _label(token: Token, _: str) -> str:
    # An ignored label: one that is missing is, by a slip of spaCy 3.8's, missing in all documents behind it.
    return _PUNCTUATION[0] if token.is_space else token.dep_.lower()


def _tag(token: Token, _: str) -> str | None:
    return None if token.is_space else token.tag_


def _without_space(span: Span) -> Span:
    words = [token.i for token in span if not token.is_space]
    return span.doc[words[0] : words[-1] + 1] if words else span


# --- names --------------------------------------------------------------------------------------------


def names_table(texts: Sequence[Text], nlp: Language) -> str:
    """People, organizations and places: a line for each and one for all."""
    scores = names_figures(examples(texts, nlp, given_sentences=False))
    rows = [[kind, *(shown(figures[key]) for key in "prf")] for kind, figures in scores.items()]
    return table([f"names, {len(texts)} documents of GUM", "precision", "recall", "F1"], rows)


def names_figures(scored: Sequence[Example]) -> dict[str, Figures]:
    """Precision, recall and F of each kind, then of all, a name being right with its ends and its kind."""
    scores = Scorer.score_spans(scored, "ents", getter=lambda doc, _: _names(doc))
    by_kind = scores["ents_per_type"] or {}
    out: dict[str, Figures] = {kind: by_kind[kind] for kind in KINDS.values() if kind in by_kind}
    return {**out, "all": {key: scores[f"ents_{key}"] for key in "prf"}}


def _names(doc: Doc) -> Iterator[Span]:
    return (span for span in doc.ents if span.label_ in KINDS.values())
