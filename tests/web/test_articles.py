"""The article page: its notes, the steps from claim to claim, and what it says of its text."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.domain.article import Article, Extent
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import EventSummary, Reading
from app.domain.event import Judgement, Side, Verdict
from app.resources import folder
from app.web.articles import article_page
from app.web.articles.notes import MAX_AGAINST, MAX_NAMES, Note, notes_of
from app.web.templates import filled
from tests.making import article, claim, row
from tests.web.invented import ARTICLES, EVENT_ID, HARBOUR, LEDGER, RADIO, ROWS, WIRE
from tests.web.markup import Element, parsed


def page(client: TestClient, of: Article) -> Element:
    return parsed(client.get(f"/articles/{of.key}").text)


def claims_of(of: Article) -> list[Claim]:
    return [claim for line in ROWS for claim in line.claims if claim.article == of.key]


def note_of(client: TestClient, of: Article, row_id: str) -> Element:
    told = next(c for line in ROWS if line.id == row_id for c in line.claims if c.article == of.key)
    return page(client, of).by_id(f"n-{told.id}")


# ---- notes ------------------------------------------------------------------------------------------------


def test_a_note_leads_to_the_speaker_the_row_and_the_claim_elsewhere(client: TestClient) -> None:
    links = {a.words: a.attributes["href"] for a in note_of(client, RADIO, "panic").every("a")}
    assert links["Lena Voss"] == "/speaker?name=Lena+Voss"
    assert links["~Worded differently (to its row)"] == f"/events/{EVENT_ID}?open=panic#r-panic"
    there = next(c for line in ROWS if line.id == "panic" for c in line.claims if c.article == HARBOUR.key)
    assert links["Harbour Post"] == f"/articles/{HARBOUR.key}#c-{there.id}"


def test_a_speaker_who_is_open_is_no_link(client: TestClient) -> None:
    assert not list(note_of(client, HARBOUR, "inquiry").every("a", "who"))


@pytest.mark.parametrize("of", ARTICLES)
def test_kinds_add_up_to_the_claims_one_steps_through(client: TestClient, of: Article) -> None:
    shown = page(client, of)
    numbers = [int(item.first("span", "n").text) for item in shown.first("ul", "kinds").every("li")]
    assert sum(numbers) == len(list(shown.every("div", "note-c")))


def test_kinds_count_each_part_that_has_a_note() -> None:
    one = article("At stake is the pact, and nine lives.", "Post")
    whole = claim(one, "At stake is the pact", ClaimKind.FIGURE)
    part = replace(claim(one, "nine lives", ClaimKind.NARRATED), part_of=whole.id)
    rows = (replace(row(whole), id="r1"), replace(row(part), id="r2"))
    shown = article_page(Reading(one, (whole, part), EVENT, (one,), rows))
    assert sum(number for _, number in shown.kinds) == len(shown.notes) == 2


EVENT = EventSummary("e1", "The dam", (), ())
MANY = tuple(article(f"It broke at {number}.", f"Paper {number}") for number in range(10))


def note_among(outlets: int, sides: tuple[Side, ...] = (), verdict: Verdict = Verdict.AGREE) -> Note:
    claims = tuple(claim(each, each.text) for each in MANY[:outlets])
    line = replace(row(*claims), judgement=Judgement(verdict, sides=sides))
    reading = Reading(MANY[0], claims[:1], EVENT, MANY[:outlets], (line,))
    return notes_of(reading, claims[:1])[claims[0].id]


@pytest.mark.parametrize(("outlets", "also", "more"), [(1, 0, 0), (3, 2, 0), (10, MAX_NAMES, 9 - MAX_NAMES)])
def test_a_note_names_a_few_outlets_and_counts_the_others(outlets: int, also: int, more: int) -> None:
    note = note_among(outlets)
    assert (len(note.also), note.more) == (also, more)


def test_values_against_the_claims_own_are_bounded_and_name_who_has_them() -> None:
    claims = [claim(each, each.text) for each in MANY]
    sides = tuple(Side(f"at {number}", (each.id,)) for number, each in enumerate(claims))
    note = note_among(10, sides, Verdict.CONFLICT)
    assert note.against == tuple(f"Paper {n} has at {n}" for n in range(1, MAX_AGAINST + 1))
    assert note.also == ()


# ---- steps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ARTICLES, ids=lambda of: of.source_name)
def test_steps_lead_through_all_claims_and_back(client: TestClient, of: Article) -> None:
    shown = page(client, of)
    ids = [claim.id for claim in sorted(claims_of(of), key=lambda c: (c.span, c.id))]
    walked = [shown.by_id("start").first("a").attributes["href"].removeprefix("#c-")]
    while on := step(shown, walked[-1], "next"):
        assert step(shown, on, "prev") == walked[-1]
        walked.append(on)
    assert walked == ids
    assert f"{len(ids)} claims" in shown.by_id("start").words
    assert f"of {len(ids)}" in shown.by_id("step").words
    assert all(shown.by_id(f"c-{id_}") for id_ in ids)


def step(shown: Element, claim_id: str, relation: str) -> str:
    links = shown.by_id(f"n-{claim_id}").first("p", "steps").every("a")
    found = [a.attributes["href"] for a in links if a.attributes["rel"] == relation]
    return found[0].removeprefix("#c-") if found else ""


def test_pieces_and_note_of_a_claim_are_tied(client: TestClient) -> None:
    shown = page(client, HARBOUR)
    for told in claims_of(HARBOUR):
        number = shown.by_id(f"n-{told.id}").attributes["data-tie"]
        assert shown.by_id(f"c-{told.id}").attributes["data-tie"] == number


def test_without_claims_there_is_nothing_to_step_through() -> None:
    shown = parsed(filled("articles/article.html", article_page(Reading(MANY[0], ()))))
    assert "Step through the claims" not in shown.first("aside", "stepper").words


# ---- what the text is -------------------------------------------------------------------------------------


def test_a_text_cut_off_says_so_above_and_where_it_ends(client: TestClient) -> None:
    cut, whole = page(client, WIRE), page(client, HARBOUR)
    assert "ends before the report does" in cut.first("header").words + cut.first("p", "note-top").words
    assert cut.first("p", "cut-end").words == "The text we have ends here."
    assert not list(whole.every("p", "cut-end"))


@pytest.mark.parametrize(
    ("extent", "note", "fact"),
    [
        (Extent.WALLED, "the page stops at a wall", "not available in full: behind a wall"),
        (Extent.SHELL, "the page is filled by scripts", "not available in full: page made by scripts"),
    ],
)
def test_a_text_that_is_not_the_whole_report_says_why(extent: Extent, note: str, fact: str) -> None:
    shown = parsed(
        filled("articles/article.html", article_page(Reading(replace(MANY[0], extent=extent), ())))
    )
    assert note in shown.first("p", "note-top").words
    assert fact in shown.first("aside", "about").words


def test_an_article_in_another_language_says_so() -> None:
    article = replace(MANY[0], language="fr")
    shown = parsed(filled("articles/article.html", article_page(Reading(article, ()))))
    assert "In French. Crossread reads English only" in shown.first("p", "note-top").words
    assert shown.first("article", "text").attributes["lang"] == "fr"
    assert "Kinds of claim" not in shown.first("aside", "stepper").words


def test_the_outlet_leads_to_its_page_where_it_is_known(client: TestClient) -> None:
    about = page(client, HARBOUR).first("aside", "about")
    assert next(about.every("a")).attributes["href"] == "/outlet?name=Harbour+Post"
    assert "Outlet not named" in page(client, LEDGER).first("aside", "about").words


def test_kinds_are_told_apart_by_the_form_of_their_line() -> None:
    style = (folder("static") / "css" / "article.css").read_text()
    lines = dict(re.findall(r"\.k-(\w+) \{[^}]*border-bottom: (\d+px \w+)", style))
    assert lines.keys() == {kind.value for kind in ClaimKind}
    assert len(set(lines.values())) == len(lines)


def test_ten_thousand_words_with_five_hundred_claims_are_quick() -> None:
    told = (
        "The mayor said on day {0} that the old dam would hold for {0} weeks more, and nobody had to leave."
    )
    long = article("\n".join(told.format(number) for number in range(500)), "Courier")
    claims = tuple(claim(long, f"day {number} that the old dam would hold") for number in range(500))
    reading = Reading(long, claims, EVENT, (long,), tuple(row(each) for each in claims))
    start = time.perf_counter()
    html = filled("articles/article.html", article_page(reading))
    assert time.perf_counter() - start < 3  # measured: a tenth of a second
    assert html.count('class="note-c"') == 500
