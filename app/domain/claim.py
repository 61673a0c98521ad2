"""Claims: one thing an article says, anchored to a span of its text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.dates import DateMention, PartialDate
from app.domain.figure import Figure
from app.domain.speaker import NO_SPEAKER, Speaker
from app.domain.text import Span

SURE = 0.4  # where right and wrong balance, content and speaker taken strictly


class ClaimKind(StrEnum):
    QUOTE = "quote"  # words in quotation marks
    STATEMENT = "statement"  # indirect speech or thought
    MIXED = "mixed"  # part quoted
    FIGURE = "figure"  # a number the claim turns on, no source
    NARRATED = "narrated"  # the outlet asserts it itself

    @property
    def attributed(self) -> bool:
        return self in (ClaimKind.QUOTE, ClaimKind.STATEMENT, ClaimKind.MIXED)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the article with key `article`; all spans are into that article's text.

    `text` is exactly the article's text at `span`. `quoted` holds the stretches of `span` that stand
    inside quotation marks, without the marks. `source` and `cue` may lie outside `span`.
    `speaker` is who the source means within this article. `said_on` is the day the words were
    spoken, None where the text does not give it. `attitude` tells what the source is reported to think, feel,
    want or support from what it is reported to have said; never true of a quote, whose words were said.
    `confidence` is in [0, 1]. `parts` are the clauses of a claim that may hold several facts, disjoint and in
    order; empty for a claim of one clause. `part_of` is the id of the claim that this one was cut from.
    """

    article: str
    span: Span
    text: str
    kind: ClaimKind
    source: Span | None = None
    cue: Span | None = None
    speaker: Speaker = NO_SPEAKER
    quoted: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()
    said_on: PartialDate | None = None
    attitude: bool = False
    confidence: float = 1.0
    parts: tuple[Span, ...] = ()
    part_of: str | None = None
    id: str = field(init=False)

    @property
    def unsure(self) -> bool:
        """Whether who said it, or what of it was said, is as likely wrong as right."""
        return self.kind.attributed and self.confidence < SURE

    def __post_init__(self) -> None:
        place = f"{self.article}:{self.span.start}:{self.span.end}:{self.kind}"
        object.__setattr__(self, "id", hashlib.sha256(place.encode()).hexdigest()[:12])

    def part(self, span: Span) -> Claim:
        """The claim cut to `span`, which must lie within its own: one fact of several, by the same source."""
        if span == self.span:
            return self
        quoted = tuple(
            Span(max(q.start, span.start), min(q.end, span.end)) for q in self.quoted if q.overlap(span)
        )
        figures = tuple(figure for figure in self.figures if span.covers(figure.span))
        return replace(
            self,
            span=span,
            text=self.text[span.start - self.span.start : span.end - self.span.start],
            kind=_kind_of_part(self.kind, bool(quoted), bool(figures)),
            quoted=quoted,
            figures=figures,
            dates=tuple(date for date in self.dates if span.covers(date.span)),
            parts=(),
            part_of=self.part_of or self.id,
        )


def _kind_of_part(whole: ClaimKind, quoted: bool, figures: bool) -> ClaimKind:
    if whole is ClaimKind.MIXED and not quoted:
        return ClaimKind.STATEMENT
    return ClaimKind.NARRATED if whole is ClaimKind.FIGURE and not figures else whole
