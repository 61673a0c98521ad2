"""The pipeline put together from its trained parts."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language


def language(grammar: Path, names: Path) -> Language:
    """Tagger, parser and names in one pipeline, ready to read articles; cues and attributions untrained."""
    nlp = spacy.load(grammar)
    other = spacy.load(names, vocab=nlp.vocab)
    other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("crossread_lines", first=True)
    nlp.add_pipe("ner", source=other)
    nlp.add_pipe("crossread_quotations")
    return nlp
