"""Figures: numbers with what they count, how they are meant and what period they are over."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.figure import Comparator, Figure
from app.pipeline.extract import lexicon
from app.pipeline.extract.figures import comparators, exceptions, numerals, periods, ranges, units
from app.pipeline.extract.figures.counted import counted
from app.pipeline.extract.figures.numerals import Number
from app.pipeline.extract.figures.stretch import Stretch, cut
from app.pipeline.extract.reading import Page, Tokens

__all__ = ["find_figures", "turns_on"]

_AROUND = 16  # tokens looked at on each side of the range
_OLDEST = 120  # years
_NO_PERIOD = (
    frozenset(["celsius", "fahrenheit", "degree", "magnitude", units.SCORE, units.ROUND_THE_CLOCK])
    | units.AGES
)


def find_figures(page: Page, tokens: Tokens) -> tuple[Figure, ...]:
    """Figures in the range, in order. Years, dates, clock times, ordinals and names are none."""
    if not any(_may_start(page.lower[i]) for i in range(*tokens)):
        return ()
    text = cut(page, tokens, _AROUND)
    return tuple(_scan(text, page))


def _may_start(low: str) -> bool:
    if low in numerals.STARTERS:
        return True
    return not low.isalpha() and any(letter.isdigit() for letter in low[:_AROUND])


def _scan(text: Stretch, page: Page) -> Iterator[Figure]:
    last: Figure | None = None
    i = text.first
    while i < text.stop:
        number = ranges.read(text, i)
        if number is None:
            i += 1
            continue
        figure, i = _figure(text, page, number, last)
        if figure and number.stop <= text.stop:
            yield figure
        last = figure or last


def _figure(text: Stretch, page: Page, number: Number, last: Figure | None) -> tuple[Figure | None, int]:
    """The figure of a number, None where it is none; and the piece to go on from."""
    currency = units.currency_before(text, number.first)
    unit, after = _unit(text, number, currency[0] if currency else None, last)
    if exceptions.is_no_figure(text, number, unit):
        return None, _past_total(text, max(number.stop, number.first + 1))
    first = currency[1] if currency else number.first
    comparator, after = _comparator(text, number, first, after, measured=unit is not None)
    noun, end = _noun(text, page, unit, after)
    late = comparators.behind(text, end) if comparator is Comparator.EXACTLY else None
    comparator = late[0] if late else comparator
    period = _period(text, unit, first, end)
    figure = Figure(
        text.span(first, number.stop),
        text.text(first, number.stop),
        number.low,
        number.high,
        comparator,
        unit,
        noun,
        text.text(*period) if period else None,
    )
    return figure, max(number.stop, _past(text, period, number.stop))


def _past_total(text: Stretch, i: int) -> int:
    """Behind "of 12" where the number in front is a label: "Photo 7 of 12"."""
    return i + 2 if text.at(i) == "of" and text.at(i + 1).isdecimal() else i


def _past(text: Stretch, period: Tokens | None, stop: int) -> int:
    """Behind a period that holds a number, which is then no figure of its own."""
    return period[1] if period and period[0] >= stop else stop


def _unit(text: Stretch, number: Number, currency: str | None, last: Figure | None) -> tuple[str | None, int]:
    if currency or number.unit:
        return currency or number.unit, number.stop
    found = units.unit_behind(text, number.stop, number.high)
    if found:
        return found
    if _is_age(text, number, last):
        return units.AGE, number.stop
    if text.at(number.first - 1) == "magnitude" or text.lower[max(0, number.first - 2) : number.first] == [
        "magnitude",
        "of",
    ]:
        return "magnitude", number.stop
    return None, number.stop


def _is_age(text: Stretch, number: Number, last: Figure | None) -> bool:
    """As in "aged 34", "ages 9 and 11", "Maria Costa, 41, ran", "65 and older"."""
    if number.high > _OLDEST or number.scale != 1 or number.vague:
        return False
    i = number.first - 1
    if text.at(i) in ("aged", "age", "ages") or text.lower[max(0, i - 1) : i + 1] == ["age", "of"]:
        return True
    behind = comparators.behind(text, number.stop)
    if behind and text.at(behind[1] - 1) in ("older", "younger"):
        return True
    if (
        last is not None
        and last.unit == units.AGE
        and text.at(i) in ("and", "or")
        and text.end[i - 1] == last.span.end
    ):
        return True
    return _beside_name(text, number)


def _beside_name(text: Stretch, number: Number) -> bool:
    i = number.first - 1
    if text.at(i) != "," or not text.digital(number.first) or not text.at(number.first).isdecimal():
        return False
    name = (
        text.capital(i - 1)
        and text.at(i - 1) not in lexicon.MONTH_NUMBER
        and text.at(i - 1) not in lexicon.WEEKDAYS
    )
    return name and text.at(number.stop) in (",", ".", ";", "and", "")


def _comparator(
    text: Stretch, number: Number, first: int, after: int, *, measured: bool
) -> tuple[Comparator, int]:
    """How the number is meant; and the place behind "or more" and the like."""
    if number.vague:
        return Comparator.ABOUT, after
    behind = comparators.behind(text, number.stop) or comparators.behind(text, after)
    if behind:
        return behind[0], max(after, behind[1])
    start = first - (text.at(first - 1) in ("aged", "ages", "age"))
    before = comparators.before(text, start, measured=measured)
    if before is None or _is_span(text, before[1], after):
        return Comparator.EXACTLY, after
    return before[0], after


def _is_span(text: Stretch, first: int, after: int) -> bool:
    """Whether "over" opens a period: "$6 billion over three years"."""
    if text.at(first) not in ("over", "within") or not periods.period_at(text, first):
        return False
    return any(text.digital(j) for j in range(max(0, first - 3), first))


def _noun(text: Stretch, page: Page, unit: str | None, after: int) -> tuple[str | None, int]:
    """What is counted: with a unit only where "of" ties it on, with money and time not at all."""
    if unit is None:
        return counted(text, page, after)
    if unit == units.SHARE and _shared(text, after):
        return counted(text, page, after)
    if unit in units.TIMES or unit in units.CURRENCIES or unit in units.AGES or text.at(after) != "of":
        return None, after
    return counted(text, page, after)


def _shared(text: Stretch, after: int) -> bool:
    """Whether a part is of something named: "half the seats", "one in five nurses", not "a fifth more"."""
    tied = text.at(after) == "of" or text.at(after - 2) in ("in", "of", "every")
    return tied or text.at(after) in lexicon.DETERMINERS


def _period(text: Stretch, unit: str | None, first: int, end: int) -> tuple[int, int] | None:
    if unit in _NO_PERIOD:
        return None
    rate = periods.rate_at(text, end)
    if rate or unit in units.TIMES:
        return (end, rate) if rate else None
    return periods.behind(text, end) or periods.opening(text, first)


def turns_on(figure: Figure) -> bool:
    """Whether a sentence may turn on the figure: an amount, a duration, a count of three and more."""
    if figure.unit in units.AGES:
        return False
    return bool(figure.unit or figure.counted) and (figure.high >= 3 or figure.unit is not None)
