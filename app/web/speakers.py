"""Speakers: the list of all, and a speaker's page: names, claims, versions of quotes, who cites them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app import store
from app.domain.event import Verdict
from app.domain.people import Said, SpeakerAccount, SpeakerCount, SpeakerLine, Versions, first_letter, folded
from app.domain.search import Within
from app.errors import NotFoundError
from app.web.dates import date_words
from app.web.events import database
from app.web.language import gettext
from app.web.links import Link, article_address, event_address, outlet_address, row_address, speaker_address
from app.web.marks import KINDS
from app.web.pages import render
from app.web.search import Sought, search_address, unknown

PER_PAGE = 100  # speakers
CLAIMS = 50
MAX_NAME = 1_000  # characters of a name that are looked up
MAX_TEXT = 200
BAR = 100  # units that the longest bar is wide

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SpeakersSought:
    """Which part of the list of speakers an address asks for."""

    words: str = ""
    letter: str = ""
    by_name: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """What templates/speakers/list.html shows."""

    sought: SpeakersSought
    lines: tuple[tuple[SpeakerLine, str], ...]
    all: int
    found: int
    shown: str
    orders: tuple[Link, ...]
    letters: tuple[Link, ...]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim on a speaker's page."""

    words: str
    href: str
    outlet: Link
    kind: str
    glyph: str
    date: str
    iso: str
    rows: tuple[tuple[Verdict, str], ...]


@dataclass(frozen=True, slots=True)
class EventPart:
    """Claims of one event, in a row on the page."""

    event: Link
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class VersionsView:
    """A quote as several outlets print it."""

    event: str
    href: str
    verdict: Verdict
    versions: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class CiteLine:
    """How often an outlet cites the speaker; bars are in hundredths of the longest."""

    outlet: Link
    quoted: int
    paraphrased: int
    quoted_bar: float
    paraphrased_bar: float


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """What templates/speakers/speaker.html shows."""

    account: SpeakerAccount
    cited_by: tuple[CiteLine, ...]
    versions: tuple[VersionsView, ...]
    parts: tuple[EventPart, ...]
    shown: str
    previous: str | None
    next: str | None
    search: str


@router.get("/speakers")
def speakers(request: Request) -> HTMLResponse:
    sought = _sought_in(request.query_params)
    with database(request).session() as session:
        counts = store.speaker_counts(session)
        found = found_speakers(counts, sought)
        start = (sought.page - 1) * PER_PAGE
        names = [speaker.name for speaker in found[start : start + PER_PAGE]]
        lines = store.speaker_lines(session, names)
    return render("speakers/list.html", speakers_page(sought, counts, len(found), lines))


@router.get("/speaker")
def speaker(request: Request) -> HTMLResponse:
    name = request.query_params.get("name", "")[:MAX_NAME].replace("\0", "\ufffd")
    page = page_number(request.query_params)
    try:
        with database(request).session() as session:
            account = store.load_speaker(session, name, (page - 1) * CLAIMS, CLAIMS)
    except NotFoundError:
        shown = name[:80] or "?"
        return unknown(gettext("No claim here is by a speaker called “%(name)s”.", name=shown), name)
    return render("speakers/speaker.html", speaker_page(account, page))


def found_speakers(counts: Iterable[SpeakerCount], sought: SpeakersSought) -> list[SpeakerCount]:
    """The speakers asked for, in the order asked for; case and accents make no difference."""
    words = folded(sought.words).split()
    letter = sought.letter
    kept = [
        (name, speaker)
        for name, speaker in ((folded(speaker.name), speaker) for speaker in counts)
        if (not words or all(word in name for word in words)) and (not letter or first_letter(name) == letter)
    ]
    if sought.by_name:
        kept.sort(key=lambda pair: (pair[0], pair[1].name))
    else:
        kept.sort(key=lambda pair: (-pair[1].claims, pair[0], pair[1].name))
    return [speaker for _, speaker in kept]


def speakers_page(
    sought: SpeakersSought, counts: tuple[SpeakerCount, ...], found: int, lines: tuple[SpeakerLine, ...]
) -> SpeakersPage:
    start = (sought.page - 1) * PER_PAGE
    letters = sorted({first_letter(speaker.name) for speaker in counts}, key=lambda c: (c == "#", c))
    return SpeakersPage(
        sought=sought,
        lines=tuple((line, speaker_address(line.name)) for line in lines),
        all=len(counts),
        found=found,
        shown=range_words(start, len(lines), found),
        orders=(
            Link(gettext("most claims"), _address(sought, by_name=False), current=not sought.by_name),
            Link(gettext("name"), _address(sought, by_name=True), current=sought.by_name),
        ),
        letters=(
            Link(gettext("all"), _address(sought, letter=""), current=not sought.letter),
            *(Link(c, _address(sought, letter=c), current=c == sought.letter) for c in letters),
        ),
        previous=_address(sought, page=sought.page - 1) if sought.page > 1 else None,
        next=_address(sought, page=sought.page + 1) if start + len(lines) < found and lines else None,
    )


def speaker_page(account: SpeakerAccount, page: int) -> SpeakerPage:
    start = (page - 1) * CLAIMS
    more = account.said and start + len(account.said) < account.claims
    return SpeakerPage(
        account=account,
        cited_by=_cite_lines(account),
        versions=tuple(_versions(versions) for versions in account.versions),
        parts=_parts(account.said),
        shown=range_words(start, len(account.said), account.claims),
        previous=_page(account.name, page - 1) if page > 1 else None,
        next=_page(account.name, page + 1) if more else None,
        search=search_address(Sought("", Within(speaker=account.name))),
    )


def page_number(query: Mapping[str, str]) -> int:
    """The number of the page that is asked for; what is no such number is the first."""
    page = query.get("page", "1")
    return max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1


def range_words(start: int, count: int, total: int) -> str:
    """Which of how many a page shows: "1 to 50 of 312"; nothing where it shows all."""
    if count == total:
        return ""
    if not count:
        return gettext("none on this page")
    return gettext(
        "%(first)s to %(last)s of %(all)s",
        first=f"{start + 1:,}",
        last=f"{start + count:,}",
        all=f"{total:,}",
    )


def _sought_in(query: Mapping[str, str]) -> SpeakersSought:
    return SpeakersSought(
        words=query.get("q", "").replace("\0", " ")[:MAX_TEXT],
        letter=query.get("letter", "")[:1].upper(),
        by_name=query.get("order") == "name",
        page=page_number(query),
    )


def _address(
    sought: SpeakersSought, *, letter: str | None = None, by_name: bool | None = None, page: int = 1
) -> str:
    letter = sought.letter if letter is None else letter
    by_name = sought.by_name if by_name is None else by_name
    pairs = [("q", sought.words), ("letter", letter), ("order", "name" if by_name else "")]
    pairs.append(("page", str(page) if page > 1 else ""))
    query = urlencode([(name, value) for name, value in pairs if value])
    return "/speakers" + (f"?{query}" if query else "")


def _page(name: str, page: int) -> str:
    return speaker_address(name) + (f"&page={page}" if page > 1 else "") + "#claims"


def _cite_lines(account: SpeakerAccount) -> tuple[CiteLine, ...]:
    longest = max((cite.quoted + cite.paraphrased for cite in account.cited_by), default=1)
    return tuple(
        CiteLine(
            outlet=Link(cite.outlet or gettext("outlet not named"), outlet_address(cite.outlet or "")),
            quoted=cite.quoted,
            paraphrased=cite.paraphrased,
            quoted_bar=round(BAR * cite.quoted / longest, 2),
            paraphrased_bar=round(BAR * cite.paraphrased / longest, 2),
        )
        for cite in account.cited_by
    )


def _parts(said: tuple[Said, ...]) -> tuple[EventPart, ...]:
    return tuple(
        EventPart(Link(title, event_address(event)), tuple(_line(claim) for claim in claims))
        for (event, title), claims in groupby(said, key=lambda claim: (claim.event, claim.title))
    )


def _versions(versions: Versions) -> VersionsView:
    place = versions.place
    lines = tuple(_line(claim) for claim in versions.versions)
    return VersionsView(place.title, row_address(place.event, place.row), place.verdict, lines)


def _line(claim: Said) -> ClaimLine:
    date = claim.said_on or claim.published
    kind = KINDS[claim.kind]
    return ClaimLine(
        words=claim.words,
        href=article_address(claim.article, claim.claim),
        outlet=Link(claim.label, outlet_address(claim.outlet or "")),
        kind=gettext("%(kind)s (attitude)", kind=kind.word) if claim.attitude else kind.word,
        glyph=kind.glyph,
        date=_when(claim),
        iso=date.isoformat() if date else "",
        rows=tuple((place.verdict, row_address(place.event, place.row)) for place in claim.places),
    )


def _when(claim: Said) -> str:
    if claim.said_on:
        return gettext("said on %(date)s", date=date_words(claim.said_on))
    if claim.published:
        return gettext("published %(date)s", date=date_words(claim.published))
    return gettext("date not known")
