"""The article as the rules read it: plain lists over a Doc's tokens, its lines, sentences and quotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.article import SegmentKind
from app.domain.text import Span
from app.pipeline.extract import lexicon
from app.pipeline.extract.lexicon import Form

Tokens = tuple[int, int]  # half-open range of token numbers

OPENING = frozenset({"''", "``", "‘‘", "’’"}) | frozenset("“„«\"‘'`”")
CLOSING = frozenset({"''", "’’"}) | frozenset("”»\"'’“")
STOPS = lexicon.words("reading_stops")
DASHES = lexicon.words("reading_dashes")
_NO_FORMS: frozenset[Form] = frozenset()
_PAST_FORMS = frozenset({Form.PAST, Form.PARTICIPLE})  # of verbs no list has
# Behind these an abbreviation's point also ends the sentence.
_STARTERS = lexicon.words("reading_starters")
_NEVER_LAST = lexicon.words("reading_never_last")


@dataclass(frozen=True, slots=True)
class Page:
    """Tokens of one article.

    `quote` is the number of the outermost quotation a token stands in (its marks included), or -1; `quotes`
    has each quotation's tokens, `continued` whether the next line goes on with it.

    `line` numbers the lines; `kind` is the segment's kind, None where nothing may be read.
    """

    words: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    line: list[int]
    kind: list[SegmentKind | None]
    quote: list[int]
    quotes: list[Tokens]  # token range of each quotation, marks included
    continued: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, tokens: Tokens) -> Span:
        """Characters of a token range that is not empty."""
        return Span(self.start[tokens[0]], self.end[tokens[1] - 1])

    def capitalised(self, i: int) -> bool:
        word = self.words[i]
        return word[:1].isupper() or (word[:1].isdigit() and word[-1:].isupper())

    def wordlike(self, i: int) -> bool:
        return self.words[i][:1].isalnum()

    def forms(self, i: int) -> frozenset[Form]:
        low = self.lower[i]
        known = lexicon.verb_forms().get(low)
        if known is not None:
            return known
        return _PAST_FORMS if low.endswith("ed") and len(low) > 4 else _NO_FORMS

    def glued(self, i: int) -> bool:
        """Whether token `i` follows a hyphen without a space, as "backed" in "US-backed"."""
        return i > 1 and self.words[i - 1] == "-" and self.end[i - 1] == self.start[i]

    def adverb(self, i: int) -> bool:
        low = self.lower[i]
        if low in lexicon.ADVERBS:
            return True
        ending = low.endswith("ly") and len(low) > 4
        return ending and not self.capitalised(i) and low not in lexicon.NOT_ADVERBS

    def finite(self, i: int) -> bool:
        """Whether token `i` can only be read as a clause's finite verb where it stands."""
        low = self.lower[i]
        if low in lexicon.FINITE_AUXILIARIES:
            return True
        if self.capitalised(i) or self.glued(i) or (i + 1 < len(self) and self.words[i + 1] == "-"):
            return False
        forms = self.forms(i)
        if Form.PAST in forms:
            return self._past_is_finite(i)
        return Form.S in forms and self._follows_singular(i)

    def _past_is_finite(self, i: int) -> bool:
        """A past form behind an article, adjective or preposition is a participle: "the proposed plan"."""
        previous = self.lower[i - 1] if i else ""
        if previous in lexicon.DETERMINERS - {
            "this",
            "that",
            "these",
            "those",
            "some",
            "many",
            "all",
            "both",
        }:
            return False
        if previous in ("'s", "’s") or previous in lexicon.NOUN_PREPOSITIONS or not i:
            return False
        return not (i + 1 < len(self) and self.lower[i + 1] == "by" and Form.PARTICIPLE in self.forms(i))

    def _follows_singular(self, i: int) -> bool:
        """The -s forms are nouns as well: "the Kremlin plans", "peace talks"."""
        if not i:
            return False
        previous, low = self.lower[i - 1], self.lower[i]
        if previous in ("he", "she", "it", "who", "which", "that", "also"):
            return True
        if low not in lexicon.NOUN_S_FORMS:
            modified = Form.PARTICIPLE in self.forms(i - 1) and self.lower[i - 2 : i - 1] in (["'s"], ["’s"])
            return previous not in lexicon.DETERMINERS and not modified  # "the town's published accounts"
        return self.capitalised(i - 1) and i + 1 < len(self) and self.lower[i + 1] in (
            lexicon.words("reading_after_singular")
        )  # fmt: skip

    def verbish(self, tokens: Tokens) -> bool:
        """Whether a finite verb stands in the range."""
        return any(self.finite(i) for i in range(*tokens))

    def count(self, tokens: Tokens) -> int:
        """Number of words in the range."""
        return sum(1 for i in range(*tokens) if self.wordlike(i))

    def stripped(self, tokens: Tokens) -> Tokens | None:
        """Without punctuation, conjunctions and closing marks that belong to what lies around."""
        first, stop = tokens
        while first < stop and self._loose_start(first):
            first += 1
        while stop > first and self._loose_end(stop - 1):
            stop -= 1
        return (first, stop) if first < stop else None

    def _loose_start(self, i: int) -> bool:
        if self.quote[i] >= 0:
            return False
        tied = self.wordlike(i) or self.words[i] in "$£€#[(@"
        return not tied or (self.lower[i] in ("and", "but") and not self.capitalised(i))

    def _loose_end(self, i: int) -> bool:
        return self.quote[i] < 0 and not (self.wordlike(i) or self.words[i] in "%])'’")

    def closes_inside(self, first: int, stop: int) -> bool:
        """Whether a quotation that opens at token `first` ends before `stop`."""
        number = self.quote[first]
        return number >= 0 and self.quotes[number][1] <= stop

    def sentence_break(self, i: int) -> bool:
        """Whether a sentence ends behind token `i`, quotation marks aside."""
        if i + 1 >= len(self) or self.line[i + 1] != self.line[i]:
            return True
        if self.words[i] in STOPS:
            return self.words[i + 1] not in STOPS and not self._lower_next(i)
        low = self.lower[i]
        if len(low) > 2 and low[-1] == "." and low not in _NEVER_LAST:
            return self.capitalised(i + 1) and self.lower[i + 1] in _STARTERS
        return False

    def _lower_next(self, i: int) -> bool:
        """An ellipsis within a sentence: the next word is in lower case."""
        following = next((j for j in range(i + 1, min(i + 4, len(self))) if self.wordlike(j)), None)
        return following is not None and self.words[following][0].islower() and self.words[i] != "."


def sentences(page: Page) -> Iterator[Tokens]:
    """Sentences as the reporter wrote them: one that holds a quotation of several sentences is one."""
    begin = 0
    for i in range(len(page)):
        if _ends_here(page, i):
            yield begin, i + 1
            begin = i + 1
    if begin < len(page):
        yield begin, len(page)


def _ends_here(page: Page, i: int) -> bool:
    if i + 1 >= len(page) or page.line[i + 1] != page.line[i] or page.kind[i + 1] != page.kind[i]:
        return True
    inside = page.quote[i]
    if inside >= 0 and page.quote[i + 1] == inside:
        return False
    if inside < 0:
        if page.words[i] in (")", "]") and i and page.words[i - 1] in STOPS:
            return page.capitalised(i + 1)
        return page.sentence_break(i) and page.words[i + 1] not in (")", "]")
    return _quote_ends_sentence(page, i)


def _quote_ends_sentence(page: Page, i: int) -> bool:
    """Behind a closing mark: a stop inside it and a capital, or another quotation, after it."""
    last = i - 1 if page.words[i] in CLOSING else i
    if last < 0 or page.words[last] not in STOPS or page.words[i + 1] in STOPS:
        return False
    return page.capitalised(i + 1) or page.words[i + 1] in OPENING or page.words[i + 1][:1].isdigit()


def inner_sentences(page: Page, tokens: Tokens) -> list[Tokens]:
    """The range cut at every end of a sentence, inside quotations too."""
    cuts: list[Tokens] = []
    begin, stop = tokens
    i = begin
    while i < stop:
        if page.sentence_break(i) or page.kind[i] != page.kind[min(i + 1, len(page) - 1)]:
            while i + 1 < stop and page.words[i + 1] in CLOSING and page.end[i] == page.start[i + 1]:
                i += 1
            cuts.append((begin, i + 1))
            begin = i + 1
        i += 1
    if begin < stop:
        cuts.append((begin, stop))
    return cuts
