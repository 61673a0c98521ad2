"""Every line's part in the article: headline, byline, caption, body or boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.article import Segment, SegmentKind
from app.pipeline.clean.byline import byline_in, persons_only
from app.pipeline.clean.dateline import dateline_at
from app.pipeline.clean.foot import is_note
from app.pipeline.clean.furniture import Mark, mark_of
from app.pipeline.clean.lines import Line, normalised
from app.pipeline.clean.outlets import outlet_named
from app.pipeline.clean.pictures import poses
from app.pipeline.clean.repeats import repeat_key

_HEAD_LINES = 40
_CAPTION_WITHIN = 4  # lines below the headline
_HEADLINE_LEAST = 3  # words; two are more often a name
_HEADLINE_WORDS = 26
_SUBHEAD_WORDS = 8
_SUBHEAD_TITLE_WORDS = 16  # in title case
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_SIGNED_WITHIN = 5  # lines from the top
_LINK_WORDS = 16
_LONGEST_LIST = 10  # links between two stretches of report; a longer "list" is none
_SUMMARY = re.compile(r"(?:story highlights|highlights|key points|at a glance|in brief|summary)\b", re.I)
_LONGEST_SUBHEAD_RUN = 2  # more short lines in a row are a list


@dataclass(slots=True)
class Labels:
    """`kinds[i]` is the part of `lines[i]`; None is body. `title` is the line that is the headline."""

    text: str
    lines: tuple[Line, ...]
    marks: list[Mark | None]
    kinds: list[SegmentKind | None]
    shapes: tuple[bool, ...]  # is it report, by its shape alone?
    title: int | None = None
    bylines: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)  # outlets named under the byline
    told: frozenset[int] = frozenset()  # lines whose part the page's markup tells: no rule says otherwise

    @classmethod
    def of(cls, text: str, lines: tuple[Line, ...]) -> Labels:
        marks = [mark_of(line) for line in lines]
        return cls(
            text, lines, marks, [None] * len(lines), tuple(_report_shape(text, line) for line in lines)
        )

    def put(self, index: int, kind: SegmentKind) -> None:
        if index not in self.told:
            self.kinds[index] = kind

    def open(self, index: int) -> bool:
        return self.kinds[index] is None and index not in self.told

    def tell(self, marked: Sequence[Segment]) -> None:
        """Take over what the page's markup tells of lines; body is None here."""
        places = _lines_within(self.lines, marked)
        for index, kind in places.items():
            self.kinds[index] = None if kind is SegmentKind.BODY else kind
            if kind is SegmentKind.BYLINE and (names := byline_in(self.lines[index])):
                self.bylines.append(names)
        self.told = frozenset(places)

    def is_report(self, index: int) -> bool:
        """Text of the report: no title, no label, no name on its own, and not known to be anything else."""
        return self.shapes[index] and self.kinds[index] is None


def _report_shape(text: str, line: Line) -> bool:
    return (
        line.prose
        or line.bullet
        or line.tweet
        or line.ends_sentence
        or not line.titular
        or dateline_at(text, line) is not None
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What was given beside the text, to be recognised in it."""

    outlet: str | None = None
    title: str | None = None
    byline: str | None = None


def _lines_within(lines: Sequence[Line], marked: Sequence[Segment]) -> dict[int, SegmentKind]:
    """The lines whose words lie within a marked stretch, most of each at least, with its kind."""
    found: dict[int, SegmentKind] = {}
    index = 0
    for segment in marked:
        while index < len(lines) and lines[index].span.end <= segment.span.start:
            index += 1
        at = index
        while at < len(lines) and lines[at].span.start < segment.span.end:
            if 2 * lines[at].span.overlap(segment.span) >= min(len(lines[at].span), len(lines[at].words)):
                found[at] = segment.kind
            at += 1
    return found


def label(
    text: str,
    lines: tuple[Line, ...],
    repeated: frozenset[str],
    given: Beside,
    marked: Sequence[Segment] = (),
) -> Labels:
    """Label all lines. What is `marked`, the markup of the text's page tells; no rule says otherwise."""
    labels = Labels.of(text, lines)
    labels.tell(marked)
    _masthead(labels, given.outlet)
    _bylines(labels, given.byline)
    _marked(labels, repeated)
    _link_lists(labels)
    _foot(labels)
    _head(labels, given.title)
    _subheads(labels)
    return labels


def _masthead(labels: Labels, outlet: str | None) -> None:
    """The outlet's own name, alone on a line at the top."""
    wanted = outlet.casefold() if outlet else None
    for index, line in enumerate(labels.lines[:_SIGNED_WITHIN]):
        if wanted and line.words.casefold() == wanted:
            labels.put(index, SegmentKind.BOILERPLATE)


def _bylines(labels: Labels, given: str | None) -> None:
    known = {name.strip().casefold() for name in (given, *re.split(r",| and ", given))} if given else set()
    for index, line in enumerate(labels.lines):
        paper = _paper_below(labels, index)
        names = byline_in(line) or (line.words if paper or line.key in known else None)
        if names and labels.open(index):
            labels.put(index, SegmentKind.BYLINE)
            labels.bylines.append(names)
        if paper:
            labels.put(index + 1, SegmentKind.BYLINE)
            labels.papers.append(paper)


def _paper_below(labels: Labels, index: int) -> str | None:
    """The outlet that stands alone on the line below a line of names, near the top."""
    below = labels.lines[index + 1 : index + 2]
    if index >= _SIGNED_WITHIN or not below or labels.marks[index] is not None:
        return None
    line = labels.lines[index]
    return outlet_named(below[0].words) if byline_in(line) or persons_only(line.words) else None


def _marked(labels: Labels, repeated: frozenset[str]) -> None:
    for index, (line, mark) in enumerate(zip(labels.lines, labels.marks, strict=True)):
        if not labels.open(index):
            continue
        if mark is Mark.CAPTION:
            labels.put(index, SegmentKind.CAPTION)
        elif mark not in (None, Mark.SECTION) or (repeated and repeat_key(line) in repeated):
            labels.put(index, SegmentKind.BOILERPLATE)


def _link_lists(labels: Labels) -> None:
    """What follows "You might also like": lines like titles, until report returns."""
    report, done = first_report(labels), 0
    for heading, mark in enumerate(labels.marks):
        if mark is not Mark.HEADING or heading < done:
            continue
        done = next(
            (i for i in range(heading + 1, len(labels.lines)) if _ends_list(labels, i)), len(labels.lines)
        )
        links = [i for i in range(heading + 1, done) if labels.open(i)]
        if heading < report < len(labels.lines):
            # A menu above the report, whose headline must not go with it.
            links = [i for i in links if labels.lines[i].count < _HEADLINE_LEAST]
        if done == len(labels.lines) or len(links) <= _LONGEST_LIST:
            for link in links:
                labels.put(link, SegmentKind.BOILERPLATE)


def _ends_list(labels: Labels, index: int) -> bool:
    return labels.is_report(index) and not _may_link(labels.lines[index])


def _may_link(line: Line) -> bool:
    """In a list of links, bullets and questions are titles too."""
    unfinished = line.bullet and not line.ends_sentence and not line.prose
    return unfinished or (line.titular and line.count <= _LINK_WORDS and not line.opens_quote)


def first_report(labels: Labels) -> int:
    """Index of the first line of report, the number of lines if there is none."""
    return next((i for i in range(len(labels.lines)) if labels.is_report(i)), len(labels.lines))


def _foot(labels: Labels) -> None:
    """Everything after a sign-off that is no report, and notes on the author or outlet at the very end."""
    signed, weak = len(labels.lines), []
    for index in range(len(labels.lines) - 1, -1, -1):
        if labels.marks[index] in (Mark.SIGN_OFF, Mark.HEADING):
            signed = index
        if not labels.open(index):
            continue
        if labels.marks[index] is Mark.SECTION or is_note(labels.lines[index]):
            labels.put(index, SegmentKind.BOILERPLATE)
        elif labels.is_report(index):
            break
        else:
            weak.append(index)
    for index in weak:
        if index > signed:
            labels.put(index, SegmentKind.BOILERPLATE)


def _head(labels: Labels, given: str | None) -> None:
    """Headline, section names, captions and names above the report."""
    end = min(first_report(labels), _HEAD_LINES)
    labels.title = _headline(labels, end, given)
    wanted = {labels.lines[labels.title].key} if labels.title is not None else set()
    for index in range(max(end, 0 if labels.title is None else labels.title + 1)):
        if labels.open(index):
            _label_head_line(labels, index, wanted)


def _label_head_line(labels: Labels, index: int, headlines: set[str]) -> None:
    line = labels.lines[index]
    if line.key in headlines:
        labels.put(index, SegmentKind.HEADLINE)
    elif labels.marks[index] is Mark.SECTION or outlet_named(line.words):
        labels.put(index, SegmentKind.BOILERPLATE)
    elif labels.title is not None and labels.title < index <= labels.title + _CAPTION_WITHIN and poses(line):
        labels.put(index, SegmentKind.CAPTION)
    elif line.count <= 3 and line.titular:  # a kicker or a name above the report: no claim
        labels.put(index, SegmentKind.HEADLINE)


def _headline(labels: Labels, end: int, given: str | None) -> int | None:
    lines = labels.lines
    if given:
        wanted = Line.of(lines[0].span, normalised(given)).key if lines else ""
        named = (i for i in range(min(len(lines), end + 1)) if lines[i].key == wanted)
        if (index := next(named, None)) is not None:
            return index
    if end == len(lines):  # nothing below it: a text of titles has no headline
        return None
    candidates = (i for i in range(end) if labels.open(i) and _may_head(labels, i))
    return next(candidates, end if _stopped_headline(labels, end) else None)


def _may_head(labels: Labels, index: int) -> bool:
    line = labels.lines[index]
    return (
        _HEADLINE_LEAST <= line.count <= _HEADLINE_WORDS
        and line.titular
        and not line.several
        and not _SUMMARY.match(line.words)
        and labels.marks[index] is None
        and outlet_named(line.words) is None
    )


def _stopped_headline(labels: Labels, index: int) -> bool:
    """A first line in title case that ends in a full stop, or any with a semicolon, with report below it."""
    line = labels.lines[index]
    return (
        not any(labels.open(i) for i in range(index))
        and index + 1 < len(labels.lines)
        and 3 <= line.count <= _HEADLINE_WORDS
        and not line.bullet
        and (line.capitalised or line.words.endswith(";"))
        and dateline_at(labels.text, line) is None
    )


def _subheads(labels: Labels) -> None:
    """Short lines like titles between stretches of report: they are no claims."""
    body = [i for i in range(len(labels.lines)) if labels.open(i)]
    run: list[int] = []
    before: int | None = None
    for index in body:
        if _may_subhead(labels.lines[index]):
            run.append(index)
            continue
        if before is not None and _is_subhead_run(labels, before, run, index):
            for subhead in run:
                labels.put(subhead, SegmentKind.HEADLINE)
        before, run = index, []


def _may_subhead(line: Line) -> bool:
    longest = _SUBHEAD_TITLE_WORDS if line.capitalised else _SUBHEAD_WORDS
    return (
        line.titular
        and line.count <= longest
        and not line.several
        and not (line.opens_quote and line.ends_sentence)
    )


def _is_subhead_run(labels: Labels, before: int, run: list[int], after: int) -> bool:
    introduced = labels.lines[before].words.endswith(":") and not all(
        _NUMBERED.match(labels.lines[index].words) for index in run
    )
    tweeted = labels.lines[after].tweet and labels.lines[after].words[:1] in "—–-&"
    return 0 < len(run) <= _LONGEST_SUBHEAD_RUN and not introduced and not tweeted
