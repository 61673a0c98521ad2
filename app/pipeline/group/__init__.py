"""Articles into events.

How alike two articles are depends on these two alone. So a likeness once measured stays, an article that
arrives is compared only with those that share telling words and days with it, and only the events it may
touch are decided again; the outcome is the same as if all were compared with all (`group`).

Merging stops where two groups average less than LEAST across. Two groups that merge thus hold at least one
pair that is as alike as that, so events never reach beyond the parts that such pairs connect: each part can
be decided by itself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from app.domain.article import Article
from app.domain.grouping import NO_CONSTRAINTS, Constraints
from app.pipeline.cluster import average_linkage
from app.pipeline.group.dates import nearness, window
from app.pipeline.group.profile import PROFILES, SCALE, Profile, profile

__all__ = [
    "FLOOR",
    "LEAST",
    "PROFILES",
    "SHARED",
    "WEIGHTS",
    "WINDOW",
    "Edge",
    "Profile",
    "cluster",
    "edges",
    "evidence",
    "group",
    "likeness",
    "nearness",
    "profile",
]

LEAST = 0.125  # mean likeness across two groups that makes them one event
FLOOR = 0.05  # pairs less alike than this count as unlike
SHARED = 2  # telling words that two articles must share to be compared
WINDOW = window(FLOOR)  # days apart beyond which two articles can't be as alike as FLOOR

# Of whole, opening, headline and quotes; near what benchmarks/fit_grouping.py finds, with which events come
# out as good: the opening is kept because a short report is hardly more than one.
WEIGHTS = (0.4, 0.15, 0.2, 0.25)
_TOGETHER = 1e3  # outweighs any likeness
_APART = -1e9  # outweighs all likenesses of two groups of thousands

Edge = tuple[str, str, float]
"""Two article keys, the lower first, and their likeness."""


def group(
    articles: Sequence[Article], constraints: Constraints = NO_CONSTRAINTS
) -> tuple[tuple[str, ...], ...]:
    """Article keys by event, all at once: every article in exactly one, keys and events sorted.

    Two reports are alike as far as they share rare words (names and places before all) in the whole and in
    the opening, the words of each other's headlines, and what they quote; days between the dates of
    publication count against them, unknown dates don't. Groups then merge by average linkage, so that an
    event that goes on for days is not glued to the next by an article between. The result depends on the
    articles and the constraints only, not on their order.
    """
    profiles = {article.key: profile(article) for article in articles}
    return cluster(profiles, edges(profiles), constraints)


def likeness(one: Profile, other: Profile) -> float:
    """How alike two reports are, in [0, 1] and the same both ways."""
    words = sum(weight * share for weight, share in zip(WEIGHTS, evidence(one, other), strict=True))
    return round(words * nearness(one.published, other.published), 6)


def evidence(one: Profile, other: Profile) -> tuple[float, float, float, float]:
    """What speaks for one event, each in [0, 1] and the same both ways, in the order of WEIGHTS.

    Words of the whole and of the opening (cosines), words of each headline that the other opening has (mean
    share), what both quote (root of the cosine: one sentence in common says much).
    """
    square = SCALE * SCALE
    headlines = one.headline.within(other.opening) + other.headline.within(one.opening)
    return (
        one.whole.dot(other.whole) / square,
        one.opening.dot(other.opening) / square,
        headlines / (2 * SCALE),
        math.sqrt(one.said.dot(other.said) / square),
    )


def cluster(
    keys: Iterable[str],
    alike: Iterable[Edge],
    constraints: Constraints = NO_CONSTRAINTS,
    least: float = LEAST,
) -> tuple[tuple[str, ...], ...]:
    """The keys by event, from the likenesses of at least FLOOR among them, as a person constrains them.

    An article that a person put with another goes where that one goes and does not count itself.
    """
    leaders = {key: constraints.leader(key) for key in keys}
    followers: dict[str, list[str]] = defaultdict(list)
    for key, leader in leaders.items():
        followers[leader].append(key)
    scores = {(a, b): score for a, b, score in alike if a in followers and b in followers}
    found = _apart(sorted(followers), scores, constraints.apart(leaders), least)
    return tuple(sorted(tuple(sorted(k for leader in one for k in followers[leader])) for one in found))


def _apart(
    keys: Sequence[str],
    scores: Mapping[tuple[str, str], float],
    strangers: Collection[tuple[str, str]],
    least: float,
) -> list[list[str]]:
    """The keys by event, no stranger with whom it must not stand.

    The others come together first, as if the strangers weren't there: it is the stranger that leaves.
    """
    if not strangers:
        return _merged(keys, scores, least)
    leaving = {key for key, _ in strangers}
    settled = _merged([key for key in keys if key not in leaving], scores, least)
    forced = {pair: _TOGETHER for event in settled for pair in combinations(event, 2)}
    forced |= {(min(pair), max(pair)): _APART for pair in strangers}
    return _merged(keys, {**scores, **forced}, least)


def _merged(keys: Sequence[str], scores: Mapping[tuple[str, str], float], least: float) -> list[list[str]]:
    place = {key: number for number, key in enumerate(keys)}
    held = ((place[a], place[b], score) for (a, b), score in sorted(scores.items()) if {a, b} <= place.keys())
    return [[keys[number] for number in found] for found in average_linkage(len(keys), held, least)]


def edges(profiles: Mapping[str, Profile]) -> Iterator[Edge]:
    """Pairs worth a look and their likeness, found through the telling words they share."""
    holders: dict[int, list[str]] = defaultdict(list)
    for key in sorted(profiles):
        for word in profiles[key].telling:
            holders[word].append(key)
    shared = Counter(pair for found in holders.values() for pair in combinations(found, 2))
    for a, b in sorted(pair for pair, words in shared.items() if words >= SHARED):
        score = likeness(profiles[a], profiles[b])
        if score >= FLOOR:
            yield a, b, score
