"""What a table's columns hold: the guess is shown beside the first rows, and a person says what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.article import Given
from app.domain.intake import ListedItem
from app.errors import BadInputError
from app.pipeline.read.columns import NAMES, Preview, both_ways
from app.web.add.listing import sentence
from app.web.dates import date_words
from app.web.language import N_, gettext, ngettext
from app.web.links import add_address, columns_address

MAX_SHOWN = 50  # columns
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
    """What templates/add/columns.html shows."""

    name: str
    address: str
    back: str
    size: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: str
    orders: tuple[Choice, ...]
    example: str
    problem: str
    broken: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form says a table's columns hold: a name of NAMES or "" for each, and the order of its dates."""

    names: tuple[str, ...]
    order: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """As the queue keeps it: the order of dates as a last entry."""
        return (*self.names, f"date:{self.order}") if self.order else self.names


def answered(values: Mapping[str, str], found: Preview) -> Answer:
    """The form's answer; what it does not hold (a column not shown, a name of no column) is left out."""
    names = tuple(_known(values.get(f"c{place}", "")) for place in range(len(found.header)))
    order = values.get("dates", "")
    return Answer(names, order if order in ORDERS else "")


def check(answer: Answer, found: Preview) -> None:
    """BadInputError with the reason if a table can't be read with this answer."""
    if "text" not in answer.names:
        raise BadInputError(
            gettext("Say which column holds the articles’ text: without it there is nothing to read.")
        )
    for name in NAMES:
        if answer.names.count(name) > 1:
            raise BadInputError(
                gettext("Two columns can’t both be “%(name)s”: leave one out.", name=gettext(WORDS[name]))
            )
    if _sample(answer.names, found) and not answer.order:
        raise BadInputError(gettext("Say how the dates are written: they can be read in two ways."))


def columns_page(listed: ListedItem, found: Preview, answer: Answer | None, problem: str = "") -> ColumnsPage:
    """The page for a table, with the guess or with what was chosen before."""
    item = listed.item
    held = answer or Answer(found.guess)
    places = _places(held.names)
    sample = _sample(held.names, found)
    return ColumnsPage(
        name=item.name,
        address=columns_address(item.id),
        back=add_address(item.batch),
        size=_size(found),
        columns=tuple(_column(place, found.header[place], held.names[place]) for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in found.rows),
        hidden=_hidden(len(held.names) - len(places)),
        orders=tuple(Choice(v, gettext(w), v == held.order) for v, w in ORDERS.items()) if sample else (),
        example=sample,
        problem=problem,
        broken=sentence(found.problem) if found.problem else "",
        outlet=item.given.outlet or "",
    )


def given_of(listed: ListedItem, outlet: str) -> Given:
    return replace(listed.item.given, outlet=" ".join(outlet.split())[:500] or None)


def _known(name: str) -> str:
    return name if name in NAMES else ""


def _places(names: tuple[str, ...]) -> tuple[int, ...]:
    """The columns that are shown: those that hold something first, if there are too many."""
    if len(names) <= MAX_SHOWN:
        return tuple(range(len(names)))
    order = sorted(range(len(names)), key=lambda place: (not names[place], place))
    return tuple(sorted(order[:MAX_SHOWN]))


def _column(place: int, name: str, held: str) -> Column:
    choices = tuple(Choice(value, gettext(words), value == held) for value, words in WORDS.items())
    return Column(f"c{place}", name[:200] or gettext("(column %(number)d)", number=place + 1), choices)


def _size(found: Preview) -> str:
    rows = ngettext("%(num)s row", "%(num)s rows", found.count)
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


def _sample(names: tuple[str, ...], found: Preview) -> str:
    """A date of the table read both ways, "" where its dates can be read in one way only."""
    if "date" not in names:
        return ""
    place = names.index("date")
    for row in found.rows:
        if both := both_ways(row[place]):
            return gettext(
                "“%(printed)s” is %(day_first)s with the day first, %(month_first)s with the month first.",
                printed=row[place][:40],
                day_first=date_words(both[0]),
                month_first=date_words(both[1]),
            )
    return ""
