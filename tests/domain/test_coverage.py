from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.article import Article, Extent
from app.domain.claim import Claim
from app.domain.comparison import EventSummary, compare
from app.domain.coverage import find_gaps
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Coverage, Gap
from app.domain.text import Span
from tests.making import article, claim, row

LATE = "The mayor resigned. The dam had cracks. A vote is due."


def told(of: Article, words: str = "The mayor resigned.", said_on: str = "", *dates: str) -> Claim:
    """A claim with the day it was said and the days it names; "?" is one that can't be placed."""
    mentions = tuple(
        DateMention(Span(0, 3), "that day", None if date == "?" else PartialDate.parse(date))
        for date in dates
    )
    return replace(claim(of, words, said_on=said_on), dates=mentions)


EARLY = [
    # the other article's day, the row's article's day, said on, the days it names, is the blank explained?
    ("2024-03-12", "2024-03-13", "2024-03-13", [], True),
    ("2024-03-12", "2024-03-13", "", ["2024-03-13"], True),
    ("2024-03-12", "2024-03-14T10:00", "", ["2024-03-13"], True),
    ("2024-02", "2024-03-13", "2024-03-13", [], True),
    ("2024-03-12", "2024-03-13", "", [], False),  # the order of publication is no evidence
    ("2024-03-12", "2024-03-13", "2024-03-12", [], False),  # the same day may have been in time
    ("2024-03-12T08:00", "2024-03-12T20:00", "2024-03-12", [], False),
    ("2024-03-13", "2024-03-13", "2024-03-13", [], False),
    ("2024-03", "2024-03-13", "2024-03-13", [], False),
    ("", "2024-03-13", "2024-03-13", [], False),
    ("--03-12", "2024-03-13", "2024-03-13", [], False),
    ("2024-03-12", "", "2024-03-13", [], False),
    ("2024-03-12", "2024-03-13", "", ["2024-03-15"], False),  # a plan can be known before
    ("2024-03-12", "2024-03-13", "", ["2024-03-11", "2024-03-13"], False),  # it tells of an earlier day too
    ("2024-03-12", "2024-03-13", "2024-03-13", ["2024-03-20"], True),  # said that day of a later one
    ("2024-03-12", "2024-03-13", "2024-03-13", ["?"], False),
]


@pytest.mark.parametrize(("other", "own", "said", "names", "early"), EARLY)
def test_what_was_published_before_the_fact(
    other: str, own: str, said: str, names: list[str], early: bool
) -> None:
    first = article("Nothing of it here.", "Star", other)
    later = article(LATE, "Courier", own)
    line = row(told(later, "The mayor resigned.", said, *names))
    assert find_gaps((first, later), (line,)).why(first.key, line) is (Gap.EARLIER if early else None)


def test_every_account_of_the_fact_must_be_later() -> None:
    first = article("Nothing of it here.", "Star", "2024-03-12")
    dated = article(LATE, "Courier", "2024-03-13")
    undated = {day: article(LATE, "Echo", day) for day in ("2024-03-12", "2024-03-13", "")}
    found = {}
    for day, other in undated.items():
        line = row(told(dated, said_on="2024-03-13"), told(other))
        found[day] = find_gaps((first, dated, other), (line,)).why(first.key, line)
    assert found == {"2024-03-12": None, "2024-03-13": Gap.EARLIER, "": None}


def test_a_text_newer_than_its_day_is_not_of_that_day() -> None:
    first = article(LATE, "Star", "2024-03-12")
    later = article(LATE, "Courier", "2024-03-13")
    line = row(told(later, said_on="2024-03-13"))
    updated = row(told(first, "The dam had cracks.", "2024-03-13"))
    assert find_gaps((first, later), (line,)).why(first.key, line) is Gap.EARLIER
    assert find_gaps((first, later), (line, updated)).why(first.key, line) is None


REPORT = "Word after word of a whole report stands here. " * 50
NOTICE = "A dam broke near the town, the council said. " * 4
TEXTS = [
    (NOTICE, "", False, Gap.SHORT),
    (NOTICE, "", True, Gap.CUT_OFF),
    (NOTICE + REPORT[:400], "", False, None),  # 107 words are short, but can be a report
    (REPORT, "summary of the report by Star", False, Gap.SUMMARY),
    (REPORT, "Excerpts from the Star’s live page", False, Gap.SUMMARY),
    (REPORT, "summer edition, with thanks", False, None),
    (REPORT, "", False, None),
    (REPORT, "", True, Gap.CUT_OFF),
]


@pytest.mark.parametrize(("text", "note", "cut_off", "gap"), TEXTS)
def test_what_a_text_may_lack(text: str, note: str, cut_off: bool, gap: Gap | None) -> None:
    star = replace(
        article(text, "Star"), note=note or None, extent=Extent.CUT_OFF if cut_off else Extent.FULL
    )
    others = tuple(article(REPORT + LATE + name, name) for name in ("Courier", "Echo"))
    line = row(claim(others[0], "The mayor resigned."))
    cells = compare(EventSummary("e", "The dam", (), ()), (*others, star), (line,)).rows[0].cells
    assert [cell.gap for cell in cells] == [None, None, gap]
    coverage = Coverage.NOT_AVAILABLE if gap else Coverage.NOT_MENTIONED
    assert [cell.coverage for cell in cells] == [Coverage.PRESENT, Coverage.NOT_MENTIONED, coverage]


def test_short_texts_among_themselves_are_whole() -> None:
    short = tuple(article(NOTICE + name, name) for name in ("Courier", "Echo", "Star"))
    assert find_gaps(short, ()).texts == {}
    assert find_gaps(short[:1], ()).texts == {}


def test_the_earlier_day_comes_before_what_the_text_lacks() -> None:
    first = replace(article("Nothing of it …", "Star", "2024-03-12"), extent=Extent.CUT_OFF)
    later = article(LATE, "Courier", "2024-03-13")
    line = row(told(later, said_on="2024-03-13"))
    other = row(told(later, "The dam had cracks."))
    found = find_gaps((first, later), (line, other))
    assert (found.why(first.key, line), found.why(first.key, other)) == (Gap.EARLIER, Gap.CUT_OFF)
