"""Columns: the heads, and what a reader can choose of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from app.domain.article import Article, Basis, web_address
from app.domain.comparison import Comparison, Filters
from app.domain.event import Coverage
from app.web.comparison.changed import all_changed
from app.web.dates import published_words
from app.web.filters import to_query
from app.web.language import gettext, ngettext
from app.web.links import Link, article_address, event_address
from app.web.marks import joined

FULL_WIDTH = 6  # columns that fit a wide window; more and the table scrolls in its frame


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of a column; `label` names all its outlets, `name` the one whose article heads it."""

    label: str
    name: str
    href: str
    headline: str | None
    published: str
    iso: str | None
    original: str | None
    named: bool
    cut_off: bool
    note: str | None
    credits: str  # the agencies it names as origins
    changed: Link | None = None  # how many texts of it are known, and to what changed last
    widen: str = ""  # the address that shows a narrow column in full; "" for one that is shown so
    others: tuple[tuple[str, str], ...] = ()  # labels and addresses of the articles folded into it


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """An outlet in the menu of columns: how many rows it has, and how it is shown."""

    label: str
    rows: int
    shown: bool
    narrow: bool


@dataclass(frozen=True, slots=True)
class ColumnMenu:
    """What the menu of columns offers. `kept` are the fields of the address that it leaves as they are.

    `foldable` says in words which articles share most of their text, "" where none do; `note` says what is
    not shown, "" where all is, and `reset` is the address that shows all.
    """

    choices: tuple[ColumnChoice, ...]
    kept: tuple[tuple[str, str], ...]
    foldable: str
    folded: bool
    note: str
    reset: str


def column_heads(shown: Comparison) -> tuple[ColumnHead, ...]:
    """The heads of the columns shown."""
    found = all_changed(shown.articles, shown.versions)
    return tuple(
        replace(
            column_head(shown.label_of[first.key], first, shown.copies.credited_by(first.key)),
            label=name,
            widen=_widen(shown.event.id, shown.label_of[first.key], shown.filters),
            changed=found[first.key].told if first.key in found else None,
            others=tuple((shown.label_of[other.key], article_address(other.key)) for other in others),
        )
        for name, (first, *others) in zip(shown.names, shown.groups, strict=True)
    )


def _widen(event_id: str, label: str, filters: Filters) -> str:
    if label not in filters.narrow:
        return ""
    rest = tuple(other for other in filters.narrow if other != label)
    return event_address(event_id, replace(filters, narrow=rest))


def column_menu(whole: Comparison, shown: Comparison, filters: Filters) -> ColumnMenu:
    """The menu of columns: those shown first and in their order."""
    counts = Counter(
        cell.label for row in whole.rows for cell in row.cells if cell.coverage is Coverage.PRESENT
    )
    chosen = dict.fromkeys(name for name in filters.columns if name in whole.names) or dict.fromkeys(
        whole.names
    )
    order = [*chosen, *(name for name in whole.names if name not in chosen)]
    beside = replace(filters, columns=(), narrow=(), fold=False)
    groups = whole.arranged(Filters(fold=True)).groups if whole.copies.passages else ()
    return ColumnMenu(
        choices=tuple(ColumnChoice(n, counts[n], n in chosen, n in filters.narrow) for n in order),
        kept=tuple(parse_qsl(to_query(beside))),
        foldable="; ".join(
            joined(tuple(whole.label_of[article.key] for article in group))
            for group in groups
            if len(group) > 1
        ),
        folded=filters.fold,
        note=_note(whole, shown),
        reset=event_address(whole.event.id, beside),
    )


def _note(whole: Comparison, shown: Comparison) -> str:
    """What of the accounts is not to be seen, and that the verdicts know them all the same."""
    said = []
    every = len(shown.event.source_names)
    if len(shown.articles) < every:
        said.append(ngettext(
            "%(shown)s of %(all)s columns shown, with %(facts)s of %(num)s fact; "
            "the verdicts are those of all accounts.",
            "%(shown)s of %(all)s columns shown, with %(facts)s of %(num)s facts; "
            "the verdicts are those of all accounts.",
            whole.total, shown=len(shown.articles), all=every,
            facts=f"{len(whole.arranged(shown.filters).rows):,}",
        ))  # fmt: skip
    if len(shown.articles) > len(shown.columns):
        said.append(gettext("Copies are folded into one column."))
    return " ".join(said)


def moved(names: tuple[str, ...], filters: Filters, label: str, by: int) -> tuple[str, ...]:
    """The columns in order with one of them moved left (-1) or right (+1) as far as it goes."""
    order = [name for name in filters.columns if name in names] or list(names)
    if label in order:
        at = order.index(label)
        order.insert(max(0, at + by), order.pop(at))
    return tuple(order)


def unknown_columns(whole: Comparison, filters: Filters) -> tuple[str, ...]:
    """A sentence for each column asked for that there is not."""
    asked = dict.fromkeys((*filters.columns, *filters.narrow))
    return tuple(
        gettext("No column here is called “%(name)s”.", name=name)
        for name in asked
        if name not in whole.names
    )


def column_head(label: str, article: Article, agencies: tuple[str, ...]) -> ColumnHead:
    """The head of one article's column."""
    return ColumnHead(
        label=label,
        name=label,
        href=article_address(article.key),
        headline=article.title,
        published=published_words(article),
        iso=article.published.isoformat() if article.published and article.published.year else None,
        original=web_address(article.url),
        named=article.outlet_basis is not Basis.MISSING and bool(article.outlet),
        cut_off=article.cut_off,
        note=article.note,
        credits=joined(tuple(agency for agency in agencies if agency != article.outlet)),
    )
