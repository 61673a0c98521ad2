"""The comparison: what HTML, CSV and JSON all show, and the filters that narrow it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from app.domain.article import Article, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.copy import NO_COPIES, Copies
from app.domain.coverage import Gaps, find_gaps
from app.domain.dates import PartialDate
from app.domain.event import Coverage, Gap, Row, Verdict
from app.domain.text import Span
from app.domain.version import Version

NO_SPEAKER_FILTER = "none"  # rows in which no source is cited
OPEN_SPEAKER_FILTER = "unresolved"  # rows with a source whose identity is open
BETWEEN_NAMES = " + "  # of the outlets in a folded column
MAX_WAYS = 4  # of arranging one table's columns that are kept
MAX_BESIDE = 48  # characters of a headline in a label
MOST = 0.5  # of an article's words: more, shared with another, and it is a copy
_WORD = re.compile(r"\w+")
_BESIDE = 12  # characters between two parts of a claim that read as one
_JOINT = re.compile(r"\W*(?:(?:and|but|or|nor|so|yet)\b\W*)?", re.IGNORECASE)


class DateField(StrEnum):
    SAID = "said"
    PUBLISHED = "published"


class Order(StrEnum):
    DISAGREEMENT = "disagreement"  # conflicts first, then wording, agree, single; widely reported first
    WIDEST = "widest"  # most widely reported first
    STORY = "story"  # as the fullest article tells it
    DATE = "date"  # by the day the fact is of (see `day_of`), those without one last


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows to keep. Values within a field are alternatives, fields add up.

    `outlets` and `left_out_by` hold column labels. Several `outlets` keep the rows that at least one of them
    has; `left_out_by` those that the outlet could have had and does not mention, not those that were not
    available to it. `since` and `until` are inclusive days, see `days`. `confidence` is the least of a row.
    `columns` are the columns to show, in this order; empty for all, as stored. `narrow` are columns shown as
    a strip: they hold what the others hold. `fold` puts articles that share most of their text into one.
    `changed` keeps the rows on which an article has changed its words.
    """

    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[ClaimKind, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    text: str = ""
    left_out_by: str = ""
    date_field: DateField = DateField.SAID
    since: dt.date | None = None
    until: dt.date | None = None
    confidence: float = 0.0
    order: Order = Order.DISAGREEMENT
    columns: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    fold: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words to show as one: a claim, or neighbouring parts of one claim and what little lies between them.

    `text` is exactly the article's text at `span`.
    """

    claims: tuple[Claim, ...]
    span: Span
    text: str


def stretches(claims: Sequence[Claim], text: str) -> tuple[Stretch, ...]:
    """An article's claims as a reader should see them; `claims` in reading order, `text` the article's.

    Parts of one claim are one stretch where only punctuation and a conjunction lie between them.
    """
    found: list[list[Claim]] = []
    latest: dict[str, list[Claim]] = {}
    for claim in claims:
        stretch = latest.get(claim.part_of) if claim.part_of else None
        if stretch and _side_by_side(stretch[-1].span, claim.span, text):
            stretch.append(claim)
        else:
            found.append([claim])
            latest[claim.part_of or claim.id] = found[-1]
    spans = [Span(stretch[0].span.start, stretch[-1].span.end) for stretch in found]
    return tuple(
        Stretch(tuple(stretch), span, span.of(text)) for stretch, span in zip(found, spans, strict=True)
    )


def _side_by_side(one: Span, other: Span, text: str) -> bool:
    near = one.end <= other.start <= one.end + _BESIDE
    return near and _JOINT.fullmatch(text, one.end, other.start) is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article has on a row: its claims in reading order, or why there are none.

    `article` is the article's key, `label` its column's label, `gap` the reason exactly where the fact is not
    available. `stretches` hold the same claims as they are shown. In a folded column the cell is of the first
    article that has the row; `same` are the labels of those that print it in the same words, `also` of those
    that have it in other words. `changed`: some of its words are not as they were when first read.
    """

    article: str
    label: str
    claims: tuple[Claim, ...]
    coverage: Coverage
    gap: Gap | None = None
    stretches: tuple[Stretch, ...] = ()
    same: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A row and its cells, one for each column, in the columns' order; `number` counts all rows from 1.

    Where columns were chosen or folded, `row` holds the claims that the cells show, and the judgement on all
    accounts; `folded` are the claims of copies that a folded cell stands for.
    """

    number: int
    row: Row
    cells: tuple[Cell, ...]
    folded: tuple[Claim, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether an article has changed its words on it."""
        return any(cell.changed for cell in self.cells)

    @property
    def lead(self) -> Stretch:
        """The words that stand for the row: those its leading claim is shown in."""
        shown = [stretch for cell in self.cells for stretch in cell.stretches]
        leading = (s for s in shown if any(claim.id == self.row.lead for claim in s.claims))
        return next(leading, shown[0])


@dataclass(frozen=True, slots=True)
class EventSummary:
    """What a list of events says of one.

    `title` is the headline of the article with most claims, else that article's first words. `outlets` are
    column labels, `source_names` the articles' names, both in the columns' order. `first` and `last` are the
    earliest and latest known days of publication. `verdicts` counts the rows.
    """

    id: str
    title: str
    outlets: tuple[str, ...]
    source_names: tuple[str, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    verdicts: dict[Verdict, int] = field(default_factory=dict)

    @property
    def facts(self) -> int:
        return sum(self.verdicts.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """One event as a table. `rows` are what the filters left of `total` rows.

    `columns` are the articles that head a column, `names` the columns' labels. `groups` are the articles that
    stand in each column, its head first: several where copies are folded.
    `label_of` has the label of every account's article, by key; `versions` the former texts of those that
    have any.
    """

    event: EventSummary
    columns: tuple[Article, ...]
    rows: tuple[ComparisonRow, ...]
    total: int
    filters: Filters = Filters()
    copies: Copies = NO_COPIES
    names: tuple[str, ...] = ()
    groups: tuple[tuple[Article, ...], ...] = ()
    label_of: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    # The table in other columns, made once for all that is asked of it under one choice of columns.
    _in_columns: dict[tuple[tuple[str, ...], bool], Comparison] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the columns shown, those folded into a column among them."""
        return tuple(article for group in self.groups for article in group)

    def filtered(self, filters: Filters) -> Comparison:
        """The rows that `filters` keep, in the order and the columns they ask for. Never adds a claim.

        Whether an outlet has a row is asked of all accounts, what is said of those in the columns shown; a
        row that none of them has is dropped. A comparison in chosen columns can't be filtered anew.
        """
        if filters == self.filters and (filters.columns or filters.fold):
            return self
        arranged = self.arranged(filters)
        whole = {row.number: row for row in self.rows}
        kept = [row for row in arranged.rows if keeps(filters, row, self.columns, whole[row.number])]
        order = {row.number: at for at, row in enumerate(_ordered([whole[r.number] for r in kept], filters))}
        rows = tuple(sorted(kept, key=lambda row: order[row.number]))
        return replace(arranged, rows=rows, filters=filters)

    def arranged(self, filters: Filters) -> Comparison:
        """All rows in the columns that `filters` ask for; labels that are none are passed over."""
        way = filters.columns, filters.fold
        if way in (((), False), (self.filters.columns, self.filters.fold)):
            return self
        if way not in self._in_columns:
            made = self._arranged(_chosen(filters.columns, self.names), fold=filters.fold)
            if len(self._in_columns) >= MAX_WAYS:
                self._in_columns.clear()
            self._in_columns[way] = made
        return self._in_columns[way]

    def _arranged(self, chosen: tuple[int, ...], *, fold: bool) -> Comparison:
        groups = (
            copies_folded(self.columns, self.copies, chosen) if fold else tuple((place,) for place in chosen)
        )
        rows = (_in_columns(row, groups, self.names) for row in self.rows)
        return replace(
            self,
            columns=tuple(self.columns[group[0]] for group in groups),
            names=tuple(BETWEEN_NAMES.join(self.names[place] for place in group) for group in groups),
            groups=tuple(tuple(self.columns[place] for place in group) for group in groups),
            rows=tuple(row for row in rows if row),
        )


def _chosen(wanted: Sequence[str], names: tuple[str, ...]) -> tuple[int, ...]:
    """The places of the columns wanted; of all where none of them is known."""
    places = {name: place for place, name in enumerate(names)}
    found = dict.fromkeys(places[name] for name in wanted if name in places)
    return tuple(found) or tuple(places.values())


def copies_folded(
    columns: Sequence[Article], copies: Copies, chosen: Sequence[int] | None = None
) -> tuple[tuple[int, ...], ...]:
    """The places of columns that go into one: an article goes with those it shares most of its words with.

    Groups stand where their first column stood, and hold their columns in the order `chosen`.
    """
    places = range(len(columns)) if chosen is None else chosen
    place_of = {columns[place].key: place for place in places}
    leads = {place: place for place in places}
    for (one, other), words in sorted(_shared_words(copies).items()):
        if one in place_of and other in place_of:
            pair = place_of[one], place_of[other]
            if words > MOST * min(_length(columns[place]) for place in pair):
                _join(leads, *pair)
    groups: dict[int, list[int]] = {}
    for place in places:
        groups.setdefault(leads[place], []).append(place)
    return tuple(tuple(group) for group in groups.values())


def _join(leads: dict[int, int], one: int, other: int) -> None:
    """Put the groups of both into one."""
    into, out = leads[one], leads[other]
    for place, lead in leads.items():
        if lead == out:
            leads[place] = into


def _shared_words(copies: Copies) -> Counter[tuple[str, str]]:
    shared: Counter[tuple[str, str]] = Counter()
    for copy in copies.passages:
        shared[copy.one.article, copy.other.article] += copy.words
    return shared


def _length(article: Article) -> int:
    """Words of the report itself."""
    body = (part.span.of(article.text) for part in article.segments if part.kind is SegmentKind.BODY)
    return sum(len(words.split()) for words in body)


def _in_columns(
    row: ComparisonRow, groups: Sequence[Sequence[int]], names: tuple[str, ...]
) -> ComparisonRow | None:
    """A row in these columns, None if none of them has it."""
    cells = tuple(
        _folded([row.cells[place] for place in group], [names[p] for p in group]) for group in groups
    )
    shown = {cell.article for cell in cells if cell.claims}
    held = [cell for group in groups for cell in (row.cells[place] for place in group)]
    if not shown:
        return None
    claims = tuple(claim for claim in row.row.claims if claim.article in shown)
    beside = {cell.article for cell in held if cell.claims} - shown
    folded = tuple(claim for claim in row.row.claims if claim.article in beside)
    return ComparisonRow(row.number, _with_claims(row.row, claims), cells, folded)


def _folded(cells: Sequence[Cell], names: Sequence[str]) -> Cell:
    """The cell of the first article that has the row; where none has it, of one that could have had it."""
    having = [cell for cell in cells if cell.claims]
    blank = next((cell for cell in cells if cell.coverage is Coverage.NOT_MENTIONED), cells[0])
    first, *others = having or [blank]
    same = tuple(cell.label for cell in others if _wording(cell) == _wording(first))
    also = tuple(cell.label for cell in others if cell.label not in same)
    return replace(first, label=BETWEEN_NAMES.join(names), same=same, also=also)


def _wording(cell: Cell) -> list[str]:
    return [word for stretch in cell.stretches for word in _WORD.findall(stretch.text.casefold())]


def _with_claims(row: Row, claims: tuple[Claim, ...]) -> Row:
    """The row as far as these claims tell it, its judgement and speaker as they were."""
    if len(claims) == len(row.claims):
        return row
    ids, articles = {claim.id for claim in claims}, {claim.article for claim in claims}
    fullest = max(claims, key=lambda claim: len(claim.text))
    origins = (tuple(key for key in keys if key in articles) for keys in row.origins)
    return replace(
        row,
        claims=claims,
        lead=row.lead if row.lead in ids else fullest.id,
        same_text=tuple(s for s in row.same_text if s.claim in ids and s.article in articles),
        origins=tuple(keys for keys in origins if keys),
    )


class Labelled(Protocol):
    """What a column's label is made of."""

    @property
    def label(self) -> str: ...

    @property
    def source_name(self) -> str: ...

    @property
    def published(self) -> PartialDate | None: ...

    @property
    def title(self) -> str | None: ...


def labels(columns: Sequence[Labelled]) -> tuple[str, ...]:
    """A distinct label for each column. Articles of one outlet have beside it what tells all of them apart.

    That is the day they came out, else the minute, the headline, or what they were read from.
    """
    beside = dict[int, str]()
    names = [column.label for column in columns]
    for name in {name for name in names if names.count(name) > 1}:
        places = [place for place, known in enumerate(names) if known == name]
        beside |= zip(places, _told_apart([columns[place] for place in places]), strict=True)
    longer = [f"{name} ({beside[place]})" if place in beside else name for place, name in enumerate(names)]
    return tuple(
        name if longer.count(name) == 1 else f"{name} {longer[:place].count(name) + 1}"
        for place, name in enumerate(longer)
    )


def _told_apart(columns: Sequence[Labelled]) -> Sequence[str]:
    """Something short of each that no other has; their files' names where nothing is."""
    moments = [c.published.isoformat() if c.published and c.published.year else "" for c in columns]
    days = [moment.partition("T")[0] for moment in moments]
    minutes = [moment.replace("T", " ") for moment in moments]
    for found in (days, minutes, [_short(column.title or "") for column in columns]):
        if all(found) and len(set(found)) == len(found):
            return found
    return [column.source_name for column in columns]


def _short(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= MAX_BESIDE else words[:MAX_BESIDE].rpartition(" ")[0] + " …"


class Field(StrEnum):
    """What a row can fail on: each of the filters, the two ends of a stretch of days as one."""

    SPEAKER = "speaker"
    OUTLET = "outlet"
    LEFT_OUT = "left out"
    KIND = "kind"
    VERDICT = "verdict"
    TEXT = "text"
    DATE = "date"
    CONFIDENCE = "confidence"
    CHANGED = "changed"


def keeps(
    filters: Filters, row: ComparisonRow, columns: tuple[Article, ...], whole: ComparisonRow | None = None
) -> bool:
    """Whether a row passes every filter; `whole` is the same row with all columns, where `row` has some."""
    return not failing(filters, row, columns, whole)


def failing(
    filters: Filters, row: ComparisonRow, columns: tuple[Article, ...], whole: ComparisonRow | None = None
) -> frozenset[Field]:
    """The filters that a row does not pass: without these it would be kept. `whole` as in `keeps`."""
    asked = whole or row
    passes = {
        Field.SPEAKER: not filters.speakers or not speaker_values(row.row).isdisjoint(filters.speakers),
        Field.OUTLET: not filters.outlets or not having(asked).isdisjoint(filters.outlets),
        Field.LEFT_OUT: not filters.left_out_by or filters.left_out_by in leaving_out(asked),
        Field.KIND: not filters.kinds or row.row.kind in filters.kinds,
        Field.VERDICT: not filters.verdicts or row.row.verdict in filters.verdicts,
        Field.TEXT: _has_words(filters.text, row),
        Field.DATE: _in_time(filters, row, columns),
        Field.CONFIDENCE: row.row.confidence >= filters.confidence,
        Field.CHANGED: not filters.changed or row.changed,
    }
    return frozenset(field for field, passed in passes.items() if not passed)


def having(row: ComparisonRow) -> set[str]:
    """The columns (labels) that have a row's fact."""
    return {cell.label for cell in row.cells if cell.coverage is Coverage.PRESENT}


def leaving_out(row: ComparisonRow) -> set[str]:
    """The columns (labels) that could have had a row's fact and do not mention it."""
    return {cell.label for cell in row.cells if cell.coverage is Coverage.NOT_MENTIONED}


def speaker_values(row: Row) -> set[str]:
    """The speaker filter's values a row answers to: names, else what is known of its sources."""
    names = {claim.speaker.name for claim in row.claims if claim.speaker.name}
    if names:
        return names
    cited = any(claim.source for claim in row.claims)
    return {OPEN_SPEAKER_FILTER if cited else NO_SPEAKER_FILTER}


def days(field: DateField, row: ComparisonRow, columns: tuple[Article, ...]) -> set[tuple[dt.date, dt.date]]:
    """First and last day of each date the row has under a date field; empty where no date has a year.

    Under SAID these are the days its words were said; where no account tells that, the day its fact is of
    (see `day_of`), so that what an outlet tells itself is found as well. Under PUBLISHED it is when the
    articles came out that have it.
    """
    if field is DateField.PUBLISHED:
        published = {column.key: column.published for column in columns}
        return _spans(published[claim.article] for claim in row.row.claims)
    return _spans(claim.said_on for claim in row.row.claims) or _spans([day_of(row.row)])


def _spans(dates: Iterable[PartialDate | None]) -> set[tuple[dt.date, dt.date]]:
    spans = ((date.first_day(), date.last_day()) for date in dates if date)
    return {(first, last) for first, last in spans if first and last}


def within(first: dt.date, last: dt.date, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether a date is of a stretch of days: all of it, so that "in 2016" is not of each day of 2016."""
    return (since is None or since <= first) and (until is None or last <= until)


def _in_time(filters: Filters, row: ComparisonRow, columns: tuple[Article, ...]) -> bool:
    if not filters.since and not filters.until:
        return True
    found = days(filters.date_field, row, columns)
    return any(within(first, last, filters.since, filters.until) for first, last in found)


def _has_words(words: str, row: ComparisonRow) -> bool:
    wanted = words.casefold().split()
    texts = (claim.text.casefold() for claim in row.row.claims)
    return not wanted or any(all(word in text for word in wanted) for text in texts)


def day_of(row: Row) -> PartialDate | None:
    """The day a row's fact is of: when its words were said, else the day its claims tell of.

    Of several days the earliest that an account gives; of several in one claim the latest, as news tells the
    past beside what is new. None where no date has a year.
    """
    said = [claim.said_on for claim in row.claims if claim.said_on]
    told = [[mention.when for mention in claim.dates if mention.when] for claim in row.claims]
    found = [date for date in said if date.year] or [
        max(dated, key=_by_day) for dates in told if (dated := [date for date in dates if date.year])
    ]
    return min(found, key=_by_day, default=None)


def _by_day(date: PartialDate | None) -> tuple[dt.date, dt.date, str]:
    """Dates in time: by first day, the exact before the vague, and what has no day last."""
    last = dt.date.max
    first, until = (date.first_day(), date.last_day()) if date else (None, None)
    return first or last, until or last, date.isoformat() if date else ""


def _ordered(rows: Sequence[ComparisonRow], filters: Filters) -> tuple[ComparisonRow, ...]:
    """The rows in the order wanted; of equals, as the story is told."""
    told = sorted(rows, key=lambda row: row.number)
    weight = {verdict: place for place, verdict in enumerate(Verdict)}
    match filters.order:
        case Order.DISAGREEMENT:
            told.sort(key=lambda row: (weight[row.row.verdict], -len(row.row.articles)))
        case Order.WIDEST:
            told.sort(key=lambda row: -len(row.row.articles))
        case Order.DATE:
            told.sort(key=lambda row: _by_day(day_of(row.row)))
        case Order.STORY:
            pass
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Reading:
    """One article to read: its claims in order, its event if it has one, and the rows they stand in."""

    article: Article
    claims: tuple[Claim, ...]
    event: EventSummary | None = None
    columns: tuple[Article, ...] = ()
    rows: tuple[Row, ...] = ()
    copies: Copies = NO_COPIES


def reading_in(table: Comparison, key: str) -> Reading | None:
    """The article with this key as its event's unfiltered table has it; None if it is none of the table's."""
    article = next((column for column in table.columns if column.key == key), None)
    if article is None:
        return None
    rows = tuple(row.row for row in table.rows if key in row.row.articles)
    claims = (claim for row in rows for claim in row.claims if claim.article == key)
    in_order = tuple(sorted(claims, key=lambda claim: (claim.span, claim.id)))
    return Reading(article, in_order, table.event, table.columns, rows, table.copies)


def compare(
    event: EventSummary,
    columns: tuple[Article, ...],
    rows: tuple[Row, ...],
    copies: Copies = NO_COPIES,
    versions: Mapping[str, tuple[Version, ...]] = MappingProxyType({}),
) -> Comparison:
    """The whole table: every row with a cell for every column, numbered in the order given."""
    named = tuple(zip(labels(columns), columns, strict=True))
    gaps = find_gaps(columns, rows)
    table = tuple(
        ComparisonRow(number, row, tuple(_cell(label, column, row, gaps) for label, column in named))
        for number, row in enumerate(rows, start=1)
    )
    return Comparison(
        event,
        columns,
        table,
        total=len(table),
        copies=copies,
        names=tuple(label for label, _ in named),
        groups=tuple((column,) for column in columns),
        label_of={column.key: label for label, column in named},
        versions=versions,
    )


def _cell(label: str, column: Article, row: Row, gaps: Gaps) -> Cell:
    claims = tuple(sorted((c for c in row.claims if c.article == column.key), key=lambda c: c.span))
    if claims:
        return Cell(column.key, label, claims, Coverage.PRESENT, stretches=stretches(claims, column.text))
    gap = gaps.why(column.key, row)
    return Cell(column.key, label, (), Coverage.NOT_AVAILABLE if gap else Coverage.NOT_MENTIONED, gap)
