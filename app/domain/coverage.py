"""Which outlets have a row's fact, and for a blank, what is known of why.

A blank says no more than that the words we have do not hold the fact. Where they could not hold it, or may
not be all that the outlet printed, it is "not available" with the reason; nothing here guesses at intent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from app.domain.article import Article, Extent, SegmentKind
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.domain.event import Gap, Row

# What a note beside a text calls it when it is not the whole report.
_NOT_WHOLE = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]ed)|synopsis|abstract|abridged|shortened|condensed|digest"
    r"|excerpts?|extracts?|teaser)\b",
    re.I,
)
_LACKING = {Extent.CUT_OFF: Gap.CUT_OFF, Extent.WALLED: Gap.WALLED, Extent.SHELL: Gap.SHELL}
_SHORT = 80  # words of body; a longer text can be a report, however long the others are
_SHORTER = 5  # so many times shorter than the middle one of the event's other texts


@dataclass(frozen=True, slots=True)
class Gaps:
    """What an event's articles could not show: made by `find_gaps`.

    `texts` are the articles, by key, whose text may not hold all that was printed. `out` is the day by which
    an article was out, where that is known; `since` the day, by row, before which nobody had the fact.
    """

    texts: Mapping[str, Gap]
    out: Mapping[str, dt.date]
    since: Mapping[str, dt.date]

    def why(self, article: str, row: Row) -> Gap | None:
        """Why `article` could not show the fact of a row it is not in; None if it could."""
        out, since = self.out.get(article), self.since.get(row.id)
        return Gap.EARLIER if out and since and out < since else self.texts.get(article)


def find_gaps(columns: Sequence[Article], rows: Sequence[Row]) -> Gaps:
    """What the articles of an event could not show.

    Days are compared as the texts' own calendars have them, wherever they were counted. An article that
    tells of words said after its own day is not taken to be of that day: its text is newer, or the day wrong.
    """
    published = {column.key: column.published for column in columns if column.published}
    lengths = {column.key: _words(column) for column in columns}
    said = ((claim.article, _first(claim.said_on)) for row in rows for claim in row.claims)
    belied = {key for key, day in said if day and day > (_last(published.get(key)) or dt.date.max)}
    return Gaps(
        texts={column.key: gap for column in columns if (gap := _gap(column, lengths))},
        out={key: day for key, date in published.items() if (day := _last(date)) and key not in belied},
        since={row.id: since for row in rows if (since := _since(row, published))},
    )


def _since(row: Row, published: Mapping[str, PartialDate]) -> dt.date | None:
    """The first day the row's accounts give the fact, or the first came out, whichever is earlier.

    None if no account dates the fact, one gives a date that can't be placed or only days to come (a plan can
    be known before), or one came out on a day we don't know.
    """
    told = [day for claim in row.claims for day in _days(claim)]
    days = [*told, *(_first(published.get(key)) for key in row.articles)]
    known = [day for day in days if day]
    if not told or len(known) < len(days) or any(_is_plan(claim, published) for claim in row.claims):
        return None
    return min(known)


def _is_plan(claim: Claim, published: Mapping[str, PartialDate]) -> bool:
    """Whether all the days it names are yet to come when its article is out."""
    out = _last(published.get(claim.article))
    return all(day and out and day > out for day in _days(claim)) and bool(_days(claim))


def _gap(column: Article, lengths: Mapping[str, int]) -> Gap | None:
    """What the article's text lacks of the report, as far as it shows."""
    if column.extent in _LACKING:
        return _LACKING[column.extent]
    if column.note and _NOT_WHOLE.search(column.note):
        return Gap.SUMMARY
    others = [length for key, length in lengths.items() if key != column.key]
    mine = lengths[column.key]
    return Gap.SHORT if others and mine <= _SHORT and _SHORTER * mine <= median(others) else None


def _words(article: Article) -> int:
    """Words of the article's body."""
    bodies = (s.span.of(article.text) for s in article.segments if s.kind is SegmentKind.BODY)
    return sum(len(body.split()) for body in bodies)


def _days(claim: Claim) -> list[dt.date | None]:
    """First days of all the dates that a claim has, None for one that can't be placed."""
    dates = [claim.said_on] if claim.said_on else []
    return [_first(date) for date in (*dates, *(mention.when for mention in claim.dates))]


def _first(date: PartialDate | None) -> dt.date | None:
    return date.first_day() if date else None


def _last(date: PartialDate | None) -> dt.date | None:
    return date.last_day() if date else None
