"""Training documents: the treebank for grammar and names, PolNeAR's machine-made names beside the latter."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from training.treebank import Sentence, Text, names, read_treebank

BREAK = "\n\n"
_SENTENCES = 8  # of a training document: long enough to learn where sentences end
_GOLD_TIMES = 5  # times the treebank's names are shown for each time of the silver ones
_PIECE = 900  # characters of a PolNeAR piece; it ends at a line break
_SILVER = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "LOCATION": "LOC"}


def write(shared: Path, folder: Path, seed: int) -> None:
    """All training documents, as spaCy's .spacy files."""
    folder.mkdir()
    write_grammar(shared, folder, seed)
    write_names(shared, folder, seed)


def write_grammar(shared: Path, folder: Path, seed: int) -> None:
    """grammar-train.spacy and grammar-dev.spacy: tags, heads and labels of the treebank's free documents."""
    nlp = spacy.blank("en")
    for part in ("train", "dev"):
        texts = [t for t in read_treebank(shared / "corpora" / "ud" / f"{part}.conllu.gz") if t.free]
        docs = [doc for text in texts for doc in _documents(nlp, text)]
        random.Random(seed).shuffle(docs)
        DocBin(docs=docs, store_user_data=False).to_disk(folder / f"grammar-{part}.spacy")


def write_names(shared: Path, folder: Path, seed: int) -> None:
    """names-train.spacy and names-dev.spacy: the treebank's names, and for training PolNeAR's silver ones."""
    nlp = spacy.blank("en")
    for part in ("train", "dev"):
        texts = read_treebank(shared / "corpora" / "ud" / f"{part}.conllu.gz")
        docs = [doc for t in texts if t.free and t.corpus == "gum" for doc in _documents(nlp, t)]
        if part == "train":
            docs = docs * _GOLD_TIMES + list(_silver(nlp, read_polnear(shared, "train")))
        random.Random(seed).shuffle(docs)
        DocBin(docs=docs, store_user_data=False).to_disk(folder / f"names-{part}.spacy")


def read_polnear(shared: Path, part: str) -> Iterator[dict[str, Any]]:
    with gzip.open(shared / "corpora" / "polnear" / f"{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _documents(nlp: Language, text: Text) -> Iterator[Doc]:
    for at in range(0, len(text.sentences), _SENTENCES):
        yield treebank_doc(nlp, text.sentences[at : at + _SENTENCES], entities=text.corpus == "gum")


def treebank_doc(nlp: Language, sentences: Iterable[Sentence], *, entities: bool) -> Doc:
    """Sentences as one Doc; a blank line, a token of its own, stands before each paragraph but the first."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    spans: list[tuple[int, int, str]] = []
    for sentence in sentences:
        if sentence.paragraph and words:
            words, spaces, tags = [*words, BREAK], [*spaces[:-1], False, False], [*tags, "_SP"]
            heads, deps = [*heads, len(heads) - 1], [*deps, "dep"]
        at = len(words)
        words += sentence.words
        spaces += sentence.spaces
        tags += sentence.tags
        heads += [at + head for head in sentence.heads]
        deps += sentence.deps
        spans += [(at + first, at + stop, kind) for first, stop, kind in names(sentence)] if entities else []
    doc = Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=deps)
    if entities:
        doc.set_ents([Span(doc, *span) for span in spans])
    return doc


def _silver(nlp: Language, articles: Iterable[dict[str, Any]]) -> Iterator[Doc]:
    for article in articles:
        if article.get("tokens"):
            yield from _silver_pieces(nlp, article["text"], _silver_names(article))


def _silver_names(article: dict[str, Any]) -> list[tuple[int, int, str]]:
    """CoreNLP's names as [start, end) characters; a surname is what the full name in the article is."""
    found: list[tuple[int, int, str]] = []
    for label, run in itertools.groupby(article["tokens"], key=lambda token: token[3]):
        tokens = list(run)
        if label in _SILVER:
            found.append((tokens[0][0], tokens[-1][1], _SILVER[label]))
    text = article["text"]
    surnames = {text[a:b].split()[-1] for a, b, kind in found if kind == "PERSON" and " " in text[a:b]}
    return [(a, b, "PERSON" if text[a:b] in surnames else kind) for a, b, kind in found]


def _silver_pieces(nlp: Language, text: str, found: list[tuple[int, int, str]]) -> Iterator[Doc]:
    """Pieces of the article less its headline, whose capitals mislead CoreNLP."""
    body = text.find("\n") + 1
    for first, stop in pieces(text, body):
        doc = nlp.make_doc(text[first:stop])
        spans = [
            doc.char_span(a - first, b - first, label=kind)
            for a, b, kind in found
            if first <= a and b <= stop
        ]
        doc.set_ents(spacy.util.filter_spans([span for span in spans if span]))
        yield doc


def pieces(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """[start, end) of stretches of up to 900 characters, cut at line breaks (a longer line stands alone)."""
    at = start
    while at < len(text):
        end = text.rfind("\n", at, at + _PIECE) + 1
        if len(text) - at <= _PIECE:
            end = len(text)
        elif end <= at:
            end = (text.find("\n", at) + 1) or len(text)
        yield at, end
        at = end
