"""The result in a sentence, each part a link to its rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.comparison import (
    Comparison,
    Filters,
)
from app.domain.event import Verdict
from app.web.links import Link, event_address
from app.web.marks import (
    counted,
    number_word,
)


@dataclass(frozen=True, slots=True)
class Lede:
    """The result in a sentence: `opening`, the linked `parts`, each with the words that go `before` it."""

    opening: str
    parts: tuple[tuple[str, Link], ...]


def lede(whole: Comparison) -> Lede:
    counts = {verdict: whole.event.verdicts.get(verdict, 0) for verdict in Verdict}
    phrases = {
        Verdict.CONFLICT: "conflict on {}",
        Verdict.WORDING: "word {} differently",
        Verdict.AGREE: "agree on {}",
    }
    shared = [verdict for verdict in phrases if counts[verdict]]
    parts: list[tuple[str, Link]] = []
    for index, verdict in enumerate(shared):
        number = counted(counts[verdict], "fact") if index == 0 else f"{counts[verdict]:,}"
        before = "" if index == 0 else (" and " if index == len(shared) - 1 else ", ")
        parts.append((before, _verdict_link(whole, verdict, phrases[verdict].format(number))))
    alone = counts[Verdict.SINGLE]
    if alone:
        stands = f"{alone:,} {'stands' if alone == 1 else 'stand'} in one outlet only"
        before = "; " if shared else "share no fact: "
        parts.append((before, _verdict_link(whole, Verdict.SINGLE, stands)))
    return Lede(_accounts(whole), tuple(parts) if len(whole.columns) > 1 else ())


def _accounts(whole: Comparison) -> str:
    number = len(whole.columns)
    if number == 1:
        return "There is one account so far, so there is nothing to compare it with."
    if not whole.total:
        return f"No claims were found in the {number_word(number)} accounts."
    return "Both accounts" if number == 2 else f"The {number_word(number)} accounts"


def _verdict_link(whole: Comparison, verdict: Verdict, words: str) -> Link:
    return Link(words, event_address(whole.event.id, Filters(verdicts=(verdict,))), verdict)
