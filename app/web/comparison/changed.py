"""What changed in an article since an earlier text of it, for its column and cells; derived, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.article import Article, SegmentKind
from app.domain.comparison import Cell, Comparison
from app.domain.text import Span
from app.domain.version import Version
from app.web.changes import came, changes, gone
from app.web.dates import since_words
from app.web.language import gettext, ngettext
from app.web.links import Link, versions_address

MAX_TEXTS = 12  # former texts that are looked at, the latest of them


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier text: places in the present one with words it had not so, and when it stood."""

    came: tuple[Span, ...]
    date: str  # "" where it is not known
    href: str

    def touches(self, span: Span) -> bool:
        """Whether words in the span came, or went from between them."""
        return any(
            place.overlap(span) > 0 or (not len(place) and span.start < place.start < span.end)
            for place in self.came
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """What is known of an article's changes: `texts` that it had, paragraphs of the first that are `gone`.

    `before` are its earlier texts, the latest first.
    """

    before: tuple[Since, ...]
    texts: int
    gone: int

    def of(self, span: Span) -> Link | None:
        """Since when the words in the span are as they are, and to that change; None if they always were."""
        found = next((since for since in self.before if since.touches(span)), None)
        if found is None:
            return None
        words = gettext("changed since %(date)s", date=found.date) if found.date else gettext("changed")
        return Link(words, found.href)

    @property
    def told(self) -> Link:
        """What the head of the column says, and to all changes."""
        words = ngettext("%(num)s version", "%(num)s versions", self.texts)
        if self.gone:
            words += gettext(", ") + ngettext(
                "%(num)s passage is no longer in it", "%(num)s passages are no longer in it", self.gone
            )
        return Link(words, self.before[-1].href, number=self.texts)


def changed(article: Article, former: Sequence[Version]) -> Changed | None:
    """What changed since the texts before; None where there is none, or none of them was the report yet.

    A text that stopped at a wall tells nothing of what the outlet changed.
    """
    reports = [(number, text) for number, text in enumerate(former, start=1) if text.is_report]
    reports = reports[-MAX_TEXTS:]
    if not reports:
        return None
    texts = len(former) + 1
    before = tuple(
        Since(
            came(changes(text.text, article.text)),
            since_words(text),
            versions_address(article.key, number, texts),
        )
        for number, text in reversed(reports)
    )
    first = reports[0][1]
    lost = sum(_is_told(place, first) for place in gone(changes(first.text, article.text)))
    return Changed(before, texts, lost)


def all_changed(articles: Sequence[Article], versions: Mapping[str, Sequence[Version]]) -> dict[str, Changed]:
    """What changed in each article that did, by its key."""
    found = ((article.key, changed(article, versions.get(article.key, ()))) for article in articles)
    return {key: what for key, what in found if what}


def with_changes(whole: Comparison) -> Comparison:
    """The unfiltered table, each cell marked that shows words which its article had not so before."""
    found = all_changed(whole.columns, whole.versions)
    if not found:
        return whole
    return replace(
        whole,
        rows=tuple(
            replace(row, cells=tuple(_marked(cell, found.get(cell.article)) for cell in row.cells))
            for row in whole.rows
        ),
    )


def _marked(cell: Cell, what: Changed | None) -> Cell:
    if what is None or not any(what.of(stretch.span) for stretch in cell.stretches):
        return cell
    return replace(cell, changed=True)


def _is_told(place: Span, text: Version) -> bool:
    """Whether a passage was of the report, not of the page around it."""
    words = place.stripped(text.text)
    return any(s.kind is SegmentKind.BODY and s.span.overlap(words) for s in text.segments)
