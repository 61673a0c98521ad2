"""Which date of a sentence says when its source spoke: "said Monday", "On Sunday, the minister said"."""

from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.extract import lexicon
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.reading import Page, Tokens

_APART = frozenset(
    ["who", "which", "that", "whose", "when", "where", "before", "since", "until", "as", "if", "about"]
)
_APART |= {"regarding", "because", "while"}
_DOCUMENTS = lexicon.words("dates_documents")
_SPEAKING = frozenset(["addressing", "appearing", "speaking", "talking", "testifying", "writing"])


@dataclass(frozen=True, slots=True)
class Clause:
    """The sentence of one attribution, in the Page's tokens."""

    page: Page
    source: Tokens | None
    cue: Tokens
    content: tuple[Tokens, ...]
    sentence: Tokens

    def distance(self, date: Tokens) -> int:
        """Words between cue and date; those behind the cue come first where they tie."""
        return date[0] - self.cue[1] if date[0] >= self.cue[1] else self.cue[0] - date[1] + 1

    def holds(self, date: Tokens, *, exact: bool) -> bool:
        """Whether the date stands in the clause of source and cue, outside of what is said.

        `exact` is a date known to the day; the present tense ("says") goes with no other.
        """
        if not exact and Form.S in self.page.forms(self.cue[0]):
            return False
        if self._in(date, self.content) or self.page.quote[date[0]] >= 0 or self._possessive(date):
            return False
        if date[0] >= self.cue[1]:
            return self._behind(date)
        if self.source and self.source[0] <= date[0] < self.source[1]:
            return self._in_source(date)
        return self._before(date)

    def _in(self, date: Tokens, parts: tuple[Tokens, ...]) -> bool:
        return any(date[0] < stop and first < date[1] for first, stop in parts)

    def _possessive(self, date: Tokens) -> bool:
        return date[1] < len(self.page) and self.page.lower[date[1]] in ("'s", "’s")

    def _behind(self, date: Tokens) -> bool:
        """As in "said Monday", "told reporters in Oslo on Monday"; no other clause lies between."""
        between = [i for i in range(self.cue[1], date[0]) if not self._in((i, i + 1), self.content)]
        return not any(self._parts(i) for i in between) and self.page.lower[self.cue[1]] != "of"

    def _before(self, date: Tokens) -> bool:
        """As in "On Sunday, the minister said", "the minister on Sunday said"; no other verb between."""
        source = self.source or self.cue
        follows = source[1] <= date[0]
        if follows and self.page.lower[self.cue[0]].endswith("ing"):
            # "conceded Monday, saying": the participle tells of the moment of the source's own verb.
            return not any(self.page.lower[i] in _APART for i in range(source[1], self.cue[0]))
        edge = source[1] if follows else self._clause_begin(date[0])
        around = (*range(edge, date[0]), *range(date[1], self.cue[0]))
        if any(self._parts(i) for i in around if not source[0] <= i < source[1]):
            return False
        return self._adjunct(edge, date)

    def _parts(self, i: int) -> bool:
        """Whether another clause begins at token `i`, or goes on there."""
        if self.page.lower[i] == "before" and self.page.lower[i - 1] in ("just", "shortly"):
            return False  # "shortly before noon Monday"
        return self.page.lower[i] in _APART or self._finite(i)

    def _adjunct(self, edge: int, date: Tokens) -> bool:
        """Months and years tell when someone spoke only at the head of the clause: "In 2009, he said"."""
        exact = any(self.page.lower[i] in lexicon.WEEKDAYS for i in range(*date)) or date[1] - date[0] > 1
        return exact or date[0] - edge <= 2 or not self.page.lower[date[0]].isdecimal()

    def _in_source(self, date: Tokens) -> bool:
        """As in "a report published on Tuesday", "Hale, speaking in Ohio on Saturday,"."""
        if self.source is None:
            return False
        words = self.page.lower[self.source[0] : self.source[1]]
        between = self.page.lower[self.source[0] : date[0]]
        spoken = not _DOCUMENTS.isdisjoint(words) or not _SPEAKING.isdisjoint(between)
        return spoken and _APART.isdisjoint(between)

    def _clause_begin(self, i: int) -> int:
        """Behind the last content, semicolon or joined clause before token `i`."""
        edge = self.sentence[0]
        for _, stop in self.content:
            edge = max(edge, stop) if stop <= i else edge
        for j in range(i - 1, edge - 1, -1):
            joint = self.page.words[j] in (";", ":") or (
                self.page.lower[j] in ("and", "but", "while") and j and self.page.words[j - 1] == ","
            )
            if joint:
                return j + 1
        return edge

    def _finite(self, i: int) -> bool:
        if self.cue[0] <= i < self.cue[1]:
            return False
        if Form.PARTICIPLE in self.page.forms(i) and self._reduced(i):
            return False
        return self.page.finite(i)

    def _reduced(self, i: int) -> bool:
        """A participle behind its noun, as in "a rally held on Monday": a preposition or date follows."""
        behind = self.page.lower[i + 1] if i + 1 < len(self.page) else ""
        return behind in lexicon.PREPOSITIONS or behind in lexicon.WEEKDAYS or behind in lexicon.MONTH_NUMBER
