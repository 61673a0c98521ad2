"""What an article's text tells about itself: title, byline, outlet, date, each with its basis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.article import Basis, SegmentKind
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.clean.dateline import Dateline
from app.pipeline.clean.foot import imprint
from app.pipeline.clean.furniture import Mark, stamped
from app.pipeline.clean.label import Labels
from app.pipeline.clean.outlets import outlet_named
from app.pipeline.read.dates import parse_date


@dataclass(frozen=True, slots=True)
class Facts:
    title: str | None
    byline: str | None
    outlet: str | None
    published: PartialDate | None


def facts(labels: Labels, datelines: list[Dateline]) -> Facts:
    """Facts that the text states; None where it states none, or several that disagree."""
    title = None if labels.title is None else labels.lines[labels.title].words
    byline = labels.bylines[0] if labels.bylines else None
    return Facts(title, byline, _outlet(labels, datelines), _published(labels, datelines))


def _outlet(labels: Labels, datelines: list[Dateline]) -> str | None:
    """An agency in the dateline or as the byline, a paper below it, an imprint in the foot.

    None if they disagree: who wrote a text and who printed it are then told apart by nothing here.
    """
    named = {d.outlet for d in datelines} | {outlet_named(names) for names in labels.bylines[:1]}
    named |= set(labels.papers)
    named |= {imprint(labels.lines[index]) for index in _foot(labels)}
    outlets = named - {None}
    return outlets.pop() if len(outlets) == 1 else None


def _foot(labels: Labels) -> Iterator[int]:
    for index in range(len(labels.lines) - 1, -1, -1):
        if labels.kinds[index] is not SegmentKind.BOILERPLATE:
            return
        yield index


def _published(labels: Labels, datelines: list[Dateline]) -> PartialDate | None:
    """The first stamp with a readable date goes before the dateline, which seldom has a year."""
    for line, mark in zip(labels.lines, labels.marks, strict=True):
        if mark is Mark.STAMP and (date := _date_of(stamped(line))):
            return date
    return next((dateline.date for dateline in datelines if dateline.date), None)


def _date_of(words: str | None) -> PartialDate | None:
    try:
        return parse_date(words) if words else None
    except BadInputError:
        return None


def basis(given: object, stated: object, found: object) -> Basis:
    """Where a fact comes from: given, or else stated by the page's markup, or else found in the text."""
    sides = ((given, Basis.GIVEN), (stated, Basis.PAGE), (found, Basis.TEXT))
    return next((basis for value, basis in sides if value is not None), Basis.MISSING)
