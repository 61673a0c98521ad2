"""The comparison page: one event's table in the page's words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.comparison import Comparison, EventSummary, Filters, labels
from app.web.comparison.choices import chips, dates_known, orders, views
from app.web.comparison.columns import FULL_WIDTH, ColumnHead, column_head
from app.web.comparison.lede import Lede, lede
from app.web.comparison.rows import RowView, row_views
from app.web.dates import stretch_words
from app.web.facets import Facets, facets, strangers
from app.web.filters import to_query
from app.web.links import Link, event_address

__all__ = ["ComparisonPage", "comparison_page", "standalone_page"]


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
    dates: str
    filters: Filters
    columns: tuple[ColumnHead, ...]
    rows: tuple[RowView, ...]
    total: int
    address: str
    clear: str
    query: str
    standalone: bool = False  # a file of its own: nothing in it leads to a server

    @property
    def many(self) -> bool:
        return len(self.columns) > FULL_WIDTH

    def export(self, kind: str, layout: str = "") -> str:
        """Address of a file with exactly these rows."""
        query = "&".join(part for part in (f"layout={layout}" if layout else "", self.query) if part)
        return f"{self.address}/export.{kind}" + (f"?{query}" if query else "")

    @property
    def paper(self) -> str:
        """Address of the page for paper with exactly these rows."""
        return f"{self.address}/print" + (f"?{self.query}" if self.query else "")


def comparison_page(whole: Comparison, filters: Filters, problems: tuple[str, ...] = ()) -> ComparisonPage:
    """The page of an event. `whole` is its unfiltered comparison, `problems` what the address got wrong."""
    shown = whole.filtered(filters)
    event = whole.event
    names = labels(whole.columns)
    found = facets(whole, filters)
    return ComparisonPage(
        event=event,
        when=stretch_words(event.first, event.last),
        lede=lede(whole),
        views=views(whole, filters),
        orders=orders(event.id, filters),
        chips=chips(event.id, filters),
        notices=problems + strangers(whole, filters),
        facets=found,
        dates=dates_known(found.days, filters.date_field),
        filters=filters,
        columns=tuple(
            column_head(name, column, whole.copies.credited_by(column.key))
            for name, column in zip(names, whole.columns, strict=True)
        ),
        rows=row_views(shown, names),
        total=whole.total,
        address=event_address(event.id),
        clear=event_address(event.id, Filters(order=filters.order)),
        query=to_query(filters),
    )


def standalone_page(shown: Comparison) -> ComparisonPage:
    """The page of a filtered comparison as a file of its own."""
    page = comparison_page(shown, shown.filters)
    return replace(page, standalone=True, notices=())
