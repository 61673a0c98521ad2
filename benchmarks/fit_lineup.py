"""Fit the line-up's weights on the hand-made comparisons: `make fit`.

Pairs of claims from the reference events, once as the extraction finds them and once, at half the weight, cut
as the annotator did: that shows what one fact is where the extraction's cut does not. Each event counts the
same. A pair is positive when a reference row holds both. Logistic regression with an L2 penalty on features
that are standardised, the weights taken back to their own scale. Prints the line-up F1 of each event with
that event left out of the fit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.text import Span
from app.pipeline import align
from app.pipeline.align.features import NAMES, Pairs, pairs
from app.pipeline.clean import clean
from app.pipeline.cluster import average_linkage
from benchmarks.references import Gold, claims_of, gold_events, own_seeds

PENALTY = 0.1  # scikit-learn's C: small, since events are few
CUT_WEIGHT = 0.5
WEIGHTS = Path(align.__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Example:
    """One event's claims in canonical order, its candidate pairs, and the reference rows each claim is in."""

    name: str
    claims: Sequence[Claim]
    pairs: Pairs
    rows: Sequence[frozenset[str]]
    mentions: Sequence[tuple[str, str, int | None]]  # row, article, the claim that has it
    weight: float

    def labels(self) -> NDArray[Any]:
        both = zip(self.pairs.first, self.pairs.second, strict=True)
        return np.array([bool(self.rows[a] & self.rows[b]) for a, b in both])


@dataclass(frozen=True, slots=True)
class Model:
    bias: float
    weights: NDArray[Any]

    def likeness(self, features: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights + self.bias))))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    found, cut = [], []
    for gold in (*gold_events(shared), own_seeds()):
        found.append(example(gold, as_cut=False))
        cut.append(example(gold, as_cut=True))
    threshold = align.THRESHOLD
    scores = []
    for left_out in found:
        model = fit([e for e in (*found, *cut) if e.name != left_out.name])
        scores.append(lineup_f1(left_out, model, threshold))
        print(f"{left_out.name}: line-up F1 {scores[-1]:.3f} with this event left out")
    print(f"mean of the seven: {np.mean(scores[:-1]):.3f}, spread {np.std(scores[:-1]):.3f}")
    write(fit([*found, *cut]))


def example(gold: Gold, *, as_cut: bool) -> Example:
    articles = {raw.source_name: clean(raw) for raw in gold.articles}
    reference = json.loads(gold.path.read_text("utf-8"))
    keyed = {key: article_of(entry, articles) for key, entry in reference["articles"].items()}
    claims = [claim for article in keyed.values() for claim in claims_of(article)]
    spans = [
        (row["id"], keyed[m["article"]], Span(m["start"], m["end"]))
        for row in reference["rows"]
        for m in row["mentions"]
    ]
    if as_cut:
        claims = recut(claims, spans)
    ordered = align.canonical(claims, sorted(article.key for article in keyed.values()))
    mentions = [(row, article.key, holder(ordered, article, span)) for row, article, span in spans]
    rows = [frozenset(row for row, _, at in mentions if at == i) for i in range(len(ordered))]
    by_key = {article.key: article for article in keyed.values()}
    weight = CUT_WEIGHT if as_cut else 1.0
    return Example(gold.name, ordered, pairs(ordered, by_key), rows, mentions, weight)


def article_of(entry: Mapping[str, Any], articles: Mapping[str, Article]) -> Article:
    """The article a reference means: by file, else by id (two have none, so the outlet decides)."""
    if "file" in entry:
        return next(a for name, a in articles.items() if name.endswith(entry["file"]))
    return next(a for name, a in articles.items() if name == entry["id"] and a.outlet == entry["outlet"])


def holder(claims: Sequence[Claim], article: Article, span: Span) -> int | None:
    """Index of the claim that has a mention, as the scorer finds it: most overlap, then the tightest."""
    best: tuple[int, float, int] = (0, 0.0, -1)
    for i, claim in enumerate(claims):
        common = claim.span.overlap(span) if claim.article == article.key else 0
        if common and (common >= 0.5 * len(span) or common >= 0.8 * len(claim.span)):
            both = max(claim.span.end, span.end) - min(claim.span.start, span.start)
            best = max(best, (common, common / both, -i - 1))
    return -best[2] - 1 if best[0] else None


def recut(claims: Sequence[Claim], spans: Sequence[tuple[str, Article, Span]]) -> list[Claim]:
    """The claims with the annotator's ends where a mention lies on them, and as they are elsewhere."""
    cut = {}
    for _, article, span in spans:
        at = holder(claims, article, span)
        base = claims[at] if at is not None else Claim(article.key, span, "", ClaimKind.NARRATED)
        claim = narrowed(base, article, span)
        cut[claim.id] = claim
    taken = list(cut.values())
    rest = [c for c in claims if not any(c.article == t.article and c.span.overlap(t.span) for t in taken)]
    return [*taken, *rest]


def narrowed(claim: Claim, article: Article, span: Span) -> Claim:
    return replace(
        claim,
        span=span,
        text=span.of(article.text),
        quoted=tuple(
            Span(max(q.start, span.start), min(q.end, span.end)) for q in claim.quoted if q.overlap(span)
        ),
        figures=tuple(figure for figure in claim.figures if span.covers(figure.span)),
        dates=tuple(date for date in claim.dates if span.covers(date.span)),
    )


def fit(examples: Sequence[Example]) -> Model:
    features = np.vstack([e.pairs.features for e in examples])
    labels = np.concatenate([e.labels() for e in examples])
    # Each event counts the same, however many claims it has.
    weights = np.concatenate(
        [np.full(len(e.pairs.first), 1000 * e.weight / len(e.pairs.first)) for e in examples]
    )
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=PENALTY, max_iter=3000)
    model.fit(scaler.transform(features), labels, sample_weight=weights)
    own_scale = model.coef_[0] / scaler.scale_
    return Model(float(model.intercept_[0] - (own_scale * scaler.mean_).sum()), own_scale)


def lineup_f1(example: Example, model: Model, threshold: float) -> float:
    """The scorer's line-up F1: pairs of mentions in different articles that stand on one row."""
    likeness = model.likeness(example.pairs.features).tolist()
    edges = zip(example.pairs.first.tolist(), example.pairs.second.tolist(), likeness, strict=True)
    clusters = average_linkage(len(example.claims), edges, threshold)
    row_of = {i: number for number, cluster in enumerate(clusters) for i in cluster}
    right = system = reference = 0
    for i, (row, article, claim) in enumerate(example.mentions):
        for other_row, other_article, other in example.mentions[i + 1 :]:
            if article != other_article:
                together = claim is not None and other is not None and row_of[claim] == row_of[other]
                reference += row == other_row
                system += together
                right += together and row == other_row
    return 2 * right / (system + reference) if right else 0.0


def write(model: Model) -> None:
    weights = dict(zip(NAMES, (round(float(w), 2) for w in model.weights), strict=True))
    WEIGHTS.write_text(
        json.dumps({"bias": round(model.bias, 2), "weights": weights}, indent=2) + "\n", "utf-8"
    )
    print(f"written: {WEIGHTS.name}: {weights}")


if __name__ == "__main__":
    main()
