from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.article import Article, Basis, RawArticle
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.ingest import ReadClaims, ingest, rebuild, settle, unsettled
from app.ingest.plan import Fate
from app.pipeline.extract import load, read_claims
from app.pipeline.read import read
from app.store import (
    Database,
    article_keys,
    load_articles,
    load_claims,
    load_comparison,
    load_events,
    open_database,
    replace_article,
)
from tests.stories import stories, tables


@pytest.fixture(scope="session")
def reader() -> ReadClaims:
    return partial(read_claims, nlp=load())


def test_articles_become_events_with_rows(database: Database, reader: ReadClaims) -> None:
    report = ingest(database, stories(4), reader)
    assert report.fates == {Fate.NEW: 12}
    with database.session() as session:
        events = load_events(session)
        assert (
            sorted(event.outlets for event in events)
            == [("Evening Star", "Morning Courier", "Valley Ledger")] * 4
        )
        table = load_comparison(session, events[0].id)
    assert any(len(found.row.articles) == 3 for found in table.rows)
    for found in table.rows:
        for claim in found.row.claims:
            text = next(column.text for column in table.columns if column.key == claim.article)
            assert claim.span.of(text) == claim.text


def test_an_article_that_is_not_in_english_is_kept_and_in_no_event(
    database: Database, reader: ReadClaims
) -> None:
    foreign = RawArticle("fr.txt", "Le port ferme, a dit la présidente. " * 9, "fr.txt", language="fr")
    ingest(database, [*stories(1), foreign], reader)
    rebuild(database, reader)
    with database.session() as session:
        assert len(article_keys(session)) == 4
        assert [len(event.source_names) for event in load_events(session)] == [3]
    assert not unsettled(database)


def test_an_article_found_to_be_in_another_language_leaves_its_event(
    database: Database, reader: ReadClaims
) -> None:
    ingest(database, stories(1), reader)
    with database.writing() as session:
        article = next(load_articles(session, article_keys(session)))
        assert replace_article(session, article, replace(article, language="fr"), (), "none")
    settle(database, reader)
    with database.session() as session:
        assert [len(event.source_names) for event in load_events(session)] == [2]
        assert load_claims(session, [article.key]) == {article.key: ()}


def test_what_is_ingested_twice_is_there_once(database: Database, reader: ReadClaims) -> None:
    ingest(database, stories(2), reader)
    before = tables(database)
    assert ingest(database, stories(2), reader).fates == {Fate.THERE: 6}
    assert tables(database) == before


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(stories(3)), st.integers(1, 8))
def test_any_order_of_ingest_gives_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, reader: ReadClaims, arrivals: list[RawArticle], cut: int
) -> None:
    once = _open(tmp_path_factory)
    ingest(once, stories(3), reader)
    twice = _open(tmp_path_factory)
    ingest(twice, arrivals[:cut], reader)
    ingest(twice, arrivals[cut:], reader)
    assert tables(twice) == tables(once)


def _open(factory: pytest.TempPathFactory) -> Database:
    return open_database(f"sqlite:///{factory.mktemp('order') / 'a.sqlite3'}")


def test_a_fault_on_one_article_does_not_stop_the_others(database: Database, reader: ReadClaims) -> None:
    def faulty(article: Article) -> tuple[Claim, ...]:
        if article.source_name == "1-e":
            raise KeyError("no such thing")
        return reader(article)

    report = ingest(database, stories(2), faulty)
    assert report.fates == {Fate.NEW: 5}
    assert [(failure.origin, failure.reason) for failure in report.failures] == [
        ("story 1", "could not be analysed, a fault in Crossread (KeyError)")
    ]


def test_what_is_given_later_is_taken_over(database: Database, reader: ReadClaims) -> None:
    bare = [replace(article, outlet=None, published=None) for article in stories(1)]
    ingest(database, bare, reader)
    assert ingest(database, stories(1), reader).fates == {Fate.UPDATE: 3}
    with database.session() as session:
        (event,) = load_events(session)
        assert event.outlets == ("Evening Star", "Morning Courier", "Valley Ledger")
        assert len(article_keys(session)) == 3


def test_what_is_known_better_changes_no_link_and_loses_no_article(
    database: Database, reader: ReadClaims
) -> None:
    ingest(database, stories(2), reader)
    before, ids = tables(database), event_ids(database)
    linked = [replace(article, url=f"https://example.org/{article.source_name}") for article in stories(2)]
    assert ingest(database, linked, reader).fates == {Fate.UPDATE: 6}
    assert ingest(database, linked, reader).fates == {Fate.THERE: 6}
    redated = [replace(article, published=PartialDate(2024, 5, 5)) for article in stories(2)]
    ingest(database, redated, reader)
    assert event_ids(database) == ids
    ingest(database, stories(2), reader)
    assert event_ids(database) == ids
    assert str(tables(database)).replace("https://example.org/", "").count("row=Row") == str(before).count(
        "row=Row"
    )


def test_a_clock_time_with_seconds_is_no_news(database: Database, reader: ReadClaims) -> None:
    timed = [replace(a, published=PartialDate.parse("2024-03-03T18:05:30+00:00")) for a in stories(1)]
    ingest(database, timed, reader)
    assert ingest(database, timed, reader).fates == {Fate.THERE: 3}


def test_a_rebuild_that_was_killed_is_taken_up(
    database: Database, fresh: Database, reader: ReadClaims
) -> None:
    ingest(database, stories(3), reader)

    def changed(article: Article) -> tuple[Claim, ...]:
        return reader(article)[1:]

    class KilledError(BaseException):
        """As a signal ends the process."""

    def killed(stage: str) -> None:
        raise KilledError

    with database.writing() as session:
        session.execute(text("UPDATE article SET read_as = 'an older pipeline'"))
    with pytest.raises(KilledError):
        rebuild(database, changed, killed)
    with database.session() as session:
        for event in load_events(session):
            assert all(found.row.claims for found in load_comparison(session, event.id).rows)
    assert unsettled(database)
    rebuild(database, reader)
    ingest(fresh, stories(3), reader)
    assert tables(database) == tables(fresh)


def test_a_year_is_taken_over_and_the_article_read_again(database: Database, reader: ReadClaims) -> None:
    first, *others = stories(1)
    report = first.text.partition("\n\n")[2]
    yearless = replace(first, published=None, text=f"HARLOW BAY, January 2 (Reuters) - {report}")
    ingest(database, [yearless, *others], reader)
    with database.session() as session:
        (event,) = load_events(session)
        columns = load_comparison(session, event.id).columns
    inferred = next(column for column in columns if column.source_name == first.source_name)
    assert inferred.published is not None
    assert (inferred.published.isoformat(), inferred.published_basis) == ("2024-01-02", Basis.INFERRED)


def test_rebuilding_gives_the_same_table(database: Database, reader: ReadClaims) -> None:
    ingest(database, stories(3), reader)
    before, ids = tables(database), event_ids(database)
    rebuild(database, reader)
    assert tables(database) == before
    assert event_ids(database) == ids


def event_ids(database: Database) -> set[str]:
    with database.session() as session:
        return {event.id for event in load_events(session)}


def test_processes_that_ingest_at_once_leave_nothing_unsettled(
    database: Database, fresh: Database, reader: ReadClaims
) -> None:
    arrivals = stories(6)
    parts = [arrivals[start::3] for start in range(3)]
    threads = [threading.Thread(target=ingest, args=(database, part, reader)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not unsettled(database)
    ingest(fresh, arrivals, reader)
    assert tables(database) == tables(fresh)


def test_lines_that_repeat_in_an_outlet_are_marked_whenever_they_arrive(
    database: Database,
    fresh: Database,
    reader: ReadClaims,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def with_footer(article: RawArticle) -> RawArticle:
        return replace(
            article,
            outlet="Morning Courier",
            text=article.text + "\nThe Courier is printed on paper from Sarn\n",
        )

    articles = [with_footer(article) for article in stories(4)[::3]]
    # Later articles without the line must take the marks away again, whatever came first.
    others = [replace(article, outlet="Morning Courier") for article in stories(8)[1::3]]
    for article in articles:
        ingest(database, [article], reader)
    ingest(fresh, articles, reader)
    assert tables(database) == tables(fresh)
    marked = _open(tmp_path_factory)
    ingest(marked, others, reader)
    ingest(marked, articles, reader)
    together = _open(tmp_path_factory)
    ingest(together, [*articles, *others], reader)
    assert tables(marked) == tables(together)
    with database.session() as session:
        for event in load_events(session):
            (column,) = load_comparison(session, event.id).columns
            assert "printed on paper" in "".join(span.of(column.text) for span in column.boilerplate)


def test_settling_takes_up_what_was_left(database: Database, fresh: Database, reader: ReadClaims) -> None:
    class KilledError(BaseException):
        """As a signal ends the process: nothing may catch it."""

    def until_killed(stage: str) -> None:
        if stage == "events":
            raise KilledError

    with pytest.raises(KilledError):
        ingest(database, stories(3), reader, until_killed)
    assert unsettled(database)
    settle(database, reader)
    assert not unsettled(database)
    ingest(fresh, stories(3), reader)
    assert tables(database) == tables(fresh)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_at_any_moment_nothing_is_lost_or_twice_or_half(
    tmp_path: Path, fresh: Database, reader: ReadClaims
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = ["file,outlet,date"]
    for article in stories(20):
        assert article.published is not None
        (folder / f"{article.source_name}.txt").write_text(article.text, "utf-8")
        rows.append(f"{article.source_name}.txt,{article.outlet},{article.published.isoformat()}")
    (folder / "manifest.csv").write_text("\r\n".join(rows), "utf-8")
    url = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
    command = [sys.executable, "-m", "app", "ingest", str(folder), "--database", url]
    dice = random.Random(7)
    kills = 0
    for _ in range(5):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
        )
        _wait_for_first_article(url, process)
        time.sleep(dice.uniform(0, 0.4))
        process.kill()
        kills += process.wait() == -signal.SIGKILL
    assert kills > 0
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "0 failed" in done.stderr
    survivor = open_database(url)
    ingest(fresh, read([folder]), reader)
    assert tables(survivor) == tables(fresh)
    survivor.close()


def _wait_for_first_article(url: str, process: subprocess.Popen[bytes]) -> None:
    """Let the process get as far as writing, or to its end."""
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        if Path(url.removeprefix("sqlite:///")).exists():
            return
        time.sleep(0.05)
