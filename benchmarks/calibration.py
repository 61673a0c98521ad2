"""How far the confidence of an attribution can be trusted, on PolNeAR's development part.

An attribution is right as score.py counts a relation: content overlapping by half, cue and source touching.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from benchmarks.page import shown, table
from benchmarks.references import json_lines
from benchmarks.scoring import Run

BINS = 10
THRESHOLDS = (0.0, 0.5, 0.9)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One attribution found: how sure the reader was, and whether it is in the reference."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The attributions with a confidence in [low, high); the last bin holds 1 too."""

    low: float
    high: float
    marks: tuple[Mark, ...]

    @property
    def confidence(self) -> float:
        return fmean(mark.confidence for mark in self.marks)

    @property
    def right(self) -> float:
        return fmean(mark.right for mark in self.marks)


def calibration(run: Run) -> str:
    """The reliability of each bin, the expected calibration error, and what a threshold would keep."""
    gold = list(json_lines(run.polnear))
    found = [json.loads(line) for line in run.polnear_claims.read_text("utf-8").splitlines()]
    marks = tuple(marks_of(gold, found, run.scorer))
    _check(marks, run.scorer.score_extraction(gold, found, False)["relation"])
    filled = bins(marks)
    run.told |= {"sure_right": filled[-1].right, "unsure_right": filled[0].right}
    error = f"Expected calibration error: {shown(calibration_error(filled))}; {len(marks)} attributions."
    return "\n\n".join([reliability_table(filled), error, threshold_table(gold, found, run.scorer)])


def marks_of(gold: Sequence[Json], found: Sequence[Json], scorer: Any) -> Iterator[Mark]:
    """A mark for each attribution found in articles of the reference, as the scorer pairs them."""
    claims_of = {article["id"]: article["claims"] for article in found}
    for article in gold:
        claims = sorted(filter(_counts, claims_of.get(article["id"], ())), key=lambda c: int(c["start"]))
        right = _right(article["attributions"], claims, scorer)
        yield from (Mark(claim["confidence"], i in right) for i, claim in enumerate(claims))


def _counts(claim: Json) -> bool:
    """Whether the scorer takes the claim for an attribution."""
    return bool(claim["cue"] or claim["source"] or claim["kind"] in ("quote", "statement", "mixed"))


def _right(attributions: Sequence[Json], claims: Sequence[Json], scorer: Any) -> set[int]:
    """Indices of the claims that are in the reference: each attribution takes the likest claim left."""
    free, right = dict(enumerate(claims)), set()
    for attribution in attributions:
        content = scorer.hull(attribution["content"])
        if not content or not free:
            continue
        best = max(free, key=lambda i: _likeness(content, free[i], scorer))
        if _likeness(content, free[best], scorer) >= 0.5:
            claim = free.pop(best)
            if all(_touches(attribution[role], claim[role], scorer) for role in ("cue", "source")):
                right.add(best)
    return right


def _likeness(content: tuple[int, int], claim: Json, scorer: Any) -> float:
    """Characters in both over characters in either (with what lies between)."""
    common = scorer.overlap(content, (claim["start"], claim["end"]))
    return float(common / (max(content[1], claim["end"]) - min(content[0], claim["start"])) if common else 0)


def _touches(spans: Sequence[Any], span: Any, scorer: Any) -> bool:
    return not spans or bool(span and any(scorer.overlap(span, other) for other in spans))


def _check(marks: Sequence[Mark], relation: Mapping[str, float]) -> None:
    """The scorer tells only sums: ours must be the same."""
    precision = sum(mark.right for mark in marks) / max(1, len(marks))
    if abs(precision - relation["precision"]) > 1e-4:
        raise AssertionError(f"relation precision {precision:.4f}, but {relation['precision']} by score.py")


def bins(marks: Sequence[Mark], number: int = BINS) -> tuple[Bin, ...]:
    """Bins of equal width over [0, 1], those without marks left out."""
    inside: list[list[Mark]] = [[] for _ in range(number)]
    for mark in marks:
        inside[min(number - 1, int(mark.confidence * number))].append(mark)
    return tuple(Bin(i / number, (i + 1) / number, tuple(held)) for i, held in enumerate(inside) if held)


def calibration_error(filled: Sequence[Bin]) -> float | None:
    """Mean distance between confidence and share right, each bin weighted by its attributions."""
    total = sum(len(bin_.marks) for bin_ in filled)
    apart = sum(len(bin_.marks) * abs(bin_.confidence - bin_.right) for bin_ in filled)
    return apart / total if total else None


def reliability_table(filled: Sequence[Bin]) -> str:
    rows = [
        [f"{b.low:.1f} to {b.high:.1f}", str(len(b.marks)), shown(b.confidence), shown(b.right)]
        for b in filled
    ]
    return table(["confidence", "attributions", "mean confidence", "share right"], rows)


def threshold_table(gold: Sequence[Json], found: Sequence[Json], scorer: Any) -> str:
    """Relation figures, by the scorer, of the attributions surer than each threshold."""
    rows = []
    for least in THRESHOLDS:
        kept = [
            {"id": a["id"], "claims": [c for c in a["claims"] if c["confidence"] > least or not least]}
            for a in found
        ]
        figures = scorer.score_extraction(gold, kept, False)
        relation = figures["relation"]
        rows.append(
            [f"> {least:.1f}" if least else "all", str(figures["system"]), *map(shown, relation.values())]
        )
    return table(["confidence", "attributions", "precision", "recall", "F1"], rows)
