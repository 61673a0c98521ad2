"""The coverage matrix: a map of the whole event, outlets down, facts across in the page's order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Final, TypeAlias

from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Cell, Comparison, ComparisonRow, Filters
from app.domain.event import Coverage, Verdict
from app.web.language import gettext, ngettext
from app.web.links import event_address
from app.web.marks import VERDICTS
from app.web.pictures.names import cut, short_names

MAX_COLUMNS: Final = 800  # facts that are drawn; what is beyond is told
BESIDE: Final = 24  # facts that fit beside the headline
WIDTH: Final = 1140  # of the marks in one band of a picture as wide as the page
TALL: Final = 365  # height that leaves the table in sight
HEAD: Final = 37  # height of numbers and glyphs above the marks
GAP: Final = 14  # between bands
NAMED: Final = 3  # outlets a title names; of more it tells the number
SKIP: Final = 12  # facts from which a way past the picture is offered
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KEEP: Final = frozenset({"order", "columns", "narrow", "fold"})  # filters that hide no row
_Spot: TypeAlias = tuple[int, int]  # column and outlet, from 0


@dataclass(frozen=True, slots=True)
class Size:
    """How large a column (`pitch`), an outlet's line and the mark within are drawn."""

    pitch: int
    line: int
    wide: int
    high: int
    font: int = 12

    @property
    def roomy(self) -> bool:
        """Whether numbers, glyphs and letters have room in every column."""
        return self.pitch >= 18

    @property
    def dotted(self) -> bool:
        """Whether what is not mentioned has a dot: where columns are narrow it is left empty."""
        return self.pitch >= 8


SIZES: Final = (
    Size(26, 17, 12, 12), Size(18, 15, 12, 11), Size(12, 13, 8, 9, 11), Size(8, 11, 6, 7, 10),
    Size(5, 11, 4, 7, 10),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A fact: where its link leads, what it says, and where it begins."""

    href: str
    title: str
    x: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Words with their middle at `x`; `css` is their class."""

    words: str
    x: str
    css: str = ""
    y: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """Marks of one kind, in one path."""

    css: str
    path: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of columns, as much as fits in the width; `y` is where it begins in the picture.

    `numbers` and `glyphs` stand above the columns, `letters` on the marks of a conflict.
    """

    y: int
    lines: tuple[int, ...]
    columns: tuple[Column, ...]
    conflicts: tuple[int, ...]
    shapes: tuple[Shape, ...]
    numbers: tuple[Label, ...]
    glyphs: tuple[Label, ...]
    letters: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet's line: what it is called there, in full, and what it has in words."""

    short: str
    name: str
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The picture. `left` is the room for outlets' names, `caption` says what is drawn of how much."""

    size: Size
    width: int
    height: int
    left: int
    deep: int  # height of a column
    wide: bool  # across the page, not beside the headline
    outlets: tuple[Outlet, ...]
    bands: tuple[Band, ...]
    caption: str
    dots: bool
    sides: bool
    unavailable: bool

    @property
    def skip(self) -> bool:
        """Whether there are so many links that a way past them is needed."""
        return sum(len(band.columns) for band in self.bands) > SKIP

    @property
    def more(self) -> int:
        """Facts below the first band, which is all a reader sees at first: rows stand in the page’s order."""
        return sum(len(band.columns) for band in self.bands[1:])


@dataclass(frozen=True, slots=True)
class _Fact:
    """A row as it is drawn: each outlet's state and side in a conflict, and whether the filters hide it."""

    row: ComparisonRow
    states: tuple[str, ...]
    letters: tuple[str, ...]
    hidden: bool


def matrix(whole: Comparison, shown: Comparison) -> Matrix:
    """The matrix of a `whole` event of which the rows `shown` pass the filters."""
    facts = _facts(whole, shown)
    drawn = facts[:MAX_COLUMNS]
    labels = [label for label, _ in _places(whole, shown)]
    names = short_names(labels)
    size, per_band = _size(len(drawn), len(labels))
    deep = HEAD + size.line * len(labels) + 3
    left = round(max((len(name) for name in names), default=0) * size.font * 0.62) + 10
    bands = tuple(
        _band(drawn[at : at + per_band], at // per_band * (deep + GAP), size, shown, labels)
        for at in range(0, len(drawn), per_band)
    )
    return Matrix(
        size=size,
        width=left + size.pitch * min(per_band, len(drawn)),
        height=max(1, len(bands)) * (deep + GAP) - GAP,
        left=left,
        deep=deep,
        wide=len(drawn) > BESIDE,
        outlets=tuple(
            Outlet(short, name, HEAD + size.line * place + size.line // 2 + 4, words)
            for place, (short, name, words) in enumerate(
                zip(names, labels, _summaries(facts, labels), strict=True)
            )
        ),
        bands=bands,
        caption=_caption(facts, len(drawn), whole.total),
        dots=size.dotted,
        sides=size.roomy and any(any(fact.letters) for fact in drawn),
        unavailable=any("na" in fact.states for fact in drawn),
    )


def is_quoted(claims: Iterable[Claim]) -> bool:
    """Whether any of the claims prints words inside quotation marks."""
    return any(claim.quoted or claim.kind in (ClaimKind.QUOTE, ClaimKind.MIXED) for claim in claims)


def unfiltered(filters: Filters) -> Filters:
    """The filters without those that hide rows: order and columns stay."""
    kept = {field.name: getattr(filters, field.name) for field in fields(filters) if field.name in _KEEP}
    return Filters(**kept)


def _facts(whole: Comparison, shown: Comparison) -> list[_Fact]:
    """All rows in the page's order; those of `shown` are not hidden. None that no outlet shown has."""
    places = [place for _, place in _places(whole, shown)]
    passing = {row.row.id for row in shown.rows}
    every = len(passing) == len(whole.rows)
    rows = shown.rows if every else whole.filtered(Filters(order=shown.filters.order)).rows
    cells = {row.row.id: row.cells for row in whole.rows}  # of all outlets, whichever are shown
    facts = []
    for row in rows:
        own = cells[row.row.id]
        states = tuple(
            "" if own[place].coverage is Coverage.NOT_MENTIONED else _state(own[place]) for place in places
        )
        if "quoted" in states or "told" in states:
            facts.append(_Fact(row, states, _letters_of(row, own, places), row.row.id not in passing))
    return facts


def _places(whole: Comparison, shown: Comparison) -> list[tuple[str, int]]:
    """The label of each outlet shown, and where its cells stand in the whole's rows."""
    place = {column.key: at for at, column in enumerate(whole.columns)}
    labels = [cell.label for cell in whole.rows[0].cells] if whole.rows else []
    return [(labels[place[column.key]], place[column.key]) for column in shown.columns] if labels else []


def _state(cell: Cell) -> str:
    """The state of a cell that is not just blank."""
    if cell.coverage is Coverage.NOT_AVAILABLE:
        return "na"
    return "quoted" if is_quoted(cell.claims) else "told"


def _size(facts: int, outlets: int) -> tuple[Size, int]:
    """The largest size that leaves the table in sight, and how many columns a band of it has."""
    if facts <= BESIDE:
        return SIZES[0], max(1, facts)
    for size in SIZES:
        bands = -(-facts // (WIDTH // size.pitch))
        if bands * (HEAD + size.line * outlets + GAP) <= TALL:
            break
    bands = -(-facts // (WIDTH // size.pitch))
    return size, -(-facts // bands)


def _band(facts: Sequence[_Fact], y: int, size: Size, shown: Comparison, labels: Sequence[str]) -> Band:
    unhidden = event_address(shown.event.id, unfiltered(shown.filters))
    return Band(
        y=y,
        lines=tuple(HEAD + size.line * (place + 1) for place in range(len(labels) if size.dotted else 0)),
        columns=tuple(
            Column(
                (unhidden if fact.hidden else "") + f"#r-{fact.row.row.id}",
                _title(fact, labels, size),
                at * size.pitch,
                fact.hidden,
            )
            for at, fact in enumerate(facts)
        ),
        conflicts=tuple(
            at * size.pitch
            for at, fact in enumerate(facts)
            if fact.row.row.verdict is Verdict.CONFLICT and not fact.hidden
        ),
        shapes=tuple(_shapes(facts, size, len(labels))),
        numbers=tuple(_numbers(facts, size)),
        glyphs=tuple(_glyphs(facts, size)),
        letters=tuple(_letters(facts, size)),
    )


def _title(fact: _Fact, labels: Sequence[str], size: Size) -> str:
    """The row in words; with many rows in few."""
    having = [label for label, state in zip(labels, fact.states, strict=True) if state in ("quoted", "told")]
    values = {
        "number": fact.row.number,
        "verdict": VERDICTS[fact.row.row.verdict].word.lower(),
        "fact": _words(fact.row, 70 if size.roomy else 16),
    }
    if not size.roomy and fact.hidden:
        return gettext("Row %(number)s", number=fact.row.number)
    if not size.roomy:
        return gettext("Row %(number)s, %(verdict)s: %(fact)s", **values)
    having = [label for label, state in zip(labels, fact.states, strict=True) if state in ("quoted", "told")]
    if len(having) <= NAMED:
        outlets = ", ".join(cut(label, 40) for label in having)
        return gettext("Row %(number)s, %(verdict)s: %(fact)s In %(outlets)s.", outlets=outlets, **values)
    return gettext("Row %(number)s, %(verdict)s: %(fact)s In %(having)s.", having=len(having), **values)


def _words(row: ComparisonRow, room: int) -> str:
    """The words that stand for the row; a conflict's leave out the values, so as to take no side."""
    words = row.lead.text[: 4 * room]
    for side in row.row.judgement.sides if row.row.verdict is Verdict.CONFLICT else ():
        words = words.replace(side.value, "…", 1) if side.value else words
    line = cut(words, room)
    return line if line.endswith(("…", ".", "?", "!", "”", '"')) else f"{line}."


def _shapes(facts: Sequence[_Fact], size: Size, outlets: int) -> Iterable[Shape]:
    """The marks, one path for each state: filled, hollow or hatched, those of hidden rows apart."""
    spots: dict[tuple[str, bool], list[_Spot]] = {}
    for at, fact in enumerate(facts):
        for place, state in enumerate(fact.states):
            if state:
                spots.setdefault((state, fact.hidden), []).append((at, place))
    if size.dotted and facts:
        yield _dots(len(facts), outlets, size)
    for (state, hidden), found in sorted(spots.items()):
        yield Shape(f"s-{state}{' faint' if hidden else ''}", _path(found, state, size))
    if not size.roomy:
        yield from _verdict_lines(facts, size)


def _dots(facts: int, outlets: int, size: Size) -> Shape:
    """A dotted line for each outlet, a dot to a column; the marks lie on it. The dashes are of no length."""
    middles = (HEAD + size.line * place + size.line // 2 for place in range(outlets))
    length = size.pitch * (facts - 1) + 0.1
    return Shape("s-dots", "".join(f"M{size.pitch // 2} {y}h{length:g}" for y in middles))


def _path(spots: list[_Spot], state: str, size: Size) -> str:
    """Boxes, or strokes for what is not available; in narrow columns neighbours are one mark."""
    wide, high = size.wide, size.high
    x, y = (size.pitch - wide) // 2, HEAD + (size.line - high) // 2
    parts: list[str] = []
    end = (0, 0)
    for at, place, number in _marks(spots, size):
        long = wide + (number - 1) * size.pitch
        mark, on, up = _mark(state, long, size)
        start = (at * size.pitch + x, place * size.line + y + up)
        right, down = start[0] - end[0], start[1] - end[1]
        parts.append(f"m{right}{'' if down < 0 else ' '}{down}{mark}")
        end = (start[0] + on, start[1] - (up if size.roomy else 0))
    return "".join(parts)


def _mark(state: str, long: int, size: Size) -> tuple[str, int, int]:
    """The strokes of a mark, how far right of its beginning they end, and how far up or down they begin.

    In narrow columns what is filled is one stroke, as thick as it is high: that keeps the picture small.
    """
    if state == "told" or (size.roomy and state == "quoted"):
        return f"h{long}v{size.high}h-{long}z", 0, 0
    if size.roomy:
        return f"l{long}-{size.high}", long, size.high
    return f"h{long}", long, size.high // 2


def _marks(spots: list[_Spot], size: Size) -> Iterable[tuple[int, int, int]]:
    """Column, outlet and number of columns of each mark, outlet by outlet."""
    ordered = sorted(spots, key=lambda spot: spot[::-1])
    begin = 0
    for here, (at, place) in enumerate(ordered):
        follows = ordered[here + 1] if here + 1 < len(ordered) else (-1, -1)
        if size.roomy or follows != (at + 1, place):
            yield ordered[begin][0], place, here - begin + 1
            begin = here + 1


def _verdict_lines(facts: Sequence[_Fact], size: Size) -> Iterable[Shape]:
    """Where columns are too narrow for a glyph each: a line under those that aren't agreed upon."""
    for verdict in Verdict:
        runs = [
            f"M{start * size.pitch + 0.5:g} {HEAD - 3}h{length * size.pitch - 1}"
            for start, length, of in _runs(facts)
            if of is verdict
        ]
        if runs and verdict is not Verdict.AGREE:
            yield Shape(f"l-{verdict}", "".join(runs))


def _runs(facts: Sequence[_Fact]) -> list[tuple[int, int, Verdict]]:
    """Neighbouring columns of one verdict, but for hidden ones: where they begin, how many, and which."""
    found, at = [], 0
    for (verdict, hidden), run in groupby((fact.row.row.verdict, fact.hidden) for fact in facts):
        length = sum(1 for _ in run)
        found += [] if hidden else [(at, length, verdict)]
        at += length
    return found


def _numbers(facts: Sequence[_Fact], size: Size) -> Iterable[Label]:
    """Rows' numbers, as many as there is room for."""
    end = -10.0
    for at, fact in enumerate(facts):
        words, middle = str(fact.row.number), (at + 0.5) * size.pitch
        half = len(words) * (3.5 if size.pitch > 18 else 3)
        if middle - half >= end:
            yield Label(words, f"{middle:g}", "faint" if fact.hidden else "")
            end = middle + half + (3 if size.roomy else 12)


def _glyphs(facts: Sequence[_Fact], size: Size) -> Iterable[Label]:
    """Verdicts' glyphs: in every column, or in the middle of a run of one verdict where that has room."""
    if size.pitch < 12:
        end = -10.0
        for start, length, verdict in _runs(facts):
            middle = (start + length / 2) * size.pitch
            if middle - 5 >= end:
                yield Label(VERDICTS[verdict].glyph, f"{middle:g}", f"f-{verdict}")
                end = middle + 14
        return
    for at, fact in enumerate(facts):
        verdict = fact.row.row.verdict
        css = f"f-{verdict}{' faint' if fact.hidden else ''}"
        yield Label(VERDICTS[verdict].glyph, f"{(at + 0.5) * size.pitch:g}", css)


def _letters(facts: Sequence[_Fact], size: Size) -> Iterable[Label]:
    """A letter on each mark of a conflict: the side it is on."""
    for at, fact in enumerate(facts if size.roomy else ()):
        for place, letters in enumerate(fact.letters):
            if letters:
                filled = fact.states[place] == "quoted" and not fact.hidden
                css = ("on-mark" if filled else "on-open") + (" two" if len(letters) > 1 else "")
                y = HEAD + size.line * place + size.line // 2 + 4
                yield Label(letters, f"{(at + 0.5) * size.pitch:g}", css, y)


def _letters_of(row: ComparisonRow, cells: Sequence[Cell], places: Sequence[int]) -> tuple[str, ...]:
    """The letters of the sides each cell has; none but in a conflict of two sides."""
    sides = row.row.judgement.sides if row.row.verdict is Verdict.CONFLICT else ()
    if len(sides) < 2:
        return ()
    letters = [(letter, set(side.claims)) for letter, side in zip(_LETTERS, sides, strict=False)]
    claims = ({claim.id for claim in cells[place].claims} for place in places)
    return tuple("".join(letter for letter, having in letters if having & own)[:2] for own in claims)


def _summaries(facts: Sequence[_Fact], labels: Sequence[str]) -> list[str]:
    """What each outlet has of the facts shown."""
    shown = [fact for fact in facts if not fact.hidden]
    counts = [Counter(fact.states[place] for fact in shown) for place in range(len(labels))]
    return [_summary(label, count, len(shown)) for label, count in zip(labels, counts, strict=True)]


def _summary(label: str, count: Counter[str], total: int) -> str:
    values = {
        "outlet": cut(label, 80),
        "having": f"{count['quoted'] + count['told']:,}",
        "quoted": f"{count['quoted']:,}",
        "told": f"{count['told']:,}",
    }
    if not count["na"]:
        return ngettext(
            "%(outlet)s has %(having)s of %(num)s fact: %(quoted)s quoted, %(told)s retold.",
            "%(outlet)s has %(having)s of %(num)s facts: %(quoted)s quoted, %(told)s retold.",
            total,
            **values,
        )
    return ngettext(
        "%(outlet)s has %(having)s of %(num)s fact: %(quoted)s quoted, %(told)s retold; "
        "%(missing)s not available.",
        "%(outlet)s has %(having)s of %(num)s facts: %(quoted)s quoted, %(told)s retold; "
        "%(missing)s not available.",
        total,
        missing=f"{count['na']:,}",
        **values,
    )


def _caption(facts: Sequence[_Fact], drawn: int, of: int) -> str:
    """What is drawn, against the facts at hand and the event's `of`: a file has only those that pass."""
    total, shown = len(facts), sum(1 for fact in facts if not fact.hidden)
    if drawn < total:
        return gettext("The first %(drawn)s of %(total)s facts.", drawn=f"{drawn:,}", total=f"{total:,}")
    if shown < total:
        return ngettext(
            "%(shown)s of %(num)s fact passes the filters; what is faint does not, "
            "and leads to the page without filters.",
            "%(shown)s of %(num)s facts pass the filters; what is faint does not, "
            "and leads to the page without filters.",
            total,
            shown=f"{shown:,}",
        )
    if total < of:
        return ngettext(
            "Drawn: %(shown)s of %(num)s fact.",
            "Drawn: %(shown)s of %(num)s facts, as filtered.",
            of,
            shown=f"{total:,}",
        )
    return ngettext("The only fact.", "All %(num)s facts.", total)
