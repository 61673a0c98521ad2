"""Texts that end before their report does."""

from __future__ import annotations

import re

from app.domain.article import SegmentKind
from app.pipeline.clean.label import Labels
from app.pipeline.clean.lines import Line

_CHARACTERS = r"\[?\+\s?\d[\d,]* char(?:acter)?s?\]?"
_STORY = r"(?:story|article|text|piece|post|version)\b"
_WHOLE = rf"(?:(?:the )?(?:full|whole|entire|complete) {_STORY}|the rest(?: of (?:the|this) {_STORY})?)"
_THERE = r"(?: (?:at|on|in|from|here)\b.{0,60})?"
_TO_READ = r"to (?:(?:read|continue|unlock)\b|keep reading\b)"
_WALL = r"\b(?:subscribe|subscription|sign in|log in|register|account|member)\b"
_JOIN = (
    r"(?:subscribe|sign in|sign up|log in|register"
    r"|become a (?:member|subscriber)|(?:start|get) .{0,30}trial)\b"
)
# A whole line that says the rest is elsewhere, or behind a wall.
_TEASER = re.compile(
    rf"(?:\.\.\.|…|\[)?\s*(?:{_CHARACTERS}"
    r"|(?:continue|keep) reading(?: (?:at|on|with|for|in)\b.{0,60})?"
    rf"|(?:click (?:here|through) (?:to|for) )?(?:(?:read|see|view|open|find) )?{_WHOLE}{_THERE}"
    rf"|(?:to (?:read|continue|see|get)|want to read|for full access)\b.{{0,80}}{_WALL}.{{0,80}}"
    rf"|{_JOIN}.{{0,20}} {_TO_READ}.{{0,80}}"
    rf"|unlock (?:this|the (?:full|whole)) {_STORY}"
    r"|you(?:'ve|’ve| have) (?:reached|hit|used|read) .{0,40}\bfree (?:articles|stories)\b.{0,80}"
    r"|this is a (?:free )?preview\b.{0,60}"
    rf"|(?:the (?:full|rest of the) .{{0,30}}|this |the )(?:{_STORY}|content) is"
    r" (?:for|only|available|reserved)\b.{0,40}(?:subscribers?|members)\b.{0,80})",
    re.I,
)
# The end of a text that was cut by a machine, even in a caption.
_COUNTED = re.compile(rf"{_CHARACTERS}\s*$", re.I)
# The end of a paragraph that says so.
_TAIL = re.compile(
    rf"(?:(?:\.\.\.|…)\s*[(\[]?(?:continue reading|continued|more|read (?:more|on|{_WHOLE}))[)\]]?"
    rf"|[.!?…][\"”’)]? read {_WHOLE}{_THERE})$",
    re.I,
)
_ELLIPSIS = ("…", "...", "[…]", "[...]", "(…)", "(...)", ". . .")
_TITLES = ("Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Rep.", "Gov.", "Gen.", "Lt.", "Col.", "Prof.", "Rev.")
_MID = (",", ";", "–", "—", "-")
# Words that hardly end a sentence, and then not without its full stop.
_JOINTS = frozenset(
    ("a", "an", "the", "my", "your", "his", "her", "its", "our", "their", "any", "every", "each")
) | frozenset(("of", "to", "in", "on", "at", "by", "for", "from", "with", "into", "between", "as", "than"))
_JOINTS |= frozenset(("about", "after", "against", "among", "during", "toward", "towards", "upon", "without"))
_JOINTS |= frozenset(("and", "or", "nor", "but", "if", "because", "although", "though", "whereas", "whether"))
_JOINTS |= frozenset(("that", "which", "who", "whose", "when", "where", "while", "also", "not", "they", "we"))
_JOINTS |= frozenset(("is", "are", "was", "were", "be", "been", "being", "has", "have", "had"))
_JOINTS |= frozenset(("will", "would", "could", "should", "may", "might"))
_LEAST_WORDS = 12
_OPEN = 240  # characters before the end in which a quotation or a bracket may have been opened
_CLOSERS = "\"'“”‘’»)] "


def is_cut_off(labels: Labels) -> bool:
    """Does the text end before the report does? True only on clear evidence.

    That is a note that the rest is elsewhere or behind a wall, an ellipsis, or a last paragraph that stops
    where no sentence can: after a comma, "the", "of", "Mr.", or inside a quotation or a bracket. A full stop
    that is merely missing is none, and neither is the end of a list, a caption, a tweet or a headline.
    """
    last = next(
        (i for i in range(len(labels.lines) - 1, -1, -1) if labels.kinds[i] in (None, SegmentKind.BODY)), -1
    )
    if _COUNTED.search(labels.text[-_OPEN:]):
        return True
    if last < 0:
        return False
    before = labels.lines[last - 1].ends_sentence and not _trails(labels.lines[last - 1]) if last else False
    line = labels.lines[last]
    return (
        _is_unfinished(line)
        or (before and _trails(line))
        or any(_is_teaser(labels.lines[i]) for i in range(last, len(labels.lines)) if i not in labels.told)
    )


def _is_teaser(line: Line) -> bool:
    return _TEASER.fullmatch(line.words[:300].strip(" .>»→›")) is not None


def _trails(line: Line) -> bool:
    """Whether it ends in an ellipsis. Titles cut short do too, but they come in lists."""
    return not line.bullet and not line.tweet and line.words.endswith(_ELLIPSIS)


def _is_unfinished(line: Line) -> bool:
    end = line.words[-160:].rstrip(" >»→›")
    if _TAIL.search(end):
        return True
    if line.bullet or line.tweet or line.count < _LEAST_WORDS:
        return False
    word = end.rpartition(" ")[2].lstrip("\"'“‘([")
    joint = word.casefold() in _JOINTS and not word.isupper()  # "the WHO", "Plan A", "IN" for Indiana
    return end.endswith(_ELLIPSIS + _MID) or word in _TITLES or joint or _is_open(line.words[-_OPEN:])


def _is_open(end: str) -> bool:
    """Whether it stops inside a quotation or a bracket, and not where a sentence ends."""
    if end.rstrip(_CLOSERS).endswith((".", "!", "?", ":", "…", "|", "/")):
        return False
    return end.rfind("(") > end.rfind(")") or end.rfind("“") > end.rfind("”")
