"""A server as a user starts it, with the worker beside it: handed articles, killed, started again, ended."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from app import ingest, store
from app.domain.article import Given
from app.domain.intake import ItemKind, ItemState, NewItem, Origin
from app.intake.endings import LOCK
from app.store import Database
from tests.stories import stories


@contextmanager
def served(path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--database", f"sqlite:///{path}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = (re.search(r"http://\S+:\d+", line) for line in process.stderr or ())
            yield process, next(found[0] for found in said if found)
        finally:
            with suppress(ProcessLookupError):
                process.kill()


def until(holds: Callable[[], object], seconds: float = 60.0) -> None:
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "waited in vain"
        time.sleep(0.02)


def states(database: Database) -> list[ItemState]:
    with database.session() as session:
        return [item.state for item in store.load_items(session)]


def nobody_works(database: Database) -> bool:
    with database.alone(LOCK) as alone:
        return alone


@pytest.mark.skipif(os.name == "nt", reason="ends processes by signals")
def test_killed_and_started_again_it_reads_all_once(database: Database, tmp_path: Path) -> None:
    items = [
        NewItem(ItemKind.TEXT, a.source_name, data=a.text.encode(), given=Given(a.outlet, a.published))
        for a in stories(2)
    ]
    with served(tmp_path / "test.sqlite3") as (server, address):
        assert httpx.get(f"{address}/events", timeout=30).status_code == httpx.codes.OK
        with database.writing() as session:
            store.add_batch(session, items, Origin.PAGE, dt.datetime.now(dt.UTC))
        until(lambda: ItemState.STORED in states(database))
        server.send_signal(signal.SIGKILL)
        server.wait()
    until(lambda: nobody_works(database))
    with served(tmp_path / "test.sqlite3") as (server, _):
        until(lambda: states(database) == [ItemState.STORED] * 6 and not ingest.unsettled(database))
        server.send_signal(signal.SIGINT)
        told = server.stderr.read() if server.stderr else ""
        assert (server.wait(20), told) == (128 + signal.SIGINT, "")
    until(lambda: nobody_works(database))
    with database.session() as session:
        assert [(len(event.outlets), event.facts > 0) for event in store.load_events(session)] == [
            (3, True)
        ] * 2
