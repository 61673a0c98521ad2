"""Whether the verb beside a date points back or ahead: "resigned Monday", "will resume Monday"."""

from __future__ import annotations

from app.pipeline.extract import lexicon
from app.pipeline.extract.dates.meaning import Heading
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.reading import Page, Tokens

_REACH = 20  # words to either side in which the verb is looked for
_MODALS = lexicon.words("dates_modals")
_AHEAD = lexicon.words("dates_ahead")
_PLANNED = lexicon.words("dates_planned")
_SCHEDULED = lexicon.words("dates_scheduled")
_JOINTS = frozenset(
    ["on", "in", "for", "at", "by", "to", "back", "next", "this", "until", "the", "early", "late"]
)
_BE = frozenset(["is", "are", "'re", "’re", "am", "'m", "’m"])
_WAS = frozenset(["was", "were", "had", "did"])
_HAVE = frozenset(["have", "had", "has", "'ve", "’ve"])


def heading(page: Page, tokens: Tokens) -> Heading:
    """By the nearest verb in front, in the same clause and quotation; else by the first one behind."""
    if _announced(page, tokens[0]):
        return Heading.AHEAD
    if tokens[0] > 0 and page.lower[tokens[0] - 1] == "since":
        return Heading.PAST
    front = None if _attributive(page, tokens) else _in_front(page, tokens[0])
    if page.lower[tokens[0]] == "weekend":  # "over the weekend" looks back unless its own verb doesn't
        return front or Heading.OPEN
    return front or _behind(page, tokens[1]) or Heading.OPEN


def _attributive(page: Page, tokens: Tokens) -> bool:
    """As in "would change the July decision": the verb in front has the decision for its object, not July."""
    first, stop = tokens
    month = page.lower[stop - 1] in lexicon.MONTH_NUMBER
    return month and first > 0 and page.lower[first - 1] in lexicon.DETERMINERS


def _announced(page: Page, first: int) -> bool:
    """As in "ahead of Sunday's vote", "as early as Friday"."""
    edge = first - (first > 0 and page.lower[first - 1] in lexicon.DETERMINERS)
    before = " ".join(page.lower[max(0, edge - 3) : edge])
    return before.endswith(
        ("ahead of", "as early as", "as soon as", "no later than", "upcoming", "leading up to")
    )


def _in_front(page: Page, first: int) -> Heading | None:
    inside = page.quote[first]
    for j in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if page.line[j] != page.line[first] or page.sentence_break(j) or page.quote[j] != inside:
            return None
        found = _by_word(page, j, first)
        if found:
            return found
    return None


def _behind(page: Page, stop: int) -> Heading | None:
    for j in range(stop, min(len(page), stop + _REACH)):
        if page.line[j] != page.line[stop - 1] or (j > stop and page.sentence_break(j - 1)):
            return None
        if page.words[j] in (";", ":") or page.sentence_break(stop - 1):
            return None
        found = _by_word(page, j, 0) if page.lower[j] not in _PLANNED else None
        if found:
            return found
    return None


def _by_word(page: Page, j: int, first: int) -> Heading | None:
    """What the word `j` says of a date that begins at `first`; None where it says nothing."""
    low = page.lower[j]
    if low in _MODALS:
        return _modal(page, j)
    if low in _AHEAD or (low in ("due", "set") and _joined(page, j, first)):
        return Heading.PAST if " ".join(page.lower[max(0, j - 2) : j]) == "had been" else Heading.AHEAD
    if low == "to":
        return _infinitive(page, j)
    if low in _BE:
        return _present(page, j, first)
    if low in _SCHEDULED:
        return _timetable(page, j)
    return Heading.PAST if low in _WAS or _is_past(page, j) else None


def _modal(page: Page, j: int) -> Heading | None:
    if page.capitalised(j) and j and not page.sentence_break(j - 1) and page.lower[j] == "may":
        return None
    follow = page.lower[j + 1 : j + 3]
    if any(word in _HAVE for word in follow):
        return Heading.PAST
    return Heading.AHEAD


def _joined(page: Page, j: int, first: int) -> bool:
    return j + 1 >= first or page.lower[j + 1] in _JOINTS


def _infinitive(page: Page, j: int) -> Heading | None:
    """For "plans to meet Monday" it is ahead; "gathered to mourn Monday" goes by "gathered"."""
    if j + 1 >= len(page) or (Form.BASE not in page.forms(j + 1) and page.lower[j + 1] != "be"):
        return None
    governor = page.lower[j - 1] if j else ""
    if governor in _PLANNED or governor in _AHEAD or governor in ("is", "are", "was", "were", "due", "set"):
        return Heading.AHEAD
    return None


def _present(page: Page, j: int, first: int) -> Heading | None:
    """For "The vote is on Tuesday", "they are meeting Tuesday" are ahead; "he is dead" says nothing."""
    between = page.lower[j + 1 : first]
    if first > j and (all(word in _JOINTS for word in between) or any(w.endswith("ing") for w in between)):
        return Heading.AHEAD
    return None


def _timetable(page: Page, j: int) -> Heading | None:
    """The present of what is set by timetable: "talks resume", "the court meets"; "a debate" is none."""
    before = page.lower[j - 1] if j else ""
    if before in lexicon.DETERMINERS or before in lexicon.PREPOSITIONS or page.glued(j):
        return None
    several = before.endswith("s") and before not in ("'s", "’s")
    agrees = page.lower[j].endswith("s") or several or before in lexicon.SUBJECT_PRONOUNS
    return Heading.AHEAD if agrees else None


def _is_past(page: Page, j: int) -> bool:
    if Form.PAST not in page.forms(j) or page.capitalised(j) or page.glued(j):
        return False
    return page.lower[j - 1 : j] not in (["be"], ["been"], ["being"]) and page.finite(j)
