"""The list of events, an event's comparison, and its files to take away."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app import store
from app.domain.comparison import Comparison, Filters
from app.errors import BadInputError
from app.store import Database
from app.web.comparison import comparison_page
from app.web.exports import Layout, file_name, to_csv, to_html, to_json
from app.web.filters import parse
from app.web.links import event_address
from app.web.listing import PER_PAGE, asked, events_address, events_page
from app.web.pages import render

NO = ("", "0", "false", "no")

router = APIRouter()


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/events")


@router.get("/events")
def events(request: Request) -> Response:
    wanted = asked(request.url.query)
    address = events_address(wanted.query, wanted.after)
    # A form without JavaScript sends its empty fields too; the address that can be passed on has none.
    if "=&" in f"{request.url.query}&" and not wanted.problems and "hx-request" not in request.headers:
        return RedirectResponse(address, 303)
    query = wanted.query
    with database(request).session() as session:
        found = store.list_events(session, query, wanted.after, PER_PAGE)
        outlets = store.names_to_choose(session, store.OUTLET, query.outlet)
        speakers = store.names_to_choose(session, store.SPEAKER, query.speaker)
    response = render("events/list.html", events_page(wanted, found, outlets, speakers))
    if "hx-request" in request.headers:
        here = request.headers.get("hx-current-url", "").partition("#")[0].endswith(address)
        response.headers["HX-Push-Url"] = "false" if here else address
    return response


@router.get("/events/{event_id}")
def comparison(request: Request, event_id: str) -> Response:
    filters, problems = parse(request.url.query)
    address = event_address(event_id, filters)
    # A form without JavaScript sends its empty fields too; the address that can be passed on has none.
    if "=&" in f"{request.url.query}&" and not problems and "hx-request" not in request.headers:
        return RedirectResponse(address, 303)
    with database(request).session() as session:
        whole = store.load_comparison(session, event_id, Filters())
    response = render("events/comparison.html", comparison_page(whole, filters, problems))
    if "hx-request" in request.headers:
        here = request.headers.get("hx-current-url", "").partition("#")[0].endswith(address)
        response.headers["HX-Push-Url"] = "false" if here else address
    return response


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


def database(request: Request) -> Database:
    """The database the application was made with."""
    found: Database = request.app.state.database
    return found


def _filtered(request: Request, event_id: str) -> Comparison:
    """The rows a file is to hold; BadInputError for a filter that can't be used: a file couldn't say so."""
    filters, problems = parse(request.url.query)
    if problems:
        raise BadInputError(" ".join(problems))
    with database(request).session() as session:
        return store.load_comparison(session, event_id, filters)


def _file(text: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(text.encode(), media_type=media_type, headers=headers)
