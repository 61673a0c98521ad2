"""What speaks for and against a candidate attribution: the features its confidence is worked out from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.pipeline.extract.reading import Tokens
from app.pipeline.extract.roles import Scene

_TOLD = frozenset(
    ("that", "to", "for", "of", "about", "as", "with", "a", "the", "he", "she", "it", "they", '"', "“")
)  # told apart as first words
_SEEN = 80  # words of the content whose parse is looked at
_OVERLAP = 0.5  # of two contents, which then rival each other
_SURE = 0.5  # likelihood of a cue
_LONG = 9  # words of a source told apart

Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate as decoded: its ranges, and how likely the network and the field hold its parts to be."""

    source: Tokens | None
    cue: Tokens
    content: tuple[Tokens, ...]
    likelihood: float  # of the cue
    inside: float  # mean likelihood of the content's words
    ends: float  # the lesser likelihood of its first and last word
    outside: float  # likelihood left outside it, summed
    named: float  # greatest likelihood of a word to be the source

    @property
    def hull(self) -> Tokens:
        return self.content[0][0], self.content[-1][1]


def evidence(scene: Scene, one: Found, rivals: Sequence[Found]) -> Evidence:
    """Features of a candidate; `rivals` are the candidates near it, itself too or not."""
    found = {
        "cue": _log_odds(one.likelihood),
        "inside": one.inside,
        "ends": one.ends,
        "outside": min(5.0, one.outside),
        "named": one.named,
        "length": math.log(one.hull[1] - one.hull[0]),
    }
    found.update(dict.fromkeys(_cue(scene, one), 1.0))
    found.update(dict.fromkeys(_content(scene, one), 1.0))
    found.update(dict.fromkeys(_source(scene, one), 1.0))
    found.update(_rivals(one, rivals))
    return found


def _cue(scene: Scene, one: Found) -> list[str]:
    grammar, top = scene.grammar, scene.grammar.top(one.cue)
    word = scene.page.lower[top]
    few, many = scene.clusters.get(word, (-1, -1))
    return [
        f"cue={word}",
        f"few={few}",
        f"many={many}",
        f"tag={grammar.tag[top]}",
        f"dep={grammar.dep[top]}",
        f"words={min(4, one.cue[1] - one.cue[0])}",
        f"kind={scene.page.kind[one.cue[0]]}",
    ]


def _content(scene: Scene, one: Found) -> list[str]:
    page, grammar = scene.page, scene.grammar
    first, stop = one.hull
    low = page.lower[first]
    top, cue = grammar.top((first, min(stop, first + _SEEN))), grammar.top(one.cue)
    quoted = any(page.quote[i] >= 0 for i in range(first, stop))
    return [
        f"first={low if low in _TOLD else grammar.tag[first]}",
        f"last={grammar.tag[stop - 1]}",
        f"before={grammar.tag[first - 1] if first else '|'}",
        f"after={grammar.tag[stop] if stop < len(page) else '|'}",
        f"relation={grammar.dep[top]}{grammar.head[top] == cue}",
        f"side={first < one.cue[0]}",
        f"quoted={quoted}",
        f"single={stop - first == 1}",
    ]


def _source(scene: Scene, one: Found) -> list[str]:
    if one.source is None:
        return ["source=none"]
    grammar = scene.grammar
    top, cue = grammar.top(one.source), grammar.top(one.cue)
    return [
        f"source={grammar.tag[top]}",
        f"role={grammar.dep[top]}{grammar.head[top] == cue}",
        f"name={grammar.name[top]}",
        f"ahead={one.source[0] < one.cue[0]}",
        f"long={min(_LONG, one.source[1] - one.source[0])}",
    ]


def _rivals(one: Found, rivals: Sequence[Found]) -> dict[str, float]:
    """The strongest other for much the same content; whether the cue stands in another's content."""
    same = [r.likelihood for r in rivals if r is not one and _shared(r.hull, one.hull) > _OVERLAP]
    around = (r for r in rivals if r is not one and r.hull[0] <= one.cue[0] < r.hull[1])
    nested = any(r.likelihood > _SURE for r in around)
    return {"rival": max(same, default=0.0), "nested": float(nested)}


def _shared(a: Tokens, b: Tokens) -> float:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def _log_odds(likelihood: float) -> float:
    kept = min(max(likelihood, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))
