"""Search: claims and articles that have the words, with the places that have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app import store
from app.domain.comparison import NO_SPEAKER_FILTER, OPEN_SPEAKER_FILTER
from app.domain.event import Verdict
from app.domain.search import BEGINNING, Found, FoundArticle, FoundClaim, Piece, Question, Within, asked
from app.web.dates import date_words
from app.web.events import called, database
from app.web.language import gettext, ngettext
from app.web.links import Link, article_address, event_address, outlet_address, row_address, speaker_address
from app.web.marks import KINDS, speaker_label
from app.web.pages import render

PER_PAGE = 50
LAST_PAGE = 200
MAX_VALUE = 600  # characters of an outlet's or a speaker's name
MAX_OUTLETS = 200  # to choose from
SUGGESTED = 6  # words suggested one by one

EVERYWHERE = Within()

router = APIRouter()


class Section(StrEnum):
    CLAIMS = "claims"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Sought:
    """What an address asks for. `section` is None where it does not choose one."""

    words: str
    within: Within = EVERYWHERE
    section: Section | None = None
    page: int = 1
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim or an article that was found, as the page shows it.

    `words` are the outlet's; `headline` and `more` are an article's alone. `row` leads to the claim's row,
    or to the article's event.
    """

    href: str
    words: tuple[Piece, ...]
    headline: tuple[Piece, ...]
    glyph: str
    kind: str
    speaker: Link | None
    unnamed: str  # what is said in the speaker's place, "" of an article
    outlet: Link
    date: str
    iso: str
    row: Link | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What templates/search/search.html shows. `beginning` is the word that longer ones may begin with."""

    sought: Sought
    asked: bool
    cut: bool
    beginning: str
    tabs: tuple[Link, ...]
    hits: tuple[Hit, ...]
    shown: str
    previous: str | None
    next: str | None
    outlets: tuple[str, ...]
    everywhere: str | None
    where: str
    suggestions: tuple[Link, ...]


@router.get("/search")
def search(request: Request) -> Response:
    sought = sought_in(request.query_params)
    if any(not value for name, value in request.query_params.items() if name != "q"):
        return RedirectResponse(search_address(sought), 303)  # a form sends its empty fields too
    question = asked(sought.words)
    with database(request).session() as session:
        if (outlet := called(session, sought.within.outlet)) != sought.within.outlet:
            within = replace(sought.within, outlet=outlet)
            return RedirectResponse(search_address(replace(sought, within=within)), 303)
        start = (sought.page - 1) * PER_PAGE
        claims = store.search_claims(session, question, sought.within, start, PER_PAGE)
        articles = store.search_articles(session, question, sought.within, start, PER_PAGE)
        outlets = store.outlets(session)
    return render("search/search.html", search_page(sought, question, claims, articles, outlets))


def unknown(message: str, name: str) -> HTMLResponse:
    """The page that says what there is none of, and offers to search for it."""
    link = Link(name, search_address(Sought(name[:200]))) if name.strip() else None
    return render("search/unknown.html", UnknownPage(message, link), 404)


@dataclass(frozen=True, slots=True)
class UnknownPage:
    """What templates/search/unknown.html shows."""

    message: str
    search: Link | None


def sought_in(query: Mapping[str, str]) -> Sought:
    """What an address asks for; what can't be used is told as a problem and left out. Never raises."""
    problems: list[str] = []
    page = query.get("page", "1")
    known = page.isascii() and page.isdigit() and len(page) < 6
    within = Within(
        outlet=query.get("outlet", "")[:MAX_VALUE],
        speaker=query.get("speaker", "")[:MAX_VALUE],
        since=_day(query.get("from", ""), problems),
        until=_day(query.get("to", ""), problems),
    )
    section = query.get("in", "")
    return Sought(
        words=query.get("q", ""),
        within=within,
        section=Section(section) if section in list(Section) else None,
        page=min(max(int(page), 1), LAST_PAGE) if known else 1,
        problems=tuple(problems),
    )


def search_address(sought: Sought) -> str:
    """The address that asks for this; what stands at its default is left out."""
    within = sought.within
    pairs = [
        ("q", sought.words),
        ("in", sought.section.value if sought.section else ""),
        ("outlet", within.outlet),
        ("speaker", within.speaker),
        ("from", within.since.isoformat() if within.since else ""),
        ("to", within.until.isoformat() if within.until else ""),
        ("page", str(sought.page) if sought.page > 1 else ""),
    ]
    return f"/search?{urlencode([(name, value) for name, value in pairs if value])}"


def search_page(
    sought: Sought,
    question: Question,
    claims: Found[FoundClaim],
    articles: Found[FoundArticle],
    outlets: tuple[str, ...],
) -> SearchPage:
    """The page of what was found; claims come first, but for those who ask for articles or find only such."""
    section = sought.section or (Section.ARTICLES if articles.total and not claims.total else Section.CLAIMS)
    found: Found[FoundClaim] | Found[FoundArticle] = claims if section is Section.CLAIMS else articles
    hits = tuple(
        _claim_hit(result) if isinstance(result, FoundClaim) else _article_hit(result)
        for result in found.results
    )
    start = (sought.page - 1) * PER_PAGE
    here = replace(sought, section=section)
    more = start + len(hits) < found.total and sought.page < LAST_PAGE
    last = question.terms[-1] if question.terms else None
    return SearchPage(
        sought=sought,
        asked=bool(question.terms),
        cut=question.cut,
        beginning=last.words if last and last.beginning and len(last.words) >= BEGINNING else "",
        tabs=_tabs(sought, section, claims.total, articles.total),
        hits=hits,
        shown=_shown(start, len(hits), found.total),
        previous=search_address(replace(here, page=sought.page - 1)) if sought.page > 1 else None,
        next=search_address(replace(here, page=sought.page + 1)) if more else None,
        outlets=outlets[:MAX_OUTLETS],
        everywhere=search_address(replace(sought, within=EVERYWHERE, page=1))
        if sought.within != EVERYWHERE
        else None,
        where=_where(sought.within),
        suggestions=() if found.total else _suggestions(sought, question),
    )


def _tabs(sought: Sought, section: Section, claims: int, articles: int) -> tuple[Link, ...]:
    def tab(words: str, to: Section, number: int) -> Link:
        href = search_address(replace(sought, section=to, page=1))
        return Link(words, href, number=number, current=section is to)

    return (
        tab(gettext("Claims"), Section.CLAIMS, claims),
        tab(gettext("Articles"), Section.ARTICLES, articles),
    )


def _shown(start: int, count: int, total: int) -> str:
    if not count:
        return gettext("No results on this page") if total else gettext("No results")
    if count == total:
        return ngettext("%(num)s result", "%(num)s results", total)
    values = {"first": f"{start + 1:,}", "last": f"{start + count:,}"}
    if not start:
        return ngettext("First %(last)s of %(num)s", "First %(last)s of %(num)s", total, **values)
    return ngettext("%(first)s to %(last)s of %(num)s", "%(first)s to %(last)s of %(num)s", total, **values)


def _where(within: Within) -> str:
    """What was searched, in a sentence."""
    parts = [
        gettext("Searched: the words of all claims and their speakers, headlines and texts of all articles")
    ]
    if within.outlet:
        parts.append(gettext("only at %(outlet)s", outlet=within.outlet))
    if within.speaker:
        parts.append(gettext("only claims by %(speaker)s", speaker=within.speaker))
    if within.since:
        parts.append(gettext("published on or after %(day)s", day=within.since.isoformat()))
    if within.until:
        parts.append(gettext("published on or before %(day)s", day=within.until.isoformat()))
    return "; ".join(parts) + "."


def _suggestions(sought: Sought, question: Question) -> tuple[Link, ...]:
    """Other searches, where this one found nothing."""
    found = []
    bare = replace(sought, section=None, page=1)
    if sought.within != EVERYWHERE:
        found.append(Link(gettext("Search everywhere"), search_address(replace(bare, within=EVERYWHERE))))
    words = [word for term in question.terms for word in term.words.split()]
    if any(" " in term.words for term in question.terms):
        loose = search_address(replace(bare, words=" ".join(words)))
        found.append(Link(gettext("The same words, anywhere in the text"), loose))
    if len(words) > 1:
        for word in list(dict.fromkeys(words))[:SUGGESTED]:
            alone = search_address(replace(bare, words=word))
            found.append(Link(gettext("Only “%(word)s”", word=word[:60]), alone))
    return tuple(found)


def _claim_hit(found: FoundClaim) -> Hit:
    date = found.said_on or found.published
    said = gettext("said on %(date)s", date=date_words(date)) if found.said_on and date else ""
    place = found.place
    return Hit(
        href=article_address(found.article, found.id),
        words=found.words,
        headline=(),
        glyph=KINDS[found.kind].glyph,
        kind=KINDS[found.kind].word,
        speaker=Link(found.speaker, speaker_address(found.speaker)) if found.speaker else None,
        unnamed=speaker_label(OPEN_SPEAKER_FILTER if found.cited else NO_SPEAKER_FILTER),
        outlet=Link(found.label, outlet_address(found.outlet or "")),
        date=said or (date_words(date) if date else gettext("date not known")),
        iso=date.isoformat() if date else "",
        row=Link(place.title, row_address(place.event, place.row)) if place else None,
        verdict=place.verdict if place else None,
    )


def _article_hit(found: FoundArticle) -> Hit:
    event = Link(found.title, event_address(found.event)) if found.event else None
    return Hit(
        href=article_address(found.key),
        words=found.snippet,
        headline=found.headline or (Piece(gettext("Article without a headline")),),
        glyph="",
        kind="",
        speaker=None,
        unnamed="",
        outlet=Link(found.label, outlet_address(found.outlet or "")),
        date=date_words(found.published) if found.published else gettext("date not known"),
        iso=found.published.isoformat() if found.published else "",
        row=event,
        verdict=None,
    )


def _day(value: str, problems: list[str]) -> dt.date | None:
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        problems.append(gettext("“%(value)s” is not a date as 2016-05-02.", value=value[:40]))
        return None
