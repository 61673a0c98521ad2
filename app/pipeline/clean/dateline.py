"""Datelines: from where, on what day and for which agency a report was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.dates import PartialDate
from app.domain.text import Span
from app.errors import BadInputError
from app.pipeline.clean.lines import Line
from app.pipeline.clean.outlets import outlet_named
from app.pipeline.clean.wording import phrases
from app.pipeline.read.dates import parse_date

_LONGEST = 140
_SPACE = r"[ \t\u00a0\u2009\u202f]"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"(?:^|[,\s])\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?P<date>{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:,?\s+\d{{4}})?)[.,]?\s*$",
    re.I,
)
_WITH_AGENCY = re.compile(
    rf"\s*(?P<place>[^()/\[\]\"“”:—\n]{{0,70}}(?:/[^()/\[\]\"“”:—\n ]{{2,30}})?)(?<![\w)]/){_SPACE}*"
    r"(?:\((?P<round>[^()\[\]\n]{2,40})\)|\[(?P<square>[^()\[\]\n]{2,40})\]"
    r"|(?<!\w)/(?P<slash>[^()/\[\]\n]{2,40})/)"
    rf"\.?{_SPACE}*(?P<mark>[—–―:_-]{{0,2}}){_SPACE}*"
)
_WITHOUT_AGENCY = re.compile(
    rf"\s*(?P<place>[^()\[\]\"“”:—–―\n]{{2,70}}?){_SPACE}*(?P<mark>—|–|―|--|-(?={_SPACE})|:(?={_SPACE})){_SPACE}*"
)
_PLACE_SMALL = frozenset(
    ("de", "of", "al", "el", "la", "the", "and", "du", "des", "den", "am", "near", "on", "upon", "es")
)
_RANKS = frozenset(
    ("Sen.", "Rep.", "Gov.", "Gen.", "Col.", "Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "Sir", "President")
)
_MOST_PLACE_WORDS = 8


@dataclass(frozen=True, slots=True)
class Dateline:
    """`span` covers the dateline and the mark and white space after it."""

    span: Span
    outlet: str | None = None
    date: PartialDate | None = None


def dateline_at(text: str, line: Line) -> Dateline | None:
    """The dateline that `line` begins with: GENEVA (AA) – ..., Geneva, May 2 (IANS) ..., BEIRUT — ...

    An agency, a date or a place in capitals must show that it is one. "John Kerry: ..." and "World
    Health Organization (WHO) officials" are none. Two agencies ("Reuters/AFP") name no single outlet.
    """
    head = text[line.span.start : min(line.span.end, line.span.start + _LONGEST)]
    for match, read in ((_WITH_AGENCY.match(head), _sent), (_WITHOUT_AGENCY.match(head), _placed)):
        if match and _begins_upright(head[match.end() :]):
            place, date = _place_and_date(match["place"])
            if (not place or _is_place(place)) and (found := read(match, place, date)):
                return Dateline(Span(line.span.start, line.span.start + match.end()), found[0], date)
    return None


def _sent(match: re.Match[str], place: str, date: PartialDate | None) -> tuple[str | None] | None:
    """The outlet of a dateline with an agency, None if it is no dateline."""
    agency = match["round"] or match["square"] or match["slash"]
    if place and outlet_named(place):  # "Associated Press (AP) President ..." introduces the agency itself
        return None
    if outlet_named(agency) or all(outlet_named(part) for part in agency.split("/")):
        alone = not place and match["round"]  # "(CNN) The family ..."
        shown = match["mark"] or date or _in_capitals(place) or (place and " " not in agency) or alone
        return (outlet_named(agency),) if shown else None
    marked = match["mark"] not in ("", ":")
    if marked and _in_capitals(place) and date:  # so complete a form that any name in it is an agency's
        return (agency,) if all(word[:1].isupper() for word in agency.split()) else None
    short = agency.isupper() and agency.isalpha() and len(agency) >= 3
    return (agency,) if marked and short and (_in_capitals(place) or date) else None


def _placed(match: re.Match[str], place: str, date: PartialDate | None) -> tuple[None] | None:
    """A dateline without an agency: a place in capitals or a date, and a dash."""
    dashed = match["mark"] != ":" or date is not None
    return (None,) if place and dashed and (_in_capitals(place) or date is not None) else None


def _place_and_date(words: str) -> tuple[str, PartialDate | None]:
    words = " ".join(words.split()).strip(" ,.")
    match = _DATE.search(words)
    if not match:
        return words, None
    place = words[: match.start()].strip(" ,.")
    try:
        return place, parse_date(match["date"])
    except BadInputError:  # "Feb 30"
        return place, None


def _is_place(place: str) -> bool:
    words = place.replace("/", " ").replace(",", " ").split()
    return (
        0 < len(words) <= _MOST_PLACE_WORDS
        and place.casefold() not in phrases("no-place")
        and words[0] not in _RANKS
        and words[0][:1].isupper()
        and all(word[:1].isupper() or word in _PLACE_SMALL for word in words)
        and not any(c.isdigit() for c in place)
    )


def _in_capitals(place: str) -> bool:
    first = place.partition(",")[0]
    return first.isupper() and sum(c.isalpha() for c in first) >= 4


def _begins_upright(rest: str) -> bool:
    """What follows begins a sentence, or nothing does."""
    return not rest.strip() or rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "\"'“‘«"
