"""The pipeline, assembled, and the Doc of an article."""

from __future__ import annotations

import itertools
import re

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from app.domain.article import Article
from app.pipeline.extract import components  # registers the components named below
from app.pipeline.extract.components import SEGMENTS

_LONGEST = 200  # characters: no word is longer, and the tokenizer's time grows with the square of a word's
_PIECE = re.compile(rf"\S{{{_LONGEST}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def load() -> Language:
    """A new pipeline: no model, nothing downloaded."""
    nlp = spacy.blank("en")
    nlp.max_length = 1 << 40  # the limit guards parsers' memory, and there is no parser here
    for component in components.PIPELINE:
        nlp.add_pipe(component)
    return nlp


def read_doc(article: Article, nlp: Language) -> Doc:
    """The article's text as a Doc, run through the pipeline.

    Offsets in the Doc are offsets into the canonical text. Each segment is tokenized by itself, so that no
    token crosses its ends.
    """
    words: list[str] = []
    spaces: list[bool] = []
    segments: list[tuple[int, int, str]] = []
    for segment in article.segments:
        first = len(words)
        for piece in _pieces(segment.span.of(article.text)):
            tokens = nlp.tokenizer(piece)
            words += [token.text for token in tokens]
            spaces += [bool(token.whitespace_) for token in tokens]
        segments.append((first, len(words), segment.kind.value))
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    doc.spans[SEGMENTS] = SpanGroup(
        doc, spans=[DocSpan(doc, *segment) for segment in segments if segment[0] < segment[1]]
    )
    return nlp(doc)


def _pieces(text: str) -> list[str]:
    """The text in pieces the tokenizer can take: no endless word, no half of a surrogate pair."""
    text = _SURROGATE.sub("\ufffd", text)
    cuts = [0, *(match.end() for match in _PIECE.finditer(text)), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(cuts) if a < b]
