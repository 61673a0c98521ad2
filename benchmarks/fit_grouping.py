"""Fits what grouping weighs, and shows what the least likeness of one event comes to: `make fit-grouping`.

Pairs of BASIL's articles on one event stand against pairs of the large corpus that share telling words but
were published five days or more apart: the same people and quarrels, seldom the same happening. Dates
themselves are left out, or they would answer. The weights are fitted without one fifth of the events at a
time too, to show how far they depend on these. The least likeness is read off BASIL whole and in random
halves; BASIL's events lie far apart, so what a lower one does to a crowded year is shown by the share of the
large corpus's events that go on for five days or more.
"""

from __future__ import annotations

from benchmarks import one_core  # noqa: F401 - before numpy is loaded

# isort: split
import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.domain.article import Article
from app.pipeline.clean import clean
from app.pipeline.group import WEIGHTS, WINDOW, Profile, cluster, edges, evidence, profile
from benchmarks.news import articles_in
from benchmarks.page import table
from benchmarks.references import basil, record_as_raw

_FAR = 5  # days from which two articles are taken for two events
_SAMPLE = 3_000  # articles in a row of the large corpus
_FOLDS = 5
_HALVES = 20
_LEAST = (0.10, 0.11, 0.115, 0.12, 0.125, 0.13, 0.135, 0.14, 0.15)

Matrix = NDArray[np.float64]
Evidence = tuple[float, float, float, float]
Events = tuple[tuple[str, ...], ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    truth, gold = gold_profiles(shared)
    articles = sorted((clean(raw) for raw in articles_in(shared)), key=_when)
    some = articles[len(articles) // 2 :][:_SAMPLE]
    news, days = {a.key: profile(a) for a in some}, {a.key: _when(a)[0] for a in some}
    print(weights_report(truth, gold, [evidence(news[a], news[b]) for a, b in _far(news, days)]))
    print()
    print(least_report(truth, gold, news, days))


def _when(article: Article) -> tuple[int, str]:
    day = article.published.first_day() if article.published else None
    return day.toordinal() if day else 0, article.key


def gold_profiles(shared: Path) -> tuple[dict[str, str], dict[str, Profile]]:
    """BASIL's articles by key: their event, and their profile."""
    truth, profiles = {}, {}
    for record in basil(shared):
        article = clean(record_as_raw(record))
        truth[article.key], profiles[article.key] = record["event"], profile(article)
    return truth, profiles


def weights_report(
    truth: Mapping[str, str], gold: Mapping[str, Profile], different: Sequence[Evidence]
) -> str:
    same = [pair for pair in combinations(sorted(gold), 2) if truth[pair[0]] == truth[pair[1]]]
    positive, negative = np.array([evidence(gold[a], gold[b]) for a, b in same]), np.array(different)
    fold = {event: number % _FOLDS for number, event in enumerate(sorted(set(truth.values())))}
    of_pair = np.array([fold[truth[a]] for a, _ in same])
    rows = [["all", *_fitted(positive, negative)]]
    rows += [[f"without fifth {n + 1}", *_fitted(positive[of_pair != n], negative)] for n in range(_FOLDS)]
    rows.append(["in use", *(f"{weight:.2f}" for weight in WEIGHTS)])
    head = [f"{len(positive)} pairs against {len(negative)}", "whole", "opening", "headline", "quotes"]
    return table(head, rows)


def _far(news: Mapping[str, Profile], days: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Pairs that would be compared, were it not for their dates."""
    dateless = {key: replace(found, published=None) for key, found in news.items()}
    for a, b, _ in edges(dateless):
        if _FAR <= abs(days[a] - days[b]) <= WINDOW:
            yield a, b


def _fitted(positive: Matrix, negative: Matrix) -> list[str]:
    """Weights of a logistic regression in which both sides weigh the same, as shares."""
    labels = np.repeat([1, 0], [len(positive), len(negative)])
    model = LogisticRegression(C=100, class_weight="balanced", max_iter=1000)
    weights = model.fit(np.concatenate([positive, negative]), labels).coef_[0]
    return [f"{weight / weights.sum():.2f}" for weight in weights]


def least_report(
    truth: Mapping[str, str],
    gold: Mapping[str, Profile],
    news: Mapping[str, Profile],
    days: Mapping[str, int],
) -> str:
    gold_edges, news_edges = list(edges(gold)), list(edges(news))
    halves = list(_halves(truth))
    rows = []
    for least in _LEAST:
        found = cluster(gold, gold_edges, least=least)
        scores = sorted(b_cubed(found, half) for half in halves)
        whole = f"{b_cubed(found, truth):.3f}"
        rows.append([f"{least}", whole, f"{scores[0]:.3f} to {scores[-1]:.3f}"])
        rows[-1] += _news_row(cluster(news, news_edges, least=least), days)
    head = ["least", "BASIL: B-cubed F1", f"{_HALVES} random halves"]
    return table([*head, f"{len(news)} articles in a row: events of several", "of five days or more"], rows)


def _news_row(events: Events, days: Mapping[str, int]) -> list[str]:
    several = [event for event in events if len(event) > 1]
    long = [e for e in several if max(days[key] for key in e) - min(days[key] for key in e) >= _FAR]
    return [str(len(several)), f"{len(long) / len(several):.1%}"]


def _halves(truth: Mapping[str, str]) -> Iterator[dict[str, str]]:
    dice, events = random.Random(0), sorted(set(truth.values()))
    for _ in range(_HALVES):
        half = set(dice.sample(events, len(events) // 2))
        yield {key: event for key, event in truth.items() if event in half}


def b_cubed(found: Events, truth: Mapping[str, str]) -> float:
    """F1 of mean precision and recall of the articles' events (Bagga and Baldwin 1998)."""
    where = {key: set(event) & truth.keys() for event in found for key in event}
    gold = {key: {other for other in truth if truth[other] == truth[key]} for key in truth}
    precision = sum(len(where[k] & gold[k]) / len(where[k]) for k in truth) / len(truth)
    recall = sum(len(where[k] & gold[k]) / len(gold[k]) for k in truth) / len(truth)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
