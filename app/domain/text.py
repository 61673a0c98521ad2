"""Spans: places in an article's canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "｡", "؟", "۔", "।", "።", "။", "។")
_WITHOUT_BLANKS = re.compile(  # Japanese, Chinese, Thai, Lao, Burmese, Khmer
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Half-open range [start, end) of characters in a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words this span covers."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Number of characters both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def stripped(self, text: str, characters: str | None = None) -> Span:
        """The span less white space (or `characters`) at its ends."""
        words = self.of(text)
        left = len(words) - len(words.lstrip(characters))
        kept = len(words.strip(characters))
        return Span(self.start + left, self.start + left + kept)


def hull(spans: Iterable[Span]) -> Span:
    """Smallest span that covers all `spans`; ValueError if there are none."""
    spans = list(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def words_in(text: str) -> int:
    """How many words a text has; of a script without blanks, about two characters are one."""
    count = len(text.split())
    return count if text.isascii() else count + len(_WITHOUT_BLANKS.findall(text)) // 2
