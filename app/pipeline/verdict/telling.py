"""The words by which two claims are seen to tell the same."""

from __future__ import annotations

import functools

from app.pipeline.words import background, tokens

READ = 1_500  # characters of a claim that are looked at
_TELLING = 2.0  # rarity from which a word says something


@functools.lru_cache(maxsize=4_096)
def telling(text: str) -> frozenset[str]:
    """Stems of the words that say something, numbers aside."""
    words = tokens(text[:READ])
    return frozenset(w for w in words if not w[0].isdigit() and background().get(w, 9.0) >= _TELLING)


@functools.lru_cache(maxsize=4_096)
def deeds(text: str) -> frozenset[str]:
    """The same, names aside: what happened, to whomever."""
    return telling(" ".join(word for word in text[:READ].split() if word[:1].islower()))
