"""Figures and dates."""

from __future__ import annotations

import pytest
from spacy.language import Language

from app.domain.dates import PartialDate
from app.domain.figure import Comparator
from app.pipeline import extract
from app.pipeline.extract.components import read_page
from app.pipeline.extract.dates import find_dates
from app.pipeline.extract.figures import find_figures
from app.pipeline.extract.pipeline import read_doc
from app.pipeline.extract.reading import Page
from tests.making import article

EXACTLY, MORE, FEWER, ABOUT = Comparator.EXACTLY, Comparator.MORE, Comparator.FEWER, Comparator.ABOUT


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extract.load()


def page_of(text: str, nlp: Language) -> Page:
    return read_page(read_doc(article(text), nlp))[0]


# text; words, low, high, comparator, unit, counted
FIGURES = [
    ("250 civilians died.", ("250", 250, 250, EXACTLY, None, "civilians")),
    ("More than 250,000 people fled.", ("250,000", 250000, 250000, MORE, None, "people")),
    ("At least 40 were wounded.", ("40", 40, 40, MORE, None, None)),
    ("Nearly 3.5 million voters came.", ("3.5 million", 3.5e6, 3.5e6, FEWER, None, "voters")),
    ("Some 300 Syrian refugees came.", ("300", 300, 300, ABOUT, None, "refugees")),
    ("As many as 12 trains stopped.", ("12", 12, 12, FEWER, None, "trains")),
    ("Fewer than ten trains ran.", ("ten", 10, 10, FEWER, None, "trains")),
    ("Several hundred civilians fled.", ("Several hundred", 200, 900, ABOUT, None, "civilians")),
    ("Hundreds of people fled.", ("Hundreds", 200, 900, ABOUT, None, "people")),
    ("Tens of thousands of people fled.", ("Tens of thousands", 20000, 90000, ABOUT, None, "people")),
    ("At least one dozen raids followed.", ("one dozen", 12, 12, MORE, None, "raids")),
    ("Twenty-five boats sank.", ("Twenty-five", 25, 25, EXACTLY, None, "boats")),
    ("It cost $1.5 million.", ("$1.5 million", 1.5e6, 1.5e6, EXACTLY, "USD", None)),
    ("It cost £2bn.", ("£2bn", 2e9, 2e9, EXACTLY, "GBP", None)),
    ("It cost 30 euros.", ("30", 30, 30, EXACTLY, "EUR", None)),
    ("Turnout was 40 percent.", ("40", 40, 40, EXACTLY, "percent", None)),
    ("He won 9.4% of the votes.", ("9.4", 9.4, 9.4, EXACTLY, "percent", "votes")),
    ("A third of the boats sank.", ("A third", 1 / 3, 1 / 3, EXACTLY, "share", "boats")),
    ("Two-thirds of the boats sank.", ("Two-thirds", 2 / 3, 2 / 3, EXACTLY, "share", "boats")),
    ("It lasted 48 hours.", ("48", 48, 48, EXACTLY, "hour", None)),
    ("It was held for another 24 hours.", ("24", 24, 24, EXACTLY, "hour", None)),
    ("A 24-hour truce began.", ("24", 24, 24, EXACTLY, "hour", None)),
    ("It lies 360 kilometers north.", ("360", 360, 360, EXACTLY, "km", None)),
    ("He got 46 to 57 months.", ("46 to 57", 46, 57, EXACTLY, "month", None)),
    ("Between 3 and 5 people fell.", ("3 and 5", 3, 5, EXACTLY, None, "people")),
    ("It takes 5 to 7 million voters.", ("5 to 7 million", 5e6, 7e6, EXACTLY, None, "voters")),
    ("Six dead were found.", ("Six", 6, 6, EXACTLY, None, "dead")),
    ("About 250 reportedly killed in floods.", ("250", 250, 250, ABOUT, None, "killed")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figure(nlp: Language, text: str, expected: tuple[object, ...]) -> None:
    page = page_of(text, nlp)
    (figure,) = find_figures(page, (0, len(page)))
    assert figure.words == expected[0]
    assert (figure.low, figure.high) == pytest.approx(expected[1:3])
    assert (figure.comparator, figure.unit, figure.counted) == expected[3:]
    assert figure.span.of(text) == figure.words


NO_FIGURES = [
    "It began in 2011.",
    "On May 2 it rained.",
    "On 27 February 2016 it rained.",
    "It ends at 0100 local time.",
    "It ends at 7 p.m. today.",
    "It ends at 10:30 today.",
    "UN Resolution 2254 calls for calm.",
    "An F-16 flew over the town.",
    "The 3rd train left.",
    "One of them left.",
    "We zero in on it.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_no_figure(nlp: Language, text: str) -> None:
    page = page_of(text, nlp)
    assert find_figures(page, (0, len(page))) == ()


# Monday, 2 May 2016; text; words, when, until
DATES = [
    ("It rained on May 1.", "May 1", "2016-05-01", None),
    ("It rained late on April 29.", "late on April 29", "2016-04-29", None),
    ("It rained on 27 February.", "27 February", "2016-02-27", None),
    ("It rained on Feb. 27, 2015.", "Feb. 27, 2015", "2015-02-27", None),
    ("It rained on December 30.", "December 30", "2015-12-30", None),
    ("It rained in February.", "February", "2016-02", None),
    ("It rained in November.", "November", "2015-11", None),
    ("It rained in early 2011.", "early 2011", "2011", None),
    ("It rained on Sunday.", "Sunday", "2016-05-01", None),
    ("It rained on Monday.", "Monday", "2016-05-02", None),
    ("It rained last Monday.", "last Monday", "2016-04-25", None),
    ("It rained last Thursday.", "last Thursday", "2016-04-28", None),
    ("It will rain on Wednesday.", "Wednesday", "2016-05-04", None),
    ("It rains next Friday.", "next Friday", "2016-05-06", None),
    ("It rained yesterday.", "yesterday", "2016-05-01", None),
    ("It rains tomorrow.", "tomorrow", "2016-05-03", None),
    ("It rained over the last 10 days.", "last 10 days", "2016-04-22", "2016-05-02"),
    ("It rained three days ago.", "three days ago", "2016-04-29", None),
    ("It rained last week.", "last week", "2016-04-25", "2016-05-01"),
    ("It rained last month.", "last month", "2016-04", None),
    ("It rained last year.", "last year", "2015", None),
]


@pytest.mark.parametrize(("text", "words", "when", "until"), DATES)
def test_date(nlp: Language, text: str, words: str, when: str, until: str | None) -> None:
    page = page_of(text, nlp)
    (found,) = find_dates(page, (0, len(page)), PartialDate(2016, 5, 2))
    assert found.words == words == found.span.of(text)
    assert found.when
    assert found.when.isoformat() == when
    assert (found.until and found.until.isoformat()) == until


def test_without_a_publication_day_dates_stay_partial(nlp: Language) -> None:
    page = page_of("It rained on May 1 and on Sunday.", nlp)
    for published in (None, PartialDate(month=5, day=2)):
        month_day, weekday = find_dates(page, (0, len(page)), published)
        assert month_day.when == PartialDate(month=5, day=1)
        assert weekday.when is None


NO_DATES = [
    "They may come.",
    "We march on.",
    "It was 45 miles.",
    "On June 31 it rained.",
    "He is 2011 metres up.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(nlp: Language, text: str) -> None:
    page = page_of(text, nlp)
    assert find_dates(page, (0, len(page)), PartialDate(2016, 5, 2)) == ()
