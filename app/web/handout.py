"""The comparison away from the server: one HTML file to mail or to keep, and a page for paper."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.comparison import Comparison
from app.web.comparison import ComparisonPage, standalone_page
from app.web.language import gettext
from app.web.links import event_address
from app.web.marks import joined
from app.web.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Handout:
    """What templates/events/standalone.html and print.html show.

    `filters` are those in force, in words; `columns` what is done to the columns, "" if nothing is; `live` is
    the page's address, with the server's where it is known.
    """

    table: ComparisonPage
    filters: tuple[str, ...]
    columns: str
    order: str
    live: str
    origin: Provenance

    @property
    def linked(self) -> bool:
        """Whether `live` leads somewhere from outside of the server."""
        return bool(self.origin.base)


def handout(shown: Comparison, origin: Provenance) -> Handout:
    """A filtered comparison to take away, with what it takes to find its page again."""
    table = standalone_page(shown)
    return Handout(
        table=table,
        filters=tuple(chip.words for chip in table.chips),
        columns=_columns(shown, table.menu.note),
        order=next(order.words for order in table.orders if order.current),
        live=origin.address(event_address(shown.event.id, shown.filters)),
        origin=origin,
    )


def _columns(shown: Comparison, note: str) -> str:
    narrow = tuple(name for name in shown.label_of.values() if name in shown.filters.narrow)
    strips = gettext("Without their words: %(outlets)s.", outlets=joined(narrow)) if narrow else ""
    return " ".join(part for part in (note, strips) if part)
