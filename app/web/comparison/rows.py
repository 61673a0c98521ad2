"""Rows: the fact, its verdict, and its cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.claim import ClaimKind
from app.domain.comparison import (
    NO_SPEAKER_FILTER,
    OPEN_SPEAKER_FILTER,
    Comparison,
    ComparisonRow,
    Filters,
    Order,
    day_of,
)
from app.domain.event import Row, Verdict
from app.web.comparison.cells import CellView, Text, claim_views, marked_words, open_marks
from app.web.comparison.details import Details, details
from app.web.dates import date_words
from app.web.links import Link, event_address, row_address
from app.web.marks import (
    joined,
    speaker_words,
)
from app.web.paragraphs import paragraphs

MAX_FACT = 180  # characters of the words that stand for a row


@dataclass(frozen=True, slots=True)
class SideView:
    value: str
    outlets: int


@dataclass(frozen=True, slots=True)
class Toggle:
    """Opens a row or closes it: `href` is the page with the other state, `fetch` only what is opened."""

    open: bool
    href: str
    fetch: str


@dataclass(frozen=True, slots=True)
class RowView:
    number: int
    anchor: str
    verdict: Verdict
    kind: ClaimKind
    attitude: bool  # every claim on it is one
    fact: str
    sides: tuple[SideView, ...]
    reasons: tuple[str, ...]
    update: bool
    speakers: tuple[Link, ...]
    said: str
    independent: str  # how many outlets report on their own, where that is not all of them
    toggle: Toggle
    details: Details | None  # what the opened row tells; None while it is closed
    cells: tuple[CellView, ...]


def row_views(shown: Comparison, names: tuple[str, ...], opened: tuple[str, ...] = ()) -> tuple[RowView, ...]:
    texts = tuple(Text(article, paragraphs(article.text)) for article in shown.columns)
    there = {row.row.id for row in shown.rows}
    opened = tuple(row for row in opened if row in there)
    return tuple(_row(row, shown, names, texts, opened) for row in shown.rows)


def _row(
    row: ComparisonRow,
    shown: Comparison,
    names: tuple[str, ...],
    texts: tuple[Text, ...],
    opened: tuple[str, ...],
) -> RowView:
    columns = zip(names, texts, row.cells, strict=True)
    label_of = {text.article.key: name for name, text in zip(names, texts, strict=True)}
    return RowView(
        number=row.number,
        anchor=f"r-{row.row.id}",
        verdict=row.row.verdict,
        kind=row.row.kind,
        attitude=all(claim.attitude for claim in row.row.claims),
        fact=_fact(row),
        sides=_sides(row),
        reasons=row.row.judgement.reasons,
        update=row.row.judgement.update,
        speakers=_speakers(row, shown.event.id),
        said=_said(row, shown.event.last, shown.filters.order),
        independent=_independent(row.row, texts),
        toggle=_toggle(row.row.id, shown, opened),
        details=details(row, shown) if row.row.id in opened else None,
        cells=tuple(
            CellView(name, tuple(claim_views(cell.stretches, text, row.row, label_of)), cell.gap)
            for name, text, cell in columns
        ),
    )


def _toggle(row_id: str, shown: Comparison, opened: tuple[str, ...]) -> Toggle:
    event, filters = shown.event.id, shown.filters
    others = tuple(other for other in opened if other != row_id)
    after = others if row_id in opened else (*opened, row_id)
    href = f"{event_address(event, filters, after)}#r-{row_id}"
    return Toggle(row_id in opened, href, row_address(event, row_id, filters))


def _independent(row: Row, texts: tuple[Text, ...]) -> str:
    """How many report on their own, where some of the outlets share text."""
    outlets = len({text.article.label.casefold() for text in texts if text.article.key in row.articles})
    if row.independent >= outlets:
        return ""
    if row.independent == 1:
        return f"{outlets:,} outlets, one {'text' if row.same_text else 'report'}"
    return f"Reported by {outlets:,} outlets, {row.independent:,} independently"


def _fact(row: ComparisonRow) -> str:
    """The words that stand for the row. A conflict's leave out the value at issue, so as to take no side."""
    sides = row.row.judgement.sides if row.row.verdict is Verdict.CONFLICT else ()
    pieces = marked_words(row.lead, sides)
    words = " ".join("".join("…" if "odds" in piece.css else piece.words for piece in pieces).split())
    for side in sides:
        words = words.replace(side.value, "…", 1) if side.value else words
    if len(words) > MAX_FACT:
        words = words[:MAX_FACT].rpartition(" ")[0].rstrip(",;: ") + " …"
    opens, closes = open_marks(row.lead)
    return f"{'“' * opens}{words}{'”' * closes}"


def _sides(row: ComparisonRow) -> tuple[SideView, ...]:
    article = {claim.id: claim.article for claim in row.row.claims}
    return tuple(
        SideView(side.value, len({article[claim] for claim in side.claims if claim in article}))
        for side in row.row.judgement.sides
    )


def _speakers(row: ComparisonRow, event_id: str) -> tuple[Link, ...]:
    """Who the row's words belong to, each a link to all their rows."""
    names = (
        [row.row.speaker]
        if row.row.speaker
        else sorted({claim.speaker.name for claim in row.row.claims if claim.speaker.name})
    )
    if names:
        return tuple(Link(name, event_address(event_id, Filters(speakers=(name,)))) for name in names)
    cited = next((claim for claim in row.row.claims if claim.source), None)
    words = speaker_words((cited or row.row.claims[0]).speaker, cited is not None)
    value = OPEN_SPEAKER_FILTER if cited else NO_SPEAKER_FILTER
    return (Link(words, event_address(event_id, Filters(speakers=(value,)))),)


def _said(row: ComparisonRow, last: dt.date | None, order: Order) -> str:
    """When it was said; among rows by date, the day the row stands under."""
    dates = list(dict.fromkeys(claim.said_on for claim in row.row.claims if claim.said_on))
    if order is Order.DATE and not any(date.year for date in dates):
        day = day_of(row.row)
        return date_words(day, last.year if last else None) if day else "day not known"
    return joined(tuple(dict.fromkeys(date_words(date, last.year if last else None) for date in dates)), "or")
