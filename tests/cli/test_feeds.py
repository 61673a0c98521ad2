from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from app.cli import options, working
from app.cli.feeds import poll_and_work
from app.cli.main import cli
from app.domain.article import Article
from app.domain.claim import Claim
from app.errors import BadInputError
from app.ingest import ReadClaims
from app.intake.worker import Tools
from app.pipeline.fetch import Fetched, FetchError
from app.store import Database, load_feeds, load_items, open_database
from tests.intake.test_feeds import Site

A, B = "https://a.example.org/feed", "https://b.example.org/feed"
FEED = (
    b"<rss version='2.0'><channel><title>Bay Post</title><item><title>Ferry late</title>"
    b"<description>The ferry was late, the harbour office said on Monday.</description>"
    b"</item></channel></rss>"
)


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--database", f"sqlite:///{database}"])


def test_feeds_are_added_listed_paused_and_removed(tmp_path: Path) -> None:
    file, opml = tmp_path / "a.sqlite3", tmp_path / "mine.opml"
    opml.write_text(f'<opml><body><outline text="B" xmlUrl="{B}"/><outline xmlUrl="ftp://x"/></body></opml>')
    added = run(file, "feeds", "add", A, str(opml), "--outlet", "Bay Post")
    assert (added.exit_code, added.stdout) == (0, f"1  {A}  subscribed\n2  {B}  subscribed\n")
    assert "passed over" in added.stderr
    assert "is subscribed to already" in run(file, "feeds", "add", A).stdout
    assert run(file, "feeds", "pause", "2").stdout == f"2  {B}  paused\n"
    found = {feed["url"]: feed for feed in json.loads(run(file, "feeds", "--format", "json").stdout)}
    assert (found[A]["state"], found[A]["outlet"], found[B]["state"]) == ("new", "Bay Post", "paused")
    assert "paused" in run(file, "feeds").stdout
    assert f'xmlUrl="{B}"' in run(file, "feeds", "--format", "opml").stdout
    assert run(file, "feeds", "resume", B).exit_code == 0
    assert run(file, "feeds", "remove", A, B).exit_code == 0
    assert "no feeds yet" in run(file, "feeds").stdout
    assert "there is no feed 1" in str(run(file, "feeds", "remove", "1").exception)


def no_claims() -> ReadClaims:
    def read(article: Article) -> tuple[Claim, ...]:
        return ()

    return read


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    yield database
    database.close()


def polled(
    database: Database, monkeypatch: pytest.MonkeyPatch, answers: dict[str, bytes | Fetched | Exception]
) -> tuple[int, str]:
    tools = Tools(Site(answers), no_claims())
    monkeypatch.setattr(working, "reading_tools", lambda load: tools)
    console = Console(record=True, width=200)
    return poll_and_work(database, no_claims, console, everything=False), console.export_text()


def test_poll_reads_what_came_and_says_it(
    opened: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert polled(opened, monkeypatch, {}) == (
        0,
        "no feeds yet: `crossread feeds add ADDRESS` subscribes to one\n",
    )
    run(tmp_path / "a.sqlite3", "feeds", "add", A)
    status, words = polled(opened, monkeypatch, {A: FEED})
    assert (status, words) == (0, "Bay Post: 1 new article\n1 stored\n")
    with opened.session() as session:
        assert [(item.name, item.state.value) for item in load_items(session)] == [("Ferry late", "stored")]
    assert polled(opened, monkeypatch, {}) == (0, "no feed is due: --all asks them now\nnothing to read\n")


def test_poll_tells_cron_that_a_feed_failed(
    opened: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run(tmp_path / "a.sqlite3", "feeds", "add", A)
    status, words = polled(opened, monkeypatch, {A: FetchError("the site answered 500", again=True)})
    assert (status, words) == (1, f"failed: {A}: the site answered 500\nnothing to read\n")
    with opened.session() as session:
        assert load_feeds(session)[0].failures == 1


def test_poll_leaves_the_reading_to_a_server_that_runs(
    opened: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run(tmp_path / "a.sqlite3", "feeds", "add", A)
    with opened.alone("worker"):
        status, words = polled(opened, monkeypatch, {A: FEED})
    assert (status, words.splitlines()[-1]) == (0, "the server that runs on this database reads what came")


@pytest.mark.parametrize(
    ("words", "seconds"), [("90s", 90), ("15m", 900), (" 1H ", 3_600), ("7d", 604_800), ("", None)]
)
def test_how_often(words: str, seconds: int | None) -> None:
    assert options.duration(words, "--poll") == (None if seconds is None else dt.timedelta(seconds=seconds))


@pytest.mark.parametrize("words", ["15", "m", "-5m", "59s", "8d", "999999999d", "1.5h", "soon", "٣m"])
def test_what_is_no_time(words: str) -> None:
    with pytest.raises(BadInputError, match="--poll"):
        options.duration(words, "--poll")
