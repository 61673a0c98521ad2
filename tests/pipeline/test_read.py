"""Reading: every kind of file, every kind of bad input, and that the rest is read all the same."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.domain.article import RawArticle
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read import (
    MAX_LINE_BYTES,
    MAX_TEXT_BYTES,
    MAX_TEXT_CHARACTERS,
    Given,
    Linked,
    Passed,
    Unreadable,
    count,
    decode,
    parse_date,
    read,
    shown,
)

TALKS = "The talks went on for a second day, and nobody would say when they might end."
NOTHING = Given()


def found(
    paths: Sequence[Path], manifest: Path | None = None, given: Given = NOTHING
) -> list[RawArticle | Unreadable | Passed | Linked]:
    return list(read(paths, manifest=manifest, given=given))


def article(path: Path, **options: object) -> RawArticle:
    (only,) = found([path], **options)  # type: ignore[arg-type]
    assert isinstance(only, RawArticle), only
    return only


def reasons(paths: Sequence[Path], manifest: Path | None = None) -> list[str]:
    return [f"{Path(x.origin).name}: {x.reason}" for x in found(paths, manifest) if isinstance(x, Unreadable)]


def names(paths: Sequence[Path], manifest: Path | None = None) -> list[str]:
    return [x.source_name for x in found(paths, manifest) if isinstance(x, RawArticle)]


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def put_lines(path: Path, *records: object) -> Path:
    return put(path, "".join(json.dumps(record) + "\n" for record in records))


def put_table(path: Path, *rows: Sequence[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


# --- decoding ---------------------------------------------------------------------------------------------

CURLY = "“Enough,” said Zoë at the café – it’s over.\r\n"


@pytest.mark.parametrize(
    "data",
    [
        CURLY.encode("utf-8"),
        CURLY.encode("utf-8-sig"),
        CURLY.encode("utf-16"),
        b"\xff\xfe" + CURLY.encode("utf-16-le"),
        b"\xfe\xff" + CURLY.encode("utf-16-be"),
        CURLY.encode("utf-16-le"),
        CURLY.encode("utf-16-be"),
        CURLY.encode("cp1252"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == CURLY


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "is not text (looks like a PDF)"),
        (b"PK\x03\x04\x14\x00", "is not text (looks like a ZIP archive or an office document)"),
        (b"\x89PNG\r\n\x1a\n\x00", "is not text (looks like a PNG image)"),
        (b"\x1f\x8b\x08\x00", "is not text (looks like gzip)"),
        (b"{\\rtf1\\ansi talks}", "is not text (looks like an RTF document)"),
        (bytes(range(256)) * 4, "is not text (binary data)"),
        (b"The talks\x00 went on, and on, and on.", "contains NUL characters"),
        (b"\xff\xfeT\x00h\x00\x00\x00e\x00", "contains NUL characters"),
        (b"\xff\xfeT\x00h\x00e", "is damaged UTF-16 (at byte 6)"),
        ("Zoë – “yes”, “no”, “maybe”".encode()[:-2] + b" x", "is damaged UTF-8 (at byte 38)"),
        (b"caf\xe9 and \x81 more", "is neither UTF-8 nor Windows-1252 (byte 0x81 at 9)"),
        (
            "Переговоры продолжались".encode("cp1251"),
            "is in an encoding that is not known here; save it as UTF-8",
        ),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadInputError) as error:
        decode(data)
    assert str(error.value) == reason


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff"))


@given(texts)
@example("\r\nline\tone\r\n")
def test_decoding_undoes_encoding(text: str) -> None:
    assume(not text.startswith(("%PDF-", "{\\rtf", "PK", "GIF8", "BZh")))
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(text.encode("utf-16")) == text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    with suppress(BadInputError):
        assert "\0" not in decode(data)


# --- dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2016-05-02", "2016-05-02"),
        ("2016-5-2", "2016-05-02"),
        ("2016/05/02", "2016-05-02"),
        ("2016.05.02", "2016-05-02"),
        ("20160502", "2016-05-02"),
        ("2016-05", "2016-05"),
        ("2016", "2016"),
        ("--05-02", "--05-02"),
        ("May 2, 2016", "2016-05-02"),
        ("2 May 2016", "2016-05-02"),
        ("2nd of May 2016", "2016-05-02"),
        ("Monday, May 2nd, 2016", "2016-05-02"),
        ("02-May-2016", "2016-05-02"),
        ("Sept. 5, 2016", "2016-09-05"),
        ("May 2016", "2016-05"),
        ("May 2", "--05-02"),
        ("29 February", "--02-29"),
        ("13/04/2016", "2016-04-13"),
        ("04/13/2016", "2016-04-13"),
        ("05/05/2016", "2016-05-05"),
        ("9/28/16", "2016-09-28"),
        ("2016-05-02T14:05:00Z", "2016-05-02T14:05+00:00"),
        ("2016-05-02 14:05:00+02:00", "2016-05-02T14:05+02:00"),
        ("20160502T140500Z", "2016-05-02T14:05+00:00"),
        ("Mon, 02 May 2016 14:05:00 +0200", "2016-05-02T14:05+02:00"),
        ("Mon, 02 May 2016 14:05:00 EDT", "2016-05-02T14:05-04:00"),
        ("May 2, 2016 at 5:03 pm", "2016-05-02T17:03"),
        ("May 2, 2016 12:03 a.m. BST", "2016-05-02T00:03"),
        ("Mon May 02 2016 14:05:00 GMT+0200 (CEST)", "2016-05-02"),
    ],
)
def test_dates_are_understood_as_far_as_they_go(words: str, iso: str) -> None:
    assert parse_date(words).isoformat() == iso


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2016-02-30", "the date '2016-02-30' can't be: day is out of range for month"),
        ("2016-13-01", "the date '2016-13-01' can't be: month must be in 1..12"),
        ("31 June 2016", "the date '31 June 2016' can't be: day is out of range for month"),
        ("2016-05-02T25:00", "the date '2016-05-02T25:00' can't be: hour must be in 0..23"),
        ("yesterday", "the date 'yesterday' is not understood"),
        ("3 days ago", "the date '3 days ago' is not understood"),
        ("1462147200", "the date '1462147200' is not understood"),
        ("May", "the date 'May' is not understood"),
        (
            "03/04/2016",
            "the date '03/04/2016' can be read in two ways; write it as 2016-03-04 or 2016-04-03",
        ),
        ("bad\ndate\x1b[31m", "the date 'bad date\\x1b[31m' is not understood"),
    ],
)
def test_dates_that_are_none_are_refused(words: str, reason: str) -> None:
    with pytest.raises(BadInputError) as error:
        parse_date(words)
    assert str(error.value) == reason


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_no_words_break_the_reading_of_dates(words: str) -> None:
    with suppress(BadInputError):
        assert isinstance(parse_date(words), PartialDate)


# --- single files -----------------------------------------------------------------------------------------


def test_a_text_file_is_kept_as_it_is(tmp_path: Path) -> None:
    text = f"  {TALKS}\r\n\r\nThe end.\r\n"
    raw = article(put(tmp_path / "a.TXT", b"\xef\xbb\xbf" + text.encode()))
    assert (raw.text, raw.source_name) == (text, "a.TXT")
    assert raw.origin.endswith("a.TXT")
    assert raw.outlet is None


def test_options_stand_in_for_what_the_record_lacks(tmp_path: Path) -> None:
    path = put_lines(tmp_path / "a.jsonl", {"text": TALKS, "outlet": "The Post"})
    options = Given(outlet="Other", published=PartialDate(2016, 5, 2), title="Talks", url="https://x.example")
    raw = article(path, given=options)
    assert (raw.outlet, raw.published, raw.title, raw.url) == (
        "The Post",
        PartialDate(2016, 5, 2),
        "Talks",
        "https://x.example",
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t ", "is empty"),
        ("a.txt", b"* * *\n", "has no words in it"),
        ("a.txt", b"%PDF-1.4 ...", "is not text (looks like a PDF)"),
        ("a.txt", b"The\x00 talks went on", "contains NUL characters"),
        ("a.html", b"<p>Talks</p>", "holds no article's text; paste the text if it shows one in a browser"),
        ("a.docx", b"PK", "is a Word document: save its text as .txt, or paste it"),
        ("a.xlsx", b"PK", "is a spreadsheet: save the sheet as CSV"),
        ("a.csv", b"file,outlet\na.txt,Post\n", "is a manifest, no articles; give it with --manifest"),
        ("a.csv", b"name,size\nx,3\n", "has no column 'text'; name the one that holds it, of 'name', 'size'"),
        ("a.jsonl", b"[{}]", "holds no articles: no object in it has a text"),
        (
            "a.json",
            b'{"text": "cut',
            "is broken JSON (Unterminated string starting at: line 1 column 10 (char 9))",
        ),
        ("a.json", b"[1, 2]", "holds no articles: no object in it has a text"),
        ("a.jsonl", b"%PDF-1.4 ...", "is not text (looks like a PDF)"),
        ("a.jsonl", "{}".encode("utf-16"), "is UTF-16; JSON lines are UTF-8"),
    ],
)
def test_a_file_that_can_not_be_read_is_told(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert reasons([put(tmp_path / name, content)]) == [f"{name}: {reason}"]


def test_a_missing_file_and_a_folder_without_articles_are_told(tmp_path: Path) -> None:
    assert reasons([tmp_path / "no.txt"]) == ["no.txt: No such file or directory"]
    assert reasons([tmp_path / "no.doc"]) == ["no.doc: No such file or directory"]
    assert found([tmp_path]) == []


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)  # sparse: it would be NULs, had anybody looked
    assert reasons([path]) == ["big.txt: is 50.0 MB; an article's text may have 5 MB"]
    assert MAX_TEXT_BYTES == 5_000_000


def test_a_text_of_too_many_characters_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "a " * (MAX_TEXT_CHARACTERS // 2 + 1))
    assert reasons([path]) == ["a.txt: has 2,000,002 characters; an article may have 2,000,000"]


def test_a_fifo_does_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    put(tmp_path / "b.txt", TALKS)
    assert reasons([tmp_path]) == ["a.txt: is not a regular file"]
    assert names([tmp_path]) == ["b.txt"]


# --- JSON lines -------------------------------------------------------------------------------------------


def test_json_lines_keep_their_metadata(tmp_path: Path) -> None:
    path = put_lines(
        tmp_path / "a.jsonl",
        {
            "id": 17,
            "outlet": "The  Post",
            "date": "2016-05-02",
            "title": "Talks",
            "url": "https://x.example/1",
            "authors": ["Ann Lee", "Jo Ek"],
            "text": TALKS,
            "extra": {"a": 1},
        },
        {"Publisher": "Herald", "headline": "More talks", "body": TALKS, "link": "javascript:alert(1)"},
    )
    first, second = found([path])
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert (first.source_name, first.outlet, first.byline) == ("17", "The Post", "Ann Lee, Jo Ek")
    assert (first.published, first.url) == (PartialDate(2016, 5, 2), "https://x.example/1")
    assert (second.source_name, second.outlet, second.title) == ("a.jsonl:2", "Herald", "More talks")
    assert second.url is None
    assert second.origin.endswith("a.jsonl, line 2")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "cut', "is broken JSON"),
        ('["a"]', "is no JSON object"),
        ("{}", "has no text"),
        ('{"text": "  "}', "has no text"),
        ('{"text": null}', "has no text"),
        ('{"text": ["a"]}', "its text is not a string"),
        ('{"text": "The talks \\ud800 go on"}', "contains half a character (\\ud800)"),
        ('{"text": "The talks \\u0000 go on"}', "contains NUL characters"),
        ('{"text": "Talks", "outlet": {"name": ["Post", 1]}}', "its outlet is not text"),
        ('{"text": "Talks", "outlet": "\\ud800"}', "its outlet contains characters that can't be stored"),
        ('{"text": "Talks", "title": "%s"}' % ("x" * 3000), "its title is longer than 2,000 characters"),
        ('{"text": "Talks", "date": "2016-02-30"}', "the date '2016-02-30' can't be: day is out of range"),
        ('{"text": %s}' % ("[" * 100_000), "is nested too deeply"),
        ('{"text": "Talks", "id": %s}' % ("9" * 5000), "its id is not text"),
    ],
)
def test_a_broken_line_is_told_and_the_rest_is_read(tmp_path: Path, line: str, reason: str) -> None:
    good = json.dumps({"text": TALKS})
    path = put(tmp_path / "a.jsonl", f"{good}\n\n{line}\n{good}\n")
    (told,) = reasons([path])
    assert told.startswith(f"a.jsonl, line 3: {reason}")
    assert names([path]) == ["a.jsonl:1", "a.jsonl:4"]


def test_a_line_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", b'{"text": "caf\xe9"}\n{"text": "after"}')
    assert reasons([path]) == ["a.jsonl, line 1: is not UTF-8 (at byte 13 of the line)"]
    assert names([path]) == ["a.jsonl:2"]


def test_a_line_that_is_too_long_is_passed_by(tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.jsonl", b" " * (MAX_LINE_BYTES + 10) + b"\n" + json.dumps({"text": TALKS}).encode()
    )
    assert reasons([path]) == ["a.jsonl, line 1: is longer than 16 MB"]
    assert names([path]) == ["a.jsonl:2"]


def test_a_file_of_nothing_but_broken_lines_is_given_up(tmp_path: Path) -> None:
    told = reasons([put(tmp_path / "a.jsonl", "no\n" * 5000)])
    assert len(told) == 101
    assert told[-1] == "a.jsonl: 100 lines in a row can't be read; the rest of the file was not read"


def test_json_lines_are_read_one_by_one(tmp_path: Path) -> None:
    path = put_lines(tmp_path / "a.jsonl", *({"text": TALKS} for _ in range(50)))
    stream = read([path])
    assert isinstance(next(stream), RawArticle)
    path.write_text("")  # nothing beyond a buffer has been taken in
    assert sum(1 for _ in stream) <= 49


def test_zipped_json_lines(tmp_path: Path) -> None:
    data = gzip.compress("".join(json.dumps({"id": n, "text": TALKS}) + "\n" for n in range(3)).encode())
    assert names([put(tmp_path / "a.jsonl.gz", data)]) == ["0", "1", "2"]
    (told,) = reasons([put(tmp_path / "b.jsonl.gz", data[:-12])])
    assert told.startswith("b.jsonl.gz: is damaged gzip")
    (told,) = reasons([put(tmp_path / "c.jsonl.gz", b"no gzip")])
    assert told.startswith("c.jsonl.gz: is damaged gzip")


# --- CSV --------------------------------------------------------------------------------------------------


def test_a_table_of_articles(tmp_path: Path) -> None:
    path = put_table(
        tmp_path / "a.csv",
        ["Headline", "Publication", "Published", "Content", "Link", "comment"],
        ["Talks", "The Post", "2 May 2016", f"{TALKS}\r\n“More, later.”", "http://x.example", "?"],
        ["", "", "", TALKS, "", ""],
    )
    first, second = found([path])
    assert isinstance(first, RawArticle)
    assert (first.title, first.outlet, first.published) == ("Talks", "The Post", PartialDate(2016, 5, 2))
    assert first.text == f"{TALKS}\r\n“More, later.”"
    assert (first.source_name, first.url) == ("a.csv:2", "http://x.example")
    assert isinstance(second, RawArticle)
    assert (second.source_name, second.published) == ("a.csv:4", None)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_tables_with_other_delimiters_and_encodings(tmp_path: Path, mark: str) -> None:
    rows = f"id{mark}text\n1{mark}Zoë said: it’s over, at last.\n"
    assert article(put(tmp_path / "a.csv", rows.encode("cp1252"))).text == "Zoë said: it’s over, at last."
    assert article(put(tmp_path / "b.csv", rows.encode("utf-16"))).source_name == "1"


def test_bad_rows_of_a_table_are_told(tmp_path: Path) -> None:
    path = put_table(
        tmp_path / "a.csv",
        ["id", "date", "text"],
        ["1", "2016-02-30", TALKS],
        ["2", "", ""],
        ["3", "2016-05-02", TALKS, "too many"],
        ["4", "2016-05-02", TALKS],
    )
    assert reasons([path]) == [
        "a.csv, line 2: the date '2016-02-30' can't be: day is out of range for month",
        "a.csv, line 3: has no text",
        "a.csv, line 4: has 4 cells, the header has 3",
    ]
    assert names([path]) == ["4"]


def test_an_open_quotation_mark_does_not_swallow_the_table(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", f'id,text\n1,{"Talks went on"}\n2,"open\n3,{"Talks ended"}\n')
    assert names([path]) == ["1"]
    (told,) = reasons([path])
    assert told.startswith("a.csv: line 3: broken CSV")
    assert told.endswith("the rest of the file was not read")


def test_tables_have_limits(tmp_path: Path) -> None:
    wide = put(tmp_path / "a.csv", "text" + ",x" * 1000 + "\n")
    assert reasons([wide]) == ["a.csv: has 1,001 columns; at most 1,000 are read"]
    long = put(tmp_path / "b.csv", "text\n" + "x" * (MAX_TEXT_CHARACTERS + 2) + "\n")
    (told,) = reasons([long])
    assert told.startswith("b.csv: line 2: broken CSV (field larger than field limit")


# --- folders ----------------------------------------------------------------------------------------------


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt", "notes.md"):
        put(tmp_path / name, TALKS)
    put(tmp_path / "table.csv", "name,size\nx,3\n")
    put_lines(tmp_path / "sub/d.jsonl", {"id": "d", "text": TALKS})
    put(tmp_path / "page.html", f"<article><p>{TALKS}</p></article>")
    put(
        tmp_path / "page_files/frame.html",
        "<p>Something that the page shows beside its text, in a frame.</p>",
    )
    assert names([tmp_path]) == ["a.txt", "b.txt", "page.html", "c.txt", "d"]
    assert reasons([tmp_path]) == []
    passed = [(Path(x.origin).name, x.reason) for x in found([tmp_path]) if isinstance(x, Passed)]
    assert passed == [
        (
            "notes.md",
            "is of no kind that is read here (.csv, .htm, .html, .json, .jsonl, .jsonl.gz, .ndjson, .tsv,"
            " .txt, .warc, .warc.gz, .xhtml)",
        ),
        ("table.csv", "has no column 'text'; name the one that holds it, of 'name', 'size'"),
    ]


def test_links_that_lead_in_circles_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "sub/a.txt", TALKS)
    (tmp_path / "sub/loop").symlink_to(tmp_path)
    (tmp_path / "sub/gone.txt").symlink_to(tmp_path / "nowhere")
    assert names([tmp_path]) == ["a.txt"]
    assert reasons([tmp_path]) == ["gone.txt: No such file or directory"]
    (passed,) = [x for x in found([tmp_path]) if isinstance(x, Passed)]
    assert passed.reason == "is a link to a folder, which is not followed"


def test_hostile_names_are_shown_escaped(tmp_path: Path) -> None:
    put(tmp_path / "a\nstored: 7\x1b[2J.txt", "")
    (told,) = found([tmp_path])
    assert isinstance(told, Unreadable)
    assert told.origin.endswith("a\\nstored: 7\\x1b[2J.txt")
    assert shown("é\u202e\udcff") == "é\\u202e\\udcff"
    put(tmp_path / "a\nstored: 7\x1b[2J.txt", TALKS)
    assert names([tmp_path]) == ["a\\nstored: 7\\x1b[2J.txt"]


# --- manifests --------------------------------------------------------------------------------------------


def test_a_manifest_tells_of_files_and_the_record_goes_first(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TALKS)
    put_lines(tmp_path / "b.jsonl", {"id": "b", "text": TALKS, "outlet": "Own"})
    manifest = put_table(
        tmp_path / "lists/m.csv",
        ["file", "outlet", "date", "title", "url", "note", "byline", "other"],
        ["../a.txt", "The Post", "2016-05-02", "Talks", "https://x.example", "summary", "Ann Lee", "?"],
        ["../b.jsonl", "The Post", "", "", "", "", "", ""],
    )
    first, second = found(
        [tmp_path / "a.txt", tmp_path / "b.jsonl"], manifest, Given(outlet="Option", title="T")
    )
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert (first.outlet, first.published, first.title) == ("The Post", PartialDate(2016, 5, 2), "Talks")
    assert (first.note, first.byline) == ("summary", "Ann Lee")
    assert (second.outlet, second.title, second.published) == ("Own", "T", None)


def test_a_folder_brings_its_manifest(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TALKS)
    put(tmp_path / "b.txt", TALKS)
    put_table(tmp_path / "manifest.csv", ["file", "outlet"], ["a.txt", "The Post"])
    outlets = [(x.source_name, x.outlet) for x in found([tmp_path]) if isinstance(x, RawArticle)]
    assert outlets == [("a.txt", "The Post"), ("b.txt", None)]
    assert len(found([tmp_path])) == 2


def test_the_named_manifest_replaces_the_folders_own(tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt", TALKS)
    put_table(tmp_path / "in/manifest.csv", ["file", "outlet"], ["a.txt", "The Post"])
    named = put_table(tmp_path / "m.csv", ["file", "outlet"], ["in/a.txt", "Herald"])
    raws = [x for x in found([tmp_path / "in"], named) if isinstance(x, RawArticle)]
    assert [raw.outlet for raw in raws] == ["Herald"]


def test_a_manifest_alone_reads_its_files_in_its_order(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(tmp_path / name, TALKS)
    manifest = put_table(tmp_path / "m.csv", ["file"], ["c.txt"], ["a.txt"])
    assert names([], manifest) == ["c.txt", "a.txt"]


def test_bad_rows_of_a_manifest_are_told_and_their_files_left_out(tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt", TALKS)
    put(tmp_path / "in/b.txt", TALKS)
    put(tmp_path / "secret.txt", TALKS)
    put_table(
        tmp_path / "in/manifest.csv",
        ["file", "date"],
        ["missing.txt", "2016-05-02"],
        ["a.txt", "2016-13-01"],
        ["b.txt", "2016-05-02"],
        ["./b.txt", "2016-05-03"],
        ["", "2016-05-03"],
        ["../secret.txt", ""],
    )
    expected = [
        "manifest.csv, line 2: the file 'missing.txt' is missing",
        "manifest.csv, line 3: the date '2016-13-01' can't be: month must be in 1..12; 'a.txt' was not read",
        "manifest.csv, line 5: names the file './b.txt' again; the first row counts",
        "manifest.csv, line 6: names no file",
        "manifest.csv, line 7: the file '../secret.txt' lies outside the manifest's folder;"
        " name it to read it",
    ]
    assert reasons([tmp_path / "in"]) == expected
    assert names([tmp_path / "in"]) == ["b.txt"]
    assert reasons([], tmp_path / "in/manifest.csv") == expected


def test_a_manifest_that_is_none_stops_the_run_at_once(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", TALKS)
    for name, content in (("m.csv", "outlet\nPost\n"), ("n.csv", "%PDF-1.4"), ("o.csv", 'file\n"a')):
        with pytest.raises(BadInputError, match=name):
            read([path], manifest=put(tmp_path / name, content))
    with pytest.raises(BadInputError, match="No such file"):
        read([path], manifest=tmp_path / "none.csv")


def test_a_folder_whose_manifest_is_broken_is_not_read_without_it(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TALKS)
    put(tmp_path / "manifest.csv", "outlet\nPost\n")
    (told,) = found([tmp_path])
    assert isinstance(told, Unreadable)
    assert told.reason.startswith("was not read, as its manifest can't be used")


# --- counting ---------------------------------------------------------------------------------------------


def test_articles_are_counted_where_that_is_cheap(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TALKS)
    put_lines(tmp_path / "b.jsonl", {"text": TALKS}, {"text": TALKS})
    put(tmp_path / "notes.md", TALKS)
    put_table(tmp_path / "manifest.csv", ["file"], ["a.txt"])
    assert count([tmp_path]) == 3
    put(tmp_path / "c.csv", "text\nTalks\n")
    assert count([tmp_path]) is None
    assert count([tmp_path / "a.txt", tmp_path / "gone.txt"]) == 1
