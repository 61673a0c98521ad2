"""How many outlets on a row report on their own: claims in passages that are copies count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz.distance import LCSseq

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.copy import Copies, Copy, SameText
from app.domain.event import Row
from app.domain.text import Span
from app.pipeline.words import plain

_WITHIN = 0.5  # share of a claim's characters that stand in a shared passage

_Pair = tuple[str, str]
_Shared = Mapping[_Pair, Sequence[Copy]]


def with_origins(rows: Iterable[Row], articles: Sequence[Article], copies: Copies) -> tuple[Row, ...]:
    """The rows, each with what of it is the same text as another article's, and with its origins."""
    by_key = {article.key: article for article in articles}
    shared: dict[_Pair, list[Copy]] = defaultdict(list)
    for copy in copies.passages:
        shared[copy.one.article, copy.other.article].append(copy)
    one_report = _one_report(by_key, shared, copies)
    return tuple(_with_origins(row, by_key, shared, one_report) for row in rows)


def _with_origins(row: Row, by_key: Mapping[str, Article], shared: _Shared, one_report: set[_Pair]) -> Row:
    keys = sorted(row.articles)
    same: list[SameText] = []
    joined = [pair for pair in combinations(keys, 2) if pair in one_report]
    for one, other in combinations(keys, 2):
        if (one, other) in shared:
            found = list(_same_text(row, one, other, shared[one, other], by_key))
            same += found
            joined += [(one, other)] if found else []
    return replace(row, same_text=tuple(sorted(same)), origins=_groups(keys, joined))


def _one_report(by_key: Mapping[str, Article], shared: _Shared, copies: Copies) -> set[_Pair]:
    """Pairs of articles that count once on every row: of one outlet, or of one agency with shared text."""
    named = {(mark.article, mark.agency) for mark in copies.agencies if mark.whole}
    agencies = {agency for _, agency in named}
    return {
        (one, other)
        for one, other in combinations(sorted(by_key), 2)
        if by_key[one].label.casefold() == by_key[other].label.casefold()
        or ((one, other) in shared and any({(one, a), (other, a)} <= named for a in agencies))
    }


def _same_text(
    row: Row, one: str, other: str, copies: Iterable[Copy], by_key: Mapping[str, Article]
) -> Iterator[SameText]:
    """Claims of two articles in passages that they share, each seen from either side."""
    both = [claim for claim in row.claims if claim.article in (one, other)]
    held = {claim.id: [copy for copy in copies if _touches(copy, claim)] for claim in both}
    for claim in both:
        there = other if claim.article == one else one
        if not _stands_in(claim, held[claim.id]):
            continue
        partners = [c for c in both if c.article == there and _stands_in(c, held[c.id])]
        if any(copy in held[partner.id] for partner in partners for copy in held[claim.id]):
            words = _words(claim.text)
            theirs = [w for copy in held[claim.id] for w in _words(_beyond(copy, claim.article, by_key))]
            yield SameText(claim.id, there, LCSseq.similarity(words, theirs), len(words))


def _touches(copy: Copy, claim: Claim) -> bool:
    seen = copy.seen_from(claim.article)
    return seen is not None and seen[0].overlap(claim.span) > 0


def _stands_in(claim: Claim, copies: Iterable[Copy]) -> bool:
    spans = [seen[0] for copy in copies if (seen := copy.seen_from(claim.article))]
    return sum(_apart(spans, claim.span)) >= _WITHIN * max(1, len(claim.span))


def _apart(spans: Iterable[Span], within: Span) -> Iterator[int]:
    """Characters of `within` in each of the spans that no span before it covers."""
    reached = within.start
    for span in sorted(spans):
        yield max(0, min(span.end, within.end) - max(span.start, reached))
        reached = max(reached, span.end)


def _beyond(copy: Copy, article: str, by_key: Mapping[str, Article]) -> str:
    seen = copy.seen_from(article)
    return seen[1].span.of(by_key[seen[1].article].text) if seen else ""


def _words(text: str) -> list[str]:
    stripped = (word.strip("“”\"'‘’.,;:!?()[]–—-") for word in plain(text).split())
    return [word for word in stripped if word]


def _groups(keys: Sequence[str], joined: Iterable[_Pair]) -> tuple[tuple[str, ...], ...]:
    """The keys in groups, two of which are one where a pair joins them."""
    group = {key: {key} for key in keys}
    for one, other in joined:
        if group[one] is not group[other]:
            group[one] |= group[other]
            for key in group[other]:
                group[key] = group[one]
    return tuple(sorted({tuple(sorted(members)) for members in group.values()}))
