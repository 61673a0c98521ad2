"""`crossread group`: what a person says on grouping, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from app.domain.grouping import Anchor, Bond, Force, GroupingCorrection
from app.errors import BadInputError
from app.store import Database, event_of, load_comparison, lost_article_corrections, reviewed

_WORDS = {Bond.TOGETHER: "with", Bond.APART: "without"}


def said(article: str, with_: Sequence[str], without: Sequence[str]) -> dict[str, Bond]:
    """What is said of the article: empty for a listing. BadInputError where it makes no sense."""
    if not article and (with_ or without):
        raise BadInputError("which article? name it before --with or --without")
    if article and not (with_ or without):
        raise BadInputError(f"{article}: say --with or --without which article")
    if len(with_) > 1:
        raise BadInputError("--with: an article stands in one event, so name one article of it")
    if both := sorted(set(with_) & set(without)):
        raise BadInputError(f"{both[0]}: is named both --with and --without")
    return dict.fromkeys(with_, Bond.TOGETHER) | dict.fromkeys(without, Bond.APART)


def place_of(database: Database, anchor: Anchor) -> str:
    """Where the article now stands, for a person to read."""
    with database.session() as session:
        event = event_of(session, anchor.key)
        if event is None:
            return f"{anchor.source_name}: its event is still to be decided"
        others = [c.source_name for c in load_comparison(session, event).columns if c.key != anchor.key]
    beside = f"with {', '.join(others)}" if others else "alone"
    return f"{anchor.source_name}: in event {event}, {beside}"


def print_corrections(database: Database, out: TextIO) -> None:
    """The log, oldest first, with what has become of each entry."""
    with database.session() as session:
        log = reviewed(session)
    for correction, force in log:
        out.write(f"{correction.decided}  {_line(correction)}  ({force.value})\n")
    if not log:
        out.write("no corrections yet: `crossread group ARTICLE --with ARTICLE` makes one\n")


def lost_corrections(database: Database) -> Iterator[str]:
    """A line for each correction that has no hold, because an article it names is not here."""
    with database.session() as session:
        log = reviewed(session)
        mended = lost_article_corrections(session)
    for said in mended:
        value = "as it was read" if said.value is None else said.value
        yield (
            f"correction kept without effect, {Force.LOST.value}: {said.article.source_name}"
            f" {said.field.value}: {value} ({said.decided})"
        )
    for correction, force in log:
        if force is Force.LOST:
            yield f"correction kept without effect, {force.value}: {_line(correction)} ({correction.decided})"


def _line(correction: GroupingCorrection) -> str:
    names = correction.article.source_name, correction.other.source_name
    return f"{names[0]} {_WORDS[correction.bond]} {names[1]}"
