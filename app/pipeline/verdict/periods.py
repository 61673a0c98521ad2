"""Periods of figures made comparable: rates ("a year") and stretches of time ("since 2011")."""

from __future__ import annotations

import re

_EACH = frozenset(["a", "an", "per", "each", "every", "/"])
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "night",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "annually": "year",
    "yearly": "year",
}
_WORDS = re.compile(r"\w+|/")
# What may stand in front of one stretch or be left out: "over the past week", "in the past week". "The" may
# not: "the last year" ends now, "last year" in December.
_IDLE = (
    frozenset(["over", "in", "within", "during", "for", "throughout", "across"])
    | frozenset(["between", "from", "and", "to"])
    | frozenset(["its", "his", "her", "their", "just"])
)
_PAST = frozenset(["past", "last", "previous", "preceding"])


def rate(period: str | None) -> str:
    """The unit of time a rate is given for ("per year", "annually": "year"); empty where it is none."""
    words = _words(period)
    if len(words) == 1:
        return _ADVERBS.get(words[0], "")
    return " ".join(words[1:]) if words and words[0] in _EACH else ""


def stretch(period: str | None) -> str:
    """A stretch of time in words that are equal for equal ones; empty for a rate and where none is given.

    As printed otherwise: "last year" and "in 2015" may be one stretch, and are not found to be.
    """
    if rate(period):
        return ""
    return " ".join("last" if word in _PAST else word for word in _words(period) if word not in _IDLE)


def _words(period: str | None) -> list[str]:
    return _WORDS.findall((period or "").casefold())
