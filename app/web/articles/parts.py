"""What an article's paragraphs are, and with whom they share words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from app.domain.article import Article, SegmentKind
from app.domain.comparison import Reading
from app.domain.text import Span
from app.web.articles.notes import column_names
from app.web.language import N_, gettext, ngettext
from app.web.marks import joined
from app.web.paragraphs import Layer, paragraph_number

PARTS = {
    SegmentKind.HEADLINE: N_("Headline"),
    SegmentKind.BYLINE: N_("Byline"),
    SegmentKind.DATELINE: N_("Dateline"),
    SegmentKind.CAPTION: N_("Caption"),
    SegmentKind.BOILERPLATE: N_("Not part of the report"),
}


def shared_words(reading: Reading, places: tuple[Span, ...]) -> dict[int, str]:
    """With whom each paragraph (by number) shares words: "Same text as in RFE/RL, 28 words"."""
    names = column_names(reading)
    words: dict[int, Counter[str]] = defaultdict(Counter)
    for copy in reading.copies.passages:
        if seen := copy.seen_from(reading.article.key):
            span, there = seen
            words[paragraph_number(places, span.start)][there.article] += copy.words
    return {
        number: gettext("Same text as in %(outlets)s", outlets=joined(_counted(found, names)))
        for number, found in words.items()
    }


def _counted(found: Mapping[str, int], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        ngettext("%(outlet)s, %(num)s word", "%(outlet)s, %(num)s words", found[key], outlet=name)
        for key, name in names.items()
        if found[key]
    )


def part_name(kind: SegmentKind | None, article: Article, place: Span) -> str:
    """What to call a whole paragraph that is not body: headings below the headline are called otherwise."""
    if kind is SegmentKind.HEADLINE and article.title and place.of(article.text).strip() != article.title:
        return gettext("Heading")
    return gettext(PARTS[kind]) if kind else ""


def parts_of(article: Article, places: tuple[Span, ...]) -> tuple[dict[int, SegmentKind], list[Layer]]:
    """What whole paragraphs are (by number), and marks for parts that share a paragraph with the report."""
    whole: dict[int, SegmentKind] = {}
    layers: list[Layer] = []
    for segment in article.segments:
        if segment.kind is SegmentKind.BODY or not len(segment.span):
            continue
        first, last = (paragraph_number(places, at) for at in (segment.span.start, segment.span.end - 1))
        for number in range(first, last + 1):
            place = places[number - 1]
            if segment.span.covers(place.stripped(article.text)):
                whole[number] = segment.kind
            else:
                layers.append(Layer(_common(place, segment.span), f"part is-{segment.kind}"))
    return whole, layers


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))
