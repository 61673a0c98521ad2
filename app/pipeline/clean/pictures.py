"""Captions: lines that tell what a picture shows."""

from __future__ import annotations

import re
from functools import cache

from app.pipeline.clean.lines import Line
from app.pipeline.clean.wording import closing_rule, makers, rule

_LONGEST = 450
_CREDIT_WITHIN = 120  # characters at the end of a line
_GALLERY_WORDS = 8
_PLACED = re.compile(
    r"\((?:[\w ]{1,20} from )?(?:second )?(?:left|right|center|centre|front|back)\)"
    r"|, (?:left|right|center|centre)(?:,|$)|\bfrom left\b"
)
_POSES = re.compile(
    r"\b(?:gestures?|speaks?|talks?|looks? on|smiles?|waves?|poses?|shakes? hands|listens?|stands?|sits?"
    r"|walks?|arrives?|attends?|addresses|greets?|meets?|embraces?|hugs?|holds?|carr(?:y|ies)|leaves?|delivers?"
    r"|reacts?|applauds?|answers?|(?:is|are) (?:seen|pictured)|inspects?|search(?:es)?|boards?|prays?"
    r"|march(?:es)?|gathers?)\b"
)
_SCENE = re.compile(r"\b(?:in|at|on|during|near|outside|before|next to|alongside)\b (?:the )?[A-Z\d]")


def is_caption(line: Line) -> bool:
    """A caption by its wording: it ends with a credit, or says who is left and right."""
    words = line.words
    if len(words) > _LONGEST:
        return False
    return bool(
        closing_rule("caption-end").search(words, max(0, len(words) - _CREDIT_WITHIN))
        or _credit_inside().search(words)
        or (_PLACED.search(words.casefold()) and poses(line))
    )


def opens_caption(line: Line) -> bool:
    """FILE PHOTO: ..., In this May 2 photo, ..."""
    return len(line.words) <= _LONGEST and rule("caption").match(line.words) is not None


def is_gallery(line: Line) -> bool:
    """All captions of a gallery in one line, or the button below one."""
    return "Hide Caption" in line.words or "Hide caption" in line.words[:40]


def has_caption(line: Line) -> bool:
    return line.count > _GALLERY_WORDS


def poses(line: Line) -> bool:
    """Could this be a caption, if it stands where captions stand? Present tense, a scene, no full stop."""
    return bool(
        not line.ends_sentence
        and 7 <= line.count <= 45
        and len(line.words) <= _LONGEST
        and _POSES.search(line.words)
        and _SCENE.search(line.words)
    )


@cache
def _credit_inside() -> re.Pattern[str]:
    """Caption and credit of a picture, run into a title."""
    return re.compile(rf"\| ?{makers()}(?: photos?)? \w", re.I)
