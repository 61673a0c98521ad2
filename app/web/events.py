"""The list of events, and an event's files to take away."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app import store
from app.domain.comparison import EventSummary
from app.domain.event import Verdict
from app.errors import NotFoundError
from app.store import Database
from app.web.dates import stretch_words
from app.web.links import event_address
from app.web.pages import render

PER_PAGE = 100

router = APIRouter()


@dataclass(frozen=True, slots=True)
class EventLine:
    event: EventSummary
    href: str
    when: str
    conflicts: int
    wordings: int


@dataclass(frozen=True, slots=True)
class EventsPage:
    """What templates/events/list.html shows: one page of the list, and the pages beside it."""

    lines: tuple[EventLine, ...]
    total: int
    first: int
    newer: str | None
    older: str | None


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/events")


@router.get("/events")
def events(request: Request) -> HTMLResponse:
    with database(request).session() as session:
        found = store.load_events(session)
    return render("events/list.html", events_page(found, request.query_params.get("page", "1")))


def events_page(found: tuple[EventSummary, ...], page: str) -> EventsPage:
    """One page of the list of all events; NotFoundError for a page there is not."""
    pages = max(1, -(-len(found) // PER_PAGE))
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 0
    if not 1 <= number <= pages:
        raise NotFoundError(f"the list of events has {pages} pages")
    start = (number - 1) * PER_PAGE
    return EventsPage(
        lines=tuple(_line(event) for event in found[start : start + PER_PAGE]),
        total=len(found),
        first=start + 1,
        newer=f"/events?page={number - 1}" if number > 1 else None,
        older=f"/events?page={number + 1}" if number < pages else None,
    )


def database(request: Request) -> Database:
    """The database the application was made with."""
    found: Database = request.app.state.database
    return found


def _line(event: EventSummary) -> EventLine:
    return EventLine(
        event,
        event_address(event.id),
        stretch_words(event.first, event.last),
        event.verdicts.get(Verdict.CONFLICT, 0),
        event.verdicts.get(Verdict.WORDING, 0),
    )
