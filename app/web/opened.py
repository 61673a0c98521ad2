"""Opened rows: which ones an address opens, and one of them by itself, for a table that is there already."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.errors import NotFoundError
from app.store import Database
from app.web.comparison.details import details
from app.web.filters import MAX_QUERY, MAX_VALUE, parse
from app.web.links import event_address
from app.web.loaded import comparison_of
from app.web.pages import render

MAX_OPEN = 20  # rows that an address opens

router = APIRouter()


def opened_rows(query: str) -> tuple[str, ...]:
    """The ids of the rows that a query string opens, without repeats; what is too much is ignored."""
    asked = (value for name, value in parse_qsl(query[:MAX_QUERY]) if name == "open")
    return tuple(dict.fromkeys(value for value in asked if len(value) <= MAX_VALUE))[:MAX_OPEN]


@router.get("/events/{event_id}/rows/{row_id}")
def opened_row(request: Request, event_id: str, row_id: str) -> Response:
    """What stands under a row when it is open. NotFoundError if there is no such event or row."""
    filters, _ = parse(request.url.query)
    database: Database = request.app.state.database
    whole = comparison_of(database, event_id)
    row = next((row for row in whole.rows if row.row.id == row_id), None)
    if row is None:
        raise NotFoundError("this event has no such row: it may have been lined up anew since")
    if "hx-request" not in request.headers:
        return RedirectResponse(f"{event_address(event_id, filters, (row_id,))}#r-{row_id}", 303)
    # Filters choose the columns; a row that they drop is shown in all. The other rows are not asked for.
    shown = next(iter(replace(whole, rows=(row,)).filtered(filters).rows), row)
    articles = {article.key: article for article in whole.articles}
    return render("events/opened.html", details(shown, articles, event_id))
