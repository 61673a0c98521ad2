"""Between the domain's values and the plain lists that the tables' JSON columns hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.article import Segment, SegmentKind
from app.domain.dates import DateMention, PartialDate
from app.domain.event import QuoteNote, QuoteRelation, Side
from app.domain.figure import Comparator, Figure
from app.domain.text import Span


def span_out(span: Span | None) -> list[Any] | None:
    return [span.start, span.end] if span else None


def span_in(value: list[Any] | None) -> Span | None:
    return Span(*value) if value else None


def date_out(date: PartialDate | None) -> str | None:
    return date.isoformat() if date else None


def date_in(value: str | None) -> PartialDate | None:
    return PartialDate.parse(value) if value else None


def segments_out(segments: Iterable[Segment]) -> list[Any]:
    return [[s.span.start, s.span.end, s.kind.value] for s in segments]


def segments_in(values: list[Any]) -> tuple[Segment, ...]:
    return tuple(Segment(Span(start, end), SegmentKind(kind)) for start, end, kind in values)


def spans_out(spans: Iterable[Span]) -> list[Any]:
    return [[span.start, span.end] for span in spans]


def spans_in(values: list[Any]) -> tuple[Span, ...]:
    return tuple(Span(*value) for value in values)


def figures_out(figures: Iterable[Figure]) -> list[Any]:
    return [
        [f.span.start, f.span.end, f.words, f.low, f.high, f.comparator.value, f.unit, f.counted, f.period]
        for f in figures
    ]


def figures_in(values: list[Any]) -> tuple[Figure, ...]:
    """Rows stored before figures had a period end with what is counted."""
    return tuple(
        Figure(Span(start, end), words, low, high, Comparator(comparator), unit, counted, *period)
        for start, end, words, low, high, comparator, unit, counted, *period in values
    )


def dates_out(dates: Iterable[DateMention]) -> list[Any]:
    return [[d.span.start, d.span.end, d.words, date_out(d.when), date_out(d.until)] for d in dates]


def dates_in(values: list[Any]) -> tuple[DateMention, ...]:
    return tuple(
        DateMention(Span(start, end), words, date_in(when), date_in(until))
        for start, end, words, when, until in values
    )


def sides_out(sides: Iterable[Side]) -> list[Any]:
    return [[side.value, list(side.claims)] for side in sides]


def sides_in(values: list[Any]) -> tuple[Side, ...]:
    return tuple(Side(value, tuple(claims)) for value, claims in values)


def quotes_out(notes: Iterable[QuoteNote]) -> list[Any]:
    return [[note.relation.value, sides_out(note.sides), note.marked] for note in notes]


def quotes_in(values: list[Any]) -> tuple[QuoteNote, ...]:
    return tuple(
        QuoteNote(QuoteRelation(relation), sides_in(sides), marked) for relation, sides, marked in values
    )
