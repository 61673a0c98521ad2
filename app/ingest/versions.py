"""Whether two texts are one article's, and what has changed where they are: pure, by their words alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.article import Article, Extent, SegmentKind
from app.domain.version import Version, order_of

ALIKE = 0.25  # of the shorter text's runs of words that two texts at one address must share
MAX_WORDS = 20_000  # of a text that are looked at to say whether it is like another
_RUN = 3  # words
_TOLD = (SegmentKind.BODY, SegmentKind.DATELINE)
_SHOWN = {Extent.SHELL: 0, Extent.WALLED: 1, Extent.CUT_OFF: 2, Extent.FULL: 3}

Text = Article | Version


def same_report(one: Text, other: Text) -> bool:
    """Whether both tell the same in the same words, as two views of a page do.

    White space does not count, nor what is not the report: boilerplate of either, captions, names of authors.
    """
    if one.text == other.text:
        return True
    beside = _lines_beside(one) | _lines_beside(other)
    words = _report(one, beside)
    return bool(words) and words == _report(other, beside) and not _retitled(one, other)


def alike(one: Text, other: Text) -> bool:
    """Whether they may be one article's texts, at different times: they share words, or day and headline."""
    runs, others = _runs(one), _runs(other)
    enough = len(runs & others) >= ALIKE * max(1, min(len(runs), len(others)))
    return enough or (_day(one) == _day(other) and bool(_title(one)) and _title(one) == _title(other))


def shows_less(new: Text, held: Text) -> bool:
    """Whether `new` stops at a wall or otherwise short of what is held already."""
    short = new.extent is not Extent.FULL and _SHOWN[new.extent] <= _SHOWN[held.extent]
    return short and len(_report(new)) < len(_report(held))


def closed(text: Text) -> bool:
    """Whether what was read is not the report but what stands before it."""
    return text.extent in (Extent.WALLED, Extent.SHELL)


def in_order(versions: tuple[Version, ...], new: Version) -> tuple[Version, ...]:
    """The versions with `new` at its place: after all that are not told to be later."""
    place = len(versions)
    while place and order_of(new, versions[place - 1]) < 0:
        place -= 1
    return (*versions[:place], new, *versions[place:])


def seen(held: Article, new: Article) -> Article:
    """The article with the latest that is known on when its text stood there."""
    later = new if order_of(new, held) > 0 else held
    other = held if later is new else new
    moments = [text.read_on for text in (held, new) if text.read_on]
    return replace(held, modified=later.modified or other.modified, read_on=max(moments, default=None))


def _report(text: Text, beside: frozenset[str] = frozenset()) -> list[str]:
    """The words of the report, line by line without those that stand in `beside`."""
    told = (s.span.of(text.text) for s in text.segments if s.kind in _TOLD)
    lines = (line for words in told for line in words.splitlines())
    return [word for line in lines if _plain(line) not in beside for word in line.split()]


def _lines_beside(text: Text) -> frozenset[str]:
    beside = (s.span.of(text.text) for s in text.segments if s.kind is SegmentKind.BOILERPLATE)
    return frozenset(_plain(line) for words in beside for line in words.splitlines())


def _retitled(one: Text, other: Text) -> bool:
    """Whether both texts carry a headline, and not the same."""
    first, second = (" ".join(_of_kind(text, SegmentKind.HEADLINE)) for text in (one, other))
    return bool(first and second) and _plain(first) != _plain(second)


def _of_kind(text: Text, kind: SegmentKind) -> Iterator[str]:
    return (segment.span.of(text.text) for segment in text.segments if segment.kind is kind)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _runs(text: Text) -> frozenset[tuple[str, ...]]:
    words = [word.casefold() for word in _report(text)[:MAX_WORDS]]
    return frozenset(zip(*(words[start:] for start in range(min(_RUN, len(words)))), strict=False))


def _day(text: Text) -> object:
    return text.published and text.published.first_day()


def _title(text: Text) -> str:
    return _plain(text.title or "")
