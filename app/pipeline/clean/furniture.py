"""What kind of page furniture a line is, from its wording alone (see furniture.txt)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import cache

from app.pipeline.clean.lines import Line
from app.pipeline.clean.pictures import has_caption, is_caption, is_gallery, opens_caption
from app.pipeline.clean.wording import phrases, rule

_LONGEST = 600  # characters of a line that is matched at all; longer ones are report, or galleries
_LONGEST_STAMP = 120
_LONGEST_BAR = 200
_LEAST_MENU = 3  # names in a menu
_MENU_WORDS = 3  # of one of them
_MENU_GAP = re.compile(r"\s[|·•»]\s")

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK = r"[ap]\.?m\.?|[ecmp][sd]?t|gmt|utc|bst|ist|cest|noon|today|yesterday|at|on|and|of|last"
_MOMENT = rf"(?:(?:{_DAY}|{_MONTH}|{_CLOCK}|\d{{1,4}}(?:st|nd|rd|th)?)(?![a-z])|[\s,|·•/():.+-])*+"
_STAMP = re.compile(
    r"(?:(?:first|originally|last|this (?:article|story|page) was) )?"
    rf"(?:published|posted|updated|modified|uploaded|created|date)\b(?P<when>{_MOMENT})"
    r"(?:(?:last )?(?:updated|modified)\b.{0,60})?"
)
_BARE_DATE = re.compile(rf"(?=.{{0,40}}{_MONTH})(?=.*\d{{4}}){_MOMENT}")


class Mark(Enum):
    """Why a line is no report."""

    PAGE = auto()  # navigation, sharing, forms, links
    HEADING = auto()  # opens a list of links to other reports
    SIGN_OFF = auto()  # opens the end matter: who helped, whose rights
    STAMP = auto()  # when the page was published or changed
    CREDIT = auto()  # who made a picture
    CAPTION = auto()  # what a picture shows
    SECTION = auto()  # name of a section; page furniture only in the page's head or foot


_RULES = {
    "heading": Mark.HEADING,
    "sign-off": Mark.SIGN_OFF,
    "consent": Mark.PAGE,
    "newsletter": Mark.PAGE,
    "link": Mark.PAGE,
    "count": Mark.PAGE,
    "credit": Mark.CREDIT,
}


def mark_of(line: Line) -> Mark | None:
    """What the wording of a line makes it, None for everything that may be report.

    Posts that are embedded in the text and whole sentences in quotation marks are report, whatever
    they say.
    """
    if is_gallery(line):
        return Mark.CAPTION if has_caption(line) else Mark.CREDIT
    if len(line.words) > _LONGEST or line.tweet or (line.opens_quote and line.ends_sentence):
        return None
    if not any(c.isalnum() for c in line.words):
        return Mark.PAGE
    return _by_wording(line)


def stamped(line: Line) -> str | None:
    """The date's words in a line like "Published on 2 May 2016".

    Empty if the stamp has no date, None if the line is no stamp.
    """
    key = line.key
    if len(key) > _LONGEST_STAMP:
        return None
    if match := _STAMP.fullmatch(key):
        return match["when"].strip(" ,|·•/():.+-").removeprefix("on ").removeprefix("at ")
    return key if _BARE_DATE.fullmatch(key) else None


def _by_wording(line: Line) -> Mark | None:
    if mark := _phrases().get(line.key):
        return mark
    if _is_bar(line.key) or _is_menu(line):
        return Mark.PAGE
    if not line.bullet and stamped(line) is not None:
        return Mark.STAMP
    if opens_caption(line):
        return Mark.CAPTION
    by_rule = (mark for section, mark in _RULES.items() if rule(section).fullmatch(line.core))
    return next(by_rule, Mark.CAPTION if is_caption(line) else None)


def _is_bar(key: str) -> bool:
    """Nothing but the words of a share bar, even run together ("Share this articleComments")."""
    at = 0
    while at < len(key) <= _LONGEST_BAR:
        step = _bar_word().match(key, at)
        if not step:
            return False
        at = step.end()
    return 0 < at == len(key) and any(c.isalpha() for c in key)


def _is_menu(line: Line) -> bool:
    """Three or more short names of pages in a line: "Town | County | Sport"."""
    parts = [part.strip() for part in _MENU_GAP.split(line.words)]
    return len(parts) >= _LEAST_MENU and all(
        part[:1].isupper() and len(part.split()) <= _MENU_WORDS and part[-1:] not in ".!?" for part in parts
    )


@cache
def _bar_word() -> re.Pattern[str]:
    longest_first = sorted(phrases("share"), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))}|\d[\d,.]*[km]?)[\s|,·•/():;.+-]*")


@cache
def _phrases() -> Mapping[str, Mark]:
    sections = dict.fromkeys(phrases("section"), Mark.SECTION)
    return sections | dict.fromkeys(phrases("page"), Mark.PAGE)
