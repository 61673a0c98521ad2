"""The article page: its text with its claims marked, and what other outlets have of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app import store
from app.domain.article import Article, Basis, SegmentKind, web_address
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Reading, labels, stretches
from app.domain.event import Row, Verdict
from app.domain.text import Span
from app.web.dates import published_words
from app.web.events import database
from app.web.links import Link, event_address
from app.web.marks import counted, joined, kind_words, speaker_words
from app.web.pages import render
from app.web.paragraphs import Layer, marked_paragraphs, paragraph_number, paragraphs

FOLLOWED = (
    12  # claims in several pieces whose pieces light up together (rules .m1 to .m12 in the style sheet)
)
PARTS = {
    SegmentKind.HEADLINE: "Headline",
    SegmentKind.BYLINE: "Byline",
    SegmentKind.DATELINE: "Dateline",
    SegmentKind.CAPTION: "Caption",
    SegmentKind.BOILERPLATE: "Not part of the report",
}

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin beside a claim. `row` is its row's address, None while it has none.

    Neighbouring parts of a claim that stand in one row share a note: `claim` is the first of them, `last`
    the last, behind which the reference to the note stands.
    """

    claim: str
    last: str
    number: int
    kind: str  # the claim's, and that it is an attitude where it is one
    speaker: str
    verdict: Verdict | None
    row: str | None
    also: tuple[str, ...]
    against: tuple[str, ...]


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
    named: bool
    published: str
    iso: str | None
    words: int
    original: Link | None
    event: Link | None
    credits: str  # the agencies it names as origins
    kinds: tuple[tuple[ClaimKind, int], ...]
    paragraphs: tuple[ParagraphView, ...]


@router.get("/articles/{key}")
def article(request: Request, key: str) -> HTMLResponse:
    with database(request).session() as session:
        reading = store.load_reading(session, key)
    return render("articles/article.html", article_page(reading))


def article_page(reading: Reading) -> ArticlePage:
    """The page of an article. Every claim is the target of #c-ID, its note of #n-ID."""
    article = reading.article
    claims = tuple({claim.id: claim for claim in reading.claims}.values())
    counts = Counter({claim.part_of or claim.id: claim.kind for claim in claims}.values())
    return ArticlePage(
        title=article.title or f"{_label(reading)}, without a headline",
        label=_label(reading),
        article=article,
        named=article.outlet_basis is not Basis.MISSING and bool(article.outlet),
        published=published_words(article),
        iso=article.published.isoformat() if article.published and article.published.year else None,
        words=len(article.text.split()),
        original=_original(article),
        event=Link(reading.event.title, event_address(reading.event.id)) if reading.event else None,
        credits=joined(reading.copies.credited_by(article.key)),
        kinds=tuple((kind, counts[kind]) for kind in ClaimKind),
        paragraphs=tuple(_paragraphs(reading, claims)),
    )


def _label(reading: Reading) -> str:
    """What the column is called on the comparison page."""
    return _column_names(reading).get(reading.article.key, reading.article.label)


def _column_names(reading: Reading) -> dict[str, str]:
    """What the event's columns are called, by article, in their order."""
    return dict(zip((column.key for column in reading.columns), labels(reading.columns), strict=True))


def _original(article: Article) -> Link | None:
    address = web_address(article.url)
    if not address:
        return None
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return Link(host or "original", address)


def _paragraphs(reading: Reading, claims: tuple[Claim, ...]) -> Iterator[ParagraphView]:
    article = reading.article
    places = paragraphs(article.text)
    whole, parts = _parts(article, places)
    notes = _notes(reading, claims)
    beside: dict[int, list[Note]] = defaultdict(list)
    for claim in claims:
        if (note := notes[claim.id]).claim == claim.id:
            beside[paragraph_number(places, claim.span.start)].append(note)
    shared = _shared(reading, places)
    layers = [*parts, *_attribution_layers(claims), *_claim_layers(claims, notes, places)]
    for number, (_, words) in enumerate(marked_paragraphs(article.text, layers), start=1):
        kind = whole.get(number)
        part = _part(kind, article, places[number - 1]) if kind is not whole.get(number - 1) else ""
        css = f"is-{kind}" if kind else ""
        yield ParagraphView(number, css, part, words, tuple(beside[number]), shared.get(number, ""))


def _shared(reading: Reading, places: tuple[Span, ...]) -> dict[int, str]:
    """With whom each paragraph (by number) shares words: "Same text as in RFE/RL, 28 words"."""
    names = _column_names(reading)
    words: dict[int, Counter[str]] = defaultdict(Counter)
    for copy in reading.copies.passages:
        if seen := copy.seen_from(reading.article.key):
            span, there = seen
            words[paragraph_number(places, span.start)][there.article] += copy.words
    return {
        number: "Same text as in "
        + joined(tuple(f"{name}, {counted(found[key], 'word')}" for key, name in names.items() if found[key]))
        for number, found in words.items()
    }


def _part(kind: SegmentKind | None, article: Article, place: Span) -> str:
    """What to call a whole paragraph that is not body: headings below the headline are called otherwise."""
    if kind is SegmentKind.HEADLINE and article.title and place.of(article.text).strip() != article.title:
        return "Heading"
    return PARTS[kind] if kind else ""


def _parts(article: Article, places: tuple[Span, ...]) -> tuple[dict[int, SegmentKind], list[Layer]]:
    """What whole paragraphs are (by number), and marks for parts that share a paragraph with the report."""
    whole: dict[int, SegmentKind] = {}
    layers: list[Layer] = []
    for segment in article.segments:
        if segment.kind is SegmentKind.BODY or not len(segment.span):
            continue
        first, last = (paragraph_number(places, at) for at in (segment.span.start, segment.span.end - 1))
        for number in range(first, last + 1):
            place = places[number - 1]
            if segment.span.covers(place.stripped(article.text)):
                whole[number] = segment.kind
            else:
                layers.append(Layer(_common(place, segment.span), f"part is-{segment.kind}"))
    return whole, layers


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def _attribution_layers(claims: Iterable[Claim]) -> list[Layer]:
    """Sources and cues; claims that share one have it marked once."""
    found = {
        (span, css) for claim in claims for span, css in ((claim.source, "srcu"), (claim.cue, "cueu")) if span
    }
    return [Layer(span, css) for span, css in sorted(found)]


def _claim_layers(
    claims: tuple[Claim, ...], notes: Mapping[str, Note], places: tuple[Span, ...]
) -> Iterator[Layer]:
    """A mark for each claim, with a link to its note where that ends.

    A claim in several pieces has its id on the first only; a class of its own ties the pieces together, and
    the parts of a claim that share a note.
    """
    numbers = count(1)
    tied: dict[str, int] = {}
    reached = 0
    for claim in claims:
        note = notes[claim.id]
        css = f"cl k-{claim.kind}"
        crossed = claim.span.start < reached < claim.span.end or _runs_on(claim.span, places)
        if crossed or note.claim != note.last:
            number = tied[note.claim] if note.claim in tied else tied.setdefault(note.claim, next(numbers))
            css += f" m{number}" if number <= FOLLOWED else ""
        reached = max(reached, claim.span.end)
        end = _reference(note) if note.last == claim.id else Markup("")
        yield Layer(claim.span, css, f"c-{claim.id}", end)


def _runs_on(span: Span, places: tuple[Span, ...]) -> bool:
    return paragraph_number(places, span.start) != paragraph_number(places, max(span.start, span.end - 1))


def _reference(note: Note) -> Markup:
    # The number is drawn by the style sheet: the paragraph's text stays the article's.
    name = f"Note {note.number}: {note.kind}, {note.speaker}"
    return Markup('<a class="ref" href="#n-{}" data-n="{}" aria-label="{}"></a>').format(
        note.claim, note.number, name
    )


def _notes(reading: Reading, claims: tuple[Claim, ...]) -> dict[str, Note]:
    """The note of each claim (by id), numbered as the text goes."""
    rows = {claim.id: row for row in reading.rows for claim in row.claims}
    names = _column_names(reading)
    by_row: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_row[rows[claim.id].id if claim.id in rows else ""].append(claim)
    shown = (stretch.claims for mine in by_row.values() for stretch in stretches(mine, reading.article.text))
    place = {claim.id: at for at, claim in enumerate(claims)}
    in_order = sorted(shown, key=lambda held: place[held[0].id])
    return {
        claim.id: _note(held, number, rows.get(held[0].id), reading, names)
        for number, held in enumerate(in_order, start=1)
        for claim in held
    }


def _note(
    held: tuple[Claim, ...], number: int, row: Row | None, reading: Reading, names: dict[str, str]
) -> Note:
    claim, last = held[0], held[-1].id
    speaker = speaker_words(claim.speaker, claim.source is not None)
    kind = kind_words(claim)
    if row is None or reading.event is None:
        return Note(claim.id, last, number, kind, speaker, None, None, (), ())
    against = _against(held, row)
    others = row.articles - {claim.article} - {key for _, keys in against for key in keys}
    return Note(
        claim.id,
        last,
        number,
        kind,
        speaker,
        row.verdict,
        f"{event_address(reading.event.id)}#r-{row.id}",
        tuple(name for key, name in names.items() if key in others),
        tuple(
            f"{_names(keys, names)} {'has' if len(keys) == 1 else 'have'} {value}" for value, keys in against
        ),
    )


def _against(held: tuple[Claim, ...], row: Row) -> list[tuple[str, frozenset[str]]]:
    """The values that stand against the claim's own, and the other articles that have them."""
    article = {other.id: other.article for other in row.claims}
    mine = {claim.id for claim in held}
    return [
        (side.value, keys)
        for side in row.judgement.sides
        if not mine & set(side.claims)
        and (keys := frozenset(article[c] for c in side.claims if c in article) - {held[0].article})
    ]


def _names(keys: frozenset[str], names: dict[str, str]) -> str:
    return joined(tuple(name for key, name in names.items() if key in keys))
