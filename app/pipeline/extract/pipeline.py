"""The pipeline as it ships, and the Doc of an article."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from app.domain.article import Article
from app.pipeline.extract.components import SEGMENTS  # registers the components the pipeline names
from app.pipeline.wrapping import unwrapped

_LONGEST = 200  # characters: no word is longer, and the tokenizer's time grows with the square of a word's
_PART = 60_000  # characters parsed at once
_PIECE = re.compile(rf"\S{{{_LONGEST}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


MODEL = Path(__file__).with_name("model")
LANGUAGE = ("crossread_lines", "tok2vec", "tagger", "parser", "ner")  # what reads grammar and names
OURS = ("crossread_quotations", "crossread_cues", "crossread_attributions")


def load() -> Language:
    """The trained pipeline of the package; nothing is downloaded. model/CARD.md says what it is made of."""
    if not (MODEL / "config.cfg").is_file():
        raise FileNotFoundError(f"no language pipeline in {MODEL}: `make train` makes it")
    nlp = spacy.load(MODEL)
    nlp.max_length = 1 << 40  # read_doc keeps what the parser sees at once within bounds
    return nlp


def read_doc(article: Article, nlp: Language) -> Doc:
    """The article's text as a Doc, run through the pipeline.

    Offsets in the Doc are offsets into the canonical text, in which a line break for width is a blank. Each
    segment is tokenized by itself, so that no token crosses its ends. A long article is parsed in parts of
    whole segments: memory stays bounded.
    """
    parts = [_through(nlp, LANGUAGE, _doc(nlp, part)) for part in _parts(article)]
    doc = parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)
    return _through(nlp, OURS, doc)


def _through(nlp: Language, names: tuple[str, ...], doc: Doc) -> Doc:
    for name, component in nlp.pipeline:
        if name in names:
            doc = component(doc)
    return doc


_Piece = tuple[str, str]  # text, kind of its segment


def _parts(article: Article) -> list[list[_Piece]]:
    """The article's segments, in parts of no more than some thousand words; a longer segment is cut."""
    parts: list[list[_Piece]] = [[]]
    size = 0
    whole = unwrapped(article.text)
    for segment in article.segments:
        for text in _lengths(segment.span.of(whole)):
            if size + len(text) > _PART and parts[-1]:
                parts.append([])
                size = 0
            parts[-1].append((text, segment.kind.value))
            size += len(text)
    return parts


def _lengths(text: str) -> Iterator[str]:
    """The text in stretches that the parser can take at once, cut at white space."""
    at = 0
    while len(text) - at > _PART:
        end = _cut(text, at)
        yield text[at:end]
        at = end
    yield text[at:]


def _cut(text: str, at: int) -> int:
    """Where to end a stretch that begins at `at`: behind a line, else behind a word, else anywhere."""
    for mark in ("\n", " "):
        found = text.rfind(mark, at + _PART // 2, at + _PART)
        if found >= 0:
            return found + 1
    return at + _PART


def _doc(nlp: Language, pieces: list[_Piece]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    segments: list[tuple[int, int, str]] = []
    for text, kind in pieces:
        first = len(words)
        for piece in _pieces(text):
            tokens = nlp.tokenizer(piece)
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
        segments.append((first, len(words), kind))
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    doc.spans[SEGMENTS] = SpanGroup(
        doc, spans=[DocSpan(doc, *segment) for segment in segments if segment[0] < segment[1]]
    )
    return doc


def _pieces(text: str) -> list[str]:
    """The text in pieces the tokenizer can take: no endless word, no half of a surrogate pair."""
    text = _SURROGATE.sub("\ufffd", text)
    cuts = [0, *(match.end() for match in _PIECE.finditer(text)), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(cuts) if a < b]
