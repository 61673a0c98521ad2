"""How figures compare: what each outlet prints on a row, and what we read it as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.comparison import Cell
from app.domain.dates import DateMention
from app.domain.event import Side
from app.domain.figure import Comparator, Figure
from app.web.comparison.issue import spans_at_issue
from app.web.dates import date_words
from app.web.language import N_, gettext

MAX_EACH = 5  # figures of one outlet
MAX_OUTLETS = 30  # outlets that the table tells of
MAX_WORDS = 80  # characters of what is counted, or of a period
_COMPARED = {
    Comparator.EXACTLY: "%(value)s",
    Comparator.MORE: N_("more than %(value)s"),
    Comparator.FEWER: N_("fewer than %(value)s"),
    Comparator.ABOUT: N_("about %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure or date: `printed`, `counted` and `period` are the outlet's words, the others ours.

    What is not told is "".
    """

    printed: str
    at_issue: bool = False
    read: str = ""
    unit: str = ""
    counted: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """The table of a row's figures, outlet by outlet; columns that would be empty are not shown."""

    outlets: tuple[tuple[str, tuple[Measure, ...]], ...] = ()

    @property
    def lines(self) -> tuple[Measure, ...]:
        return tuple(line for _, lines in self.outlets for line in lines)

    @property
    def units(self) -> bool:
        return any(line.unit for line in self.lines)

    @property
    def counted(self) -> bool:
        return any(line.counted for line in self.lines)

    @property
    def periods(self) -> bool:
        return any(line.period for line in self.lines)


def measures(cells: Sequence[Cell], sides: Sequence[Side]) -> Measures:
    """The figures of the cells, and the dates at issue; nothing if no cell has any.

    Where some are at issue, only what can be compared with them is told: figures of their units.
    """
    found = [(cell.label, tuple(dict.fromkeys(_of_cell(cell, sides)))) for cell in cells]
    at_issue = {line.unit for _, lines in found for line in lines if line.at_issue}
    told = tuple(
        (label, tuple(line for line in lines if not at_issue or line.unit in at_issue)[:MAX_EACH])
        for label, lines in found[:MAX_OUTLETS]
    )
    return Measures(told if any(lines for _, lines in told) else ())


def _of_cell(cell: Cell, sides: Sequence[Side]) -> list[Measure]:
    """Those at issue first."""
    lines: list[Measure] = []
    for claim in cell.claims:
        at_issue = spans_at_issue(claim, sides)
        lines += [_figure(figure, figure.span in at_issue) for figure in claim.figures]
        dates = (date for date in claim.dates if date.span in at_issue)
        lines += [Measure(_short(date.words), True, _days(date)) for date in dates]
    return sorted(lines, key=lambda line: not line.at_issue)


def _figure(figure: Figure, at_issue: bool) -> Measure:
    return Measure(
        printed=_short(figure.words),
        at_issue=at_issue,
        read=gettext(_COMPARED[figure.comparator], value=_value(figure)),
        unit=gettext(figure.unit) if figure.unit else "",
        counted=_short(figure.counted or ""),
        period=_short(figure.period or ""),
    )


def _value(figure: Figure) -> str:
    if figure.low == figure.high:
        # A bare year has no thousands.
        return figure.words if figure.words.strip().isdigit() else number(figure.low)
    low, high = number(figure.low), number(figure.high)
    if figure.unit == "score":
        return f"{high}–{low}"
    return gettext("%(low)s to %(high)s", low=low, high=high)


def number(value: float) -> str:
    """The number in figures: "1,200,000", "0.25"."""
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.001 else f"{value:g}"


def _days(date: DateMention) -> str:
    if date.when is None:
        return gettext("day not known")
    if date.until is None:
        return date_words(date.when)
    return gettext("%(low)s to %(high)s", low=date_words(date.when), high=date_words(date.until))


def _short(words: str) -> str:
    words = " ".join(words[: 4 * MAX_WORDS].split())
    return words if len(words) <= MAX_WORDS else words[:MAX_WORDS].rpartition(" ")[0] + " …"
