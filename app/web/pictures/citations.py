"""Who is cited by whom: speakers down, outlets across, how many facts each cites a speaker for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from urllib.parse import urlencode

from app.domain.comparison import Comparison
from app.domain.event import Coverage
from app.web.language import gettext, ngettext
from app.web.links import event_address
from app.web.pictures.matrix import is_quoted, unfiltered
from app.web.pictures.names import cut, short_names

MAX_DRAWN: Final = 12  # speakers in the picture
MAX_LISTED: Final = 200  # speakers in the table
LINE: Final = 27  # height of a speaker's line
HEAD: Final = 24
LEFT: Final = 150  # room for speakers' names
CELL: Final = 66  # width of an outlet
LONGEST: Final = 30  # of a bar
_Key: TypeAlias = tuple[str, str]  # speaker and column label


@dataclass(frozen=True, slots=True)
class Count:
    """For how many facts an outlet cites a speaker, and the address of these facts."""

    quoted: int
    told: int
    href: str
    title: str
    x: int
    quoted_bar: float = 0
    told_bar: float = 0

    @property
    def facts(self) -> int:
        return self.quoted + self.told


@dataclass(frozen=True, slots=True)
class Cited:
    """A speaker, with a count for each outlet in the columns' order; `y` is where its line begins."""

    name: str
    short: str
    href: str
    counts: tuple[Count, ...]
    y: int


@dataclass(frozen=True, slots=True)
class Heading:
    short: str
    name: str
    x: int


@dataclass(frozen=True, slots=True)
class Citations:
    """The most cited first. `drawn` are in the picture, `listed` in the table; captions tell of the rest."""

    outlets: tuple[Heading, ...]
    drawn: tuple[Cited, ...]
    listed: tuple[Cited, ...]
    width: int
    height: int
    more: str
    caption: str


@dataclass(frozen=True, slots=True)
class _Tally:
    """Facts by speaker and outlet, quoted and only retold, and facts whose source nobody identified."""

    quoted: Counter[_Key]
    told: Counter[_Key]
    unnamed: int

    @property
    def most(self) -> int:
        return max((*self.quoted.values(), *self.told.values()), default=1)

    def speakers(self) -> list[str]:
        """The most cited first."""
        facts = Counter[str]()
        for counter in (self.quoted, self.told):
            for (speaker, _), number in counter.items():
                facts[speaker] += number
        return sorted(facts, key=lambda speaker: (-facts[speaker], speaker.casefold(), speaker))


@dataclass(frozen=True, slots=True)
class _Number:
    """What an outlet has of a speaker; `query` asks for the outlet in an address."""

    quoted: int
    told: int
    outlet: str
    query: str


def citations(shown: Comparison) -> Citations:
    """Who is cited by whom in the rows shown. Only speakers who are known by name are counted."""
    tally = _tally(shown)
    labels = shown_labels(shown)
    order = tally.speakers()
    filters = unfiltered(shown.filters)
    most = tally.most
    queries = [urlencode({"outlet": label}) for label in labels]
    names = [cut(label, 60) for label in labels]
    listed = tuple(
        _cited(
            speaker,
            event_address(shown.event.id, replace(filters, speakers=(speaker,))),
            HEAD + place * LINE,
            [
                _Number(tally.quoted[speaker, label], tally.told[speaker, label], name, query)
                for label, name, query in zip(labels, names, queries, strict=True)
            ],
            most,
        )
        for place, speaker in enumerate(order[:MAX_LISTED])
    )
    drawn = listed[:MAX_DRAWN]
    return Citations(
        outlets=tuple(
            Heading(short, name, LEFT + place * CELL)
            for place, (short, name) in enumerate(zip(short_names(labels), labels, strict=True))
        ),
        drawn=drawn,
        listed=listed,
        width=LEFT + CELL * len(labels),
        height=HEAD + LINE * len(drawn),
        more=_more(len(order)),
        caption=_caption(shown, tally.unnamed),
    )


def shown_labels(shown: Comparison) -> tuple[str, ...]:
    """The labels of the outlets shown, as the rows' cells have them."""
    if not shown.rows:
        return ()
    label = {cell.article: cell.label for cell in shown.rows[0].cells}
    return tuple(label[column.key] for column in shown.columns if column.key in label)


def _tally(shown: Comparison) -> _Tally:
    quoted, told, unnamed = Counter[_Key](), Counter[_Key](), 0
    for row in shown.rows:
        named = False
        for cell in row.cells:
            if cell.coverage is not Coverage.PRESENT:
                continue
            names = {claim.speaker.name for claim in cell.claims if claim.speaker.name}
            named = named or bool(names)
            for name in names:
                theirs = [claim for claim in cell.claims if claim.speaker.name == name]
                (quoted if is_quoted(theirs) else told)[name, cell.label] += 1
        unnamed += not named and any(claim.source for claim in row.row.claims)
    return _Tally(quoted, told, unnamed)


def _cited(speaker: str, href: str, y: int, numbers: Sequence[_Number], most: int) -> Cited:
    name = cut(speaker, 60)
    counts = tuple(
        Count(
            quoted=number.quoted,
            told=number.told,
            href=f"{href}&{number.query}",
            title=_count_words(name, number),
            x=LEFT + at * CELL,
            quoted_bar=round(LONGEST * number.quoted / most, 1),
            told_bar=round(LONGEST * number.told / most, 1),
        )
        if number.quoted or number.told
        else Count(0, 0, "", "", LEFT + at * CELL)
        for at, number in enumerate(numbers)
    )
    return Cited(speaker, cut(speaker, 19), href, counts, y)


def _count_words(speaker: str, number: _Number) -> str:
    return ngettext(
        "%(speaker)s in %(outlet)s: %(num)s fact, %(quoted)s quoted, %(told)s retold",
        "%(speaker)s in %(outlet)s: %(num)s facts, %(quoted)s quoted, %(told)s retold",
        number.quoted + number.told,
        speaker=speaker,
        outlet=number.outlet,
        quoted=number.quoted,
        told=number.told,
    )


def _more(speakers: int) -> str:
    """What of the speakers is not in the picture."""
    if speakers > MAX_LISTED:
        return gettext(
            "The %(drawn)s most cited of %(all)s speakers; the table has the first %(listed)s.",
            drawn=MAX_DRAWN,
            all=f"{speakers:,}",
            listed=MAX_LISTED,
        )
    if speakers > MAX_DRAWN:
        return ngettext(
            "%(num)s more speaker is in the table.",
            "%(num)s more speakers are in the table.",
            speakers - MAX_DRAWN,
        )
    return ""


def _caption(shown: Comparison, unnamed: int) -> str:
    """What is counted, and what can't be."""
    if len(shown.rows) < shown.total:
        said = ngettext(
            "Counted in the %(shown)s of %(num)s fact shown.",
            "Counted in the %(shown)s of %(num)s facts shown.",
            shown.total,
            shown=f"{len(shown.rows):,}",
        )
    else:
        said = ngettext("Counted in the only fact.", "Counted in all %(num)s facts.", shown.total)
    if not unnamed:
        return said
    left = ngettext(
        "%(num)s more fact cites a source that is not identified.",
        "%(num)s more facts cite a source that is not identified.",
        unnamed,
    )
    return f"{said} {left}"
