from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.article import Article
from app.domain.claim import ClaimKind
from app.domain.comparison import Comparison, Filters, Order
from app.domain.copy import AgencyMark, Copies, Copy, Passage, SameText
from app.domain.event import Coverage, Gap, QuoteNote, QuoteRelation, Side, Verdict
from app.domain.text import Span
from app.web.exports import LONG_HEADER, claim_as_json, file_name, to_csv, to_html, to_json
from tests.making import article, claim, row
from tests.web.invented import ARTICLES, EVENT_ID, HARBOUR, RADIO, ROWS, TITLE, WIRE, comparison
from tests.web.markup import parsed

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
    lines = read(to_csv(WHOLE, "wide"))
    assert list(lines[0]) == [
        "row", "verdict", "kind", "speaker", "fact", "said_on",
        "Harbour Post", "Coast Radio", "Northern Wire", "003_ledger.txt",
        "reasons", "why_one_row", "not_mentioned_by", "not_available_in", "independent_outlets",
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
    lines = read(to_csv(WHOLE, "long"))
    assert tuple(lines[0]) == LONG_HEADER
    texts = {article.key: article.text for article in ARTICLES}
    for line in lines:
        assert texts[line["article"]][int(line["start"]) : int(line["end"])] == line["text"]
    assert [line["claim"] for line in lines] == [
        claim.id for row in WHOLE.rows for cell in row.cells for claim in cell.claims
    ]
    first = lines[0]
    del first["article"], first["claim"], first["start"], first["end"], first["text"]
    assert first == {
        "row_id": "drift", "row": "1", "verdict": "conflict", "event": TITLE, "outlet": "Harbour Post",
        "source_name": "harbour.txt", "title": "Ferry loses power off Port Ellis, 214 brought ashore",
        "published": "2022-04-24", "url": "https://harbour.example/maren", "speaker": "Coast guard",
        "speaker_status": "resolved", "source": "the coast guard", "cue": "said", "kind": "statement",
        "said_on": "2022-04-24", "figures": "three hours; two miles", "attitude": "", "same_text_as": "",
            "part_of": "",
    }  # fmt: skip


def test_lines_end_as_rfc_4180_says_and_quotes_are_doubled() -> None:
    text = to_csv(one('say "a, b"\nand\r\nmore'), "long")
    assert text.endswith("\r\n")
    assert '"say ""a, b""\nand\r\nmore"' in text
    assert read(text)[0]["text"] == 'say "a, b"\nand\r\nmore'


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("layout", ["wide", "long"])
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(words: str, layout: str) -> None:
    column = "text" if layout == "long" else "Courier"
    assert read(to_csv(one(words), layout))[0][column] == f"'{words}"
    assert read(to_csv(one(words), layout, raw=True))[0][column] == words


def test_an_outlets_name_is_a_text_cell_too() -> None:
    assert "'=cmd" in read(to_csv(one("words", outlet="=cmd"), "wide"))[0]
    assert read(to_csv(one("words", outlet="=cmd"), "long"))[0]["outlet"] == "'=cmd"


@pytest.mark.parametrize("words", ["1+1", "'quoted", " =1", "a=b", "–dash"])
def test_other_cells_are_left_alone(words: str) -> None:
    assert read(to_csv(one(words), "long"))[0]["text"] == words


def test_the_mark_comes_first_and_only_when_asked() -> None:
    assert to_csv(WHOLE, "wide", bom=True) == "\ufeff" + to_csv(WHOLE, "wide")
    assert "\ufeff" not in to_csv(WHOLE, "wide")


def test_there_are_two_layouts() -> None:
    with pytest.raises(ValueError, match="tall"):
        to_csv(WHOLE, "tall")


some_filters = st.builds(
    Filters,
    kinds=st.lists(st.sampled_from(ClaimKind), unique=True).map(tuple),
    verdicts=st.lists(st.sampled_from(Verdict), unique=True).map(tuple),
    text=st.sampled_from(("", "the", "nobody", "zzz")),
    left_out_by=st.sampled_from(("", "Harbour Post", "Northern Wire")),
    order=st.sampled_from(Order),
)


@settings(deadline=None)  # the first of them compiles the templates
@given(some_filters)
def test_every_format_holds_exactly_the_filtered_rows_in_their_order(filters: Filters) -> None:
    shown = WHOLE.filtered(filters)
    numbers = [row.number for row in shown.rows]
    assert [int(line["row"]) for line in read(to_csv(shown, "wide"))] == numbers
    assert list(dict.fromkeys(int(line["row"]) for line in read(to_csv(shown, "long")))) == numbers
    assert [row["number"] for row in json.loads(to_json(shown))["rows"]] == numbers
    body = list(parsed(to_html(shown)).first("tbody").every("tr"))
    assert [line.attributes["id"] for line in body] == [f"r-{row.row.id}" for row in shown.rows]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(WORDS)
def test_any_words_come_back_from_csv(words: str) -> None:
    assert read(to_csv(one(words), "long", raw=True))[0]["text"] == words


# ---- JSON -----------------------------------------------------------------------------------------------


def test_json_has_the_shape_others_rely_on() -> None:
    shown = WHOLE.filtered(Filters(verdicts=(Verdict.CONFLICT,), since=dt.date(2022, 4, 24)))
    document = json.loads(to_json(shown))
    assert document["event"]["id"] == EVENT_ID
    assert document["event"]["title"] == TITLE
    assert (document["event"]["facts"], document["event"]["shown"]) == (len(ROWS), 1)
    assert document["filters"] == {"verdict": ["conflict"], "from": ["2022-04-24"]}
    assert document["version"]
    radio = document["articles"][1]
    assert radio == {
        "id": RADIO.key, "outlet": "Coast Radio", "outlet_basis": "given", "source_name": "radio.txt",
        "published": "2022-04-25T07:10+00:00", "published_basis": "given",
        "title": "Power cut leaves ferry adrift", "byline": None, "url": "javascript:alert(1)",
        "note": "summary of the report by Coast Radio", "cut_off": False, "agencies": [], "text": RADIO.text,
    }  # fmt: skip
    assert [a["published"] for a in document["articles"]][2:] == ["--04-25", None]
    drift = document["rows"][0]
    assert (drift["id"], drift["verdict"], drift["speaker"]) == ("drift", "conflict", None)
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
    (line,) = json.loads(to_json(comparison(rows=(noted,))))["rows"]
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
    claims = {claim["id"]: claim for row in json.loads(to_json(WHOLE))["rows"] for claim in row["claims"]}
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
    assert [line["attitude"] for line in read(to_csv(table, "long"))] == ["", "attitude"]
    assert [line["claims"][0]["attitude"] for line in json.loads(to_json(table))["rows"]] == [False, True]
    lines = [line.words for line in parsed(to_html(table)).every("p", "attr")]
    assert [line.endswith("attitude") for line in lines] == [False, True]


# ---- HTML -----------------------------------------------------------------------------------------------


def test_the_html_file_stands_alone() -> None:
    shown = WHOLE.filtered(Filters(speakers=("Lena Voss",)))
    file = parsed(to_html(shown))
    assert not list(file.every("script"))
    assert not list(file.every("link"))
    for link in file.every("a"):
        assert link.attributes["href"].startswith(("#r-", "https://"))
    assert file.first("p", "lede").words.startswith("The four accounts conflict on 1 fact")
    assert [chip.words for chip in file.every("span", "chip")] == ["Speaker: Lena Voss"]
    assert f"{len(shown.rows)} of {len(ROWS)} facts" in file.words


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


def test_the_browsers_csv_has_the_mark_unless_told_otherwise(client: TestClient) -> None:
    filters = Filters(speakers=("Lena Voss",), order=Order.STORY)
    address = f"{EVENT}/export.csv?layout=long&speaker=Lena+Voss&order=story"
    plain = to_csv(WHOLE.filtered(filters), "long")
    assert client.get(address).content == b"\xef\xbb\xbf" + plain.encode()
    assert client.get(f"{address}&bom=0").content == plain.encode()
    assert (
        client.get(f"{address}&bom=0&raw=1").content
        == to_csv(WHOLE.filtered(filters), "long", raw=True).encode()
    )


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
    assert [a["outlet"] for a in json.loads(to_json(both))["articles"]] == [
        "Courier (1.txt)",
        "Courier (2.txt)",
    ]
    assert {"Courier (1.txt)", "Courier (2.txt)"} <= set(read(to_csv(both, "wide"))[0])


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

    assert [line["independent_outlets"] for line in read(to_csv(table, "wide"))] == ["1"]
    assert [line["same_text_as"] for line in read(to_csv(table, "long"))] == [
        "Post: 5 of 5 words",
        "Star: 4 of 5 words",
    ]
    document = json.loads(to_json(table))
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
    page = to_html(table)
    for words in ("Same text: 5 of 5 words as in Post", "Same text: 4 of 5 words as in Star",
                  "2 outlets, one text", "credits Reuters"):  # fmt: skip
        assert words in page
