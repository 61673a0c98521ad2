"""Claims: one thing an article says, anchored to a span of its text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.dates import DateMention, PartialDate
from app.domain.figure import Figure
from app.domain.speaker import NO_SPEAKER, Speaker
from app.domain.text import Span

_SURE = 0.4  # where right and wrong balance, content and speaker taken strictly


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
    `confidence` is in [0, 1].
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
    id: str = field(init=False)

    @property
    def unsure(self) -> bool:
        """Whether who said it, or what of it was said, is as likely wrong as right."""
        return self.kind.attributed and self.confidence < _SURE

    def __post_init__(self) -> None:
        place = f"{self.article}:{self.span.start}:{self.span.end}:{self.kind}"
        object.__setattr__(self, "id", hashlib.sha256(place.encode()).hexdigest()[:12])
