"""Candidate attributions: what each possible cue would tell, with the evidence for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.pipeline.extract.evidence import Evidence, Found, evidence
from app.pipeline.extract.network import Scores
from app.pipeline.extract.reading import STOPS, Page, Tokens
from app.pipeline.extract.roles import CONTENT, FIRST, LAST, SOURCE, Scene

LIKELY = 0.15  # a word this likely part of a cue begins a candidate
SURE = 0.5  # a cue this likely is one of the others that a candidate is seen beside
_EDGE = 0.6  # worth of a likely first or last word
_CONTENT = 0.25  # a word costs the content this much, so that the hull of greatest gain is taken
_BETWEEN = 0.8  # less of that cost for cue and source, which often part a content: "Prices, he said, rose"
_TAIL = 0.7  # mean likelihood of words behind a closing quotation mark that go on with the content
_SOURCE = 0.4
_PART = 0.2  # within the hull a word less likely than this is no part of the content
_LEAST_SOURCE = 0.02
_WHOLE = STOPS | {","}
_RIVALS = 12  # candidates to either side that can rival one


class Labeller(Protocol):
    """A conditional random field over sequences of features, as python-crfsuite's Tagger."""

    def set(self, sequence: Sequence[Sequence[str]]) -> None: ...
    def marginal(self, label: str, position: int) -> float: ...


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible cue and how likely it is one."""

    tokens: Tokens
    likelihood: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution with the evidence its confidence is worked out from."""

    found: Found
    evidence: Evidence


def find_cues(page: Page, scores: Scores, least: float = LIKELY) -> list[Cue]:
    """Runs of words likely to be part of a cue; a new one begins where the network sees a first word.

    `scores` has a row of probabilities for each word: no cue, first word, further word.
    """
    likely = scores[:, 1] + scores[:, 2]
    cues: list[Cue] = []
    i, length = 0, len(page)
    while i < length:
        if likely[i] <= least or page.kind[i] is None:
            i += 1
            continue
        stop = i + 1
        while stop < length and _goes_on(page, scores, likely, stop, least):
            stop += 1
        cues.append(Cue((i, stop), float(likely[i:stop].max())))
        i = stop
    return cues


def _goes_on(page: Page, scores: Scores, likely: Scores, i: int, least: float) -> bool:
    begins = scores[i, 1] >= max(0.5, float(scores[i, 2]))
    return likely[i] > least and not begins and page.line[i] == page.line[i - 1] and page.kind[i] is not None


def candidates(scene: Scene, cues: Sequence[Cue], labeller: Labeller) -> Iterator[Candidate]:
    """The attribution each cue would make, in the order of the cues; a cue with no content makes none."""
    sure = [cue.tokens for cue in cues if cue.likelihood > SURE]
    nearby = _Nearby(sure)
    decoded: list[Found] = []
    for cue in cues:
        first, stop = scene.window(cue.tokens)
        labeller.set(scene.features(cue.tokens, nearby.of(first, stop)))
        found = _decoded(scene.page, cue, first, _Likelihoods.read(labeller, stop - first))
        decoded += [found] if found else []
    for n, one in enumerate(decoded):
        rivals = decoded[max(0, n - _RIVALS) : n + _RIVALS + 1]
        yield Candidate(one, evidence(scene, one, rivals))


@dataclass(frozen=True, slots=True)
class _Likelihoods:
    """The field's likelihoods for each word of a window; `content` counts first and last words too."""

    source: list[float]
    content: list[float]
    first: list[float]
    last: list[float]

    @classmethod
    def read(cls, labeller: Labeller, length: int) -> _Likelihoods:
        words = range(length)
        source, inner, first, last = (
            [labeller.marginal(label, i) for i in words] for label in (SOURCE, CONTENT, FIRST, LAST)
        )
        return cls(source, [sum(three) for three in zip(inner, first, last, strict=True)], first, last)


class _Nearby:
    """Sure cues by the words they begin at; windows are asked for in ascending order of their cues."""

    def __init__(self, cues: Sequence[Tokens]) -> None:
        self.cues, self.behind = cues, 0

    def of(self, first: int, stop: int) -> list[Tokens]:
        while self.behind < len(self.cues) and self.cues[self.behind][1] <= first:
            self.behind += 1
        found = []
        at = self.behind
        while at < len(self.cues) and self.cues[at][0] < stop:
            found.append(self.cues[at])
            at += 1
        return found


def _decoded(page: Page, cue: Cue, offset: int, seen: _Likelihoods) -> Found | None:
    costs = _costs((cue.tokens[0] - offset, cue.tokens[1] - offset), seen.source)
    first, stop = best_content(seen.content, seen.first, seen.last, costs)
    hull = without_tail(page, (first + offset, stop + offset), seen.content, offset)
    stop = hull[1] - offset
    parts = tuple(_parts(page, cue.tokens, hull, seen.content, offset))
    if not parts:
        return None
    who = _source(seen.source)
    within = sum(seen.content[first:stop])
    return Found(
        source=(who[0] + offset, who[1] + offset) if who else None,
        cue=cue.tokens,
        content=parts,
        likelihood=cue.likelihood,
        inside=within / (stop - first),
        ends=min(seen.content[first], seen.content[stop - 1]),
        outside=sum(seen.content) - within,
        named=max(seen.source),
    )


def _costs(cue: Tokens, source: Sequence[float]) -> list[float]:
    """What each word of a window costs the content; `cue` is within the window."""
    return [
        _CONTENT * (1 - _BETWEEN * (1.0 if cue[0] <= i < cue[1] else likelihood))
        for i, likelihood in enumerate(source)
    ]


def without_tail(page: Page, hull: Tokens, content: Sequence[float], offset: int) -> Tokens:
    """The hull up to its last closing mark, unless the words behind surely belong to it.

    They never do behind a whole quotation, one that begins the content and ends in a comma or stop.
    """
    first, stop = hull
    mark = stop
    while mark > first and page.quote[mark - 1] < 0:
        mark -= 1
    if mark in (first, stop):
        return hull
    opened, closed = page.quotes[page.quote[mark - 1]]
    whole = opened == first and page.words[closed - 2] in _WHOLE
    likely = sum(content[mark - offset : stop - offset]) / (stop - mark) >= _TAIL
    return hull if likely and not whole else (first, mark)


def best_content(
    content: Sequence[float],
    first: Sequence[float],
    last: Sequence[float],
    costs: Sequence[float] | None = None,
) -> Tokens:
    """The range [a, z) of greatest gain, (0, 0) if none gains.

    Each word gives its likelihood less its cost, the first and the last something for being likely ends (a
    lone word is a first word only).
    """
    costs = costs or [_CONTENT] * len(content)
    best, gain = (0, 0), 0.0
    begin, sofar = 0, -1.0
    for i, likelihood in enumerate(content):
        if sofar < _EDGE * first[i]:
            begin, sofar = i, _EDGE * first[i]
        sofar += likelihood - costs[i]
        ended = sofar + _EDGE * (last[i] + first[i] * (begin == i))
        if ended > gain:
            best, gain = (begin, i + 1), ended
    return best


def best_run(likelihoods: Sequence[float], cost: float) -> Tokens:
    """The range [a, z) with the greatest sum of likelihoods, each less `cost`; (0, 0) if all are below it."""
    best, gain, begin, sofar = (0, 0), 0.0, 0, 0.0
    for i, likelihood in enumerate(likelihoods):
        if sofar <= 0:
            begin, sofar = i, 0.0
        sofar += likelihood - cost
        if sofar > gain:
            best, gain = (begin, i + 1), sofar
    return best


def _source(likelihoods: Sequence[float]) -> Tokens | None:
    """Most attributions have a source (93 % in PolNeAR): without a likely run the likeliest word is it."""
    first, stop = best_run(likelihoods, _SOURCE)
    if stop > first:
        return first, stop
    word = max(range(len(likelihoods)), key=likelihoods.__getitem__)
    return (word, word + 1) if likelihoods[word] > _LEAST_SOURCE else None


def _parts(page: Page, cue: Tokens, hull: Tokens, content: Sequence[float], offset: int) -> Iterator[Tokens]:
    """The hull without the cue and what else lies between two parts ("he said Friday")."""
    first = None
    for i in range(hull[0], hull[1] + 1):
        inside = i < hull[1] and not cue[0] <= i < cue[1] and content[i - offset] > _PART
        if inside and first is None:
            first = i
        if not inside and first is not None:
            yield first, i
            first = None
