"""Marks in an article's text: claims, their sources and reporting words, and the way from each to a note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from markupsafe import Markup

from app.domain.claim import Claim
from app.domain.text import Span
from app.web.articles.notes import Note, reference
from app.web.paragraphs import Layer, paragraph_number

# Claims in several pieces whose pieces light up together (rules .m1 to .m12 in the style sheet).
FOLLOWED = 12


def attribution_layers(claims: Iterable[Claim]) -> list[Layer]:
    """Sources and cues; claims that share one have it marked once."""
    found = {
        (span, css) for claim in claims for span, css in ((claim.source, "srcu"), (claim.cue, "cueu")) if span
    }
    return [Layer(span, css) for span, css in sorted(found)]


def claim_layers(
    claims: tuple[Claim, ...], notes: Mapping[str, Note], places: tuple[Span, ...]
) -> Iterator[Layer]:
    """A mark for each claim, with a link to its note where that ends.

    A claim in several pieces has its id on the first only; a class of its own ties the pieces together, and
    the parts of a claim that share a note.
    """
    numbers = count(1)
    tied: dict[str, int] = {}
    reached = 0
    for claim in claims:
        note = notes[claim.id]
        css = f"cl k-{claim.kind}"
        crossed = claim.span.start < reached < claim.span.end or _runs_on(claim.span, places)
        if crossed or note.claim != note.last:
            number = tied[note.claim] if note.claim in tied else tied.setdefault(note.claim, next(numbers))
            css += f" m{number}" if number <= FOLLOWED else ""
        reached = max(reached, claim.span.end)
        end = _reference(note) if note.last == claim.id else Markup("")
        yield Layer(claim.span, css, f"c-{claim.id}", end, tie=str(note.number))


def _runs_on(span: Span, places: tuple[Span, ...]) -> bool:
    return paragraph_number(places, span.start) != paragraph_number(places, max(span.start, span.end - 1))


def _reference(note: Note) -> Markup:
    # The number is drawn by the style sheet: the paragraph's text stays the article's.
    return Markup('<a class="ref" href="#n-{}" data-n="{}" aria-label="{}"></a>').format(
        note.claim, note.number, reference(note)
    )
