"""The comparison to take away, from where the reader is: files, and a page for paper."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.comparison import Comparison
from app.errors import BadInputError
from app.web.exports import Layout, file_name, to_csv, to_html, to_json, to_paper
from app.web.filters import parse
from app.web.language import gettext
from app.web.loaded import comparison_of
from app.web.provenance import Provenance, base_address

NO = ("", "0", "false", "no")

router = APIRouter(prefix="/events/{event_id}")


def provenance(request: Request) -> Provenance:
    """Made now, by the server at the address the browser knows it by."""
    base = base_address(request.url.scheme, request.headers.get("host", ""))
    return Provenance(dt.datetime.now(dt.UTC), base)


def filtered(request: Request, event_id: str) -> Comparison:
    """The rows a file is to hold; BadInputError for a filter that can't be used: a file couldn't say so."""
    filters, problems = parse(request.url.query)
    if problems:
        raise BadInputError(" ".join(problems))
    return comparison_of(request.app.state.database, event_id).filtered(filters)


Shown = Annotated[Comparison, Depends(filtered)]
Origin = Annotated[Provenance, Depends(provenance)]


@router.get("/export.csv")
def export_csv(
    shown: Shown, origin: Origin, layout: str = Layout.WIDE, raw: str = "", bom: str = "1"
) -> Response:
    if layout not in list(Layout):
        choices = gettext(" or ").join(Layout)
        raise BadInputError(
            gettext("layout is %(choices)s, not “%(given)s”", choices=choices, given=layout[:40])
        )
    text = to_csv(shown, layout, origin, raw=raw not in NO, bom=bom not in NO)
    return _file(text, "text/csv; charset=utf-8", file_name(shown, f"-{layout}.csv"))


@router.get("/export.json")
def export_json(shown: Shown, origin: Origin) -> Response:
    return _file(to_json(shown, origin), "application/json", file_name(shown, ".json"))


@router.get("/export.html")
def export_html(shown: Shown, origin: Origin) -> Response:
    return _file(to_html(shown, origin), "text/html; charset=utf-8", file_name(shown, ".html"))


@router.get("/print")
def for_paper(shown: Shown, origin: Origin) -> HTMLResponse:
    return HTMLResponse(to_paper(shown, origin), headers={"Cache-Control": "no-cache"})


def _file(text: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(text.encode(), media_type=media_type, headers=headers)
