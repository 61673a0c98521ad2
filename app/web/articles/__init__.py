"""The article page: its text with its claims marked, and what other outlets have of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from app import store
from app.domain.article import Article, Basis, web_address
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Reading
from app.domain.version import Version
from app.pipeline.read.addresses import identity
from app.store import Twin
from app.web.articles import versions as versions_of_article
from app.web.articles.layers import FOLLOWED, attribution_layers, claim_layers
from app.web.articles.notes import Note, column_names, notes_of
from app.web.articles.parts import part_name, parts_of, shared_words
from app.web.availability import extent_fact, extent_note, language_name, language_note
from app.web.dates import published_words, since_words
from app.web.events import database
from app.web.language import gettext, ngettext
from app.web.links import (
    Link,
    article_address,
    edit_address,
    event_address,
    outlet_address,
    versions_address,
    waits_address,
)
from app.web.loaded import reading_of
from app.web.marks import joined
from app.web.pages import render
from app.web.paragraphs import marked_paragraphs, paragraph_number, paragraphs

__all__ = ["FOLLOWED", "ArticlePage", "article_page", "router"]

MAX_ADDRESSES = 12  # other addresses that are shown
MAX_ADDRESS = 60  # characters of one

router = APIRouter()
router.include_router(versions_of_article.router)


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """`part` names what the whole paragraph is, where that is not the report's body nor as just before."""

    number: int
    css: str
    part: str
    words: Markup
    notes: tuple[Note, ...]
    same_text: str  # with whom it shares words, and how many


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What templates/articles/article.html shows."""

    title: str
    label: str
    article: Article
    outlet: Link | None  # None while nobody named it
    published: str
    iso: str | None
    words: int
    original: Link | None
    also: tuple[Link, ...]  # other addresses it was met under
    versions: Link | None  # to what changed; None where nothing did
    changed: bool  # the outlet changed it: what was there before was the report too
    event: Link | None
    edit: str
    twins: tuple[Twin, ...]  # that are one with it
    waits: str  # where to ask whether its event is still being lined up again; "" where it is not
    credits: str  # the agencies it names as origins
    kinds: tuple[tuple[ClaimKind, int], ...]
    paragraphs: tuple[ParagraphView, ...]
    extent: str = ""  # why the text is not the whole report; "" where it is
    extent_note: str = ""
    language: str = ""  # its name, where that is not the language we read
    language_note: str = ""

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(note for paragraph in self.paragraphs for note in paragraph.notes)

    @property
    def first(self) -> str:
        """The claim (id) that the first note is of; "" without claims."""
        return next((note.claim for note in self.notes if not note.before), "")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is stored of an article beside its reading.

    `addresses` are all it was met under, `former` its earlier texts, `twins` the articles that are one with
    it; it `waits` while its event is being lined up again.
    """

    addresses: Sequence[str] = ()
    former: Sequence[Version] = ()
    twins: tuple[Twin, ...] = ()
    waits: bool = False


NOTHING_BESIDE = Beside()


@router.get("/articles/{key}")
def article(request: Request, key: str) -> Response:
    """The page; a key that the article had before, or one that is one with another, leads to that."""
    with database(request).session() as session:
        present = store.stands_for(session, key)
        beside = Beside(
            store.load_addresses(session, key),
            store.load_versions(session, [key])[key],
            store.twins(session, key),
            bool(store.number_waiting(session, [key])),
        )
    if present != key:
        return RedirectResponse(article_address(present), 303)
    return render("articles/article.html", article_page(reading_of(database(request), key), beside))


def article_page(reading: Reading, beside: Beside = NOTHING_BESIDE) -> ArticlePage:
    """The page of an article. Every claim is the target of #c-ID, its note of #n-ID."""
    article = reading.article
    claims = tuple({claim.id: claim for claim in reading.claims}.values())
    shown = tuple(_paragraphs(reading, claims))
    kinds = {claim.id: claim.kind for claim in claims}
    counts = Counter(kinds[note.claim] for paragraph in shown for note in paragraph.notes)
    return ArticlePage(
        title=article.title or gettext("%(outlet)s, without a headline", outlet=_label(reading)),
        label=_label(reading),
        article=article,
        outlet=_outlet(article),
        published=published_words(article),
        iso=article.published.isoformat() if article.published and article.published.year else None,
        words=len(article.text.split()),
        original=_original(article),
        also=_also(article, beside.addresses),
        versions=_versions(article, beside.former),
        changed=any(text.is_report for text in beside.former),
        event=Link(reading.event.title, event_address(reading.event.id)) if reading.event else None,
        edit=edit_address(article.key),
        twins=beside.twins,
        waits=waits_address(article.key) if beside.waits else "",
        credits=joined(reading.copies.credited_by(article.key)),
        kinds=tuple((kind, counts[kind]) for kind in ClaimKind),
        paragraphs=shown,
        extent=extent_fact(article.extent),
        extent_note=extent_note(article.extent),
        language="" if article.analysed else language_name(article.language or ""),
        language_note=language_note(article),
    )


def _label(reading: Reading) -> str:
    """What the column is called on the comparison page."""
    return column_names(reading).get(reading.article.key, reading.article.label)


def _outlet(article: Article) -> Link | None:
    if article.outlet_basis is Basis.MISSING or not article.outlet:
        return None
    return Link(article.outlet, outlet_address(article.outlet))


def _original(article: Article) -> Link | None:
    address = web_address(article.url)
    if not address:
        return None
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return Link(host or gettext("original"), address)


def _also(article: Article, addresses: Iterable[str]) -> tuple[Link, ...]:
    here = identity(article.url or "")
    others = (web_address(address) for address in addresses if identity(address) != here)
    return tuple(Link(_bare(address), address) for address in others if address)[:MAX_ADDRESSES]


def _bare(address: str) -> str:
    """An address as people read it, without its protocol, at a length that stands beside a text."""
    words = address.partition("://")[2]
    return words if len(words) <= MAX_ADDRESS else words[:MAX_ADDRESS] + "…"


def _versions(article: Article, former: Sequence[Version]) -> Link | None:
    if not former:
        return None
    number = len(former) + 1
    words = ngettext("%(num)s version", "%(num)s versions", number)
    if since := since_words(former[0]):
        words = gettext("%(versions)s, the first of %(date)s", versions=words, date=since)
    return Link(words, versions_address(article.key), number=number)


def _paragraphs(reading: Reading, claims: tuple[Claim, ...]) -> Iterator[ParagraphView]:
    article = reading.article
    places = paragraphs(article.text)
    whole, parts = parts_of(article, places)
    notes = notes_of(reading, claims)
    beside: dict[int, list[Note]] = defaultdict(list)
    for claim in claims:
        if (note := notes[claim.id]).claim == claim.id:
            beside[paragraph_number(places, claim.span.start)].append(note)
    shared = shared_words(reading, places)
    layers = [*parts, *attribution_layers(claims), *claim_layers(claims, notes, places)]
    for number, (_, words) in enumerate(marked_paragraphs(article.text, layers), start=1):
        kind = whole.get(number)
        part = part_name(kind, article, places[number - 1]) if kind is not whole.get(number - 1) else ""
        css = f"is-{kind}" if kind else ""
        yield ParagraphView(number, css, part, words, tuple(beside[number]), shared.get(number, ""))
