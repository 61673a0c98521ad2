"""Hand-made articles, claims and rows for tests."""

from __future__ import annotations

import datetime as dt

from app.domain.article import Article, Basis, Segment, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.dates import PartialDate
from app.domain.event import Judgement, Row, Verdict
from app.domain.speaker import NO_SPEAKER, Speaker
from app.domain.text import Span
from app.web.provenance import Provenance


def article(
    text: str, outlet: str | None = "The Courier", published: str = "2024-03-12", name: str = "a.txt"
) -> Article:
    """An article that is all body, with what a manifest would give."""
    return Article(
        source_name=name,
        text=text,
        segments=(Segment(Span(0, len(text)), SegmentKind.BODY),),
        outlet=outlet,
        outlet_basis=Basis.GIVEN if outlet else Basis.MISSING,
        published=PartialDate.parse(published) if published else None,
        published_basis=Basis.GIVEN if published else Basis.MISSING,
    )


def claim(
    of: Article,
    words: str,
    kind: ClaimKind = ClaimKind.NARRATED,
    speaker: str | None = None,
    said_on: str = "",
) -> Claim:
    """The claim whose words are `words`, at their first place in the article."""
    start = of.text.index(words)
    return Claim(
        article=of.key,
        span=Span(start, start + len(words)),
        text=words,
        kind=kind,
        speaker=Speaker.resolved(speaker) if speaker else NO_SPEAKER,
        said_on=PartialDate.parse(said_on) if said_on else None,
    )


def row(*claims: Claim, verdict: Verdict = Verdict.SINGLE, speaker: str | None = None) -> Row:
    """A row of these claims, the first of which leads."""
    first = claims[0]
    return Row(first.id, claims, first.id, first.kind, Judgement(verdict), speaker)


MADE = Provenance(dt.datetime(2022, 4, 26, 9, 30, 15, tzinfo=dt.UTC), "http://desk.example:8000")
