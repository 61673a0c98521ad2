"""The table of attributions in attributions.txt, and how many of them the reader gets right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spacy.language import Language

from app.domain.article import Article, SegmentKind
from app.domain.claim import Claim
from app.pipeline import extract
from tests.making import article

_FILE = Path(__file__).with_name("attributions.txt")
_SOURCE = 0.5  # share of the words of both that must be common; a description more or less is no other source
_CONTENT = 0.8
_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")
_MARKS = re.compile(r"\S")  # the words of a cue that is a colon or a dash
_KINDS = {"headline": SegmentKind.HEADLINE, "caption": SegmentKind.CAPTION}


@dataclass(frozen=True, slots=True)
class Expected:
    """An attribution as a careful reader notes it down; no source where the text names none."""

    source: str | None
    cue: str
    content: str

    def meets(self, claim: Claim, text: str) -> bool:
        """Whether the claim shares the cue, half the source and nearly all of the content."""
        source = claim.source.of(text) if claim.source else None
        cue = claim.cue.of(text) if claim.cue else ""
        named = source is not None and shared(source, self.source or "") >= _SOURCE
        return (
            (named or self.source is None)
            and shared(cue, self.cue) > 0
            and shared(claim.text, self.content) >= _CONTENT
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A text of the table with its class."""

    name: str
    text: str
    attributions: tuple[Expected, ...]


def shared(one: str, other: str) -> float:
    """Words common to two texts, as a share of all of theirs, in [0, 1]."""
    a, b = _words(one), _words(other)
    return (a & b).total() / max(1, (a | b).total())


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()) or _MARKS.findall(text))


@cache
def lines() -> tuple[Line, ...]:
    return tuple(_lines(_FILE.read_text("utf-8").splitlines()))


def _lines(rows: Sequence[str]) -> Iterator[Line]:
    name = ""
    for i, row in enumerate(rows):
        if row.startswith("== "):
            name = row[3:]
        elif row and not row.startswith(("#", " ")):
            text = row.replace("\\n", "\n")
            yield Line(name, text, tuple(_expected(text, noted) for noted in _indented(rows[i + 1 :])))


def _indented(rows: Sequence[str]) -> Iterator[str]:
    for row in rows:
        if not row.startswith("    "):
            return
        yield row.strip()


def _expected(text: str, noted: str) -> Expected:
    source, cue, content = noted.split(" | ")
    first, _, last = content.partition(" … ")
    start = text.index(first)
    end = text.index(last, start) + len(last) if last else start + len(first)
    if cue not in text or (source != "-" and source not in text):
        raise ValueError(f"not in the text: {noted!r}")
    return Expected(None if source == "-" else source, cue, text[start:end])


@cache
def _language() -> Language:
    return extract.load()


@cache
def read(line: Line) -> tuple[Claim, ...]:
    """The attributions found in a line, the only paragraph of its article."""
    return extract.read_attributions(_article(line), _language())


def _article(line: Line) -> Article:
    made = article(line.text)
    kind = _KINDS.get(line.name, SegmentKind.BODY)
    return replace(made, segments=tuple(replace(segment, kind=kind) for segment in made.segments))


def right(line: Line, found: Sequence[Claim]) -> list[bool]:
    """For each attribution of the line whether it was found, one to one; surplus ones make the line wrong.

    A text without any gives one mark.
    """
    left = list(found)
    out = []
    for expected in line.attributions:
        match = next((claim for claim in left if expected.meets(claim, line.text)), None)
        if match is not None:
            left.remove(match)
        out.append(match is not None)
    if not line.attributions:
        return [not left]
    return [False] * len(out) if len(left) > out.count(False) else out


def share_right(name: str | None = None) -> tuple[int, int]:
    """Attributions found, and all of the table's or of one class; a text without any counts as one."""
    marks = [mark for line in lines() if name in (None, line.name) for mark in right(line, read(line))]
    return sum(marks), len(marks)
