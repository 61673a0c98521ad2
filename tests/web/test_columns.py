"""Columns: chosen, ordered, made narrow and folded, in the address and in every form of the table."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.domain.comparison import Filters, compare, copies_folded
from app.domain.copy import Copies, Copy, Passage
from app.domain.text import Span
from app.store import Database, LinedUp, add_article, save_event
from app.web.comparison import comparison_page
from app.web.comparison.columns import moved
from app.web.exports import to_csv, to_json
from tests.making import MADE, article, claim, row
from tests.web.invented import EVENT_ID, ROWS, comparison
from tests.web.markup import Element, parsed

EVENT = f"/events/{EVENT_ID}"
HARBOUR, RADIO, WIRE, LEDGER = NAMES = ("Harbour Post", "Coast Radio", "Northern Wire", "003_ledger.txt")


def page(client: TestClient, query: str = "") -> Element:
    response = client.get(f"{EVENT}?{query}")
    assert response.status_code == 200
    return parsed(response.text)


def heads(shown: Element) -> list[str]:
    cells = list(shown.first("thead").every("th"))[1:]
    return [" ".join(link.words for link in cell.every("a", "outlet")) for cell in cells]


CHOSEN = [
    ("", NAMES),
    ("col=Coast+Radio", (RADIO,)),
    ("col=Northern+Wire&col=Harbour+Post", (WIRE, HARBOUR)),
    ("col=Nobody", NAMES),
    ("col=Nobody&col=Coast+Radio", (RADIO,)),
]


@pytest.mark.parametrize(("query", "names"), CHOSEN)
def test_the_table_has_the_columns_asked_for_and_their_rows(
    client: TestClient, query: str, names: tuple[str, ...]
) -> None:
    shown = page(client, query)
    assert tuple(heads(shown)) == names
    having = {line.id for line in ROWS} & {
        line.attributes["id"].removeprefix("r-") for line in shown.first("tbody").every("tr")
    }
    articles = {a.key: n for a, n in zip(comparison().columns, NAMES, strict=True)}
    assert having == {line.id for line in ROWS if {articles[c.article] for c in line.claims} & set(names)}
    for line in shown.first("tbody").every("tr"):
        assert [cell.attributes["data-outlet"] for cell in line.every("td")] == list(names)


def test_the_page_says_that_columns_are_missing_and_which_are_unknown(client: TestClient) -> None:
    shown = page(client, "col=Coast+Radio&col=Nobody&narrow=Nowhere")
    rows = sum(1 for _ in shown.every("a", "rowno"))
    note = f"1 of 4 columns shown, with {rows} of {len(ROWS)} facts; the verdicts are those of all accounts."
    assert note in shown.by_id("chips").words
    assert shown.by_id("count").words == f"{rows} of {rows} facts"
    assert f"Drawn: {rows} of {len(ROWS)} facts, as filtered." in shown.by_id("coverage").words
    notices = [notice.words for notice in shown.every("p", "notice")]
    assert notices == ["! No column here is called “Nobody”.", "! No column here is called “Nowhere”."]


def test_verdicts_stay_and_a_side_that_is_not_shown_says_so(client: TestClient) -> None:
    drift = page(client, "col=Coast+Radio").by_id("r-drift")
    assert "row-v-conflict" in drift.classes
    assert drift.first("p", "tally").words == "three hours in a column not shown ≠ five hours in 1 outlet"


def test_filters_look_at_what_is_shown_and_at_who_has_it(client: TestClient) -> None:
    def ids(query: str) -> list[str]:
        bodies = list(page(client, query).every("tbody"))
        return [tr.attributes["id"] for tr in bodies[0].every("tr")] if bodies else []

    assert ids("col=Coast+Radio&q=water") == []
    assert ids("col=Harbour+Post&q=into+water") == ["r-panic"]
    assert ids("col=Coast+Radio&left-out-by=003_ledger.txt&verdict=conflict") == ["r-drift"]
    assert ids("col=Coast+Radio&outlet=Northern+Wire&verdict=conflict") == []


def test_files_hold_the_columns_shown_and_nothing_of_the_others() -> None:
    shown = comparison().filtered(Filters(columns=(WIRE, HARBOUR)))
    wide = list(csv.reader(io.StringIO(to_csv(shown, "wide", MADE), newline="")))
    assert [name for name in wide[0] if name in NAMES] == [WIRE, HARBOUR]
    long = list(csv.DictReader(io.StringIO(to_csv(shown, "long", MADE), newline="")))
    assert {line["outlet"] for line in long} == {WIRE, HARBOUR}
    document = json.loads(to_json(shown, MADE))
    keys = {entry["id"] for entry in document["articles"]}
    assert [entry["outlet"] for entry in document["articles"]] == [WIRE, HARBOUR]
    assert {c["article"] for line in document["rows"] for c in line["claims"]} <= keys
    assert {s["article"] for line in document["rows"] for s in line["sources"]} <= keys
    assert document["filters"]["col"] == [WIRE, HARBOUR]


MOVED = [
    ((), RADIO, -1, (RADIO, HARBOUR, WIRE, LEDGER)),
    ((), HARBOUR, -1, NAMES),
    ((), LEDGER, 1, NAMES),
    ((WIRE, RADIO), RADIO, -1, (RADIO, WIRE)),
    ((WIRE, RADIO), HARBOUR, 1, (WIRE, RADIO)),
]


@pytest.mark.parametrize(("columns", "label", "by", "order"), MOVED)
def test_a_column_moves_as_far_as_it_goes(
    columns: tuple[str, ...], label: str, by: int, order: tuple[str, ...]
) -> None:
    assert moved(NAMES, Filters(columns=columns), label, by) == order


SENT = [
    ([("col", name) for name in NAMES], ""),
    ([*(("col", name) for name in NAMES), ("up", RADIO)], [RADIO, HARBOUR, WIRE, LEDGER]),
    ([("col", HARBOUR), ("col", RADIO), ("down", HARBOUR), ("order", "story")], [RADIO, HARBOUR]),
]


@pytest.mark.parametrize(("fields", "order"), SENT)
def test_the_menu_leads_to_a_clean_address(
    client: TestClient, fields: list[tuple[str, str]], order: list[str]
) -> None:
    response = client.get(f"{EVENT}?{urlencode(fields)}")
    assert response.status_code == 303
    rest = [(name, value) for name, value in fields if name == "order"]
    query = urlencode([*rest, *(("col", name) for name in order)])
    assert response.headers["location"] == (f"{EVENT}?{query}" if query else EVENT)
    assert client.get(response.headers["location"]).status_code == 200


def test_the_menu_holds_what_is_in_force(client: TestClient) -> None:
    form = page(client, "q=ferry&col=Northern+Wire&narrow=Northern+Wire").by_id("columns").first("form")
    fields = [e.attributes for e in form.every("input")]
    assert [(f["name"], f["value"]) for f in fields if f.get("type") == "hidden"] == [("q", "ferry")]
    ticked = [(f["name"], f["value"]) for f in fields if "checked" in f]
    assert ticked == [("col", "Northern Wire"), ("narrow", "Northern Wire")]
    assert [f["value"] for f in fields if f["name"] == "col"] == [WIRE, HARBOUR, RADIO, LEDGER]


def test_a_narrow_column_still_says_who_has_it(client: TestClient) -> None:
    shown = page(client, "narrow=Coast+Radio")
    cells = {
        line.attributes["id"]: next(td for td in line.every("td") if td.attributes["data-outlet"] == RADIO)
        for line in shown.first("tbody").every("tr")
    }
    assert {id_: cells[id_].words for id_ in ("r-panic", "r-drift", "r-bang", "r-right")} == {
        "r-panic": "■Quoted",
        "r-drift": "□Told",
        "r-bang": "⁄⁄Not available",
        "r-right": "⁄⁄Not available",
    }
    head = next(cell for cell in shown.first("thead").every("th", "strip"))
    assert head.words == "Widen Coast Radio"
    assert head.first("a").attributes["href"] == f"{EVENT}#rows"


STAR = article("The dam broke at noon. Nobody was hurt. It was old.", "Star")
POST = article("The dam broke at noon. Nobody was hurt! Rain fell.", "Post")
TIMES = article("A dam broke. It rained.", "Times")
COPIES = Copies(
    (Copy(Passage(min(STAR.key, POST.key), Span(0, 39)), Passage(max(STAR.key, POST.key), Span(0, 39)), 8),)
)
LINES = (
    row(
        claim(STAR, "The dam broke at noon"),
        claim(POST, "The dam broke at noon"),
        claim(TIMES, "A dam broke"),
    ),
    row(claim(STAR, "Nobody was hurt"), claim(POST, "Nobody was hurt! Rain fell")),
    row(claim(POST, "Rain fell"), claim(TIMES, "It rained")),
)


def test_most_of_an_articles_words_make_it_a_copy() -> None:
    columns = (STAR, TIMES, POST)
    assert copies_folded(columns, COPIES) == ((0, 2), (1,))
    assert copies_folded(columns, COPIES, (2, 1, 0)) == ((2, 0), (1,))
    assert copies_folded(columns, COPIES, (0, 1)) == ((0,), (1,))
    few = replace(COPIES.passages[0], words=5)
    assert copies_folded(columns, Copies((few,))) == ((0,), (1,), (2,))


def folded_page(database: Database, client: TestClient, query: str) -> Element:
    with database.writing() as session:
        for column in (STAR, TIMES, POST):
            mine = tuple(c for line in LINES for c in line.claims if c.article == column.key)
            add_article(session, column, mine, "test:1")
        save_event(session, LinedUp(EVENT_ID, "The dam", (STAR, TIMES, POST), LINES, "made", COPIES))
    return page(client, query)


def test_copies_stand_in_one_column_and_both_are_named(database: Database, empty: TestClient) -> None:
    shown = folded_page(database, empty, "fold=copies")
    assert heads(shown) == ["Star + Post", "Times"]
    cells = [[cell.words for cell in line.every("td")] for line in shown.first("tbody").every("tr")]
    firsts = [line[0] for line in cells]
    assert any("The same words in Post" in words for words in firsts)
    assert any("In other words in Post" in words for words in firsts)
    assert any("Rain fell" in words and "Post" not in words.partition("Rain fell")[0] for words in firsts)
    assert "Copies are folded into one column." in shown.by_id("chips").words
    assert "Post and Star" in shown.by_id("columns").words or "Star and Post" in shown.by_id("columns").words
    assert not list(page(empty, "fold=nonsense").every("span", "cols"))


def test_folded_files_name_the_outlet_that_each_claim_is_of() -> None:
    whole = compare(comparison((STAR, TIMES, POST), LINES).event, (STAR, TIMES, POST), LINES, COPIES)
    shown = whole.filtered(Filters(fold=True))
    wide = list(csv.DictReader(io.StringIO(to_csv(shown, "wide", MADE), newline="")))
    assert sorted(line["Star + Post"] for line in wide) == [
        "Nobody was hurt",
        "Rain fell",
        "The dam broke at noon",
    ]
    long = list(csv.DictReader(io.StringIO(to_csv(shown, "long", MADE), newline="")))
    assert [line["outlet"] for line in long if line["text"] == "Rain fell"] == ["Post"]
    assert len(json.loads(to_json(shown, MADE))["articles"]) == 3


def test_what_is_filtered_in_its_columns_is_not_filtered_again() -> None:
    whole = compare(comparison((STAR, TIMES, POST), LINES).event, (STAR, TIMES, POST), LINES, COPIES)
    filters = Filters(columns=("Post", "Star"), fold=True)
    shown = whole.filtered(filters)
    assert shown.filtered(filters) == shown
    assert comparison_page(shown, filters).columns[0].label == "Post + Star"


def test_without_facts_the_way_out_counts_those_of_the_columns_shown(client: TestClient) -> None:
    empty = page(client, "col=Coast+Radio&q=zzz").by_id("results")
    link = empty.first("a")
    assert (
        link.words == f"show all {sum(1 for _ in page(client, 'col=Coast+Radio').every('a', 'rowno'))} facts"
    )
