from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import __version__
from app.domain.article import Article
from app.domain.claim import ClaimKind
from app.domain.comparison import Comparison, Filters, Order
from app.domain.copy import AgencyMark, Copies, Copy, Passage, SameText
from app.domain.event import Coverage, Gap, QuoteNote, QuoteRelation, Side, Verdict
from app.domain.text import Span
from app.web.downloads import provenance
from app.web.exports import (
    BETWEEN_CLAIMS,
    LONG_HEADER,
    Layout,
    claim_as_json,
    file_name,
    to_csv,
    to_html,
    to_json,
    to_paper,
)
from app.web.filters import to_query
from app.web.provenance import Provenance, base_address
from tests.making import MADE, article, claim, row
from tests.web.invented import ARTICLES, EVENT_ID, HARBOUR, RADIO, ROWS, TITLE, WIRE, comparison
from tests.web.markup import Element, parsed

EVENT = f"/events/{EVENT_ID}"
WHOLE = comparison()


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def one(text: str, outlet: str = "Courier") -> Comparison:
    """A comparison of one claim with this text."""
    column = article(text, outlet)
    return comparison((column,), (row(claim(column, text, ClaimKind.QUOTE)),))


# ---- CSV ------------------------------------------------------------------------------------------------


def test_wide_has_a_row_per_fact_and_a_column_per_outlet() -> None:
    lines = read(to_csv(WHOLE, "wide", MADE))
    assert list(lines[0]) == [
        "row", "verdict", "kind", "speaker", "fact", "said_on",
        "Harbour Post", "Coast Radio", "Northern Wire", "003_ledger.txt",
        "reasons", "why_one_row", "not_mentioned_by", "not_available_in", "independent_outlets",
        "link", "view", "exported", "version",
    ]  # fmt: skip
    assert [line["row"] for line in lines] == [str(number) for number in range(1, len(ROWS) + 1)]
    panic = lines[3]
    assert panic["verdict"] == "wording"
    assert panic["kind"] == "quote"
    assert panic["speaker"] == "Lena Voss"
    assert panic["fact"] == panic["Harbour Post"] == "“Nobody panicked, and nobody went into the water,”"
    assert panic["said_on"] == "2022-04-24"
    assert panic["003_ledger.txt"] == ""
    assert panic["reasons"] == "“water” against “sea”"
    assert (panic["not_mentioned_by"], panic["not_available_in"]) == ("003_ledger.txt", "")
    bang = lines[1]
    assert bang["Harbour Post"] == " ¶ ".join(claim.text for claim in ROWS[1].claims)
    assert bang["not_mentioned_by"] == "003_ledger.txt"
    assert bang["not_available_in"] == "Coast Radio (only a summary); Northern Wire (text cut off)"


def test_long_has_a_row_per_claim_with_its_place() -> None:
    lines = read(to_csv(WHOLE, "long", MADE))
    assert tuple(lines[0]) == LONG_HEADER
    texts = {article.key: article.text for article in ARTICLES}
    for line in lines:
        assert texts[line["article"]][int(line["start"]) : int(line["end"])] == line["text"]
    assert [line["claim"] for line in lines] == [
        claim.id for row in WHOLE.rows for cell in row.cells for claim in cell.claims
    ]
    first = lines[0]
    del first["article"], first["claim"], first["start"], first["end"], first["text"]
    assert first.pop("link") == f"{MADE.base}/articles/{ARTICLES[0].key}#c-{ROWS[0].claims[0].id}"
    assert first == {
        "row_id": "drift", "row": "1", "verdict": "conflict", "event": TITLE, "outlet": "Harbour Post",
        "source_name": "harbour.txt", "title": "Ferry loses power off Port Ellis, 214 brought ashore",
        "published": "2022-04-24", "url": "https://harbour.example/maren", "speaker": "Coast guard",
        "speaker_status": "resolved", "source": "the coast guard", "cue": "said", "kind": "statement",
        "said_on": "2022-04-24", "figures": "three hours; two miles", "attitude": "", "same_text_as": "",
        "part_of": "", "view": f"{MADE.base}{EVENT}", "exported": "2022-04-26T09:30:15Z", "version": "0.1.0",
    }  # fmt: skip


def test_lines_end_as_rfc_4180_says_and_quotes_are_doubled() -> None:
    text = to_csv(one('say "a, b"\nand\r\nmore'), "long", MADE)
    assert text.endswith("\r\n")
    assert '"say ""a, b""\nand\r\nmore"' in text
    assert read(text)[0]["text"] == 'say "a, b"\nand\r\nmore'


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("layout", ["wide", "long"])
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(words: str, layout: str) -> None:
    column = "text" if layout == "long" else "Courier"
    assert read(to_csv(one(words), layout, MADE))[0][column] == f"'{words}"
    assert read(to_csv(one(words), layout, MADE, raw=True))[0][column] == words


def test_an_outlets_name_is_a_text_cell_too() -> None:
    assert "'=cmd" in read(to_csv(one("words", outlet="=cmd"), "wide", MADE))[0]
    assert read(to_csv(one("words", outlet="=cmd"), "long", MADE))[0]["outlet"] == "'=cmd"


@pytest.mark.parametrize("words", ["1+1", "'quoted", " =1", "a=b", "–dash"])
def test_other_cells_are_left_alone(words: str) -> None:
    assert read(to_csv(one(words), "long", MADE))[0]["text"] == words


def test_the_mark_comes_first_and_only_when_asked() -> None:
    assert to_csv(WHOLE, "wide", MADE, bom=True) == "\ufeff" + to_csv(WHOLE, "wide", MADE)
    assert "\ufeff" not in to_csv(WHOLE, "wide", MADE)


def test_there_are_two_layouts() -> None:
    with pytest.raises(ValueError, match="tall"):
        to_csv(WHOLE, "tall", MADE)


some_filters = st.builds(
    Filters,
    kinds=st.lists(st.sampled_from(ClaimKind), unique=True).map(tuple),
    verdicts=st.lists(st.sampled_from(Verdict), unique=True).map(tuple),
    text=st.sampled_from(("", "the", "nobody", "zzz")),
    left_out_by=st.sampled_from(("", "Harbour Post", "Northern Wire")),
    order=st.sampled_from(Order),
    columns=st.lists(st.sampled_from(WHOLE.names), unique=True).map(tuple),
    fold=st.booleans(),
)


Table = list[tuple[str, list[str]]]  # id and cells of each row


def on_screen(html: str) -> Table:
    """What a page shows of each row, cell by cell: the outlet's words, nothing of ours among them."""
    lines = (line for line in parsed(html).every("tr") if line.attributes.get("id", "").startswith("r-"))
    return [
        (
            line.attributes["id"].removeprefix("r-"),
            [BETWEEN_CLAIMS.join(map(printed, cell.every("span", "verbatim"))) for cell in line.every("td")],
        )
        for line in lines
    ]


def printed(words: Element) -> str:
    """The text without what the outlet did not print."""
    return "".join(
        child
        if isinstance(child, str)
        else printed(child)
        if child.tag != "del" and "vh" not in child.classes
        else ""
        for child in words.children
    )


def of_csv(wide: str, ids: list[str], names: tuple[str, ...]) -> Table:
    lines = read(wide)
    return [(key, [line[name] for name in names]) for key, line in zip(ids, lines, strict=True)]


@given(some_filters)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_taken_away_is_what_is_on_screen(still: TestClient, filters: Filters) -> None:
    query = to_query(filters)
    shown = on_screen(still.get(f"{EVENT}?{query}", follow_redirects=True).text)
    ids = [key for key, _ in shown]
    expected = WHOLE.filtered(filters)
    assert ids == [row.row.id for row in expected.rows]
    assert on_screen(still.get(f"{EVENT}/export.html?{query}").text) == shown
    assert on_screen(still.get(f"{EVENT}/print?{query}").text) == shown
    assert of_csv(still.get(f"{EVENT}/export.csv?raw=1&bom=0&{query}").text, ids, expected.names) == shown

    rows = still.get(f"{EVENT}/export.json?{query}").json()["rows"]
    lines = read(still.get(f"{EVENT}/export.csv?layout=long&raw=1&bom=0&{query}").text)
    assert [row["id"] for row in rows] == list(dict.fromkeys(line["row_id"] for line in lines)) == ids
    assert [claim["id"] for row in rows for claim in row["claims"]] == [line["claim"] for line in lines]
    for (_, cells), found in zip(shown, rows, strict=True):
        words = " ".join(cells)
        assert all(claim["text"] in words for claim in found["claims"])
        assert [bool(cell) for cell in cells] == [why == "present" for why in found["coverage"].values()]


def test_a_hidden_column_leaves_nothing_in_a_file() -> None:
    """A row's claims in other columns, and what is told of them, stay out; its verdict stays that of all."""
    kept = WHOLE.columns[:1]
    narrow = WHOLE.filtered(Filters(columns=WHOLE.names[:1]))
    document = json.loads(to_json(narrow, MADE))
    assert [column["id"] for column in document["articles"]] == [kept[0].key]
    claims = {claim["id"] for line in document["rows"] for claim in line["claims"]}
    assert {claim["article"] for line in document["rows"] for claim in line["claims"]} == {kept[0].key}
    for line in document["rows"]:
        assert line["lead"] in claims
        assert {citing["article"] for citing in line["sources"]} <= {kept[0].key}
        assert {claim for side in line["sides"] for claim in side["claims"]} <= claims
    assert {line["outlet"] for line in read(to_csv(narrow, "long", MADE))} == {kept[0].label}
    assert "Coast Radio" not in read(to_csv(narrow, "wide", MADE))[0]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(WORDS)
def test_any_words_come_back_from_csv(words: str) -> None:
    assert read(to_csv(one(words), "long", MADE, raw=True))[0]["text"] == words


# ---- JSON -----------------------------------------------------------------------------------------------


def test_json_has_the_shape_others_rely_on() -> None:
    shown = WHOLE.filtered(Filters(verdicts=(Verdict.CONFLICT,), since=dt.date(2022, 4, 24)))
    document = json.loads(to_json(shown, MADE))
    assert document["event"]["id"] == EVENT_ID
    assert document["event"]["title"] == TITLE
    assert (document["event"]["facts"], document["event"]["shown"]) == (len(ROWS), 1)
    assert document["filters"] == {"verdict": ["conflict"], "from": ["2022-04-24"]}
    view = f"{MADE.base}{EVENT}?verdict=conflict&from=2022-04-24"
    assert document["version"] == __version__
    assert document["made"] == {
        "at": "2022-04-26T09:30:15Z",
        "version": __version__,
        "view": view,
        "filters": ["Conflict", "Said from 24 April 2022"],
    }
    radio = document["articles"][1]
    assert radio == {
        "id": RADIO.key, "link": f"{MADE.base}/articles/{RADIO.key}",
        "outlet": "Coast Radio", "outlet_basis": "given", "source_name": "radio.txt",
        "published": "2022-04-25T07:10+00:00", "published_basis": "given",
        "title": "Power cut leaves ferry adrift", "byline": None, "url": "javascript:alert(1)",
        "note": "summary of the report by Coast Radio", "cut_off": False, "versions": 1, "agencies": [],
        "text": RADIO.text,
    }  # fmt: skip
    assert [a["published"] for a in document["articles"]][2:] == ["--04-25", None]
    drift = document["rows"][0]
    assert (drift["id"], drift["verdict"], drift["speaker"]) == ("drift", "conflict", None)
    assert drift["link"] == f"{MADE.base}{EVENT}?open=drift#r-drift"
    assert drift["claims"][0]["link"] == f"{MADE.base}/articles/{HARBOUR.key}#c-{drift['claims'][0]['id']}"
    assert drift["coverage"][HARBOUR.key] == Coverage.PRESENT.value
    assert drift["coverage"][WIRE.key] == Coverage.NOT_AVAILABLE.value
    assert drift["not_available"] == {WIRE.key: Gap.CUT_OFF.value}
    first = drift["claims"][0]
    start, end = first["start"], first["end"]
    assert HARBOUR.text[start:end] == first["text"] == ROWS[0].claims[0].text
    assert HARBOUR.text[slice(*first["cue"])] == "said"
    assert HARBOUR.text[slice(*first["source"])] == "the coast guard"
    figure = first["figures"][0]
    assert HARBOUR.text[figure.pop("start") : figure.pop("end")] == "three hours"
    assert figure == {
        "words": "three hours", "low": 3, "high": 3, "comparator": "exactly", "unit": "hour", "counted": None,
        "period": None,
    }  # fmt: skip


def test_json_tells_how_quotes_differ_and_who_is_cited() -> None:
    panic = next(row for row in ROWS if row.id == "panic")
    first, second, *_ = panic.claims
    note = QuoteNote(
        QuoteRelation.CHANGED, (Side("water", (first.id,)), Side("sea", (second.id,))), marked=False
    )
    noted = replace(panic, judgement=replace(panic.judgement, quotes=(note,)))
    (line,) = json.loads(to_json(comparison(rows=(noted,)), MADE))["rows"]
    assert line["quotes"] == [
        {
            "relation": "changed",
            "marked": False,
            "counts": True,
            "sides": [{"value": "water", "claims": [first.id]}, {"value": "sea", "claims": [second.id]}],
        }
    ]
    cited = {citing["article"]: (citing["source"], citing["speaker"]) for citing in line["sources"]}
    assert set(cited) == {claim.article for claim in panic.claims}
    assert {claim.speaker.name for claim in panic.claims} == {speaker for _, speaker in cited.values()}


def test_json_says_what_is_open() -> None:
    claims = {
        claim["id"]: claim for row in json.loads(to_json(WHOLE, MADE))["rows"] for claim in row["claims"]
    }
    ambiguous = claims[ROWS[4].claims[2].id]
    assert (ambiguous["speaker"], ambiguous["speaker_status"]) == (None, "ambiguous")
    assert ambiguous["speaker_candidates"] == ["Olof Brink", "Paul Adder"]
    bare = claim_as_json(ROWS[6].claims[0])
    assert (bare["speaker_status"], bare["cue"], bare["source"], bare["said_on"]) == (
        "none",
        None,
        None,
        None,
    )


def test_an_attitude_is_told_apart_in_every_format() -> None:
    column = article("Lind said it rained. Brand hopes it stops.", "Courier")
    said = claim(column, "it rained", ClaimKind.STATEMENT)
    hoped = replace(claim(column, "it stops", ClaimKind.STATEMENT), attitude=True)
    table = comparison((column,), (row(said), row(hoped)))
    assert [line["attitude"] for line in read(to_csv(table, "long", MADE))] == ["", "attitude"]
    assert [line["claims"][0]["attitude"] for line in json.loads(to_json(table, MADE))["rows"]] == [
        False,
        True,
    ]
    lines = [line.words for line in parsed(to_html(table, MADE)).every("p", "attr")]
    assert [line.endswith("attitude") for line in lines] == [False, True]


# ---- HTML -----------------------------------------------------------------------------------------------


def test_the_html_file_stands_alone() -> None:
    shown = WHOLE.filtered(Filters(speakers=("Lena Voss",)))
    file = parsed(to_html(shown, MADE))
    assert not list(file.every("script"))
    assert not list(file.every("link"))
    for link in file.every("a"):
        assert link.attributes["href"].startswith(("#r-", "https://", f"{MADE.base}/"))
    bare = parsed(to_html(shown, replace(MADE, base="")))
    assert not [link for link in bare.every("a") if link.attributes.get("href", "").startswith("/")]
    assert file.first("p", "lede").words.startswith("The four accounts conflict on 1 fact")
    assert [chip.words for chip in file.every("span", "chip")] == ["Speaker: Lena Voss"]
    assert f"{len(shown.rows)} of {len(ROWS)} facts" in file.words


@pytest.mark.parametrize("write", [to_html, to_paper])
@pytest.mark.parametrize(
    ("filters", "columns"),
    [
        (Filters(), None),
        (
            Filters(columns=WHOLE.names[:2]),
            "2 of 4 columns shown, with 9 of 13 facts; the verdicts are those of all accounts.",
        ),
        (Filters(narrow=WHOLE.names[:2]), "Without their words: Harbour Post and Coast Radio."),
    ],
)
def test_a_file_in_other_columns_says_so(
    write: Callable[[Comparison, Provenance], str], filters: Filters, columns: str | None
) -> None:
    page = parsed(write(WHOLE.filtered(filters), MADE))
    stamp = {
        line.first("dt").words: line.first("dd").words for line in page.first("dl", "stamp").every("div")
    }
    assert stamp.get("Columns") == columns
    assert page.first("p", "dateline").words.endswith(f"4 articles, {len(ROWS)} facts")
    assert page.first("p", "lede").words.startswith("The four accounts conflict on 1 fact")


def test_a_filtered_file_does_not_call_its_picture_the_whole() -> None:
    shown = WHOLE.filtered(Filters(verdicts=(Verdict.CONFLICT,)))
    caption = parsed(to_html(shown, MADE)).by_id("coverage-key").words
    assert caption.startswith(f"Drawn: 1 of {len(ROWS)} facts, as filtered.")


# ---- what the browser gets --------------------------------------------------------------------------------


FILES = [
    ("csv", "text/csv; charset=utf-8", "crossread-ferry-maren-loses-power-off-port-ellis-wide.csv"),
    (
        "csv?layout=long",
        "text/csv; charset=utf-8",
        "crossread-ferry-maren-loses-power-off-port-ellis-long.csv",
    ),
    ("json", "application/json", "crossread-ferry-maren-loses-power-off-port-ellis.json"),
    ("html", "text/html; charset=utf-8", "crossread-ferry-maren-loses-power-off-port-ellis.html"),
]


@pytest.mark.parametrize(("address", "media_type", "name"), FILES)
def test_a_file_is_for_keeping(client: TestClient, address: str, media_type: str, name: str) -> None:
    response = client.get(f"{EVENT}/export.{address}")
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.fixture
def still(client: TestClient) -> Iterator[TestClient]:
    """The application in one moment, so that two files of it can be the same."""
    overrides = client.app.dependency_overrides  # type: ignore[attr-defined]
    overrides[provenance] = lambda: MADE
    yield client
    overrides.clear()


def test_the_browsers_csv_has_the_mark_unless_told_otherwise(still: TestClient) -> None:
    filters = Filters(speakers=("Lena Voss",), order=Order.STORY)
    address = f"{EVENT}/export.csv?layout=long&speaker=Lena+Voss&order=story"
    shown = WHOLE.filtered(filters)
    plain = to_csv(shown, "long", MADE)
    assert still.get(address).content == b"\xef\xbb\xbf" + plain.encode()
    assert still.get(f"{address}&bom=0").content == plain.encode()
    assert still.get(f"{address}&bom=0&raw=1").content == to_csv(shown, "long", MADE, raw=True).encode()


TITLES = [
    ("Kerry’s talks: “calm”?", "crossread-kerrys-talks-calm.csv"),
    ("Überfall in Łódź", "crossread-uberfall-in-odz.csv"),
    ('../../etc"\r\nX: y', "crossread-etc-x-y.csv"),
    ("停火", "crossread-event.csv"),
    ("word " * 100, "crossread-" + "-".join(["word"] * 12) + ".csv"),
]


@pytest.mark.parametrize(("title", "name"), TITLES)
def test_a_file_has_a_plain_name(title: str, name: str) -> None:
    event = replace(WHOLE.event, title=title)
    assert file_name(replace(WHOLE, event=event), ".csv") == name


def test_articles_of_one_outlet_are_told_apart(client: TestClient) -> None:
    columns: tuple[Article, ...] = (
        article("a", "Courier", name="1.txt"),
        article("b", "Courier", name="2.txt"),
    )
    both = comparison(columns, (row(claim(columns[0], "a")), row(claim(columns[1], "b"))))
    assert [a["outlet"] for a in json.loads(to_json(both, MADE))["articles"]] == [
        "Courier (1.txt)",
        "Courier (2.txt)",
    ]
    assert {"Courier (1.txt)", "Courier (2.txt)"} <= set(read(to_csv(both, "wide", MADE))[0])


# ---- when, by which version, from where ------------------------------------------------------------------

HOSTS = [
    ("localhost:8000", "http://localhost:8000"),
    ("127.0.0.1", "http://127.0.0.1"),
    ("[::1]:8001", "http://[::1]:8001"),
    ("desk.example", "http://desk.example"),
    ("", ""),
    ("a b", ""),
    ("evil.example/path", ""),
    ('x"><script>', ""),
    ("host:port", ""),
    ("host\n", ""),
    ("üben.example", ""),
    ("a" * 300, ""),
    ("user@host", ""),
]


@pytest.mark.parametrize(("host", "base"), HOSTS)
def test_only_a_host_gets_into_a_file(host: str, base: str) -> None:
    assert base_address("http", host) == base
    assert base_address("javascript", host) == ""


@pytest.mark.parametrize(("host", "base"), [("desk.example:81", "http://desk.example:81"), ("<b>", "")])
def test_addresses_are_whole_where_the_servers_is_known(client: TestClient, host: str, base: str) -> None:
    made = client.get(f"{EVENT}/export.json?q=nobody", headers={"host": host}).json()["made"]
    assert made["view"] == f"{base}{EVENT}?q=nobody"
    assert dt.datetime.fromisoformat(made["at"]).tzinfo == dt.UTC


def test_every_file_says_when_from_which_view_and_by_which_version() -> None:
    shown = WHOLE.filtered(Filters(text="nobody", order=Order.STORY))
    view, relative = f"{EVENT}?q=nobody&order=story", replace(MADE, base="")
    for origin in (MADE, relative):
        for layout in Layout:
            for line in read(to_csv(shown, layout, origin)):
                assert line["view"] == origin.base + view
                assert (line["exported"], line["version"]) == ("2022-04-26T09:30:15Z", __version__)
                assert line["link"].startswith((f"{origin.base}{EVENT}?open=", f"{origin.base}/articles/"))
        for write in (to_html, to_paper):
            page = parsed(write(shown, origin))
            stamp = page.first("dl", "stamp").words
            for words in ("Words: nobody", "As told", "26 April 2022, 09:30 UTC", f"Crossread {__version__}",
                          f"{len(shown.rows)} of {len(ROWS)} facts", origin.base + view):  # fmt: skip
                assert words in stamp
            assert page.first("time").attributes["datetime"] == "2022-04-26T09:30:15Z"
            live = [link.attributes["href"] for link in page.first("dl", "stamp").every("a")]
            assert live == ([MADE.base + view] if origin.base else [])


def test_two_files_of_one_moment_are_the_same_whatever_the_zone() -> None:
    east = Provenance(MADE.made.astimezone(dt.timezone(dt.timedelta(hours=5))), MADE.base)
    for write in (to_json, to_html, to_paper):
        assert write(WHOLE, east) == write(WHOLE, MADE)


def test_a_view_without_rows_is_a_file_all_the_same(still: TestClient) -> None:
    for kind in ("export.html", "print"):
        assert "No fact passes these filters." in still.get(f"{EVENT}/{kind}?q=zzz").text
    assert len(still.get(f"{EVENT}/export.csv?q=zzz").text.splitlines()) == 1


def test_the_page_for_paper_needs_no_script(still: TestClient) -> None:
    response = still.get(f"{EVENT}/print?verdict=conflict")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = parsed(response.text)
    assert not list(page.every("script"))
    assert f"{EVENT}?verdict=conflict" in [link.attributes["href"] for link in page.every("a")]


@pytest.mark.parametrize("kind", ["export.csv", "export.json", "export.html", "print"])
def test_a_filter_that_cant_be_used_makes_no_file(client: TestClient, kind: str) -> None:
    response = client.get(f"{EVENT}/{kind}?verdict=nonsense")
    assert response.status_code == 422
    assert "“nonsense” is no value for “verdict”" in parsed(response.text).words


# ---- copies ---------------------------------------------------------------------------------------------


def test_copies_are_counted_once_in_every_format() -> None:
    star, post = (
        article("The dam broke at noon.", "Star"),
        article("The dam broke at noon on Monday.", "Post"),
    )
    first, second = (claim(column, "The dam broke at noon") for column in (star, post))
    same = (SameText(first.id, post.key, 5, 5), SameText(second.id, star.key, 4, 5))
    keys = tuple(sorted((star.key, post.key)))
    shared = replace(row(first, second, verdict=Verdict.AGREE), same_text=same, origins=(keys,))
    copy = Copy(Passage(star.key, Span(0, 21)), Passage(post.key, Span(0, 21)), 5)
    copies = Copies((copy,), (AgencyMark(post.key, Span(0, 3), "Reuters", whole=True),))
    table = replace(comparison((star, post), (shared,)), copies=copies)

    assert [line["independent_outlets"] for line in read(to_csv(table, "wide", MADE))] == ["1"]
    assert [line["same_text_as"] for line in read(to_csv(table, "long", MADE))] == [
        "Post: 5 of 5 words",
        "Star: 4 of 5 words",
    ]
    document = json.loads(to_json(table, MADE))
    assert (document["rows"][0]["independent"], document["rows"][0]["origins"]) == (1, [list(keys)])
    assert document["rows"][0]["same_text"][1] == {
        "claim": second.id, "article": star.key, "shared": 4, "words": 5,
    }  # fmt: skip
    assert document["articles"][1]["agencies"] == [{"agency": "Reuters", "whole": True, "start": 0, "end": 3}]
    assert document["copies"] == [
        {
            "passages": [{"article": column.key, "start": 0, "end": 21} for column in (star, post)],
            "words": 5,
        }
    ]
    page = to_html(table, MADE)
    for words in ("Same text: 5 of 5 words as in Post", "Same text: 4 of 5 words as in Star",
                  "2 outlets, one text", "credits Reuters"):  # fmt: skip
        assert words in page
