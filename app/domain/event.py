"""Events: articles about one happening, and the rows their claims line up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.article import Article
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
    WALLED = "walled"  # the page stops at a wall: to subscribe, to sign in, to consent
    SHELL = "shell"  # the page is filled by scripts, and what we have is not the report
    SUMMARY = "summary"  # what came with the text calls it a summary or an excerpt
    SHORT = "short"  # a few sentences, against whole reports by the others


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand against each other, and the claims (ids) that have it."""

    value: str
    claims: tuple[str, ...]


class QuoteRelation(StrEnum):
    """What became of words inside quotation marks from one version to another."""

    IDENTICAL = "identical"  # the same words; case, punctuation and spelling of the marks aside
    PART = "part"  # a fragment that reads as one
    MINOR = "minor"  # a contraction, an article (the, a), the form a word takes in indirect speech
    CUT_SHORT = "cut short"  # begins later or ends earlier, and reads as whole sentences
    LEFT_OUT = "left out"  # words within that only one version has: cut by the other, or added
    ADDED = "added"  # the outlet's own words, in square brackets
    CHANGED = "changed"  # other words in the same place
    MASKED = "masked"  # letters of a word replaced: f--- for the word
    JOINED = "joined"  # two sentences made one, with words between them changed or left out
    UNMARKED = "unmarked"  # printed without the quotation marks
    RENDERING = "another rendering"  # one speaker's sentence in other words, as translations are

    @property
    def counts(self) -> bool:
        """Whether it makes the row's verdict wording."""
        return self not in (QuoteRelation.IDENTICAL, QuoteRelation.PART, QuoteRelation.MINOR)


@dataclass(frozen=True, slots=True)
class QuoteNote:
    """How versions of a row's quote relate in one place.

    `sides` hold the words each version has in that place, "" where it has none, and the claims that print it
    so; identical words are one side. `marked` says that an ellipsis or brackets tell the reader.
    """

    relation: QuoteRelation
    sides: tuple[Side, ...]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why: `reasons` are short phrases for the page ("24 hours against 48 hours").

    `update` says that the figures differ because a later article knew more. `quotes` tells how the versions
    of a quote differ, those differences included that don't make the verdict.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    update: bool = False
    quotes: tuple[QuoteNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Citing:
    """Whom one article cites for a row: the source as printed and who it is, both None where it cites nobody.

    `source` is None as well where a quote stands without one. `quoted` says that it prints words of theirs
    inside quotation marks.
    """

    article: str
    source: str | None
    speaker: str | None
    claims: tuple[str, ...]
    quoted: bool = False


def sources(claims: Sequence[Claim], articles: Mapping[str, Article]) -> tuple[Citing, ...]:
    """Who is cited for a row, article by article in the order of `articles`, and in each as the text goes.

    An article that cites somebody in one claim and nobody in another has only whom it cites.
    """
    place = {key: i for i, key in enumerate(articles)}
    cited: dict[tuple[str, str | None, str | None], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (place.get(c.article, len(place)), c.article, c.span, c.id)):
        cited.setdefault((claim.article, _printed(claim, articles), claim.speaker.name), []).append(claim)
    naming = {article for article, source, speaker in cited if source or speaker}
    return tuple(
        Citing(article, source, speaker, tuple(c.id for c in having), any(c.quoted for c in having))
        for (article, source, speaker), having in cited.items()
        if source or speaker or article not in naming
    )


def _printed(claim: Claim, articles: Mapping[str, Article]) -> str | None:
    """The claim's source in the article's words."""
    if claim.source is None or claim.article not in articles:
        return None
    return " ".join(claim.source.of(articles[claim.article].text).split()) or None


@dataclass(frozen=True, slots=True)
class Row:
    """Claims of one fact. `claims` are in canonical order, the speaker's name is the event's.

    `lead` is the claim with the fullest wording, which stands for the row in its first column.
    `speaker` is None where no claim cites one or the claims cite different ones.
    `why` says in short phrases what holds the claims together; empty for a single claim.
    `same_text` tells which claims share their text with another article's on this row. `origins` are the
    row's articles (keys) in groups that count once: for shared text, one agency's report, one outlet; empty
    while nobody looked for copies.
    `confidence`, in [0, 1], is how sure the row is: of one article, its surest claim; of several, how surely
    their claims are one fact, or who said it in the least sure account, whichever is less.
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
    confidence: float = 1.0

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
