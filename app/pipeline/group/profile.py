"""What grouping knows of an article: its words by place and weight, as numbers that can be stored.

Weights are whole numbers, so that sums over them are exact and two articles are as alike in one database as
in another, whatever was stored first. Words are known by a checksum of 32 bits: two of some hundred that
happen to share one change a likeness by less than its rounding.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.article import Article, SegmentKind
from app.domain.dates import PartialDate
from app.pipeline.words import background, tokens
from app.pipeline.wrapping import unwrapped

PROFILES = "profile-2"  # raise this when a profile comes to hold anything else

SCALE = 1 << 15  # the weight 1
_LEAD = 800  # characters of an opening: the paragraphs that say what happened
_HEADLINE = 90  # characters that stand for a headline where there is none
_LONGEST = 60_000  # characters read of one article: the event shows long before
_RARITY_POWER = 1.5  # rare words (names, places) must carry it, so their weight is raised
_UNSEEN = 7.2  # rarity of a word that is not in the background list
_TELLING = 60  # words an article is found by
_TELLING_RARITY = 2.5  # a word that one article in twelve has finds too many to be worth a look
_SAID = re.compile(r"[“\"]([^“”\"\n]{1,1000})[”\"]")
_SAID_WORDS = 3  # words in a row that show that two articles quote the same
_SAID_RARITY = 6.0  # of such words together: "I don't think" is said every day
_READ = (SegmentKind.HEADLINE, SegmentKind.CAPTION, SegmentKind.BODY)

_Ids = NDArray[np.uint32]
_Weights = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words by checksum, ascending, each with its weight (of which SCALE is 1)."""

    ids: _Ids
    weights: _Weights

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Words:
        """Weights in [0, 1]; of two words with one checksum the heavier stays."""
        held: dict[int, int] = {}
        for word, weight in weights.items():
            id_, value = _checksum(word), min(round(weight * SCALE), 2 * SCALE - 1)
            held[id_] = max(value, held.get(id_, 0))
        ids = sorted(id_ for id_, value in held.items() if value)
        return cls(np.array(ids, np.uint32), np.array([held[id_] for id_ in ids], np.uint16))

    def dot(self, other: Words) -> int:
        """Sum of the products of the weights of shared words, exact."""
        here, there = self._shared(other)
        return int(self.weights[here].astype(np.int64) @ other.weights[there].astype(np.int64))

    def within(self, other: Words) -> int:
        """Sum of the weights of the words that `other` has too."""
        return int(self.weights[self._shared(other)[0]].sum(dtype=np.int64))

    def _shared(self, other: Words) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The places of the shared words, here and there."""
        if not len(self.ids) or not len(other.ids):
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        at = np.minimum(np.searchsorted(self.ids, other.ids), len(self.ids) - 1)
        there = np.flatnonzero(self.ids[at] == other.ids)
        return at[there], there


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """An article as grouping sees it; `whole`, `opening` and `said` have length 1, `headline` the sum 1.

    `telling` are the checksums of the words it is found by.
    """

    published: PartialDate | None
    whole: Words
    opening: Words
    headline: Words
    said: Words
    telling: tuple[int, ...]

    def pack(self) -> bytes:
        """The profile as bytes, less its date."""
        parts = (self.whole, self.opening, self.headline, self.said)
        sizes = struct.pack("<5I", *(len(part.ids) for part in parts), len(self.telling))
        arrays = [a for part in parts for a in (part.ids.astype("<u4"), part.weights.astype("<u2"))]
        return b"".join([sizes, *(a.tobytes() for a in arrays), np.array(self.telling, "<u4").tobytes()])

    @classmethod
    def unpack(cls, packed: bytes, published: PartialDate | None) -> Profile:
        """The profile that `pack` wrote."""
        *sizes, telling = struct.unpack_from("<5I", packed)
        at, parts = 20, list[Words]()
        for size in sizes:
            ids = np.frombuffer(packed, "<u4", size, at)
            weights = np.frombuffer(packed, "<u2", size, at + 4 * size)
            parts.append(Words(ids, weights))
            at += 6 * size
        words = np.frombuffer(packed, "<u4", telling, at)
        whole, opening, headline, said = parts
        return cls(published, whole, opening, headline, said, tuple(words.tolist()))


def profile(article: Article) -> Profile:
    """What the article says, by words; boilerplate, byline and dateline are not read."""
    read = unwrapped(article.text)
    text = "\n".join(s.span.of(read) for s in article.segments if s.kind in _READ)[:_LONGEST]
    headline = _weighted(tokens(article.title or text[:_HEADLINE]))
    opening = _unit(_weighted(tokens(f"{article.title or ''}\n{text[:_LEAD]}")))
    whole = _unit(_weighted(tokens(text)))
    total = math.fsum(headline.values()) or 1.0
    return Profile(
        article.published,
        Words.of(whole),
        Words.of(opening),
        Words.of({word: weight / total for word, weight in headline.items()}),
        Words.of(_unit(_said(text))),
        _telling(whole, opening),
    )


def _weighted(words: Iterable[str]) -> dict[str, float]:
    """Log counts times raised rarity."""
    counts = Counter(words)
    return {word: (1 + math.log(n)) * _rarity(word) ** _RARITY_POWER for word, n in sorted(counts.items())}


def _rarity(word: str) -> float:
    return background().get(word, _UNSEEN)


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _said(text: str) -> dict[str, float]:
    """Runs of words inside quotation marks, by rarity."""
    runs: dict[str, float] = {}
    for match in _SAID.finditer(text):
        words = tokens(match[1])
        for start in range(len(words) - _SAID_WORDS + 1):
            run = words[start : start + _SAID_WORDS]
            rarity = sum(_rarity(word) for word in run)
            if rarity > _SAID_RARITY:
                runs[" ".join(run)] = rarity
    return runs


def _telling(whole: Mapping[str, float], opening: Mapping[str, float]) -> tuple[int, ...]:
    """The words that carry most of the article's likeness to any other, and are not in every paper."""
    share = {word: weight**2 + opening.get(word, 0.0) ** 2 / 2 for word, weight in whole.items()}
    rare = [word for word in share if _rarity(word) >= _TELLING_RARITY]
    ranked = sorted(rare, key=lambda word: (-share[word], word))
    return tuple(sorted({_checksum(word) for word in ranked[:_TELLING]}))


def _checksum(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
