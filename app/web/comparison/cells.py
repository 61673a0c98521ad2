"""Cells: who says it, the outlet's own words with their marks, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import (
    Stretch,
)
from app.domain.copy import SameText
from app.domain.event import Gap, Row, Side
from app.domain.speaker import SpeakerStatus
from app.domain.text import Span
from app.web.comparison.issue import spans_at_issue
from app.web.links import article_address
from app.web.marks import (
    ATTITUDE,
    UNSURE,
    speaker_words,
)
from app.web.paragraphs import paragraph_number

MAX_SOURCE = 120  # characters of a printed source above the words
QUOTATION_MARKS = ("“", '"', "‘", "'", "„", "«", "‹", "”", "’")
EMPTY_WORDS = frozenset({"he", "she", "they", "it", "we", "i", "who", "the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; `css` is empty for those without a mark."""

    words: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, or parts of one, in its cell: the source line, the outlet's words, and where they stand.

    What `goes_on` is of the claim just above, from further on in it, and has no source line of its own.
    `opens` and `closes` tell of a quotation mark that stands outside the words it belongs to.
    """

    attribution: tuple[Piece, ...]
    words: tuple[Piece, ...]
    goes_on: bool
    opens: bool
    closes: bool
    href: str
    paragraph: int
    same_text: str  # with whom it shares its words, and how many


@dataclass(frozen=True, slots=True)
class CellView:
    """`gap` says why the fact is not available; a blank without one means that it is not mentioned."""

    label: str
    claims: tuple[ClaimView, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Text:
    """An article and its paragraphs, found once for all its cells."""

    article: Article
    places: tuple[Span, ...]


def claim_views(
    shown: Sequence[Stretch], text: Text, row: Row, label_of: Mapping[str, str]
) -> Iterator[ClaimView]:
    above: str | None = None
    for stretch in shown:
        claim = stretch.claims[0]
        goes_on = above is not None and claim.part_of == above
        above = claim.part_of
        opens, closes = open_marks(stretch)
        yield ClaimView(
            attribution=() if goes_on else _attribution(claim, text.article, row.speaker),
            words=marked_words(stretch, row.judgement.sides),
            goes_on=goes_on,
            opens=opens,
            closes=closes,
            href=article_address(text.article.key, claim.id),
            paragraph=paragraph_number(text.places, claim.span.start),
            same_text=_same_text(_shared(stretch, row), label_of),
        )


def open_marks(stretch: Stretch) -> tuple[bool, bool]:
    """Whether words at the beginning, and at the end, are quoted and their mark stands outside."""
    first, last = stretch.claims[0], stretch.claims[-1]
    opens = any(quoted.start <= first.span.start < quoted.end for quoted in first.quoted)
    closes = any(quoted.start < last.span.end <= quoted.end for quoted in last.quoted)
    return opens or _is_bare_quote(first), closes or _is_bare_quote(first)


def _is_bare_quote(claim: Claim) -> bool:
    """Whether the claim is from inside quotation marks that stand outside its span."""
    return claim.kind is ClaimKind.QUOTE and not claim.text.startswith(QUOTATION_MARKS)


def _shared(stretch: Stretch, row: Row) -> list[SameText]:
    """What the stretch shares with each other article: the sum over its claims."""
    known = {same.claim: same.words for same in row.same_text}
    words = sum(known.get(claim.id, len(claim.text.split())) for claim in stretch.claims)
    shared: Counter[str] = Counter()
    for same in row.same_text:
        if any(same.claim == claim.id for claim in stretch.claims):
            shared[same.article] += same.shared
    return [SameText(stretch.claims[0].id, key, number, words) for key, number in shared.items()]


def _same_text(found: Sequence[SameText], label_of: Mapping[str, str]) -> str:
    """In the columns' order: "Same text: 28 of 28 words as in RFE/RL, 27 as in Euronews"."""
    order = list(label_of)
    parts = [
        (f"{same.shared} of {same.words} words" if place == 0 else f"{same.shared}")
        + f" as in {label_of[same.article]}"
        for place, same in enumerate(sorted(found, key=lambda same: order.index(same.article)))
    ]
    return f"Same text: {', '.join(parts)}" if parts else ""


def _attribution(claim: Claim, article: Article, speaker: str | None) -> tuple[Piece, ...]:
    """The line above the words: source and cue as printed, and what is known of who it is."""
    source = _short(claim.source, article.text) if claim.source else ""
    style = "plain" if _adds_nothing(source, speaker) else "source"
    printed = sorted((span, css) for span, css in ((claim.source, style), (claim.cue, "cue")) if span)
    pieces = [Piece(_short(span, article.text), css) for span, css in printed]
    name = claim.speaker.name
    if name is None:
        css = "amb" if claim.speaker.status is SpeakerStatus.AMBIGUOUS else "none"
        pieces.append(Piece(speaker_words(claim.speaker, claim.source is not None), css))
    elif not printed:
        pieces.append(Piece(name, "plain"))
    elif name != speaker and not _adds_nothing(name, source):
        pieces.append(Piece(f"({name})", "plain"))
    if claim.attitude:
        pieces.append(Piece(ATTITUDE, "attitude"))
    if claim.unsure:
        pieces.append(Piece(UNSURE, "attitude"))
    return tuple(pieces)


def _adds_nothing(words: str, known: str | None) -> bool:
    """Whether all of the words, but for pronouns and articles, stand in what is known already."""
    beside = _bare(known or "")
    return all(word in beside or word in EMPTY_WORDS for word in _bare(words))


def _bare(words: str) -> list[str]:
    return [word.strip(".,;:’‘“”\"'()") for word in words.casefold().split()]


def _short(span: Span, text: str) -> str:
    words = " ".join(text[span.start : min(span.end, span.start + 4 * MAX_SOURCE)].split())
    return words if len(words) <= MAX_SOURCE else words[:MAX_SOURCE].rpartition(" ")[0] + " …"


def marked_words(stretch: Stretch, sides: tuple[Side, ...]) -> tuple[Piece, ...]:
    """The text, verbatim, in pieces: figures are marked, figures and dates at issue more than the others."""
    figures = {figure.span: "fig" for claim in stretch.claims for figure in claim.figures}
    at_issue = {span: "fig odds" for claim in stretch.claims for span in spans_at_issue(claim, sides)}
    pieces: list[Piece] = []
    at = stretch.span.start
    for span, css in sorted((figures | at_issue).items()):
        if at <= span.start < span.end <= stretch.span.end:
            pieces += [Piece(_of(Span(at, span.start), stretch)), Piece(_of(span, stretch), css)]
            at = span.end
    pieces.append(Piece(_of(Span(at, stretch.span.end), stretch)))
    return tuple(piece for piece in pieces if piece.words)


def _of(span: Span, stretch: Stretch) -> str:
    return stretch.text[max(0, span.start - stretch.span.start) : max(0, span.end - stretch.span.start)]
