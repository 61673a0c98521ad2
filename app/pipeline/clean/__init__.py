"""Cleaning: what every stretch of an article's text is, and what the text tells about itself.

The text is never changed. It is cut into segments that, joined, are the text again; the pipeline
reads claims from the body and leaves boilerplate alone. All rules are general: the wording of page
furniture (furniture.txt), the shape of lines, their place, and lines that recur in one outlet's articles.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from app.domain.article import Article, Extent, RawArticle, Segment, SegmentKind, Stated
from app.domain.shown import upright
from app.domain.text import Span
from app.pipeline.clean.cut import is_cut_off
from app.pipeline.clean.dateline import Dateline, dateline_at
from app.pipeline.clean.facts import Facts, basis, facts
from app.pipeline.clean.label import Beside, Labels, label
from app.pipeline.clean.lines import lines_of
from app.pipeline.clean.repeats import line_keys, repeated_lines
from app.pipeline.clean.years import infer_years

__all__ = ["clean", "infer_years", "line_keys", "repeated_lines"]

_Told = TypeVar("_Told", RawArticle, Stated, Facts)
_DATELINED = 3  # so many paragraphs of body may begin with a dateline
_SPEAKER = re.compile(r"[A-Z][A-Z.' -]{2,40}(?: ?\([^()]{1,30}\)|, [\w ]{2,20})?:")
_MERGED = (SegmentKind.BODY, SegmentKind.BOILERPLATE)


def clean(raw: RawArticle, repeated: frozenset[str] = frozenset()) -> Article:
    """The article with its segments and metadata; values given beside the text win over its own.

    `repeated` are lines that recur across the outlet's articles (`repeated_lines`); they are marked
    as boilerplate too. What the page's markup told of the text (`raw.marked`) stands whatever the rules say.
    Cleaning is a pure function and takes time linear in the text.
    """
    raw = replace(_upright(raw), stated=_upright(raw.stated))
    labels = label(raw.text, lines_of(raw.text), repeated, _beside(raw), raw.marked)
    datelines = _datelines(labels)
    found, stated = _upright(facts(labels, datelines)), raw.stated
    return Article(
        source_name=raw.source_name,
        text=raw.text,
        segments=_segments(labels, datelines),
        outlet=raw.outlet or stated.outlet or found.outlet,
        outlet_basis=basis(raw.outlet, stated.outlet, found.outlet),
        published=raw.published or stated.published or found.published,
        published_basis=basis(raw.published, stated.published, found.published),
        title=raw.title or stated.title or found.title,
        title_basis=basis(raw.title, stated.title, found.title),
        byline=raw.byline or stated.byline or found.byline,
        url=raw.url,
        note=raw.note,
        extent=Extent.CUT_OFF if raw.extent is Extent.FULL and is_cut_off(labels) else raw.extent,
        marked=raw.marked,
        language=raw.language,
        modified=raw.modified,
        read_on=raw.read_on,
    )


def _upright(told: _Told) -> _Told:
    """The same with names and a headline that turn nothing around."""
    return replace(told, outlet=upright(told.outlet), title=upright(told.title), byline=upright(told.byline))


def _beside(raw: RawArticle) -> Beside:
    stated = raw.stated
    return Beside(raw.outlet or stated.outlet, raw.title or stated.title, raw.byline or stated.byline)


def _datelines(labels: Labels) -> list[Dateline]:
    body = [line for line, kind in zip(labels.lines, labels.kinds, strict=True) if kind is None]
    if sum(_SPEAKER.match(line.words) is not None for line in body) > 1:  # KERRY (CNN): ... is a transcript
        return []
    return [found for line in body[:_DATELINED] if (found := dateline_at(labels.text, line))]


def _segments(labels: Labels, datelines: list[Dateline]) -> tuple[Segment, ...]:
    starts = {dateline.span.start: dateline.span for dateline in datelines}
    segments: list[Segment] = []
    for line, kind in zip(labels.lines, labels.kinds, strict=True):
        span = line.span
        if dateline := starts.get(span.start):
            segments.append(Segment(dateline, SegmentKind.DATELINE))
            span = Span(dateline.end, span.end)
        _append(segments, Segment(span, kind or SegmentKind.BODY))
    if not segments and labels.text:
        segments.append(Segment(Span(0, len(labels.text)), SegmentKind.BODY))
    return tuple(segments)


def _append(segments: list[Segment], segment: Segment) -> None:
    """Neighbours of body or of boilerplate become one segment; empty ones are left out."""
    last = segments[-1] if segments else None
    if last and last.kind is segment.kind and last.kind in _MERGED:
        segments[-1] = Segment(Span(last.span.start, segment.span.end), last.kind)
    elif len(segment.span):
        segments.append(segment)
