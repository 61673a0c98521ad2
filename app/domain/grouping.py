"""What a person decides on grouping: which articles belong together and which don't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Bond(StrEnum):
    TOGETHER = "together"  # the article goes where the other one goes
    APART = "apart"  # the two never stand in one event


@dataclass(frozen=True, slots=True)
class Anchor:
    """An article as a correction means it: by its key, or by its text where the outlet became known later."""

    key: str
    text_hash: str
    source_name: str


@dataclass(frozen=True, slots=True)
class GroupingCorrection:
    """What a person decided on two articles, and when (ISO 8601, UTC). Never derived, never deleted."""

    article: Anchor
    other: Anchor
    bond: Bond
    decided: str


class Force(StrEnum):
    """What has become of a correction."""

    IN_FORCE = "in force"
    OVERRULED = "overruled"  # by a later one on the same articles
    LOST = "article not here"  # kept, and in force again should the article come back


@dataclass(frozen=True, slots=True)
class Constraints:
    """The corrections in force, by article keys.

    `follows`: whose place an article takes. `strangers`: an article and one in whose event it must not stand.
    """

    follows: Mapping[str, str] = field(default_factory=dict)
    strangers: frozenset[tuple[str, str]] = frozenset()

    def leader(self, key: str) -> str:
        """The article whose place this one takes, in the end; in a ring, the lowest key."""
        path = [key]
        while (ahead := self.follows.get(path[-1])) is not None:
            if ahead in path:
                return min(path[path.index(ahead) :])
            path.append(ahead)
        return path[-1]

    def apart(self, leaders: Mapping[str, str]) -> frozenset[tuple[str, str]]:
        """The strangers as leaders, but for those whom a person put together all the same."""
        pairs = ((leaders[a], leaders[b]) for a, b in self.strangers if a in leaders and b in leaders)
        return frozenset((a, b) for a, b in pairs if a != b)

    def holds(self, article: str, other: str, bond: Bond) -> bool:
        """Whether the decision is among those in force."""
        if bond is Bond.TOGETHER:
            return self.follows.get(article) == other
        return (article, other) in self.strangers

    @property
    def links(self) -> Mapping[str, frozenset[str]]:
        """Articles that must be decided together because one follows the other, both ways."""
        found: dict[str, set[str]] = {}
        for a, b in self.follows.items():
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return {key: frozenset(others) for key, others in found.items()}


NO_CONSTRAINTS = Constraints()


def replay(decisions: Iterable[tuple[str, str, Bond]]) -> Constraints:
    """The constraints that (article, other, bond), oldest first, leave.

    The last word on a pair holds, and putting an article with another ends what was said before on where
    it must not stand.
    """
    follows: dict[str, str] = {}
    strangers: set[tuple[str, str]] = set()
    for article, other, bond in decisions:
        for one, ahead in ((article, other), (other, article)):
            strangers.discard((one, ahead))
            if follows.get(one) == ahead:
                del follows[one]
        if bond is Bond.TOGETHER:
            follows[article] = other
            strangers = {pair for pair in strangers if pair[0] != article}
        else:
            strangers.add((article, other))
    return Constraints(follows, frozenset(strangers))
