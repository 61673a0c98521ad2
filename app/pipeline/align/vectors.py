"""Claims as sparse vectors."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.text import Span
from app.pipeline.words import Rarity, names, tokens

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

_LETTER_PRIOR = 10  # claims added to the event's when letters are weighed
_EVENT_PRIOR = 60  # claims an event must have before its own counts weigh as much as the background's
_LONGEST = 1_500  # characters of a claim that are read
_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
_TAKES_UP = re.compile(r"[\"'“‘]?(?:this|that|these|those|it|its|they|their|he|his|she|her)\b", re.IGNORECASE)
_CONTEXT = 400  # characters on each side in which a sentence's ends are looked for


@dataclass(frozen=True, slots=True)
class Vectors:
    """Claims as sparse rows; words, letters, context and names are of length one."""

    words: csr_matrix
    letters: csr_matrix
    context: csr_matrix
    names: csr_matrix
    weights: csr_matrix  # each word once; of one row with another: the rarity of what they share
    twos: csr_matrix  # the same for two words in a row
    quoted: csr_matrix  # and for those inside quotation marks
    threes: csr_matrix
    lengths: Floats  # in words

    @classmethod
    def words_of(cls, claims: Sequence[Claim]) -> csr_matrix:
        """The words alone, of length one."""
        words = [tokens(claim.text[:_LONGEST]) for claim in claims]
        return _unit(_matrix(words, Rarity(words, prior=_EVENT_PRIOR)))

    @classmethod
    def of(cls, claims: Sequence[Claim], articles: Mapping[str, Article]) -> Vectors:
        words = [tokens(claim.text[:_LONGEST]) for claim in claims]
        rarity = Rarity(words, prior=_EVENT_PRIOR)
        around = [tokens(_context(claim, articles.get(claim.article))) for claim in claims]
        named = [[w for name in names(claim.text[:_LONGEST]) for w in tokens(name)] for claim in claims]
        return cls(
            words=_unit(_matrix(words, rarity)),
            letters=_unit(_letters(words)),
            context=_unit(_matrix(around, rarity)),
            names=_unit(_matrix(named, rarity)),
            weights=_matrix(
                [sorted(set(document)) for document in words], lambda word: math.sqrt(rarity(word))
            ),
            twos=_runs(words, rarity, 2),
            quoted=_runs([_quoted(claim) for claim in claims], rarity, 2),
            threes=_runs(words, rarity, 3),
            lengths=np.array([len(document) for document in words], dtype=float),
        )


def _context(claim: Claim, article: Article | None) -> str:
    """The sentence (or sentences) a claim stands in, with its source and cue."""
    if article is None:
        return claim.text
    parts = [claim.span, *(span for span in (claim.source, claim.cue) if span)]
    return _sentence(article.text, claim.span) + " " + " ".join(s.of(article.text) for s in parts[1:])


def _sentence(text: str, span: Span) -> str:
    """The sentences a span touches; the one before too where the first takes it up ("This has ...")."""
    end = min(span.end, span.start + _LONGEST)
    before, after = text[max(0, span.start - _CONTEXT) : span.start], text[end : end + _CONTEXT]
    starts = [0, *(match.end() for match in _SENTENCE.finditer(before))]
    if len(starts) > 1 and _TAKES_UP.match(before[starts[-1] :] + text[span.start : end]):
        starts.pop()
    stop = _SENTENCE.search(after)
    return before[starts[-1] :] + text[span.start : end] + after[: stop.start() if stop else None]


def _quoted(claim: Claim) -> list[str]:
    """The words inside quotation marks."""
    start = claim.span.start
    stretches = [claim.text[span.start - start : span.end - start] for span in claim.quoted]
    if claim.kind is ClaimKind.QUOTE and not stretches:
        stretches = [claim.text]
    return tokens(" ".join(stretches)[:_LONGEST])


def _ngrams(words: Sequence[str]) -> list[str]:
    """Four letters in a row, word by word: what arrived and arrival have in common."""
    padded = (f" {word} " for word in words)
    return [word[i : i + 4] for word in padded for i in range(max(1, len(word) - 3))]


def _letters(words: Sequence[list[str]]) -> csr_matrix:
    """Letters weighted by how few claims of the event have them."""
    documents = [_ngrams(document) for document in words]
    having = Counter(ngram for document in documents for ngram in set(document))
    size = len(documents)
    return _matrix(documents, lambda ngram: math.log((size + _LETTER_PRIOR) / having[ngram]))


def _runs(words: Sequence[list[str]], rarity: Rarity, size: int) -> csr_matrix:
    """Words in a row, once each, weighted by the sum of their rarities."""
    documents = [
        sorted({" ".join(document[i : i + size]) for i in range(len(document) - size + 1)})
        for document in words
    ]
    return _matrix(documents, lambda run: math.sqrt(sum(rarity(word) for word in run.split(" "))))


def _matrix(documents: Sequence[Sequence[str]], weight: Callable[[str], float]) -> csr_matrix:
    """A row per document: each word's weight times one plus the logarithm of its count."""
    columns: dict[str, int] = {}
    at: list[int] = []
    to: list[int] = []
    values: list[float] = []
    for row, document in enumerate(documents):
        for word, count in sorted(Counter(document).items()):
            at.append(row)
            to.append(columns.setdefault(word, len(columns)))
            values.append(weight(word) * (1 + math.log(count)))
    shape = (len(documents), max(1, len(columns)))
    return csr_matrix((np.array(values, dtype=float), (at, to)), shape=shape)


def _unit(matrix: csr_matrix) -> csr_matrix:
    return csr_matrix(diags(1 / np.maximum(np.sqrt(squares(matrix)), 1e-9)) @ matrix)


def squares(matrix: csr_matrix) -> Floats:
    """Product of each row with itself."""
    found: Floats = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    return found


def dots(matrix: csr_matrix, first: Indices, second: Indices) -> Floats:
    """Product of two rows for each pair, a stretch of pairs at a time."""
    out = np.zeros(len(first))
    for start in range(0, len(first), 20_000):
        at = slice(start, start + 20_000)
        out[at] = np.asarray(matrix[first[at]].multiply(matrix[second[at]]).sum(axis=1)).ravel()
    return out
