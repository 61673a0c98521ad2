"""Sources compared: what one outlet asserts itself, and another has from somebody or only hedges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.domain.article import Article
from app.domain.claim import Claim
from app.pipeline.verdict.telling import READ, telling
from app.pipeline.verdict.wording import label
from app.pipeline.words import tokens

_SAME = 0.5  # of the shorter claim's telling words that both have, for them to state one thing,
_MOST = 0.25  # and of the longer one's
_SURE = 0.5  # confidence from which somebody is cited for this: a verdict rests on it
_HEDGE = re.compile(
    r"\b(?:reportedly|alleged(?:ly)?|apparent(?:ly)?|purported(?:ly)?|supposed(?:ly)?|unconfirmed|rumou?red)\b"
    r"|\b(?:accused|suspected) of\b",
    re.IGNORECASE,
)
# What a clause begins with that tells a detail of what its source says: the source may not say it.
_DETAIL = re.compile(
    r"(?:who|whom|whose|which|where|when|as|to|after|before|since|while|because|including|in|at|on|for|with"
    r"|by|of|[a-z]+ing)\b"
)
_OWN = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]ur)\b")
_CITES = re.compile(r"\b(?:citing|cited|according to|says?|said|told|reports|reported by)\b", re.IGNORECASE)


def uncited(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    """Articles that name a source for what others assert themselves, in mostly the same words.

    Not what a source is reported to think or want: that is no statement; nor a clause that only adds a
    detail. Not where the other article tells of the source itself: "the mayor resigned" needs no "the mayor
    said", and "I have resigned" is told of her by all.
    """
    cites = [claim for claim in claims if claim.source or claim.kind.attributed or claim.quoted]
    others = [claim for claim in claims if claim.article not in {citing.article for citing in cites}]
    own = [claim for claim in others if not _CITES.search(claim.text[:READ])]
    stated = [c for c in cites if c.source and c.kind.attributed and not c.attitude]
    sure = [claim for claim in stated if claim.confidence >= _SURE]
    if any(_asserts(other, claim) for claim in sure for other in own):
        *names, last = sorted({label(claim, articles) for claim in cites if claim.source})
        yield f"only {', '.join(names)} and {last} name a source" if names else f"only {last} names a source"


def _asserts(own: Claim, stated: Claim) -> bool:
    """Whether a claim tells, and not of the speaker, what another claim has from a speaker."""
    if (stated.part_of and _DETAIL.match(stated.text)) or (stated.quoted and _OWN.search(stated.text)):
        return False
    speaker = set(tokens((stated.speaker.name or " ").split(" ")[-1]))
    return not speaker & set(tokens(own.text[:READ])) and _same(own, stated)


def _same(one: Claim, other: Claim) -> bool:
    """Whether two claims state one thing, neither with much beside it."""
    words, others = telling(one.text), telling(other.text)
    shorter, longer = sorted((len(words), len(others)))
    return len(words & others) >= max(1, _SAME * shorter, _MOST * longer)


def hedged(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    """Articles that don't vouch for what others assert: "reportedly", "allegedly", "apparent"."""
    hedges = {claim.id: _HEDGE.search(claim.text[:READ]) for claim in claims}
    vouching = [c for c in claims if not hedges[c.id]]
    unsaid = {claim.article for claim in vouching} - {c.article for c in claims if hedges[c.id]}
    found = {
        (label(claim, articles), hedge[0].lower())
        for claim in claims
        if (hedge := hedges[claim.id])
        and all(_same(claim, other) for other in vouching if other.article in unsaid)
    }
    if unsaid:
        yield from (f"only {name} says “{word}”" for name, word in sorted(found))
