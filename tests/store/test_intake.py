"""The queue in the database."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from app import store
from app.domain.article import NOTHING_GIVEN, Given
from app.domain.dates import PartialDate
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Origin, Outcome
from app.store import Database

NOW = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)


def text(name: str = "a", data: bytes | None = b"words") -> NewItem:
    return NewItem(ItemKind.TEXT, name, data=data)


def put(database: Database, *items: NewItem) -> int:
    with database.writing() as session:
        return store.add_batch(session, items, Origin.PAGE, NOW)


def take(database: Database, now: dt.datetime = NOW, after: int = 0) -> Item | None:
    with database.writing() as session:
        return store.take_item(session, now, after)


def settle(database: Database, item: int, outcome: Outcome) -> None:
    with database.writing() as session:
        store.settle_item(session, item, outcome)


def load(database: Database, item: int = 1) -> Item:
    with database.session() as session:
        found = store.load_item(session, item)
    assert found
    return found


def payload(database: Database, item: int = 1) -> bytes | None:
    with database.session() as session:
        return store.load_payload(session, item)


def test_given_values_and_columns_are_kept(database: Database) -> None:
    given = Given("The Courier", PartialDate(2024, 5), "A title", "https://example.org/", "A name", "A note")
    put(database, NewItem(ItemKind.FILE, "a.csv", "https://example.org/a", b"x", given, ("text", "")))
    found = load(database)
    assert (found.kind, found.name, found.url, found.given, found.columns, found.state) == (
        ItemKind.FILE, "a.csv", "https://example.org/a", given, ("text", ""), ItemState.WAITING
    )  # fmt: skip
    assert payload(database) == b"x"


@pytest.mark.parametrize(
    ("outcome", "state", "kept"),
    [
        (Outcome(ItemState.STORED, article="k"), ItemState.STORED, False),
        (Outcome(ItemState.THERE, article="k"), ItemState.THERE, False),
        (Outcome(ItemState.OPENED), ItemState.OPENED, False),
        (Outcome(ItemState.FAILED, "no"), ItemState.FAILED, True),
        (Outcome(ItemState.ASKING, "?"), ItemState.ASKING, True),
        (Outcome(ItemState.FAILED, "busy", again=LATER), ItemState.WAITING, True),
    ],
)
def test_bytes_are_kept_as_long_as_something_may_want_them(
    database: Database, outcome: Outcome, state: ItemState, kept: bool
) -> None:
    put(database, text())
    assert take(database)
    settle(database, 1, outcome)
    assert (load(database).state, load(database).words, payload(database) is not None) == (
        state, outcome.words, kept
    )  # fmt: skip


def test_one_that_is_put_off_is_taken_when_its_time_has_come(database: Database) -> None:
    put(database, text("put off"), text("next"))
    assert take(database)
    settle(database, 1, Outcome(ItemState.FAILED, "busy", again=LATER))
    taken = (take(database), take(database), take(database, LATER))
    assert [item and item.name for item in taken] == ["next", None, "put off"]
    assert load(database).attempts == 2


def test_batches_are_taken_in_turns(database: Database) -> None:
    one, two = put(database, text("a"), text("b")), put(database, text("c"))
    order, last = [], 0
    while item := take(database, after=last):
        order.append((item.batch, item.name))
        last = item.batch
    assert order == [(one, "a"), (two, "c"), (one, "b")]


def test_a_failed_one_is_tried_again_from_the_start(database: Database) -> None:
    put(database, text())
    assert take(database)
    settle(database, 1, Outcome(ItemState.FAILED, "no"))
    with database.writing() as session:
        assert store.retry_items(session, [1]) == 1
        assert store.retry_items(session, [1]) == 0
    found = load(database)
    assert (found.state, found.words, found.attempts) == (ItemState.WAITING, "", 0)


def test_tries_and_ends_are_counted_apart(database: Database) -> None:
    put(database, text())
    for _ in range(3):  # three tries that were put off
        assert take(database, LATER)
        settle(database, 1, Outcome(ItemState.FAILED, "busy", again=NOW))
    assert take(database, LATER)
    with database.writing() as session:
        assert store.release_running(session, 2, "ended") == 1
    assert take(database, LATER)
    with database.writing() as session:
        assert store.release_running(session, 2, "ended") == 0
    assert (load(database).state, load(database).words) == (ItemState.FAILED, "ended")


def test_old_bytes_go_where_nothing_will_read_them_by_itself(database: Database) -> None:
    put(database, text("failed"), text("waits"), text("asks"))
    for number, state in ((1, ItemState.FAILED), (3, ItemState.ASKING)):
        settle(database, number, Outcome(state, "no"))
    with database.writing() as session:
        assert store.drop_old_payloads(session, NOW) == 0
        assert store.drop_old_payloads(session, LATER) == 2
    assert [payload(database, n) for n in (1, 2, 3)] == [None, b"words", None]


def test_a_table_is_answered_once(database: Database) -> None:
    put(database, text())
    with database.writing() as session:
        assert not store.answer_item(session, 1, ("text",), NOTHING_GIVEN)
    settle(database, 1, Outcome(ItemState.ASKING))
    with database.writing() as session:
        assert store.answer_item(session, 1, ("text", "date:dmy"), Given("The Courier"))
        assert not store.answer_item(session, 1, ("url",), NOTHING_GIVEN)
    found = load(database)
    assert (found.columns, found.given.outlet, found.state) == (
        ("text", "date:dmy"), "The Courier", ItemState.WAITING
    )  # fmt: skip


def test_changes_of_several_at_once_are_told_apart(database: Database) -> None:
    def writes() -> None:
        for _ in range(10):
            put(database, text())

    threads = [threading.Thread(target=writes) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        changed = [item.changed for item in store.load_items(session)]
        progress = store.load_progress(session)
    assert sorted(changed) == list(range(1, 41))
    assert (progress.changed, progress.open, progress.all) == (40, 40, 40)


def test_a_lock_is_one_holders_and_goes_with_it(database: Database) -> None:
    with database.alone("work") as first, database.alone("work") as second, database.alone("rest") as other:
        assert (first, second, other) == (True, False, True)
    with database.alone("work") as again:
        assert again


def test_whether_anyone_wrote_is_seen(database: Database) -> None:
    with database.watched() as version:
        before = version()
        assert version() == before
        put(database, text())
        assert version() != before
