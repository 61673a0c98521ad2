"""Outlets: the list of all, and an outlet's page: what it printed, whom it cites. Counts, no verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app import store
from app.domain.dates import PartialDate
from app.domain.outlet import OutletNotes
from app.domain.people import OutletAccount, OutletLine, Printed, SharedText, folded
from app.domain.search import Within
from app.errors import NotFoundError
from app.web.dates import Stretch, date_words, stretch
from app.web.events import database
from app.web.language import N_, gettext, ngettext
from app.web.links import (
    Link,
    article_address,
    event_address,
    outlet_address,
    outlet_edit_address,
    speaker_address,
)
from app.web.naming import home_link, notes_of
from app.web.pages import render
from app.web.search import Sought, search_address, unknown
from app.web.speakers import BAR, MAX_NAME, MAX_TEXT, page_number, range_words

PER_PAGE = 50  # articles
LISTED = 500  # outlets

NO_NOTES: Mapping[str, OutletNotes] = {}
NOT_NAMED = N_("Outlet not named")

router = APIRouter()


@dataclass(frozen=True, slots=True)
class OutletView:
    line: OutletLine
    name: str
    also: tuple[str, ...]
    href: str
    when: Stretch


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """What templates/outlets/list.html shows."""

    words: str
    lines: tuple[OutletView, ...]
    all: int
    named: int  # of those found, all that are outlets by name
    shown: str


@dataclass(frozen=True, slots=True)
class Share:
    """A count, what it is of, and its share of all in words and hundredths."""

    words: str
    note: str
    number: int
    percent: str
    bar: float
    css: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    printed: Printed
    headline: str
    href: str
    event: Link | None
    date: str
    iso: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    speaker: Link
    claims: int
    bar: float


@dataclass(frozen=True, slots=True)
class OutletPage:
    """What templates/outlets/outlet.html shows."""

    account: OutletAccount
    name: str
    also: tuple[str, ...]
    home: Link | None
    edit: str
    named: bool
    kinds: tuple[Share, ...]
    sources: tuple[SourceLine, ...]
    shared: str
    shared_bar: float
    articles: tuple[ArticleLine, ...]
    shown: str
    previous: str | None
    next: str | None
    search: str


@router.get("/outlets")
def outlets(request: Request) -> HTMLResponse:
    words = request.query_params.get("q", "")[:MAX_TEXT]
    with database(request).session() as session:
        found, notes = store.outlet_lines(session), store.outlet_notes(session)
    return render("outlets/list.html", outlets_page(found, words, notes))


@router.get("/outlet")
def outlet(request: Request) -> Response:
    name = request.query_params.get("name", "")[:MAX_NAME].replace("\0", "\ufffd")
    page = page_number(request.query_params)
    try:
        with database(request).session() as session:
            called = store.load_outlets(session).called(name)
            if called != name:
                return RedirectResponse(outlet_address(called), 303)
            account = store.load_outlet(session, name, (page - 1) * PER_PAGE, PER_PAGE)
            notes = notes_of(session, name)
    except NotFoundError:
        message = gettext("No article here is by an outlet called “%(name)s”.", name=name[:80])
        return unknown(message if name else gettext("Every article here names its outlet."), name)
    return render("outlets/outlet.html", outlet_page(account, page, notes))


def outlets_page(
    found: tuple[OutletLine, ...], words: str, notes: Mapping[str, OutletNotes] = NO_NOTES
) -> OutletsPage:
    """Outlets by any of their names, those not named last; case and accents make no difference."""
    asked = folded(words).split()

    def names(line: OutletLine) -> str:
        also = _also(line, notes)
        return folded("\n".join((line.name or "", *also)))

    kept = [line for line in found if all(word in names(line) for word in asked)]
    kept.sort(key=lambda line: (line.name is None, folded(line.name or ""), line.name or ""))
    return OutletsPage(
        words=words,
        lines=tuple(_outlet_view(line, notes) for line in kept[:LISTED]),
        all=len(found),
        named=sum(line.name is not None for line in kept),
        shown=range_words(0, min(len(kept), LISTED), len(kept)),
    )


def outlet_page(account: OutletAccount, page: int, notes: OutletNotes | None = None) -> OutletPage:
    start, shown = (page - 1) * PER_PAGE, account.printed
    address = outlet_address(account.name or "")
    return OutletPage(
        account=account,
        name=account.name or gettext(NOT_NAMED),
        also=notes.aliases if notes else (),
        home=home_link(notes),
        edit=outlet_edit_address(account.name or ""),
        named=account.name is not None,
        kinds=_kinds(account),
        sources=_sources(account),
        shared=_shared_words(account.shared),
        shared_bar=_part(account.shared.shared, account.shared.words),
        articles=tuple(_article(printed) for printed in shown),
        shown=range_words(start, len(shown), account.articles),
        previous=f"{address}&page={page - 1}#articles" if page > 1 else None,
        next=f"{address}&page={page + 1}#articles"
        if shown and start + len(shown) < account.articles
        else None,
        search=search_address(Sought("", Within(outlet=account.name or ""))),
    )


def _outlet_view(line: OutletLine, notes: Mapping[str, OutletNotes]) -> OutletView:
    first, last = _day(line.first), _day(line.last)
    name = line.name or gettext(NOT_NAMED)
    return OutletView(line, name, _also(line, notes), outlet_address(line.name or ""), stretch(first, last))


def _also(line: OutletLine, notes: Mapping[str, OutletNotes]) -> tuple[str, ...]:
    known = notes.get(line.name or "")
    return known.aliases if known else ()


def _day(date: PartialDate | None) -> dt.date | None:
    return date.first_day() if date else None


def _kinds(account: OutletAccount) -> tuple[Share, ...]:
    def share(words: str, note: str, number: int, css: str) -> Share:
        part = _part(number, account.claims)
        return Share(words, note, number, percent(number, account.claims), part, css)

    return (
        share(gettext("Quoted"), gettext("words in quotation marks"), account.quoted, "bar-quote"),
        share(
            gettext("Paraphrased"),
            gettext("said in the outlet’s words, some of them quoted"),
            account.paraphrased,
            "bar-statement",
        ),
        share(
            gettext("Narrated"),
            gettext("told by the outlet itself, figures among them, without a source"),
            account.narrated,
            "bar-narrated",
        ),
    )


def _sources(account: OutletAccount) -> tuple[SourceLine, ...]:
    longest = max((source.claims for source in account.sources), default=1)
    return tuple(
        SourceLine(
            Link(source.name, speaker_address(source.name)),
            source.claims,
            round(BAR * source.claims / longest, 2),
        )
        for source in account.sources
    )


def _shared_words(shared: SharedText) -> str:
    if not shared.articles:
        return gettext("No other outlet here reports on the same events, so there is nothing to compare.")
    if not shared.shared:
        return ngettext(
            "None of the %(words)s words in %(num)s article on events that others report too stand in a"
            " passage that another outlet prints as well.",
            "None of the %(words)s words in %(num)s articles on events that others report too stand in a"
            " passage that another outlet prints as well.",
            shared.articles,
            words=f"{shared.words:,}",
        )
    return ngettext(
        "%(shared)s of %(words)s words (%(percent)s) in %(num)s article on events that others report too"
        " stand in a passage that another outlet prints as well; who had it first is not known.",
        "%(shared)s of %(words)s words (%(percent)s) in %(num)s articles on events that others report too"
        " stand in a passage that another outlet prints as well; who had it first is not known.",
        shared.articles,
        shared=f"{shared.shared:,}",
        words=f"{shared.words:,}",
        percent=percent(shared.shared, shared.words),
    )


def _article(printed: Printed) -> ArticleLine:
    date = printed.published
    return ArticleLine(
        printed=printed,
        headline=printed.headline or printed.source_name,
        href=article_address(printed.article),
        event=Link(printed.title, event_address(printed.event)) if printed.event else None,
        date=date_words(date) if date else gettext("date not known"),
        iso=date.isoformat() if date else "",
    )


def percent(part: int, whole: int) -> str:
    """A share in words: "12%", "under 1%"; never 100% of less than all."""
    share = 100 * part / whole if whole else 0
    if 0 < share < 1:
        return gettext("under 1%")
    return f"{min(round(share), 99) if part < whole else 100 if part else 0}%"


def _part(part: int, whole: int) -> float:
    return round(BAR * part / whole, 2) if whole else 0.0
