"""What a table's columns hold: the guess is shown beside the first rows, and a person says what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.article import Given
from app.domain.intake import ListedItem
from app.errors import BadInputError
from app.pipeline.read.columns import NAMES, Layout, Preview, ambiguous_date
from app.pipeline.read.dates import DateOrder, parse_date
from app.web.dates import date_words
from app.web.language import N_, gettext, ngettext
from app.web.links import add_address, columns_address

MAX_SHOWN = 50  # columns
MAX_SEEN = 8  # without scrolling aside
ORDERS = {"dmy": N_("day first"), "mdy": N_("month first")}
WORDS = {
    "": N_("left out"),
    "text": N_("the article’s text"),
    "outlet": N_("outlet"),
    "date": N_("date"),
    "title": N_("headline"),
    "byline": N_("byline"),
    "url": N_("address"),
    "note": N_("note"),
    "id": N_("its name or number"),
    "language": N_("language"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what it may hold; `field` is the name of its field in the form."""

    field: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """What templates/add/columns.html shows. `moved`: the columns stand in another order than in the file."""

    name: str
    address: str
    back: str
    size: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    moved: bool
    hidden: str
    orders: tuple[Choice, ...]
    example: str
    problem: str
    broken: str
    outlet: str


def answered(values: Mapping[str, str], found: Preview) -> Layout:
    """The form's answer; a column that the form does not hold is left out."""
    names = tuple(_known(values.get(f"c{place}", "")) for place in range(len(found.header)))
    order = values.get("dates", "")
    return Layout(found.header, names, DateOrder(order) if order in list(DateOrder) else None)


def check(answer: Layout, found: Preview) -> None:
    """BadInputError with the reason if a table can't be read with this answer."""
    if not answer.has("text") and not answer.has("url"):
        raise BadInputError(
            gettext("Say which column holds the articles’ text, or the address to fetch each from.")
        )
    for name in NAMES:
        if answer.names.count(name) > 1:
            words = gettext("Two columns can’t both be “%(name)s”: leave one out.", name=gettext(WORDS[name]))
            raise BadInputError(words)
    if answer.dates is None and _two_ways(answer.names, found):
        raise BadInputError(gettext("Say how the dates are written: they can be read in two ways."))


def columns_page(listed: ListedItem, found: Preview, answer: Layout | None, problem: str = "") -> ColumnsPage:
    """The page for a table, with the guess or with what was chosen before."""
    item = listed.item
    held = answer or _guessed(found)
    places = _places(held.names)
    sample = _two_ways(held.names, found)
    return ColumnsPage(
        name=item.name,
        address=columns_address(item.id),
        back=add_address(item.batch),
        size=_size(found),
        columns=tuple(_column(place, found.header[place], held.names[place]) for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in found.first),
        moved=places != tuple(sorted(places)),
        hidden=_hidden(len(held.names) - len(places)),
        orders=tuple(Choice(v, gettext(w), v == held.dates) for v, w in ORDERS.items()) if sample else (),
        example=_both_ways(sample),
        problem=problem,
        broken=found.problem,
        outlet=item.given.outlet or "",
    )


def given_of(listed: ListedItem, outlet: str) -> Given:
    return replace(listed.item.given, outlet=" ".join(outlet.split())[:500] or None)


def _known(name: str) -> str:
    return name if name in NAMES else ""


def _places(names: tuple[str, ...]) -> tuple[int, ...]:
    """The columns that are shown, in order; of many, those first that hold something."""
    if len(names) <= MAX_SEEN:
        return tuple(range(len(names)))
    order = sorted(range(len(names)), key=lambda place: (not names[place], place))
    return tuple(order[:MAX_SHOWN])


def _column(place: int, name: str, held: str) -> Column:
    choices = tuple(Choice(value, gettext(words), value == held) for value, words in WORDS.items())
    return Column(f"c{place}", name[:200] or gettext("(column %(number)d)", number=place + 1), choices)


def _size(found: Preview) -> str:
    rows = ngettext("%(num)s row", "%(num)s rows", found.rows)
    columns = ngettext("%(num)s column", "%(num)s columns", len(found.header))
    return f"{rows}, {columns}"


def _hidden(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(num)s more column is not shown and is left out.",
        "%(num)s more columns are not shown and are left out.",
        number,
    )


def _guessed(found: Preview) -> Layout:
    names, order = found.guess[: len(found.header)], found.guess[len(found.header) :]
    return Layout(found.header, names, DateOrder(order[0].removeprefix("date:")) if order else None)


def _two_ways(names: tuple[str, ...], found: Preview) -> str:
    """A date that can be read in two ways, "" for none: the whole table is known for what was guessed."""
    guessed = _guessed(found).names
    if [name == "date" for name in names] == [name == "date" for name in guessed]:
        return found.ambiguous
    return ambiguous_date(names, found.first)


def _both_ways(date: str) -> str:
    """A date of the table read both ways, in words."""
    if not date:
        return ""
    return gettext(
        "“%(printed)s” is %(day_first)s with the day first, %(month_first)s with the month first.",
        printed=date[:40],
        day_first=date_words(parse_date(date, DateOrder.DMY)),
        month_first=date_words(parse_date(date, DateOrder.MDY)),
    )
