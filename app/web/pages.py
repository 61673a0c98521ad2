"""Pages as responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from app.errors import BadInputError
from app.web.language import gettext
from app.web.templates import Page, filled

MAX_FORM = 200_000  # bytes of a form without files
MAX_FIELDS = 2_000
MAX_TYPED = 5_000  # characters of a field


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


async def _fields(request: Request) -> Mapping[str, str]:
    """BadInputError if it is none of our forms. It is held in memory, so its length must be told first."""
    if "transfer-encoding" in request.headers or int(request.headers.get("content-length") or 0) > MAX_FORM:
        raise BadInputError(gettext("this form is too long"))
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise BadInputError(gettext("this form can only be sent by its page"))
    form = await request.form(max_fields=MAX_FIELDS)
    return {name: value[:MAX_TYPED] for name, value in form.items() if isinstance(value, str)}


Fields = Annotated[Mapping[str, str], Depends(_fields)]  # what was typed into a form without files, by field
