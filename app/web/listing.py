"""The list of events as a page: what its address asks for, what it shows, where its links lead."""

from __future__ import annotations

import binascii
import datetime as dt
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from app.domain.dates import PartialDate
from app.domain.listing import Cursor, EventOrder, EventQuery, EventsFound, ListedEvent, Name, Names
from app.web.dates import Stretch, date_words, stretch
from app.web.filters import MAX_QUERY, MAX_TEXT, MAX_VALUE
from app.web.language import N_, gettext, ngettext
from app.web.links import Link, event_address

PER_PAGE = 50
ADDRESS = "/events"
FIELDS = ("q", "from", "to", "outlet", "speaker", "order", "after")
ORDERS = {
    EventOrder.LATEST: N_("latest first"),
    EventOrder.CONFLICTS: N_("most conflicts"),
    EventOrder.OUTLETS: N_("most outlets"),
}
_MAX_CURSOR = 300  # characters
_MAX_TITLE = 240  # characters of a title that are shown
_MAX_NAME = 60  # of an outlet's or speaker's name
_EMPTY = EventQuery()
NO_NAMES = Names()

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the list, and a sentence for each part of it that could not be used."""

    query: EventQuery
    after: Cursor | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as a line of the list; `unnamed` outlets have it too."""

    event: ListedEvent
    href: str
    title: str
    when: Stretch
    outlets: tuple[str, ...]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that was asked for and that no event has, and others that hold it."""

    words: str
    similar: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EventsPage:
    """What templates/events/list.html shows: one page of the list, and the pages beside it."""

    query: EventQuery
    lines: tuple[EventLine, ...]
    total: int
    counted: str
    shown: str
    orders: tuple[Link, ...]
    chips: tuple[Link, ...]
    notices: tuple[str, ...]
    outlets: tuple[Name, ...]
    speakers: tuple[Name, ...]
    unknown: tuple[Unknown, ...]
    clear: str
    first: str
    newer: str | None
    older: str | None


def asked(query: str) -> Asked:
    """What a query string asks for. What can't be used is left out and said; nothing raises."""
    problems: list[str] = []
    values = _values(query, problems)

    def read(name: str, reading: Callable[[str], _Value], otherwise: _Value) -> _Value:
        try:
            return reading(values[name]) if name in values else otherwise
        except ValueError:
            value = _short(values[name], 40)
            problems.append(
                gettext("“%(value)s” is no value for “%(name)s” and is ignored.", value=value, name=name)
            )
            return otherwise

    found = EventQuery(
        words=values.get("q", "")[:MAX_TEXT].rstrip(),
        since=read("from", dt.date.fromisoformat, None),
        until=read("to", dt.date.fromisoformat, None),
        outlet=values.get("outlet", ""),
        speaker=values.get("speaker", ""),
        order=read("order", EventOrder, EventOrder.LATEST),
    )
    if found.since and found.until and found.since > found.until:
        problems.append(gettext("“From” is later than “to”: no event can lie between them."))
    return Asked(found, _after(values.get("after", ""), found.order, problems), tuple(problems))


def events_address(query: EventQuery = _EMPTY, after: Cursor | None = None) -> str:
    """The address of the list under this query; what stands at its default is left out."""
    values = {
        "q": query.words,
        "from": query.since.isoformat() if query.since else "",
        "to": query.until.isoformat() if query.until else "",
        "outlet": query.outlet,
        "speaker": query.speaker,
        "order": query.order.value if query.order is not EventOrder.LATEST else "",
        "after": _written(after, query.order) if after else "",
    }
    given = urlencode({name: value for name, value in values.items() if value})
    return ADDRESS + (f"?{given}" if given else "")


def events_page(
    wanted: Asked, found: EventsFound, outlets: Names = NO_NAMES, speakers: Names = NO_NAMES
) -> EventsPage:
    """The page of what was found."""
    query = wanted.query
    return EventsPage(
        query=query,
        lines=tuple(_line(event) for event in found.events),
        total=found.total,
        counted=_counted(found),
        shown=_shown(wanted, found),
        orders=tuple(
            Link(gettext(words), events_address(replace(query, order=order)), order.value)
            for order, words in ORDERS.items()
        ),
        chips=tuple(_chips(query)),
        notices=wanted.problems,
        outlets=outlets.frequent,
        speakers=speakers.frequent,
        unknown=tuple(_unknown(query, outlets, speakers)),
        clear=events_address(EventQuery(order=query.order)),
        first=events_address(query),
        newer=events_address(query, found.newer) if found.newer else None,
        older=events_address(query, found.older) if found.older else None,
    )


def _unknown(query: EventQuery, outlets: Names, speakers: Names) -> Iterator[Unknown]:
    if outlets.unknown:
        words = gettext("No outlet here is called “%(name)s”.", name=_short(outlets.unknown, _MAX_NAME))
        yield Unknown(words, tuple(_similar(replace(query, outlet=name), name) for name in outlets.similar))
    if speakers.unknown:
        words = gettext("No speaker here is called “%(name)s”.", name=_short(speakers.unknown, _MAX_NAME))
        yield Unknown(words, tuple(_similar(replace(query, speaker=name), name) for name in speakers.similar))


def _similar(query: EventQuery, name: str) -> Link:
    return Link(_short(name, _MAX_NAME), events_address(query))


def _values(query: str, problems: list[str]) -> dict[str, str]:
    """The first value of each field, white space as one blank; empty ones count as absent."""
    if len(query) > MAX_QUERY:
        problems.append(
            gettext(
                "The address is too long: what follows its first %(most)s characters is ignored.",
                most=f"{MAX_QUERY:,}",
            )
        )
        query = query[:MAX_QUERY].rpartition("&")[0]
    found: dict[str, str] = {}
    for name, value in parse_qsl(query):
        plain = " ".join(value.split())
        if name == "page":
            problems.append(gettext("Pages of the list have no numbers any more: this is the first."))
        elif name not in FIELDS:
            problems.append(gettext("“%(name)s” is no filter and is ignored.", name=_short(name, 40)))
        elif name in found:
            problems.append(gettext("Only the first “%(name)s” counts; the others are ignored.", name=name))
        elif len(plain) > MAX_VALUE and name != "q":
            problems.append(gettext("The value for “%(name)s” is too long and is ignored.", name=name))
        elif plain:
            found[name] = plain
    return found


def _after(value: str, order: EventOrder, problems: list[str]) -> Cursor | None:
    """The place a cursor names, None if it is none of this order."""
    if not value:
        return None
    try:
        cursor = _read(value, order)
    except ValueError:
        problems.append(
            gettext("This address leads to no place in the list: it begins at its beginning instead.")
        )
        return None
    return cursor


def _written(cursor: Cursor, order: EventOrder) -> str:
    place = [order.value, cursor.number, cursor.latest, cursor.id, cursor.newer]
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(value: str, order: EventOrder) -> Cursor:
    """The cursor that `_written` wrote for this order; ValueError for anything else."""
    if len(value) > _MAX_CURSOR or not value.isascii():
        raise ValueError("not a cursor")
    try:
        place = json.loads(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except (binascii.Error, RecursionError) as error:
        raise ValueError("not a cursor") from error
    match place:
        case [order.value, int(number), str(latest), str(id_), bool(newer)] if 0 <= number < 2**31:
            f"{latest}{id_}".encode()  # fails for halves of characters, which JSON can write
            return Cursor(number, latest, id_, newer)
    raise ValueError("not a cursor")


def _line(event: ListedEvent) -> EventLine:
    return EventLine(
        event=event,
        href=event_address(event.id),
        title=_short(event.title, _MAX_TITLE) or gettext("Without a title"),
        when=stretch(event.first, event.last),
        outlets=tuple(_short(name, _MAX_NAME) for name in event.outlets),
        unnamed=max(0, event.outlet_count - len(event.outlets)),
    )


def _day_words(day: dt.date) -> str:
    return date_words(PartialDate(day.year, day.month, day.day))


def _counted(found: EventsFound) -> str:
    if found.more:
        return gettext("More than %(most)s events", most=f"{found.total:,}")
    return ngettext("%(num)s event", "%(num)s events", found.total)


def _shown(wanted: Asked, found: EventsFound) -> str:
    """Which of them are shown: none of the words where there is nothing to choose from."""
    shown = len(found.events)
    if shown == found.total and not found.more:
        return gettext(ORDERS[wanted.query.order]) if shown > 1 else ""
    if found.newer:
        return ngettext("%(num)s of them shown", "%(num)s of them shown", shown)
    by_order = {
        EventOrder.LATEST: ngettext("the latest shown", "the latest %(num)s shown", shown),
        EventOrder.CONFLICTS: ngettext(
            "the one with most conflicts shown", "the %(num)s with most conflicts shown", shown
        ),
        EventOrder.OUTLETS: ngettext(
            "the one in most outlets shown", "the %(num)s in most outlets shown", shown
        ),
    }
    return by_order[wanted.query.order]


def _chips(query: EventQuery) -> Iterator[Link]:
    """The filters in force, each leading to the list without it."""
    if query.words:
        sought = gettext("words: %(sought)s", sought=_short(query.words, _MAX_NAME))
        yield Link(sought, events_address(replace(query, words="")))
    if query.since or query.until:
        yield Link(_between(query), events_address(replace(query, since=None, until=None)))
    if query.outlet:
        outlet = gettext("outlet: %(name)s", name=_short(query.outlet, _MAX_NAME))
        yield Link(outlet, events_address(replace(query, outlet="")))
    if query.speaker:
        speaker = gettext("speaker: %(name)s", name=_short(query.speaker, _MAX_NAME))
        yield Link(speaker, events_address(replace(query, speaker="")))


def _between(query: EventQuery) -> str:
    since = _day_words(query.since) if query.since else ""
    until = _day_words(query.until) if query.until else ""
    if since and until:
        return gettext("from %(since)s to %(until)s", since=since, until=until)
    return gettext("from %(since)s", since=since) if since else gettext("to %(until)s", until=until)


def _short(words: str, most: int) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[:most].rstrip() + "…"
