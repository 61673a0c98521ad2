"""Where the content behind a cue begins."""

from __future__ import annotations

from app.pipeline.extract import lexicon, sources
from app.pipeline.extract.cues import Cue
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.reading import OPENING, Page

_ADJUNCTS = lexicon.words("complements_adjuncts")
_LINKS = lexicon.words("complements_links")
_DAY_PARTS = ("week", "month", "year", "morning", "afternoon", "evening", "night")
_CONTENT_ADVERBS = ("there", "all", "both", "each", "never")
_REACH = 30  # tokens an adjunct or a listener may take
_GO_ON = -1  # no decision yet
_LATER = frozenset(["as", "after", "before", "when", "while", "during", "following", "amid"])
_DAYS = frozenset(lexicon.WEEKDAYS) | lexicon.words("complements_days")


def complement(page: Page, cue: Cue, stop: int, *, strict: bool) -> int | None:
    """First token of what the cue introduces, None where nothing does."""
    frames = cue.verb.frames if cue.verb else ""
    i = cue.tokens[1]
    if cue.particle:
        return _behind_particle(page, cue, i, stop)
    if "a" in frames:
        return _past_listener(page, i, stop)
    return _clause(page, i, stop, frames, strict=strict)


def _behind_particle(page: Page, cue: Cue, i: int, stop: int) -> int | None:
    """Behind "called for", "pointed out", "made it clear"; the last two introduce clauses."""
    if i >= stop or not (page.wordlike(i) or page.quote[i] >= 0):
        return _quote_after(page, i, stop) if i < stop and page.words[i] in (":", ",") else None
    if page.lower[i] == "that":
        return i + 1
    if cue.particle.endswith("clear"):
        return i if page.quote[i] >= 0 else None
    return i


def _clause(page: Page, i: int, stop: int, frames: str, *, strict: bool) -> int | None:
    i = _past_adverbs(page, i, stop)
    if i >= stop or page.quote[i] >= 0:
        return i if i < stop else None
    low = page.lower[i]
    if page.words[i] in (":", ",", "--", "–", "—"):
        return _quote_after(page, i, stop)
    if low in _LINKS and set(frames) & set("ct"):
        return _behind_link(page, i)
    if (low == "to" and "i" in frames) or (low == "that" and "o" in frames):
        return i
    if low in _ADJUNCTS or low in lexicon.SUBORDINATORS:
        return _past_adjunct(page, i, stop, frames)
    return _bare(page, i, stop, frames, strict=strict)


def _behind_link(page: Page, i: int) -> int | None:
    """Behind "that", from "whether" and the like; "said when" and "said where" tell of the saying."""
    if page.lower[i] == "that":
        return i + 1
    return None if page.lower[i] in ("when", "where") else i


def _bare(page: Page, i: int, stop: int, frames: str, *, strict: bool) -> int | None:
    """An object, or a clause without "that". `strict` asks for a verb even of verbs that take objects."""
    starts = page.wordlike(i) or page.words[i] in ("$", "£", "€", "#", "[")
    if not starts or page.lower[i] in lexicon.CONJUNCTIONS:
        return None
    takes_object, takes_clause = bool(set(frames) & set("on")), "c" in frames
    if takes_object and not (strict and takes_clause):
        return i
    if takes_object or takes_clause or ("t" in frames and page.lower[i] in lexicon.SUBJECT_PRONOUNS):
        return i if _has_verb(page, i, stop) else None
    return None


def _has_verb(page: Page, i: int, stop: int) -> bool:
    return any(
        page.finite(j) or (page.forms(j) and j > i and not page.capitalised(j))
        for j in range(i, min(stop, i + 30))
    )


def _past_adverbs(page: Page, i: int, stop: int) -> int:
    while i < stop and page.quote[i] < 0 and (_day(page, i) or _loose_adverb(page, i)):
        i += 1
    return i


def _day(page: Page, i: int) -> bool:
    low = page.lower[i]
    return low in _DAYS or (low in _DAY_PARTS and page.lower[i - 1] in _DAYS)


def _loose_adverb(page: Page, i: int) -> bool:
    low = page.lower[i]
    return sources.is_adverb(page, i) and low not in _CONTENT_ADVERBS and low not in lexicon.AUXILIARIES


def _quote_after(page: Page, i: int, stop: int) -> int | None:
    """Content behind a colon, or the quotation behind a comma."""
    j = i + 1
    while j < stop and not page.wordlike(j) and page.quote[j] < 0:
        j += 1
    if j >= stop or not (page.quote[j] >= 0 or page.words[i] == ":"):
        return None
    return j


def _past_adjunct(page: Page, i: int, stop: int, frames: str) -> int | None:
    """Content behind "on Monday", "in a statement", "after the talks"; None where the sentence ends first."""
    if not set(frames) & set("ctq"):
        return None
    for j in range(i + 1, min(stop, i + _REACH)):
        found = _adjunct_ends(page, i, j, stop, clause="c" in frames)
        if found != _GO_ON:
            return found
    return None


def _adjunct_ends(page: Page, i: int, j: int, stop: int, *, clause: bool) -> int | None:
    """Where content begins if the adjunct from `i` on ends at `j`: None for nowhere, _GO_ON for not yet."""
    if page.quote[j] >= 0:
        return j if page.words[j - 1] in (",", ":") or page.words[j] in OPENING else None
    if page.words[j] == ":" or (page.lower[j] == "that" and page.lower[j - 1] not in ("of", "in", "at")):
        return _quote_after(page, j, stop) if page.words[j] == ":" else j + 1
    within_clause = (
        page.lower[i] in _LATER
    )  # "as she left", "after he won" have verbs and subjects of their own
    if page.words[j] in (";", ".", "(") or (page.finite(j) and not within_clause):
        return None
    if not within_clause and _new_subject(page, j):
        return j
    if clause and page.wordlike(j) and _behind_day(page, j) and page.lower[j] not in _ADJUNCTS:
        return j if _has_verb(page, j, stop) else None
    return _GO_ON


def _new_subject(page: Page, j: int) -> bool:
    return page.lower[j] in lexicon.SUBJECT_PRONOUNS and page.lower[j - 1] not in lexicon.PREPOSITIONS


def _behind_day(page: Page, j: int) -> bool:
    left = page.lower[j - 1]
    return left in lexicon.WEEKDAYS or (left.isdigit() and page.lower[j - 2] in lexicon.MONTH_NUMBER)


def _past_listener(page: Page, i: int, stop: int) -> int | None:
    """Content behind the listener of "told reporters that"."""
    if i < stop and page.quote[i] < 0 and page.lower[i] in _LINKS:
        return i + 1 if page.lower[i] == "that" else i
    for j in range(i, min(stop, i + _REACH)):
        found = _listener_ends(page, i, j, stop)
        if found != _GO_ON:
            return found
    return None


def _listener_ends(page: Page, i: int, j: int, stop: int) -> int | None:
    """Whether the listener named from `i` on ends at `j`, as in `_adjunct_ends`."""
    if page.quote[j] >= 0:
        return j
    if page.words[j] in (":", ","):
        return _quote_after(page, j, stop) or _that_behind(page, j, stop)
    if page.words[j] in (".", ";", "("):
        return None
    return _listener_word(page, i, j, stop) if j > i else _GO_ON


def _listener_word(page: Page, i: int, j: int, stop: int) -> int | None:
    low = page.lower[j]
    if low in _LINKS:
        return j + 1 if low == "that" else j
    if low == "to" and j + 1 < stop and Form.BASE in page.forms(j + 1):
        return j
    if low in ("about", "of") and j <= i + 2 and page.lower[j - 1] != "ahead":
        return j + 1 if j + 1 < stop else None
    if _new_phrase(page, j, i):
        return j if _has_verb(page, j, stop) else None
    return _GO_ON


def _that_behind(page: Page, comma: int, stop: int) -> int | None:
    """As in "told the council on Monday, days before the vote, that": content behind the aside."""
    for j in range(comma + 1, min(stop - 1, comma + 16)):
        if page.words[j] == "," and page.lower[j + 1] == "that":
            return j + 2 if j + 2 < stop else None
    return None


def _new_phrase(page: Page, j: int, i: int) -> bool:
    """Whether a clause may start at `j`: a pronoun, or an article that no preposition governs."""
    low, left = page.lower[j], page.lower[j - 1]
    if left in lexicon.PREPOSITIONS or left in lexicon.CONJUNCTIONS or left in lexicon.DETERMINERS:
        return False
    if low in lexicon.SUBJECT_PRONOUNS and low != "you":
        return True
    if page.lower[i] in lexicon.OBJECT_PRONOUNS and j == i + 1:
        return low not in lexicon.PREPOSITIONS
    opens = low in lexicon.DETERMINERS or (page.capitalised(j) and not page.capitalised(j - 1))
    return opens and left not in ("'s", "’s", "-")


def only_adjunct(page: Page, cue: Cue, stop: int) -> bool:
    """Whether nothing but time, place or listener follows the cue."""
    i = _past_adverbs(page, cue.tokens[1], stop)
    if i >= stop or not page.wordlike(i) or page.quote[i] >= 0:
        return True
    if cue.verb and "a" in cue.verb.frames and cue.verb.lemma != "ask":
        return True
    return page.lower[i] in _ADJUNCTS or page.lower[i] in lexicon.SUBORDINATORS
