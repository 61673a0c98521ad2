"""The comparison page: one event's table in the page's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.domain.comparison import Comparison, EventSummary, Filters
from app.web.comparison.choices import Tools, chips, orders, tools, views
from app.web.comparison.columns import (
    FULL_WIDTH,
    ColumnHead,
    ColumnMenu,
    column_heads,
    column_menu,
    unknown_columns,
)
from app.web.comparison.lede import Lede, lede
from app.web.comparison.rows import KeptRows, RowView, row_views
from app.web.dates import stretch_words
from app.web.facets import Facets, facets, strangers
from app.web.filters import to_query
from app.web.links import Link, event_address
from app.web.pictures import Pictures, pictures

__all__ = ["ComparisonPage", "comparison_page", "standalone_page"]

MAX_CELLS_TOLD = 2_000  # of a table in a file of its own; with details more take over 2 MB


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What templates/events/comparison.html shows."""

    event: EventSummary
    when: str
    lede: Lede
    views: tuple[Link, ...]
    orders: tuple[Link, ...]
    chips: tuple[Link, ...]
    notices: tuple[str, ...]
    facets: Facets
    tools: Tools
    filters: Filters
    columns: tuple[ColumnHead, ...]
    rows: tuple[RowView, ...]
    total: int
    within: int  # facts of the columns shown, whatever the other filters
    address: str
    clear: str
    query: str
    pictures: Pictures
    menu: ColumnMenu
    opened: tuple[str, ...] = ()  # ids of rows shown with their details
    standalone: bool = False  # a file of its own: nothing in it leads to a server
    part: bool = False  # only what changes under other filters, for a page that is there already

    @property
    def many(self) -> bool:
        """Whether the columns don't fit a wide window; three narrow ones take the room of one."""
        narrow = sum(1 for column in self.columns if column.widen)
        return len(self.columns) - narrow + narrow // 3 > FULL_WIDTH

    @property
    def any_changed(self) -> bool:
        """Whether an article is shown that has another text than it had."""
        return any(column.changed for column in self.columns)

    def place(self) -> str:
        """The page's query with the rows that are open, to put something after: "" or ends with "&"."""
        return "".join(f"{part}&" for part in (self.query, _opening(self.opened)) if part)

    def without(self, row: str) -> str:
        """What follows the address once a row is closed: "" or begins with "?"."""
        rest = tuple(other for other in self.opened if other != row)
        query = "&".join(part for part in (self.query, _opening(rest)) if part)
        return f"?{query}" if query else ""

    @property
    def here(self) -> str:
        """Address of what is on screen, with the rows that are open."""
        return event_address(self.event.id, self.filters, self.opened)

    def export(self, kind: str, layout: str = "") -> str:
        """Address of a file with exactly these rows."""
        query = "&".join(part for part in (f"layout={layout}" if layout else "", self.query) if part)
        return f"{self.address}/export.{kind}" + (f"?{query}" if query else "")

    @property
    def tells_details(self) -> bool:
        """Whether open rows tell their details: not in a file that these would make too large to mail."""
        return not self.standalone or len(self.rows) * len(self.columns) <= MAX_CELLS_TOLD

    @property
    def paper(self) -> str:
        """Address of the page for paper with exactly these rows."""
        return f"{self.address}/print" + (f"?{self.query}" if self.query else "")


def _opening(rows: tuple[str, ...]) -> str:
    return urlencode([("open", row) for row in rows])


def comparison_page(
    whole: Comparison,
    filters: Filters,
    problems: tuple[str, ...] = (),
    opened: tuple[str, ...] = (),
    kept: KeptRows | None = None,
) -> ComparisonPage:
    """The page of an event. `whole` is its unfiltered comparison, `problems` what the address got wrong.

    `opened` are ids of rows to show with their details, `kept` the rows of `whole` as they were shown before.
    """
    return _page(whole, whole.filtered(filters), problems, opened, kept)


def _page(
    whole: Comparison,
    shown: Comparison,
    problems: tuple[str, ...] = (),
    opened: tuple[str, ...] = (),
    kept: KeptRows | None = None,
) -> ComparisonPage:
    event, filters = whole.event, shown.filters
    found = facets(whole, filters)
    return ComparisonPage(
        event=event,
        when=stretch_words(event.first, event.last),
        lede=lede(whole),
        views=views(event.id, filters, found),
        orders=orders(event.id, filters),
        chips=chips(event.id, filters),
        notices=problems + strangers(whole, filters) + unknown_columns(whole, filters),
        facets=found,
        tools=tools(event.id, filters, found),
        filters=filters,
        columns=column_heads(shown),
        rows=row_views(shown, opened, kept),
        total=whole.total,
        within=len(whole.arranged(filters).rows),
        address=event_address(event.id),
        clear=event_address(event.id, _unfiltered(filters)),
        query=to_query(filters),
        pictures=pictures(whole, shown),
        menu=column_menu(whole, shown, filters),
        opened=tuple(row.row.id for row in shown.rows if row.row.id in opened),
    )


def _unfiltered(filters: Filters) -> Filters:
    """All rows, in the order and the columns as they are."""
    return Filters(order=filters.order, columns=filters.columns, narrow=filters.narrow, fold=filters.fold)


def standalone_page(shown: Comparison) -> ComparisonPage:
    """The page of a filtered comparison as a file of its own: every row open, so that no words are lost."""
    every = tuple(row.row.id for row in shown.rows)
    page = comparison_page(shown, shown.filters, opened=every)
    return replace(page, standalone=True, notices=())
