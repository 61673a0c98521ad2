"""What is counted: the head noun of the phrase behind a number."""

from __future__ import annotations

from app.pipeline.extract import lexicon
from app.pipeline.extract.figures.stretch import LINE_BREAK, Stretch
from app.pipeline.extract.figures.words import listed
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.reading import Page

_REACH = 8  # pieces
_TOLLS, _PEOPLE = listed("tolls"), listed("people")
_NO_COUNT = listed("no_count")
_APOSTROPHES = frozenset(["'", "’", "'s", "’s"])
_CLOSED = (
    lexicon.AUXILIARIES - {"'s", "’s"} | lexicon.CONJUNCTIONS | lexicon.SUBORDINATORS | lexicon.PREPOSITIONS
    | lexicon.RELATIVES | lexicon.SUBJECT_PRONOUNS | lexicon.OBJECT_PRONOUNS | frozenset(lexicon.WEEKDAYS)
) - {"of", "her", "like"}  # fmt: skip
_SKIPPED = (lexicon.DETERMINERS | {"more", "other", "additional", "such", "of"}) - {
    "dozens",
    "hundreds",
    "thousands",
}
_TIMES = listed("not_counted")


def counted(text: Stretch, page: Page, i: int) -> tuple[str | None, int]:
    """The head noun as printed of the phrase that starts at `i`, or None; and the place behind it."""
    hyphened = _hyphened(text, i)
    if hyphened:
        return hyphened
    i = _past_of(text, i)
    if text.at(i) in ("were", "are") and _plural(text.at(i + 1)) and text.at(i + 1) not in _CLOSED:
        i += 1  # "45 were children"
    head: int | None = None
    stop = i
    for j in range(i, min(len(text), i + _REACH)):
        if _passes(text, page, j, head):
            if text.at(j) in _APOSTROPHES:
                head = None
            continue
        if not _goes_on(text, page, j, head):
            break
        head, stop = j, j + 1
    return (text.printed(head), stop) if head is not None else (None, i)


def _hyphened(text: Stretch, i: int) -> tuple[str | None, int] | None:
    """As in "a 12-member jury", "a 3,000-strong crowd"."""
    if text.at(i) != "-" or not text.glued(i) or not text.wordlike(i + 1):
        return None
    if text.at(i + 1) == "strong":
        return None
    none = text.at(i + 1) in _NO_COUNT or text.at(i + 1).endswith("ed")  # "a 12-wheeled truck"
    return (None if none else text.printed(i + 1)), i + 2


def _past_of(text: Stretch, i: int) -> int:
    """Behind "of the 14": what a part is a part of."""
    if text.at(i) == "-" and text.at(i + 1) == "strong":
        i += 2
    if text.at(i) == "of":
        i += 1
        while text.at(i) in _SKIPPED or text.digital(i) or text.at(i) in ("its", "their"):
            i += 1
    return i


def _passes(text: Stretch, page: Page, j: int, head: int | None) -> bool:
    """What stands within the phrase and is no noun of it."""
    low = text.at(j)
    if low in _APOSTROPHES:
        return text.glued(j) and head is not None and (text.wordlike(j + 1) or text.digital(j + 1))
    if low == "-":
        return text.glued(j) and text.glued(j + 1) and head is not None
    if head is not None or low in _TIMES:
        return False
    if text.digital(j):
        return text.at(j - 1) in _APOSTROPHES  # "14 of Spain's 17 regions"
    toll_behind = text.at(j + 1) in _TOLLS
    return low in _SKIPPED or (_adverb(text, page, j) and (toll_behind or text.wordlike(j + 1)))


def _adverb(text: Stretch, page: Page, j: int) -> bool:
    return text.at(j) not in lexicon.AUXILIARIES and page.adverb(text.token[j])


def _goes_on(text: Stretch, page: Page, j: int, head: int | None) -> bool:
    low = text.at(j)
    if not text.wordlike(j) or low == LINE_BREAK or low in _CLOSED or low in _TIMES:
        return False
    if head is None:
        return _may_begin(text, page, j)
    if low in lexicon.DETERMINERS or _adverb(text, page, j):
        return False
    before = text.at(head)
    if text.at(j - 1) == "-":
        return True
    if _plural(before) or before in _TOLLS:
        return low.endswith("s") and _plural(low) and not _verb(text, page, j) and low not in _TOLLS
    return not (_verb(text, page, j) or (low.endswith(("ing", "ed")) and not _noun_behind(text, j)))


def _may_begin(text: Stretch, page: Page, j: int) -> bool:
    low = text.at(j)
    if low in _TOLLS and low != "died":
        return True
    forms = page.forms(text.token[j])
    named = low in _PEOPLE or text.at(j - 1) == "of" or text.at(j - 1) in lexicon.DETERMINERS
    if Form.BASE in forms and not named and not text.capital(j) and not low.endswith("s"):
        return _noun_behind(text, j) or text.at(j - 1) == "-"  # "eight in 10 believe", but "40 patrol boats"
    past = Form.PAST in forms
    if past and not text.capital(j):
        return _noun_behind(text, j) and low.endswith(("ed", "en", "n"))
    return True


def _noun_behind(text: Stretch, j: int) -> bool:
    return _plural(text.at(j + 1)) and text.at(j + 1) not in _CLOSED


def _plural(low: str) -> bool:
    if low in _PEOPLE or low.endswith(("men", "folk")):
        return True
    return len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "ous", "us", "is", "'s", "’s"))


def _verb(text: Stretch, page: Page, j: int) -> bool:
    """Whether the piece is a verb behind the noun: "people live", "nurses plan"."""
    if text.capital(j):
        return False
    forms = page.forms(text.token[j])
    if page.finite(text.token[j]):
        return True
    return bool(forms) and _plural(text.at(j - 1)) and not text.at(j + 1).endswith("s")
