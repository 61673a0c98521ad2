"""The table of figures in figures.txt, and how many of them the reader gets right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from app.domain.figure import Comparator, Figure
from app.pipeline import extract
from app.pipeline.extract.components import read_page
from app.pipeline.extract.figures import find_figures
from app.pipeline.extract.pipeline import read_doc
from tests.making import article

_FILE = Path(__file__).with_name("figures.txt")
_SIGNS = {"": Comparator.EXACTLY, ">": Comparator.MORE, "<": Comparator.FEWER, "~": Comparator.ABOUT}
_NOTED = re.compile(
    r"(?P<sign>[<>~]?)(?P<low>[-\d./e]+?)(?:\.\.(?P<high>[\d.e]+))?(?: \[(?P<unit>[^]]+)\])?"
    r"(?: (?P<counted>[^@]+?))?(?: @ (?P<period>.+))?"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure as a careful reader notes it down; the fields are those of Figure."""

    low: float
    high: float
    comparator: Comparator
    unit: str | None
    counted: str | None
    period: str | None

    def meets(self, figure: Figure) -> bool:
        """Whether value, comparator, unit and what is counted are as expected; the period is told apart."""
        near = all(
            abs(a - b) <= 1e-6 * max(1.0, abs(a))
            for a, b in ((self.low, figure.low), (self.high, figure.high))
        )
        same = (self.comparator, self.unit, self.counted)
        return near and same == (figure.comparator, figure.unit, figure.counted)


@dataclass(frozen=True, slots=True)
class Line:
    """A text of the table and the figures it holds, in order; none where it holds none."""

    text: str
    figures: tuple[Expected, ...]


def lines() -> Iterator[Line]:
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, noted = line.partition(" => ")
            yield Line(text, () if noted == "none" else tuple(map(_expected, noted.split("; "))))


def _expected(noted: str) -> Expected:
    match = _NOTED.fullmatch(noted)
    if match is None:
        raise ValueError(f"not a figure of the table: {noted!r}")
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else low
    return Expected(low, high, _SIGNS[match["sign"]], match["unit"], match["counted"], match["period"])


def _value(noted: str) -> float:
    over, _, under = noted.partition("/")
    return float(over) / float(under or 1)


@cache
def _language() -> Language:
    return extract.load()


def read(text: str) -> tuple[Figure, ...]:
    """The figures of a text, as a paragraph of an article."""
    page = read_page(read_doc(article(text), _language()))[0]
    return find_figures(page, (0, len(page)))


def right(line: Line, found: tuple[Figure, ...]) -> list[bool]:
    """For each expression of the line whether it was read right.

    Figures are matched one to one; a surplus figure makes the whole line wrong.
    """
    left = list(found)
    out = []
    for expected in line.figures:
        match = next((figure for figure in left if expected.meets(figure)), None)
        if match is not None:
            left.remove(match)
        out.append(match is not None)
    if not line.figures:
        return [not left]
    return [False] * len(out) if len(left) > out.count(False) else out


def share_right() -> tuple[int, int]:
    """Expressions read right, and all of the table's: each figure is one, and so is a text without any."""
    marks = [mark for line in lines() for mark in right(line, read(line.text))]
    return sum(marks), len(marks)


def periods_right() -> tuple[int, int]:
    """Figures whose period is right, among those otherwise right."""
    pairs = [
        (expected.period, figure.period)
        for line in lines()
        for expected, figure in zip(line.figures, read(line.text), strict=False)
        if expected.meets(figure)
    ]
    return sum(a == b for a, b in pairs), len(pairs)
