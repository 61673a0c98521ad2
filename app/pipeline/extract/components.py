"""The components: each reads the Doc's tokens and leaves spans, the links between them in one extension."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

import pycrfsuite
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.vectors import Vectors

from app.domain.article import SegmentKind
from app.domain.text import Span
from app.pipeline.extract import network, quotes
from app.pipeline.extract.attribution import attributions
from app.pipeline.extract.candidates import Cue, find_cues
from app.pipeline.extract.confidence import Confidence
from app.pipeline.extract.grammar import read_grammar
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import Page, Tokens
from app.pipeline.extract.roles import Clusters, Scene

SEGMENTS, QUOTATIONS = "segment", "quotation"
SOURCE, CUE, CONTENT = "source", "cue", "content"
LIKELIHOOD = "likelihood"  # of each cue, in the attributes of doc.spans["cue"]
_UNREAD = frozenset({SegmentKind.BOILERPLATE, SegmentKind.BYLINE, SegmentKind.DATELINE})
_OPEN, _CONTINUED = "open", "continued"

if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", default=())


@Language.component("crossread_lines", assigns=["token.is_sent_start"])
def start_sentences(doc: Doc) -> Doc:
    """A sentence starts behind every line break and with every segment; the parser finds the others.

    A Doc that nobody cut into segments is one body.
    """
    if SEGMENTS not in doc.spans:
        doc.spans[SEGMENTS] = [DocSpan(doc, 0, len(doc), label=SegmentKind.BODY.value)] if len(doc) else []
    starts = {segment.start for segment in doc.spans[SEGMENTS]}
    broken = False
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text
        else:
            if token.i and (broken or token.i in starts):
                token.is_sent_start = True
            broken = False
    return doc


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


@Language.factory(
    "crossread_cues",
    assigns=["doc.spans"],
    requires=["doc.spans", "token.tag", "token.dep", "token.head", "doc.ents"],
)
class CueTagger:
    """Words that report, as doc.spans["cue"] with their likelihood in the group's attributes."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.vectors: Vectors = nlp.vocab.vectors
        self.network = network.initialized(network.build(self.vectors)) if len(self.vectors) else None

    def __call__(self, doc: Doc) -> Doc:
        page, places = read_page(doc)
        cues = self.cues(page, network.ids(page, read_grammar(doc, places), self.vectors))
        doc.spans[CUE] = [DocSpan(doc, *_moved(cue.tokens, places), label=CUE) for cue in cues]
        doc.spans[CUE].attrs[LIKELIHOOD] = [cue.likelihood for cue in cues]
        return doc

    def cues(self, page: Page, ids: network.Ids) -> list[Cue]:
        """Possible cues of an article; ValueError if the component was never trained or loaded."""
        if self.network is None:
            raise ValueError("crossread_cues has no network: load the pipeline from its folder")
        return find_cues(page, network.scores(self.network, ids)) if len(page) else []

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        if self.network is not None:
            path.write_bytes(self.network.to_bytes())

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> CueTagger:
        self.network = network.initialized(network.build(self.vectors)).from_bytes(path.read_bytes())
        return self


@Language.factory(
    "crossread_attributions",
    assigns=["doc.spans", "doc._.attributions"],
    requires=["doc.spans", "token.tag", "token.dep", "token.head", "doc.ents"],
)
class AttributionLinker:
    """Sources and contents of the cues as span groups; doc._.attributions says which belong together."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.labeller = pycrfsuite.Tagger()
        self._turn = Lock()  # the tagger holds one window at a time, so threads that share it take turns
        self.field = b""
        self.clusters: Clusters = {}
        self.confidence = Confidence({}, 0.0, 0.5)

    def __call__(self, doc: Doc) -> Doc:
        page, places = read_page(doc)
        scene = Scene(page, read_grammar(doc, places), self.clusters)
        with self._turn:
            likely = attributions(scene, _cues(doc, places), self.labeller, self.confidence)
        found = tuple(
            Attribution(
                _moved(a.source, places) if a.source else None,
                _moved(a.cue, places),
                tuple(_moved(part, places) for part in a.content),
                a.confidence,
            )
            for a in likely
        )
        doc.spans[SOURCE] = [DocSpan(doc, *a.source, label=SOURCE) for a in found if a.source]
        doc.spans[CUE] = [DocSpan(doc, *a.cue, label=CUE) for a in found]
        doc.spans[CONTENT] = [DocSpan(doc, *part, label=CONTENT) for a in found for part in a.content]
        doc._.attributions = found
        return doc

    def open(self, labels: bytes) -> None:
        """Take a trained field, in crfsuite's own format."""
        self.field = labels
        self.labeller.open_inmemory(labels)

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        path.mkdir(exist_ok=True)
        (path / "roles.crfsuite").write_bytes(self.field)
        (path / "confidence.json").write_text(self.confidence.to_json(), "utf-8")
        (path / "clusters.json").write_text(json.dumps(self.clusters, separators=(",", ":")), "utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> AttributionLinker:
        self.open((path / "roles.crfsuite").read_bytes())
        self.confidence = Confidence.from_json((path / "confidence.json").read_text("utf-8"))
        clusters: dict[str, Any] = json.loads((path / "clusters.json").read_text("utf-8"))
        self.clusters = {word: (few, many) for word, (few, many) in clusters.items()}
        return self


def least_likely(nlp: Language) -> float:
    """How sure the pipeline must be of an attribution for the best F1, where its confidence was fitted."""
    linker = nlp.get_pipe("crossread_attributions")
    assert isinstance(linker, AttributionLinker)
    return linker.confidence.least


def _cues(doc: Doc, places: list[int]) -> list[Cue]:
    group = doc.spans[CUE]
    return [
        Cue(_within(places, span), likelihood)
        for span, likelihood in zip(group, group.attrs[LIKELIHOOD], strict=True)
    ]


def _moved(tokens: Tokens, places: list[int]) -> Tokens:
    """The Doc's token numbers of a range of the Page's."""
    return places[tokens[0]], places[tokens[1] - 1] + 1


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
        line += i in starts or any(_breaks(doc, k, starts) for k in range(behind, i))
        numbers.append(line)
        behind = i + 1
    return numbers


def _breaks(doc: Doc, k: int, starts: set[int]) -> bool:
    """Whether token `k`, which is white space, ends a line."""
    return k in starts or (doc[k].is_space and doc[k].text.strip(" \t\xa0") != "")
