"""Notes in the margin: what each claim is, whose, its row's verdict, and which other outlets have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.claim import Claim
from app.domain.comparison import Reading, labels, stretches
from app.domain.event import Row, Verdict
from app.web.language import gettext, ngettext
from app.web.links import Link, article_address, event_address, speaker_address
from app.web.marks import joined, kind_words, speaker_words

MAX_NAMES = 3  # outlets that a note names; the row has them all
MAX_AGAINST = 3  # values that a note sets against the claim's own


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin beside a claim. `row` is its row's address, None while it has none.

    Neighbouring parts of a claim that stand in one row share a note: `claim` is the first of them, `last`
    the last, behind which the reference to the note stands. `before` and `after` are the claims of the notes
    beside it, "" at either end. `also` leads to the claim in other articles; `more` have it too.
    """

    claim: str
    last: str
    kind: str  # the claim's, and that it is an attitude where it is one
    speaker: str
    speaker_href: str | None
    number: int = 0
    verdict: Verdict | None = None
    row: str | None = None
    also: tuple[Link, ...] = ()
    more: int = 0
    against: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


def column_names(reading: Reading) -> dict[str, str]:
    """What the event's columns are called, by article, in their order."""
    return dict(zip((column.key for column in reading.columns), labels(reading.columns), strict=True))


def notes_of(reading: Reading, claims: tuple[Claim, ...]) -> dict[str, Note]:
    """The note of each claim (by id), numbered as the text goes."""
    rows = {claim.id: row for row in reading.rows for claim in row.claims}
    names = column_names(reading)
    shown = _shown_together(reading, claims, rows)
    notes = [_note(held, rows.get(held[0].id), reading, names) for held in shown]
    ids = ["", *(note.claim for note in notes), ""]
    return {
        claim.id: replace(note, number=number, before=ids[number - 1], after=ids[number + 1])
        for number, (note, held) in enumerate(zip(notes, shown, strict=True), start=1)
        for claim in held
    }


def _shown_together(
    reading: Reading, claims: tuple[Claim, ...], rows: dict[str, Row]
) -> list[tuple[Claim, ...]]:
    """Claims that share a note, in the order of the text."""
    by_row: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_row[rows[claim.id].id if claim.id in rows else ""].append(claim)
    shown = (stretch.claims for mine in by_row.values() for stretch in stretches(mine, reading.article.text))
    place = {claim.id: at for at, claim in enumerate(claims)}
    return sorted(shown, key=lambda held: place[held[0].id])


def _note(held: tuple[Claim, ...], row: Row | None, reading: Reading, names: dict[str, str]) -> Note:
    """The note without its number and neighbours."""
    claim = held[0]
    against = _against(held, row) if row else []
    also = _also(claim, row, names, {key for _, keys in against for key in keys}) if row else []
    return Note(
        claim=claim.id,
        last=held[-1].id,
        kind=kind_words(claim),
        speaker=speaker_words(claim.speaker, claim.source is not None),
        speaker_href=speaker_address(claim.speaker.name) if claim.speaker.name else None,
        verdict=row.verdict if row else None,
        row=_row_address(reading, row),
        also=tuple(also[:MAX_NAMES]),
        more=max(0, len(also) - MAX_NAMES),
        against=tuple(_told(value, keys, names) for value, keys in against[:MAX_AGAINST]),
    )


def _row_address(reading: Reading, row: Row | None) -> str | None:
    """The comparison, with the row open."""
    if row is None or reading.event is None:
        return None
    return f"{event_address(reading.event.id, opened=(row.id,))}#r-{row.id}"


def _also(claim: Claim, row: Row, names: dict[str, str], against: set[str]) -> list[Link]:
    """The other articles that have the fact and no other value, each at its first claim of it."""
    first = {other.article: other.id for other in reversed(row.claims)}
    others = first.keys() - {claim.article} - against
    return [Link(name, article_address(key, first[key])) for key, name in names.items() if key in others]


def _against(held: tuple[Claim, ...], row: Row) -> list[tuple[str, frozenset[str]]]:
    """The values that stand against the claim's own, and the other articles that have them."""
    article = {other.id: other.article for other in row.claims}
    mine = {claim.id for claim in held}
    found = [
        (side.value, frozenset(article[c] for c in side.claims if c in article) - {held[0].article})
        for side in row.judgement.sides
        if not mine & set(side.claims)
    ]
    return [(value, keys) for value, keys in found if keys]


def _told(value: str, keys: Iterable[str], names: dict[str, str]) -> str:
    having = tuple(name for key, name in names.items() if key in keys)
    outlets = joined(having)
    return ngettext(
        "%(outlets)s has %(value)s",
        "%(outlets)s have %(value)s",
        len(having),
        outlets=outlets,
        value=value,
    )


def reference(note: Note) -> str:
    """What the link from a claim to its note is called."""
    return gettext(
        "Note %(number)s: %(kind)s, %(speaker)s", number=note.number, kind=note.kind, speaker=note.speaker
    )
