"""What each text says of a row: its claims in their paragraph, whom it cites for them, and when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Cell, Stretch
from app.domain.dates import PartialDate
from app.domain.event import Side
from app.domain.text import Span
from app.web.comparison.issue import spans_at_issue
from app.web.dates import date_words, published_words
from app.web.links import article_address, edit_address, speaker_address
from app.web.marks import speaker_words
from app.web.paragraphs import paragraph_number, paragraphs

NEAR = 60  # words of a paragraph that are shown on each side of a claim
MAX_MARKED = 200  # words of a claim that are shown
LONG_WORD = 12  # characters; a text without spaces is cut by these
MAX_SOURCE = 120  # characters of a printed source
MAX_SOURCES = 4  # sources of one account
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a paragraph. `kind` is set on those of a claim, `figure` on its figures; no words: a cut."""

    words: str
    kind: ClaimKind | None = None
    figure: bool = False
    at_issue: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Whom an account cites: `printed` in its own words, `name` who that is, `href` the speaker's page.

    `name` is "" where what is printed says it already. `open` says what is not known of a printed source.
    """

    printed: str
    name: str
    href: str
    open: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in words, and exactly where it is known."""

    words: str
    iso: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """What one outlet has in one paragraph; `href` leads to its first claim, `edit` mends the article."""

    label: str
    paragraph: int
    words: tuple[Excerpt, ...]
    sources: tuple[Source, ...]
    said: tuple[Moment, ...]
    published: Moment | None
    href: str
    edit: str


def accounts(cell: Cell, article: Article, sides: Sequence[Side]) -> Iterator[Account]:
    """The accounts of one article, paragraph by paragraph; each claim stands where it begins."""
    places = paragraphs(article.text)
    held: dict[int, list[Stretch]] = defaultdict(list)
    for stretch in cell.stretches:
        held[paragraph_number(places, stretch.span.start)].append(stretch)
    for number, stretches in sorted(held.items()):
        claims = tuple(claim for stretch in stretches for claim in stretch.claims)
        yield Account(
            label=cell.label,
            paragraph=number,
            words=excerpt(article.text, places[number - 1], stretches, sides),
            sources=_sources(claims, article.text),
            said=_moments(claim.said_on for claim in claims),
            published=Moment(published_words(article), _iso(article.published))
            if article.published
            else None,
            href=article_address(article.key, claims[0].id),
            edit=edit_address(article.key),
        )


def excerpt(
    text: str, paragraph: Span, stretches: Sequence[Stretch], sides: Sequence[Side]
) -> tuple[Excerpt, ...]:
    """The paragraph with the stretches marked in it, less what stands further off than NEAR words."""
    within = paragraph.stripped(text)
    marked = _merged(stretches, within)
    figures = _figures(stretches, sides)
    pieces: list[Excerpt] = []
    at = within.start
    for place, (span, kind) in enumerate(marked):
        pieces += _plain(text, Span(at, span.start), NEAR if place else 0, NEAR)
        pieces += _claimed(text, span, kind, figures)
        at = span.end
    pieces += _plain(text, Span(at, within.end), NEAR, 0)
    return tuple(pieces)


def _merged(stretches: Iterable[Stretch], within: Span) -> list[tuple[Span, ClaimKind]]:
    """Where claims stand in the paragraph, those that overlap as one, of the first one's kind."""
    found: list[tuple[Span, ClaimKind]] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.span):
        start, end = stretch.span.start, min(stretch.span.end, within.end)
        if found and start < found[-1][0].end:
            last, kind = found[-1]
            found[-1] = (Span(last.start, max(last.end, end)), kind)
        elif start < end:
            found.append((Span(start, end), stretch.claims[0].kind))
    return found


def _figures(stretches: Iterable[Stretch], sides: Sequence[Side]) -> list[tuple[Span, bool]]:
    """Where figures stand, and whether they are at issue, as dates can be."""
    claims = [claim for stretch in stretches for claim in stretch.claims]
    found = {figure.span: False for claim in claims for figure in claim.figures}
    found |= {span: True for claim in claims for span in spans_at_issue(claim, sides)}
    return sorted(found.items())


def _claimed(
    text: str, marked: Span, kind: ClaimKind, figures: Sequence[tuple[Span, bool]]
) -> Iterator[Excerpt]:
    kept = _kept(text, marked, MAX_MARKED // 2, MAX_MARKED // 2)
    for place, span in enumerate(kept):
        if place:
            yield Excerpt("")
        at = span.start
        for figure, at_issue in figures:
            if at <= figure.start < figure.end <= span.end:
                yield from _worded(text, Span(at, figure.start), kind)
                yield Excerpt(figure.of(text), kind, figure=True, at_issue=at_issue)
                at = figure.end
        yield from _worded(text, Span(at, span.end), kind)


def _worded(text: str, span: Span, kind: ClaimKind | None = None) -> Iterator[Excerpt]:
    if len(span):
        yield Excerpt(span.of(text), kind)


def _plain(text: str, span: Span, head: int, tail: int) -> Iterator[Excerpt]:
    """Words around claims: `head` of them at the beginning, `tail` at the end, a cut for the others."""
    kept = _kept(text, span, head, tail)
    if not kept or kept[0].start > span.start:
        yield from [Excerpt("")] if len(span) else []
    for place, part in enumerate(kept):
        yield from [Excerpt("")] if place else []
        yield from _worded(text, part)
    if kept and kept[-1].end < span.end:
        yield Excerpt("")


def _kept(text: str, span: Span, head: int, tail: int) -> tuple[Span, ...]:
    """What is left of a span cut to its first and last words."""
    words = [match.span() for match in _WORD.finditer(text, span.start, span.end)]
    if len(words) <= head + tail and len(span) <= LONG_WORD * (head + tail):
        return (span,)
    first = words[head][0] if head and head < len(words) else span.end
    last = words[-tail][0] if tail and tail < len(words) else span.start
    first, last = min(first, span.start + LONG_WORD * head), max(last, span.end - LONG_WORD * tail)
    parts = (Span(span.start, first), Span(last, span.end)) if first < last else (span,)
    return tuple(part for part in parts if len(part))


def _sources(claims: Iterable[Claim], text: str) -> tuple[Source, ...]:
    """Whom the claims cite; nobody only where none of them cites anybody."""
    found = tuple(dict.fromkeys(_source(claim, text) for claim in claims))
    citing = tuple(source for source in found if source.printed or source.href)
    return (citing or found)[:MAX_SOURCES]


def _source(claim: Claim, text: str) -> Source:
    printed = _printed(claim.source, text) if claim.source else ""
    name = claim.speaker.name or ""
    if name:
        said = set(_bare(name)) <= set(_bare(printed))
        return Source(printed, "" if said else name, speaker_address(name), "")
    return Source(printed, "", "", speaker_words(claim.speaker, cited=True) if printed else "")


def _bare(words: str) -> list[str]:
    return [word.strip(".,;:’‘“”\"'()") for word in words.casefold().split()]


def _printed(span: Span, text: str) -> str:
    words = " ".join(text[span.start : min(span.end, span.start + 4 * MAX_SOURCE)].split())
    return words if len(words) <= MAX_SOURCE else words[:MAX_SOURCE].rpartition(" ")[0] + " …"


def _moments(dates: Iterable[PartialDate | None]) -> tuple[Moment, ...]:
    return tuple(Moment(date_words(date), _iso(date)) for date in dict.fromkeys(dates) if date)


def _iso(date: PartialDate | None) -> str | None:
    return date.isoformat() if date and date.year else None
