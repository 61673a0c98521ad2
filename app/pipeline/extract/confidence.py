"""How likely a candidate attribution is right, from its evidence: a logistic regression, calibrated apart."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from app.pipeline.extract.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights of the evidence, and the least confidence that makes an attribution of a candidate."""

    weights: Mapping[str, float]
    bias: float
    least: float

    def __call__(self, evidence: Evidence) -> float:
        """In (0, 1). A feature that has no weight says nothing."""
        score = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in evidence.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def to_json(self) -> str:
        return json.dumps({"weights": dict(self.weights), "bias": self.bias, "least": self.least})

    @classmethod
    def from_json(cls, text: str) -> Confidence:
        data = json.loads(text)
        return cls(data["weights"], data["bias"], data["least"])
