"""Marks by which an article names an agency as the origin of its text.

A dateline, a byline or a notice of rights says that the whole report is the agency's; a line of its own says
that it contributed. "According to AFP" and "told Reuters" cite an agency and are no such marks, nor is a
picture's credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from app.domain.article import Article, SegmentKind
from app.domain.copy import AgencyMark
from app.domain.text import Span
from app.pipeline.clean.outlets import outlet_named

UNNAMED = "news agencies"  # "with agencies"
_LONGEST = 300  # characters of a line that can be a mark
_WITH_LINES = (SegmentKind.BODY, SegmentKind.BOILERPLATE)
_LINE = re.compile(r"[^\n\r]+")
_IN_DATELINE = re.compile(r"[(\[/](?P<names>[^()\[\]\n]{2,40})[)\]/]")
_PICTURE = re.compile(r"\b(?:photo|picture|image|video|graphic|illustration)", re.I)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)[\s\d,©–-]*(?:by )?(?P<names>[^.|]{2,60})", re.I)
_GAVE = re.compile(r"(?P<names>.{2,200}?) (?:also )?contributed (?:to|reporting)\b", re.I)
_WITH = re.compile(
    r"\W*(?:(?:written|compiled) )?(?:with|from) (?:additional )?"
    r"(?:reporting|files|material|inputs?|reports?|information)? ?(?:from|by|of)? ?(?P<names>.{2,120})",
    re.I,
)
_SOURCE = re.compile(r"\W*(?:sources?: ?)?(?P<names>[^:]{2,60}?)\W*", re.I)
_AND = re.compile(r"\s*(?:[,;/&|]|\b(?:and|with)\b)\s*", re.I)
_SAYS_AGENCY = re.compile(
    r"(?i:(?:the )?(?:news|press|wire) (?:agency|service)) (?P<name>[A-Z]\w+(?: [A-Z]\w+){0,2})"
)
_ANY = re.compile(r"(?:(?:other|news|wire|and|staff|with) )*(?:agencies|wire (?:reports|services))", re.I)


def agency_marks(article: Article) -> tuple[AgencyMark, ...]:
    """The article's marks in reading order, one for each agency: that it is the whole report's goes first."""
    found: dict[str, AgencyMark] = {}
    for mark in sorted(_marks(article), key=lambda mark: (not mark.whole, mark)):
        found.setdefault(mark.agency, mark)
    return tuple(sorted(found.values()))


def _marks(article: Article) -> Iterator[AgencyMark]:
    for segment in article.segments:
        for match in _LINE.finditer(article.text, segment.span.start, segment.span.end):
            span = Span(*match.span()).stripped(article.text)
            for names, whole in _named(match[0], segment.kind):
                yield from (AgencyMark(article.key, span, name, whole) for name in names)


def _named(line: str, kind: SegmentKind) -> Iterator[tuple[Iterable[str], bool]]:
    """The agencies a line names as origins, and whether the whole report is theirs."""
    if kind is SegmentKind.DATELINE:
        yield from ((_agencies(match["names"], known=False), True) for match in _IN_DATELINE.finditer(line))
    elif kind is SegmentKind.BYLINE:
        yield _agencies(re.sub(r"^\W*by\b:?", "", line, flags=re.I)), True
    elif kind in _WITH_LINES and len(line) <= _LONGEST and not _PICTURE.search(line):
        yield from _on_a_line(line)


def _on_a_line(line: str) -> Iterator[tuple[Iterable[str], bool]]:
    if match := _RIGHTS.search(line):
        yield _agencies(match["names"]), True
    for form in (_GAVE, _WITH):
        if match := form.match(line):
            yield _agencies(match["names"]), False
    if match := _SOURCE.fullmatch(line):
        found = _agencies(match["names"])
        yield (found if len(found) == len(_AND.split(match["names"])) else ()), False


def _agencies(words: str, *, known: bool = True) -> list[str]:
    """The agencies among names in a list. A dateline's form tells an agency that is not `known` here."""
    found: list[str] = []
    for part in _AND.split(words):
        name = outlet_named(part)
        said = _SAYS_AGENCY.fullmatch(part.strip(" ."))
        if name in _list():
            found.append(name or "")
        elif said:
            found.append(said["name"])
        elif _ANY.fullmatch(part.strip(" .()")):
            found.append(UNNAMED)
        elif not known and name is None and part[:1].isupper():
            found.append(part)
    return found


@cache
def _list() -> frozenset[str | None]:
    """Names that outlets.csv has too, with their short forms."""
    return frozenset((files("app.pipeline") / "agencies.txt").read_text("utf-8").splitlines())
