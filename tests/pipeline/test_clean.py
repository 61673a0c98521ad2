"""Cleaning: which line is what, what a text tells about itself, and that the text stays whole."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.article import Article, Basis, RawArticle, SegmentKind
from app.domain.dates import PartialDate
from app.domain.text import Span
from app.pipeline.clean import clean, infer_years, line_keys, repeated_lines
from app.pipeline.read import read

BODY, BOILERPLATE, HEADLINE = SegmentKind.BODY, SegmentKind.BOILERPLATE, SegmentKind.HEADLINE
REPORT = (
    "The two ministers met for a second day on Tuesday and spoke for more than three hours.",
    "“We are not there yet, but we have never been this close,” the host of the talks told reporters.",
    "A spokeswoman for the rebels said that her side would stay at the table until Friday.",
    "At least 40 people were killed in the north of the country last week, according to aid workers.",
)


def article(text: str, **given: object) -> Article:
    return clean(RawArticle("a.txt", text, "a.txt", **given))  # type: ignore[arg-type]


def around(*lines: str) -> str:
    """`lines` between two stretches of report."""
    return "\n\n".join([*REPORT[:2], *lines, *REPORT[2:]])


def below(*lines: str) -> str:
    return "\n\n".join([*REPORT, *lines])


def above(*lines: str) -> str:
    return "\n\n".join([*lines, *REPORT])


def kinds(found: Article) -> Iterator[tuple[str, SegmentKind]]:
    """Every line with its kind; a line that is cut, as a dateline's is, comes in two."""
    for segment in found.segments:
        for line in segment.span.of(found.text).splitlines():
            if line.strip():
                yield line.strip(), segment.kind


def kind_of(line: str, found: Article) -> SegmentKind:
    (kind,) = {kind for words, kind in kinds(found) if words == line.strip()}
    return kind


# --- boilerplate by its wording ---------------------------------------------------------------------------

FURNITURE = [
    "Skip to main content",
    "Town | County | River | Sport",
    "Morning Brief: the harbour in your inbox by six",
    "Would you like our best stories by email?",
    "We never pass on your address. You can leave at any time.",
    "Subscribers can listen to this article (5 minutes)",
    "Share this article",
    "Share this articleComments",
    "Share on Facebook Share on X Share via WhatsApp Email Print 1,204 shares",
    "Facebook Twitter Pinterest",
    "Close Button",
    "CLOSE",
    "Accessibility links",
    "Advertisement",
    "ADVERTISEMENT",
    "Story Continued Below",
    "Breaking News",
    "Find Us",
    "Click to comment",
    "To Top",
    "Sign in",
    "Subscribe",
    "• • •",
    "This website uses cookies.",
    "We and our partners use cookies to measure our audience and to improve what we show you.",
    "By continuing to use this site, you agree to our terms.",
    "Sign up for our morning newsletter",
    "Get the stories that matter delivered to your inbox. By signing up you accept our terms.",
    "You are nearly done: please check your inbox and confirm with one click.",
    "Thank you for subscribing!",
    "SEE ALSO: Talks may move to Vienna, diplomats say",
    "( PHOTOS: The talks in pictures)",
    "Read more: What the two sides want",
    "Talks may move to Vienna, diplomats say Read more",
    "Click here for more from the Herald.",
    "Follow us on Twitter @herald",
    "https://news.example/2016/05/02/talks",
    "2 hours ago",
    "Photo: Ann Lee/AFP",
    "Photo by Ann Lee for the Herald",
    "(AP Photo/Ann Lee)",
    "Getty Images",
    "Enlarge this image toggle caption Ann Lee/AP Ann Lee/AP",
    "16x9 Image",
    "Published on 02/05/2016",
    "Updated 5:03 pm EDT",
    "Last updated: May 2, 2016, 5:03 p.m.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_page_furniture_is_boilerplate_wherever_it_stands(line: str) -> None:
    for text in (around(line), below(line)):
        found = article(text)
        assert kind_of(line, found) is BOILERPLATE
        assert all(kind_of(report, found) is BODY for report in REPORT)


@pytest.mark.parametrize(
    "line",
    [
        "With reporting by Reuters, AP and AFP",
        "(Reporting by Ann Lee in Geneva; Editing by Jo Ek)",
        "Ann Lee contributed to this report.",
        "Contributing: Ann Lee, Jo Ek; Associated Press",
        "Copyright 2016 The Daily Herald. All rights reserved. This material may not be published.",
        "© 2016 Herald Media",
        "• Ann Lee is a columnist for the Herald.",
        "Ann Lee is the author of a book on the talks. Follow her on Twitter @annlee.",
        "RFE/RL journalists report the news in many languages and bring it to those who can't have it.",
        "About Euronews",
    ],
)
def test_the_foot_of_a_text_is_boilerplate(line: str) -> None:
    assert kind_of(line, article(below(line))) is BOILERPLATE


def test_everything_below_a_sign_off_that_is_no_report_is_boilerplate() -> None:
    found = article(below("With reporting by AP", "Geneva desk", "World", "Foreign ministers"))
    assert [kind for _, kind in kinds(found)][-4:] == [BOILERPLATE] * 4
    found = article(below("With reporting by AP", "Correction: The ministers met on Tuesday, not on Monday."))
    assert [kind for _, kind in kinds(found)][-2:] == [BOILERPLATE, BODY]


def test_a_list_of_links_lasts_until_report_returns() -> None:
    links = ("Talks may move to Vienna", "• Aid convoy reaches the north", "Who is who at the table?")
    found = article(below("You might also like", *links))
    assert [kind for _, kind in kinds(found)][-4:] == [BOILERPLATE] * 4
    found = article(around("More on this...", *links))
    assert [kind for _, kind in kinds(found)] == [BODY] * 2 + [BOILERPLATE] * 4 + [BODY] * 2


def test_a_menu_above_does_not_take_the_headline_with_it() -> None:
    found = article(above("Trending", "Syria", "Elections", "Ministers meet for second day of talks"))
    assert [kind for _, kind in kinds(found)][:4] == [BOILERPLATE, BOILERPLATE, BOILERPLATE, HEADLINE]
    assert found.title == "Ministers meet for second day of talks"


NEWS = [
    "Share prices fell by 3 percent after the talks had ended.",
    "More than 40 people were hurt, the ministry said.",
    "Advertisement spending rose by a tenth, the paper said.",
    "The site uses cookies to follow its readers, the regulator found on Monday.",
    "He said readers would find the newsletter in their inbox on Monday morning.",
    "Photos from the scene show burnt cars and broken windows, police said.",
    "Reporting from the scene, witnesses spoke of burnt cars.",
    "The blockade contributed to this crisis, the minister said.",
    "The names may not be published before the trial, the court said.",
    "A deal can be reached on Friday, both sides said.",
    "For more than an hour, guards would let nobody visit him.",
    "The minister is an editor and a former host of the show, her party said.",
    "We must support our troops, and we rely on the court to say so.",
    "By Monday morning, 40 people had been killed.",
    "“Sign up for the newsletter,” he told the crowd.",
    "“Please check your inbox and confirm with one click,” the note said.",
    "Next week the ministers meet again, and nobody knows where.",
    "Related cases are before the courts in Geneva and in Vienna.",
    "• Increased monitoring of the truce",
    "• No news from the north",
    "KERRY: We have some work to do.",
    "The minister, SÃ©golÃ¨ne Lee, said on Monday that she would sign whatever they agree on.",
    "Correction: An earlier version misstated the day of the talks.",
    "Read the agreement, said the envoy, and tell me where it says so.",
    "She said the talks had “a long way to go",
    "Truce holds as ministers meet, says envoy — Herald News (@herald) May 2, 2016",
]


@pytest.mark.parametrize("line", NEWS)
def test_news_is_body_though_it_sounds_like_furniture(line: str) -> None:
    assert kind_of(line, article(around(line))) is BODY
    assert kind_of(line, article(below(line))) is BODY


def test_scraps_of_html_and_posts_do_no_harm() -> None:
    scraps = (
        "</a>",
        "&mdash;",
        'Day of talks in #geneva</a> <a href=""></a>&mdash; Herald (@herald) May 2, 2016',
    )
    found = article(around(*scraps, "Truce holds, envoy says", "— Herald (@herald) May 2, 2016"))
    assert kind_of("Truce holds, envoy says", found) is BODY
    assert kind_of("— Herald (@herald) May 2, 2016", found) is BODY


def test_a_text_with_hard_line_breaks_is_read_by_paragraphs() -> None:
    wrapped = """Ministers meet for second day of talks

The two ministers met for a second day on Tuesday
and spoke for more than three hours in a hotel by
the lake. Share prices and the truce were on the
table, and so was the fate of those who are held
in the north. They want to
meet again on Friday, the host said, and both of
them want the talks to go on
More about it

Share this article
"""
    found = article(wrapped)
    assert found.title == "Ministers meet for second day of talks"
    assert {kind for words, kind in kinds(found) if words.startswith(("in the", "More", "them"))} == {BODY}
    assert kind_of("Share this article", found) is BOILERPLATE


# --- lines that recur -------------------------------------------------------------------------------------


def story(number: int, *lines: str) -> str:
    own = f"Report number {number} tells of something that happened in town {number} on Monday."
    return "\n\n".join(
        [own, *lines, f"And that is how report number {number} ended, as far as anybody knows."]
    )


def test_lines_that_recur_across_an_outlet_are_boilerplate() -> None:
    texts = [story(n, "Herald Online Edition", "From our Geneva desk") for n in range(3)] + [
        story(3),
        story(4),
    ]
    repeated = repeated_lines(texts)
    assert repeated == {"herald online edition", "from our geneva desk"}
    assert repeated <= line_keys(texts[0])
    found = clean(RawArticle("a", texts[0], "a"), repeated)
    assert kind_of("Herald Online Edition", found) is BOILERPLATE
    assert kind_of(f"{texts[0].splitlines()[0]}", found) is BODY


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([story(n, "Herald Online Edition") for n in range(2)], "two articles are too few"),
        (
            [story(n, "Herald Online Edition") for n in range(3)] + [story(n) for n in range(3, 30)],
            "three of thirty are too few",
        ),
        ([story(0, "Herald Online Edition")] * 8, "copies of one report count once"),
        (
            [story(n, "More than 250,000 people have been killed since the war began.") for n in range(9)],
            "background recurs and is news",
        ),
        ([story(n, f"Approve: {40 + n} percent") for n in range(9)], "what differs in numbers is data"),
        ([story(n, "“We have work to do”") for n in range(9)], "quotes are news"),
        ([story(n, "MODERATOR:") for n in range(9)], "labels of speakers are needed"),
        ([story(n, "x" * 201) for n in range(9)], "long lines never count"),
    ],
)
def test_lines_that_do_not_count_as_recurring(texts: list[str], why: str) -> None:
    assert repeated_lines(texts) == frozenset(), why


# --- headline, byline, captions, subheads -----------------------------------------------------------------


def test_the_head_of_a_page() -> None:
    found = article(
        above(
            "Breaking News",
            "World News",
            "Ministers meet for second day of talks",
            "Ministers meet for second day of talks",
            "By\u00a0 Ann Lee with\u00a0 Reuters",
            "Published on",
            "Share this articleComments",
            "The host of the talks (right) gestures next to a minister in Geneva on May 2",
            "The ministers have met for a second time and want to meet again",
        )
    )
    assert [kind.value for _, kind in kinds(found)][:9] == [
        "boilerplate",
        "boilerplate",
        "headline",
        "headline",
        "byline",
        "boilerplate",
        "boilerplate",
        "caption",
        "body",
    ]
    assert (found.title, found.title_basis) == ("Ministers meet for second day of talks", Basis.TEXT)
    assert found.byline == "Ann Lee with Reuters"
    assert found.outlet is None  # "with Reuters" does not make it Reuters'


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (above("Ministers meet for second day of talks"), "Ministers meet for second day of talks"),
        (above("Will They Meet Again?"), "Will They Meet Again?"),
        (above("Ministers Meet For Second Day Of Talks."), "Ministers Meet For Second Day Of Talks."),
        (above("OPINION", "Why the talks must not fail"), "Why the talks must not fail"),
        (above(), None),
        (above("Story highlights The ministers have met for a second day"), None),
        (above("The talks go on. Ministers meet again"), None),
        (above("Ann Lee", "USA TODAY"), None),
        ("Ministers meet for second day of talks", None),
    ],
)
def test_headlines(text: str, title: str | None) -> None:
    assert article(text).title == title


def test_the_outlet_s_own_name_above_the_report_is_boilerplate() -> None:
    raw = RawArticle(
        "a", f"THE HARBOUR POST\n\nFerry drifts off Port Ellis\n\n{REPORT}", "a", outlet="The Harbour Post"
    )
    article = clean(raw)
    assert [span.of(article.text).strip() for span in article.boilerplate] == ["THE HARBOUR POST"]


def test_a_title_given_is_found_in_the_text() -> None:
    found = article(above("World News", "Talks go on."), title="“Talks  go on”")
    assert kind_of("Talks go on.", found) is HEADLINE
    assert (found.title, found.title_basis) == ("“Talks  go on”", Basis.GIVEN)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("BY ANN LEE", "ANN LEE"),
        ("By: Ann Lee and Jo van der Ek, Herald", "Ann Lee and Jo van der Ek, Herald"),
        ("Written by Ann Lee Jr.", "Ann Lee Jr."),
        ("By Monday Morning", None),
        ("By the time they met, it was over.", None),
        ("By Far The Best Of Them.", None),
    ],
)
def test_bylines(line: str, names: str | None) -> None:
    assert article(above("Ministers meet for second day of talks", line)).byline == names


@pytest.mark.parametrize(
    "line",
    [
        "A minister arrives in Geneva for the talks - Photo from AP",
        "FILE PHOTO: Ministers shake hands in Geneva, Switzerland, May 2, 2016. REUTERS/Ann Lee",
        "Ministers at the table in Geneva. (AP Photo/Ann Lee)",
        "In this May 2 photo, ministers sit at the table in Geneva.",
        "Facebook Twitter Pinterest Ministers at the table. Photograph: Ann Lee/AFP/Getty Images",
        "The envoy, left, speaks to a minister in Geneva on Monday",
    ],
)
def test_captions(line: str) -> None:
    assert kind_of(line, article(around(line))) is SegmentKind.CAPTION


def test_subheads_are_no_claims_but_lists_are_body() -> None:
    found = article(around("What is happening on the ground?"))
    assert kind_of("What is happening on the ground?", found) is HEADLINE
    assert kind_of("Aleppo – the latest", article(around("Aleppo – the latest"))) is HEADLINE
    towns = ("Aleppo", "Homs", "Hama", "Idlib")
    found = article(around("These towns are meant:", *towns))
    assert {kind_of(town, found) for town in towns} == {BODY}


# --- datelines, outlets, dates ----------------------------------------------------------------------------

AGENCY_DATELINES = [
    ("(CNN) ", "CNN", None),
    ("PORT ELLIS, March 10 (Norvapress) – ", "Norvapress", "--03-10"),
    ("GENEVA (AA) – ", "Anadolu Agency", None),
    ("Geneva, May 2 (IANS) ", "IANS", "--05-02"),
    ("WASHINGTON (Reuters) - ", "Reuters", None),
    ("BEIJING, May 2 (Xinhua) -- ", "Xinhua", "--05-02"),
    ("MOSCOW, May 2. /TASS/. ", "TASS", "--05-02"),
    ("NEW DELHI (PTI): ", "PTI", None),
    ("(CNN) -- ", "CNN", None),
    ("Washington (CNN) ", "CNN", None),
    ("GENEVA, 2 May 2016 (WAM) -- ", "WAM", "2016-05-02"),
    ("GENEVA, May 2 (Reuters/AFP) - ", None, "--05-02"),
    ("ISTANBUL, May 2 (XYZ) — ", "XYZ", "--05-02"),
    ("GENEVA, Feb 30 (AP) — ", "Associated Press", None),
    ("LONDON, March 3 — ", None, "--03-03"),
    ("BEIRUT — ", None, None),
    ("TAMPA, Fla. — ", None, None),
    ("CLEVELAND/WASHINGTON (Reuters) - ", "Reuters", None),
]


@pytest.mark.parametrize(("words", "outlet", "date"), AGENCY_DATELINES)
def test_datelines_tell_agency_and_day(words: str, outlet: str | None, date: str | None) -> None:
    found = article("Ministers meet for second day\n\n" + words + "\n\n".join(REPORT))
    (dateline,) = [s.span.of(found.text) for s in found.segments if s.kind is SegmentKind.DATELINE]
    assert dateline == words
    assert (found.outlet, found.published and found.published.isoformat()) == (outlet, date)
    assert found.outlet_basis is (Basis.TEXT if outlet else Basis.MISSING)
    assert found.published_basis is (Basis.TEXT if date else Basis.MISSING)


@pytest.mark.parametrize(
    "words",
    [
        "KERRY: ",
        "John Kerry: ",
        "World Health Organization (WHO) officials and others: ",
        "Islamic State (ISIS) Fighters: ",
        "Associated Press (AP) President Ann Lee said: ",
        "Sen. Ann Lee (AP) ",
        "NATO — the alliance — said: ",
        "BREAKING — ",
        "On Monday — ",
        "Ann Lee, Jo Ek (Fox News) ",
    ],
)
def test_what_is_no_dateline(words: str) -> None:
    found = article(words + "\n\n".join(REPORT))
    assert all(segment.kind is not SegmentKind.DATELINE for segment in found.segments)
    assert found.outlet is None


def test_speakers_of_a_transcript_are_no_datelines() -> None:
    found = article("ANN LEE (CNN): " + "\n\nJO EK (CNN): ".join(REPORT))
    assert found.outlet is None


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (below("RFE/RL journalists report the news in many languages."), "RFE/RL"),
        (below("© 2016 Euronews"), "Euronews"),
        (below("Copyright © 2016 The Washington Times, LLC. Click here for reprints."), "Washington Times"),
        (below("About Euronews"), "Euronews"),
        (above("Ministers meet for second day", "By The Associated Press"), "Associated Press"),
        (above("Ministers meet for second day", "By Ann Lee", "USA TODAY"), "USA Today"),
        (below("With reporting by Reuters"), None),
        (above("A minister arrives in Geneva - Photo from AP"), None),
        (below("The deal is near, reports the Associated Press."), None),
        ("GENEVA (AP) — " + below("© 2016 Euronews"), None),
        (below("© 2016 Nobody We Know"), None),
    ],
)
def test_outlets_that_the_text_tells(text: str, outlet: str | None) -> None:
    assert article(text).outlet == outlet


def test_what_is_given_goes_before_what_the_text_tells() -> None:
    found = article(
        "By Ann Lee\n\nGENEVA, May 2 (AA) – " + "\n\n".join(REPORT),
        outlet="Herald",
        published=PartialDate(2016, 5, 3),
        byline="Jo Ek",
    )
    assert (found.outlet, found.outlet_basis, found.byline) == ("Herald", Basis.GIVEN, "Jo Ek")
    assert (found.published, found.published_basis) == (PartialDate(2016, 5, 3), Basis.GIVEN)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (above("Talks go on in Geneva", "Published on 13/05/2016"), "2016-05-13"),
        (above("Talks go on in Geneva", "Published: May 2, 2016 | Updated: May 3, 2016"), "2016-05-02"),
        (above("Talks go on in Geneva", "Monday, May 2, 2016"), "2016-05-02"),
        (above("Talks go on in Geneva", "Published on 02/05/2016"), None),
        (above("Talks go on in Geneva", "Updated 5:03 pm EDT"), None),
        (below("They met on May 1, 2016, and will meet again on May 3, 2016, the envoy said."), None),
    ],
)
def test_dates_of_publication_that_the_text_tells(text: str, date: str | None) -> None:
    published = article(text).published
    assert (published and published.isoformat()) == date


# --- years from the event's other articles ----------------------------------------------------------------

MAY_2 = PartialDate(month=5, day=2)


def dated(date: PartialDate | None, text: str = "") -> Article:
    return article(below(text) if text else below(), published=date)


@pytest.mark.parametrize(
    ("others", "year"),
    [
        ([dated(PartialDate(2016, 5, 2))], 2016),
        ([dated(PartialDate(2016, 5, 2)), dated(None, "It began in March 2011, on March 15, 2011.")], 2016),
        ([dated(PartialDate(2016, 5, 2)), dated(PartialDate(2015, 5, 2))], None),
        ([dated(None, "They met on May 1, 2016.")], 2016),
        ([dated(None, "They met on 1 May 2016."), dated(None, "It was decided on 2016-04-30.")], 2016),
        ([dated(None, "They met on May 1, 2016, and on May 1, 2015.")], None),
        ([dated(None, "It all began on Nov. 20, 2015.")], None),
        ([dated(None, "It began in 2011.")], None),
        ([dated(None), dated(MAY_2)], None),
        ([], None),
    ],
)
def test_a_year_is_taken_over_if_the_others_agree(others: list[Article], year: int | None) -> None:
    lacking = dated(MAY_2)
    for articles in ([lacking, *others], [*others, lacking]):
        done = infer_years(articles)[articles.index(lacking)]
        assert done.published == (MAY_2.with_year(year) if year else MAY_2)
        assert done.published_basis is (Basis.INFERRED if year else Basis.GIVEN)
        assert (done.key, done.segments) == (lacking.key, lacking.segments)


def test_years_are_not_guessed_over_the_turn_of_the_year_or_a_leap_day() -> None:
    others = [dated(PartialDate(2015, 12, 31))]
    new_year = dated(PartialDate(month=1, day=1))
    leap_day = dated(PartialDate(month=2, day=29))
    missing = dated(None)
    assert infer_years([new_year, leap_day, missing, *others]) == (new_year, leap_day, missing, *others)


# --- texts that are cut off -------------------------------------------------------------------------------

LONG = "The envoy said that the two sides would come back to the table on Friday"


SHORT_OF = "The envoy said on Monday that both sides had agreed to a pause around the city."
CUT = [
    f"{LONG}…",
    f"{LONG} [...]",
    "The envoy, meanwhile…",
    "(Photo: Ann Lee, The Her… [+1234 chars]",
    f"{SHORT_OF} […]",
    f"{LONG} ... [+1234 chars]",
    f"{SHORT_OF} [+1,234 chars]",
    f"{LONG} … (continued)",
    f"{LONG}... Read more »",
    f"{LONG}... Read full article",
    f"{SHORT_OF} Read the full story at herald.example",
    f"{LONG} and to the",
    f"{LONG}, the",
    f"{LONG};",
    f"{LONG}, Mr.",
    f"{LONG} because",
    f"{SHORT_OF} The",
    f"{SHORT_OF} He also",
    f"{LONG} (the ministers of both",
    f"{LONG}, adding: “Nobody can say when",
    "Continue reading",
    "Continue reading at The Herald",
    "Keep reading with a free trial",
    "Read the full story",
    "Read full article on The Herald »",
    "Click here to read the full story",
    "Read the rest here.",
    "To read more, subscribe",
    "Subscribe now to read the rest",
    "Log in to keep reading",
    "Become a member to read this story",
    "You have reached your limit of free articles.",
    "This article is for subscribers only.",
    "This is a preview of subscription content",
    "The full version of this article is available to subscribers",
]
NOT_CUT = [
    LONG,  # a full stop that is missing is no evidence
    f"{LONG}, he said",
    f"{LONG} and more",
    f"{LONG}, adding: “Nobody can say when.“",  # the wrong mark closes the quotation
    f"{LONG} with doctors of the WHO",
    f"{LONG} and nothing came of Plan A",
    "I am out of words after such a month for the town, so I will leave you with this",
    "• More monitoring of the truce and of the",
    "Truce of the",
    "Ten walks along the coast…\n\nWhy the new harbour…",  # titles of other reports, cut to fit
    "A minister arrives in Geneva for the talks of the two - Photo from AP",
    "Read the full report here:",
    "The full report can be found on the council’s website.",
    f"{SHORT_OF} Read more here.",
    "Read More",  # stands under whole articles too
    "Advertisement Continue reading the main story",
    "Read or Share this story: http://herald.example/x",
    "Click here for reprint permission.",
    "Already a subscriber? Log in",
    "You have 3 free articles remaining",
    "To read more columns like this, go to the opinion page or sign up for our newsletter.",
    "Sign up to get an email when she publishes a new story.",
    "Subscribe here to get the podcast each week",
    "The post Truce holds appeared first on The Herald.",
]


@pytest.mark.parametrize("last", CUT)
def test_texts_that_end_too_early(last: str) -> None:
    assert article(below(last)).cut_off


@pytest.mark.parametrize("last", NOT_CUT)
def test_texts_that_end_as_they_should(last: str) -> None:
    assert not article(below(last)).cut_off


def test_what_stands_below_the_report_does_not_end_it() -> None:
    assert not article(below()).cut_off
    assert not article(below("Sign up for our newsletter", "Copyright 2016 The Herald and the")).cut_off
    assert article(below("Continue reading", "Share this article", "Copyright 2016 The Herald")).cut_off


# --- properties -------------------------------------------------------------------------------------------

LINES = [
    *FURNITURE,
    *NEWS,
    *REPORT,
    *(f"{words}{REPORT[0]}" for words, _, _ in AGENCY_DATELINES),
    "You might also like",
    "Related",
    "World News",
    "By Ann Lee",
    "Ann Lee",
    "Reuters",
    "USA TODAY",
    "Ministers meet for second day of talks",
    "Ministers Meet For Second Day Of Talks",
    "What is happening on the ground?",
    "With reporting by Reuters",
    "© 2016 Euronews",
    "Ann Lee is a columnist for the Herald.",
    "The host of the talks (right) gestures next to a minister in Geneva on May 2",
    "A minister arrives in Geneva for the talks",
    "Aleppo",
]
BREAKS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\u2028", "\f", "\n \u00a0\n", "\x85"]
pages = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(BREAKS)), max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
any_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300) | st.text(
    'aA.:-—–"“ \u00a0\n\r\f\v\u2028\ufeff()/•@©19,', max_size=200
)


def whole(found: Article) -> bool:
    ends = [0, *(segment.span.end for segment in found.segments)]
    starts = [*(segment.span.start for segment in found.segments), len(found.text)]
    return ends == starts and all(len(segment.span) for segment in found.segments)


@given(any_text | pages)
def test_segments_partition_any_text(text: str) -> None:
    found = article(text)
    assert whole(found)
    assert found == article(text)


@given(pages)
@settings(max_examples=250)
def test_cleaning_what_cleaning_left_marks_nothing_new(text: str) -> None:
    found = article(text)
    rest = "".join(s.span.of(text) for s in found.segments if s.kind is not BOILERPLATE)
    assert article(rest).boilerplate == ()


@given(any_text, st.frozensets(st.text(max_size=5), max_size=3))
@settings(max_examples=30)
def test_repeated_lines_take_any_text(text: str, repeated: frozenset[str]) -> None:
    assert repeated_lines([text, text, text]) == frozenset()
    assert whole(clean(RawArticle("a", text, "a"), repeated | line_keys(text)))


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(REPORT) * 3500,  # 200,000 words
        "word " * 200_000,
        "Kerry Says Talks Go On\n" * 15_000,
        "Related\nKerry Says Talks Go On\n" * 8_000,
        ("Share " * 33 + "q\n") * 3_000,
        ("By " + "Ann Lee and " * 12 + "\n") * 5_000,
        ("photo by " + "A/ " * 90 + "!\n") * 2_000,
        ("(" * 300 + "\n") * 2_000,
        ("May 2, " * 60 + "x\n") * 1_000,
        "\n" * 1_000_000,
        '"“' * 500_000,
    ],
    ids=lambda text: text[:24],
)
def test_any_text_is_cleaned_in_bounded_time(text: str) -> None:
    started = time.process_time()
    assert whole(article(text))
    assert time.process_time() - started < 10


# --- real articles ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Article]:
    raws = (raw for raw in read([shared / "seeds"]) if isinstance(raw, RawArticle))
    return {raw.source_name: clean(raw) for raw in raws}


@pytest.mark.shared
def test_seeds_boilerplate_is_marked_and_no_claim_lies_in_it(shared: Path, seeds: dict[str, Article]) -> None:
    gold = json.loads((shared / "gold/seeds.json").read_text("utf-8"))
    for name, entry in gold["articles"].items():
        found = seeds[entry["file"]]
        for line in gold["boilerplate"].get(name, []):
            places = re.finditer(r"\s+".join(map(re.escape, line.split())), found.text)
            spans = [Span(*place.span()) for place in places]
            assert spans
            assert all(any(marked.covers(span) for marked in found.boilerplate) for span in spans), line
    for mention in (mention for row in gold["rows"] for mention in row["mentions"]):
        found = seeds[gold["articles"][mention["article"]]["file"]]
        span = Span(mention["start"], mention["end"])
        assert {s.kind for s in found.segments if s.span.overlap(span)} == {BODY}, mention["text"]


@pytest.mark.shared
def test_seeds_tell_their_outlets_and_the_year(seeds: dict[str, Article]) -> None:
    assert [found.outlet for found in seeds.values()] == ["IANS", "Anadolu Agency", "RFE/RL", None, None]
    first = infer_years(list(seeds.values()))[0]
    assert (first.published, first.published_basis) == (PartialDate(2016, 5, 2), Basis.INFERRED)
    assert not any(found.cut_off for found in seeds.values())


@pytest.mark.shared
def test_basil_claims_lie_in_no_boilerplate(shared: Path) -> None:
    raws = (raw for raw in read([shared / "corpora/basil"]) if isinstance(raw, RawArticle))
    found = {raw.source_name: clean(raw) for raw in raws}
    for path in sorted((shared / "gold").glob("basil-*.json")):
        gold = json.loads(path.read_text("utf-8"))
        for mention in (mention for row in gold["rows"] for mention in row["mentions"]):
            one = found[gold["articles"][mention["article"]]["id"]]
            span = Span(mention["start"], mention["end"])
            if span.of(one.text) == mention["text"]:  # the corpus has several articles with the id "empty"
                assert not any(marked.overlap(span) for marked in one.boilerplate), mention["text"]


@pytest.mark.shared
def test_polnear_attributions_lie_in_no_boilerplate(shared: Path) -> None:
    lost = total = 0
    with gzip.open(shared / "corpora/polnear/dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            found = article(record["text"])
            for attribution in record["attributions"]:
                spans = [Span(*span) for span in attribution["content"]]
                total += 1
                lost += any(marked.overlap(span) for span in spans for marked in found.boilerplate)
    assert total > 2000
    assert lost / total < 0.005
