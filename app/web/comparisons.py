"""An event's comparison as a page, and the parts of it that change under other filters."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.comparison import Filters
from app.web.comparison import comparison_page
from app.web.comparison.columns import moved
from app.web.events import database
from app.web.filters import parse
from app.web.links import event_address
from app.web.loaded import loaded
from app.web.opened import opened_rows
from app.web.pages import has_empty_fields, push, render

router = APIRouter()


@router.get("/events/{event_id}")
def comparison(request: Request, event_id: str) -> Response:
    """The page; for htmx only what it puts into the page that is there."""
    filters, problems = parse(request.url.query)
    scripted = "hx-request" in request.headers
    known = loaded(database(request), event_id)
    wanted = _columns_wanted(request, filters, known.comparison.names)
    opened = opened_rows(request.url.query)
    address = event_address(event_id, wanted, opened)
    if (wanted != filters or has_empty_fields(request)) and not problems and not scripted:
        return RedirectResponse(address, 303)
    page = comparison_page(known.comparison, wanted, problems, opened, known.rows)
    response = render("events/comparison.html", replace(page, part=_is_part(request)))
    response.headers["Vary"] = "HX-Request"
    if scripted:
        push(request, response, address)
    return response


def _is_part(request: Request) -> bool:
    """Whether htmx asks, and for the results: when it restores a page from history it wants all of it."""
    return (
        request.headers.get("hx-target") == "results" and "hx-history-restore-request" not in request.headers
    )


def _columns_wanted(request: Request, filters: Filters, names: tuple[str, ...]) -> Filters:
    """The filters with the columns moved as a button of the menu asks, all columns in their order as none."""
    columns = filters.columns
    for field, by in (("up", -1), ("down", 1)):
        if label := request.query_params.get(field, ""):
            columns = moved(names, replace(filters, columns=columns), label, by)
    if any(field in request.query_params for field in ("up", "down")) and columns == filters.columns:
        columns = columns or names
    return replace(filters, columns=() if columns == names else columns)
