"""More than, up to, about: the words that say how a number is meant."""

from __future__ import annotations

from app.domain.figure import Comparator
from app.pipeline.extract.figures.stretch import Stretch
from app.pipeline.extract.figures.words import Phrases, listed, phrases

_BEFORE = Phrases(
    (phrase, comparator)
    for name, comparator in (
        ("more", Comparator.MORE),
        ("fewer", Comparator.FEWER),
        ("about", Comparator.ABOUT),
    )
    for phrase in phrases(name)
)
_BEHIND = Phrases(
    (phrase, comparator)
    for name, comparator in (
        ("or_more", Comparator.MORE),
        ("or_fewer", Comparator.FEWER),
        ("or_so", Comparator.ABOUT),
    )
    for phrase in phrases(name)
)
_ARTICLES = frozenset(["the", "a", "its", "their"])
_LIMITS = frozenset(["under", "over", "above", "below", "than"])
_SIGNS = {"~": Comparator.ABOUT, ">": Comparator.MORE, "<": Comparator.FEWER}
_FURTHER = listed("further")
_FILLERS = Phrases(
    (phrase, None) for phrase in [*_FURTHER, "the age of", "age of", "an average of", "a total of"]
)


def before(text: Stretch, i: int, *, measured: bool = False) -> tuple[Comparator, int] | None:
    """The comparator in front of the number at `i`, and where it starts: "at least another" 40.

    With a unit (`measured`) an article may stand between: "under the 15 percent cap".
    """
    if text.at(i - 1) in _SIGNS:
        return _SIGNS[text.at(i - 1)], i - 1
    filler = _FILLERS.behind(text.lower, i)
    found = _BEFORE.behind(text.lower, i) or (_BEFORE.behind(text.lower, filler[1]) if filler else None)
    if found is None and measured and text.at(i - 1) in _ARTICLES and text.at(i - 2) in _LIMITS:
        found = _BEFORE.behind(text.lower, i - 1)
    return found


def behind(text: Stretch, i: int) -> tuple[Comparator, int] | None:
    """The comparator behind the number, its unit or what is counted, and the place behind it."""
    return _BEHIND.ahead(text.lower, i)
