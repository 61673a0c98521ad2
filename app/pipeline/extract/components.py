"""The components: each reads the Doc's tokens and leaves spans, the links between them in one extension."""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from app.domain.article import SegmentKind
from app.domain.text import Span
from app.pipeline.extract import quotes
from app.pipeline.extract.attribution import attributions
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import Page, Tokens

SEGMENTS, QUOTATIONS = "segment", "quotation"
SOURCE, CUE, CONTENT = "source", "cue", "content"
_UNREAD = frozenset({SegmentKind.BOILERPLATE, SegmentKind.BYLINE, SegmentKind.DATELINE})
_OPEN, _CONTINUED = "open", "continued"
PIPELINE = ("crossread_quotations", "crossread_attributions")

if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", default=())


@Language.component("crossread_quotations", assigns=["doc.spans"])
def mark_quotations(doc: Doc) -> Doc:
    """Quotations as doc.spans["quotation"]; the label tells those left open or continued."""
    parts = [
        Span(s.start_char, s.end_char) for s in doc.spans[SEGMENTS] if SegmentKind(s.label_) not in _UNREAD
    ]
    marked: list[DocSpan] = []
    for found in quotes.find_quotations(doc.text, parts):
        label = _CONTINUED if found.continued else "" if found.closed else _OPEN
        span = doc.char_span(found.span.start, found.span.end, label=label, alignment_mode="expand")
        if span is not None and (not marked or span.start >= marked[-1].end):
            marked.append(span)
    doc.spans[QUOTATIONS] = marked
    return doc


@Language.component(
    "crossread_attributions", assigns=["doc.spans", "doc._.attributions"], requires=["doc.spans"]
)
def link_attributions(doc: Doc) -> Doc:
    """Sources, cues and contents as span groups; doc._.attributions says which belong together."""
    page, places = read_page(doc)
    found = tuple(_moved(attribution, places) for attribution in attributions(page))
    doc.spans[SOURCE] = [DocSpan(doc, *a.source, label=SOURCE) for a in found if a.source]
    doc.spans[CUE] = [DocSpan(doc, *a.cue, label=CUE) for a in found]
    doc.spans[CONTENT] = [DocSpan(doc, *part, label=CONTENT) for a in found for part in a.content]
    doc._.attributions = found
    return doc


def _moved(attribution: Attribution, places: list[int]) -> Attribution:
    """The attribution with the Doc's token numbers in place of the Page's."""

    def moved(tokens: Tokens) -> Tokens:
        return places[tokens[0]], places[tokens[1] - 1] + 1

    source = moved(attribution.source) if attribution.source else None
    content = tuple(moved(part) for part in attribution.content)
    return Attribution(source, moved(attribution.cue), content, attribution.rule)


def read_page(doc: Doc) -> tuple[Page, list[int]]:
    """The Doc's words without its white space, and each word's number in the Doc."""
    places = [token.i for token in doc if not token.is_space]
    words = [doc[i].text for i in places]
    start = [doc[i].idx for i in places]
    quotations = doc.spans[QUOTATIONS]
    ranges = [_within(places, span) for span in quotations]
    page = Page(
        words=words,
        lower=[word.lower() for word in words],
        start=start,
        end=[at + len(word) for at, word in zip(start, words, strict=True)],
        line=_lines(doc, places),
        kind=_kinds(doc, places),
        quote=_numbered(ranges, len(words)),
        quotes=ranges,
        continued=[span.label_ == _CONTINUED for span in quotations],
    )
    return page, places


def _within(places: list[int], span: DocSpan) -> Tokens:
    return bisect_left(places, span.start), bisect_left(places, span.end)


def _numbered(ranges: list[Tokens], length: int) -> list[int]:
    numbers = [-1] * length
    for number, (first, stop) in enumerate(ranges):
        numbers[first:stop] = [number] * (stop - first)
    return numbers


def _kinds(doc: Doc, places: list[int]) -> list[SegmentKind | None]:
    kinds: list[SegmentKind | None] = [None] * len(places)
    for segment in doc.spans[SEGMENTS]:
        if SegmentKind(segment.label_) not in _UNREAD:
            first, stop = _within(places, segment)
            kinds[first:stop] = [SegmentKind(segment.label_)] * (stop - first)
    return kinds


def _lines(doc: Doc, places: list[int]) -> list[int]:
    """Number of each word's line; a segment starts a line of its own."""
    starts = {segment.start for segment in doc.spans[SEGMENTS]}
    numbers, line, behind = [], 0, 0
    for i in places:
        line += (
            any(
                k in starts
                or (
                    doc[k].is_space
                    and len(doc[k].text.splitlines()) > 0
                    and doc[k].text.strip(" \t\xa0") != ""
                )
                for k in range(behind, i)
            )
            or i in starts
        )
        numbers.append(line)
        behind = i + 1
    return numbers
