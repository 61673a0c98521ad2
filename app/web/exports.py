"""Files of a comparison, exactly as filtered and in its order: CSV, JSON, one HTML page.

Pure: the command line uses it too. Each file says when it was made, by which version, from which view.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias
from urllib.parse import parse_qs

from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.comparison import Comparison, ComparisonRow
from app.domain.copy import Copy
from app.domain.event import Coverage, QuoteNote, Row, Side, sources
from app.domain.figure import Figure
from app.domain.text import Span
from app.web.comparison.changed import Changed, all_changed
from app.web.comparison.choices import chips
from app.web.filters import to_query
from app.web.handout import handout
from app.web.links import article_address, event_address, row_address
from app.web.marks import ATTITUDE, GAPS
from app.web.provenance import Provenance
from app.web.templates import filled

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

BYTE_ORDER_MARK: Final = "\ufeff"
BETWEEN_CLAIMS: Final = " ¶ "
# A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV injection").
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")

WIDE_BEFORE: Final = ("row", "verdict", "kind", "speaker", "fact", "said_on")  # then a column per outlet
WIDE_AFTER: Final = (
    "reasons", "why_one_row", "not_mentioned_by", "not_available_in", "independent_outlets",
)  # fmt: skip
LONG_BEFORE: Final = (
    "row_id", "row", "verdict", "event", "outlet", "source_name", "title", "published", "url",
    "speaker", "speaker_status", "source", "cue", "kind", "text", "start", "end", "said_on", "figures",
    "article", "claim", "attitude", "same_text_as", "part_of",
)  # fmt: skip
STAMP: Final = ("link", "view", "exported", "version")  # at the end of each line, in either layout
LONG_HEADER: Final = (*LONG_BEFORE, *STAMP)
# Quotation marks in a text are escaped, so nothing an outlet printed looks like this.
_OURS: Final = re.compile(r' href="(/[^"]*)"')


class Layout(StrEnum):
    WIDE = "wide"  # a row per fact, a column per outlet
    LONG = "long"  # a row per claim


def to_json(comparison: Comparison, origin: Provenance) -> str:
    """The comparison as JSON (see docs and design: "What others reach in from outside").

    Offsets count characters of the article's text, end exclusive. Dates are ISO 8601, --05-02 without a year.
    """
    found = all_changed(comparison.articles, comparison.versions)
    document: Json = {
        "version": origin.version,
        "made": {
            "at": origin.iso,
            "version": origin.version,
            "view": _view(comparison, origin),
            "filters": [chip.words for chip in chips(comparison.event.id, comparison.filters)],
        },
        "event": _event(comparison),
        "filters": {name: list(values) for name, values in parse_qs(to_query(comparison.filters)).items()},
        "articles": [_article(article, comparison, origin) for article in comparison.articles],
        "copies": [_copy(copy) for copy in comparison.copies.passages],
        "rows": [_row(row, comparison, origin, found) for row in comparison.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_csv(
    comparison: Comparison, layout: str, origin: Provenance, *, raw: bool = False, bom: bool = False
) -> str:
    """The comparison as CSV after RFC 4180, lines ended by CRLF.

    Text cells that a spreadsheet would take for a formula get a leading apostrophe, unless `raw`. `bom` puts
    a byte-order mark first, by which spreadsheets know UTF-8. ValueError unless `layout` is one of Layout.
    """
    table = (_wide if Layout(layout) is Layout.WIDE else _long)(comparison, origin)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([cell if raw else _guarded(cell) for cell in line] for line in table)
    return (BYTE_ORDER_MARK if bom else "") + out.getvalue()


def to_html(comparison: Comparison, origin: Provenance) -> str:
    """The table as one HTML file that needs nothing else: to mail, or to keep.

    Links to the server's pages are whole where its address is known, else words without a link.
    """
    page = filled("events/standalone.html", handout(comparison, origin))
    return _OURS.sub(rf' href="{origin.base}\1"' if origin.base else "", page)


def to_paper(comparison: Comparison, origin: Provenance) -> str:
    """The same as a page of the server, plain, for the browser to print."""
    return filled("events/print.html", handout(comparison, origin))


def file_name(comparison: Comparison, ending: str) -> str:
    """A name for the file, of ASCII letters, digits and hyphens, whatever the headline holds."""
    plain = unicodedata.normalize("NFKD", comparison.event.title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain[:400]))[:60].strip("-")
    return f"crossread-{words or 'event'}{ending}"


def _guarded(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _view(comparison: Comparison, origin: Provenance) -> str:
    """The address of the page that shows exactly these rows."""
    return origin.address(event_address(comparison.event.id, comparison.filters))


def _stamp(link: str, comparison: Comparison, origin: Provenance) -> tuple[str, ...]:
    return (origin.address(link), _view(comparison, origin), origin.iso, origin.version)


def _wide(comparison: Comparison, origin: Provenance) -> Iterable[list[str | int]]:
    names = comparison.names
    yield [*WIDE_BEFORE, *names, *WIDE_AFTER, *STAMP]
    for row in comparison.rows:
        judgement = row.row.judgement
        yield [
            *(row.number, judgement.verdict.value, row.row.kind.value, row.row.speaker or ""),
            *(row.lead.text, "; ".join(_said_on(row))),
            *(BETWEEN_CLAIMS.join(stretch.text for stretch in cell.stretches) for cell in row.cells),
            *("; ".join(judgement.reasons), "; ".join(row.row.why)),
            *(_blank(row, names, why) for why in (Coverage.NOT_MENTIONED, Coverage.NOT_AVAILABLE)),
            row.row.independent,
            *_stamp(row_address(comparison.event.id, row.row.id), comparison, origin),
        ]


def _long(comparison: Comparison, origin: Provenance) -> Iterable[list[str | int]]:
    yield list(LONG_HEADER)
    label_of = comparison.label_of
    articles = {article.key: article for article in comparison.articles}
    for row in comparison.rows:
        place = (row.row.id, row.number, row.row.verdict.value, comparison.event.title)
        for cell in row.cells:
            article, label = articles[cell.article], label_of[cell.article]
            beside = _article_cells(article)
            for claim in cell.claims:
                yield [
                    *place,
                    label,
                    *beside,
                    *_claim_cells(claim, article),
                    *_ends(claim, row.row, label_of),
                    *_stamp(article_address(article.key, claim.id), comparison, origin),
                ]


def _shown(row: ComparisonRow) -> tuple[Claim, ...]:
    """The row's claims in the columns that are shown: of the others nothing gets into a file."""
    return tuple(claim for cell in row.cells for claim in cell.claims)


def _article_cells(article: Article) -> list[str | int]:
    published = article.published.isoformat() if article.published else ""
    return [article.source_name, article.title or "", published, article.url or ""]


def _claim_cells(claim: Claim, article: Article) -> list[str | int]:
    source, cue = (span.of(article.text) if span else "" for span in (claim.source, claim.cue))
    said_on = claim.said_on.isoformat() if claim.said_on else ""
    figures = "; ".join(figure.words for figure in claim.figures)
    return [claim.speaker.name or "", claim.speaker.status.value, source, cue, claim.kind.value, claim.text,
            claim.span.start, claim.span.end, said_on, figures]  # fmt: skip


def _ends(claim: Claim, row: Row, label_of: Mapping[str, str]) -> list[str | int]:
    same = (
        f"{label_of[s.article]}: {s.shared} of {s.words} words"
        for s in row.same_text
        if s.claim == claim.id and s.article in label_of
    )
    return [claim.article, claim.id, ATTITUDE if claim.attitude else "", "; ".join(same), claim.part_of or ""]


def _said_on(row: ComparisonRow) -> list[str]:
    return list(dict.fromkeys(claim.said_on.isoformat() for claim in _shown(row) if claim.said_on))


def _blank(row: ComparisonRow, names: tuple[str, ...], coverage: Coverage) -> str:
    """The outlets whose cell is blank in this way, with the reason where there is one."""
    cells = zip(names, row.cells, strict=True)
    return "; ".join(
        f"{name} ({GAPS[cell.gap]})" if cell.gap else name
        for name, cell in cells
        if cell.coverage is coverage
    )


def _event(comparison: Comparison) -> Json:
    event = comparison.event
    return {
        "id": event.id,
        "title": event.title,
        "outlets": list(comparison.names),
        "first": event.first.isoformat() if event.first else None,
        "last": event.last.isoformat() if event.last else None,
        "facts": comparison.total,
        "shown": len(comparison.rows),
    }


def _copy(copy: Copy) -> Json:
    """A passage in two articles; neither is said to be the first."""
    sides: list[Json] = [
        {"article": side.article, "start": side.span.start, "end": side.span.end}
        for side in (copy.one, copy.other)
    ]
    return {"passages": sides, "words": copy.words}


def _article(article: Article, comparison: Comparison, origin: Provenance) -> Json:
    return {
        "id": article.key,
        "link": origin.address(article_address(article.key)),
        "outlet": comparison.label_of[article.key],
        "outlet_basis": article.outlet_basis.value,
        "source_name": article.source_name,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.published_basis.value,
        "title": article.title,
        "byline": article.byline,
        "url": article.url,
        "note": article.note,
        "cut_off": article.cut_off,
        "versions": len(comparison.versions.get(article.key, ())) + 1,
        "agencies": [
            {"agency": mark.agency, "whole": mark.whole, "start": mark.span.start, "end": mark.span.end}
            for mark in comparison.copies.agencies
            if mark.article == article.key
        ],
        "text": article.text,
    }


def _row(
    row: ComparisonRow, comparison: Comparison, origin: Provenance, found: Mapping[str, Changed]
) -> Json:
    judgement = row.row.judgement
    claims = _shown(row)
    ids = {claim.id for claim in claims}
    return {
        "id": row.row.id,
        "link": origin.address(row_address(comparison.event.id, row.row.id)),
        "number": row.number,
        "verdict": row.row.verdict.value,
        "kind": row.row.kind.value,
        "speaker": row.row.speaker,
        "lead": row.row.lead if row.row.lead in ids else row.lead.claims[0].id,
        "reasons": list(judgement.reasons),
        "sides": [_side(side, ids) for side in judgement.sides],
        "update": judgement.update,
        "quotes": [_quote_note(note, ids) for note in judgement.quotes],
        "sources": _sources(claims, comparison.articles),
        "why": list(row.row.why),
        "confidence": row.row.confidence,
        "coverage": {cell.article: cell.coverage.value for cell in row.cells},
        "not_available": {cell.article: cell.gap.value for cell in row.cells if cell.gap},
        "independent": row.row.independent,
        "origins": [list(keys) for keys in row.row.origins],
        "same_text": [
            {"claim": same.claim, "article": same.article, "shared": same.shared, "words": same.words}
            for same in row.row.same_text
            if same.claim in ids
        ],
        "changed": [c.id for c in claims if c.article in found and found[c.article].of(c.span)],
        "claims": [
            {**claim_as_json(claim), "link": origin.address(article_address(claim.article, claim.id))}
            for claim in claims
        ],
    }


def _side(side: Side, shown: Container[str]) -> Json:
    return {"value": side.value, "claims": [claim for claim in side.claims if claim in shown]}


def _quote_note(note: QuoteNote, shown: Container[str]) -> Json:
    return {
        "relation": note.relation.value,
        "marked": note.marked,
        "counts": note.relation.counts,
        "sides": [_side(side, shown) for side in note.sides],
    }


def _sources(claims: Sequence[Claim], columns: Iterable[Article]) -> Json:
    cited = sources(claims, {column.key: column for column in columns})
    return [
        {
            "article": citing.article,
            "source": citing.source,
            "speaker": citing.speaker,
            "quoted": citing.quoted,
            "claims": list(citing.claims),
        }
        for citing in cited
    ]


def claim_as_json(claim: Claim) -> dict[str, Json]:
    """A claim as it stands in JSON, the same in a comparison and in what `crossread extract` writes.

    `part_of` is the id of the whole claim where this is one of its parts, else null.
    """
    return {
        "id": claim.id,
        "article": claim.article,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "kind": claim.kind.value,
        "attitude": claim.attitude,
        "speaker": claim.speaker.name,
        "speaker_status": claim.speaker.status.value,
        "speaker_candidates": list(claim.speaker.candidates),
        "cue": _span(claim.cue),
        "source": _span(claim.source),
        "said_on": claim.said_on.isoformat() if claim.said_on else None,
        "figures": [_figure(figure) for figure in claim.figures],
        "confidence": claim.confidence,
        "part_of": claim.part_of,
    }


def _figure(figure: Figure) -> Json:
    return {
        "words": figure.words,
        "low": figure.low,
        "high": figure.high,
        "comparator": figure.comparator.value,
        "unit": figure.unit,
        "counted": figure.counted,
        "period": figure.period,
        "start": figure.span.start,
        "end": figure.span.end,
    }


def _span(span: Span | None) -> Json:
    return [span.start, span.end] if span else None
