"""What a reader can choose above and beside the table: views, orders, and the filters in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.domain.comparison import DateField, Filters, Order
from app.web.dates import stretch_words
from app.web.facets import CHANGED, VIEWS, Choice, Facets
from app.web.filters import to_query
from app.web.language import N_, gettext
from app.web.links import Link, event_address
from app.web.marks import KINDS, VERDICTS, speaker_label

ORDERS = {
    Order.DISAGREEMENT: N_("Disagreements first"),
    Order.WIDEST: N_("Most reported first"),
    Order.STORY: N_("As told"),
    Order.DATE: N_("By date"),
}
VIEW_NAMES = {
    "all": N_("All rows"),
    "conflict": N_("Disagreements"),
    "single": N_("Only one outlet"),
    "quote": N_("Direct quotes"),
    "figure": N_("Figures"),
    "changed": N_("Changed since first read"),
}
CONFIDENCE_WORDS = {
    "": N_("any"),
    "0.5": N_("0.5 or more: likely"),
    "0.7": N_("0.7 or more: very likely"),
    "0.9": N_("0.9 or more: nearly sure"),
}
# What the form of the filters sends by controls of its own; the rest of an address it hands on.
FORM = ("q", "speaker", "outlet", "kind", "verdict", "left-out-by", "when", "from", "to", "confidence")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the bar and the form of the filters show beside the facets.

    `in_force` counts the filters, `handed_on` are the parts of the address that the form has no control for.
    """

    left_out_by: tuple[Link, ...]
    confidences: tuple[tuple[str, Choice], ...]
    in_force: int
    handed_on: tuple[tuple[str, str], ...]


def tools(event_id: str, filters: Filters, found: Facets) -> Tools:
    return Tools(
        left_out_by=tuple(_left_out_by(event_id, filters, choice) for choice in found.left_out_by),
        confidences=tuple((_confidence_words(choice.value), choice) for choice in found.confidences),
        in_force=len(chips(event_id, filters)),
        handed_on=tuple(pair for pair in parse_qsl(to_query(filters)) if pair[0] not in FORM),
    )


def _left_out_by(event_id: str, filters: Filters, choice: Choice) -> Link:
    """The rows an outlet leaves out; where these are shown, the way back."""
    wanted = replace(filters, left_out_by="" if choice.chosen else choice.value)
    return Link(choice.value, event_address(event_id, wanted), number=choice.count, current=choice.chosen)


def _confidence_words(value: str) -> str:
    known = CONFIDENCE_WORDS.get(value)
    return gettext(known) if known else gettext("%(least)s or more", least=value)


def views(event_id: str, filters: Filters, found: Facets) -> tuple[Link, ...]:
    """The tabs: each sets verdict, kind and change, and leaves the other filters as they are."""
    return tuple(
        Link(
            gettext(VIEW_NAMES[view.value]),
            event_address(event_id, _viewed(filters, view.value)),
            view.value,
            view.count,
            view.chosen,
        )
        for view in found.views
    )


def _viewed(filters: Filters, name: str) -> Filters:
    verdicts, kinds = VIEWS.get(name, ((), ()))
    return replace(filters, verdicts=verdicts, kinds=kinds, changed=name == CHANGED)


def orders(event_id: str, filters: Filters) -> tuple[Link, ...]:
    return tuple(
        Link(
            gettext(ORDERS[order]),
            event_address(event_id, replace(filters, order=order)),
            current=order is filters.order,
        )
        for order in Order
    )


def chips(event_id: str, filters: Filters) -> tuple[Link, ...]:
    """A filter each, with the address of the page without it."""
    chips = (
        [(gettext("Words: %(text)s", text=filters.text), replace(filters, text=""))] if filters.text else []
    )
    for verdict in filters.verdicts:
        rest = tuple(other for other in filters.verdicts if other is not verdict)
        chips.append((VERDICTS[verdict].word, replace(filters, verdicts=rest)))
    for speaker in filters.speakers:
        others = tuple(other for other in filters.speakers if other != speaker)
        words = gettext("Speaker: %(name)s", name=speaker_label(speaker))
        chips.append((words, replace(filters, speakers=others)))
    for kind in filters.kinds:
        kinds = tuple(other for other in filters.kinds if other is not kind)
        chips.append((KINDS[kind].word, replace(filters, kinds=kinds)))
    for outlet in filters.outlets:
        others = tuple(other for other in filters.outlets if other != outlet)
        chips.append((gettext("In %(outlet)s", outlet=outlet), replace(filters, outlets=others)))
    if filters.left_out_by:
        words = gettext("Left out by %(outlet)s", outlet=filters.left_out_by)
        chips.append((words, replace(filters, left_out_by="")))
    chips += _further_chips(filters)
    return tuple(Link(words, event_address(event_id, rest)) for words, rest in chips)


def _further_chips(filters: Filters) -> Iterator[tuple[str, Filters]]:
    if filters.since or filters.until:
        yield _dates_chip(filters), replace(filters, since=None, until=None)
    if filters.confidence:
        words = gettext("Confidence %(least)s or more", least=f"{filters.confidence:g}")
        yield words, replace(filters, confidence=0.0)
    if filters.changed:
        yield gettext("Changed since first read"), replace(filters, changed=False)


def _dates_chip(filters: Filters) -> str:
    said = filters.date_field is DateField.SAID
    since, until = (day and stretch_words(day, day) for day in (filters.since, filters.until))
    if since and until and since == until:
        words = gettext("Said on %(day)s") if said else gettext("Published on %(day)s")
        return words % {"day": since}
    if since and until:
        words = (
            gettext("Said from %(first)s to %(last)s")
            if said
            else gettext("Published from %(first)s to %(last)s")
        )
        return words % {"first": since, "last": until}
    if since:
        return (gettext("Said from %(day)s") if said else gettext("Published from %(day)s")) % {"day": since}
    return (gettext("Said to %(day)s") if said else gettext("Published to %(day)s")) % {"day": until}
