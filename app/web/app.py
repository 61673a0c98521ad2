"""The web application: routes, static files, errors as pages, headers that let nothing out or in."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    XContentTypeOptions,
    XFrameOptions,
)
from secure.middleware import SecureASGIMiddleware
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import Scope

from app.errors import BadInputError, CrossreadError, NotFoundError
from app.resources import folder
from app.store import Database
from app.web import add, articles, comparisons, downloads, events, feeds, opened, outlets, search, speakers
from app.web import help as help_page
from app.web.head import HeadMiddleware
from app.web.language import N_, gettext
from app.web.pages import render
from app.web.same_site import SameSiteMiddleware

STATUS = {NotFoundError: HTTPStatus.NOT_FOUND, BadInputError: HTTPStatus.UNPROCESSABLE_ENTITY}
A_YEAR = 31_536_000
MAX_MESSAGE = 300  # characters of an error's message that a page shows
ERRORS = {  # what happened, and what to do about it
    HTTPStatus.NOT_FOUND: (
        N_("There is no such page"),
        N_(
            "The address may be mistyped or cut short. An event gets another address when articles move"
            " between events: look for yours in the list, or search for its words."
        ),
    ),
    HTTPStatus.FORBIDDEN: (
        N_("This came from another site"),
        N_(
            "A page elsewhere tried to add or change something here, and nothing was done. If it was you,"
            " open Crossread by its own address and do it there."
        ),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        N_("This page can only be read"),
        N_("Nothing was sent or changed. Open the address in a browser to read the page."),
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        N_("That can’t be used"),
        N_("A part of the address is not one that this page knows. Go back and choose again."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        N_("Something went wrong here"),
        N_(
            "The fault is Crossread’s and not yours, and the articles are safe. Try again. If it happens"
            " again, the terminal that Crossread runs in says more."
        ),
    ),
}
COMPRESSION = 4  # of 9: nearly as small as more, in a third of the time


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What templates/error.html shows: what happened, what exactly, and what to do about it."""

    title: str
    message: str
    advice: str


def create_app(database: Database, hosts: tuple[str, ...] = (), every: dt.timedelta | None = None) -> FastAPI:
    """The application over one database.

    `hosts` are the names it answers to: with them given, a page elsewhere can't reach the texts by pointing
    a name of its own at this machine (DNS rebinding). Without, it answers to any. `every` is how often the
    worker beside it asks the feeds, None for not by itself.
    """
    # No generated documentation: its pages would fetch scripts from elsewhere.
    app = FastAPI(title="Crossread", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.database = database
    app.state.every = every
    app.state.ending = (
        asyncio.Event()
    )  # set by the server when it ends, so that pages kept up to date end too
    app.include_router(events.router)
    app.include_router(add.router)
    app.include_router(feeds.router)
    app.include_router(comparisons.router)
    app.include_router(articles.router)
    app.include_router(downloads.router)
    app.include_router(help_page.router)
    app.add_api_route("/health", lambda: PlainTextResponse("ok"), methods=["GET"])
    app.include_router(search.router)
    app.include_router(speakers.router)
    app.include_router(outlets.router)
    app.include_router(opened.router)
    app.mount("/static", _StaticFiles(directory=folder("static")), name="static")
    app.add_exception_handler(CrossreadError, _known_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _unusable)
    app.add_exception_handler(Exception, _unknown_error)
    if hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(SameSiteMiddleware, refused=lambda: _error_page(HTTPStatus.FORBIDDEN, ""))
    app.add_middleware(SecureASGIMiddleware, secure=_headers())
    # Pages hold no secret beside what a reader sends (no session, no token), so compression gives none away.
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=COMPRESSION)
    app.add_middleware(HeadMiddleware)
    return app


def _headers() -> Secure:
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
    return Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation().microphone().camera(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


class _StaticFiles(StaticFiles):
    """Static files under the fingerprinted addresses of `pages.asset`; without one, browsers ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        named = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if named else "no-cache"
        return response


def _known_error(_request: Request, error: Exception) -> Response:
    status = next(
        (code for kind, code in STATUS.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return _error_page(status, _sentence(str(error)))


def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return _error_page(HTTPStatus.INTERNAL_SERVER_ERROR, "")
    response = _error_page(HTTPStatus(error.status_code), "")
    response.headers.update(error.headers or {})  # which methods are allowed, where one was not
    return response


def _unusable(_request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    names = ", ".join(f"“{str(part['loc'][-1])[:40]}”" for part in found if part.get("loc"))
    return _error_page(HTTPStatus.UNPROCESSABLE_ENTITY, names)


def _unknown_error(_request: Request, _error: Exception) -> Response:
    # This one is answered outside the middleware, so it sets its headers itself.
    response = _error_page(HTTPStatus.INTERNAL_SERVER_ERROR, "")
    _headers().set_headers(response)
    return response


def _sentence(message: str) -> str:
    """A message of ours as the page prints it: bounded, with a capital and a full stop."""
    words = message if len(message) <= MAX_MESSAGE else message[:MAX_MESSAGE].rstrip() + "…"
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "…", "?", "!", ":")) else ".")


def _error_page(status: HTTPStatus, message: str) -> HTMLResponse:
    title, advice = ERRORS.get(status, (status.phrase, ""))
    page = ErrorPage(gettext(title), message, gettext(advice) if advice else "")
    return render("error.html", page, status)
