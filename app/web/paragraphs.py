"""An article's paragraphs, and its text with marks that may nest and overlap."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from app.domain.text import Span
from app.pipeline.wrapping import unwrapped


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks `span` of the text with `<span class=...>`.

    `anchor` becomes the id of its first piece, `end` is put where it ends (markup without text of its own).
    `tie` is the same for all that belongs together, here and elsewhere on the page.
    """

    span: Span
    css: str
    anchor: str = ""
    end: Markup = Markup("")  # noqa: RUF009 - a Markup is as immutable as the str it is
    tie: str = ""


@lru_cache(maxsize=128)  # the texts of an event come again with each of its rows
def paragraphs(text: str) -> tuple[Span, ...]:
    """Lines with their line ends and the blank lines after them; joined, they are the text.

    Lines that were broken for width are one.
    """
    breaks = re.finditer(r"\n", unwrapped(text))
    starts = [0] + [match.end() for match in breaks if match.end() < len(text)]
    ends = [*starts[1:], len(text)]
    found: list[Span] = []
    for start, end in zip(starts, ends, strict=True):
        if found and not text[start:end].strip():
            found[-1] = Span(found[-1].start, end)
        elif start < end:
            found.append(Span(start, end))
    return tuple(found)


def paragraph_number(places: Sequence[Span], position: int) -> int:
    """The number, from 1, of the paragraph that holds a position; 1 for a text without any."""
    return max(1, bisect_right(places, position, key=lambda place: place.start))


def marked_paragraphs(text: str, layers: Iterable[Layer]) -> tuple[tuple[Span, Markup], ...]:
    """Each paragraph with its text as markup; without the tags, the markups joined are exactly the text.

    Layers that cross are split, at paragraphs too, so tags always nest; the longer of two that begin
    together is the outer one. An empty layer is not shown.
    """
    places = paragraphs(text)
    inside: list[list[Layer]] = [[] for _ in places]
    for layer in sorted(layers, key=lambda layer: (layer.span.start, -layer.span.end)):
        if len(layer.span):
            first, last = (paragraph_number(places, at) for at in (layer.span.start, layer.span.end - 1))
            for number in range(first, last + 1):
                inside[number - 1].append(layer)
    return tuple((place, _marked(text, place, here)) for place, here in zip(places, inside, strict=True))


def _marked(text: str, within: Span, layers: Sequence[Layer]) -> Markup:
    ends = (place for layer in layers for place in (layer.span.start, layer.span.end))
    cuts = sorted({within.start, within.end} | {place for place in ends if within.start < place < within.end})
    pieces: list[str] = []
    stack: list[Layer] = []
    coming = list(reversed(layers))
    for place, after in zip(cuts, [*cuts[1:], within.end], strict=True):
        _close(stack, place, pieces)
        while coming and coming[-1].span.start <= place:
            layer = coming.pop()
            pieces.append(_open(layer, first=layer.span.start >= within.start))
            stack.append(layer)
        pieces.append(_escaped(text[place:after]))
    pieces.extend("</span>" for _ in stack)
    return Markup("").join(map(Markup, pieces))


def _close(stack: list[Layer], place: int, pieces: list[str]) -> None:
    """Close the layers that end at `place`; what was opened inside them and goes on is opened again."""
    over = [index for index, layer in enumerate(stack) if layer.span.end <= place]
    if not over:
        return
    reopened: list[Layer] = []
    while len(stack) > over[0]:
        layer = stack.pop()
        if layer.span.end <= place:
            pieces.append(str(layer.end))
        else:
            reopened.insert(0, layer)
        pieces.append("</span>")
    for layer in reopened:
        pieces.append(_open(layer, first=False))
        stack.append(layer)


def _open(layer: Layer, *, first: bool) -> str:
    anchor = Markup(' id="{}"').format(layer.anchor) if first and layer.anchor else ""
    tie = Markup(' data-tie="{}"').format(layer.tie) if layer.tie else ""
    return Markup('<span class="{}"{}{}>').format(layer.css, tie, anchor)


def _escaped(words: str) -> str:
    # A parser turns a bare CR into LF; as a reference it stays, so the page's text is the article's.
    return escape(words).replace("\r", Markup("&#13;"))
