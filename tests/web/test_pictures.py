"""Pictures: what is drawn where for small events, and what stays bounded for large ones."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from app.domain.article import Article
from app.domain.claim import ClaimKind
from app.domain.comparison import Comparison, EventSummary, Filters, Order, compare, labels
from app.domain.event import Row, Verdict
from app.web.comparison import comparison_page
from app.web.exports import to_html
from app.web.pictures import pictures
from app.web.pictures.citations import MAX_DRAWN, citations
from app.web.pictures.matrix import BESIDE, MAX_COLUMNS, Matrix, matrix
from app.web.pictures.names import cut, short_names
from app.web.pictures.timeline import MAX_LANES, MAX_NOTES, NAMED, timeline
from app.web.templates import filled
from tests.making import MADE, article, claim, row
from tests.web.invented import ADDER, EVENT_ID, VOSS, comparison
from tests.web.markup import Element, parsed


def event(articles: tuple[Article, ...], rows: tuple[Row, ...]) -> Comparison:
    names = labels(articles)
    return compare(EventSummary("e1", "Lamps", names, names), articles, rows)


def large(outlets: int, facts: int) -> Comparison:
    """So many outlets and facts: every third fact in two outlets, some quoted, said on days and in years."""
    texts = [
        " ".join(f"Fact {n} of the town’s lamps." for n in range(facts) if o in having(n, outlets))
        for o in range(outlets)
    ]
    papers = tuple(
        article(text or "None.", f"Evening Paper {chr(65 + o)}", f"2024-03-{10 + o % 4:02d}", f"{o}.txt")
        for o, text in enumerate(texts)
    )
    kinds = (ClaimKind.QUOTE, ClaimKind.STATEMENT, ClaimKind.NARRATED)
    said = ("2024-03-09", "2024-03-11", "", "1998")
    return event(
        papers,
        tuple(
            row(
                *(
                    claim(papers[o], f"Fact {n} of the town’s lamps.", kinds[n % 3], f"Speaker {n % 40}",
                          said[n % 4])
                    for o in having(n, outlets)
                ),
                verdict=Verdict.AGREE if n % 3 == 0 and outlets > 1 else Verdict.SINGLE,
            )
            for n in range(facts)
        ),
    )  # fmt: skip


def having(fact: int, outlets: int) -> list[int]:
    first = fact % outlets
    return sorted({first, (first + 1) % outlets}) if fact % 3 == 0 else [first]


def coverage(whole: Comparison, filters: Filters = Filters()) -> tuple[Matrix, Element]:  # noqa: B008
    page = comparison_page(whole, filters)
    return page.pictures.matrix, parsed(filled("events/comparison.html", page)).by_id("coverage")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["IANS", "RFE/RL"], ["IANS", "RFE/RL"]),
        (["Anadolu Agency", "World News Agency", "The New York Times"], ["AA", "WNA", "NYT"]),
        (["Evening Standard", "Eastern Star"], ["Evening…", "Eastern…"]),
        (["Frankfurter Allgemeine", "Allgemeinesblatt"], ["FA", "Allgeme…"]),
        (["Herald", "herald"], ["Herald", "herald 2"]),
        (["Radio" + "x" * 300, "Radio" + "x" * 299], ["Radioxx…", "Radioxx… 2"]),
        (["", "   "], ["?", "? 2"]),
        ([], []),
    ],
)
def test_short_names_are_distinct(names: list[str], expected: list[str]) -> None:
    found = short_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    if not names or not names[0].startswith("Radio"):
        assert list(found) == expected
    assert all(len(name) <= 16 for name in found)


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("a lamp", 10, "a lamp"),
        ("a  lamp\nfailed", 20, "a lamp failed"),
        ("the lamps failed again", 12, "the lamps …"),
        ("x" * 30, 10, "x" * 10 + " …"),
        ("", 5, ""),
    ],
)
def test_words_are_cut_between_words(words: str, room: int, expected: str) -> None:
    assert cut(words, room) == expected


def test_matrix_has_a_column_for_each_fact_and_says_it_in_words() -> None:
    whole = comparison()
    drawn, figure = coverage(whole)
    links = [link for link in figure.every("a") if link.attributes["href"].startswith("#r-")]
    assert [link.attributes["href"] for link in links] == [
        f"#r-{r.row.id}" for r in whole.filtered(Filters()).rows
    ]
    assert links[0].first("title").text.startswith("Row 1, conflict: The ferry Maren lost power")
    assert links[0].first("title").text.endswith("In Harbour Post, Coast Radio.")
    assert "three hours" not in links[0].first("title").text  # a conflict takes no side
    assert [outlet.short for outlet in drawn.outlets] == ["HP", "CR", "NW", "003_led…"]
    assert "Coast Radio has 6 of 13 facts: 1 quoted, 5 retold; 7 not available." in figure.words


def test_the_first_band_stands_by_itself_and_the_others_open_below() -> None:
    drawn, figure = coverage(large(5, 126))
    first, rest = figure.every("svg", "matrix")
    assert len(list(first.every("a"))) == len(drawn.bands[0].columns)
    assert len(list(rest.every("a"))) == drawn.more == 126 - len(drawn.bands[0].columns) > 0
    assert figure.first("details", "bands").first("summary").words == f"{drawn.more} more facts"


def test_matrix_marks_what_is_quoted_retold_and_not_available() -> None:
    band = matrix(comparison(), comparison().filtered(Filters())).bands[0]
    assert {shape.css for shape in band.shapes} == {"s-dots", "s-quoted", "s-told", "s-na"}
    assert [(label.words, label.css) for label in band.letters] == [("A", "on-open"), ("B", "on-open")]
    assert band.conflicts == (0,)
    assert [label.words for label in band.glyphs][:3] == ["≠", "~", "~"]


@pytest.mark.parametrize(
    ("states", "path"),
    [
        ("q", "m7 39h12v12h-12z"),
        ("s", "m7 39h12v12h-12z"),
        ("qq", "m7 39h12v12h-12zm26 0h12v12h-12z"),
    ],
)
def test_marks_stand_in_the_middle_of_their_columns(states: str, path: str) -> None:
    words = [f"Lamp {n} failed." for n in range(len(states))]
    star = article(" ".join(words), "Star")
    kind = {"q": ClaimKind.QUOTE, "s": ClaimKind.STATEMENT}
    whole = event((star,), tuple(row(claim(star, w, kind[s])) for w, s in zip(words, states, strict=True)))
    marks = [shape for shape in matrix(whole, whole).bands[0].shapes if shape.css != "s-dots"]
    assert [shape.path for shape in marks] == [path]


def test_what_filters_hide_is_faint_and_leads_to_the_page_that_shows_it() -> None:
    drawn, figure = coverage(comparison(), Filters(verdicts=(Verdict.CONFLICT,), order=Order.STORY))
    hidden = [column for band in drawn.bands for column in band.columns if column.hidden]
    assert len(hidden) == 12
    assert hidden[0].href == f"/events/{EVENT_ID}?order=story#r-bang"
    assert "1 of 13 facts pass the filters" in drawn.caption
    assert any(shape.css == "s-told faint" for shape in drawn.bands[0].shapes)
    assert "Harbour Post has 1 of 1 fact: " in figure.words


def test_the_address_a_hidden_row_leads_to_shows_it(client: TestClient) -> None:
    page = parsed(client.get(f"/events/{EVENT_ID}?verdict=conflict").text)
    links = [link.attributes["href"] for link in page.by_id("coverage").every("a")]
    address, _, anchor = next(link for link in links if link.startswith("/events/")).partition("#")
    assert parsed(client.get(address).text).by_id(anchor)


@pytest.mark.parametrize(
    ("outlets", "facts", "pitch", "bands", "wide"),
    [
        (1, 1, 26, 1, False),
        (1, 3, 26, 1, False),
        (5, BESIDE, 26, 1, False),
        (5, BESIDE + 1, 26, 1, True),
        (5, 126, 18, 2, True),
        (10, 150, 12, 2, True),
        (20, 400, 5, 2, True),
    ],
)
def test_columns_grow_narrower_and_then_stand_in_bands(
    outlets: int, facts: int, pitch: int, bands: int, wide: bool
) -> None:
    whole = large(outlets, facts)
    drawn, figure = coverage(whole)
    assert (drawn.size.pitch, len(drawn.bands), drawn.wide) == (pitch, bands, wide)
    assert sum(len(band.columns) for band in drawn.bands) == facts
    assert len([link for link in figure.every("a") if link.attributes["href"].startswith("#r-")]) == facts
    inside = drawn.width - drawn.left
    assert all(column.x + pitch <= inside for band in drawn.bands for column in band.columns)
    assert drawn.skip == (facts > 12)


def test_a_large_matrix_stays_small() -> None:
    whole = large(20, 400)
    for filters in (Filters(), Filters(verdicts=(Verdict.AGREE,), order=Order.STORY)):
        html = filled("events/comparison.html", comparison_page(whole, filters))
        svg = html[html.index('<svg class="matrix') :].partition("</svg>")[0]
        assert len(svg.encode()) <= 60_000


def test_facts_beyond_the_bound_are_told() -> None:
    whole = large(2, MAX_COLUMNS + 5)
    drawn = matrix(whole, whole)
    assert sum(len(band.columns) for band in drawn.bands) == MAX_COLUMNS
    assert drawn.caption == "The first 800 of 805 facts."


def test_hostile_names_and_words_are_words() -> None:
    star = article("<script>alert(1)</script> failed.", "<b>" * 100)
    whole = event((star,), (row(claim(star, star.text, ClaimKind.QUOTE, '"><svg onload=x>', "2024-03-12")),))
    page = comparison_page(whole, Filters())
    html = filled("events/comparison.html", page)
    parsed(html)
    assert "<script>alert" not in html
    assert "<svg onload" not in html


def test_timeline_has_a_column_a_day_with_its_facts_and_articles() -> None:
    drawn = timeline(comparison())
    assert drawn.title == "24 and 25 April 2022"
    assert [(bar.words, bar.facts) for bar in drawn.bars] == [("24 April", 4), ("25 April", 2)]
    conflict = next(note for note in drawn.notes if note.conflict)
    assert conflict.words == "three hours or five hours (row 1)"
    assert "7 facts have no date." in drawn.caption
    assert "2 articles do not give their day." in drawn.caption
    assert drawn.lines[0].words == "24 April 2022: 4 facts, 2 quoted."
    assert drawn.lines[0].rows[0].words == "conflict: three hours or five hours (row 1)"


def dated(*days: str, published: tuple[str, ...] = ("2016-05-02",)) -> Comparison:
    """An event with a fact of each day."""
    words = [f"Lamp {n} failed." for n in range(len(days))]
    papers = tuple(article(" ".join(words), f"Paper {n}", day) for n, day in enumerate(published))
    return event(
        papers,
        tuple(
            row(claim(papers[0], w, ClaimKind.STATEMENT, "Ann Lee", d))
            for w, d in zip(words, days, strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("days", "published", "bars"),
    [
        (("2016-05-01", "2016-05-01", "2016-05-02"), ("2016-05-02",), [("1 May", 2), ("2 May", 1)]),
        # A far one stands apart and squashes nothing.
        (("1998-01-05", *["2016-05-02"] * 3), ("2016-05-02",), [("Earlier", 1), ("2 May", 3)]),
        (("2031-01-05", *["2016-05-02"] * 3), ("2016-05-02",), [("2 May", 3), ("Later", 1)]),
        (("1998", *["2016-05-02"] * 3), ("2016-05-02",), [("Earlier", 1), ("2 May", 3)]),
        # Without a day of publication the facts' own days carry it.
        (("2016-05-01", "2016-05-02"), ("",), [("1 May", 1), ("2 May", 1)]),
        (("", ""), ("2016-05-02",), [("2 May", 0)]),
    ],
)
def test_far_days_stand_apart(
    days: tuple[str, ...], published: tuple[str, ...], bars: list[tuple[str, int]]
) -> None:
    drawn = timeline(dated(*days, published=published))
    assert [(bar.words, bar.facts) for bar in drawn.bars] == bars
    assert all(bar.broken == (bar.words in ("Earlier", "Later")) for bar in drawn.bars)


@pytest.mark.parametrize(
    ("published", "first", "number"),
    [
        (("2016-05-02", "2016-05-12"), "2 May", 11),
        (("2016-05-02", "2016-06-12"), "2 May", 6),  # weeks
        (("2016-05-02", "2017-03-12"), "May 2016", 11),
        (("2011-05-02", "2017-03-12"), "2011", 7),
        (("1911-05-02", "2017-03-12"), "1910", 11),
        (("0001-01-01", "9999-12-31"), "1", 10),
    ],
)
def test_columns_are_days_weeks_months_or_years(published: tuple[str, ...], first: str, number: int) -> None:
    drawn = timeline(dated("", published=published))
    assert (drawn.bars[0].words, len(drawn.bars)) == (first, number)


def test_vague_dates_are_told_not_placed() -> None:
    drawn = timeline(dated("2016-05", "2016", "2016-05-02"))
    assert sum(bar.facts for bar in drawn.bars) == 1
    assert "2 facts give only a month or a year." in drawn.caption
    assert "row 1 (May 2016)" in [link.words for line in drawn.lines for link in line.rows]


def test_an_event_without_any_date_says_so() -> None:
    drawn = timeline(dated("", published=("",)))
    assert not drawn.drawn
    assert drawn.caption == "1 fact has no date. 1 article does not give its day."
    assert drawn.lines[0].words == "Day of publication not given: Paper 0."


@pytest.mark.parametrize("published", [("2016-05-02",) * 8, ("2016-05-01", *("2016-05-02",) * 7)])
def test_names_of_articles_stay_in_the_picture(published: tuple[str, ...]) -> None:
    drawn = timeline(dated("2016-05-02", published=published))
    for note in (out.note for out in drawn.articles if out.note.words):
        width = 6.9 * len(note.words)
        start, end = (note.x - width, note.x) if note.ends else (note.x, note.x + width)
        assert start >= NAMED
        assert end <= drawn.width


def test_a_large_timeline_is_bounded_and_nothing_in_it_collides() -> None:
    drawn = timeline(large(20, 400))
    assert len(drawn.notes) <= MAX_NOTES
    assert len({article.y for article in drawn.articles}) <= MAX_LANES
    spots = [
        (note.y, note.x - 6.9 * len(note.words) if note.ends else note.x, note.words)
        for note in (*drawn.notes, *(out.note for out in drawn.articles))
    ]
    for y, start, words in spots:
        beside = [s for other, s, w in spots if other == y and (s, w) != (start, words)]
        assert all(s >= start + 6.9 * len(words) or s < start for s in beside)
    assert all(line.more.startswith("and ") for line in drawn.lines if len(line.rows) == 8)


def test_citations_count_facts_by_speaker_and_outlet() -> None:
    found = citations(comparison())
    assert found.drawn[0].name == str(VOSS.name)
    voss = found.drawn[0]
    assert [(count.quoted, count.told) for count in voss.counts] == [(1, 1), (1, 1), (1, 0), (0, 0)]
    assert voss.href == f"/events/{EVENT_ID}?speaker=Lena+Voss"
    assert voss.counts[0].href == f"/events/{EVENT_ID}?speaker=Lena+Voss&outlet=Harbour+Post"
    assert str(ADDER.name) in [speaker.name for speaker in found.drawn]
    assert found.caption.startswith("Counted in all 13 facts.")


def test_the_picture_of_citations_is_bounded_and_its_table_is_not() -> None:
    found = citations(large(20, 400))
    assert len(found.drawn) == MAX_DRAWN
    assert len(found.listed) == 40
    assert found.more == "28 more speakers are in the table."
    facts = [sum(count.facts for count in speaker.counts) for speaker in found.listed]
    assert facts == sorted(facts, reverse=True)


def test_pictures_count_what_the_filters_leave() -> None:
    whole = comparison()
    shown = whole.filtered(Filters(speakers=("Tom Reve",)))
    found = pictures(whole, shown)
    assert [speaker.name for speaker in found.citations.drawn] == ["Tom Reve"]
    assert found.citations.caption == "Counted in the 1 of 13 facts shown."
    assert "Drawn: 1 of 13 facts, as filtered." in found.timeline.caption


def test_an_event_without_facts_has_no_empty_picture() -> None:
    whole = event((article("Nothing.", "Star"),), ())
    page = comparison_page(whole, Filters())
    html = filled("events/comparison.html", page)
    parsed(html)
    assert 'id="coverage"' not in html
    assert "Who is cited by whom" not in html


def test_every_picture_has_its_text(client: TestClient) -> None:
    page = parsed(client.get(f"/events/{EVENT_ID}").text)
    for figure in page.every("figure", "pic"):
        assert figure.first("details", "as-text").first("summary").words.startswith("The same")
        svg = figure.first("svg")
        assert svg.attributes["aria-label"]
    assert "Lena Voss" in page.by_id("pictures").first("table").words


def test_pictures_in_a_file_lead_only_within_it() -> None:
    html = to_html(comparison(), MADE)
    page = parsed(html)
    ids = {element.attributes.get("id") for element in page.every()}
    links = [link for figure in page.every("figure", "pic") for link in figure.every("a")]
    assert links
    assert all(link.attributes["href"].removeprefix("#") in ids for link in links)


def test_pictures_follow_the_filters_without_a_new_page(client: TestClient) -> None:
    form = parsed(client.get(f"/events/{EVENT_ID}").text).by_id("filters").first("form")
    assert {"#coverage", "#pictures"} <= set(form.attributes["hx-select-oob"].split(","))


def test_no_style_stands_in_the_markup(client: TestClient) -> None:
    html = client.get(f"/events/{EVENT_ID}").text
    assert not re.search(r"<svg[^>]*\sstyle=|<(?:path|text|rect|g)[^>]*\sstyle=", html)


def test_a_year_ends_between_two_columns() -> None:
    drawn = timeline(dated("2016-12-31", "2017-01-01", published=("2016-12-31",)))
    assert [bar.words for bar in drawn.bars] == ["31 December", "1 January"]
