"""Addresses of pages, and words that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from app.domain.comparison import Filters
from app.web.filters import to_query


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `name` picks the style, `number` is a count beside them."""

    words: str
    href: str
    name: str = ""
    number: int = 0
    current: bool = False


def event_address(
    event_id: str,
    filters: Filters = Filters(),  # noqa: B008 - it is frozen
    opened: Sequence[str] = (),
) -> str:
    """The address of an event's page under these filters, with these rows (ids) opened."""
    query = "&".join(
        part for part in (to_query(filters), urlencode([("open", row) for row in opened])) if part
    )
    return f"/events/{quote(event_id, safe='')}" + (f"?{query}" if query else "")


def row_address(event_id: str, row_id: str) -> str:
    """The address of one row, opened, among all of its event's."""
    return f"{event_address(event_id)}?{urlencode({'open': row_id})}#r-{quote(row_id, safe='')}"


def article_address(key: str, claim: str = "") -> str:
    """The address of an article's page, at one of its claims where an id is given."""
    return f"/articles/{quote(key, safe='')}" + (f"#c-{claim}" if claim else "")


def versions_address(key: str, old: int = 0, new: int = 0) -> str:
    """The address of an article's texts, at what changed between two of them where numbers are given."""
    query = f"?{urlencode({'from': old, 'to': new})}" if old and new else ""
    return f"/articles/{quote(key, safe='')}/versions{query}"


def speaker_address(name: str) -> str:
    """The address of a speaker's page. Names hold slashes, so they stand in the query."""
    return f"/speaker?{urlencode({'name': name})}"


def outlet_address(name: str) -> str:
    """The address of an outlet's page."""
    return f"/outlet?{urlencode({'name': name})}"


def waits_address(key: str) -> str:
    """Where a page asks whether the event of an article is still being lined up."""
    return f"/articles/{quote(key, safe='')}/waits"


def edit_address(key: str) -> str:
    """The address of the page on which an article's outlet, date, headline and event are mended."""
    return f"/articles/{quote(key, safe='')}/edit"


def add_address(batch: int | None = None, state: str = "", page: int = 1) -> str:
    """The address of the page for adding, with the items of a batch or of all, in one group of states."""
    values = {"batch": batch or "", "state": state, "page": page if page > 1 else ""}
    query = urlencode({name: value for name, value in values.items() if value})
    return "/add" + (f"?{query}" if query else "")


def item_address(item: int) -> str:
    """The address of something that was handed in, with what was given beside it."""
    return f"/add/items/{item}"


def columns_address(item: int) -> str:
    """The address of the page on which a table's columns are named."""
    return f"/add/items/{item}/columns"


def feeds_address(**said: str | int) -> str:
    """The address of the list of feeds; `said` is what the page is to say was done, by name."""
    query = urlencode({name: value for name, value in said.items() if value})
    return "/feeds" + (f"?{query}" if query else "")


def outlet_edit_address(name: str) -> str:
    """The address of the page on which an outlet's names and home page are said."""
    return f"/outlet/edit?{urlencode({'name': name})}"
