"""Between the domain's values and the plain lists that the tables' JSON columns hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from app.domain.article import AsRead, Basis, Segment, SegmentKind
from app.domain.copy import AgencyMark, Copies, Copy, Passage, SameText
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


def moment_out(moment: dt.datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second, so that moments sort as text."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None


def moment_in(value: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None


def read_out(read: AsRead | None) -> list[Any] | None:
    if read is None:
        return None
    date = date_out(read.published)
    named = [read.outlet, read.outlet_basis.value, date, read.published_basis.value]
    return [*named, read.title, read.title_basis.value]


def read_in(values: list[Any] | None) -> AsRead | None:
    if values is None:
        return None
    outlet, outlet_basis, date, date_basis, title, title_basis = values
    return AsRead(outlet, Basis(outlet_basis), date_in(date), Basis(date_basis), title, Basis(title_basis))


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


def passages_out(copies: Iterable[Copy]) -> list[Any]:
    return [
        [*(part for p in (c.one, c.other) for part in (p.article, p.span.start, p.span.end)), c.words]
        for c in copies
    ]


def agencies_out(marks: Iterable[AgencyMark]) -> list[Any]:
    return [[m.article, m.span.start, m.span.end, m.agency, m.whole] for m in marks]


def _passage(value: list[Any]) -> Passage:
    article, start, end = value
    return Passage(article, Span(start, end))


def copies_in(passages: list[Any], agencies: list[Any]) -> Copies:
    return Copies(
        tuple(Copy(_passage(p[:3]), _passage(p[3:6]), p[6]) for p in passages),
        tuple(
            AgencyMark(key, Span(start, end), agency, whole) for key, start, end, agency, whole in agencies
        ),
    )


def same_text_out(found: Iterable[SameText]) -> list[Any]:
    return [[same.claim, same.article, same.shared, same.words] for same in found]


def same_text_in(values: list[Any]) -> tuple[SameText, ...]:
    return tuple(SameText(*value) for value in values)


def origins_in(values: list[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(keys) for keys in values)


def quotes_out(notes: Iterable[QuoteNote]) -> list[Any]:
    return [[note.relation.value, sides_out(note.sides), note.marked] for note in notes]


def quotes_in(values: list[Any]) -> tuple[QuoteNote, ...]:
    return tuple(
        QuoteNote(QuoteRelation(relation), sides_in(sides), marked) for relation, sides, marked in values
    )
