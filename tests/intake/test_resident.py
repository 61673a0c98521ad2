"""The worker as a process: bounded in time, alone, and what it does about those before it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from app import store
from app.domain.intake import ItemState, Origin
from app.intake import resident
from app.intake.endings import LATE, LOCK, After
from app.store import Database
from tests.intake.test_worker import NOW, Web, items, put, text, told, tools


class Enough(BaseException):
    """Ends a worker that would go on for ever."""


def enough() -> None:
    raise Enough


def reside(database: Database, after: After = After.START) -> None:
    """Work until nothing is left."""
    with pytest.raises(Enough):
        resident.reside(database, tools(Web()), lambda: None, after, pause=lambda seconds: enough())


def left_running(database: Database, ends: int = 0) -> None:
    put(database, text())
    for _ in range(ends):
        with database.writing() as session:
            store.take_item(session, NOW)
            store.release_running(session, 100, "")
    with database.writing() as session:
        store.take_item(session, NOW)


def test_it_works_whenever_something_waits(database: Database) -> None:
    put(database, text(), text("Another ferry sails to Sarn."))
    reside(database)
    assert told(database) == [("stored", ""), ("stored", "")]


@pytest.mark.parametrize(
    ("after", "ends", "state", "words"),
    [
        (After.START, 0, "stored", ""),
        (After.START, 3, "stored", ""),
        (After.START, 4, "failed", "could not be read: Crossread ended each time it tried"),
        (After.ENDED, 0, "stored", ""),
        (After.ENDED, 1, "failed", "could not be read: Crossread ended each time it tried"),
        (After.LATE, 0, "failed", "could not be read: it took longer than 120 seconds"),
    ],
)
def test_what_a_process_left_half_done_is_taken_up(
    database: Database, after: After, ends: int, state: str, words: str
) -> None:
    left_running(database, ends)
    reside(database, after)
    assert told(database) == [(state, words)]


def test_one_worker_at_a_time(database: Database) -> None:
    put(database, text())
    with database.alone(LOCK) as ours:
        assert ours
        reside(database)
        assert [item.state for item in items(database)] == [ItemState.WAITING]
    reside(database)
    assert [item.state for item in items(database)] == [ItemState.STORED]


def test_what_waits_for_its_event_is_settled_without_an_item(database: Database) -> None:
    put(database, text())
    reside(database)
    with database.writing() as session:
        store.wait(session, store.article_keys(session))
    reside(database)
    with database.session() as session:
        assert not store.waiting(session)


def test_what_failed_long_ago_is_kept_without_its_bytes(database: Database) -> None:
    long_ago = dt.datetime.now(dt.UTC) - resident.KEPT - dt.timedelta(days=1)
    with database.writing() as session:
        store.add_batch(session, [text("  ")], Origin.PAGE, long_ago)
    reside(database)
    reside(database)
    assert told(database) == [("failed", "has no words in it")]
    with database.writing() as session:
        assert store.load_payload(session, 1) is None
        store.retry_items(session)
    reside(database)
    assert told(database) == [("failed", "what was handed in is not kept any more: hand it in again")]


def test_code_that_never_lets_go_is_ended(tmp_path: Path) -> None:
    # A pattern that takes ages holds Python's lock all the while: no thread and no signal gets through.
    code = "from app.intake.limits import alive; alive(0.2); import re; re.match('(a*)*b', 'a' * 60)"
    found = subprocess.run([sys.executable, "-c", code], timeout=60, check=False, capture_output=True)
    assert (found.returncode, found.stderr) == (LATE, b"")


def test_one_that_says_it_lives_is_let_be() -> None:
    code = "from app.intake.limits import alive; import time; alive(0.2); alive(0); time.sleep(0.4)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
