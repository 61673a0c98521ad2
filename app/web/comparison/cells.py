"""Cells: who says it, the outlet's own words with their marks, and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Cell, Stretch
from app.domain.copy import SameText
from app.domain.event import Gap, Row, Side
from app.domain.speaker import SpeakerStatus
from app.domain.text import Span
from app.web.comparison.changed import Changed
from app.web.comparison.issue import spans_at_issue
from app.web.comparison.variants import Change, Variant
from app.web.language import gettext
from app.web.links import Link, article_address
from app.web.marks import ATTITUDE, UNSURE, joined, speaker_words
from app.web.paragraphs import paragraph_number

MAX_WORDS = 90  # of a stretch in a cell; the opened row shows all
A_FEW = 15  # words that are not cut off
_WORDS = re.compile(r"\S+")
MAX_SOURCE = 120  # characters of a printed source above the words
QUOTATION_MARKS = ("“", '"', "‘", "'", "„", "«", "‹", "”", "’")
EMPTY_WORDS = frozenset({"he", "she", "they", "it", "we", "i", "who", "the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; `css` is empty for those without a mark."""

    words: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that are the outlet's, changed or not; or, where `absent`, words it does not print.

    Absent words are `glued` where the outlet's last word stands right before their place.
    """

    pieces: tuple[Piece, ...]
    change: Change | None = None
    absent: str = ""
    glued: bool = False


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, or parts of one, in its cell: the source line, the outlet's words, and where they stand.

    What `goes_on` is of the claim just above, from further on in it, and has no source line of its own.
    `opens` and `closes` tell of a quotation mark that stands outside the words it belongs to.
    """

    attribution: tuple[Piece, ...]
    runs: tuple[Run, ...]
    goes_on: bool
    opens: bool
    closes: bool
    href: str
    paragraph: int
    same_text: str  # with whom it shares its words, and how many
    more: bool = False  # the words go on; the opened row has them all
    changed: Link | None = None  # since when its words are not as they were, and to what changed

    @property
    def words(self) -> tuple[Piece, ...]:
        """The outlet's words as shown, without what was changed."""
        return tuple(piece for run in self.runs for piece in run.pieces)


@dataclass(frozen=True, slots=True)
class CellView:
    """`gap` says why the fact is not available; a blank without one means that it is not mentioned."""

    label: str
    claims: tuple[ClaimView, ...]
    gap: Gap | None
    has: bool
    narrow: bool = False
    quoted: bool = False  # it prints words inside quotation marks
    same: str = ""  # who else prints it, in a folded column
    also: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """An article and its paragraphs, found once for all its cells."""

    article: Article
    places: tuple[Span, ...]
    changed: Changed | None = None  # where an earlier text of it is known


@dataclass(frozen=True, slots=True)
class Showing:
    """How a cell is shown: on which row, which of its words changed, as a strip, and at any length.

    `label_of` has the outlets' labels by article.
    """

    row: Row
    label_of: Mapping[str, str]
    changes: tuple[Variant, ...] = ()
    narrow: bool = False
    whole: bool = False


def cell_view(cell: Cell, text: Text, how: Showing) -> CellView:
    """A cell as it is shown."""
    if not cell.claims:  # most cells of a large table
        return CellView(cell.label, (), cell.gap, has=False, narrow=how.narrow)
    return CellView(
        label=cell.label,
        claims=() if how.narrow else tuple(claim_views(cell.stretches, text, how)),
        gap=cell.gap,
        narrow=how.narrow,
        has=bool(cell.claims),
        quoted=any(claim.kind in (ClaimKind.QUOTE, ClaimKind.MIXED) for claim in cell.claims),
        same=joined(cell.same),
        also=joined(cell.also),
    )


def claim_views(shown: Sequence[Stretch], text: Text, how: Showing) -> Iterator[ClaimView]:
    """A cell's stretches as they are shown."""
    above: str | None = None
    for stretch in shown:
        claim = stretch.claims[0]
        goes_on = above is not None and claim.part_of == above
        above = claim.part_of
        opens, closes = open_marks(stretch)
        mine = [
            c for c in how.changes if stretch.span.start <= c.span.start <= c.span.end <= stretch.span.end
        ]
        runs = runs_of(marked_words(stretch, how.row.judgement.sides), stretch.span.start, mine)
        shown_runs = runs if how.whole else cut_short(runs)
        yield ClaimView(
            attribution=() if goes_on else _attribution(claim, text.article, how.row.speaker),
            runs=shown_runs,
            more=shown_runs != runs,
            goes_on=goes_on,
            opens=opens,
            closes=closes,
            href=article_address(text.article.key, claim.id),
            paragraph=paragraph_number(text.places, claim.span.start),
            same_text=_same_text(_shared(stretch, how.row), how.label_of),
            changed=text.changed.of(stretch.span) if text.changed else None,
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
    parts: list[str] = []
    for same in sorted(found, key=lambda same: order.index(same.article)):
        told = gettext("%(shared)s as in %(outlet)s", shared=same.shared, outlet=label_of[same.article])
        if not parts:
            told = gettext(
                "Same text: %(shared)s of %(all)s words as in %(outlet)s",
                shared=same.shared, all=same.words, outlet=label_of[same.article],
            )  # fmt: skip
        parts.append(told)
    return ", ".join(parts)


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
        pieces.append(Piece(gettext(ATTITUDE), "attitude"))
    if claim.unsure:
        pieces.append(Piece(gettext(UNSURE), "attitude"))
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


def runs_of(pieces: Sequence[Piece], start: int, changes: Sequence[Variant]) -> tuple[Run, ...]:
    """The pieces of a text from `start` on, cut where words change; `changes` are disjoint, within them."""
    runs: list[Run] = []
    text = "".join(piece.words for piece in pieces)
    at = start
    for change in sorted(changes):
        runs.append(Run(_between(pieces, start, Span(at, max(at, change.span.start)))))
        at = max(at, change.span.end)
        glued = bool(change.absent) and text[: change.span.start - start][-1:].isalnum()
        runs.append(Run(_between(pieces, start, change.span), change.change, change.absent, glued))
    runs.append(Run(_between(pieces, start, Span(at, start + len(text)))))
    return tuple(run for run in runs if run.pieces or run.absent)


def _between(pieces: Sequence[Piece], start: int, span: Span) -> tuple[Piece, ...]:
    """The pieces as far as they lie in the span; the first begins at `start`."""
    found: list[Piece] = []
    at = start
    for piece in pieces:
        words = piece.words[max(0, span.start - at) : max(0, span.end - at)]
        found += [Piece(words, piece.css)] if words else []
        at += len(piece.words)
    return tuple(found)


def cut_short(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs' first words, all of them where they are hardly more."""
    if sum(len(piece.words.split()) for run in runs for piece in run.pieces) <= MAX_WORDS + A_FEW:
        return runs
    left = MAX_WORDS
    kept: list[Run] = []
    for run in runs:
        pieces: list[Piece] = []
        for piece in run.pieces if left else ():
            ends = [match.end() for match in islice(_WORDS.finditer(piece.words), left)]
            left -= len(ends)
            pieces.append(piece if left else Piece(piece.words[: ends[-1]], piece.css))
            if not left:
                break
        if pieces or (run.absent and left):
            kept.append(replace(run, pieces=tuple(pieces)))
    return tuple(kept)


def _of(span: Span, stretch: Stretch) -> str:
    return stretch.text[max(0, span.start - stretch.span.start) : max(0, span.end - stretch.span.start)]
