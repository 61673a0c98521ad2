"""The comparison page: one event's table in the page's words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from app.domain.article import Article, Basis, web_address
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import (
    NO_SPEAKER_FILTER,
    OPEN_SPEAKER_FILTER,
    Comparison,
    ComparisonRow,
    DateField,
    EventSummary,
    Filters,
    Order,
    Stretch,
    day_of,
    labels,
)
from app.domain.copy import SameText
from app.domain.event import Gap, Row, Side, Verdict
from app.domain.speaker import SpeakerStatus
from app.domain.text import Span
from app.web.dates import date_words, published_words, stretch_words
from app.web.details import Details, details
from app.web.facets import Days, Facets, facets, strangers
from app.web.filters import to_query
from app.web.marks import (
    ATTITUDE,
    KINDS,
    UNSURE,
    VERDICTS,
    counted,
    joined,
    number_word,
    speaker_label,
    speaker_words,
)
from app.web.paragraphs import paragraph_number, paragraphs

MAX_FACT = 180  # characters of the words that stand for a row
MAX_SOURCE = 120  # characters of a printed source above the words
FULL_WIDTH = 6  # columns that fit a wide window; more and the table scrolls in its frame
QUOTATION_MARKS = ("“", '"', "‘", "'", "„", "«", "‹", "”", "’")
ORDERS = {
    Order.DISAGREEMENT: "Disagreements first",
    Order.WIDEST: "Most reported first",
    Order.STORY: "As told",
    Order.DATE: "By date",
}
EMPTY_WORDS = frozenset({"he", "she", "they", "it", "we", "i", "who", "the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `name` picks the style, `number` is a count beside them."""

    words: str
    href: str
    name: str = ""
    number: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class ColumnHead:
    label: str
    href: str
    headline: str | None
    published: str
    iso: str | None
    original: str | None
    named: bool
    cut_off: bool
    note: str | None
    credits: str  # the agencies it names as origins


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; `css` is empty for those without a mark."""

    words: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim, or parts of one, in its cell: the source line, the outlet's words, and where they stand.

    What `goes_on` is of the claim just above, from further on in it, and has no source line of its own.
    `opens` and `closes` tell of a quotation mark that stands outside the words it belongs to.
    """

    attribution: tuple[Piece, ...]
    words: tuple[Piece, ...]
    goes_on: bool
    opens: bool
    closes: bool
    href: str
    paragraph: int
    same_text: str  # with whom it shares its words, and how many


@dataclass(frozen=True, slots=True)
class CellView:
    """`gap` says why the fact is not available; a blank without one means that it is not mentioned."""

    label: str
    claims: tuple[ClaimView, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class SideView:
    value: str
    outlets: int


@dataclass(frozen=True, slots=True)
class RowView:
    number: int
    anchor: str
    verdict: Verdict
    kind: ClaimKind
    attitude: bool  # every claim on it is one
    fact: str
    sides: tuple[SideView, ...]
    reasons: tuple[str, ...]
    update: bool
    speakers: tuple[Link, ...]
    said: str
    independent: str  # how many outlets report on their own, where that is not all of them
    details: Details | None  # what the opened row tells; None where one article has it
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class Lede:
    """The result in a sentence: `opening`, the linked `parts`, each with the words that go `before` it."""

    opening: str
    parts: tuple[tuple[str, Link], ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What templates/events/comparison.html shows."""

    event: EventSummary
    when: str
    lede: Lede
    views: tuple[Link, ...]
    orders: tuple[Link, ...]
    chips: tuple[Link, ...]
    notices: tuple[str, ...]
    facets: Facets
    dates: str
    filters: Filters
    columns: tuple[ColumnHead, ...]
    rows: tuple[RowView, ...]
    total: int
    address: str
    clear: str
    query: str
    standalone: bool = False  # a file of its own: nothing in it leads to a server

    @property
    def many(self) -> bool:
        return len(self.columns) > FULL_WIDTH

    def export(self, kind: str, layout: str = "") -> str:
        """Address of a file with exactly these rows."""
        query = "&".join(part for part in (f"layout={layout}" if layout else "", self.query) if part)
        return f"{self.address}/export.{kind}" + (f"?{query}" if query else "")


def event_address(event_id: str, filters: Filters = Filters()) -> str:  # noqa: B008 - it is frozen
    """The address of an event's page under these filters."""
    query = to_query(filters)
    return f"/events/{quote(event_id, safe='')}" + (f"?{query}" if query else "")


def comparison_page(whole: Comparison, filters: Filters, problems: tuple[str, ...] = ()) -> ComparisonPage:
    """The page of an event. `whole` is its unfiltered comparison, `problems` what the address got wrong."""
    shown = whole.filtered(filters)
    event = whole.event
    names = labels(whole.columns)
    found = facets(whole, filters)
    return ComparisonPage(
        event=event,
        when=stretch_words(event.first, event.last),
        lede=_lede(whole),
        views=_views(whole, filters),
        orders=_orders(event.id, filters),
        chips=_chips(event.id, filters),
        notices=problems + strangers(whole, filters),
        facets=found,
        dates=_dates(found.days, filters.date_field),
        filters=filters,
        columns=tuple(
            _head(name, column, whole.copies.credited_by(column.key))
            for name, column in zip(names, whole.columns, strict=True)
        ),
        rows=_rows(shown, names),
        total=whole.total,
        address=event_address(event.id),
        clear=event_address(event.id, Filters(order=filters.order)),
        query=to_query(filters),
    )


def standalone_page(shown: Comparison) -> ComparisonPage:
    """The page of a filtered comparison as a file of its own."""
    page = comparison_page(shown, shown.filters)
    return replace(page, standalone=True, notices=())


def _lede(whole: Comparison) -> Lede:
    counts = {verdict: whole.event.verdicts.get(verdict, 0) for verdict in Verdict}
    phrases = {
        Verdict.CONFLICT: "conflict on {}",
        Verdict.WORDING: "word {} differently",
        Verdict.AGREE: "agree on {}",
    }
    shared = [verdict for verdict in phrases if counts[verdict]]
    parts: list[tuple[str, Link]] = []
    for index, verdict in enumerate(shared):
        number = counted(counts[verdict], "fact") if index == 0 else f"{counts[verdict]:,}"
        before = "" if index == 0 else (" and " if index == len(shared) - 1 else ", ")
        parts.append((before, _verdict_link(whole, verdict, phrases[verdict].format(number))))
    alone = counts[Verdict.SINGLE]
    if alone:
        stands = f"{alone:,} {'stands' if alone == 1 else 'stand'} in one outlet only"
        before = "; " if shared else "share no fact: "
        parts.append((before, _verdict_link(whole, Verdict.SINGLE, stands)))
    return Lede(_accounts(whole), tuple(parts) if len(whole.columns) > 1 else ())


def _accounts(whole: Comparison) -> str:
    number = len(whole.columns)
    if number == 1:
        return "There is one account so far, so there is nothing to compare it with."
    if not whole.total:
        return f"No claims were found in the {number_word(number)} accounts."
    return "Both accounts" if number == 2 else f"The {number_word(number)} accounts"


def _verdict_link(whole: Comparison, verdict: Verdict, words: str) -> Link:
    return Link(words, event_address(whole.event.id, Filters(verdicts=(verdict,))), verdict)


def _views(whole: Comparison, filters: Filters) -> tuple[Link, ...]:
    """The tabs: each sets verdict and kind, and leaves the other filters as they are."""
    others = replace(filters, verdicts=(), kinds=())
    views = (
        ("all", "All rows", others),
        ("conflict", "Disagreements", replace(others, verdicts=(Verdict.CONFLICT, Verdict.WORDING))),
        ("single", "Only one outlet", replace(others, verdicts=(Verdict.SINGLE,))),
        ("quote", "Direct quotes", replace(others, kinds=(ClaimKind.QUOTE,))),
        ("figure", "Figures", replace(others, kinds=(ClaimKind.FIGURE,))),
    )
    return tuple(
        Link(
            words,
            event_address(whole.event.id, wanted),
            name,
            len(whole.filtered(wanted).rows),
            (wanted.verdicts, wanted.kinds) == (filters.verdicts, filters.kinds),
        )
        for name, words, wanted in views
    )


def _orders(event_id: str, filters: Filters) -> tuple[Link, ...]:
    return tuple(
        Link(
            ORDERS[order],
            event_address(event_id, replace(filters, order=order)),
            current=order is filters.order,
        )
        for order in Order
    )


def _chips(event_id: str, filters: Filters) -> tuple[Link, ...]:
    """A filter each, with the address of the page without it."""
    chips = [(f"Words: {filters.text}", replace(filters, text=""))] if filters.text else []
    for verdict in filters.verdicts:
        rest = tuple(other for other in filters.verdicts if other is not verdict)
        chips.append((VERDICTS[verdict].word, replace(filters, verdicts=rest)))
    for speaker in filters.speakers:
        others = tuple(other for other in filters.speakers if other != speaker)
        chips.append((f"Speaker: {speaker_label(speaker)}", replace(filters, speakers=others)))
    for kind in filters.kinds:
        kinds = tuple(other for other in filters.kinds if other is not kind)
        chips.append((KINDS[kind].word, replace(filters, kinds=kinds)))
    for outlet in filters.outlets:
        others = tuple(other for other in filters.outlets if other != outlet)
        chips.append((f"In {outlet}", replace(filters, outlets=others)))
    if filters.left_out_by:
        chips.append((f"Left out by {filters.left_out_by}", replace(filters, left_out_by="")))
    if filters.since or filters.until:
        chips.append((_dates_chip(filters), replace(filters, since=None, until=None)))
    return tuple(Link(words, event_address(event_id, rest)) for words, rest in chips)


def _dates_chip(filters: Filters) -> str:
    words = "Said" if filters.date_field is DateField.SAID else "Published"
    for joint, day in (("from", filters.since), ("to", filters.until)):
        words += f" {joint} {stretch_words(day, day)}" if day else ""
    return words


def _dates(days: Days, field: DateField) -> str:
    """What a filter by date has to work on."""
    what = "said" if field is DateField.SAID else "published"
    if days.first is None:
        return f"No fact is known to have been {what} on a given day."
    known = f"Days known: {stretch_words(days.first, days.last)}."
    undated = counted(days.undated, "fact")
    return f"{known} A date filter drops {undated} without one." if days.undated else known


def _head(label: str, article: Article, agencies: tuple[str, ...]) -> ColumnHead:
    return ColumnHead(
        label=label,
        href=f"/articles/{article.key}",
        headline=article.title,
        published=published_words(article),
        iso=article.published.isoformat() if article.published and article.published.year else None,
        original=web_address(article.url),
        named=article.outlet_basis is not Basis.MISSING and bool(article.outlet),
        cut_off=article.cut_off,
        note=article.note,
        credits=joined(tuple(agency for agency in agencies if agency != article.outlet)),
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """An article and its paragraphs, found once for all its cells."""

    article: Article
    places: tuple[Span, ...]


def _rows(shown: Comparison, names: tuple[str, ...]) -> tuple[RowView, ...]:
    texts = tuple(_Text(article, paragraphs(article.text)) for article in shown.columns)
    return tuple(_row(row, shown.event, names, texts, shown.filters.order) for row in shown.rows)


def _row(
    row: ComparisonRow,
    event: EventSummary,
    names: tuple[str, ...],
    texts: tuple[_Text, ...],
    order: Order,
) -> RowView:
    columns = zip(names, texts, row.cells, strict=True)
    label_of = {text.article.key: name for name, text in zip(names, texts, strict=True)}
    return RowView(
        number=row.number,
        anchor=f"r-{row.row.id}",
        verdict=row.row.verdict,
        kind=row.row.kind,
        attitude=all(claim.attitude for claim in row.row.claims),
        fact=_fact(row),
        sides=_sides(row),
        reasons=row.row.judgement.reasons,
        update=row.row.judgement.update,
        speakers=_speakers(row, event.id),
        said=_said(row, event.last, order),
        independent=_independent(row.row, texts),
        details=details(row, {text.article.key: text.article for text in texts}),
        cells=tuple(
            CellView(name, tuple(_claims(cell.stretches, text, row.row, label_of)), cell.gap)
            for name, text, cell in columns
        ),
    )


def _claims(
    shown: Sequence[Stretch], text: _Text, row: Row, label_of: Mapping[str, str]
) -> Iterator[ClaimView]:
    above: str | None = None
    for stretch in shown:
        claim = stretch.claims[0]
        goes_on = above is not None and claim.part_of == above
        above = claim.part_of
        opens, closes = _open_marks(stretch)
        yield ClaimView(
            attribution=() if goes_on else _attribution(claim, text.article, row.speaker),
            words=_words(stretch, row.judgement.sides),
            goes_on=goes_on,
            opens=opens,
            closes=closes,
            href=f"/articles/{text.article.key}#c-{claim.id}",
            paragraph=paragraph_number(text.places, claim.span.start),
            same_text=_same_text(_shared(stretch, row), label_of),
        )


def _open_marks(stretch: Stretch) -> tuple[bool, bool]:
    """Whether words at the beginning, and at the end, are quoted and their mark stands outside."""
    first, last = stretch.claims[0], stretch.claims[-1]
    opens = any(quoted.start <= first.span.start < quoted.end for quoted in first.quoted)
    closes = any(quoted.start < last.span.end <= quoted.end for quoted in last.quoted)
    return opens or _is_bare_quote(first), closes or _is_bare_quote(first)


def _shared(stretch: Stretch, row: Row) -> list[SameText]:
    """What the stretch shares with each other article: the sum over its claims."""
    known = {same.claim: same.words for same in row.same_text}
    words = sum(known.get(claim.id, len(claim.text.split())) for claim in stretch.claims)
    shared: Counter[str] = Counter()
    for same in row.same_text:
        if any(same.claim == claim.id for claim in stretch.claims):
            shared[same.article] += same.shared
    return [SameText(stretch.claims[0].id, key, number, words) for key, number in shared.items()]


def _same_text(found: Sequence[SameText], label_of: Mapping[str, str]) -> str:
    """In the columns' order: "Same text: 28 of 28 words as in RFE/RL, 27 as in Euronews"."""
    order = list(label_of)
    parts = [
        (f"{same.shared} of {same.words} words" if place == 0 else f"{same.shared}")
        + f" as in {label_of[same.article]}"
        for place, same in enumerate(sorted(found, key=lambda same: order.index(same.article)))
    ]
    return f"Same text: {', '.join(parts)}" if parts else ""


def _independent(row: Row, texts: tuple[_Text, ...]) -> str:
    """How many report on their own, where some of the outlets share text."""
    outlets = len({text.article.label.casefold() for text in texts if text.article.key in row.articles})
    if row.independent >= outlets:
        return ""
    if row.independent == 1:
        return f"{outlets:,} outlets, one {'text' if row.same_text else 'report'}"
    return f"Reported by {outlets:,} outlets, {row.independent:,} independently"


def _fact(row: ComparisonRow) -> str:
    """The words that stand for the row. A conflict's leave out the value at issue, so as to take no side."""
    sides = row.row.judgement.sides if row.row.verdict is Verdict.CONFLICT else ()
    pieces = _words(row.lead, sides)
    words = " ".join("".join("…" if "odds" in piece.css else piece.words for piece in pieces).split())
    for side in sides:
        words = words.replace(side.value, "…", 1) if side.value else words
    if len(words) > MAX_FACT:
        words = words[:MAX_FACT].rpartition(" ")[0].rstrip(",;: ") + " …"
    opens, closes = _open_marks(row.lead)
    return f"{'“' * opens}{words}{'”' * closes}"


def _is_bare_quote(claim: Claim) -> bool:
    """Whether the claim is from inside quotation marks that stand outside its span."""
    return claim.kind is ClaimKind.QUOTE and not claim.text.startswith(QUOTATION_MARKS)


def _sides(row: ComparisonRow) -> tuple[SideView, ...]:
    article = {claim.id: claim.article for claim in row.row.claims}
    return tuple(
        SideView(side.value, len({article[claim] for claim in side.claims if claim in article}))
        for side in row.row.judgement.sides
    )


def _speakers(row: ComparisonRow, event_id: str) -> tuple[Link, ...]:
    """Who the row's words belong to, each a link to all their rows."""
    names = (
        [row.row.speaker]
        if row.row.speaker
        else sorted({claim.speaker.name for claim in row.row.claims if claim.speaker.name})
    )
    if names:
        return tuple(Link(name, event_address(event_id, Filters(speakers=(name,)))) for name in names)
    cited = next((claim for claim in row.row.claims if claim.source), None)
    words = speaker_words((cited or row.row.claims[0]).speaker, cited is not None)
    value = OPEN_SPEAKER_FILTER if cited else NO_SPEAKER_FILTER
    return (Link(words, event_address(event_id, Filters(speakers=(value,)))),)


def _said(row: ComparisonRow, last: dt.date | None, order: Order) -> str:
    """When it was said; among rows by date, the day the row stands under."""
    dates = list(dict.fromkeys(claim.said_on for claim in row.row.claims if claim.said_on))
    if order is Order.DATE and not any(date.year for date in dates):
        day = day_of(row.row)
        return date_words(day, last.year if last else None) if day else "day not known"
    return joined(tuple(dict.fromkeys(date_words(date, last.year if last else None) for date in dates)), "or")


def _attribution(claim: Claim, article: Article, speaker: str | None) -> tuple[Piece, ...]:
    """The line above the words: source and cue as printed, and what is known of who it is."""
    source = _short(claim.source, article.text) if claim.source else ""
    style = "plain" if _adds_nothing(source, speaker) else "source"
    printed = sorted((span, css) for span, css in ((claim.source, style), (claim.cue, "cue")) if span)
    pieces = [Piece(_short(span, article.text), css) for span, css in printed]
    name = claim.speaker.name
    if name is None:
        css = "amb" if claim.speaker.status is SpeakerStatus.AMBIGUOUS else "none"
        pieces.append(Piece(speaker_words(claim.speaker, claim.source is not None), css))
    elif not printed:
        pieces.append(Piece(name, "plain"))
    elif name != speaker and not _adds_nothing(name, source):
        pieces.append(Piece(f"({name})", "plain"))
    if claim.attitude:
        pieces.append(Piece(ATTITUDE, "attitude"))
    if claim.unsure:
        pieces.append(Piece(UNSURE, "attitude"))
    return tuple(pieces)


def _adds_nothing(words: str, known: str | None) -> bool:
    """Whether all of the words, but for pronouns and articles, stand in what is known already."""
    beside = _bare(known or "")
    return all(word in beside or word in EMPTY_WORDS for word in _bare(words))


def _bare(words: str) -> list[str]:
    return [word.strip(".,;:’‘“”\"'()") for word in words.casefold().split()]


def _short(span: Span, text: str) -> str:
    words = " ".join(text[span.start : min(span.end, span.start + 4 * MAX_SOURCE)].split())
    return words if len(words) <= MAX_SOURCE else words[:MAX_SOURCE].rpartition(" ")[0] + " …"


def _words(stretch: Stretch, sides: tuple[Side, ...]) -> tuple[Piece, ...]:
    """The text, verbatim, in pieces: figures are marked, figures and dates at issue more than the others."""
    figures = {figure.span: "fig" for claim in stretch.claims for figure in claim.figures}
    at_issue = {span: "fig odds" for claim in stretch.claims for span in _spans_at_issue(claim, sides)}
    pieces: list[Piece] = []
    at = stretch.span.start
    for span, css in sorted((figures | at_issue).items()):
        if at <= span.start < span.end <= stretch.span.end:
            pieces += [Piece(_of(Span(at, span.start), stretch)), Piece(_of(span, stretch), css)]
            at = span.end
    pieces.append(Piece(_of(Span(at, stretch.span.end), stretch)))
    return tuple(piece for piece in pieces if piece.words)


def _of(span: Span, stretch: Stretch) -> str:
    return stretch.text[max(0, span.start - stretch.span.start) : max(0, span.end - stretch.span.start)]


def _spans_at_issue(claim: Claim, sides: tuple[Side, ...]) -> list[Span]:
    mine = [side for side in sides if claim.id in side.claims]
    figures = [figure.span for figure in claim.figures if _at_issue(figure.words, mine)]
    return figures + [date.span for date in claim.dates if _at_issue(date.words, mine)]


def _at_issue(words: str, sides: Sequence[Side]) -> bool:
    """Whether a claim's words are the value of its side, which may say more: "5 May" of "5 May 2024"."""
    printed = f" {' '.join(words.split())} ".casefold()
    values = (f" {side.value} ".casefold() for side in sides if side.value)
    return bool(words.strip()) and any(printed in value or value in printed for value in values)
