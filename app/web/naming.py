"""The page on which a person says what else an outlet is called, and where it is at home."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from rapidfuzz import fuzz

from app import ingest, store
from app.domain.outlet import OutletNotes, host_of, same_name
from app.domain.people import folded
from app.errors import BadInputError, NotFoundError
from app.store import Database, Session
from app.web.events import database
from app.web.language import gettext
from app.web.links import Link, outlet_address, outlet_edit_address
from app.web.pages import Fields, render
from app.web.speakers import MAX_NAME

ALIKE = 88  # of 100: how alike two names must be to be offered as one
_SHARED_BY = 3  # outlets at one host; what more share is no outlet's own
_OFFERED = 12
_LISTED = 500

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Double:
    """An outlet that may be this one under another name, and why it may."""

    name: str
    href: str
    why: str
    articles: int


@dataclass(frozen=True, slots=True)
class OutletEditPage:
    """What templates/mending/outlet.html shows."""

    name: str
    address: str
    back: str
    articles: int
    notes: OutletNotes
    doubles: tuple[Double, ...]
    outlets: tuple[str, ...]
    typed: str  # another name of which it is said to be
    problem: str
    typed_home: str
    home_problem: str


@router.get("/outlet/edit")
def edit(request: Request, name: str = "") -> Response:
    opened = database(request)
    with opened.session() as session:
        called = store.load_outlets(session).called(name[:MAX_NAME])
    if called != name:
        return RedirectResponse(outlet_edit_address(called), 303)
    return render("mending/outlet.html", _page(opened, name))


@router.post("/outlet/edit")
def save(request: Request, sent: Fields) -> Response:
    """One thing that a form of the page says: another name, a name of its own again, or the home page."""
    opened, name = database(request), sent.get("name", "")
    page = _page(opened, name)
    try:
        _say(opened, name, sent)
    except BadInputError as error:
        if "home" in sent:
            page = replace(page, typed_home=sent["home"], home_problem=str(error))
        else:
            page = replace(page, typed=sent.get("into", ""), problem=str(error))
        return render("mending/outlet.html", page, 422)
    with opened.session() as session:
        return RedirectResponse(outlet_address(store.load_outlets(session).called(name)), 303)


def _say(opened: Database, name: str, sent: Mapping[str, str]) -> None:
    now = dt.datetime.now(dt.UTC)
    if "part" in sent:
        ingest.part_outlets(opened, sent["part"])
    elif "double" in sent:
        ingest.merge_outlets(opened, sent["double"], name, now)
    elif "into" in sent:
        ingest.merge_outlets(opened, name, sent["into"], now)
    elif "home" in sent:
        ingest.set_home(opened, name, sent["home"])


def _page(opened: Database, name: str) -> OutletEditPage:
    with opened.session() as session:
        counts = {line.name: line.articles for line in store.outlet_lines(session) if line.name}
        notes = store.outlet_notes(session)
        hosts = store.hosts_of_outlets(session)
    if name not in counts and name not in notes:
        raise NotFoundError(gettext("no article here is by an outlet called “%(name)s”", name=name[:80]))
    return outlet_edit_page(name, counts, notes, hosts)


def outlet_edit_page(
    name: str,
    counts: Mapping[str, int],
    notes: Mapping[str, OutletNotes],
    hosts: Iterable[tuple[str, str]],
) -> OutletEditPage:
    """The page of one outlet, of all that have articles (`counts`) or notes."""
    known = notes.get(name, OutletNotes(name))
    return OutletEditPage(
        name=name,
        address=outlet_edit_address(name),
        back=outlet_address(name),
        articles=counts.get(name, 0),
        notes=known,
        doubles=tuple(
            Double(other, outlet_address(other), why, counts[other])
            for other, why in doubles(name, sorted(counts), hosts)
        ),
        outlets=tuple(sorted((o for o in counts if o != name), key=folded))[:_LISTED],
        typed="",
        problem="",
        typed_home=known.home or "",
        home_problem="",
    )


def doubles(name: str, names: Sequence[str], hosts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Outlets that may be this one, the likeliest first, each with why. Never more than an offer."""
    at: dict[str, set[str]] = defaultdict(set)
    for outlet, host in hosts:
        at[host].add(outlet)
    neighbours = {
        o: h for h, held in sorted(at.items()) if name in held and len(held) <= _SHARED_BY for o in held
    }
    found = []
    for other in names:
        if same_name(other) == same_name(name):
            continue
        alike = likeness(name, other)
        if alike >= ALIKE:
            found.append((-alike, other, gettext("the names are alike")))
        elif other in neighbours:
            found.append((0.0, other, gettext("both at %(host)s", host=neighbours[other])))
    return tuple((other, why) for _, other, why in sorted(found)[:_OFFERED])


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 100, without article, case, accents and punctuation."""
    return fuzz.ratio(_bare(one), _bare(other))


def _bare(name: str) -> str:
    words = re.sub(r"[^\w]+", " ", folded(name[:MAX_NAME])).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def home_link(notes: OutletNotes | None) -> Link | None:
    """The way to an outlet's home page, where a person said which it is."""
    return Link(host_of(notes.home), notes.home) if notes and notes.home else None


def notes_of(session: Session, name: str) -> OutletNotes:
    """What was said of one outlet."""
    return store.outlet_notes(session).get(name, OutletNotes(name))
