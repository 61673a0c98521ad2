"""What an opened row tells, in a reader's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Comparison, ComparisonRow
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Judgement, QuoteNote, QuoteRelation, Row, Side, Verdict
from app.domain.figure import Comparator, Figure
from app.domain.speaker import UNRESOLVED, Speaker
from app.domain.text import Span
from app.web.comparison import comparison_page
from app.web.comparison.accounts import MAX_MARKED, NEAR, Excerpt
from app.web.comparison.details import Details, details, reason
from app.web.comparison.measures import Measures, number
from app.web.comparison.versions import MAX_NOTES
from app.web.opened import MAX_OPEN, opened_rows
from tests.making import article, claim, row
from tests.web.invented import EVENT_ID, ROWS, comparison
from tests.web.markup import parsed

STAR = article("She said the dam held. It broke.", "Star")
POST = article("The mayor said the dam held. It broke at noon.", "Post")
ECHO = article("The dam broke, a crewman said.", "Echo")
COLUMNS = (STAR, POST, ECHO)


def opened(*claims: Claim, judgement: Judgement, columns: tuple[Article, ...] = COLUMNS) -> Details:
    line = replace(row(*claims), judgement=judgement)
    whole = comparison(columns, (line,))
    return details_of(whole)


def details_of(whole: Comparison) -> Details:
    """The details of its first row."""
    articles = {column.key: column for column in whole.columns}
    return details(whole.rows[0], articles, whole.event.id)


def first_row(line: Row, columns: tuple[Article, ...] = COLUMNS) -> ComparisonRow:
    return comparison(columns, (line,)).rows[0]


def with_source(told: Claim, words: str, text: str) -> Claim:
    start = text.index(words)
    return replace(told, source=Span(start, start + len(words)))


STAR_SAID = with_source(claim(STAR, "the dam held", ClaimKind.STATEMENT, "Ann Lee"), "She", STAR.text)
POST_SAID = with_source(claim(POST, "the dam held", ClaimKind.STATEMENT, "Ann Lee"), "The mayor", POST.text)
STAR_OWN, POST_OWN = claim(STAR, "It broke"), claim(POST, "It broke at noon")
ECHO_SAID = replace(
    with_source(claim(ECHO, "The dam broke", ClaimKind.STATEMENT), "a crewman", ECHO.text), speaker=UNRESOLVED
)
AGREE = Judgement(Verdict.AGREE)


def told(shown: Details) -> list[tuple[str, int, list[str]]]:
    """Outlet, paragraph, and whom it cites: as printed, who that is, what is open."""
    return [
        (a.label, a.paragraph, [" | ".join((s.printed, s.name, s.open)) for s in a.sources])
        for a in shown.accounts
    ]


AMBIGUOUS = replace(ECHO_SAID, speaker=Speaker.ambiguous("Ann Lee", "Bo Ray"))


@pytest.mark.parametrize(
    ("claims", "cited"),
    [
        ((STAR_SAID, POST_SAID), {"Star": "She | Ann Lee | ", "Post": "The mayor | Ann Lee | "}),
        ((STAR_OWN, POST_SAID), {"Star": " |  | ", "Post": "The mayor | Ann Lee | "}),
        ((STAR_SAID, STAR_OWN), {"Star": "She | Ann Lee | "}),
        ((ECHO_SAID,), {"Echo": "a crewman |  | source not identified"}),
        ((AMBIGUOUS,), {"Echo": "a crewman |  | Ann Lee or Bo Ray?"}),
        ((replace(POST_SAID, source=None),), {"Post": " | Ann Lee | "}),
        ((replace(POST_SAID, speaker=Speaker.resolved("the mayor")),), {"Post": "The mayor |  | "}),
    ],
)
def test_whom_each_account_cites(claims: tuple[Claim, ...], cited: dict[str, str]) -> None:
    shown = opened(*claims, judgement=AGREE)
    assert {label: sources for label, _, [sources] in told(shown)} == cited


def test_an_account_is_a_paragraph_and_claims_in_it_are_shown_once() -> None:
    text = "Rain.\nThe dam held, she said, but it was old.\nIt broke at 9.\n"
    paper = article(text, "Paper")
    claims = (claim(paper, "The dam held"), claim(paper, "it was old"), claim(paper, "It broke at 9"))
    shown = opened(*claims, judgement=AGREE, columns=(paper,))
    assert [(a.label, a.paragraph, a.href) for a in shown.accounts] == [
        ("Paper", 2, f"/articles/{paper.key}#c-{claims[0].id}"),
        ("Paper", 3, f"/articles/{paper.key}#c-{claims[2].id}"),
    ]
    assert shown.accounts[0].words == (
        Excerpt("The dam held", ClaimKind.NARRATED),
        Excerpt(", she said, but "),
        Excerpt("it was old", ClaimKind.NARRATED),
        Excerpt("."),
    )


def words_of(pieces: tuple[Excerpt, ...]) -> str:
    return "".join(
        f"[{piece.words}]" if piece.kind else piece.words if piece.words else "…" for piece in pieces
    )


ONE, TWO = "a " * (NEAR - 1), "b " * (NEAR + 1)
LONG = " ".join(f"w{place}" for place in range(2 * MAX_MARKED))


@pytest.mark.parametrize(
    ("text", "marked", "shown"),
    [
        ("x it broke y", ["it broke"], "x [it broke] y"),
        (ONE + "it broke " + ONE, ["it broke"], ONE + "[it broke] " + ONE.strip()),
        (TWO + "it broke " + TWO, ["it broke"], "…" + "b " * NEAR + "[it broke] " + "b " * NEAR + "…"),
        (
            "it broke " + TWO + TWO + "at 9",
            ["it broke", "at 9"],
            "[it broke] " + "b " * NEAR + "…" + "b " * NEAR + "[at 9]",
        ),
        ("it broke at 9", ["it broke at", "broke at 9"], "[it broke at 9]"),
        ("it broke\nat 9", ["it broke\nat 9"], "[it broke]"),
    ],
)
def test_a_paragraph_is_cut_to_what_stands_near_its_claims(text: str, marked: list[str], shown: str) -> None:
    paper = article(text, "Paper")
    found = opened(*(claim(paper, words) for words in marked), judgement=AGREE, columns=(paper,))
    assert words_of(found.accounts[0].words) == shown


def test_a_very_long_claim_is_cut_within_and_so_are_words_without_spaces() -> None:
    paper, dense = article(LONG, "Paper"), article("字" * 5_000 + "它断了" + "字" * 5_000, "Dense")
    found = opened(
        claim(paper, LONG), claim(dense, "它断了"), judgement=AGREE, columns=(paper, dense)
    ).accounts
    assert [len(piece.words.split()) for piece in found[0].words] == [MAX_MARKED // 2, 0, MAX_MARKED // 2]
    assert [piece.words == "" for piece in found[1].words] == [True, False, False, False, True]
    assert sum(len(piece.words) for piece in found[1].words) < 2_000


def with_figure(told: Claim, words: str, low: float, **more: Any) -> Claim:
    start = told.span.start + told.text.index(words)
    figure = Figure(Span(start, start + len(words)), words, low, more.pop("high", low), **more)
    return replace(told, figures=(*told.figures, figure))


def lines(table: Measures) -> list[tuple[str, ...]]:
    return [
        (outlet, *(f"{m.printed}{'!' if m.at_issue else ''} = {m.read} {m.unit}".strip() for m in measures))
        for outlet, measures in table.outlets
    ]


FLOOD = article("Over 40 people in 3 towns fled for 24 hours.", "Flood")
FLEE = article("Some 30 to 50 people fled for 48 hours.", "Flee")
FLED = with_figure(
    with_figure(claim(FLOOD, FLOOD.text), "40", 40, comparator=Comparator.MORE, counted="people"),
    "24",
    24,
    unit="hour",
)
FLED_TOO = with_figure(
    with_figure(claim(FLEE, FLEE.text), "30 to 50", 30, high=50, comparator=Comparator.ABOUT),
    "48",
    48,
    unit="hour",
)


def test_figures_stand_side_by_side_as_printed_and_as_read() -> None:
    shown = opened(FLED, FLED_TOO, judgement=AGREE, columns=(FLOOD, FLEE)).measures
    assert lines(shown) == [
        ("Flood", "40 = more than 40", "24 = 24 hour"),
        ("Flee", "30 to 50 = about 30 to 50", "48 = 48 hour"),
    ]
    assert (shown.units, shown.counted, shown.periods) == (True, True, False)


def test_where_figures_are_at_issue_only_those_of_their_unit_are_told() -> None:
    sides = (Side("24", (FLED.id,)), Side("48", (FLED_TOO.id,)))
    judgement = Judgement(Verdict.CONFLICT, sides=sides)
    bare = claim(STAR, "It broke")
    found = opened(FLED, FLED_TOO, bare, judgement=judgement, columns=(FLOOD, FLEE, STAR))
    assert lines(found.measures) == [("Flood", "24! = 24 hour"), ("Flee", "48! = 48 hour"), ("Star",)]
    assert found.values == ()  # the table says it


def test_there_is_no_table_without_figures_or_for_one_outlet() -> None:
    assert opened(STAR_OWN, POST_OWN, judgement=AGREE).measures.outlets == ()
    assert opened(FLED, judgement=AGREE, columns=(FLOOD,)).measures.outlets == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1_200_000.0, "1,200,000"),
        (0.25, "0.25"),
        (1 / 3, "0.333"),
        (-2.5, "-2.5"),
        (0.0001, "0.0001"),
        (0, "0"),
    ],
)
def test_numbers_in_figures(value: float, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("same speaker", "They cite the same speaker."),
        ("12 words in a row: “the dam held”", "12 words in a row: “the dam held”"),
        ("in common: dam, mayor", "Words in common: dam, mayor."),
        ("both 24 hours", "Both have 24 hours."),
        ("all 5%", "All have 5%."),
        ("a reason of a later version, 5%", "a reason of a later version, 5%"),
    ],
)
def test_why_in_a_readers_words(phrase: str, sentence: str) -> None:
    assert reason(phrase) == sentence


def test_how_sure_we_are_is_said_where_somebody_worked_it_out() -> None:
    for confidence, claims, words in (
        (1.0, (STAR_OWN, POST_OWN), ""),
        (0.874, (STAR_OWN, POST_OWN), "Lined up with confidence 0.87 of 1."),
        (0.3, (STAR_OWN,), "Read with confidence 0.30 of 1."),
    ):
        whole = comparison(COLUMNS, (replace(row(*claims), confidence=confidence),))
        assert details_of(whole).sureness == words


@pytest.mark.parametrize(
    ("relation", "values", "told"),
    [
        (QuoteRelation.IDENTICAL, ("it held", None), "The same in Star: “it held”"),
        (QuoteRelation.PART, ("we knew it held", "it held"), "Only part of it in Post: “it held”"),
        (
            QuoteRelation.CHANGED,
            ("it held", "it broke"),
            "Other words: “it held” in Star; “it broke” in Post",
        ),
        (QuoteRelation.MINOR, ("it’s", "it is"), "A small difference: “it’s” in Star; “it is” in Post"),
        (QuoteRelation.MINOR, ("", "the"), "In Post, not in Star: “the”"),
        (QuoteRelation.LEFT_OUT, ("long", ""), "In Star, not in Post: “long”"),
        (QuoteRelation.CUT_SHORT, ("", "for now"), "Cut short in Star, without “for now”"),
        (QuoteRelation.ADDED, ("", "the dam"), "Added in brackets in Post: “the dam”"),
        (QuoteRelation.MASKED, ("d---", "damn"), "Letters masked: “d---” in Star; “damn” in Post"),
        (QuoteRelation.JOINED, ("a. b", "a, b"), "Two sentences made one: “a. b” in Star; “a, b” in Post"),
        (QuoteRelation.UNMARKED, ("it held", ""), "Without quotation marks in Post: “it held”"),
        (
            QuoteRelation.RENDERING,
            ("it held", "it did hold"),
            "Put otherwise, as translations are: “it held” in Star; “it did hold” in Post",
        ),
    ],
)
def test_how_versions_of_a_quote_differ(
    relation: QuoteRelation, values: tuple[str, str | None], told: str
) -> None:
    pairs = zip(values, (STAR_SAID, POST_SAID), strict=True)
    note = QuoteNote(relation, tuple(Side(value, (c.id,)) for value, c in pairs if value is not None))
    shown = opened(STAR_SAID, POST_SAID, judgement=Judgement(Verdict.WORDING, quotes=(note,)))
    assert shown.quotes == (told,)


def test_every_relation_has_words() -> None:
    sides = (Side("a", (STAR_SAID.id,)), Side("b", (POST_SAID.id,)))
    notes = tuple(QuoteNote(relation, sides) for relation in QuoteRelation)
    shown = opened(STAR_SAID, POST_SAID, judgement=Judgement(Verdict.WORDING, quotes=notes))
    assert len(set(shown.quotes)) == min(len(notes), MAX_NOTES)


def test_a_cut_that_the_reader_is_told_of_says_so_and_what_counts_comes_first() -> None:
    same = QuoteNote(QuoteRelation.IDENTICAL, (Side("it held", (STAR_SAID.id, POST_SAID.id)),))
    cut = QuoteNote(
        QuoteRelation.LEFT_OUT, (Side("long", (STAR_SAID.id,)), Side("", (POST_SAID.id,))), marked=True
    )
    shown = opened(STAR_SAID, POST_SAID, judgement=Judgement(Verdict.WORDING, quotes=(same, cut)))
    assert shown.quotes == (
        "In Star, not in Post: “long” (marked for the reader)",
        "The same in Star and Post: “it held”",
    )


def test_many_notes_are_cut_off_and_counted() -> None:
    note = QuoteNote(QuoteRelation.CHANGED, (Side("a", (STAR_SAID.id,)), Side("b", (POST_SAID.id,))))
    judgement = Judgement(Verdict.WORDING, quotes=(note,) * (MAX_NOTES + 2))
    shown = opened(STAR_SAID, POST_SAID, judgement=judgement)
    assert (len(shown.quotes), shown.quotes[-1]) == (MAX_NOTES + 1, "And 2 more notes.")


def test_who_has_which_value_and_what_stays_open() -> None:
    sides = (Side("noon", (POST_OWN.id,)), Side("dawn", (ECHO_SAID.id, STAR_OWN.id)))
    shown = opened(STAR_OWN, POST_OWN, ECHO_SAID, judgement=Judgement(Verdict.CONFLICT, sides=sides))
    assert [f"{line.words} in {line.outlets}" for line in shown.values] == [
        "noon in Post",
        "dawn in Star and Echo",
    ]
    assert shown.unknown == ("Which of them is right.", "Who “a crewman” is in Echo.")


def test_an_update_and_an_unsure_reading_are_open() -> None:
    unsure = replace(POST_SAID, confidence=0.1)
    shown = opened(STAR_SAID, unsure, judgement=Judgement(Verdict.WORDING, update=True))
    assert shown.unknown == (
        "Whether the earlier count was wrong or the number has risen since.",
        "Whether we read Post rightly: the sentence is hard to take apart.",
    )


def test_what_one_outlet_has_opens_too() -> None:
    shown = opened(STAR_SAID, STAR_OWN, judgement=Judgement(Verdict.SINGLE))
    assert [(a.label, a.paragraph) for a in shown.accounts] == [("Star", 1)]
    assert (shown.why, shown.quotes, shown.values, shown.unknown) == ((), (), (), ())


# ---- in the page, and by itself ---------------------------------------------------------------------------

EVENT = f"/events/{EVENT_ID}"


def opened_ids(html: str) -> list[str]:
    return [line.attributes["id"].removeprefix("d-") for line in parsed(html).every("tr", "detail")]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", []),
        ("?open=drift", ["drift"]),
        ("?open=panic&open=drift", ["drift", "panic"]),
        ("?open=filter&open=nonsense&open=", ["filter"]),
        ("?open=drift&verdict=single", []),
    ],
)
def test_an_address_opens_rows(client: TestClient, query: str, ids: list[str]) -> None:
    response = client.get(f"{EVENT}{query}", headers={"HX-Request": "true"})
    assert opened_ids(response.text) == ids
    assert "is ignored" not in response.text


def test_a_toggle_leads_to_the_other_state_and_keeps_filters_and_other_rows(client: TestClient) -> None:
    shown = parsed(client.get(f"{EVENT}?q=the&open=drift").text)
    toggles = {
        name: shown.by_id(f"r-{name}").first("a", "toggle").attributes for name in ("drift", "inquiry")
    }
    assert [toggles[name]["aria-expanded"] for name in ("drift", "inquiry")] == ["true", "false"]
    assert toggles["drift"]["href"] == f"{EVENT}?q=the#r-drift"
    assert toggles["inquiry"]["href"] == f"{EVENT}?q=the&open=drift&open=inquiry#r-inquiry"
    assert toggles["inquiry"]["hx-get"].startswith(f"{EVENT}/rows/inquiry?q=the")


@pytest.mark.parametrize("line", ROWS, ids=lambda line: line.id)
def test_htmx_gets_what_the_page_shows_under_the_row(client: TestClient, line: Row) -> None:
    alone = parsed(client.get(f"{EVENT}/rows/{line.id}", headers={"HX-Request": "true"}).text)
    inside = parsed(client.get(f"{EVENT}?open={line.id}").text)
    assert alone.by_id(f"d-{line.id}").words == inside.by_id(f"d-{line.id}").words
    links = [a.attributes["href"] for a in alone.every("a", "there")]
    articles = {claim.article for claim in line.claims}
    assert {link.split("/")[2].split("#")[0] for link in links} == articles
    assert alone.by_id(f"d-{line.id}").first("p", "acts").first("a").attributes["href"] == (
        f"{EVENT}?open={line.id}#r-{line.id}"
    )


def test_without_htmx_the_address_of_a_row_leads_to_the_page(client: TestClient) -> None:
    response = client.get(f"{EVENT}/rows/drift?verdict=conflict")
    assert (response.status_code, response.headers["location"]) == (
        303,
        f"{EVENT}?verdict=conflict&open=drift#r-drift",
    )


@pytest.mark.parametrize("address", [f"{EVENT}/rows/nonsense", "/events/nonsense/rows/drift"])
def test_an_unknown_row_is_not_found(client: TestClient, address: str) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        assert client.get(address, headers=headers).status_code == 404


def test_an_address_opens_so_many_rows_and_no_more() -> None:
    query = "&".join(f"open=r{number}" for number in range(100)) + "&open=r0"
    assert opened_rows(query) == tuple(f"r{number}" for number in range(MAX_OPEN))
    assert opened_rows("open=" + "x" * 1_000) == ()


def test_open_rows_survive_the_way_to_a_short_address(client: TestClient) -> None:
    assert client.get(f"{EVENT}?q=&open=drift").headers["location"] == f"{EVENT}?open=drift"


def test_the_words_that_stand_for_a_conflict_leave_out_a_value_printed_shorter_than_its_side() -> None:
    told = claim(POST, "It broke at noon")
    start = POST.text.index("noon")
    dated = replace(
        told, dates=(DateMention(Span(start, start + 4), "noon", PartialDate.parse("2024-03-12")),)
    )
    judgement = Judgement(
        Verdict.CONFLICT, sides=(Side("noon 12 March", (dated.id,)), Side("dawn", (STAR_OWN.id,)))
    )
    line = replace(row(dated, STAR_OWN), judgement=judgement)
    whole = comparison(COLUMNS, (line,))
    view = comparison_page(whole, whole.filters).rows[0]
    assert view.fact == "It broke at …"
    assert [piece.words for piece in view.cells[1].claims[0].words if "odds" in piece.css] == ["noon"]
