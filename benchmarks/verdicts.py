"""The verdicts by themselves: rows as the references line them up, judged, beside rows as Crossread does.

Each reference row of several outlets is turned into claims: what the extraction found there (who is cited, what
stands in quotation marks, figures, dates), cut where the annotator cut. So a row lined up wrongly costs nothing
here, and a source or a figure that was read wrongly does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.event import Judgement, Verdict
from app.domain.text import Span
from app.pipeline import align
from app.pipeline.clean import clean
from app.pipeline.verdict import judge
from benchmarks.fit_lineup import article_of, holder, narrowed
from benchmarks.page import table
from benchmarks.references import Gold, claims_of

_WHOLE = 0.4  # of a claim's characters that a mention has at least, to be what the claim's source is cited for
VERDICTS = (Verdict.CONFLICT, Verdict.WORDING, Verdict.AGREE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A reference row of several outlets with what Crossread makes of its claims."""

    row: Mapping[str, Any]
    claims: Sequence[Claim]
    judgement: Judgement

    @property
    def expected(self) -> Verdict:
        return Verdict(self.row["verdict"])

    @property
    def found(self) -> Verdict:
        return self.judgement.verdict


def verdicts(golds: Sequence[Gold]) -> str:
    """A line for each event, and all of them: the confusion of reference and judgement."""
    names = [gold.name if gold.name != "expected" else "invented" for gold in golds]
    judged = [list(judged_rows(gold)) for gold in golds]
    rows = [[name, *_figures(of)] for name, of in zip(names, judged, strict=True)]
    rows.append(["all", *_figures([row for of in judged for row in of])])
    head = ["event", *(f"{a} as {b}" for a in VERDICTS for b in VERDICTS)]
    return table([*head, "conflicts found", "wording found", "agree called conflict", "agree called wording"], rows)


def _figures(judged: Sequence[Judged]) -> list[str]:
    """Each cell of the confusion, then the shares the issue asks for."""
    cells = Counter((row.expected, row.found) for row in judged)
    confusion = [str(cells[a, b]) for a in VERDICTS for b in VERDICTS]
    conflict, wording, agree = VERDICTS
    asked = [(conflict, conflict), (wording, wording), (agree, conflict), (agree, wording)]
    return [*confusion, *(_share(cells[a, b], sum(cells[a, v] for v in VERDICTS)) for a, b in asked)]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def judged_rows(gold: Gold) -> Iterator[Judged]:
    """The reference's rows of several outlets, judged."""
    articles = {raw.source_name: clean(raw) for raw in gold.articles}
    reference = json.loads(gold.path.read_text("utf-8"))
    keyed = {key: article_of(entry, articles) for key, entry in reference["articles"].items()}
    claims = [claim for article in keyed.values() for claim in claims_of(article)]
    return judged_reference(reference, keyed, claims)


def judged_reference(
    reference: Mapping[str, Any], articles: Mapping[str, Article], claims: Sequence[Claim]
) -> Iterator[Judged]:
    """As `judged_rows`, with the `articles` by the reference's keys and the `claims` found in them."""
    ordered = align.canonical(claims, sorted(article.key for article in articles.values()))
    by_key = {article.key: article for article in articles.values()}
    for row in reference["rows"]:
        if len({mention["article"] for mention in row["mentions"]}) > 1:
            made = list(_as_claims(row["mentions"], articles, ordered))
            yield Judged(row, made, judge(made, by_key))


def _as_claims(
    mentions: Iterable[Mapping[str, Any]], articles: Mapping[str, Article], claims: Sequence[Claim]
) -> Iterator[Claim]:
    for mention in mentions:
        article, span = articles[mention["article"]], Span(mention["start"], mention["end"])
        at = holder(claims, article, span)
        base = claims[at] if at is not None else Claim(article.key, span, "", ClaimKind.NARRATED)
        claim = _with_all_read(narrowed(base, article, span), claims)
        yield claim if span.overlap(base.span) >= _WHOLE * len(base.span) else _detail(claim)


def _detail(claim: Claim) -> Claim:
    """A detail the annotator cut out of what somebody says: no statement by itself, nor the outlet's own.

    "The company that maintains the bridge" is how the outlet, or the speaker, names the company.
    """
    return claim if claim.quoted else replace(claim, kind=ClaimKind.NARRATED)


def _with_all_read(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """With what other claims hold within its ends: a mention may be of several sentences, each a claim."""
    there = [other for other in claims if other.article == claim.article and other.span.overlap(claim.span)]
    figures = {f.span: f for other in there for f in other.figures if claim.span.covers(f.span)}
    dates = {d.span: d for other in there for d in other.dates if claim.span.covers(d.span)}
    quoted = {
        Span(max(q.start, claim.span.start), min(q.end, claim.span.end))
        for other in there
        for q in other.quoted
        if q.overlap(claim.span)
    }
    return replace(
        claim,
        figures=tuple(figures[span] for span in sorted(figures)),
        dates=tuple(dates[span] for span in sorted(dates)),
        quoted=tuple(_apart(quoted)),
    )


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, less those that another one covers."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end:
            yield span
            end = span.end
