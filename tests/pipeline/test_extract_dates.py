"""Date expressions, what they mean, and the day a source spoke."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.pipeline import extract
from app.pipeline.extract.components import read_page
from app.pipeline.extract.dates import Dates, find_dates
from app.pipeline.extract.pipeline import read_doc
from app.pipeline.extract.reading import Page
from app.store import codec
from tests.making import article
from tests.pipeline import date_table

NLP = extract.load()
MONDAY = PartialDate(2016, 5, 2)
FLOOR, SAID_FLOOR = 0.93, 0.9


def page_of(text: str) -> Page:
    return read_page(read_doc(article(text), NLP))[0]


def test_share_of_dates_read_rightly() -> None:
    right, of = date_table.share_right()
    wrong = [
        line for row in (*date_table.DATES, *date_table.LATER) for line in date_table.date_failures(*row)
    ]
    wrong += [text for text in date_table.NO_DATES if date_table.found_dates(date_table.MON, text)]
    assert right >= FLOOR * of, "\n".join(wrong)


def test_share_of_days_of_speaking_read_rightly() -> None:
    right, of = date_table.said_share_right()
    wrong = [line for row in date_table.SAID for line in date_table.said_failures(*row)]
    assert right >= SAID_FLOOR * of, "\n".join(wrong)


def test_the_tables_are_as_long_as_they_claim() -> None:
    expressions = sum(row[1].count("[") for row in date_table.DATES)
    assert expressions >= 120
    assert sum(row[1].count("[") for row in date_table.LATER) >= 50
    assert len(date_table.NO_DATES) >= 30
    assert len(date_table.SAID) >= 40


ABSOLUTE = [
    (date_table.unmarked(marked)[1][0].of(date_table.unmarked(marked)[0]), meaning)
    for _, marked, meaning in (*date_table.DATES, *date_table.LATER)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", meaning) and meaning[:4] in marked and "/" not in marked
]


@pytest.mark.parametrize(("words", "meaning"), ABSOLUTE)
def test_dateparser_agrees_on_whole_dates(words: str, meaning: str) -> None:
    found = dateparser.parse(words, languages=["en"], settings={"DATE_ORDER": "DMY"})
    assert found
    assert found.date().isoformat() == meaning


@pytest.mark.parametrize("words", ["29-Apr-2016", "29/April/2016"])
def test_rare_forms_are_left_to_dateparser(words: str) -> None:
    page = page_of(f"It bears the date {words}.")
    (found,) = find_dates(page, (0, len(page)), MONDAY)
    assert (found.words, found.when) == (words, PartialDate(2016, 4, 29))


def test_tomorrow_in_a_quotation_counts_from_the_day_it_was_said() -> None:
    text = (
        "“The talks start tomorrow, not on Monday,” Anna Berg said Friday. Tom Hale said they start tomorrow."
    )
    quote, statement = extract.read_claims(article(text, published="2016-05-02"), NLP)
    assert [date.when for date in quote.dates] == [PartialDate(2016, 4, 30), PartialDate(2016, 5, 2)]
    assert [date.when for date in statement.dates] == [PartialDate(2016, 5, 3)]


def test_only_whole_expressions_of_the_range() -> None:
    page = page_of("It rained on Friday night and on April 29.")
    dates = Dates(page, MONDAY)
    assert [date.words for date in dates.within((0, len(page)))] == ["Friday night", "April 29"]
    assert [date.words for date in dates.within((0, 4))] == []
    assert [date.words for date in dates.within((5, len(page)))] == ["April 29"]


def test_a_month_whose_name_someone_bears_is_none() -> None:
    page = page_of("Theresa May left. The plan of May failed. It was drawn up on May 3 and in May 2015.")
    found = find_dates(page, (0, len(page)), MONDAY)
    assert [date.words for date in found] == ["May 3", "May 2015"]


def test_without_a_day_of_publication_nothing_is_counted_from_it() -> None:
    text = (
        "It rained yesterday, last week, on Sunday, in the last 10 days, last summer, two years ago, in June."
    )
    page = page_of(text)
    for published in (None, PartialDate(2016), PartialDate(month=5, day=2)):
        found = find_dates(page, (0, len(page)), published)
        assert len(found) == 7
        assert [date.when for date in found] == [None] * 6 + [PartialDate(month=6)]


@pytest.mark.parametrize("day", [PartialDate(1, 1, 1), PartialDate(9999, 12, 31)])
def test_the_ends_of_the_calendar_hold(day: PartialDate) -> None:
    text = " ".join(
        f"It fell {words}." for _, marked, _ in date_table.DATES for words in re.findall(r"\[(.*?)\]", marked)
    )
    page = page_of(text)
    assert find_dates(page, (0, len(page)), day)


def test_dates_come_back_from_the_store() -> None:
    page = page_of("It ran from Feb. 7 to 9, in the 1990s, at 9 a.m. on Monday, the same day, last spring.")
    found = find_dates(page, (0, len(page)), MONDAY)
    assert len(found) == 5
    assert codec.dates_in(codec.dates_out(found)) == found


VOCABULARY = (
    "Monday May 29 April , 2016 and to the last next 9 a.m. noon on of year ago two - / 9/11 late in “ ” "
    "will said spring fall week weekend quarter first 1990s ' s 29/04/2016 Theresa before after this"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
PUBLISHED = st.sampled_from([None, MONDAY, PartialDate(2016), PartialDate(month=2, day=29)])


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=25), PUBLISHED)
def test_any_words_give_dates_in_order_that_lie_in_the_text(
    words: list[str], day: PartialDate | None
) -> None:
    text = " ".join(words)
    page = page_of(text)
    found = find_dates(page, (0, len(page)), day)
    assert all(text[date.span.start : date.span.end].split() == date.words.split() for date in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


HOSTILE = [
    "Monday ",
    "last ",
    "9 a.m. ",
    "May 3 and ",
    "2016-",
    "two weeks ",
    "late on ",
    "will Monday ",
    "1990s, ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_bounded_on_hostile_words(piece: str) -> None:
    page = page_of(piece * 10_000)
    begun = time.perf_counter()
    find_dates(page, (0, len(page)), MONDAY)
    assert time.perf_counter() - begun < 5


def test_a_sentence_of_many_sources_and_days_is_bounded() -> None:
    page = page_of("Berg said Monday and " * 5_000)
    dates = Dates(page, MONDAY)
    begun = time.perf_counter()
    for cue in range(1, len(page), 4):
        dates.said_on((cue - 1, cue), (cue, cue + 1), (), (0, len(page)))
    assert time.perf_counter() - begun < 5
