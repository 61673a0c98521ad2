"""What makes two units look like one fact: the evidence, pair by pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.pipeline.align.units import Unit
from app.pipeline.align.vectors import Floats, Indices, Vectors, dots, squares
from app.pipeline.verdict.figures import readings, same_measure

NAMES = (
    "words",  # cosine of the words, by rarity
    "letters",  # cosine of the words' letters, four in a row, weighted by rarity in the event
    "context",  # cosine of the sentences they stand in
    "names",  # cosine of capitalised phrases
    "claims",  # cosine of the whole claims they are, or are parts of
    "rank",  # how near the two are to being each other's best match between their articles
    "rank_least",  # the same for the one to which the other means less
    "shared",  # the rarity of what they share, logarithm
    "share_most",  # what they share, as a share of the lighter
    "share_least",  # and of the heavier
    "twos",  # two words in a row that both have, by rarity, logarithm
    "threes",
    "fragment",  # share of the shorter quotation's word pairs that the other quotation has
    "quotes",  # both quotations
    "shorter",  # words of the shorter, logarithm
    "length",  # the shorter's length as a share of the longer's
    "apart",  # how far apart they stand, as shares of the articles
    "later",  # where the later of the two stands, as a share of its article
    "wholes",  # both are whole claims
    "one_whole",  # one is a whole claim, the other a part
    "attributed",  # both cite a source
    "one_attributed",
    "same_speaker",
    "other_speaker",
    "same_number",  # 1 for a figure in common, half for one within the other's range
    "other_number",  # both have figures, none in common
    "same_measure",  # figures of one thing, by unit or noun and the words around, equal or not
    "same_day",
)
"""The features, in the columns' order."""

_NEAREST = 24  # candidates kept for each unit,
_IN_ONE = 4  # so many of them in one article
_LEAST = 0.06  # cosine below which two units have nothing in common
_EXACT = 1e-9  # likeness that differs by less is equal, whatever the order of additions
_CHUNK = 512  # rows of a product held at once
_FULL_WEIGHT = 15  # summed rarity from which quoted words prove that one is a fragment of the other


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs of units of two articles (first < second, by index) and a row of features for each."""

    first: Indices
    second: Indices
    features: Floats


def pairs(units: Sequence[Unit], claims: Sequence[Claim], articles: Mapping[str, Article]) -> Pairs:
    """The pairs of units that share words, each unit with its nearest, and the evidence for each pair.

    Claims, and with them the units, must come in canonical order: ties between candidates go by it.
    """
    vectors = Vectors.of([unit.claim for unit in units], articles)
    first, second = _candidates(vectors.words, _numbers_of([unit.claim.article for unit in units]))
    both = _Both(first, second)
    columns = {**_of_words(vectors, both), **_of_units(units, both), **_places(units, articles, both)}
    columns |= _of_wholes(units, claims, both) | _ranks(units, columns["words"], both)
    table = np.empty((first.size, len(NAMES)), order="F")
    for at, name in enumerate(NAMES):
        table[:, at] = np.round(columns[name], 9)
    return Pairs(first, second, table)


def _numbers_of(names: Sequence[str]) -> Indices:
    number = {name: at for at, name in enumerate(sorted(set(names)))}
    return np.array([number[name] for name in names], dtype=np.int64)


def _candidates(vectors: csr_matrix, article: Indices) -> tuple[Indices, Indices]:
    """Each unit with its nearest by words in other articles, as ascending pairs of indices."""
    codes: list[Indices] = [np.empty(0, dtype=np.int64)]
    size, turned = vectors.shape[0], vectors.T.tocsr()
    for start in range(0, size, _CHUNK):
        likeness = csr_matrix(vectors[start : start + _CHUNK] @ turned)
        worth = np.flatnonzero(likeness.data >= _LEAST - _EXACT)
        unit = start + np.searchsorted(likeness.indptr, worth, side="right") - 1
        other = likeness.indices[worth].astype(np.int64)
        codes.append(_nearest(unit, other, np.rint(likeness.data[worth] / _EXACT), article))
    code = np.unique(np.concatenate(codes))
    return code // size if size else code, code % size if size else code


def _nearest(unit: Indices, other: Indices, likeness: Floats, article: Indices) -> Indices:
    """Codes of the pairs to keep: the nearest of each unit, few in each article. `likeness` in `_EXACT`."""
    keep = np.flatnonzero((likeness >= round(_LEAST / _EXACT)) & (article[unit] != article[other]))
    keep = keep[np.argsort(unit[keep] * article.size + other[keep], kind="stable")]
    unit, other, unlike = unit[keep], other[keep], (round(1 / _EXACT) - likeness[keep]).astype(np.int64)
    kept = _first(_IN_ONE, unit * (int(article.max(initial=0)) + 1) + article[other], unlike)
    kept.sort()
    kept = kept[_first(_NEAREST, unit[kept], unlike[kept])]
    low, high = np.minimum(unit[kept], other[kept]), np.maximum(unit[kept], other[kept])
    return np.asarray(low * article.size + high)


def _first(count: int, group: Indices, value: Indices) -> Indices:
    """Places of the `count` least values, below 2 ** 30, of each group; of equals, the first."""
    order = np.argsort((group << 30) + value, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(np.append(starts, group.size))
    return np.asarray(order[np.arange(order.size) - np.repeat(starts, sizes) < count])


_Columns = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class _Both:
    """The two ends of each pair."""

    first: Indices
    second: Indices

    def least(self, values: Floats) -> Floats:
        return np.minimum(values[self.first], values[self.second])

    def most(self, values: Floats) -> Floats:
        return np.maximum(values[self.first], values[self.second])

    def count(self, marks: Sequence[bool]) -> NDArray[np.int64]:
        """How many of the two have the mark."""
        held = np.array(marks, dtype=np.int64)
        return np.asarray(held[self.first] + held[self.second])

    def where(self, worth: NDArray[np.bool_], test: Callable[[int, int], float]) -> Floats:
        """`test` of the pairs that are worth it, 0 for the others."""
        out = np.zeros(self.first.size)
        for at in np.flatnonzero(worth):
            out[at] = test(int(self.first[at]), int(self.second[at]))
        return out


def _of_words(vectors: Vectors, both: _Both) -> _Columns:
    ends = both.first, both.second
    shared, total = dots(vectors.weights, *ends), np.maximum(squares(vectors.weights), 1e-9)
    return {
        "words": dots(vectors.words, *ends),
        "letters": dots(vectors.letters, *ends),
        "context": dots(vectors.context, *ends),
        "names": dots(vectors.names, *ends),
        "shared": np.log1p(shared),
        "share_most": shared / both.least(total),
        "share_least": shared / both.most(total),
        "twos": np.log1p(dots(vectors.twos, *ends)),
        "threes": np.log1p(dots(vectors.threes, *ends)),
        "fragment": _fragment(vectors.quoted, both),
        "shorter": np.log1p(both.least(vectors.lengths)),
        "length": both.least(vectors.lengths) / np.maximum(1.0, both.most(vectors.lengths)),
    }


def _fragment(quoted: csr_matrix, both: _Both) -> Floats:
    """Share of the lighter quotation's runs that the other has; less where there are few."""
    lighter = both.least(squares(quoted))
    shared = dots(quoted, both.first, both.second)
    return np.asarray(shared / np.maximum(lighter, 1e-9) * np.minimum(1.0, lighter / _FULL_WEIGHT))


def _of_wholes(units: Sequence[Unit], claims: Sequence[Claim], both: _Both) -> _Columns:
    whole = np.array([unit.whole for unit in units], dtype=np.int64)
    parts = both.count([unit.is_part for unit in units])
    return {
        "claims": dots(Vectors.words_of(claims), whole[both.first], whole[both.second]),
        "wholes": (parts == 0).astype(float),
        "one_whole": (parts == 1).astype(float),
    }


def _ranks(units: Sequence[Unit], cosine: Floats, both: _Both) -> _Columns:
    """How near a pair is to the best match each of the two has in the other's article."""
    article = _numbers_of([unit.claim.article for unit in units])
    size = int(article.max()) + 1 if article.size else 1
    ends = both.first * size + article[both.second], both.second * size + article[both.first]
    best = np.zeros(len(units) * size)
    for end in ends:
        np.maximum.at(best, end, cosine)
    one, other = (cosine / np.maximum(best[end], 1e-9) for end in ends)
    return {"rank": np.sqrt(one * other), "rank_least": np.minimum(one, other)}


def _places(units: Sequence[Unit], articles: Mapping[str, Article], both: _Both) -> _Columns:
    sizes = [len(articles[u.claim.article].text) if u.claim.article in articles else 0 for u in units]
    starts = [unit.claim.span.start for unit in units]
    place = np.array([start / max(1, size) for start, size in zip(starts, sizes, strict=True)])
    return {"apart": np.abs(place[both.first] - place[both.second]), "later": both.most(place)}


def _of_units(units: Sequence[Unit], both: _Both) -> _Columns:
    """What is known of claims besides their words."""
    claims = [unit.claim for unit in units]
    quotes = both.count([claim.kind is ClaimKind.QUOTE or bool(claim.quoted) for claim in claims])
    attributed = both.count([claim.kind.attributed for claim in claims])
    speaker = _numbers_of([claim.speaker.name or "" for claim in claims])
    known = both.count([claim.speaker.name is not None for claim in claims]) == 2
    same = speaker[both.first] == speaker[both.second]
    marks = {
        "quotes": quotes == 2,
        "attributed": attributed == 2,
        "one_attributed": attributed == 1,
        "same_speaker": known & same,
        "other_speaker": known & ~same,
    }
    columns = {name: mark.astype(float) for name, mark in marks.items()}
    return {**columns, **_numbers(claims, both), "same_day": _days(claims, both)}


def _numbers(claims: Sequence[Claim], both: _Both) -> _Columns:
    ranges = [frozenset((f.low, f.high) for f in claim.figures) for claim in claims]
    measures = [tuple(readings([claim])) if claim.figures else () for claim in claims]
    figured = both.count([bool(held) for held in ranges]) == 2

    def measured(a: int, b: int) -> float:
        return float(any(same_measure(x, y) for x in measures[a] for y in measures[b]))

    same = both.where(figured, lambda a, b: _same_number(ranges[a], ranges[b]))
    return {
        "same_number": same,
        "other_number": (figured & (same == 0)).astype(float),
        "same_measure": both.where(figured, measured),
    }


_Ranges = frozenset[tuple[float, float]]


def _same_number(a: _Ranges, b: _Ranges) -> float:
    """1 for a figure in common, half for one within the other's range ("250", "several hundred")."""
    if a & b:
        return 1.0
    loose = ((x, y) for x in a for y in b if x[0] < x[1] or y[0] < y[1])
    return 0.5 if any(x[0] <= y[1] and y[0] <= x[1] for x, y in loose) else 0.0


def _days(claims: Sequence[Claim], both: _Both) -> Floats:
    """Whether the two name one day, whatever the year."""
    days = [frozenset((d.when.month, d.when.day) for d in c.dates if d.when and d.when.day) for c in claims]
    dated = both.count([bool(held) for held in days]) == 2
    return both.where(dated, lambda a, b: float(bool(days[a] & days[b])))
