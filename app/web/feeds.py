"""The feeds that are subscribed to: how they fare, adding, pausing and removing them, asking them now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from app import store
from app.domain.article import web_address
from app.domain.feed import Feed, Health
from app.errors import BadInputError
from app.intake.endings import LOCK
from app.intake.feeds import Subscribed, subscribe_to, subscribe_to_list
from app.pipeline.read.feeds import NamedFeed, feed_address
from app.pipeline.read.opml import write_opml
from app.store import Database
from app.web.add.listing import sentence
from app.web.add.upload import Sent, received
from app.web.events import database
from app.web.language import N_, gettext, ngettext
from app.web.links import feeds_address
from app.web.pages import Fields, render

LISTED = 1_000
OUTLETS = 300  # names that are offered
_MAX_NAME = 500
_NUMBER = 10**15

_STATES = {  # glyph, style and word: not by colour alone
    Health.NEW: ("○", "st-wait", N_("new")),
    Health.WELL: ("✓", "st-done", N_("works")),
    Health.FAILING: ("!", "st-fail", N_("fails")),
    Health.PAUSED: ("‖", "st-wait", N_("paused")),
}

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, and what is wrong with it, by field."""

    url: str = ""
    outlet: str = ""
    url_problem: str = ""
    list_problem: str = ""


NOTHING_TYPED = Typed()


@dataclass(frozen=True, slots=True)
class When:
    """A moment as it is from now, and on the clock. No `<time>`: a script would write that as a date."""

    words: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A button: what it does, in words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class FeedView:
    id: int
    name: str
    url: str
    outward: str | None
    outlet: str
    glyph: str
    css: str
    state: str
    words: str
    answered: When
    next: When
    taken: int
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """What templates/feeds/feeds.html shows. `said` tells what was just done, `undo` an address to take back.

    `asking` is whether feeds are about to be asked, `still` that nobody is there to do it.
    """

    typed: Typed
    outlets: tuple[str, ...]
    feeds: tuple[FeedView, ...]
    sum: str
    often: str
    shown: str
    said: str
    undo: str
    asking: bool
    still: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page shows beside the feeds.

    `every` is how often they are asked, `at_work` whether anyone does, `query` what was just done.
    """

    outlets: tuple[str, ...] = ()
    every: dt.timedelta | None = None
    at_work: bool = True
    typed: Typed = NOTHING_TYPED
    query: Mapping[str, str] = field(default_factory=dict)


@router.get("/feeds")
def feeds(request: Request) -> HTMLResponse:
    return render("feeds/feeds.html", _page(request))


@router.get("/feeds.opml")
def feeds_opml(request: Request) -> Response:
    with database(request).session() as session:
        found = store.load_feeds(session)
    data = write_opml((NamedFeed(feed.url, feed.title) for feed in found), gettext("Feeds in Crossread"))
    name = {"Content-Disposition": 'attachment; filename="crossread-feeds.opml"', "Cache-Control": "no-cache"}
    return Response(data, media_type="text/x-opml; charset=utf-8", headers=name)


@router.post("/feeds")
async def subscribe(request: Request) -> Response:
    sent = await received(request)
    try:
        return await run_in_threadpool(_subscribe, request, sent)
    finally:
        sent.close()


@router.post("/feeds/change")
def change(request: Request, form: Fields) -> RedirectResponse:
    """One feed asked now, paused, resumed or removed; all asked now."""
    number, act = form.get("feed", ""), form.get("act", "")
    one = int(number) if number.isdecimal() and number.isascii() and int(number[:16]) < _NUMBER else None
    said = _change(database(request), one, act)
    return RedirectResponse(feeds_address(**said), 303)


# ---- what is done -----------------------------------------------------------------------------------------


def _subscribe(request: Request, sent: Sent) -> Response:
    fields = sent.fields
    outlet = " ".join(fields.get("outlet", "").split())[:_MAX_NAME]
    typed = Typed(url=fields.get("url", "").strip(), outlet=outlet)
    try:
        found = _subscribed(database(request), sent, typed)
    except BadInputError as error:
        words = sentence(str(error))
        wrong = Typed(typed.url, outlet, "", words) if "list" in fields else Typed(typed.url, outlet, words)
        return render("feeds/feeds.html", _page(request, wrong), 422)
    counts = {"added": len(found.new), "there": len(found.there), "refused": len(found.refused)}
    return RedirectResponse(feeds_address(**counts), 303)


def _subscribed(database: Database, sent: Sent, typed: Typed) -> Subscribed:
    if "list" not in sent.fields:
        if not typed.url:
            raise BadInputError(gettext("write the address of a feed or of a site"))
        return subscribe_to(database, [NamedFeed(feed_address(typed.url))], typed.outlet or None)
    if not sent.files:
        raise BadInputError(gettext("choose an OPML file first"))
    if sent.files[0].refused:
        raise BadInputError(sent.files[0].refused)
    return subscribe_to_list(database, sent.data(sent.files[0]), typed.outlet or None)


def _change(database: Database, feed: int | None, act: str) -> dict[str, str | int]:
    """Do it; what the page is to say of it."""
    now = dt.datetime.now(dt.UTC)
    with database.writing() as session:
        if act == "ask":
            return {"asked": store.want_feeds(session, now, feed)}
        found = store.load_feed(session, feed) if feed is not None else None
        if found is None:
            return {}
        if act == "remove":
            store.remove_feed(session, found.id)
            return {"removed": found.url}
        if act in ("pause", "resume"):
            store.pause_feed(session, found.id, paused=act == "pause")
        if act == "resume":
            store.want_feeds(session, now, found.id)
    return {}


# ---- the page ---------------------------------------------------------------------------------------------


def _page(request: Request, typed: Typed = NOTHING_TYPED) -> FeedsPage:
    held = database(request)
    with held.session() as session:
        found, outlets = store.load_feeds(session), store.outlets(session)
    beside = Beside(tuple(outlets), request.app.state.every, _at_work(held), typed, request.query_params)
    return feeds_page(found, dt.datetime.now(dt.UTC), beside)


def feeds_page(found: tuple[Feed, ...], now: dt.datetime, beside: Beside) -> FeedsPage:
    """The feeds that fail first, as somebody has to look at them, then by name."""
    ordered = sorted(found, key=lambda feed: feed.health is not Health.FAILING)
    removed = web_address(beside.query.get("removed", "")[:2_000]) or ""
    asking = any(feed.wanted and not feed.paused for feed in found)
    return FeedsPage(
        typed=beside.typed,
        outlets=beside.outlets[:OUTLETS],
        feeds=tuple(_view(feed, now, beside.every) for feed in ordered[:LISTED]),
        sum=_sum(found),
        often=_often(beside.every),
        shown=_shown(len(found)),
        said=_said(beside.query, removed),
        undo=removed,
        asking=asking,
        still=bool(found) and not beside.at_work and (asking or beside.every is not None),
    )


def _at_work(held: Database) -> bool:
    """Whether there is a process that asks feeds: it holds the lock as long as it lives."""
    with held.alone(LOCK) as nobody:
        return not nobody


def _view(feed: Feed, now: dt.datetime, every: dt.timedelta | None) -> FeedView:
    glyph, css, state = _STATES[feed.health]
    return FeedView(
        id=feed.id,
        name=feed.name,
        url=feed.url,
        outward=web_address(feed.home) or web_address(feed.url),
        outlet=feed.outlet or "",
        glyph=glyph,
        css=css,
        state=gettext(state),
        words=_words(feed),
        answered=_ago(feed.answered, now),
        next=_next(feed, now, every),
        taken=feed.taken,
        acts=_acts(feed),
    )


def _words(feed: Feed) -> str:
    trouble = sentence(feed.trouble) if feed.trouble else ""
    if feed.health is not Health.FAILING or feed.failures < 2:
        return trouble
    times = ngettext("Failed %(num)s time in a row.", "Failed %(num)s times in a row.", feed.failures)
    return f"{trouble} {times}"


def _acts(feed: Feed) -> tuple[Act, ...]:
    remove = Act("remove", gettext("Remove"))
    if feed.paused:
        return (Act("resume", gettext("Resume")), remove)
    ask = () if feed.wanted else (Act("ask", gettext("Ask now")),)
    return (*ask, Act("pause", gettext("Pause")), remove)


def _next(feed: Feed, now: dt.datetime, every: dt.timedelta | None) -> When:
    if feed.paused:
        return When(gettext("when resumed"))
    if feed.wanted:
        return When(gettext("now"))
    if every is None:
        return When(gettext("when told to"))
    wait = feed.due - now
    if wait <= dt.timedelta():
        return When(gettext("now"))
    return When(gettext("in %(time)s", time=_time(wait)), _clock(feed.due))


def _ago(moment: dt.datetime | None, now: dt.datetime) -> When:
    if moment is None:
        return When(gettext("never"))
    past = now - moment
    clock = _clock(moment)
    if past < dt.timedelta(minutes=1):
        return When(gettext("just now"), clock)
    return When(gettext("%(time)s ago", time=_time(past)), clock)


def _clock(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def _time(length: dt.timedelta) -> str:
    minutes = max(1, round(length / dt.timedelta(minutes=1)))
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 36 * 60:
        return ngettext("%(num)s hour", "%(num)s hours", round(minutes / 60))
    return ngettext("%(num)s day", "%(num)s days", round(minutes / 1_440))


def _often(every: dt.timedelta | None) -> str:
    if every is None:
        return gettext(
            "They are asked when you say so here, and by “crossread poll”. “crossread serve --poll 15m” asks"
            " them every 15 minutes."
        )
    return gettext("They are asked again after %(time)s, and later while they fail.", time=_time(every))


def _sum(found: tuple[Feed, ...]) -> str:
    counts = {health: sum(feed.health is health for feed in found) for health in Health}
    parts = [
        ngettext("%(num)s feed", "%(num)s feeds", len(found)),
        ngettext("%(num)s works", "%(num)s work", counts[Health.WELL]) if counts[Health.WELL] else "",
        ngettext("%(num)s fails", "%(num)s fail", counts[Health.FAILING]) if counts[Health.FAILING] else "",
        ngettext("%(num)s paused", "%(num)s paused", counts[Health.PAUSED]) if counts[Health.PAUSED] else "",
        ngettext("%(num)s new", "%(num)s new", counts[Health.NEW]) if counts[Health.NEW] else "",
    ]
    return " · ".join(part for part in parts if part)


def _shown(count: int) -> str:
    if count <= LISTED:
        return ""
    return gettext("The first %(shown)s are listed here; “crossread feeds” lists all.", shown=f"{LISTED:,}")


def _said(query: Mapping[str, str], removed: str) -> str:
    """What was just done, from the address: counts only, as anyone can write an address."""
    if removed:
        return gettext("Removed: %(feed)s. The articles that came by it stay.", feed=removed[:300])
    count = {name: _count(query.get(name, "")) for name in ("added", "there", "refused", "asked")}
    parts = []
    if "added" in query:
        parts.append(ngettext("Subscribed to %(num)s feed.", "Subscribed to %(num)s feeds.", count["added"]))
    if count["there"]:
        words = ("%(num)s was subscribed to before.", "%(num)s were subscribed to before.")
        parts.append(ngettext(*words, count["there"]))
    if count["refused"]:
        one = "%(num)s entry of the list was left out: it names no address of a feed."
        many = "%(num)s entries of the list were left out: they name no address of a feed."
        parts.append(ngettext(one, many, count["refused"]))
    if count["asked"]:
        parts.append(ngettext("%(num)s feed is asked now.", "%(num)s feeds are asked now.", count["asked"]))
    return " ".join(parts)


def _count(words: str) -> int:
    return min(int(words), 1_000_000) if words.isascii() and words.isdecimal() and len(words) < 8 else 0
