"""Pages as responses."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from app.web.templates import Page, filled


def render(template: str, page: Page, status: int = 200) -> HTMLResponse:
    """The template filled with `page`."""
    return HTMLResponse(filled(template, page), status, headers={"Cache-Control": "no-cache"})
