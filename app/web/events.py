"""The list of events."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app import store
from app.store import Database, Session
from app.web.listing import PER_PAGE, asked, events_address, events_page
from app.web.pages import has_empty_fields, push, render

router = APIRouter()


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/events")


@router.get("/events")
def events(request: Request) -> Response:
    wanted = asked(request.url.query)
    address = events_address(wanted.query, wanted.after)
    if has_empty_fields(request) and not wanted.problems and "hx-request" not in request.headers:
        return RedirectResponse(address, 303)
    query = wanted.query
    with database(request).session() as session:
        if (outlet := called(session, query.outlet)) != query.outlet:
            return RedirectResponse(events_address(replace(query, outlet=outlet), wanted.after), 303)
        found = store.list_events(session, query, wanted.after, PER_PAGE)
        outlets = store.names_to_choose(session, store.OUTLET, query.outlet)
        speakers = store.names_to_choose(session, store.SPEAKER, query.speaker)
    response = render("events/list.html", events_page(wanted, found, outlets, speakers))
    if "hx-request" in request.headers:
        push(request, response, address)
    return response


def called(session: Session, outlet: str) -> str:
    """The name that an outlet asked for goes by now: an address may have one that it had before."""
    return store.load_outlets(session).called(outlet) if outlet else ""


def database(request: Request) -> Database:
    """The database the application was made with."""
    found: Database = request.app.state.database
    return found
