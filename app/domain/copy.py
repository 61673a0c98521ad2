"""Copies: text that articles of different outlets share. Never says who took it from whom."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.text import Span


@dataclass(frozen=True, order=True, slots=True)
class Passage:
    """A stretch of the article with key `article`, within one paragraph."""

    article: str
    span: Span


@dataclass(frozen=True, order=True, slots=True)
class Copy:
    """A passage that stands in two articles, word for word or edited. `words` counts those they share.

    `one` sorts before `other`: there is no direction in it.
    """

    one: Passage
    other: Passage
    words: int

    def seen_from(self, article: str) -> tuple[Span, Passage] | None:
        """The span in `article` and the passage that it shares text with; None if it is in neither."""
        if self.one.article == article:
            return self.one.span, self.other
        return (self.other.span, self.one) if self.other.article == article else None


@dataclass(frozen=True, order=True, slots=True)
class AgencyMark:
    """The place where an article names an agency as the origin of its text, not as somebody it cites.

    `whole` says that the report is the agency's (dateline, byline), not that it contributed to it.
    """

    article: str
    span: Span
    agency: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """What the articles of one event share, in canonical order."""

    passages: tuple[Copy, ...] = ()
    agencies: tuple[AgencyMark, ...] = ()

    def credited_by(self, article: str) -> tuple[str, ...]:
        """The agencies that an article names as origins, those of the whole report first."""
        marks = sorted((mark for mark in self.agencies if mark.article == article), key=lambda m: not m.whole)
        return tuple(mark.agency for mark in marks)


NO_COPIES = Copies()


@dataclass(frozen=True, order=True, slots=True)
class SameText:
    """A claim on a row (id) that stands in a passage shared with the claims `article` has on that row.

    `shared` of the claim's `words` are in the other article's passage, in the same order.
    """

    claim: str
    article: str
    shared: int
    words: int
