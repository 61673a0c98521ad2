"""The page on which articles are added, and what becomes of them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from app import store
from app.domain.article import web_address
from app.domain.intake import ItemKind, ItemState, ListedItem, Origin, Outcome
from app.errors import BadInputError, NotFoundError
from app.pipeline.read.columns import Preview, preview
from app.store import Database, Session
from app.web.add.columns import answered, check, columns_page, given_of
from app.web.add.listing import GROUPS, Items, ItemView, View, item_view, load_items
from app.web.add.live import Watch, watched
from app.web.add.typed import NOTHING_TYPED, HandedIn, Typed, address, given_in, handed_in
from app.web.add.upload import Sent, received
from app.web.events import database
from app.web.head import HEAD
from app.web.language import gettext
from app.web.links import add_address, item_address
from app.web.pages import Fields, render
from app.web.speakers import page_number

OUTLETS = 300  # names that are offered

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Form:
    """The form with what was typed into it. `resend` is whether files are to be chosen again.

    `problems` are by field; `rest` is the headline of an article whose rest is to be pasted.
    """

    typed: Typed = NOTHING_TYPED
    problems: Mapping[str, str] = field(default_factory=dict)
    resend: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True)
class AddPage:
    """What templates/add/add.html shows: the form, and what was handed in."""

    form: Form
    outlets: tuple[str, ...]
    items: Items
    live: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What templates/add/item.html shows: something handed in, with what was given beside it."""

    item: ItemView
    address: str
    back: str
    link: bool
    url: str
    outlet: str
    date: str
    title: str
    mendable: bool
    failed: bool
    problem: str
    outlets: tuple[str, ...]


@router.get("/add")
def add(request: Request) -> HTMLResponse:
    query = request.query_params
    with database(request).session() as session:
        rest = store.find_item(session, number) if (number := _number(query.get("rest", ""))) else None
        outlets = store.outlets(session)
    return render("add/add.html", _page(database(request), _view(query), _rest(rest), outlets))


@router.post("/add")
async def hand_in(request: Request) -> Response:
    sent = await received(request)
    try:
        return await run_in_threadpool(_hand_in, database(request), sent)
    finally:
        sent.close()


@router.get("/add/items")
def items(request: Request) -> HTMLResponse:
    """The right-hand side alone, for a page that asks again instead of listening."""
    return render("add/items.html", load_items(database(request), _view(request.query_params), _now()))


@router.get("/add/events", response_class=EventSourceResponse)
async def events(request: Request) -> AsyncIterator[ServerSentEvent]:
    query = request.query_params
    watch = Watch(database(request), _view(query), _number(query.get("after", "")) or 0)
    if HEAD in request.scope:
        return
    async for event in watched(watch, ending(request)):
        yield event


@router.post("/add/retry")
def retry(request: Request, values: Fields) -> RedirectResponse:
    """One failed item again, or all of a batch's, or all."""
    view = _view(values)
    one = _number(values.get("item", ""))
    with database(request).writing() as session:
        store.retry_items(session, [one] if one else store.items_to_retry(session, view.batch))
    return RedirectResponse(_told(view.batch), 303)


@router.get("/add/items/{number}")
def item(request: Request, number: str) -> HTMLResponse:
    with database(request).session() as session:
        found = _found(session, number)
        page = _item_page(found, store.outlets(session))
    return render("add/item.html", page)


@router.post("/add/items/{number}")
def mend(request: Request, number: str, values: Fields) -> Response:
    with database(request).writing() as session:
        found = _found(session, number)
        try:
            given = replace(
                given_in(values.get("outlet", ""), values.get("date", ""), values.get("title", "")),
                url=found.item.given.url,
                byline=found.item.given.byline,
                note=found.item.given.note,
            )
            url = address(values.get("url", "").strip()) if found.item.kind is ItemKind.LINK else None
        except BadInputError as error:
            return render("add/item.html", _item_page(found, store.outlets(session), values, str(error)), 422)
        store.mend_item(session, found.item.id, given, url)
    return RedirectResponse(_told(found.item.batch), 303)


@router.get("/add/items/{number}/columns")
def columns(request: Request, number: str) -> Response:
    listed, found = _table(request, number)
    if listed.item.state is not ItemState.ASKING:
        return RedirectResponse(item_address(listed.item.id), 303)
    return render("add/columns.html", columns_page(listed, found, None))


@router.post("/add/items/{number}/columns")
def answer(request: Request, number: str, values: Fields) -> Response:
    listed, found = _table(request, number)
    said = answered(values, found)
    try:
        check(said, found)
    except BadInputError as error:
        return render("add/columns.html", columns_page(listed, found, said, str(error)), 422)
    with database(request).writing() as session:
        given = given_of(listed, values.get("outlet", ""))
        store.answer_item(session, listed.item.id, said.entries, given)
    return RedirectResponse(_told(listed.item.batch), 303)


def ending(request: Request) -> asyncio.Event:
    """Set when the server ends: what waits is to end too."""
    found: asyncio.Event = request.app.state.ending
    return found


# ---- what is asked for ------------------------------------------------------------------------------------


def _view(query: Mapping[str, str]) -> View:
    state = query.get("state", "")
    return View(_number(query.get("batch", "")), state if state in GROUPS else "", page_number(query))


def _told(batch: int | None) -> str:
    """Where it is told what becomes of a batch: on a small screen that is below the form."""
    return f"{add_address(batch)}#now"


def _number(words: str) -> int | None:
    sound = words.isascii() and words.isdigit() and len(words) < 19
    return int(words) or None if sound else None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _found(session: Session, number: str) -> ListedItem:
    found = store.find_item(session, _number(number) or 0)
    if found is None:
        raise NotFoundError(gettext("Nothing was handed in under this number."))
    return found


def _table(request: Request, number: str) -> tuple[ListedItem, Preview]:
    with database(request).session() as session:
        listed = _found(session, number)
        data = store.load_payload(session, listed.item.id)
    if listed.item.state is not ItemState.ASKING:
        return listed, Preview()
    if data is None:
        return listed, Preview(problem=gettext("the file is no longer here; add it again"))
    return listed, preview(data, listed.item.name)


# ---- what is handed in ------------------------------------------------------------------------------------


def _hand_in(database: Database, sent: Sent) -> Response:
    typed = Typed.of(sent.fields)
    found = handed_in(typed, sent.files, sent.data)
    if found.problems:
        with database.session() as session:
            outlets = store.outlets(session)
        form = Form(typed, dict(found.problems), resend=bool(sent.files))
        return render("add/add.html", _page(database, View(), form, outlets), 422)
    with database.writing() as session:
        batch = _put_in(session, found, sent)
    return RedirectResponse(_told(batch), 303)


def _put_in(session: Session, found: HandedIn, sent: Sent) -> int:
    """All of it in one transaction. A file's bytes are read when its turn comes: one is held at a time."""
    batch = store.add_batch(session, found.items, Origin.PAGE, _now())
    for file in found.files:
        item = file.item(sent.data(file.upload))
        (number,) = store.add_items(session, batch, [item])
        if file.problem:
            store.settle_item(session, number, Outcome(ItemState.FAILED, file.problem))
    numbers = store.add_items(session, batch, [refused.item for refused in found.refused], ItemState.FAILED)
    for number, refused in zip(numbers, found.refused, strict=True):
        store.settle_item(session, number, Outcome(refused.state, refused.reason))
    return batch


# ---- pages ------------------------------------------------------------------------------------------------


def _page(database: Database, view: View, form: Form, outlets: tuple[str, ...]) -> AddPage:
    found = load_items(database, view, _now())
    live = add_address(view.batch, view.state, view.page).removeprefix("/add")
    return AddPage(
        form=form,
        outlets=outlets[:OUTLETS],
        items=found,
        live=f"/add/events{live}{'&' if live else '?'}after={found.changed}",
    )


def _rest(listed: ListedItem | None) -> Form:
    """The form for the text of an article that is not here in full, with what is known of it."""
    if listed is None:
        return Form()
    if listed.became is None:
        return Form(_typed_of(listed), rest=listed.item.name)
    became = listed.became
    typed = Typed(
        outlet=became.outlet or "",
        date=became.published.isoformat()[:10] if became.published else "",
        title=became.headline,
        url=web_address(listed.item.url) or "",
    )
    return Form(typed, rest=became.headline)


def _typed_of(listed: ListedItem) -> Typed:
    """What was given with something that was not read."""
    given, hinted = listed.item.given, listed.item.hinted
    published = given.published or hinted.published
    return Typed(
        outlet=given.outlet or hinted.outlet or "",
        date=published.isoformat()[:10] if published else "",
        title=given.title or hinted.title or "",
        url=web_address(listed.item.url) or "",
    )


def _item_page(
    listed: ListedItem, outlets: tuple[str, ...], values: Mapping[str, str] | None = None, problem: str = ""
) -> ItemPage:
    item, given = listed.item, listed.item.given
    held = values or {
        "url": item.url or item.name,
        "outlet": given.outlet or "",
        "date": given.published.isoformat() if given.published else "",
        "title": given.title or "",
    }
    return ItemPage(
        item=item_view(listed),
        address=item_address(item.id),
        back=add_address(item.batch),
        link=item.kind is ItemKind.LINK,
        **{name: held.get(name, "") for name in ("url", "outlet", "date", "title")},
        mendable=item.state in (ItemState.WAITING, ItemState.FAILED),
        failed=item.state is ItemState.FAILED,
        problem=problem,
        outlets=tuple(outlets)[:OUTLETS],
    )
