"""Events: articles about one happening, and the rows their claims line up in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.claim import Claim, ClaimKind
from app.domain.copy import SameText


class Verdict(StrEnum):
    CONFLICT = "conflict"  # they can't both be right: numbers, dates, names
    WORDING = "wording"  # same fact or quote, but words cut, changed or added
    AGREE = "agree"
    SINGLE = "single"  # one outlet has it


class Coverage(StrEnum):
    """Whether an article has a row's fact, and if not, why its cell is blank."""

    PRESENT = "present"
    NOT_MENTIONED = "not mentioned"
    NOT_AVAILABLE = "not available"


class Gap(StrEnum):
    """Why a fact is not available in an article: it could not be there, or may be where we can't see it."""

    EARLIER = "published before"  # the article came out on an earlier day than the fact is of
    CUT_OFF = "cut off"  # the text we have ends before the report does
    SUMMARY = "summary"  # what came with the text calls it a summary or an excerpt
    SHORT = "short"  # a few sentences, against whole reports by the others


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand against each other, and the claims (ids) that have it."""

    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why: `reasons` are short phrases for the page ("24 hours against 48 hours").

    `update` says that the figures differ because a later article knew more.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    update: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Claims of one fact. `claims` are in canonical order, the speaker's name is the event's.

    `lead` is the claim with the fullest wording, which stands for the row in its first column.
    `speaker` is None where no claim cites one or the claims cite different ones.
    `why` says in short phrases what holds the claims together; empty for a single claim.
    `same_text` tells which claims share their text with another article's on this row. `origins` are the
    row's articles (keys) in groups that count once: for shared text, one agency's report, one outlet; empty
    while nobody looked for copies.
    """

    id: str
    claims: tuple[Claim, ...]
    lead: str
    kind: ClaimKind
    judgement: Judgement
    speaker: str | None = None
    why: tuple[str, ...] = ()
    same_text: tuple[SameText, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict

    @property
    def articles(self) -> frozenset[str]:
        return frozenset(claim.article for claim in self.claims)

    @property
    def independent(self) -> int:
        """How many of the row's articles report on their own: copies count once."""
        return len(self.origins) or len(self.articles)
