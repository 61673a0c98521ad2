"""Attitudes: whether reporting words tell what somebody thinks, feels, wants or supports, not what was said.

Decided from the words of the cue alone, whatever rule found it. A word of speech wins over one of attitude:
"said he hopes" was said. Words that are neither ("showed", "seemed", "in") make no attitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from app.pipeline.extract import lexicon
from app.pipeline.extract.reading import Page, Tokens

_MOST = 30  # words of a cue that are read; the longest in the training part of PolNeAR has 20


def is_attitude(page: Page, cue: Tokens) -> bool:
    """Whether the cue reports an attitude."""
    words = page.lower[cue[0] : min(cue[1], cue[0] + _MOST)]
    return not _speaks(words) and _holds(words)


def _speaks(words: Sequence[str]) -> bool:
    return not _speech().isdisjoint(words) or _has_pair(words, _speech_pairs())


def _holds(words: Sequence[str]) -> bool:
    return not _attitudes().isdisjoint(words) or _has_pair(words, _attitude_pairs())


@cache
def _attitudes() -> frozenset[str]:
    verbs = lexicon.inflections(lexicon.words("attitude_verbs"))
    return (verbs | lexicon.words("attitude_words")) - lexicon.words("attitude_not")


@cache
def _speech() -> frozenset[str]:
    """Forms of the reporting verbs, without those of attitude and those that say little by themselves."""
    others = lexicon.words("attitude_verbs") | lexicon.words("attitude_light")
    forms = lexicon.inflections(lexicon.reporting_verbs() - others) | lexicon.words("speech_words")
    return forms - _attitudes()


@cache
def _attitude_pairs() -> frozenset[tuple[str, str]]:
    return _pairs(lexicon.words("attitude_pairs"))


@cache
def _speech_pairs() -> frozenset[tuple[str, str]]:
    return _pairs(lexicon.words("speech_pairs"))


def _pairs(entries: Iterable[str]) -> frozenset[tuple[str, str]]:
    """A verb in each of its forms with the word that has to come after it: "look_for"."""
    split = (entry.split("_") for entry in entries)
    return frozenset((form, behind) for verb, behind in split for form in _forms(verb))


def _forms(verb: str) -> frozenset[str]:
    return lexicon.BE_FORMS if verb == "be" else lexicon.inflections([verb])


def _has_pair(words: Sequence[str], pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether a pair's words stand in the cue, in their order, next to each other or not."""
    return any((word, later) in pairs for n, word in enumerate(words) for later in words[n + 1 :])
