"""How the versions of a quote differ, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.comparison import ComparisonRow
from app.domain.event import QuoteNote, QuoteRelation, Side
from app.web.language import N_, gettext, ngettext
from app.web.marks import joined

MAX_NOTES = 12  # differences between quotes that are told
MAX_WORDS = 14  # of a quote in a note
# What is said before the versions that both have words in the place.
_VERSIONS = {
    QuoteRelation.MINOR: N_("A small difference: %(versions)s"),
    QuoteRelation.CUT_SHORT: N_("Begins or ends otherwise: %(versions)s"),
    QuoteRelation.LEFT_OUT: N_("Cut within: %(versions)s"),
    QuoteRelation.ADDED: N_("Words added in brackets: %(versions)s"),
    QuoteRelation.CHANGED: N_("Other words: %(versions)s"),
    QuoteRelation.MASKED: N_("Letters masked: %(versions)s"),
    QuoteRelation.JOINED: N_("Two sentences made one: %(versions)s"),
    QuoteRelation.RENDERING: N_("Put otherwise, as translations are: %(versions)s"),
    QuoteRelation.UNMARKED: N_("With and without quotation marks: %(versions)s"),
}
# The same where one version has no words there.
_WITH_AND_WITHOUT = {
    QuoteRelation.UNMARKED: N_("Without quotation marks in %(lacking)s: %(said)s"),
    QuoteRelation.CUT_SHORT: N_("Cut short in %(lacking)s, without %(said)s"),
    QuoteRelation.ADDED: N_("Added in brackets in %(having)s: %(said)s"),
}


def versions(row: ComparisonRow, label_of: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each note on the row's quote: what counts first, what is the same last."""
    notes = sorted(
        row.row.judgement.quotes,
        key=lambda note: (not note.relation.counts, note.relation is QuoteRelation.IDENTICAL),
    )
    told = (_told(note, having_sides(row, note.sides, label_of)) for note in notes[:MAX_NOTES])
    more = len(notes) - MAX_NOTES
    rest = (ngettext("And %(num)s more note.", "And %(num)s more notes.", more),) if more > 0 else ()
    return (*(words for words in told if words), *rest)


def having_sides(
    row: ComparisonRow, sides: Iterable[Side], label_of: Mapping[str, str]
) -> tuple[tuple[Side, tuple[str, ...]], ...]:
    """Each side with the outlets that have it, in the columns' order; without sides that none shown has."""
    article_of = {claim.id: claim.article for claim in row.row.claims}
    found = []
    for side in sides:
        having = {article_of[claim] for claim in side.claims if claim in article_of}
        found.append((side, tuple(label for key, label in label_of.items() if key in having)))
    return tuple((side, names) for side, names in found if names)


def _told(note: QuoteNote, sides: Iterable[tuple[Side, tuple[str, ...]]]) -> str:
    """A note in a reader's words, the outlets named and none of them taken for the right one."""
    having = [(_quoted(side.value), joined(names)) for side, names in sides if side.value]
    lacking = joined(next((names for side, names in sides if not side.value), ()))
    if not having:
        return ""
    if lacking:
        words, names = having[0]
        told = gettext(
            _WITH_AND_WITHOUT.get(note.relation, N_("In %(having)s, not in %(lacking)s: %(said)s")),
            said=words,
            having=names,
            lacking=lacking,
        )
    else:
        told = _of_all(note.relation, having)
    return gettext("%(note)s (marked for the reader)", note=told) if note.marked else told


def _of_all(relation: QuoteRelation, having: list[tuple[str, str]]) -> str:
    if relation is QuoteRelation.IDENTICAL:
        same = (gettext("The same in %(outlets)s: %(said)s", outlets=o, said=w) for w, o in having)
        return "; ".join(same)
    if relation is QuoteRelation.PART:
        words, outlets = having[-1]
        return gettext("Only part of it in %(outlets)s: %(said)s", outlets=outlets, said=words)
    each = (gettext("%(said)s in %(outlets)s", said=words, outlets=outlets) for words, outlets in having)
    return gettext(_VERSIONS[relation], versions="; ".join(each))


def _quoted(words: str) -> str:
    shown = words.split()
    return f"“{' '.join(shown[:MAX_WORDS])}{' …' if len(shown) > MAX_WORDS else ''}”"
