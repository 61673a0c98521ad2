"""The web application: routes, static files, errors as pages, headers that let nothing out or in."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
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
from app.web import articles, comparisons, downloads, events, opened
from app.web import help as help_page
from app.web.pages import render

STATUS = {NotFoundError: HTTPStatus.NOT_FOUND, BadInputError: HTTPStatus.UNPROCESSABLE_ENTITY}
A_YEAR = 31_536_000
COMPRESSION = 4  # of 9: nearly as small as more, in a third of the time


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What templates/error.html shows."""

    title: str
    message: str


def create_app(database: Database, hosts: tuple[str, ...] = ()) -> FastAPI:
    """The application over one database.

    `hosts` are the names it answers to: with them given, a page elsewhere can't reach the texts by pointing
    a name of its own at this machine (DNS rebinding). Without, it answers to any.
    """
    # No generated documentation: its pages would fetch scripts from elsewhere.
    app = FastAPI(title="Crossread", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.database = database
    app.include_router(events.router)
    app.include_router(comparisons.router)
    app.include_router(articles.router)
    app.include_router(downloads.router)
    app.include_router(help_page.router)
    app.include_router(opened.router)
    app.add_api_route("/health", lambda: PlainTextResponse("ok"), methods=["GET", "HEAD"])
    app.mount("/static", _StaticFiles(directory=folder("static")), name="static")
    app.add_exception_handler(CrossreadError, _known_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unknown_error)
    if hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(SecureASGIMiddleware, secure=_headers())
    # Pages hold no secret beside what a reader sends (no session, no token), so compression gives none away.
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=COMPRESSION)
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
        referrer=ReferrerPolicy().no_referrer(),
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
    return _error_page(status, str(error))


def _http_error(_request: Request, error: Exception) -> Response:
    status = (
        HTTPStatus(error.status_code)
        if isinstance(error, HTTPException)
        else HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return _error_page(status, "")


def _unknown_error(_request: Request, _error: Exception) -> Response:
    # This one is answered outside the middleware, so it sets its headers itself.
    response = _error_page(HTTPStatus.INTERNAL_SERVER_ERROR, "")
    _headers().set_headers(response)
    return response


def _error_page(status: HTTPStatus, message: str) -> HTMLResponse:
    titles = {
        HTTPStatus.NOT_FOUND: "There is no such page",
        HTTPStatus.UNPROCESSABLE_ENTITY: "That can’t be used",
        HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here",
    }
    return render("error.html", ErrorPage(titles.get(status, status.phrase), message), status)
