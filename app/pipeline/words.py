"""Words made comparable, and how rare they are in news at large.

Grouping and line-up both weigh words by rarity. An event of two articles tells nothing about that, so the
weights start from a background list and give way to the collection's own counts as it grows.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['\-][^\W\d_]+)*")
_NAME = re.compile(
    r"(?:[A-Z]\.){2,}|"
    r"[A-Z][\w'\-]*(?:(?:[ ](?:de|la|van|von|der|bin|al|el|of|the|and|for)){0,2}[ ][A-Z][\w'\-]*)*"
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-"})
_MAX_TOKEN = 40  # longer runs of letters are noise (encoded data), not words
_KNOWN_AGAIN = 60  # longer ones are not kept in memory
_UNSEEN = 7.2  # weight of a word that fewer than one article in a thousand has, in natural logarithms
_LOCAL_PRIOR = 200  # articles a collection must have before its own counts speak as loudly as the list


def plain(text: str) -> str:
    """Lower case without accents, apostrophes and hyphens in one form. Not for offsets."""
    straight = text.translate(_QUOTES)
    if straight.isascii():
        return straight.casefold()
    decomposed = unicodedata.normalize("NFKD", straight)
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).casefold()


def tokens(text: str) -> list[str]:
    """The text's words as stems, in order. A hyphenated word gives its parts and the parts joined."""
    found: list[str] = []
    for printed in text.split():
        found += _tokens(printed) if len(printed) <= _KNOWN_AGAIN else _tokens.__wrapped__(printed)
    return found


@functools.lru_cache(maxsize=100_000)
def _tokens(printed: str) -> tuple[str, ...]:
    """The stems of what stands between two spaces: no token goes beyond, so that each is found once."""
    words = (match[0] for match in _TOKEN.finditer(plain(printed)))
    return tuple(part for word in words if len(word) <= _MAX_TOKEN for part in _parts(word))


def _parts(word: str) -> list[str]:
    if "." in word and not word[0].isdigit():
        return [word.replace(".", "")]
    word = word.removesuffix("'s").replace("'", "")
    if "-" not in word:
        return [stem(word)] if word else []
    parts = [stem(part) for part in word.split("-") if part]
    return [*parts, stem("".join(word.split("-")))] if len(parts) > 1 else parts


@functools.lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word less its commonest endings, so that restore, restored and restoring are one."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def names(text: str) -> list[str]:
    """Capitalised phrases, plain: people, places, bodies, and the odd first word of a sentence."""
    return [plain(match[0]).removesuffix("'s") for match in _NAME.finditer(text.translate(_QUOTES))]


class Rarity:
    """How much a word says: the natural logarithm of how many news articles there are to one that has it.

    A word counts as common where either the background list or the collection itself says so: in
    forty reports of one war the country's name tells nothing apart.
    """

    def __init__(self, documents: Iterable[Sequence[str]] = (), prior: int = _LOCAL_PRIOR) -> None:
        self._prior = prior
        self._local: Counter[str] = Counter()
        self._size = 0
        for document in documents:
            self._local.update(set(document))
            self._size += 1

    def __call__(self, word: str) -> float:
        listed = background().get(word, _UNSEEN)
        own = self._local[word]
        if not own:
            return listed
        return min(listed, math.log((self._size + self._prior) / own))


@functools.cache
def background() -> dict[str, float]:
    """Rarity of the words that at least one news article in a thousand has.

    From `background.txt`: each line a rarity in tenths, then the words that have it. The counts were taken
    from 16,460 news articles of more than 70 outlets, 2012 to 2016 (Baly et al., EMNLP 2020): for each stem
    of `tokens` (headline and first 30,000 characters; ASCII letters, at most 25) the share of articles with
    it, kept when it was 1/1000 or more.
    """
    weights: dict[str, float] = {}
    for line in Path(__file__).with_name("background.txt").read_text("utf-8").splitlines():
        level, *words = line.split()
        weights.update(dict.fromkeys(words, int(level) / 10))
    return weights
