"""The word lists of the figures, as tables of phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Generic, TypeVar

_V = TypeVar("_V")


class Phrases(Generic[_V]):
    """Phrases of one word and more, each with a value, found where they stand; the longest wins."""

    def __init__(self, entries: Iterable[tuple[str, _V]]) -> None:
        self._from_first: dict[str, list[tuple[tuple[str, ...], _V]]] = {}
        self._from_last: dict[str, list[tuple[tuple[str, ...], _V]]] = {}
        for phrase, value in entries:
            words = tuple(phrase.split())
            self._from_first.setdefault(words[0], []).append((words, value))
            self._from_last.setdefault(words[-1], []).append((words, value))
        for table in (self._from_first, self._from_last):
            for listed in table.values():
                listed.sort(key=lambda entry: -len(entry[0]))

    def ahead(self, lower: Sequence[str], i: int) -> tuple[_V, int] | None:
        """The phrase that starts at `i`: its value and the place behind it."""
        for words, value in self._from_first.get(lower[i] if i < len(lower) else "", ()):
            if tuple(lower[i : i + len(words)]) == words:
                return value, i + len(words)
        return None

    def behind(self, lower: Sequence[str], i: int) -> tuple[_V, int] | None:
        """The phrase that ends in front of `i`: its value and the place where it starts."""
        for words, value in self._from_last.get(lower[i - 1] if i > 0 else "", ()):
            first = i - len(words)
            if first >= 0 and tuple(lower[first:i]) == words:
                return value, first
        return None


def lines(name: str) -> Iterator[str]:
    """The lines of a data file beside this module, less comments and empty ones."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _sections() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in lines("words.txt"):
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), [])
        else:
            here.extend(entry.strip() for entry in line.split(",") if entry.strip())
    return found


_SECTIONS = _sections()


def phrases(name: str) -> list[str]:
    """The entries of a section of words.txt; KeyError where there is none."""
    return _SECTIONS[name]


def listed(name: str) -> frozenset[str]:
    return frozenset(_SECTIONS[name])


def numbers(name: str) -> dict[str, float]:
    """The entries of a section whose entries are a word and its number."""
    return {word: float(number) for word, number in (entry.split() for entry in _SECTIONS[name])}


def plural_too(name: str) -> dict[str, str]:
    """Each word of a section and its plural, with the word."""
    forms = ((word, (word, "centuries" if word == "century" else word + "s")) for word in _SECTIONS[name])
    return {form: word for word, both in forms for form in both}
