"""What may stand in a row: a claim, or one of the clauses of a claim that tells several things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.claim import Claim


@dataclass(frozen=True, slots=True)
class Unit:
    """A claim or a part of one. `whole` is the index of the claim it is, or is part of."""

    claim: Claim
    whole: int

    @property
    def is_part(self) -> bool:
        return self.claim.part_of is not None

    def meets(self, other: Unit) -> bool:
        """Whether both hold words of one place."""
        same = self.claim.article == other.claim.article
        return same and self.claim.span.overlap(other.claim.span) > 0


def units(claims: Sequence[Claim]) -> list[Unit]:
    """Every claim, each followed by its parts; in the order of the claims."""
    return [
        Unit(claim if span is None else claim.part(span), index)
        for index, claim in enumerate(claims)
        for span in (None, *claim.parts)
    ]
