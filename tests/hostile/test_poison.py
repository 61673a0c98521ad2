"""An item that brings its reading down: it is told, and the others are read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

import pytest

from app import store
from app.domain.article import Article
from app.domain.claim import Claim
from app.domain.intake import ItemKind, NewItem, Origin
from app.errors import BadInputError
from app.intake.resident import work_once
from app.intake.worker import Tools, work
from app.pipeline.fetch import Fetched, FetchError
from app.store import Database, open_database

LINE = "The ferry of Sarn will not sail before spring, the harbour master said on Monday."
POISON = "poison"
ENDS = 6  # tries at most, before the item is given up


class OddError(Exception):
    pass


def _put(database: Database) -> None:
    texts = (f"{LINE} First.", f"{LINE} {POISON}", f"{LINE} Last.")
    items = [NewItem(ItemKind.TEXT, words, data=words.encode()) for words in texts]
    items.insert(1, NewItem(ItemKind.LINK, POISON, "https://a.example.org/\ud800"))
    with database.writing() as session:
        store.add_batch(session, items, Origin.PAGE, dt.datetime.now(dt.UTC))


def _told(database: Database) -> list[tuple[str, str]]:
    with database.session() as session:
        found = sorted(store.load_items(session), key=lambda item: item.id)
    assert all(item.words.isprintable() and len(item.words) <= 2_000 for item in found)
    return [(item.state.value, item.words) for item in found]


def _reading(act: Callable[[], object]) -> Callable[[Article], tuple[Claim, ...]]:
    def claims(article: Article) -> tuple[Claim, ...]:
        if POISON in article.text:
            act()
        return ()

    return claims


def _refused(url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
    raise FetchError("there is no such host")


MANY = "more memory than one item may have"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), MANY),
        (RecursionError("deep"), "a fault in Crossread (RecursionError)"),
        (OddError("\ud800\x1b[2J\n"), "a fault in Crossread (OddError)"),
        (OSError(28, "No space left on device"), "a fault in Crossread (OSError)"),
        (BadInputError("\ud83d\n\u202e" + "x" * 100_000), "x"),
        (FetchError("\ud83d" * 9), "\\ud83d"),
    ],
)
def test_whatever_an_item_raises_is_its_own(database: Database, error: Exception, words: str) -> None:
    def raises(*_: object, **__: object) -> None:
        raise error

    _put(database)
    work(database, Tools(raises, _reading(raises)))  # type: ignore[arg-type]
    told = _told(database)
    assert [state for state, _ in told] == ["stored", "failed", "failed", "stored"]
    assert words in told[1][1]


def test_one_that_ends_the_process_is_given_up_and_the_others_are_read(database: Database) -> None:
    _put(database)
    url, statuses = database.url, list[int]()
    database.close()
    while not statuses or (statuses[-1] and len(statuses) < 2 * ENDS):
        statuses.append(_in_a_process(url))
    opened = open_database(url)
    told = _told(opened)
    opened.close()
    assert [state for state, _ in told] == ["stored", "failed", "failed", "stored"]
    assert "ended each time it tried" in told[2][1]
    assert len(statuses) <= ENDS


def _in_a_process(url: str) -> int:
    """Work as a process of its own does, which ends over the poison as over a fault in a library."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work_once(open_database(url), Tools(_refused, _reading(lambda: os._exit(11))))
    finally:
        os._exit(0)
