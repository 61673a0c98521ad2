"""An opened row: what each text says, how figures and quotes compare, why it is one row, what stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.comparison import ComparisonRow
from app.domain.event import Citing, Verdict, sources
from app.web.comparison.accounts import Account, accounts
from app.web.comparison.measures import Measures, measures
from app.web.comparison.versions import having_sides, versions
from app.web.language import N_, gettext
from app.web.links import event_address
from app.web.marks import joined

MAX_ACCOUNTS = 60  # paragraphs that are shown
MAX_SOURCE = 80  # characters of a printed source
MAX_OPEN = 12  # things we can't tell
# The phrases of `Row.why`, and how the page puts them.
_REASONS = (
    (re.compile(r"same speaker"), N_("They cite the same speaker.")),
    (re.compile(r"(?P<num>\d+) words in a row: (?P<said>.+)", re.S), N_("%(num)s words in a row: %(said)s")),
    (re.compile(r"in common: (?P<said>.+)", re.S), N_("Words in common: %(said)s.")),
    (re.compile(r"both (?P<said>.+)", re.S), N_("Both have %(said)s.")),
    (re.compile(r"all (?P<said>.+)", re.S), N_("All have %(said)s.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A value, and the outlets that have it."""

    words: str
    outlets: str


@dataclass(frozen=True, slots=True)
class Details:
    """What templates/events/detail.html shows under a row; empty parts are not shown.

    `span` is how many columns the table has. `values` are those at issue that no figure or date of `measures`
    is. `sureness` is None where one outlet has the row.
    """

    row: str
    number: int
    verdict: Verdict
    span: int
    accounts: tuple[Account, ...]
    more: int  # accounts that are not shown
    measures: Measures
    values: tuple[Said, ...]
    quotes: tuple[str, ...]
    why: tuple[str, ...]
    sureness: str
    unknown: tuple[str, ...]
    permalink: str


def details(row: ComparisonRow, articles: Mapping[str, Article], event_id: str) -> Details:
    """The details of a row of the event's table, in the columns it has; `articles` are those of its cells."""
    cells = tuple(cell for cell in row.cells if cell.claims)
    label_of = {cell.article: cell.label for cell in row.cells}
    sides = row.row.judgement.sides
    told = tuple(a for cell in cells for a in accounts(cell, articles[cell.article], sides))
    shared = len(cells) > 1
    table = measures(cells, sides) if shared else Measures()
    values = having_sides(row, sides, label_of)
    return Details(
        row=row.row.id,
        number=row.number,
        verdict=row.row.verdict,
        span=len(row.cells) + 1,
        accounts=told[:MAX_ACCOUNTS],
        more=max(0, len(told) - MAX_ACCOUNTS),
        measures=table,
        values=tuple(Said(side.value, joined(names)) for side, names in values if side.value)
        if not any(line.at_issue for line in table.lines)
        else (),
        quotes=versions(row, label_of),
        why=tuple(reason(phrase) for phrase in row.row.why) if shared else (),
        sureness=_sureness(row.row.confidence, shared),
        unknown=_unknown(row, articles, label_of),
        permalink=event_address(event_id, opened=(row.row.id,)) + f"#r-{row.row.id}",
    )


def reason(phrase: str) -> str:
    """A phrase of `Row.why` as a sentence; one we don't know as it is."""
    for known, sentence in _REASONS:
        if found := known.fullmatch(phrase):
            return gettext(sentence, **found.groupdict()) if found.groupdict() else gettext(sentence)
    return phrase


def _sureness(confidence: float, shared: bool) -> str:
    """How sure we are of the row; nothing where nobody worked it out."""
    if confidence >= 1:
        return ""
    sure = f"{confidence:.2f}"
    if shared:
        return gettext("Lined up with confidence %(confidence)s of 1.", confidence=sure)
    return gettext("Read with confidence %(confidence)s of 1.", confidence=sure)


def _unknown(
    row: ComparisonRow, articles: Mapping[str, Article], label_of: Mapping[str, str]
) -> tuple[str, ...]:
    """What the texts leave open."""
    judgement = row.row.judgement
    claims = [claim for cell in row.cells for claim in cell.claims]
    found = [gettext("Which of them is right.")] if judgement.verdict is Verdict.CONFLICT else []
    if judgement.update:
        found.append(gettext("Whether the earlier count was wrong or the number has risen since."))
    found += _nameless(sources(claims, articles), label_of)
    unsure = {claim.article for claim in claims if claim.unsure}
    if unsure:
        names = joined(tuple(label for key, label in label_of.items() if key in unsure))
        found.append(
            gettext("Whether we read %(outlets)s rightly: the sentence is hard to take apart.", outlets=names)
        )
    return tuple(dict.fromkeys(found))[:MAX_OPEN]


def _nameless(cited: Iterable[Citing], label_of: Mapping[str, str]) -> list[str]:
    named = ((_cut(c.source), label_of[c.article]) for c in cited if c.source and not c.speaker)
    return [
        gettext("Who “%(source)s” is in %(outlet)s.", source=source, outlet=outlet)
        for source, outlet in named
    ]


def _cut(words: str) -> str:
    return words if len(words) <= MAX_SOURCE else words[:MAX_SOURCE].rpartition(" ")[0] + " …"
