"""Texts that end before their report does."""

from __future__ import annotations

import re

from app.domain.article import SegmentKind
from app.pipeline.clean.label import Labels
from app.pipeline.clean.lines import Line

_WALL = r"\b(?:subscribe|subscription|sign in|log in|register|account|member)\b.{0,80}"
_TEASER = re.compile(
    r"(?:\.\.\.|…|\[)?\s*(?:\[?\+\s?\d[\d,]* chars?\]?|continue reading"
    r"|read the (?:full|rest of the|whole|entire|complete) (?:story|article|text|piece|post)\b.{0,60}"
    rf"|(?:to (?:read|continue|see|get)|want to read|for full access).{{0,80}}{_WALL}"
    r"|(?:subscribe|sign in|log in|register)\b.{0,20} to (?:read|continue|keep reading|unlock)\b.{0,80}"
    r"|this (?:article|story|content) is (?:for|only|available|reserved).{0,40}(?:subscribers?|members)\b"
    r".{0,80})",
    re.I,
)
_TAIL = re.compile(r"\[\+\s?\d[\d,]* chars?\]$|(?:\.\.\.|…)\s*(?:continue reading|read more)$", re.I)
_ELLIPSIS = ("…", "...", "[…]", "[...]", ". . .")
_UNFINISHED = re.compile(
    r"(?:[,–—-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|whose|as|than|into"
    r"|between|is|are|was|were|has|have|had|will|would|could|should|may|might|his|her|its|their|our))$"
)
_LEAST_WORDS = 12


def is_cut_off(labels: Labels) -> bool:
    """Does the text end before the report does? True only on clear evidence.

    That is a note that the rest is elsewhere, an ellipsis, or a last paragraph that stops where no
    sentence can (after a comma, "the", "of"). A full stop that is merely missing is none, and
    neither is the end of a list, a caption, a tweet or a headline.
    """
    last = next(
        (i for i in range(len(labels.lines) - 1, -1, -1) if labels.kinds[i] in (None, SegmentKind.BODY)), -1
    )
    if last < 0:
        return False
    after = labels.lines[last + 1 :]
    return _is_unfinished(labels.lines[last]) or any(
        _TEASER.fullmatch(line.words[:300].strip(" .>»→")) for line in after
    )


def _is_unfinished(line: Line) -> bool:
    end = line.words[-80:]
    if _TAIL.search(end) or _TEASER.fullmatch(line.words[:300].strip(" .>»→")):
        return True
    if line.bullet or line.tweet or line.count < _LEAST_WORDS:
        return False
    return end.endswith(_ELLIPSIS) or _UNFINISHED.search(end) is not None
