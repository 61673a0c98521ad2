"""What changed in an article since an earlier text of it, for its column and cells; derived, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.article import Article, SegmentKind
from app.domain.text import Span
from app.domain.version import Version
from app.web.changes import came, changes, gone
from app.web.dates import since_words
from app.web.language import gettext, ngettext
from app.web.links import Link, versions_address


@dataclass(frozen=True, slots=True)
class Changed:
    """Where an article's text is not as it was: `came` are places in its own, with new or missing words.

    `since` says when the earlier text still stood there, "" where that is not known. `gone` counts
    paragraphs, `texts` all that are known.
    """

    came: tuple[Span, ...]
    gone: int
    texts: int
    since: str
    href: str

    def touches(self, span: Span) -> bool:
        """Whether words in the span came, or went from between them."""
        return any(
            place.overlap(span) > 0 or (not len(place) and span.start < place.start < span.end)
            for place in self.came
        )

    @property
    def words(self) -> str:
        """What a cell says whose words are not as they were."""
        return gettext("changed since %(date)s", date=self.since) if self.since else gettext("changed")

    @property
    def told(self) -> Link:
        """What the head of the column says."""
        words = ngettext("%(num)s version", "%(num)s versions", self.texts)
        if self.gone:
            words += gettext(", ") + ngettext(
                "%(num)s passage is no longer in it", "%(num)s passages are no longer in it", self.gone
            )
        return Link(words, self.href, number=self.texts)


def changed(article: Article, former: Sequence[Version]) -> Changed | None:
    """What changed since the text before; None where there is none, or it was not the report yet.

    A text that stopped at a wall tells nothing of what the outlet changed.
    """
    reports = [number for number, text in enumerate(former) if text.is_report]
    if not reports:
        return None
    before = former[reports[-1]]
    passages = changes(before.text, article.text)
    return Changed(
        came=came(passages),
        gone=sum(_is_told(place, before) for place in gone(passages)),
        texts=len(former) + 1,
        since=since_words(before),
        href=versions_address(article.key, reports[-1] + 1, len(former) + 1),
    )


def all_changed(articles: Sequence[Article], versions: Mapping[str, Sequence[Version]]) -> dict[str, Changed]:
    """What changed in each article that did, by its key."""
    found = ((article.key, changed(article, versions.get(article.key, ()))) for article in articles)
    return {key: what for key, what in found if what}


def _is_told(place: Span, text: Version) -> bool:
    """Whether a passage was of the report, not of the page around it."""
    words = place.stripped(text.text)
    return any(s.kind is SegmentKind.BODY and s.span.overlap(words) for s in text.segments)
