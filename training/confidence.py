"""Calibration: how often candidates are right, on articles that nothing was trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from app.domain.text import Span
from app.pipeline.extract.candidates import Candidate
from app.pipeline.extract.confidence import Confidence
from app.pipeline.extract.evidence import Evidence, Found
from app.pipeline.extract.reading import Page
from training.articles import Gold, Read

_STEPS = numpy.linspace(0.2, 0.7, 26)
_SMOOTH = 0.1  # the inverse of the penalty on weights
_SLIGHT = 0.01  # a weight below this is left out


def fit(articles: Sequence[Read], found: Sequence[Sequence[Candidate]]) -> Confidence:
    """Weights that tell right candidates from wrong ones, and the least confidence for the best F1.

    Right is what the scorer calls a right relation: the content overlaps by half, source and cue touch.
    """
    evidence = [one.evidence for candidates in found for one in candidates]
    right = [
        r for article, candidates in zip(articles, found, strict=True) for r in _right(article, candidates)
    ]
    columns = DictVectorizer()
    model = LogisticRegression(C=_SMOOTH, max_iter=3000).fit(columns.fit_transform(evidence), right)
    named = zip(columns.feature_names_, model.coef_[0], strict=True)
    weights = {name: round(float(weight), 4) for name, weight in named if abs(weight) > _SLIGHT}
    bias = round(float(model.intercept_[0]), 4)
    gold = sum(len(article.annotated) for article in articles)
    return Confidence(weights, bias, _best(Confidence(weights, bias, 0.0), evidence, right, gold))


def _best(confidence: Confidence, evidence: Sequence[Evidence], right: Sequence[bool], gold: int) -> float:
    sure = numpy.array([confidence(one) for one in evidence])
    hit = numpy.array(right)
    f1 = [2 * hit[sure >= least].sum() / ((sure >= least).sum() + gold) for least in _STEPS]
    return round(float(_STEPS[int(numpy.argmax(f1))]), 3)


def _right(article: Read, candidates: Sequence[Candidate]) -> Iterator[bool]:
    """Each annotated attribution makes right the candidate whose content fits it best, if all touch."""
    best: dict[int, int] = {}
    for one in article.gold:
        fits = [
            (_overlap(article.page, one, c.found), -n)
            for n, c in enumerate(candidates)
            if n not in best.values()
        ]
        fit, n = max(fits, default=(0.0, 0))
        if fit >= 0.5 and _touches(one, candidates[-n].found):
            best[id(one)] = -n
    taken = set(best.values())
    return (n in taken for n in range(len(candidates)))


def _overlap(page: Page, gold: Gold, candidate: Found) -> float:
    """Characters in both contents, from their first to their last, over those in either."""
    a = page.span((gold.content[0][0], gold.content[-1][1]))
    b = page.span((candidate.content[0][0], candidate.content[-1][1]))
    return _common(a, b) / (max(a.end, b.end) - min(a.start, b.start))


def _common(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _touches(gold: Gold, candidate: Found) -> bool:
    cue = gold.cue[0] < candidate.cue[1] and candidate.cue[0] < gold.cue[1]
    source = candidate.source
    named = not gold.source or (
        source is not None and any(a < source[1] and source[0] < z for a, z in gold.source)
    )
    return cue and named
