"""Fit the line-up's trees on comparisons made by hand: `make fit`.

Learned from: the seven references in SHARED, our own event in seeds/, and 32 more events of BASIL that we
lined up ourselves (comparisons.json: places only, no text). A pair of units is right when both fit mentions
of one row; pairs that fit half are left out, since where a fact begins and ends is a matter of taste. Each
event counts the same. Prints the line-up F1 of each reference with that event left out of the fit, and of our
events with a fifth of them left out at a time.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.text import Span
from app.pipeline import align
from app.pipeline.align.features import NAMES, Pairs, pairs
from app.pipeline.align.linkage import linked
from app.pipeline.align.trees import Trees
from app.pipeline.align.units import Unit, units
from app.pipeline.clean import clean
from benchmarks.references import Gold, basil, claims_of, gold_events, own_seeds, record_as_raw

RIGHT, WRONG = 0.6, 0.35  # how well both units must fit their mentions, and fit at most
SETTINGS: Mapping[str, Any] = {
    "max_depth": 4,
    "n_estimators": 80,
    "learning_rate": 0.1,
    "min_samples_leaf": 60,
    "subsample": 0.6,
    "random_state": 0,
}
FOLDS = 5
TREES = Path(align.__file__).parent / "trees.json"
OURS = Path(__file__).with_name("comparisons.json")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an article (by key) states the fact of a row; `shared`: other articles state it too."""

    row: str
    article: str
    span: Span
    shared: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One event's claims in canonical order, their units and candidate pairs, and what the rows should be."""

    name: str
    articles: Mapping[str, Article]
    claims: Sequence[Claim]
    units: Sequence[Unit]
    pairs: Pairs
    fit: NDArray[Any]  # of each pair: how well both units fit mentions of one row, in [0, 1]
    mentions: Sequence[Mention]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    references = [example(gold) for gold in (*gold_events(shared), own_seeds())]
    ours = list(our_examples(shared))
    every = [*references, *ours]
    scores = [score for one in references for score in left_out([one], every)]
    print(f"mean of the seven: {np.mean(scores[:-1]):.3f}, spread {np.std(scores[:-1]):.3f}")
    folds = [score for fold in range(FOLDS) for score in left_out(ours[fold::FOLDS], every)]
    print(f"mean of our {len(ours)}, a fifth of them left out at a time: {np.mean(folds):.3f}")
    fitted(every).save(TREES)
    print(f"written: {TREES.name}, {TREES.stat().st_size:,} bytes")


def left_out(some: Sequence[Example], every: Sequence[Example]) -> list[float]:
    """Line-up F1 of some events with trees fitted on the others."""
    names = {one.name for one in some}
    trees = fitted([other for other in every if other.name not in names])
    scores = [lineup_f1(one, trees) for one in some]
    for one, score in zip(some, scores, strict=True):
        print(f"{one.name}: line-up F1 {score:.3f}, left out of the fit")
    return scores


def example(gold: Gold) -> Example:
    articles = {raw.source_name: clean(raw) for raw in gold.articles}
    reference = json.loads(gold.path.read_text("utf-8"))
    keyed = {key: article_of(entry, articles.values()) for key, entry in reference["articles"].items()}
    return _example(gold.name, keyed, reference["rows"])


def our_examples(shared: Path) -> Iterator[Example]:
    """The events we lined up, with the texts from SHARED."""
    records = list(basil(shared))
    for comparison in json.loads(OURS.read_text("utf-8")):
        event = comparison["event"]
        articles = [clean(record_as_raw(r)) for r in records if r["event"].startswith(event)]
        keyed = {key: article_of(entry, articles) for key, entry in comparison["articles"].items()}
        yield _example(event, keyed, comparison["rows"])


def _example(name: str, keyed: Mapping[str, Article], rows: Sequence[Mapping[str, Any]]) -> Example:
    by_key = {article.key: article for article in keyed.values()}
    claims = align.canonical([c for article in keyed.values() for c in claims_of(article)], sorted(by_key))
    mentions = [mention for row in rows for mention in _mentions(row, keyed)]
    held = units(claims)
    found = pairs(held, claims, by_key)
    return Example(name, by_key, claims, held, found, _fit(held, found, mentions), mentions)


def _mentions(row: Mapping[str, Any], keyed: Mapping[str, Article]) -> Iterator[Mention]:
    shared = len({mention["article"] for mention in row["mentions"]}) > 1
    for mention in row["mentions"]:
        span = Span(mention["start"], mention["end"])
        yield Mention(row["id"], keyed[mention["article"]].key, span, shared)


def article_of(entry: Mapping[str, Any], articles: Collection[Article]) -> Article:
    """The article a reference means: by file, else by id (two have none, so the outlet decides)."""
    if "file" in entry:
        return next(a for a in articles if a.source_name.endswith(entry["file"]))
    return next(a for a in articles if a.source_name == entry["id"] and a.outlet == entry["outlet"])


def _fit(held: Sequence[Unit], found: Pairs, mentions: Sequence[Mention]) -> NDArray[Any]:
    fits: list[dict[str, float]] = [{} for _ in held]
    for mention in mentions:
        if mention.shared:
            for index, value in _fitting(held, mention):
                fits[index][mention.row] = max(value, fits[index].get(mention.row, 0.0))
    return np.array(
        [
            max((min(fits[a][r], fits[b][r]) for r in fits[a].keys() & fits[b].keys()), default=0.0)
            for a, b in zip(found.first.tolist(), found.second.tolist(), strict=True)
        ]
    )


def _fitting(held: Sequence[Unit], mention: Mention) -> Iterator[tuple[int, float]]:
    """Units that overlap a mention with how well they fit it; the best is right, if it is near at all."""
    overlaps = [
        (common / (len(unit.claim.span) + len(mention.span) - common), index)
        for index, unit in enumerate(held)
        if unit.claim.article == mention.article and (common := unit.claim.span.overlap(mention.span))
    ]
    best = max(overlaps, default=(0.0, -1))[0]
    for value, index in overlaps:
        yield index, max(value, RIGHT + 0.1) if value == best and best > WRONG else value


def fitted(examples: Sequence[Example]) -> Trees:
    features, labels, weights = [], [], []
    for one in examples:
        clear = (one.fit >= RIGHT) | (one.fit < WRONG)
        features.append(one.pairs.features[clear])
        labels.append(one.fit[clear] >= RIGHT)
        weights.append(np.full(int(clear.sum()), 1000 / max(1, int(clear.sum()))))
    model = GradientBoostingClassifier(**SETTINGS)
    model.fit(np.vstack(features), np.concatenate(labels), sample_weight=np.concatenate(weights))
    return _as_data(model)


def _as_data(model: GradientBoostingClassifier) -> Trees:
    """The fitted trees, made complete."""
    trees = [_complete(estimator.tree_, model.learning_rate) for estimator in model.estimators_[:, 0]]
    prior = model.init_.class_prior_[1]
    return Trees(
        names=NAMES,
        bias=round(float(np.log(prior / (1 - prior))), 4),
        feature=np.array([feature for feature, _, _ in trees]),
        threshold=np.array([threshold for _, threshold, _ in trees]),
        leaf=np.array([leaf for _, _, leaf in trees]),
    )


_NEVER = 1e9  # a threshold that nothing exceeds


def _complete(tree: Any, rate: float) -> tuple[list[int], list[float], list[float]]:
    """Features, thresholds and leaves level by level; where the tree ends early its leaf fills the place."""
    level, feature, threshold = [0], [], []
    for _ in range(SETTINGS["max_depth"]):
        below = []
        for node in level:
            split = tree.children_left[node] >= 0
            feature.append(int(tree.feature[node]) if split else 0)
            threshold.append(round(float(tree.threshold[node]), 6) if split else _NEVER)
            below += [tree.children_left[node], tree.children_right[node]] if split else [node, node]
        level = below
    return feature, threshold, [round(rate * float(tree.value[node][0][0]), 5) for node in level]


def lineup_f1(one: Example, trees: Trees) -> float:
    """The scorer's line-up F1: pairs of mentions in different articles that stand on one row."""
    likeness = trees.probability(one.pairs.features).tolist()
    found = zip(one.pairs.first.tolist(), one.pairs.second.tolist(), likeness, strict=True)
    shared = linked(one.units, found, align.THRESHOLD)
    rows = [[one.units[i].claim for i in row] for row in shared]
    placed = [one.units[i] for row in shared for i in row]
    rows += align.remains(one.claims, placed, one.articles)
    claims = [(claim, number) for number, row in enumerate(rows) for claim in row]
    held = [holder([claim for claim, _ in claims], m.article, m.span) for m in one.mentions]
    return _pairs_f1(one.mentions, [None if at is None else claims[at][1] for at in held])


def _pairs_f1(mentions: Sequence[Mention], row_of: Sequence[int | None]) -> float:
    right = system = reference = 0
    for i, (mention, row) in enumerate(zip(mentions, row_of, strict=True)):
        for other, other_row in zip(mentions[i + 1 :], row_of[i + 1 :], strict=True):
            if mention.article != other.article:
                together = row is not None and row == other_row
                same = mention.row == other.row
                reference, system, right = reference + same, system + together, right + (together and same)
    return 2 * right / (system + reference) if right else 0.0


def holder(claims: Sequence[Claim], article: str, span: Span) -> int | None:
    """Index of the claim that has a mention, as the scorer finds it: most overlap, then the tightest."""
    best: tuple[int, float, int] = (0, 0.0, -1)
    for i, claim in enumerate(claims):
        common = claim.span.overlap(span) if claim.article == article else 0
        if common and (common >= 0.5 * len(span) or common >= 0.8 * len(claim.span)):
            both = max(claim.span.end, span.end) - min(claim.span.start, span.start)
            best = max(best, (common, common / both, -i - 1))
    return -best[2] - 1 if best[0] else None


def narrowed(claim: Claim, article: Article, span: Span) -> Claim:
    """The claim with other ends, which may lie outside its own."""
    return replace(
        claim,
        span=span,
        text=span.of(article.text),
        quoted=tuple(
            Span(max(q.start, span.start), min(q.end, span.end)) for q in claim.quoted if q.overlap(span)
        ),
        figures=tuple(figure for figure in claim.figures if span.covers(figure.span)),
        dates=tuple(date for date in claim.dates if span.covers(date.span)),
        parts=(),
    )


if __name__ == "__main__":
    main()
