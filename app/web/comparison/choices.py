"""What a reader can choose above the table: views, orders, and the filters in force."""

from __future__ import annotations

from dataclasses import replace

from app.domain.claim import ClaimKind
from app.domain.comparison import (
    Comparison,
    DateField,
    Filters,
    Order,
)
from app.domain.event import Verdict
from app.web.dates import stretch_words
from app.web.facets import Days
from app.web.links import Link, event_address
from app.web.marks import (
    KINDS,
    VERDICTS,
    counted,
    speaker_label,
)

ORDERS = {
    Order.DISAGREEMENT: "Disagreements first",
    Order.WIDEST: "Most reported first",
    Order.STORY: "As told",
    Order.DATE: "By date",
}


def views(whole: Comparison, filters: Filters) -> tuple[Link, ...]:
    """The tabs: each sets verdict and kind, and leaves the other filters as they are."""
    others = replace(filters, verdicts=(), kinds=())
    views = (
        ("all", "All rows", others),
        ("conflict", "Disagreements", replace(others, verdicts=(Verdict.CONFLICT, Verdict.WORDING))),
        ("single", "Only one outlet", replace(others, verdicts=(Verdict.SINGLE,))),
        ("quote", "Direct quotes", replace(others, kinds=(ClaimKind.QUOTE,))),
        ("figure", "Figures", replace(others, kinds=(ClaimKind.FIGURE,))),
    )
    return tuple(
        Link(
            words,
            event_address(whole.event.id, wanted),
            name,
            len(whole.filtered(wanted).rows),
            (wanted.verdicts, wanted.kinds) == (filters.verdicts, filters.kinds),
        )
        for name, words, wanted in views
    )


def orders(event_id: str, filters: Filters) -> tuple[Link, ...]:
    return tuple(
        Link(
            ORDERS[order],
            event_address(event_id, replace(filters, order=order)),
            current=order is filters.order,
        )
        for order in Order
    )


def chips(event_id: str, filters: Filters) -> tuple[Link, ...]:
    """A filter each, with the address of the page without it."""
    chips = [(f"Words: {filters.text}", replace(filters, text=""))] if filters.text else []
    for verdict in filters.verdicts:
        rest = tuple(other for other in filters.verdicts if other is not verdict)
        chips.append((VERDICTS[verdict].word, replace(filters, verdicts=rest)))
    for speaker in filters.speakers:
        others = tuple(other for other in filters.speakers if other != speaker)
        chips.append((f"Speaker: {speaker_label(speaker)}", replace(filters, speakers=others)))
    for kind in filters.kinds:
        kinds = tuple(other for other in filters.kinds if other is not kind)
        chips.append((KINDS[kind].word, replace(filters, kinds=kinds)))
    for outlet in filters.outlets:
        others = tuple(other for other in filters.outlets if other != outlet)
        chips.append((f"In {outlet}", replace(filters, outlets=others)))
    if filters.left_out_by:
        chips.append((f"Left out by {filters.left_out_by}", replace(filters, left_out_by="")))
    if filters.since or filters.until:
        chips.append((_dates_chip(filters), replace(filters, since=None, until=None)))
    return tuple(Link(words, event_address(event_id, rest)) for words, rest in chips)


def _dates_chip(filters: Filters) -> str:
    words = "Said" if filters.date_field is DateField.SAID else "Published"
    for joint, day in (("from", filters.since), ("to", filters.until)):
        words += f" {joint} {stretch_words(day, day)}" if day else ""
    return words


def dates_known(days: Days, field: DateField) -> str:
    """What a filter by date has to work on."""
    what = "said" if field is DateField.SAID else "published"
    if days.first is None:
        return f"No fact is known to have been {what} on a given day."
    known = f"Days known: {stretch_words(days.first, days.last)}."
    undated = counted(days.undated, "fact")
    return f"{known} A date filter drops {undated} without one." if days.undated else known
