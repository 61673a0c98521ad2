"""An article's lines, and what the shape of a line tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from app.domain.text import SENTENCE_ENDS, Span, words_in

_CLOSERS = "\"'”’»)]›」』"
_OPENERS = "\"'“‘«„「『"
_BULLET = re.compile(r"[•●▪◦‣·*–—-]+\s")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]\.){2,}|\b(?:Inc|Jr|Sr|Corp|Co|Ltd|St|vs)\.)$")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_STRAIGHT = str.maketrans("“”„«»‘’‚‹›–—−", "\"\"\"\"\"'''''---")
_CURLY = re.compile("[“”„«»‘’‚‹›–—−]")
_SENTENCE_END = re.compile(
    r"(?:[A-Za-z][a-z]{3,}|(?<![\w.])(?!vs\b|etc\b|no\b)[a-z]{2,3})[.!?][\"'”’]? [\"'“‘]?[A-Z]"
)
_TWEET = re.compile(r"(?:—|–|-|&mdash;) ?[^@()]{1,60} \(@?\w{1,30}\)")
_DECORATION = " .:;,!?<>|*•·-_[](){}#/\"'…»«"
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
    )
) | frozenset(
    ("after", "amid", "on", "or", "over", "than", "that", "the", "to", "up", "via", "vs", "was", "with")
)
_PROSE_WORDS = 9
_LONG_WORDS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, or a paragraph of a text with hard line breaks.

    `span` reaches to the next line, white space included, so the lines of a text partition it;
    `words` are its words with single blanks between them.
    """

    span: Span
    words: str
    count: int
    core: str  # the words with straight marks, without punctuation or decoration at the ends

    @classmethod
    def of(cls, span: Span, words: str) -> Line:
        straight = words.translate(_STRAIGHT) if _CURLY.search(words) else words
        return cls(span, words, words_in(words), straight.strip(_DECORATION))

    @property
    def key(self) -> str:
        """The core in lower case, for comparison."""
        return self.core.casefold()

    @property
    def ends_sentence(self) -> bool:
        return self.words.rstrip(_CLOSERS + " ").endswith(SENTENCE_ENDS)

    @property
    def opens_quote(self) -> bool:
        return self.words[:1] in _OPENERS

    @property
    def quoted(self) -> bool:
        """All of it in quotation marks, as in a heading that quotes."""
        return self.opens_quote and self.words[-1:] in _CLOSERS

    @property
    def bullet(self) -> bool:
        return _BULLET.match(self.words) is not None

    @property
    def tweet(self) -> bool:
        """Ends a post that is embedded in the text: dash, name and handle."""
        return len(self.words) < 1_000 and _TWEET.search(self.words) is not None

    @property
    def prose(self) -> bool:
        """Report text by its shape: a full sentence or more, or words too many for a title."""
        return self.count >= _LONG_WORDS or (self.count >= _PROSE_WORDS and self.ends_sentence)

    @property
    def titular(self) -> bool:
        """Shaped like a title: short, begins upright, no sentence end (a question may be a title).

        Scripts without capitals (some have no full stops either) give titles no shape to tell them by.
        """
        words = self.words.strip(_OPENERS + _CLOSERS + " ")
        return (
            1 <= self.count < _LONG_WORDS
            and not self.bullet
            and not _begins_low(words)
            and any(c.isalpha() for c in words)
            and not words.endswith((".", "!", "…", ":", ";", ","))
        )

    @property
    def capitalised(self) -> bool:
        """Most words of four letters and more have a capital: a title in title case."""
        long = [word for word in self.words.split() if word.casefold() not in _SMALL and word[:1].isalpha()]
        return len(long) >= 2 and sum(word[:1].isupper() for word in long) >= 0.7 * len(long)

    @property
    def several(self) -> bool:
        """A sentence ends within it: no title."""
        return _SENTENCE_END.search(self.words[:400]) is not None

    @property
    def abbreviated(self) -> bool:
        """Its last full stop belongs to an abbreviation."""
        return _ABBREVIATION.search(self.words[-12:]) is not None


def _begins_low(words: str) -> bool:
    """Whether the first character is a letter but no capital."""
    first = words[:1]
    return first.isalpha() and not first.isupper() and not first.istitle()


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of `text` that are not blank; of a text with hard line breaks its paragraphs."""
    pieces = text.splitlines(keepends=True)
    if _hard_wrapped(pieces):
        pieces = _paragraphs(pieces)
    found: list[tuple[int, str]] = []
    start = 0
    for piece in pieces:
        if words := normalised(piece):
            found.append((start if found else 0, words))
        start += len(piece)
    ends = [begin for begin, _ in found[1:]] + [len(text)] * bool(found)
    return tuple(Line.of(Span(begin, end), words) for (begin, words), end in zip(found, ends, strict=True))


def normalised(piece: str) -> str:
    """Words with single blanks between them, invisible characters left out."""
    return " ".join(_INVISIBLE.sub("", piece).split())


def _hard_wrapped(pieces: list[str]) -> bool:
    """Are line breaks put in for width? Then many lines are full and go on below in lower case."""
    pairs = [(a, b) for a, b in pairwise(pieces) if not a.isspace() and not b.isspace()]
    running = sum(40 <= len(a) <= 110 and b.lstrip()[:1].islower() for a, b in pairs)
    return running >= 5 and running > 0.4 * len(pairs)


def _paragraphs(pieces: list[str]) -> list[str]:
    paragraphs: list[list[str]] = []
    for piece in pieces:
        if not paragraphs or (paragraphs[-1][-1].isspace() and not piece.isspace()):
            paragraphs.append([])
        paragraphs[-1].append(piece)
    return ["".join(paragraph) for paragraph in paragraphs]
