"""The timeline: when the facts were said or are of, and when the articles came out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from app.domain.article import Article
from app.domain.comparison import Comparison, ComparisonRow, day_of
from app.domain.dates import PartialDate
from app.domain.event import Verdict
from app.web.dates import MONTHS, date_words, stretch_words
from app.web.language import gettext, ngettext
from app.web.links import Link
from app.web.pictures.citations import shown_labels
from app.web.pictures.matrix import is_quoted
from app.web.pictures.names import cut

LEFT: Final = 84  # room for the names of the two halves
NAMED: Final = 70  # where these names end
WIDTH: Final = 540  # of the ruled columns, more where they would be too narrow
NARROWEST: Final = 54  # a column
MONTH: Final = 66  # a column of a month at least
MAX_COLUMNS: Final = 14
NEAR: Final = 7  # days around the publications that are always drawn
HELD: Final = 70  # percent of the facts with a day that the columns hold at least
TOP: Final = 24  # where the columns begin, below their names
BASE: Final = 104  # where bars stand
TALLEST: Final = 56  # a bar
LINE: Final = 18
STEM: Final = 16  # from a column's beginning to the middle of its bar
NAMES: Final = 3  # lines of names of the articles of one day without an hour
MAX_NOTES: Final = 8
MAX_CONFLICTS: Final = 4  # of the notes
MAX_LANES: Final = 8  # lines of articles
ROOM: Final = 44  # characters of a note
ROWS: Final = 8  # rows a line of the list leads to
_LETTER: Final = 6.9  # width of a letter of 12, on average


class Unit(StrEnum):
    """What a column stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Scale:
    """Columns of one unit, numbered through all time; `years` is how many one of years has."""

    unit: Unit
    first: int
    last: int
    years: int = 1

    def bucket(self, day: dt.date) -> int:
        match self.unit:
            case Unit.DAY:
                return day.toordinal()
            case Unit.WEEK:
                return (day.toordinal() - 1) // 7
            case Unit.MONTH:
                return day.year * 12 + day.month - 1
            case Unit.YEARS:
                return day.year // self.years

    def begins(self, bucket: int) -> dt.date:
        match self.unit:
            case Unit.DAY:
                return dt.date.fromordinal(bucket)
            case Unit.WEEK:
                return dt.date.fromordinal(bucket * 7 + 1)
            case Unit.MONTH:
                return dt.date(bucket // 12, bucket % 12 + 1, 1)
            case Unit.YEARS:
                return dt.date(max(1, min(dt.MAXYEAR, bucket * self.years)), 1, 1)

    def takes(self, date: PartialDate) -> bool:
        """Whether the date is exact enough for a column."""
        exact = date.precision in ("day", "minute")
        return exact or self.unit is Unit.YEARS or (self.unit is Unit.MONTH and date.precision == "month")


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: its name, and a bar of the facts it has, the quoted ones filled."""

    words: str
    x: int
    facts: int
    quoted: float  # heights
    told: float
    broken: bool  # outside the scale: all that is earlier, or later


@dataclass(frozen=True, slots=True)
class Note:
    """Words in the picture; they end at `x` where `ends`. `stem` is where the line to their bar is."""

    words: str
    x: float
    y: float
    ends: bool = False
    conflict: bool = False
    full: str = ""
    stem: float = 0


@dataclass(frozen=True, slots=True)
class Out:
    """An article's mark, or the line of a day for those without an hour; no mark where their names go on."""

    x: float
    y: float
    length: float
    marked: bool
    note: Note


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: what happened when, and the rows it leads to."""

    words: str
    rows: tuple[Link, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture; `hours` are the x and words of clock times, where days are wide enough for them."""

    title: str
    caption: str
    width: int
    height: int
    left: int
    column: int
    bars: tuple[Bar, ...]
    hours: tuple[Note, ...]
    notes: tuple[Note, ...]
    middle: int  # where the second half begins
    articles: tuple[Out, ...]
    lines: tuple[Line, ...]

    @property
    def drawn(self) -> bool:
        return bool(self.bars)


_Dated: TypeAlias = tuple[ComparisonRow, PartialDate]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's rows, `at` being its place in the picture."""

    at: int
    words: str
    long: str
    rows: tuple[_Dated, ...]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rows shown, by where they go."""

    columns: tuple[_Column, ...]
    vague: tuple[_Dated, ...]
    undated: int


def timeline(shown: Comparison) -> Timeline:
    """The timeline of the rows and articles shown."""
    dated = [(row, date) for row in shown.rows if (date := day_of(row.row))]
    published = [date for column in shown.columns if (date := _known(column))]
    scale = _scale([date for _, date in dated], published)
    if scale is None:
        return Timeline("", _undated(shown, 0, ()), 0, 0, LEFT, 0, (), (), (), 0, (), _lines_without(shown))
    found = _sorted(dated, scale, len(shown.rows) - len(dated))
    narrowest = MONTH if scale.unit is Unit.MONTH else NARROWEST
    column = max(narrowest, WIDTH // len(found.columns))
    wide = LEFT + column * len(found.columns)
    notes, left_out = _notes(found.columns, column, wide)
    middle = (max((note.y for note in notes), default=BASE) if notes else BASE) + 14
    articles, hidden = _articles(shown, scale, found.columns, column, middle)
    bottom = max((out.y for out in articles), default=middle + 6) + 14
    return Timeline(
        title=stretch_words(scale.begins(scale.first), _ends(scale)),
        caption=" ".join(_captions(shown, found, left_out, hidden)),
        width=wide + 12,
        height=round(max(bottom, middle + 40)),
        left=LEFT,
        column=column,
        bars=_bars(found.columns, column),
        hours=_hours(scale, found.columns, column),
        notes=notes,
        middle=round(middle),
        articles=articles,
        lines=(*_lines(found), *_published_lines(shown)),
    )


def _known(article: Article) -> PartialDate | None:
    """When the article came out, if that is known to the day."""
    date = article.published
    return date if date and date.year and date.day else None


def _scale(dates: Sequence[PartialDate], published: Sequence[PartialDate]) -> Scale | None:
    """Columns around the publications that hold most of the facts; far ones don't squash them."""
    days = sorted(day.toordinal() for date in dates if date.day and (day := date.first_day()))
    months = sorted(day.toordinal() for date in dates if (day := date.first_day()))
    out = [day.toordinal() for date in published if (day := date.first_day())]
    days = days or months
    anchors = out or days[len(days) // 2 : len(days) // 2 + 1]
    if not anchors:
        return None
    first, last = min(anchors), max(anchors)
    far = sorted(max(first - day, day - last, 0) for day in days)
    reach = max(NEAR, far[max(0, -(-len(far) * HELD // 100) - 1)] if far else 0)
    within = [day for day in days if first - reach <= day <= last + reach] + anchors
    return _columns_for(dt.date.fromordinal(min(within)), dt.date.fromordinal(max(within)))


def _columns_for(first: dt.date, last: dt.date) -> Scale:
    """The finest columns of which there aren't too many."""
    for unit in (Unit.DAY, Unit.WEEK, Unit.MONTH):
        scale = Scale(unit, 0, 0)
        start, end = scale.bucket(first), scale.bucket(last)
        if end - start < MAX_COLUMNS:
            return Scale(unit, start, end)
    steps = (step for step in (1, 2, 5, 10, 20, 50, 100) if (last.year // step - first.year // step) < 14)
    years = next(steps, 1000)
    return Scale(Unit.YEARS, first.year // years, last.year // years, years)


def _sorted(dated: Sequence[_Dated], scale: Scale, undated: int) -> _Sorted:
    """Each row in its column, before or after all of them, or among those too vague for any."""
    inside: dict[int, list[_Dated]] = {}
    vague: list[_Dated] = []
    first, last = scale.begins(scale.first), _ends(scale)
    for row, date in dated:
        start, end = date.first_day() or first, date.last_day() or last
        if end < first:
            inside.setdefault(scale.first - 1, []).append((row, date))
        elif start > last:
            inside.setdefault(scale.last + 1, []).append((row, date))
        elif scale.takes(date) and start >= first:
            inside.setdefault(scale.bucket(start), []).append((row, date))
        else:
            vague.append((row, date))
    buckets = [
        *((scale.first - 1,) if scale.first - 1 in inside else ()),
        *range(scale.first, scale.last + 1),
        *((scale.last + 1,) if scale.last + 1 in inside else ()),
    ]
    columns = tuple(
        _column(at, bucket, scale, tuple(inside.get(bucket, ()))) for at, bucket in enumerate(buckets)
    )
    return _Sorted(columns, tuple(vague), undated)


def _column(at: int, bucket: int, scale: Scale, rows: tuple[_Dated, ...]) -> _Column:
    if not scale.first <= bucket <= scale.last:
        words = gettext("Earlier") if bucket < scale.first else gettext("Later")
        return _Column(at, words, words, rows, broken=True)
    start = scale.begins(bucket)
    month = MONTHS[start.month - 1]
    match scale.unit:
        case Unit.DAY:
            few = scale.last - scale.first < 7
            return _Column(
                at, f"{start.day} {month if few else month[:3]}", stretch_words(start, start), rows
            )
        case Unit.WEEK:
            end = start + dt.timedelta(days=6)
            return _Column(at, f"{start.day} {month[:3]}", stretch_words(start, end), rows)
        case Unit.MONTH:
            return _Column(at, f"{month[:3]} {start.year}", f"{month} {start.year}", rows)
        case Unit.YEARS:
            span = f"{start.year}" if scale.years == 1 else f"{start.year}–{start.year + scale.years - 1}"
            return _Column(at, str(start.year), span, rows)


def _ends(scale: Scale) -> dt.date:
    """The last day of the last column."""
    if scale.unit is Unit.YEARS and (scale.last + 1) * scale.years > dt.MAXYEAR:
        return dt.date.max
    return scale.begins(scale.last + 1) - dt.timedelta(days=1)


def _bars(columns: Sequence[_Column], wide: int) -> tuple[Bar, ...]:
    most = max((len(column.rows) for column in columns), default=0) or 1
    return tuple(
        Bar(
            words=column.words,
            x=LEFT + column.at * wide,
            facts=len(column.rows),
            quoted=round(TALLEST * _quoted(column.rows) / most, 1),
            told=round(TALLEST * (len(column.rows) - _quoted(column.rows)) / most, 1),
            broken=column.broken,
        )
        for column in columns
    )


def _quoted(rows: Iterable[_Dated]) -> int:
    return sum(1 for row, _ in rows if is_quoted(row.row.claims))


def _hours(scale: Scale, columns: Sequence[_Column], wide: int) -> tuple[Note, ...]:
    """Clock times within a day, where a column is wide enough."""
    if scale.unit is not Unit.DAY or wide < 200:
        return ()
    inside = (column for column in columns if not column.broken)
    return tuple(
        Note(f"{hour:02d}:00", round(LEFT + (column.at + hour / 24) * wide, 1), TOP)
        for column in inside
        for hour in (6, 12, 18)
    )


def _notes(columns: Sequence[_Column], wide: int, right: int) -> tuple[tuple[Note, ...], int]:
    """Conflicts, then who speaks or what is told on the fullest days; and how many conflicts are left out."""
    conflicts = [
        (column, _conflict(row))
        for column in columns
        for row, _ in column.rows
        if row.row.verdict is Verdict.CONFLICT
    ]
    drawn = conflicts[:MAX_CONFLICTS]
    fullest = sorted((c for c in columns if c.rows), key=lambda column: -len(column.rows))
    others = [(column, _told(column)) for column in fullest[: MAX_NOTES - len(drawn)]]
    notes = [
        _note(LEFT + column.at * wide + STEM, words, conflict, right)
        for some, conflict in ((drawn, True), (others, False))
        for column, words in some
        if words
    ]
    return _in_lanes(notes), len(conflicts) - len(drawn)


def _note(stem: float, words: str, conflict: bool, right: int) -> Note:
    """Words beside the stem from their bar: after it, or before it where they would leave the picture."""
    short = cut(words, ROOM)
    ends = stem + 5 + _width(short, conflict) > right + 10 and stem - _width(short, conflict) > 0
    return Note(short, stem - 4 if ends else stem + 5, 0, ends, conflict, words, stem)


def _width(words: str, conflict: bool = False) -> float:
    return _LETTER * (len(words) + 2 * conflict)


def _in_lanes(notes: Sequence[Note]) -> tuple[Note, ...]:
    """The notes from the right, each below those it would touch, or whose stem it would cross."""
    placed: list[tuple[float, float, int]] = []
    found: list[Note] = []
    for note in sorted(notes, key=lambda note: (note.ends, -note.stem, not note.conflict)):
        width = _width(note.words, note.conflict)
        start, end = (note.x - width, note.x) if note.ends else (note.x, note.x + width)
        start, end = min(start, note.stem), max(end, note.stem)
        near = [lane for left, right, lane in placed if left < end + 8 and start - 8 < right]
        lane = max(near, default=-1) + 1
        placed.append((start, end, lane))
        found.append(replace(note, y=BASE + LINE * (lane + 1)))
    return tuple(found)


def _conflict(row: ComparisonRow) -> str:
    """What a conflict is about: the values against each other."""
    values = [cut(side.value, 24) for side in row.row.judgement.sides if side.value]
    if len(values) < 2:
        return gettext("conflict in row %(number)s", number=row.number)
    return gettext("%(one)s or %(other)s (row %(number)s)", one=values[0], other=values[1], number=row.number)


def _told(column: _Column) -> str:
    """Who speaks in a column, the most often first; else the words of its most widely told fact."""
    names = Counter(
        name for row, _ in column.rows for name in {c.speaker.name for c in row.row.claims} if name
    )
    if column.broken:
        dates = sorted((date for _, date in column.rows), key=lambda date: str(date.first_day()))
        return ", ".join(dict.fromkeys(date_words(date) for date in dates))
    if names:
        order = sorted(names, key=lambda name: (-names[name], name))
        return ", ".join(cut(name, 26) for name in order[:4])
    widest = max(column.rows, key=lambda dated: len(dated[0].row.articles), default=None)
    return f"“{cut(widest[0].lead.text.strip('“”'), 38)}”" if widest else ""


def _articles(
    shown: Comparison, scale: Scale, columns: Sequence[_Column], wide: int, top: float
) -> tuple[tuple[Out, ...], int]:
    """Articles in lines under each other, those of a day without an hour together; and how many don't fit.

    The names stand after their mark, before it where they would leave the picture, or else below it.
    """
    origin = LEFT + wide * (columns[0].broken - scale.first)
    right = LEFT + wide * len(columns) + 10
    found: list[Out] = []
    lines: list[float] = []  # where the words of each line end
    left = 0
    for where, length, names in sorted(_outs(shown, scale)):
        x, long = origin + where * wide, length * wide
        words = _name_lines(names)
        size = max(_width(line) for line in words)
        beside = x + max(long, 4) + 6
        ends = beside + size > right and x - 8 - size > NAMED
        under = beside + size > right and not ends
        words = ["", *words] if under else words
        at_x = x - 8 if ends else max(LEFT + 4, min(x, right - size)) if under else beside
        start = x - 8 - size if ends else min(x, at_x)
        end = beside if ends else max(beside, at_x + size)
        lane = next((at for at in range(len(lines)) if _free(lines[at : at + len(words)], start)), len(lines))
        if lane + len(words) > MAX_LANES:
            left += len(names)
            continue
        lines += [0.0] * (lane + len(words) - len(lines))
        for at, line in enumerate(words):
            lines[lane + at] = end
            y = top + LINE * (lane + at + 1)
            note = Note(line, at_x, y + 4, ends, full=", ".join(names))
            found.append(Out(round(x, 1), y, round(long, 1), at == 0, note))
    return tuple(found), left


def _free(ends: Sequence[float], start: float) -> bool:
    return all(end + 10 <= start for end in ends)


def _name_lines(names: Sequence[str]) -> list[str]:
    """Outlets' names in a few short lines; of more the number is told."""
    lines = [""]
    for at, name in enumerate(cut(name, 28) for name in names):
        if lines[-1] and len(lines[-1]) + len(name) > ROOM:
            if len(lines) == NAMES:
                more = len(names) - at
                lines[-1] += " " + ngettext("and %(num)s more", "and %(num)s more", more)
                return lines
            lines.append("")
        lines[-1] += name + (", " if at + 1 < len(names) else "")
    return [line.rstrip() for line in lines]


def _outs(shown: Comparison, scale: Scale) -> list[tuple[float, float, tuple[str, ...]]]:
    """Where articles stand, in columns: one with an hour by itself, those of a day without one together."""
    single: list[tuple[float, float, tuple[str, ...]]] = []
    together: dict[dt.date, list[str]] = {}
    for label, column in zip(_labels(shown), shown.columns, strict=True):
        date = _known(column)
        day = date.first_day() if date else None
        if date is None or day is None:
            continue
        if date.time is None and scale.unit is Unit.DAY:
            together.setdefault(day, []).append(label)
        else:
            single.append((_position(scale, day, date.time), 0.0, (label,)))
    return single + [(float(scale.bucket(day)), 1.0, tuple(names)) for day, names in together.items()]


def _position(scale: Scale, day: dt.date, time: dt.time | None) -> float:
    """A moment in columns, e.g. 3.5 for noon of the day whose bucket is 3."""
    bucket = scale.bucket(day)
    start = scale.begins(bucket).toordinal()
    nearly = min(bucket + 1, scale.last + 1)
    end = scale.begins(nearly).toordinal() if nearly > bucket else start + 1
    hours = (time.hour + time.minute / 60) / 24 if time else 0.5
    return bucket + (day.toordinal() - start + hours) / max(1, end - start)


def _labels(shown: Comparison) -> tuple[str, ...]:
    return shown_labels(shown) or tuple(column.label for column in shown.columns)


def _captions(shown: Comparison, found: _Sorted, left_out: int, hidden: int) -> Iterable[str]:
    """What is drawn of how much, and what can't be."""
    if len(shown.rows) < shown.total:
        yield ngettext(
            "Drawn: %(shown)s of %(num)s fact.",
            "Drawn: %(shown)s of %(num)s facts, as filtered.",
            shown.total,
            shown=f"{len(shown.rows):,}",
        )
    if left_out:
        yield ngettext(
            "%(num)s more conflict is in the list.", "%(num)s more conflicts are in the list.", left_out
        )
    if hidden:
        yield ngettext(
            "%(num)s more article is in the list.", "%(num)s more articles are in the list.", hidden
        )
    yield _undated(shown, len(found.vague), (found.undated,))


def _undated(shown: Comparison, vague: int, undated: tuple[int, ...]) -> str:
    """What has no day: facts whose date is vague or not given, and articles."""
    parts = []
    if vague:
        parts.append(
            ngettext(
                "%(num)s fact gives only a month or a year.",
                "%(num)s facts give only a month or a year.",
                vague,
            )
        )
    without = sum(undated) if undated else len(shown.rows)
    if without:
        parts.append(ngettext("%(num)s fact has no date.", "%(num)s facts have no date.", without))
    articles = sum(1 for column in shown.columns if _known(column) is None)
    if articles:
        parts.append(
            ngettext(
                "%(num)s article does not give its day.", "%(num)s articles do not give their day.", articles
            )
        )
    return " ".join(parts)


def _lines(found: _Sorted) -> Iterable[Line]:
    """The list: a line for each column with facts, and one for the vague dates."""
    for column in found.columns:
        if column.rows:
            yield _line(column.long, column.rows, column.broken)
    if found.vague:
        yield _line(gettext("In this time, no day given"), found.vague, True)


def _line(when: str, rows: Sequence[_Dated], dates: bool) -> Line:
    words = ngettext(
        "%(when)s: %(num)s fact, %(quoted)s quoted.",
        "%(when)s: %(num)s facts, %(quoted)s quoted.",
        len(rows),
        when=when,
        quoted=_quoted(rows),
    )
    order = sorted(rows, key=lambda dated: dated[0].row.verdict is not Verdict.CONFLICT)
    more = len(rows) - ROWS
    return Line(
        words,
        tuple(Link(_row_words(*dated, dates=dates), f"#r-{dated[0].row.id}") for dated in order[:ROWS]),
        ngettext("and %(num)s more", "and %(num)s more", more) if more > 0 else "",
    )


def _row_words(row: ComparisonRow, date: PartialDate, *, dates: bool) -> str:
    if row.row.verdict is Verdict.CONFLICT:
        return gettext("conflict: %(values)s", values=_conflict(row))
    if dates:
        return gettext("row %(number)s (%(date)s)", number=row.number, date=date_words(date))
    return gettext("row %(number)s", number=row.number)


def _published_lines(shown: Comparison) -> Iterable[Line]:
    """The list's second half: for each day the articles that came out, with their hours."""
    days: dict[dt.date, list[tuple[str, str]]] = {}
    unknown: list[str] = []
    for label, column in zip(_labels(shown), shown.columns, strict=True):
        date = _known(column)
        day = date.first_day() if date else None
        if date is None or day is None:
            unknown.append(label)
            continue
        hour = f"{date.time:%H:%M}" if date.time else gettext("hour not given")
        days.setdefault(day, []).append((hour, label))
    for day, out in sorted(days.items()):
        articles = ", ".join(f"{label} ({hour})" for hour, label in sorted(out))
        yield Line(
            gettext("%(day)s, published: %(articles)s.", day=stretch_words(day, day), articles=articles)
        )
    if unknown:
        yield Line(gettext("Day of publication not given: %(articles)s.", articles=", ".join(unknown)))


def _lines_without(shown: Comparison) -> tuple[Line, ...]:
    return tuple(_published_lines(shown)) if shown.columns else ()
