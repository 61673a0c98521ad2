"""Nothing is changed because another site's page says so."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


class SameSiteMiddleware:
    """Refuses requests that change something and come from a page elsewhere.

    A browser says with each form where the page with the form is from: by Sec-Fetch-Site where the
    connection is secure or stays on the machine, else by Origin. So neither a cookie nor a token is needed.
    What says neither is no browser's form (curl, a script) and is let through: it can be told what it likes.
    """

    def __init__(self, app: ASGIApp, refused: Callable[[], Response]) -> None:
        self.app = app
        self.refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        unsafe = scope["type"] == "http" and scope["method"] not in SAFE
        if unsafe and comes_from_elsewhere(Headers(scope=scope)):
            await self.refused()(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def comes_from_elsewhere(headers: Headers) -> bool:
    """Whether the browser says that the request was made by a page of another site."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold()
    except ValueError:
        return True
