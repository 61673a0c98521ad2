"""Figures: numbers a claim turns on, with what they count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.text import Span


class Comparator(StrEnum):
    EXACTLY = "exactly"
    MORE = "more"  # more than, over, at least
    FEWER = "fewer"  # less than, up to, nearly, almost
    ABOUT = "about"  # some, about, roughly, several hundred


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed (`words` at `span`), its value or range, and what is counted.

    `low` and `high` are equal for a plain number and bound a range ("46 to 57", "several hundred").
    A score or vote ("5-4") has the unit "score", the lesser number as `low` and the greater as `high`.
    `unit` is a base unit ("hour", "percent", "USD", "km") or None for a plain count; "share" is a part of one
    ("a third", "one in five"), "years old" an age, "round-the-clock" 24-7.
    `counted` is the head noun of what is counted, as printed ("civilians"), or None.
    `period` is what the number is over, as printed: a rate ("a year", "per month") or a stretch of time
    ("over the past 10 days", "since 2011"), or None.
    """

    span: Span
    words: str
    low: float
    high: float
    comparator: Comparator = Comparator.EXACTLY
    unit: str | None = None
    counted: str | None = None
    period: str | None = None
