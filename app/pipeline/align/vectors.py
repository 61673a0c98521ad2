"""Claims as sparse vectors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.text import Span
from app.pipeline.words import Rarity, names, tokens
from app.pipeline.wrapping import unwrapped

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
        numbers = _Vocabulary()
        counts = numbers.of(words).counts(numbers)
        return _unit(_weighted(counts, numbers.rarity(words)))

    @classmethod
    def of(cls, claims: Sequence[Claim], articles: Mapping[str, Article]) -> Vectors:
        words = [tokens(claim.text[:_LONGEST]) for claim in claims]
        numbers = _Vocabulary()
        texts, quoted = numbers.of(words), numbers.of(_quoted(claim) for claim in claims)
        around = numbers.of(tokens(_context(claim, articles.get(claim.article))) for claim in claims)
        named = numbers.of(tokens(" ".join(names(claim.text[:_LONGEST]))) for claim in claims)
        rarity, counts = numbers.rarity(words), texts.counts(numbers)
        return cls(
            words=_unit(_weighted(counts, rarity)),
            letters=_unit(_letters(counts, numbers)),
            context=_unit(_weighted(around.counts(numbers), rarity)),
            names=_unit(_weighted(named.counts(numbers), rarity)),
            weights=_once(counts, np.sqrt(rarity)),
            twos=_runs(texts, rarity, 2),
            quoted=_runs(quoted, rarity, 2),
            threes=_runs(texts, rarity, 3),
            lengths=np.array([len(document) for document in words], dtype=float),
        )


@dataclass(frozen=True, slots=True)
class _Texts:
    """Words of several texts as numbers, one text after the other: `word[k]` stands in text `row[k]`."""

    row: Indices
    word: Indices
    size: int  # texts

    def counts(self, vocabulary: _Vocabulary) -> csr_matrix:
        """How often each text has each word."""
        return _counted(self.row, self.word, (self.size, max(1, len(vocabulary))))


class _Vocabulary(defaultdict[str, int]):
    """Words with a number each, from 0 in the order of their coming."""

    def __init__(self) -> None:
        super().__init__(count().__next__)

    def of(self, documents: Iterable[Sequence[str]]) -> _Texts:
        held = list(documents)
        row = np.repeat(np.arange(len(held)), [len(document) for document in held])
        word = np.fromiter(map(self.__getitem__, chain.from_iterable(held)), np.int64, row.size)
        return _Texts(row, word, len(held))

    def rarity(self, documents: Iterable[Sequence[str]]) -> Floats:
        """Of each word, as `documents` and the background have it."""
        rarity = Rarity(documents, prior=_EVENT_PRIOR)
        return np.array([rarity(word) for word in self] or [0.0])


def _context(claim: Claim, article: Article | None) -> str:
    """The sentence (or sentences) a claim stands in, with its source and cue."""
    if article is None:
        return claim.text
    parts = [claim.span, *(span for span in (claim.source, claim.cue) if span)]
    return (
        _sentence(unwrapped(article.text), claim.span) + " " + " ".join(s.of(article.text) for s in parts[1:])
    )


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


def _letters(counts: csr_matrix, vocabulary: _Vocabulary) -> csr_matrix:
    """Four letters in a row, weighted by how few claims of the event have them."""
    letters = _Vocabulary()
    spelt = letters.of(map(_ngrams, vocabulary)).counts(letters)
    if not spelt.shape[0]:
        return counts
    having = csr_matrix(counts @ spelt)
    having.sort_indices()
    claims = np.maximum(1, np.bincount(having.indices, minlength=spelt.shape[1]))
    return _weighted(having, np.log((counts.shape[0] + _LETTER_PRIOR) / claims))


def _ngrams(word: str) -> list[str]:
    """Word by word, with its ends marked: what arrived and arrival have in common."""
    padded = f" {word} "
    return [padded[i : i + 4] for i in range(max(1, len(padded) - 3))]


def _runs(texts: _Texts, rarity: Floats, size: int) -> csr_matrix:
    """Words in a row, once each, weighted by the sum of their rarities."""
    length = max(0, texts.word.size - size + 1)
    words = [texts.word[start : start + length] for start in range(size)]
    within = texts.row[:length] == texts.row[size - 1 :][:length]
    run, total = words[0], rarity[words[0]]
    for word in words[1:]:
        run, total = _renumbered(run * rarity.size + word), total + rarity[word]
    run = _renumbered(run[within])
    weight = np.zeros(max(1, int(run.max(initial=0)) + 1))
    weight[run] = np.sqrt(total[within])
    return _once(_counted(texts.row[:length][within], run, (texts.size, weight.size)), weight)


def _renumbered(codes: Indices) -> Indices:
    """The same number for the same code, from 0."""
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)


def _counted(row: Indices, column: Indices, shape: tuple[int, int]) -> csr_matrix:
    """How often each row has each column."""
    return csr_matrix((np.ones(row.size), (row, column)), shape=shape)


def _weighted(counts: csr_matrix, weight: Floats) -> csr_matrix:
    """Each column's weight times one plus the logarithm of its count."""
    return _with(counts, weight[counts.indices] * (1 + np.log(counts.data)))


def _once(counts: csr_matrix, weight: Floats) -> csr_matrix:
    """Each column's weight, however often the row has it."""
    return _with(counts, weight[counts.indices])


def _with(matrix: csr_matrix, data: Floats) -> csr_matrix:
    """Other data in the same places, less what weighs nothing: the commonest words are in every text."""
    new = csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape, copy=True)
    new.eliminate_zeros()
    return new


def _unit(matrix: csr_matrix) -> csr_matrix:
    scale = 1 / np.maximum(np.sqrt(squares(matrix)), 1e-9)
    return _with(matrix, matrix.data * np.repeat(scale, np.diff(matrix.indptr)))


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
