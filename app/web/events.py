"""The list of events, and an event's files to take away."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app import store
from app.domain.comparison import Comparison, EventSummary
from app.domain.event import Verdict
from app.errors import BadInputError, NotFoundError
from app.store import Database
from app.web.dates import stretch_words
from app.web.exports import Layout, file_name, to_csv, to_html, to_json
from app.web.filters import parse
from app.web.links import event_address
from app.web.loaded import comparison_of
from app.web.pages import render

PER_PAGE = 100
NO = ("", "0", "false", "no")

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


@router.get("/events/{event_id}/export.csv")
def export_csv(
    request: Request, event_id: str, layout: str = "wide", raw: str = "", bom: str = "1"
) -> Response:
    if layout not in list(Layout):
        raise BadInputError(f"layout is {' or '.join(Layout)}, not “{layout[:40]}”")
    shown = _filtered(request, event_id)
    text = to_csv(shown, layout, raw=raw not in NO, bom=bom not in NO)
    return _file(text, "text/csv; charset=utf-8", file_name(shown, f"-{layout}.csv"))


@router.get("/events/{event_id}/export.json")
def export_json(request: Request, event_id: str) -> Response:
    shown = _filtered(request, event_id)
    return _file(to_json(shown), "application/json", file_name(shown, ".json"))


@router.get("/events/{event_id}/export.html")
def export_html(request: Request, event_id: str) -> Response:
    shown = _filtered(request, event_id)
    return _file(to_html(shown), "text/html; charset=utf-8", file_name(shown, ".html"))


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


def _filtered(request: Request, event_id: str) -> Comparison:
    """The rows a file is to hold; BadInputError for a filter that can't be used: a file couldn't say so."""
    filters, problems = parse(request.url.query)
    if problems:
        raise BadInputError(" ".join(problems))
    return comparison_of(database(request), event_id).filtered(filters)


def _file(text: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(text.encode(), media_type=media_type, headers=headers)
