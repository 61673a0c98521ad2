"""Rows: the fact, its verdict, and its cells."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from app.domain.article import Article
from app.domain.claim import ClaimKind
from app.domain.comparison import (
    NO_SPEAKER_FILTER,
    OPEN_SPEAKER_FILTER,
    Comparison,
    ComparisonRow,
    Filters,
    Order,
    day_of,
)
from app.domain.event import Row, Verdict
from app.domain.version import Version
from app.web.comparison.cells import CellView, Showing, Text, cell_view, marked_words, open_marks
from app.web.comparison.changed import changed
from app.web.comparison.details import Details, details
from app.web.comparison.variants import variants
from app.web.dates import date_words
from app.web.language import gettext, spoken
from app.web.links import Link, event_address
from app.web.marks import (
    joined,
    speaker_words,
)
from app.web.paragraphs import paragraphs

MAX_WAYS = 6  # of showing one event's rows that are kept
NO_BREAK = "\N{NO-BREAK SPACE}"
MAX_FACT = 180  # characters of the words that stand for a row


@dataclass(frozen=True, slots=True)
class SideView:
    value: str
    outlets: int


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class RowView:
    """A row as it is shown. It is made once and kept, with its markup, so it knows nothing of the filters."""

    id: str
    address: str  # of the event's page
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
    details: Details | None  # what the opened row tells; None while it is closed
    cells: tuple[CellView, ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the rows of one table have in common. `texts` are by the article's key."""

    shown: Comparison
    texts: Mapping[str, Text]
    label_of: Mapping[str, str]
    narrow: frozenset[str]


class KeptRows:
    """Closed rows as they are shown, made when first asked for, in the few ways of showing last used.

    For one comparison of one state of the data: who keeps it drops it when the data change.
    """

    def __init__(self) -> None:
        self._ways: OrderedDict[Hashable, dict[int, RowView]] = OrderedDict()
        self._lock = Lock()

    def of(self, filters: Filters) -> dict[int, RowView]:
        """The rows made so far for this choice of columns, by number; whoever makes one puts it in."""
        way = (filters.columns, filters.narrow, filters.fold, filters.order is Order.DATE, spoken())
        with self._lock:
            rows = self._ways.setdefault(way, {})
            self._ways.move_to_end(way)
            while len(self._ways) > MAX_WAYS:
                self._ways.popitem(last=False)
            return rows


def row_views(
    shown: Comparison, opened: Collection[str] = (), kept: KeptRows | None = None
) -> tuple[RowView, ...]:
    """The rows of a table; those `opened` (ids) with their details. `kept` are of the same comparison."""
    frame = _Frame(
        shown,
        _Texts(shown.articles, shown.versions),
        shown.label_of,
        frozenset(shown.filters.narrow),
    )
    made = kept.of(shown.filters) if kept else {}
    views = []
    for row in shown.rows:
        if row.row.id in opened:
            views.append(_row(row, frame, opened=True))
            continue
        if row.number not in made:
            made[row.number] = _row(row, frame)
        views.append(made[row.number])
    return tuple(views)


class _Texts(Mapping[str, Text]):
    """The articles by key, each taken apart when it is first asked for."""

    def __init__(self, articles: Iterable[Article], versions: Mapping[str, Sequence[Version]]) -> None:
        self._articles = {article.key: article for article in articles}
        self._versions = versions
        self._texts: dict[str, Text] = {}

    def __getitem__(self, key: str) -> Text:
        if key not in self._texts:
            article = self._articles[key]
            what = changed(article, self._versions.get(key, ()))
            self._texts[key] = Text(article, paragraphs(article.text), what)
        return self._texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)


def _row(row: ComparisonRow, frame: _Frame, *, opened: bool = False) -> RowView:
    return RowView(
        id=row.row.id,
        address=event_address(frame.shown.event.id),
        number=row.number,
        anchor=f"r-{row.row.id}",
        verdict=row.row.verdict,
        kind=row.row.kind,
        attitude=all(claim.attitude for claim in row.row.claims),
        fact=_fact(row),
        sides=_sides(row),
        reasons=row.row.judgement.reasons,
        update=row.row.judgement.update,
        speakers=_speakers(row, frame.shown.event.id),
        said=_said(row, frame.shown.event.last, frame.shown.filters.order),
        independent=_independent(row.row, frame.texts),
        details=details(row, frame.shown) if opened else None,
        cells=_cells(row, frame, opened),
        opened=opened,
    )


def _cells(row: ComparisonRow, frame: _Frame, opened: bool) -> tuple[CellView, ...]:
    texts = {cell.article: frame.texts[cell.article].article.text for cell in row.cells if cell.claims}
    changes = variants(row, texts)
    wide, narrow = (Showing(row.row, frame.label_of, narrow=strip, whole=opened) for strip in (False, True))
    views = []
    for cell in row.cells:
        how = narrow if frame.label_of[cell.article] in frame.narrow else wide
        mine = changes.get(cell.article, ())
        views.append(cell_view(cell, frame.texts[cell.article], replace(how, changes=mine) if mine else how))
    return tuple(views)


def _independent(row: Row, texts: Mapping[str, Text]) -> str:
    """How many report on their own, where some of the outlets share text."""
    outlets = len({texts[key].article.label.casefold() for key in row.articles})
    if row.independent >= outlets:
        return ""
    if row.independent > 1:
        return gettext(
            "Reported by %(outlets)s outlets, %(number)s independently",
            outlets=f"{outlets:,}", number=f"{row.independent:,}",
        )  # fmt: skip
    if row.same_text:
        return gettext("%(outlets)s outlets, one text", outlets=f"{outlets:,}")
    return gettext("%(outlets)s outlets, one report", outlets=f"{outlets:,}")


def _fact(row: ComparisonRow) -> str:
    """The words that stand for the row. A conflict's leave out the value at issue, so as to take no side."""
    sides = row.row.judgement.sides if row.row.verdict is Verdict.CONFLICT else ()
    pieces = marked_words(row.lead, sides)
    words = " ".join("".join("…" if "odds" in piece.css else piece.words for piece in pieces).split())
    for side in sides:
        words = words.replace(side.value, "…", 1) if side.value else words
    if len(words) > MAX_FACT:
        words = words[:MAX_FACT].rpartition(" ")[0].rstrip(",;: ") + " …"
    opens, closes = open_marks(row.lead)
    return f"{'“' * opens}{words}{'”' * closes}"


def _sides(row: ComparisonRow) -> tuple[SideView, ...]:
    article = {claim.id: claim.article for claim in (*row.row.claims, *row.folded)}
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
        return date_words(day, last.year if last else None) if day else gettext("day not known")
    words = dict.fromkeys(date_words(date, last.year if last else None) for date in dates)
    return joined(tuple(each.replace(" ", NO_BREAK) for each in words), "or")
