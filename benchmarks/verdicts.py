"""The verdicts by themselves: rows as the references line them up, and beside them rows as Crossread does.

Each reference row of several outlets is turned into claims: what the extraction found there (who is cited,
what stands in quotation marks, figures, dates), cut where the annotator cut. So a row lined up wrongly costs
nothing here, and a source or a figure that was read wrongly does. End to end a reference row has the
verdict of the rows its mentions stand on (conflict before wording before agree), where one is of several
outlets.
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
from app.web.figures import Count
from benchmarks.fit_lineup import article_of, holder, narrowed
from benchmarks.page import table
from benchmarks.references import Gold, claims_of
from benchmarks.scoring import Run

_WHOLE = (
    0.4  # of a claim's characters that a mention has at least, to be what the claim's source is cited for
)
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


def verdicts(run: Run, golds: Sequence[Gold]) -> str:
    """A line for each event and one for all of them: lined up by the reference, then by Crossread."""
    names = [gold.name if gold.name != "expected" else "invented" for gold in golds]
    read = [_read(gold) for gold in golds]
    by_hand = [[(j.expected, j.found) for j in judged_reference(*of)] for of in read]
    end_to_end = [list(_as_lined_up(*of)) for of in read]
    _tell(run, [pair for pairs in end_to_end for pair in pairs])
    return "\n\n".join(
        f"{title}\n\n{_table(names, pairs)}"
        for title, pairs in (("Rows lined up by hand:", by_hand), ("Rows lined up by Crossread:", end_to_end))
    )


Pair = tuple[Verdict, Verdict]  # the reference's and Crossread's
Reading = tuple[Mapping[str, Any], Mapping[str, Article], Sequence[Claim]]


def _table(names: Sequence[str], events: Sequence[Sequence[Pair]]) -> str:
    rows = [[name, *_figures(pairs)] for name, pairs in zip(names, events, strict=True)]
    rows.append(["all", *_figures([pair for pairs in events for pair in pairs])])
    head = ["event", *(f"{a} as {b}" for a in VERDICTS for b in VERDICTS)]
    asked = ["conflicts found", "wording found", "agree called conflict", "agree called wording"]
    return table([*head, *asked], rows)


def _figures(pairs: Sequence[Pair]) -> list[str]:
    """Each cell of the confusion, then the shares that matter most."""
    cells = Counter(pairs)
    confusion = [str(cells[a, b]) for a in VERDICTS for b in VERDICTS]
    conflict, wording, agree = VERDICTS
    asked = [(conflict, conflict), (wording, wording), (agree, conflict), (agree, wording)]
    return [*confusion, *(_share(cells[a, b], sum(cells[a, v] for v in VERDICTS)) for a, b in asked)]


def _tell(run: Run, pairs: Sequence[Pair]) -> None:
    cells, (conflict, wording, agree) = Counter(pairs), VERDICTS

    def count(expected: Verdict, found: Verdict) -> Count:
        return Count(cells[expected, found], sum(cells[expected, verdict] for verdict in VERDICTS))

    run.told |= {"conflicts_found": count(conflict, conflict), "wording_found": count(wording, wording)}
    run.told |= {"agreed_called_conflict": count(agree, conflict)}
    run.told |= {"agreed_called_wording": count(agree, wording)}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def _read(gold: Gold) -> Reading:
    """The reference, its articles by its own keys, and the claims found in them."""
    articles = {raw.source_name: clean(raw) for raw in gold.articles}
    reference = json.loads(gold.path.read_text("utf-8"))
    keyed = {key: article_of(entry, articles.values()) for key, entry in reference["articles"].items()}
    return reference, keyed, [claim for article in keyed.values() for claim in claims_of(article)]


def _as_lined_up(
    reference: Mapping[str, Any], articles: Mapping[str, Article], claims: Sequence[Claim]
) -> Iterator[Pair]:
    """The verdicts of reference rows that Crossread lines up at all."""
    rows = align.line_up(list(articles.values()), claims)
    ordered = [claim for row in rows for claim in row.claims]
    row_of = {claim.id: row for row in rows for claim in row.claims}
    for expected in reference["rows"]:
        held = [
            holder(ordered, articles[m["article"]].key, Span(m["start"], m["end"]))
            for m in expected["mentions"]
        ]
        found = {row_of[ordered[at].id].verdict for at in held if at is not None} & set(VERDICTS)
        if found and Verdict(expected["verdict"]) in VERDICTS:
            yield Verdict(expected["verdict"]), min(found, key=VERDICTS.index)


def judged_reference(
    reference: Mapping[str, Any], articles: Mapping[str, Article], claims: Sequence[Claim]
) -> Iterator[Judged]:
    """The reference's rows of several outlets, judged; `articles` by the reference's keys."""
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
        at = holder(claims, article.key, span)
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
