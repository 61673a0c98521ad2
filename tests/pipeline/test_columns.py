"""Tables of other tools: what their columns hold, guessed or told, and how their dates are written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from app.domain.article import RawArticle
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read import Columns, DateOrder, Linked, Unreadable, read
from app.pipeline.read.columns import guess_columns, preview
from app.pipeline.read.dates import order_of, parse_date

TALKS = "The talks went on for a second day, and nobody would say when they might end."
LONG = " ".join([TALKS] * 4)

# Columns as exports name them, and what they hold. "" is left out.
HEADERS = [
    ("id,outlet,date,title,url,text", "id outlet date title url text"),
    ("Headline,Publication,Load Date,Byline,Body", "title outlet date byline text"),
    ("source_domain,date_publish,maintext,authors,language", "outlet date text byline language"),
    ("media_name,publish_date,title,url,indexed_date", "outlet date title url -"),
    ("author,description,publishedAt,source.name,title,url,content", "byline - date outlet title url text"),
    ("Publication Title,Title,Url,Date,Abstract Note", "outlet title url date -"),
    ("text,body,content", "text - -"),  # the most usual name counts
    ("rank,share", "- -"),
]


@pytest.mark.parametrize(("header", "held"), HEADERS)
def test_columns_are_guessed_by_their_names(header: str, held: str) -> None:
    wanted = tuple("" if name == "-" else name for name in held.split())
    assert guess_columns(header.split(","), []) == wanted


# Rows of columns that no name tells (a, b, c), and what their contents show.
CONTENTS = [
    ([[LONG, "https://courier.example/1", "x"]], ("text", "url", "")),
    ([[LONG, LONG, "x"]], ("", "", "")),  # two that may be the text: nobody guesses
    ([["short", "https://courier.example/1", "http://x.example"]], ("", "", "")),
    ([[None, 3, LONG], ["x", 4, LONG]], ("", "", "text")),
]


@pytest.mark.parametrize(("rows", "held"), CONTENTS)
def test_columns_are_guessed_by_what_they_hold(rows: list[list[object]], held: tuple[str, ...]) -> None:
    assert guess_columns(["a", "b", "c"], rows) == held


ORDERS = [
    ("03/04/2016", "dmy mdy"),
    ("13/04/2016", "dmy"),
    ("04/13/2016 10:30", "mdy"),
    ("3.4.16", ""),  # two figures of a year are read after a slash alone
    ("3/4/16", "dmy mdy"),
    ("14/14/2016", ""),
    ("2016-04-03", ""),
    ("3 April 2016", ""),
    ("", ""),
]


@pytest.mark.parametrize(("words", "orders"), ORDERS)
def test_orders_in_which_a_date_can_be_read(words: str, orders: str) -> None:
    assert order_of(words) == frozenset(map(DateOrder, orders.split()))


def test_an_order_settles_a_date_that_can_be_read_in_two_ways() -> None:
    assert parse_date("03/04/2016", DateOrder.DMY) == PartialDate(2016, 4, 3)
    assert parse_date("03/04/2016", DateOrder.MDY) == PartialDate(2016, 3, 4)
    assert parse_date("13/04/2016", DateOrder.MDY) == PartialDate(2016, 4, 13), "there is one way only"


def _table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _dates(paths: list[Path], columns: Columns = Columns()) -> list[str]:  # noqa: B008 - frozen
    found = read(paths, columns=columns)
    return [x.published.isoformat() for x in found if isinstance(x, RawArticle) and x.published]


def test_one_clear_date_tells_how_the_others_are_written(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "date;text", f"03/04/2016;{TALKS}", f"25/04/2016;{TALKS} More.")
    assert _dates([path]) == ["2016-04-03", "2016-04-25"]
    lines = [{"date": "04/03/2016", "text": TALKS}, {"date": "04/25/2016", "text": f"{TALKS} More."}]
    path = _table(tmp_path / "a.jsonl", *map(json.dumps, lines))
    assert _dates([path]) == ["2016-04-03", "2016-04-25"]


def test_a_manifest_tells_by_its_other_rows_how_its_dates_are_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{TALKS} {name}", "utf-8")
    path = _table(tmp_path / "m.csv", "file,date", "a.txt,03/04/2016", "b.txt,25/04/2016")
    found = [x for x in read([], manifest=path) if isinstance(x, RawArticle)]
    assert [str(x.published.isoformat()) for x in found if x.published] == ["2016-04-03", "2016-04-25"]


def test_dates_that_contradict_each_other_tell_nothing(tmp_path: Path) -> None:
    path = _table(
        tmp_path / "a.csv", "date|text", f"03/04/2016|{TALKS}", f"25/04/2016|{TALKS}", f"04/25/2016|{TALKS}"
    )
    told = [x.reason for x in read([path]) if isinstance(x, Unreadable)]
    assert len(told) == 1
    assert "two ways" in told[0]
    assert _dates([path], Columns(dates=DateOrder.DMY)) == ["2016-04-03", "2016-04-25", "2016-04-25"]


def test_a_column_that_is_named_goes_before_what_is_guessed(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "body,Lead text,paper", f'Teaser|,"{LONG}",The Courier')
    (only,) = read([path], columns=Columns(named={"text": "lead text", "outlet": "paper"}))
    assert isinstance(only, RawArticle)
    assert (only.text, only.outlet) == (LONG, "The Courier")
    (told,) = read([path], columns=Columns(named={"text": "full"}))
    assert isinstance(told, Unreadable)
    assert told.reason == "has no column 'full'; it has 'body', 'Lead text', 'paper'"


def test_a_column_of_texts_is_found_in_a_file_that_was_named_only(tmp_path: Path) -> None:
    _table(tmp_path / "a.csv", "day;story", f"2016-05-02;{LONG}")
    _table(tmp_path / "b.jsonl", json.dumps({"day": "2016-05-02", "story": LONG}))
    files = [tmp_path / "a.csv", tmp_path / "b.jsonl"]
    assert [x.text for x in read(files) if isinstance(x, RawArticle)] == [LONG, LONG]
    assert [x for x in read([tmp_path]) if isinstance(x, RawArticle)] == []


def test_an_answer_says_what_every_column_holds(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "text,story,when", f'"{TALKS}","{LONG}",03/04/2016')
    (only,) = read([path], columns=Columns.answered(("", "text", "date", "date:mdy")))
    assert isinstance(only, RawArticle)
    assert (only.text, only.published) == (LONG, PartialDate(2016, 3, 4))


def test_a_table_of_addresses_gives_links(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "paper,link,day", "The Courier,courier.example/1,2016-05-02", "Star,,")
    found = list(read([path], columns=Columns.answered(("outlet", "url", "date"))))
    assert isinstance(found[0], Linked)
    assert (found[0].url, found[0].given.outlet) == ("https://courier.example/1", "The Courier")
    assert isinstance(found[1], Unreadable)
    assert found[1].reason == "has no address"


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (("outlet", "date"), "no column holds the text, and none an address to fetch it from"),
        (("text", "colour"), "'colour' is nothing that a column can hold here"),
        (("text", "date:ydm"), "'ydm' is no order of day and month"),
    ],
)
def test_an_answer_that_can_not_be_used_is_refused(entries: tuple[str, ...], reason: str) -> None:
    with pytest.raises(BadInputError, match=reason.replace("(", r"\(")):
        Columns.answered(entries)


# JSON as tools write it, and the texts in it.
ARTICLE = {"title": "Talks", "text": TALKS, "source": {"id": None, "name": "The Courier"}}
VALUES: list[tuple[object, int]] = [
    ([ARTICLE, ARTICLE], 2),
    (ARTICLE, 1),
    ({**ARTICLE, "tags": [{"name": "talks"}]}, 1),  # one article that holds a list of something else
    ({"status": "ok", "totalResults": 1, "articles": [ARTICLE]}, 1),
    ({"data": {"results": [ARTICLE]}}, 1),
]


@pytest.mark.parametrize(("value", "texts"), VALUES)
def test_json_files(tmp_path: Path, value: object, texts: int) -> None:
    path = _table(tmp_path / "a.json", json.dumps(value))
    found = [x for x in read([path]) if isinstance(x, RawArticle)]
    assert [(x.text, x.outlet) for x in found] == [(TALKS, "The Courier")] * texts


def test_a_list_is_read_whatever_its_file_is_called(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.jsonl", json.dumps([ARTICLE, {"text": TALKS + " More."}], indent=1))
    assert len([x for x in read([path]) if isinstance(x, RawArticle)]) == 2


def test_a_language_that_is_told_is_kept(tmp_path: Path) -> None:
    lines = [{"text": TALKS, "language": code} for code in ("fr", "en-GB", "English", "unknown", "")]
    path = _table(tmp_path / "a.jsonl", *map(json.dumps, lines))
    assert [x.language for x in read([path]) if isinstance(x, RawArticle)] == ["fr", "en", "en", None, None]


def test_a_preview_shows_the_table_before_it_is_read() -> None:
    data = f"day;story;paper\r\n03/04/2016;{LONG};The Courier\r\n05/04/2016;{LONG};Star\r\n".encode()
    shown = preview(data, "export.csv")
    assert (shown.header, shown.rows, shown.problem) == (("day", "story", "paper"), 2, "")
    assert shown.guess == ("", "text", "")
    assert shown.first[0][0] == "03/04/2016"
    assert len(shown.first[0][1]) < len(LONG)


def test_a_preview_names_a_date_that_can_be_read_in_two_ways() -> None:
    assert preview(b"date,text\n03/04/2016,x\n", "a.csv").ambiguous == "03/04/2016"
    assert preview(b"date,text\n03/04/2016,x\n25/04/2016,y\n", "a.csv").ambiguous == ""


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"%PDF-1.4", "a.csv", "a.csv: is not text (looks like a PDF)"),
        (b"{}\n[", "a.json", "a.json: is broken JSON"),
        (b"[]", "a.json", "a.json: holds no articles"),
        (",".join(["c"] * 2_000).encode(), "a.csv", "a.csv: has 2,000 columns; at most 1,000 are read"),
    ],
)
def test_a_preview_tells_why_there_is_none(data: bytes, name: str, problem: str) -> None:
    assert preview(data, name).problem.startswith(problem)


def test_a_packed_table_is_previewed_as_what_is_in_it() -> None:
    lines = b'{"body": "The dam was shut.", "paper": "Star"}\n' * 3
    assert preview(gzip.compress(lines), "a.JSONL.gz") == preview(lines, "a.jsonl")
    assert "breaks off" in preview(gzip.compress(lines)[:-12], "a.jsonl.gz").problem
