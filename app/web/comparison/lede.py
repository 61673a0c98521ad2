"""The result in a sentence, each part a link to its rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.comparison import (
    Comparison,
    Filters,
)
from app.domain.event import Verdict
from app.web.language import gettext, ngettext
from app.web.links import Link, event_address
from app.web.marks import number_word

SHARED = (Verdict.CONFLICT, Verdict.WORDING, Verdict.AGREE)  # in the sentence's order


@dataclass(frozen=True, slots=True)
class Lede:
    """The result in a sentence: `opening`, the linked `parts`, each with the words that go `before` it."""

    opening: str
    parts: tuple[tuple[str, Link], ...]


def lede(whole: Comparison) -> Lede:
    """The result: what the accounts conflict on, word differently, agree on, and what each has alone."""
    counts = {verdict: whole.event.verdicts.get(verdict, 0) for verdict in Verdict}
    shared = [verdict for verdict in SHARED if counts[verdict]]
    parts: list[tuple[str, Link]] = []
    for index, verdict in enumerate(shared):
        words = _phrase(verdict, counts[verdict], first=index == 0)
        before = "" if index == 0 else (gettext(" and ") if index == len(shared) - 1 else gettext(", "))
        parts.append((before, _verdict_link(whole, verdict, words)))
    alone = counts[Verdict.SINGLE]
    if alone:
        words = ngettext("%(num)s stands in one outlet only", "%(num)s stand in one outlet only", alone)
        before = gettext("; ") if shared else gettext("share no fact: ")
        parts.append((before, _verdict_link(whole, Verdict.SINGLE, words)))
    return Lede(_accounts(whole), tuple(parts) if len(whole.event.source_names) > 1 else ())


def _phrase(verdict: Verdict, number: int, *, first: bool) -> str:
    """What the accounts do on so many facts; the first phrase says that they are facts."""
    if not first:
        later = _word_differently if verdict is Verdict.WORDING else _agree_on
        return later(number)
    if verdict is Verdict.CONFLICT:
        return ngettext("conflict on %(num)s fact", "conflict on %(num)s facts", number)
    if verdict is Verdict.WORDING:
        return ngettext("word %(num)s fact differently", "word %(num)s facts differently", number)
    return ngettext("agree on %(num)s fact", "agree on %(num)s facts", number)


def _word_differently(number: int) -> str:
    return ngettext("word %(num)s differently", "word %(num)s differently", number)


def _agree_on(number: int) -> str:
    return ngettext("agree on %(num)s", "agree on %(num)s", number)


def _accounts(whole: Comparison) -> str:
    number = len(whole.event.source_names)  # a file's table may be in fewer columns
    if number == 1:
        return gettext("There is one account so far, so there is nothing to compare it with.")
    words = number_word(number)
    if not whole.total:
        return gettext("No claims were found in the %(number)s accounts.", number=words)
    return gettext("Both accounts") if number == 2 else gettext("The %(number)s accounts", number=words)


def _verdict_link(whole: Comparison, verdict: Verdict, words: str) -> Link:
    return Link(words, event_address(whole.event.id, Filters(verdicts=(verdict,))), verdict)
