"""What is at issue in a claim: the figures and dates that stand against those of other outlets."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.claim import Claim
from app.domain.event import Side
from app.domain.text import Span


def spans_at_issue(claim: Claim, sides: Sequence[Side]) -> tuple[Span, ...]:
    """Where the claim has the value of its side."""
    mine = [side for side in sides if claim.id in side.claims]
    printed = [(figure.span, figure.words) for figure in claim.figures]
    printed += [(date.span, date.words) for date in claim.dates]
    return tuple(span for span, words in printed if _at_issue(words, mine))


def _at_issue(words: str, sides: Sequence[Side]) -> bool:
    """Whether a claim's words are the value of its side, which may say more: "5 May" of "5 May 2024"."""
    printed = f" {' '.join(words.split())} ".casefold()
    values = (f" {side.value} ".casefold() for side in sides if side.value)
    return bool(words.strip()) and any(printed in value or value in printed for value in values)
