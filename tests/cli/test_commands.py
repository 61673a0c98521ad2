"""The command line as a user types it, in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.stories import stories


def crossread(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.run(command, check=check, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with two invented events."""
    folder = tmp_path_factory.mktemp("cli")
    lines = [
        json.dumps({"id": a.source_name, "outlet": a.outlet, "date": a.published.isoformat(), "text": a.text})
        for a in stories(2)
        if a.published
    ]
    (folder / "in.jsonl").write_text("\n".join(lines), "utf-8")
    url = f"sqlite:///{folder / 'a.sqlite3'}"
    done = crossread("ingest", folder / "in.jsonl", "--database", url)
    assert "6 stored, 0 already there, 0 failed" in done.stderr
    return url


def first_event(url: str) -> str:
    listing = json.loads(crossread("events", "--format", "json", "--database", url).stdout)
    event = listing[0]["id"]
    assert isinstance(event, str)
    return event


def test_events_lists_ids_and_source_names(url: str) -> None:
    listing = json.loads(crossread("events", "--format", "json", "--database", url).stdout)
    assert [set(event) for event in listing] == [{"id", "title", "articles"}] * 2
    assert sorted(event["articles"] for event in listing) == [["0-e", "0-m", "0-v"], ["1-e", "1-m", "1-v"]]
    assert listing[0]["id"] in crossread("events", "--database", url).stdout


def test_export_json_has_the_shape_others_rely_on(url: str) -> None:
    exported = json.loads(crossread("export", first_event(url), "--format", "json", "--database", url).stdout)
    assert {"event", "articles", "rows"} <= set(exported)
    texts = {a["id"]: a["text"] for a in exported["articles"]}
    assert all(
        {"id", "outlet", "source_name", "published", "title", "url", "text"} <= set(a)
        for a in exported["articles"]
    )
    claims = [claim for row in exported["rows"] for claim in row["claims"]]
    keys = {"id", "article", "start", "end", "text", "kind", "speaker", "cue", "source", "said_on", "figures"}
    assert claims
    assert all(keys <= set(claim) for claim in claims)
    assert all(texts[c["article"]][c["start"] : c["end"]] == c["text"] for c in claims)


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_export_csv_is_rfc_4180_without_a_mark(url: str, layout: str, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    crossread("export", first_event(url), "--layout", layout, "-o", path, "--database", url)
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert len(rows) > 3
    assert len({len(row) for row in rows}) == 1


def test_export_html_needs_nothing_else(url: str) -> None:
    page = crossread("export", first_event(url), "--format", "html", "--database", url).stdout
    assert page.startswith("<!doctype html>")
    assert "Evening Star" in page
    assert "<script" not in page
    assert 'href="/static' not in page


def test_export_takes_the_filters_of_the_page(url: str) -> None:
    event = first_event(url)
    quotes = json.loads(
        crossread("export", event, "--format", "json", "--kind", "quote", "--database", url).stdout
    )
    everything = json.loads(crossread("export", event, "--format", "json", "--database", url).stdout)
    assert 0 < len(quotes["rows"]) < len(everything["rows"])
    sure = json.loads(
        crossread("export", event, "--format", "json", "--confidence", "0.7", "--database", url).stdout
    )
    expected = [row["id"] for row in everything["rows"] if row["confidence"] >= 0.7]
    assert [row["id"] for row in sure["rows"]] == expected
    assert 0 < len(expected) < len(everything["rows"])
    assert quotes["made"]["view"] == f"/events/{everything['event']['id']}?kind=quote"
    assert quotes["made"]["filters"] == ["Quote"]


def test_export_takes_the_columns_of_the_page(url: str) -> None:
    command = ("export", first_event(url), "--format", "json", "--fold-copies", "--database", url)
    labels = [article["outlet"] for article in json.loads(crossread(*command).stdout)["articles"]]
    wanted = labels[::-1][:2]
    chosen = json.loads(crossread(*command, *(f"--column={label}" for label in wanted)).stdout)
    assert [article["outlet"] for article in chosen["articles"]] == wanted
    assert chosen["filters"] == {"col": wanted, "fold": ["copies"]}


MISTAKES = [
    (["export", "zzz"], "zzz: there is no such event"),
    (["export", "EVENT", "--outlet", "The Moon"], "No outlet here is called “The Moon”"),
    (["export", "EVENT", "--column", "The Moon"], "No column here is called “The Moon”"),
    (["export", "EVENT", "--speaker", "Nobody Known"], "Nobody called “Nobody Known”"),
    (["export", "EVENT", "--from", "2016-02-30"], "--from 2016-02-30: not a day"),
    (["ingest"], "nothing to ingest"),
    (["ingest", "x.txt", "--url", "javascript:alert(1)"], "not a web address"),
    (["ingest", "x.txt", "--outlet", "two\nlines"], "--outlet: holds characters"),
    (["ingest", "x.txt", "--date", "2016-02-30"], "2016-02-30"),
    (["group", "nobody.txt", "--with", "0-e"], "nobody.txt: there is no such article"),
    (["group", "0-e", "--with", "0-e"], "0-e: is the article itself"),
    (["group", "0-e"], "0-e: say --with or --without which article"),
    (["group", "--with", "0-e"], "which article?"),
    (["group", "0-e", "--with", "0-m", "--with", "1-m"], "an article stands in one event"),
    (["group", "0-e", "--with", "1-m", "--without", "1-m"], "1-m: is named both"),
    (["events", "-o", "/no/such/folder/x"], "can't write /no/such/folder/x"),
]


@pytest.mark.parametrize(("words", "message"), MISTAKES)
def test_a_mistake_is_named_without_a_traceback(url: str, words: list[str], message: str) -> None:
    typed = [first_event(url) if word == "EVENT" else word for word in words]
    done = crossread(*typed, "--database", url, check=False)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_needs_no_database(tmp_path: Path) -> None:
    text = "“We were warned in good time. Nobody came to help us,” Ilse Brand said.\n\nForty people are hurt."
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text}) + "\n{broken\n", "utf-8")
    whole = crossread("extract", path, check=False)
    assert whole.returncode == 1
    assert "line 2" in whole.stderr
    (article,) = map(json.loads, whole.stdout.splitlines())
    assert article["id"] == "a"
    assert [c["text"] for c in article["claims"]] == ["We were warned in good time. Nobody came to help us"]
    cut = json.loads(crossread("extract", path, "--cut", check=False).stdout)
    assert [c["text"] for c in cut["claims"]] == [
        "We were warned in good time.",
        "Nobody came to help us",
        "Forty people are hurt",
    ]
    assert all(text[c["start"] : c["end"]] == c["text"] for c in cut["claims"])


def test_a_file_may_be_read_and_replaced_and_survives_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "Forty people are hurt in Sarn."}) + "\n", "utf-8")
    crossread("extract", path, "-o", path)
    before = path.read_text("utf-8")
    assert json.loads(before)["id"] == "a"
    assert crossread("extract", tmp_path / "gone.jsonl", "-o", path, check=False).returncode != 0
    assert (
        crossread(
            "export", "x", "-o", path, "--database", f"sqlite:///{tmp_path / 'no'}", check=False
        ).returncode
        == 2
    )
    assert path.read_text("utf-8") == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.jsonl"]


def test_reading_makes_no_database(tmp_path: Path) -> None:
    done = crossread("events", "--database", f"sqlite:///{tmp_path / 'typo.sqlite3'}", check=False)
    assert done.returncode == 2
    assert "there is no database" in done.stderr
    assert list(tmp_path.iterdir()) == []


COMMANDS = ["ingest", "serve", "demo", "events", "export", "extract", "rebuild"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_help(command: str) -> None:
    from typer.main import get_command

    from app.cli.main import cli

    group = get_command(cli)
    (found,) = [c for name, c in group.commands.items() if name == command]  # type: ignore[attr-defined]
    assert found.help
    assert all(option.help for option in found.params if option.param_type_name == "option")


BAD_INPUT = [
    # file, its bytes, part of the message
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\n ", "empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not text"),
    ("nul.txt", b"A report\x00 with NUL bytes in its very middle.", "NUL"),
    ("encoding.txt", b"Caf\x81\x8d\x8f in no encoding we know of.", "encoding"),
    ("large.txt", b"word " * 10_000_000, "is 50.0 MB"),
    ("broken.jsonl", b'{"id": "x", "text": "unfinished', "line 1"),
    ("date.jsonl", b'{"id": "x", "date": "2016-02-30", "text": "A report of some length."}', "2016-02-30"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD_INPUT, ids=[name for name, _, _ in BAD_INPUT])
def test_bad_input_is_named_and_the_rest_goes_on(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / "good.txt").write_text(
        "GENEVA (AA) – The lake rose by two metres on Monday, the city said.\n", "utf-8"
    )
    (tmp_path / name).write_bytes(data)
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    done = crossread("ingest", tmp_path, "--database", url, check=False)
    assert done.returncode == 1
    assert "1 stored, 0 already there, 1 failed" in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
    assert name in line
    assert message in line
    assert "Traceback" not in done.stderr


def test_a_manifest_row_for_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The lake rose by two metres on Monday, the city said.\n", "utf-8")
    manifest = "file,outlet,date\r\ngood.txt,Courier,2024-03-12\r\ngone.txt,Star,2024-03-12\r\n"
    (tmp_path / "manifest.csv").write_text(manifest, "utf-8")
    done = crossread("ingest", tmp_path, "--database", f"sqlite:///{tmp_path / 'a.sqlite3'}", check=False)
    assert done.returncode == 1
    assert "gone.txt" in done.stderr
    assert "1 stored, 0 already there, 1 failed" in done.stderr


def test_a_file_whose_manifest_row_is_refused_is_not_stored_without_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The lake rose by two metres on Monday, the city said.\n", "utf-8")
    (tmp_path / "manifest.csv").write_text("file,outlet\r\na.txt,Courier,too,many\r\n", "utf-8")
    done = crossread("ingest", tmp_path, "--database", f"sqlite:///{tmp_path / 'a.sqlite3'}", check=False)
    assert done.returncode == 1
    assert "0 stored" in done.stderr
    assert "has 4 cells" in done.stderr


def test_the_version_is_the_package_s() -> None:
    assert crossread("--version").stdout.strip() == "crossread 0.1.0"
    assert 'version = "0.1.0"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_grouping_is_overruled_and_listed(url: str, tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite3"
    shutil.copy(url.removeprefix("sqlite:///"), own)
    database = ("--database", f"sqlite:///{own}")
    assert "no corrections yet" in crossread("group", *database).stdout
    assert "alone" in crossread("group", "0-e", "--without", "0-m", "--without", "0-v", *database).stderr
    listing = json.loads(crossread("events", "--format", "json", *database).stdout)
    assert sorted(sorted(event["articles"]) for event in listing) == [
        ["0-e"],
        ["0-m", "0-v"],
        ["1-e", "1-m", "1-v"],
    ]
    assert "with 0-m, 0-v" in crossread("group", "0-e", "--with", "0-m", *database).stderr
    said = [line.split("  ", 1)[1] for line in crossread("group", *database).stdout.splitlines()]
    assert said == [
        "0-e without 0-m  (overruled)",
        "0-e without 0-v  (overruled)",
        "0-e with 0-m  (in force)",
    ]


def test_the_columns_of_a_table_are_shown_and_told_otherwise(tmp_path: Path) -> None:
    story = " ".join(["The talks went on for a second day, said the mayor."] * 6)
    table = tmp_path / "export.csv"
    table.write_text(f"when;lead;story\n03/04/2016;{story};Star\n", "utf-8")
    shown = crossread("columns", table).stdout
    assert "lead" in shown
    assert "text" in shown
    database = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    told = ("--column", "outlet=story", "--column", "date=when", "--dates", "dmy")
    crossread("ingest", table, *told, "--database", database)
    (event,) = json.loads(crossread("events", "--format", "json", "--database", database).stdout)
    made = json.loads(crossread("export", event["id"], "--format", "json", "--database", database).stdout)
    assert [(a["outlet"], a["published"]) for a in made["articles"]] == [("Star", "2016-04-03")]
    assert "write it as one of" in crossread("ingest", table, "--column", "lead", check=False).stderr
