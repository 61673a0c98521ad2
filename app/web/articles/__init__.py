"""The article page: its text with its claims marked, and what other outlets have of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.domain.article import Article, Basis, web_address
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Reading
from app.web.articles.layers import FOLLOWED, attribution_layers, claim_layers
from app.web.articles.notes import Note, column_names, notes_of
from app.web.articles.parts import part_name, parts_of, shared_words
from app.web.availability import extent_fact, extent_note, language_name, language_note
from app.web.dates import published_words
from app.web.events import database
from app.web.language import gettext
from app.web.links import Link, event_address, outlet_address
from app.web.loaded import reading_of
from app.web.marks import joined
from app.web.pages import render
from app.web.paragraphs import marked_paragraphs, paragraph_number, paragraphs

__all__ = ["FOLLOWED", "ArticlePage", "article_page", "router"]

router = APIRouter()


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
    event: Link | None
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


@router.get("/articles/{key}")
def article(request: Request, key: str) -> HTMLResponse:
    return render("articles/article.html", article_page(reading_of(database(request), key)))


def article_page(reading: Reading) -> ArticlePage:
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
        event=Link(reading.event.title, event_address(reading.event.id)) if reading.event else None,
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
