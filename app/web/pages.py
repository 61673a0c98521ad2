"""Pages as responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from app.web.templates import Page, filled

MAX_FIELDS = 20
MAX_TYPED = 2_000  # characters of a field of a small form


def render(template: str, page: Page, status: int = 200) -> HTMLResponse:
    """The template filled with `page`."""
    return HTMLResponse(filled(template, page), status, headers={"Cache-Control": "no-cache"})


def has_empty_fields(request: Request) -> bool:
    """A form without JavaScript sends its empty fields too; the address that can be passed on has none."""
    return "=&" in f"{request.url.query}&"


def push(request: Request, response: HTMLResponse, address: str) -> None:
    """Tell htmx the page's address for the history, unless the reader is there already."""
    here = request.headers.get("hx-current-url", "").partition("#")[0].endswith(address)
    response.headers["HX-Push-Url"] = "false" if here else address


async def _sent(request: Request) -> Mapping[str, str]:
    form = await request.form(max_files=0, max_fields=MAX_FIELDS)
    return {name: value[:MAX_TYPED] for name, value in form.items() if isinstance(value, str)}


Sent = Annotated[Mapping[str, str], Depends(_sent)]  # the words of a small form, by field, each bounded
