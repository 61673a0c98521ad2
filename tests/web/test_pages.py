from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from app.domain.article import Article, Basis
from app.domain.claim import ClaimKind
from app.domain.comparison import Filters
from app.domain.copy import AgencyMark, Copies, Copy, Passage
from app.domain.event import Verdict
from app.domain.text import Span
from app.errors import DatabaseError
from app.resources import folder
from app.store import Database
from app.web.app import create_app
from app.web.articles import FOLLOWED
from app.web.filters import parse, to_query
from tests.making import article, claim, row
from tests.web.invented import (
    ARTICLES,
    EVENT_ID,
    HARBOUR,
    LEDGER,
    RADIO,
    ROWS,
    WIRE,
    comparison,
    store_event,
)
from tests.web.markup import Element, parsed

EVENT = f"/events/{EVENT_ID}"
PAGES = ["/events", EVENT, f"{EVENT}?q=zzz", f"{EVENT}?verdict=nonsense"] + [
    f"/articles/{a.key}" for a in ARTICLES
]


def page(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return parsed(response.text)


def row_ids(shown: Element) -> list[str]:
    bodies = list(shown.every("tbody"))
    return [line.attributes["id"].removeprefix("r-") for line in bodies[0].every("tr")] if bodies else []


# ---- every page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*PAGES, "/nowhere", f"{EVENT}/export.csv?verdict=nonsense"])
def test_no_page_lets_anything_in_or_out(client: TestClient, address: str) -> None:
    response = client.get(address)
    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"  # forms tell where they come from
    assert response.headers["x-frame-options"] == "DENY"
    for element in parsed(response.text).every():
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        assert element.tag != "style"
        if element.tag in ("script", "link", "img"):
            source = element.attributes.get("src") or element.attributes["href"]
            assert source.startswith("/static/")
            assert element.text == ""


@pytest.mark.parametrize("address", PAGES)
def test_every_link_leads_somewhere(client: TestClient, address: str) -> None:
    shown = page(client, address)
    for link in shown.every("a"):
        target = urljoin(address, link.attributes["href"])
        if target.startswith("http"):
            assert link.attributes["rel"] == "noreferrer noopener"
            continue
        there = client.get(target)
        assert there.status_code == 200, target
        if anchor := urlsplit(target).fragment:
            assert parsed(there.text).by_id(anchor)


def test_static_files_are_kept_for_good_by_their_fingerprint(client: TestClient) -> None:
    shown = page(client, "/events")
    for element in [*shown.every("script"), *shown.every("link")]:
        address = element.attributes.get("src") or element.attributes["href"]
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert client.get(address.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_the_vendored_script_is_the_one_its_readme_names() -> None:
    vendor = folder("static") / "vendor"
    table = re.findall(r"\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|", (vendor / "README.md").read_text())
    assert [name for name, _ in table] == [path.name for path in sorted(vendor.glob("*.js"))]
    for name, digest in table:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
    assert "Zero-Clause BSD" in (vendor / "htmx-LICENSE.txt").read_text()


# ---- errors ---------------------------------------------------------------------------------------------


ERRORS = [
    ("/events/none", 404, "There is no event none."),
    ("/articles/none", 404, "There is no article none."),
    ("/events/none/export.csv", 404, "There is no event none."),
    ("/nowhere", 404, "There is no such page"),
    (f"{EVENT}/export.csv?layout=tall", 422, "Layout is wide or long, not “tall”."),
    (f"{EVENT}/export.csv?verdict=nonsense", 422, "“nonsense” is no value for “verdict”"),
    (f"{EVENT}/export.json?speakr=Voss", 422, "“speakr” is no filter"),
]


@pytest.mark.parametrize(("address", "status", "message"), ERRORS)
def test_an_error_is_a_page_that_says_what_and_leads_on(
    client: TestClient, address: str, status: int, message: str
) -> None:
    shown = page(client, address, status)
    assert message in shown.words
    assert shown.first("main").first("a").attributes["href"] == "/events"


def test_a_known_fault_of_ours_says_what(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail_with(DatabaseError("the disk is full"), monkeypatch)
    with TestClient(create_app(database)) as client:
        assert "The disk is full." in page(client, "/events", 500).words


def test_an_unknown_fault_shows_no_inner_workings(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail_with(RuntimeError("secret detail"), monkeypatch)
    with TestClient(create_app(database), raise_server_exceptions=False) as client:
        response = client.get("/events")
    assert response.status_code == 500
    assert "Something went wrong here" in response.text
    assert "secret detail" not in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


def _fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("app.store.list_events", fail)


def test_health(empty: TestClient) -> None:
    assert empty.get("/health").text == "ok"


def test_with_hosts_given_it_answers_to_no_other_name(database: Database) -> None:
    app = create_app(database, hosts=("127.0.0.1", "localhost"))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert client.get("/health").status_code == 200
        assert client.get("/health", headers={"host": "rebound.example"}).status_code == 400


# ---- the comparison ---------------------------------------------------------------------------------------


def test_the_lead_sentence_is_the_result_and_each_part_a_view(client: TestClient) -> None:
    shown = page(client, EVENT)
    lede = shown.first("p", "lede")
    assert lede.words == (
        "The four accounts conflict on 1 fact, word 2 differently and agree on 1; 9 stand in one outlet only."
    )
    for link, verdict in zip(lede.every("a"), Verdict, strict=True):
        there = page(client, link.attributes["href"])
        assert row_ids(there) == [row.id for row in ROWS if row.verdict is verdict]


def test_a_conflict_sets_the_sides_against_each_other_and_takes_none(client: TestClient) -> None:
    head = page(client, EVENT).by_id("r-drift").first("th")
    assert head.first("p", "tally").words == "three hours in 1 outlet ≠ five hours in 1"
    assert "three hours" not in head.first("p", "fact").words
    assert head.first("p", "fact").words.endswith("drifted for … before tugs reached it")
    odds = [piece.words for piece in page(client, EVENT).by_id("r-drift").every("data", "odds")]
    assert odds == ["three hours", "five hours"]


def test_cells_hold_the_outlets_own_words_and_lead_to_them(client: TestClient) -> None:
    shown = page(client, EVENT)
    claims = {claim.id: claim for row in ROWS for claim in row.claims}
    texts = {article.key: article.text for article in ARTICLES}
    seen = []
    for paragraph in shown.every("p", "words"):
        address = paragraph.first("a", "loc").attributes["href"]
        key, _, anchor = address.removeprefix("/articles/").partition("#c-")
        claim = claims[anchor]
        printed = "".join(piece.text for piece in paragraph.every("span", "verbatim"))
        assert printed == claim.span.of(texts[key])
        target = page(client, f"/articles/{key}").by_id(f"c-{anchor}")
        assert claim.text.startswith(target.text.strip())
        seen.append(anchor)
    assert sorted(seen) == sorted(claims)


ATTRIBUTIONS = [
    ("drift", 0, "the coast guard said"),
    ("drift", 1, "according to the harbour office"),
    ("panic", 0, "she told reporters"),
    ("aboard", 1, "She put (Lena Voss)"),
    ("inquiry", 0, "He said · Olof Brink or Paul Adder?"),
    ("safe", 0, "no source cited"),
    ("sound", 0, "they said · source not identified"),
]


@pytest.mark.parametrize(("row_id", "index", "words"), ATTRIBUTIONS)
def test_the_source_line_says_who_as_printed_and_what_is_open(
    client: TestClient, row_id: str, index: int, words: str
) -> None:
    lines = list(page(client, EVENT).by_id(f"r-{row_id}").every("p", "attr"))
    assert lines[index].words == words


def test_an_attitude_is_told_apart_from_speech(database: Database, empty: TestClient) -> None:
    column = article("Lind said it rained. Brand hopes it stops. Holm fears it floods.", "Courier")
    said = claim(column, "it rained", ClaimKind.STATEMENT, "Lind")
    hoped = replace(
        claim(column, "it stops", ClaimKind.STATEMENT, "Brand"),
        source=Span(21, 26), cue=Span(27, 32), attitude=True,
    )  # fmt: skip
    feared = replace(claim(column, "it floods", ClaimKind.MIXED, "Holm"), attitude=True)
    store_event(database, (column,), (row(said, feared), row(hoped)))
    shown = page(empty, EVENT)
    lines = [line.words for line in shown.every("p", "attr")]
    assert lines == ["Lind", "Holm · attitude", "Brand hopes · attitude"]
    kinds = [line.first("span", "k").words for line in shown.every("p", "rowmeta")]
    assert kinds == ["› statement", "› statement (attitude)"]
    there = page(empty, f"/articles/{column.key}")
    notes = [there.by_id(f"n-{one.id}").words for one in (said, hoped, feared)]
    assert [note.split(", ")[0] for note in notes] == [
        "Claim 1 statement", "Claim 2 statement (attitude)", "Claim 3 mixed (attitude)",
    ]  # fmt: skip
    link = there.by_id(f"c-{hoped.id}").first("a", "ref")
    assert link.attributes["aria-label"] == "Note 2: statement (attitude), Brand"


def test_a_reading_that_may_well_be_wrong_says_so(database: Database, empty: TestClient) -> None:
    column = article("Lind said it rained. Brand hopes it stops. It floods.", "Courier")
    said = replace(claim(column, "it rained", ClaimKind.STATEMENT, "Lind"), confidence=0.9)
    hoped = replace(claim(column, "it stops", ClaimKind.STATEMENT, "Brand"), confidence=0.3, attitude=True)
    floods = replace(claim(column, "It floods"), confidence=0.1)  # the outlet's own words need no speaker
    store_event(database, (column,), (row(said), row(hoped), row(floods)))
    lines = [line.words for line in page(empty, EVENT).every("p", "attr")]
    assert lines == ["Lind", "Brand · attitude · unsure", "no source cited"]


def test_bold_is_for_sources_that_tell_more_than_the_rows_speaker(client: TestClient) -> None:
    panic = page(client, EVENT).by_id("r-panic")
    assert [piece.words for piece in panic.every("span", "plain")] == ["she"]
    assert [piece.words for piece in panic.every("span", "source")] == [
        "Captain Lena Voss of the coast guard",
        "coast guard captain Lena Voss",
    ]


def test_a_blank_says_why(client: TestClient) -> None:
    cells = list(page(client, EVENT).by_id("r-drift").every("td"))
    assert [cell.words for cell in cells[2:]] == ["⁄⁄Not available, text cut off", "Not mentioned"]
    assert "it is no proof of intent" in page(client, EVENT).words
    radio = list(page(client, EVENT).by_id("r-bang").every("td"))[1]
    assert radio.words == "⁄⁄Not available, only a summary"


ORDERED = [
    ("", "Disagreements first", ["drift", "aboard", "panic"]),
    ("order=widest", "Most reported first", ["aboard", "panic", "inquiry"]),
    ("order=story", "As told", ["drift", "bang", "aboard"]),
    ("order=date", "By date", ["drift", "bang", "aboard"]),
]


@pytest.mark.parametrize(("query", "words", "first"), ORDERED)
def test_rows_come_in_the_order_asked_for(
    client: TestClient, query: str, words: str, first: list[str]
) -> None:
    shown = page(client, f"{EVENT}?kind=quote&kind=statement&kind=figure&{query}")
    line = shown.first("p", "orders")
    assert line.words == "Order: Disagreements first · Most reported first · As told · By date"
    assert [now.words for now in line.every("b")] == [words]
    assert all("kind=quote" in link.attributes["href"] for link in line.every("a"))
    ids = [row.attributes["id"].removeprefix("r-") for row in shown.first("tbody").every("tr")]
    assert ids[:3] == first


def test_by_date_every_row_says_its_day(client: TestClient) -> None:
    rows = list(page(client, f"{EVENT}?order=date").first("tbody").every("tr"))
    days = [re.split(" · ", row.first("p", "rowmeta").words)[-1] for row in rows]
    known = [day for day in days if day != "day not known"]
    assert known == sorted(known, key=lambda day: int(day.split()[0]))
    assert days == known + ["day not known"] * (len(days) - len(known))
    assert 0 < len(known) < len(days)
    plain = list(page(client, EVENT).first("tbody").every("tr"))
    assert not [row for row in plain if "day not known" in row.words]


def test_a_column_says_what_is_known_of_its_article(client: TestClient) -> None:
    heads = [head.words for head in page(client, EVENT).first("thead").every("th")][1:]
    assert heads == [
        "Harbour Post Ferry loses power off Port Ellis, 214 brought ashore "
        "24 April (year inferred: 2022) · original at Harbour Post",
        "Coast Radio Power cut leaves ferry adrift "
        "25 April 2022, 07:10 UTC summary of the report by Coast Radio",
        "Northern Wire 25 April (no year given) · cut off",
        "003_ledger.txt outlet not named · mend 003_ledger.txt "
        "Minister to look into ferry failure date not given in the text",
    ]


BARE = [
    (ClaimKind.QUOTE, "We waited.", "“We waited.”"),
    (ClaimKind.QUOTE, "“We waited.”", "“We waited.”"),
    (ClaimKind.STATEMENT, "We waited.", "We waited."),
]


@pytest.mark.parametrize(("kind", "words", "shown_as"), BARE)
def test_quoted_words_can_be_told_from_the_outlets_own(
    database: Database, empty: TestClient, kind: ClaimKind, words: str, shown_as: str
) -> None:
    courier = article("He said: “We waited.” That was all.", "Courier")
    store_event(database, (courier,), (row(claim(courier, words, kind)),))
    shown = page(empty, EVENT)
    assert shown.first("p", "words").words == f"{shown_as} ¶Read it in Courier, paragraph 1"
    assert shown.first("span", "verbatim").text == words
    assert shown.first("p", "fact").words == shown_as


VIEWS = [
    ("", "All rows", 13),
    ("verdict=conflict&verdict=wording", "≠Disagreements", 3),
    ("verdict=single", "①Only one outlet", 9),
    ("kind=quote", "“”Direct quotes", 3),
    ("kind=figure", "#Figures", 1),
]


@pytest.mark.parametrize(("query", "name", "count"), VIEWS)
def test_tabs_are_filters_with_their_counts(client: TestClient, query: str, name: str, count: int) -> None:
    shown = page(client, f"{EVENT}?{query}")
    current = [tab for tab in shown.by_id("views").every("a") if "aria-current" in tab.attributes]
    assert [tab.words for tab in current] == [f"{name} {count}"]
    assert len(row_ids(shown)) == count
    assert shown.by_id("count").words == f"{count} of 13 facts"


def test_tabs_keep_the_other_filters(client: TestClient) -> None:
    shown = page(client, f"{EVENT}?speaker=Lena+Voss&kind=statement")
    tabs = [parse(urlsplit(tab.attributes["href"]).query)[0] for tab in shown.by_id("views").every("a")]
    assert all(tab.speakers == ("Lena Voss",) for tab in tabs)


FILTERED = [
    "speaker=Lena+Voss", "speaker=none", "speaker=unresolved", "outlet=003_ledger.txt", "q=nobody",
    "left-out-by=Harbour+Post", "from=2022-04-25", "when=published&to=2022-04-24", "order=story",
    "verdict=single&kind=narrated",
    "q=zzz", "speaker=Nobody",
]  # fmt: skip


@pytest.mark.parametrize("query", FILTERED)
def test_the_page_and_its_files_show_what_the_filters_keep(client: TestClient, query: str) -> None:
    filters, problems = parse(query)
    expected = [row.row.id for row in comparison().filtered(filters).rows]
    shown = page(client, f"{EVENT}?{query}")
    assert not problems
    assert row_ids(shown) == expected
    sheets = [link.attributes["href"] for link in shown.by_id("exports").every("a")]
    assert sheets == [
        f"{EVENT}/export.csv?layout=wide&{to_query(filters)}",
        f"{EVENT}/export.csv?layout=long&{to_query(filters)}",
        f"{EVENT}/export.json?{to_query(filters)}",
        f"{EVENT}/export.html?{to_query(filters)}",
        f"{EVENT}/print?{to_query(filters)}",
    ]
    assert [row["id"] for row in client.get(sheets[2]).json()["rows"]] == expected


def test_a_chip_takes_its_filter_away(client: TestClient) -> None:
    filters = Filters(
        speakers=("Lena Voss",), kinds=(ClaimKind.QUOTE,), left_out_by="003_ledger.txt", text="nobody"
    )
    shown = page(client, f"{EVENT}?{to_query(filters)}")
    rest = {
        chip.words: parse(urlsplit(chip.attributes["href"]).query)[0] for chip in shown.every("a", "chip")
    }
    assert rest == {
        "Words: nobody ×(remove)": replace(filters, text=""),
        "Speaker: Lena Voss ×(remove)": replace(filters, speakers=()),
        "Quote ×(remove)": replace(filters, kinds=()),
        "Left out by 003_ledger.txt ×(remove)": replace(filters, left_out_by=""),
    }


def test_the_form_holds_the_filters_in_force(client: TestClient) -> None:
    query = (
        "q=nobody&speaker=Lena+Voss&kind=quote&left-out-by=003_ledger.txt&from=2022-04-24&confidence=0.65"
        "&order=story"
    )
    form = page(client, f"{EVENT}?{query}").by_id("filters").first("form")
    held = [
        (field.attributes["name"], field.attributes["value"])
        for field in form.every("input")
        if "checked" in field.attributes or field.attributes.get("type") in ("search", "date", "hidden")
    ]
    held += [
        (select.attributes["name"], option.attributes["value"])
        for select in form.every("select")
        for option in select.every("option")
        if "selected" in option.attributes
    ]
    sent = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in held)
    assert parse(sent) == parse(query)


def test_a_form_sent_without_javascript_ends_at_a_short_address(client: TestClient) -> None:
    response = client.get(f"{EVENT}?q=&speaker=Lena+Voss&when=said&from=&to=&left-out-by=")
    assert (response.status_code, response.headers["location"]) == (303, f"{EVENT}?speaker=Lena+Voss")
    assert client.get(response.headers["location"]).status_code == 200


def test_htmx_gets_the_same_page_and_the_short_address(client: TestClient) -> None:
    response = client.get(f"{EVENT}?q=&speaker=Lena+Voss&to=", headers={"hx-request": "true"})
    assert response.headers["hx-push-url"] == f"{EVENT}?speaker=Lena+Voss"
    assert response.text == client.get(f"{EVENT}?speaker=Lena+Voss").text


def test_the_same_view_again_is_no_step_back(client: TestClient) -> None:
    address = f"{EVENT}?speaker=Lena+Voss"
    headers = {"hx-request": "true", "hx-current-url": f"http://127.0.0.1:8000{address}#rows"}
    assert client.get(f"{address}&q=", headers=headers).headers["hx-push-url"] == "false"


def test_what_htmx_swaps_is_there(client: TestClient) -> None:
    for query in ("", "?q=zzz"):
        shown = page(client, EVENT + query)
        form = shown.by_id("filters").first("form").attributes
        for name in [form["hx-select"], *form["hx-select-oob"].split(",")]:
            assert shown.by_id(name.partition(":")[0].removeprefix("#"))


def test_filters_that_cannot_be_used_are_said(client: TestClient) -> None:
    shown = page(client, f"{EVENT}?verdict=nonsense&speaker=Nobody&left-out-by=Times")
    assert [notice.words for notice in shown.every("p", "notice")] == [
        "! “nonsense” is no value for “verdict” and is ignored.",
        "! No outlet here is called “Times”.",
        "! Nobody called “Nobody” is cited here.",
    ]


def test_no_rows_left_offers_the_way_back(client: TestClient) -> None:
    shown = page(client, f"{EVENT}?q=zzz&order=story")
    assert "No fact passes these filters." in shown.words
    assert shown.by_id("results").first("a").attributes["href"] == f"{EVENT}?order=story"
    assert shown.by_id("count").words == "0 of 13 facts"


def test_an_event_without_claims_shows_its_articles(database: Database, empty: TestClient) -> None:
    store_event(database, rows=())
    shown = page(empty, EVENT)
    assert "Either no claims were found in these articles, or new ones came in" in shown.words
    links = [link.attributes["href"] for link in shown.by_id("results").every("a")]
    assert links == [f"/articles/{article.key}" for article in ARTICLES]


LEDES = [
    (1, {Verdict.SINGLE: 3}, "There is one account so far, so there is nothing to compare it with."),
    (2, {}, "No claims were found in the two accounts."),
    (2, {Verdict.SINGLE: 1}, "Both accounts share no fact: 1 stands in one outlet only."),
    (2, {Verdict.AGREE: 2}, "Both accounts agree on 2 facts."),
    (3, {Verdict.WORDING: 1, Verdict.AGREE: 2}, "The three accounts word 1 fact differently and agree on 2."),
    (4, {Verdict.CONFLICT: 2, Verdict.SINGLE: 4},
     "The four accounts conflict on 2 facts; 4 stand in one outlet only."),
]  # fmt: skip


@pytest.mark.parametrize(("accounts", "verdicts", "sentence"), LEDES)
def test_the_lead_sentence_fits_the_counts(
    database: Database, empty: TestClient, accounts: int, verdicts: dict[Verdict, int], sentence: str
) -> None:
    articles = tuple(
        article(f"{number}. " + "a b c d e f g", f"Outlet {number}") for number in range(accounts)
    )
    letters = iter("abcdefg")
    rows = []
    for verdict in (verdict for verdict, count in verdicts.items() for _ in range(count)):
        letter = next(letters)
        having = articles[: 1 if verdict is Verdict.SINGLE else 2]
        rows.append(row(*(claim(each, letter) for each in having), verdict=verdict))
    store_event(database, articles, tuple(rows))
    assert page(empty, EVENT).first("p", "lede").words == sentence


def test_many_outlets_scroll_in_their_frame(database: Database, empty: TestClient) -> None:
    articles = tuple(article(f"Report {number}", f"Outlet {number}") for number in range(9))
    store_event(database, articles, (row(claim(articles[0], "Report")),))
    shown = page(empty, EVENT)
    assert "many" in shown.first("div", "region").classes
    assert (
        len(list(shown.by_id(next(iter(shown.first("tbody").every("tr"))).attributes["id"]).every("td"))) == 9
    )


# ---- an article -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.source_name)
def test_an_article_page_holds_the_text_to_the_letter(client: TestClient, article: Article) -> None:
    shown = page(client, f"/articles/{article.key}")
    assert "".join(paragraph.text for paragraph in shown.every("p", "p")) == article.text


def test_parts_of_an_article_can_be_told_apart(client: TestClient) -> None:
    shown = page(client, f"/articles/{HARBOUR.key}")
    parts = {kind: [p.first("p", "p").words for p in shown.every("div", f"is-{kind}")] for kind in (
        "headline", "byline", "caption", "boilerplate",
    )}  # fmt: skip
    assert parts == {
        "headline": ["Ferry loses power off Port Ellis, 214 brought ashore"],
        "byline": ["By Ida Lorne"],
        "caption": ["Photo: the Maren under tow on Sunday night"],
        "boilerplate": [
            "Skip to content", "Share this article", "You might also like: Ten walks along the coast",
        ],
    }  # fmt: skip
    assert [part.words for part in shown.every("span", "is-dateline")] == [
        "PORT ELLIS, 24 April (Harbour Post) –"
    ]


NOTES = [
    (
        HARBOUR,
        "drift",
        "1 statement, Coast guard ≠Conflict (to its row) Coast Radio has five hours",
        "r-drift",
    ),
    (
        RADIO,
        "panic",
        "quote, Lena Voss ~Worded differently (to its row) Also in Harbour Post, Northern Wire",
        "r-panic",
    ),
    (
        HARBOUR,
        "inquiry",
        "statement, Olof Brink or Paul Adder? =Agree (to its row) Also in Northern Wire, 003",
        "r-inquiry",
    ),
    (LEDGER, "filter", "statement, source not identified ①Only here (to its row)", "r-filter"),
]


@pytest.mark.parametrize(("article", "row_id", "words", "anchor"), NOTES)
def test_a_note_says_who_and_who_else(
    client: TestClient, article: Article, row_id: str, words: str, anchor: str
) -> None:
    claim = next(c for row in ROWS if row.id == row_id for c in row.claims if c.article == article.key)
    shown = page(client, f"/articles/{article.key}")
    note = shown.by_id(f"n-{claim.id}")
    assert words in note.words
    row_link = note.first("a", "judged").attributes["href"]
    assert row_link == f"{EVENT}?open={row_id}#{anchor}"
    mark = shown.by_id(f"c-{claim.id}")
    assert mark.first("a", "ref").attributes["href"] == f"#n-{claim.id}"
    assert f"k-{claim.kind}" in mark.classes


def test_a_claim_inside_another_is_marked_inside_it(client: TestClient) -> None:
    outer, inner = next(row for row in ROWS if row.id == "book").claims
    shown = page(client, f"/articles/{WIRE.key}")
    assert shown.by_id(f"c-{outer.id}").by_id(f"c-{inner.id}").text == inner.text


def test_the_pieces_of_a_claim_over_paragraphs_belong_together(database: Database, empty: TestClient) -> None:
    long = article("He said: “We waited.\n\n“Nobody came.\n\n“We swam.” That was all.", "Courier")
    words = "“We waited.\n\n“Nobody came.\n\n“We swam.”"
    store_event(database, (long,), (row(claim(long, words, ClaimKind.QUOTE)),))
    shown = page(empty, f"/articles/{long.key}")
    pieces = list(shown.every("span", "m1"))
    assert "".join(piece.text for piece in pieces) == words
    anchor = f"c-{claim(long, words, ClaimKind.QUOTE).id}"
    assert [piece.attributes.get("id") for piece in pieces] == [anchor, None, None]
    assert [len(list(piece.every("a", "ref"))) for piece in pieces] == [0, 0, 1]


def test_the_style_sheet_lights_up_as_many_claims_as_have_a_class() -> None:
    style = (folder("static") / "css" / "article.css").read_text()
    assert {int(number) for number in re.findall(r"\.m(\d+):target", style)} == set(range(1, FOLLOWED + 1))


def test_the_article_page_says_what_the_text_is(client: TestClient) -> None:
    radio, ledger, wire = (page(client, f"/articles/{a.key}") for a in (RADIO, LEDGER, WIRE))
    assert radio.first("p", "note-top").words == "summary of the report by Coast Radio"
    assert "Outlet not named" in ledger.first("aside", "about").words
    assert "date not given in the text" in ledger.first("aside", "about").words
    assert "ends before the report does" in wire.first("aside", "about").words
    assert wire.first("h1").words == "Northern Wire, without a headline"


def test_a_paragraph_that_two_articles_share_is_marked_in_both(database: Database, empty: TestClient) -> None:
    from app.store import LinedUp, add_article, save_event

    star, post = article("Rain.\nThe dam broke.", "Star"), article("The dam broke.", "Post")
    copy = Copy(Passage(star.key, Span(6, 20)), Passage(post.key, Span(0, 14)), 3)
    copies = Copies((copy,), (AgencyMark(post.key, Span(0, 3), "Reuters", whole=True),))
    with database.writing() as session:
        for column in (star, post):
            add_article(session, column, (), "test:1")
        save_event(session, LinedUp("e1", "The dam", (star, post), (), "made", copies))
    shown = {column.outlet: page(empty, f"/articles/{column.key}") for column in (star, post)}
    marks = {outlet: [mark.words for mark in found.every("span", "copy")] for outlet, found in shown.items()}
    assert marks == {"Star": ["Same text as in Post, 3 words"], "Post": ["Same text as in Star, 3 words"]}
    marked = next(shown["Star"].every("div", "pn")), list(shown["Star"].every("div", "pn"))[1]
    assert [len(list(paragraph.every("span", "copy"))) for paragraph in marked] == [0, 1]
    assert "Reuters" in shown["Post"].first("aside", "about").words
    assert "Reuters" not in shown["Star"].first("aside", "about").words


def test_an_article_in_no_event_can_be_read(database: Database, empty: TestClient) -> None:
    from app.store import add_article

    lone = article("The dam broke at noon.\nNobody was hurt.", "Courier")
    with database.writing() as session:
        add_article(session, lone, (claim(lone, "Nobody was hurt."),), "test:1")
    shown = page(empty, f"/articles/{lone.key}")
    assert next(shown.every("div", "note-c")).words == "Claim 1 narrated, no source cited"


# ---- hostile text -----------------------------------------------------------------------------------------

EVIL = """</p><script>alert(1)</script><img src=x onerror=alert(1)>"'&amp;{{ 7 * 7 }}\x00\u2028javascript:"""
EVIL += "\u202e{% raw %} 100% %s %(num)s %(name)d %"


def hostile() -> Iterator[Article]:
    text = f"{EVIL} said so.\r\n“{EVIL}” was the answer.\n"
    plain = article(text, f"Out{EVIL}", name=f"file{EVIL}.txt")
    headline = f"Head{EVIL}{'very long ' * 500}"
    yield replace(plain, title=headline, byline=EVIL, note=EVIL, url=f"https://x.example/{EVIL}")
    yield replace(
        article(text + "x", None, "", f"other{EVIL}"), outlet_basis=Basis.MISSING, url="JavaScript:alert(1)"
    )


def test_text_from_elsewhere_stays_text(database: Database, empty: TestClient) -> None:
    articles = tuple(hostile())
    rows = tuple(
        row(claim(each, f"“{EVIL}”", ClaimKind.QUOTE, speaker=f"Name{EVIL}"), speaker=f"Name{EVIL}")
        for each in articles
    )
    store_event(database, articles, rows, title=f"Event{EVIL}")
    query = to_query(Filters(text=EVIL, speakers=(EVIL,), outlets=(EVIL,), left_out_by=EVIL))
    addresses = [
        "/events",
        EVENT,
        f"{EVENT}?{query}",
        f"{EVENT}?{urlencode({EVIL: 1, 'kind': EVIL})}",
        f"/events/{quote(EVIL)}",
        f"{EVENT}?{urlencode([(name, f'Out{EVIL}') for name in ('col', 'narrow', 'open', 'up')])}",
        f"{EVENT}?open={rows[0].id}&open={rows[1].id}&fold=copies&order=date",
        f"{EVENT}/rows/{rows[0].id}",
        *(f"{EVENT}/{kind}" for kind in ("export.html", "print")),
        *("/speakers", "/outlets", "/help"),
        *(f"{path}?{urlencode({'q': EVIL})}" for path in ("/events", "/speakers", "/outlets", "/search")),
        *(f"/search?{urlencode({'q': 'answer', 'in': part})}" for part in ("claims", "articles")),
        *(f"/search?{urlencode({'q': 'answer', name: f'Out{EVIL}'})}" for name in ("outlet", "speaker")),
        *(f"/events?{urlencode({name: f'Out{EVIL}'})}" for name in ("outlet", "speaker")),
        *(f"/{kind}?{urlencode({'name': f'{name}{EVIL}'})}"
          for kind, name in (("speaker", "Name"), ("outlet", "Out"), ("speaker", "No"), ("outlet", "No"))),
        "/outlet?name=",
    ]  # fmt: skip
    addresses += [f"/articles/{each.key}" for each in articles]
    for address in addresses:
        response = empty.get(address, headers={"HX-Request": "true"} if "/rows/" in address else {})
        if response.status_code == 303:
            response = empty.get(response.headers["location"])
        assert response.status_code in (200, 404)
        shown = parsed(response.text)
        assert not [script for script in shown.every("script") if script.text]
        assert not list(shown.every("img"))
        assert not [a for e in shown.every() for a in e.attributes if a.startswith("on")]
        links = [a.attributes.get("href", "").lower() for a in shown.every("a")]
        assert not [link for link in links if link.startswith("javascript")]
        assert "amp;49" not in response.text
    for each in articles:
        shown = page(empty, f"/articles/{each.key}")
        assert "".join(p.text for p in shown.every("p", "p")) == each.text
    told = empty.get(f"{EVENT}/export.json").json()
    exported = {a["id"]: (a["title"], a["byline"], a["note"], a["text"]) for a in told["articles"]}
    assert exported == {a.key: (a.title, a.byline, a.note, a.text) for a in articles}
    for layout in ("wide", "long"):
        lines = empty.get(f"{EVENT}/export.csv?layout={layout}&raw=1&bom=0").text
        cells = [cell for line in csv.reader(io.StringIO(lines, newline="")) for cell in line]
        assert f"Name{EVIL}" in cells
        assert f"“{EVIL}”" in cells


def test_a_very_long_article_is_shown_in_time(database: Database, empty: TestClient) -> None:
    text = "\n".join(f"Sentence number {number} of a very long report." for number in range(20_000))
    long = article(text, "Courier")
    rows = tuple(row(claim(long, f"number {number} of")) for number in range(0, 20_000, 50))
    store_event(database, (long,), rows)
    response = empty.get(f"/articles/{long.key}")
    assert response.status_code == 200
    assert response.elapsed.total_seconds() < 10
