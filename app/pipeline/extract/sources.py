"""Who is cited: the noun phrase beside a cue, found by the shape of its words.

There is no tagger here. A phrase is read outwards from the cue until a word that cannot belong to it: a
finite verb, a subordinator, a comma that opens no aside.
"""

from __future__ import annotations

from app.pipeline.extract import lexicon
from app.pipeline.extract.reading import DASHES, Page, Tokens

_REACH = 40  # tokens; no source phrase in PolNeAR's training part is longer
_INSIDE = frozenset(["-", "'", "’", "'s", "’s", "&", "/", "%", "$", "£", "€", "#"])
_ASIDE_STARTS = (
    lexicon.DETERMINERS | lexicon.RELATIVES | lexicon.PREPOSITIONS | frozenset({"where", "when", "former"})
)
_DAYS = frozenset(lexicon.WEEKDAYS) | {
    "yesterday",
    "today",
    "tonight",
    "week",
    "month",
    "year",
    "morning",
    "afternoon",
    "evening",
    "night",
}
_DAY_LEADS = lexicon.words("sources_day_leads")
_LOOSE = lexicon.words("sources_loose")


def is_adverb(page: Page, i: int) -> bool:
    low = page.lower[i]
    if low in lexicon.ADVERBS:
        return True
    return low.endswith("ly") and len(low) > 4 and not page.capitalised(i) and low not in lexicon.NOT_ADVERBS


def before(page: Page, cue: int, begin: int) -> Tokens | None:
    """The subject directly left of token `cue`, not reaching left of `begin`; None where there is none."""
    last = _skip_back(page, cue - 1, begin)
    if last < begin or page.quote[last] >= 0:
        return None
    if page.words[last] == ",":
        return _with_aside(page, last, begin)
    if page.words[last] == ")":
        last = _skip_bracket(page, last, begin)
    return _phrase_before(page, last, begin)


def _skip_back(page: Page, i: int, begin: int) -> int:
    """Over auxiliaries, adverbs and days between subject and verb."""
    while i >= begin and page.quote[i] < 0:
        low = page.lower[i]
        if (
            (low in lexicon.AUXILIARIES and low not in ("'s", "’s")) or is_adverb(page, i)
        ) and not _starts_name(page, i):
            i -= 1
        elif low in _DAYS or (low.isdigit() and i > begin and page.lower[i - 1] in lexicon.MONTH_NUMBER):
            i = _skip_day(page, i, begin)
        elif low in ("'s", "’s") and i > begin and page.lower[i - 1] in ("he", "she", "it", "who"):
            i -= 1
        else:
            break
    return i


def _starts_name(page: Page, i: int) -> bool:
    return page.capitalised(i) and page.lower[i] in ("may", "will", "ally")


def _skip_day(page: Page, i: int, begin: int) -> int:
    """Left over "on Monday", "late last week", "on May 2"; a day that is itself the subject stays."""
    j = i - 1 if page.lower[i] not in lexicon.MONTH_NUMBER and not page.lower[i].isdigit() else i - 2
    while j >= begin and (page.lower[j] in _DAY_LEADS or page.lower[j] in _DAYS):
        j -= 1
    return j


def _skip_bracket(page: Page, i: int, begin: int) -> int:
    j = i
    while j > begin and page.words[j] != "(" and i - j < 15:
        j -= 1
    return j - 1 if page.words[j] == "(" and j > begin else i - 1


def _phrase_before(page: Page, last: int, begin: int) -> Tokens | None:
    low = page.lower[last]
    if low in lexicon.SUBJECT_PRONOUNS or low in ("who", "which"):
        return last, last + 1
    if low == "that":
        return (
            (last, last + 1)
            if last > begin and page.wordlike(last - 1) and not page.finite(last - 1)
            else None
        )
    first, joint = _walk_left(page, last, begin)
    if joint is not None and first > begin and _is_boundary_verb(page, first - 1):
        first = joint + 1
    return _trimmed(page, first, last + 1)


def _walk_left(page: Page, last: int, begin: int) -> tuple[int, int | None]:
    """First token of the phrase, and the last "and" inside it."""
    i, joint = last, None
    while i >= begin and last - i < _REACH and _belongs(page, i):
        if page.lower[i] in ("and", "or") and joint is None:
            joint = i
        i = _skip_bracket(page, i, begin) if page.words[i] == ")" else i - 1
    return i + 1, joint


def _is_boundary_verb(page: Page, i: int) -> bool:
    return page.finite(i) or bool(page.forms(i)) or page.words[i] in (",", ";")


def _belongs(page: Page, i: int) -> bool:
    low = page.lower[i]
    if page.quote[i] >= 0:
        begin, stop = page.quotes[page.quote[i]]
        return stop - begin <= 6 and page.words[stop - 2] not in (",", ".", "?", "!")
    if low in lexicon.SUBORDINATORS or low in ("but", "nor", "yet"):
        return False
    if low in lexicon.SUBJECT_PRONOUNS - {"it", "you"} or page.finite(i):
        return False
    return page.wordlike(i) or page.words[i] in _INSIDE or page.words[i] == ")"


def _trimmed(page: Page, first: int, stop: int) -> Tokens | None:
    """Without conjunctions, adverbs and a leading adjunct ("On Friday the government")."""
    while first < stop and (
        page.lower[first] in lexicon.CONJUNCTIONS
        or (is_adverb(page, first) and page.lower[first] not in lexicon.DETERMINERS)
        or page.lower[first] in ("such", "to")
        or not (page.wordlike(first) or page.quote[first] >= 0)
    ):
        first += 1
    if first < stop and page.lower[first] in lexicon.PREPOSITIONS:
        return _behind_adjunct(page, first, stop)
    return (first, stop) if first < stop and any(page.wordlike(i) for i in range(first, stop)) else None


def _behind_adjunct(page: Page, first: int, stop: int) -> Tokens | None:
    for i in range(first + 2, stop):
        fresh = page.lower[i] in lexicon.DETERMINERS or page.capitalised(i)
        left = page.lower[i - 1]
        if fresh and not (
            left in lexicon.PREPOSITIONS or left in lexicon.DETERMINERS or page.words[i - 1] in _INSIDE
        ):
            if page.capitalised(i) and page.capitalised(i - 1) and left not in _DAYS:
                continue
            return i, stop
    return None


def _with_aside(page: Page, comma: int, begin: int) -> Tokens | None:
    """As in "NAME, the head of X," or "NAME, who did Y,": the phrase with its aside."""
    i = comma - 1
    while i > begin and comma - i < 60:
        if page.words[i] in (";", ":") or page.quote[i] >= 0:
            return None
        if page.words[i] == "," and _is_aside(page, i + 1, comma):
            name = _phrase_before(page, _unbracket(page, i - 1, begin), begin)
            if name and is_nominal(page, name):
                return name[0], comma
        i -= 1
    return None


def _unbracket(page: Page, i: int, begin: int) -> int:
    return _skip_bracket(page, i, begin) if page.words[i] == ")" else i


def _is_aside(page: Page, first: int, stop: int) -> bool:
    if first >= stop:
        return False
    low = page.lower[first]
    if low in lexicon.RELATIVES or low in ("where", "when"):
        return True
    # A verb is fine behind "who" and "that"; any other means that the comma ends a clause.
    relative = next((i for i in range(first, stop) if page.lower[i] in lexicon.RELATIVES), stop)
    if any(
        page.lower[i] in lexicon.FINITE_AUXILIARIES or page.lower[i] in ("he", "she", "they", "it")
        for i in range(first, relative)
    ):
        return False
    opens = (
        low in _ASIDE_STARTS
        or page.capitalised(first)
        or low.endswith(("ing", "ed", "ly"))
        or low[0].isdigit()
    )
    return opens or stop - first <= 6


def is_nominal(page: Page, phrase: Tokens) -> bool:
    first, stop = phrase
    low = page.lower[first]
    return low in lexicon.DETERMINERS or low in lexicon.SUBJECT_PRONOUNS or any(
        page.capitalised(i) and page.lower[i] not in _DAYS for i in range(first, stop)
    )  # fmt: skip


def subject(page: Page, begin: int, limit: int) -> Tokens | None:
    """The first subject in [begin, limit), for a verb that leaves out its own ("and urged", "adding")."""
    first = _clause_start(page, begin, limit)
    if first is None:
        return None
    if page.lower[first] in lexicon.SUBJECT_PRONOUNS:
        return first, first + 1
    i = first
    while (
        i < limit and i - first < _REACH and _belongs(page, i) and not (i > first and _starts_verb(page, i))
    ):
        i += 1
    phrase = _trimmed(page, first, i)
    return phrase if phrase and is_nominal(page, phrase) else None


def _starts_verb(page: Page, i: int) -> bool:
    """A verb that `finite` is not sure of, behind a name."""
    return bool(page.forms(i)) and not page.capitalised(i) and page.capitalised(i - 1)


def _clause_start(page: Page, begin: int, limit: int) -> int | None:
    """Past conjunctions, adverbs and opening adjuncts that end in a comma."""
    i = _past_dateline(page, begin, limit)
    for _ in range(4):
        while i < limit and (
            page.lower[i] in lexicon.CONJUNCTIONS or is_adverb(page, i) or not page.wordlike(i)
        ):
            if page.quote[i] >= 0:
                return None
            i += 1
        if i >= limit:
            return None
        low = page.lower[i]
        adjunct = (
            low in lexicon.PREPOSITIONS
            or low in lexicon.SUBORDINATORS
            or low.endswith("ing")
            or low in lexicon.WEEKDAYS
        )
        if not adjunct:
            return i
        comma = next(
            (j for j in range(i, min(limit, i + 60)) if page.words[j] == "," and page.quote[j] < 0), None
        )
        if comma is None:
            return None
        i = comma + 1
    return None


def _past_dateline(page: Page, begin: int, limit: int) -> int:
    if begin >= limit or not page.words[begin].isupper() or len(page.words[begin]) < 3:
        return begin
    dash = next((i for i in range(begin, min(limit, begin + 14)) if page.words[i] in DASHES), None)
    return begin if dash is None else dash + 1


def after(page: Page, first: int, limit: int) -> Tokens | None:
    """The phrase that starts at token `first`: the source of "said NAME" and "according to NAME"."""
    if first >= limit:
        return None
    if page.lower[first] in lexicon.SUBJECT_PRONOUNS or page.lower[first] in (
        "him",
        "her",
        "them",
        "whom",
        "which",
    ):
        follows = first + 1 < limit and page.lower[first] == "her" and page.wordlike(first + 1)
        if not follows:
            return first, first + 1
    i = first
    while (
        i < limit and i - first < _REACH and _belongs(page, i) and not (i > first and _leaves(page, first, i))
    ):
        i += 1
    while i > first and page.lower[i - 1] in lexicon.PREPOSITIONS | {"and"}:
        i -= 1
    if i == first or not any(page.wordlike(j) for j in range(first, i)):
        return None
    return first, _past_aside(page, i, limit)


def _leaves(page: Page, first: int, i: int) -> bool:
    """Whether a loose preposition or a day ends a complete phrase ("said Berg in Oslo on Monday")."""
    low = page.lower[i]
    if low in _DAYS and not page.capitalised(i - 1):
        return True
    if low in lexicon.WEEKDAYS or low in ("yesterday", "today"):
        return True
    if low == "to" and page.wordlike(i - 1):
        return True
    if low in ("on", "during", "after", "before", "as", "when", "while", "by", "following", "since"):
        return True
    return low in _LOOSE and page.capitalised(i - 1)


def _past_aside(page: Page, i: int, limit: int) -> int:
    """Over ", the head of X" or ", who did Y" behind the phrase, to its comma or the end."""
    if i + 1 >= limit or page.words[i] != "," or page.quote[i] >= 0:
        return i
    low = page.lower[i + 1]
    if low not in (
        "a",
        "an",
        "the",
        "who",
        "whose",
        "his",
        "her",
        "their",
        "its",
        "one",
        "another",
    ) and not page.capitalised(i + 1):
        return i
    stop = i + 1
    while (
        stop < limit and page.words[stop] not in (",", ";", ":", ".", "!", "?", "(") and page.quote[stop] < 0
    ):
        stop += 1
    return stop if stop - i <= _REACH and (low in ("who", "whose") or not page.verbish((i + 1, stop))) else i
