"""An opened row: whom each outlet cites, how quotes and values differ, why it is one row, what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.comparison import ComparisonRow
from app.domain.event import Citing, QuoteNote, QuoteRelation, Side, Verdict, sources
from app.web.marks import counted, joined

MAX_NOTES = 12  # differences between quotes that are told
MAX_WORDS = 14  # of a quote in a note
MAX_SOURCE = 80  # characters of a printed source
NOBODY = "Nobody"
NO_SOURCE = "A quote without a source"
# What is said before the versions that both have words in the place.
_VERSIONS = {
    QuoteRelation.MINOR: "A small difference",
    QuoteRelation.CUT_SHORT: "Begins or ends otherwise",
    QuoteRelation.LEFT_OUT: "Cut within",
    QuoteRelation.ADDED: "Words added in brackets",
    QuoteRelation.CHANGED: "Other words",
    QuoteRelation.MASKED: "Letters masked",
    QuoteRelation.JOINED: "Two sentences made one",
    QuoteRelation.RENDERING: "Put otherwise, as translations are",
    QuoteRelation.UNMARKED: "With and without quotation marks",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A value or a source, and the outlets that have it."""

    words: str
    outlets: str


@dataclass(frozen=True, slots=True)
class Details:
    """What an opened row tells beside its cells; empty parts are not shown."""

    cited: tuple[Said, ...]
    values: tuple[Said, ...]
    quotes: tuple[str, ...]
    why: tuple[str, ...]
    unknown: tuple[str, ...]


def details(row: ComparisonRow, articles: Mapping[str, Article]) -> Details | None:
    """The details of a row, None where one article has it; `articles` by key, in the columns' order."""
    if len(row.row.articles) < 2:
        return None
    label_of = {cell.article: cell.label for cell in row.cells}
    cited = sources(row.row.claims, articles)
    return Details(
        cited=_cited(cited, label_of),
        values=tuple(
            Said(side.value, joined(names)) for side, names in _sides(row, row.row.judgement.sides, label_of)
        ),
        quotes=_quotes(row, label_of),
        why=row.row.why,
        unknown=_unknown(row, cited, label_of),
    )


def _cited(cited: Iterable[Citing], label_of: Mapping[str, str]) -> tuple[Said, ...]:
    """Whom each outlet cites, outlets that cite the same together, those that cite nobody last."""
    by_outlet: dict[str, list[str]] = {}
    for citing in cited:
        by_outlet.setdefault(label_of[citing.article], []).append(_source(citing))
    having: dict[str, list[str]] = {}
    for label, named in by_outlet.items():
        having.setdefault(joined(tuple(dict.fromkeys(named))), []).append(label)
    return tuple(
        Said(words, joined(tuple(labels)))
        for words, labels in sorted(having.items(), key=lambda item: item[0] == NOBODY)
    )


def _source(citing: Citing) -> str:
    """Who it is, the source as printed where that is open."""
    if citing.speaker or citing.source:
        return citing.speaker or f"“{_cut(citing.source or '')}”"
    return NO_SOURCE if citing.quoted else NOBODY


def _cut(words: str) -> str:
    return words if len(words) <= MAX_SOURCE else words[:MAX_SOURCE].rpartition(" ")[0] + " …"


def _sides(
    row: ComparisonRow, sides: Iterable[Side], label_of: Mapping[str, str]
) -> list[tuple[Side, tuple[str, ...]]]:
    """Each side with the outlets that have it, in the columns' order."""
    article_of = {claim.id: claim.article for claim in row.row.claims}
    found = []
    for side in sides:
        having = {article_of[claim] for claim in side.claims if claim in article_of}
        found.append((side, tuple(label for key, label in label_of.items() if key in having)))
    return found


def _quotes(row: ComparisonRow, label_of: Mapping[str, str]) -> tuple[str, ...]:
    """How versions of a quote differ: what counts first, what is the same last."""
    notes = sorted(
        row.row.judgement.quotes,
        key=lambda note: (not note.relation.counts, note.relation is QuoteRelation.IDENTICAL),
    )
    told = [_told(note, _sides(row, note.sides, label_of)) for note in notes[:MAX_NOTES]]
    more = [f"And {counted(len(notes) - MAX_NOTES, 'more note')}."] if len(notes) > MAX_NOTES else []
    return (*told, *more)


def _told(note: QuoteNote, sides: list[tuple[Side, tuple[str, ...]]]) -> str:
    """A note in a reader's words, the outlets named and none of them taken for the right one."""
    having = [(_quoted(side.value), joined(names)) for side, names in sides if side.value]
    lacking = joined(next((names for side, names in sides if not side.value), ()))
    beside = " (marked for the reader)" if note.marked else ""
    if lacking and having:
        return _with_and_without(note.relation, *having[0], lacking) + beside
    if note.relation is QuoteRelation.IDENTICAL:
        return "; ".join(f"The same in {names}: {words}" for words, names in having)
    if note.relation is QuoteRelation.PART:
        return "; ".join(f"Only part of it in {names}: {words}" for words, names in having[-1:])
    versions = "; ".join(f"{words} in {names}" for words, names in having)
    return f"{_VERSIONS[note.relation]}: {versions}{beside}"


def _with_and_without(relation: QuoteRelation, words: str, names: str, lacking: str) -> str:
    match relation:
        case QuoteRelation.UNMARKED:
            return f"Without quotation marks in {lacking}: {words}"
        case QuoteRelation.CUT_SHORT:
            return f"Cut short in {lacking}, without {words}"
        case QuoteRelation.ADDED:
            return f"Added in brackets in {names}: {words}"
    return f"In {names}, not in {lacking}: {words}"


def _quoted(words: str) -> str:
    shown = words.split()
    return f"“{' '.join(shown[:MAX_WORDS])}{' …' if len(shown) > MAX_WORDS else ''}”"


def _unknown(row: ComparisonRow, cited: Iterable[Citing], label_of: Mapping[str, str]) -> tuple[str, ...]:
    """What the texts leave open."""
    judgement = row.row.judgement
    found = ["Which of them is right."] if judgement.verdict is Verdict.CONFLICT else []
    if judgement.update:
        found.append("Whether the earlier count was wrong or the number has risen since.")
    found += [
        f"Who “{_cut(citing.source)}” is in {label_of[citing.article]}."
        for citing in cited
        if citing.source and not citing.speaker
    ]
    unsure = {claim.article for claim in row.row.claims if claim.unsure}
    if unsure:
        names = joined(tuple(label for key, label in label_of.items() if key in unsure))
        found.append(f"Whether we read {names} rightly: the sentence is hard to take apart.")
    return tuple(dict.fromkeys(found))
