"""What hangs on an article when its text changes: its key, its event, corrections, addresses, items."""

from __future__ import annotations

import datetime as dt

import pytest

from app.domain.article import Article, text_hash
from app.domain.grouping import Bond, Force, GroupingCorrection
from app.domain.intake import ItemKind, ItemState, NewItem, Origin, Outcome
from app.domain.version import Version
from app.store import (
    Database,
    absorb_article,
    add_addresses,
    add_article,
    add_batch,
    add_correction,
    article_keys,
    article_of_text,
    event_of,
    find_anchor,
    known_articles,
    load_addresses,
    load_constraints,
    load_item,
    load_versions,
    note_reading,
    place_of,
    present_key,
    put_versions,
    replace_article,
    reviewed,
    save_event,
    settle_item,
    state_of_event,
    waiting,
)
from tests.making import article, claim, row
from tests.store.test_events import lined_up

OLD = article("The dam broke at noon. Forty are hurt.", name="old.txt")
NEW = article("The dam broke at noon. Fifty are hurt.", name="old.txt")
NEWER = article("The dam broke at one. Fifty are hurt.", name="old.txt")
STAR = article("The dam broke, the mayor said.", "Star", name="star.txt")
NAME, PRINTED = "example.org/dam", "https://www.example.org/dam"
NOON = dt.datetime(2024, 3, 12, 12, tzinfo=dt.UTC)


@pytest.fixture
def item(database: Database) -> int:
    """Two articles in an event, a correction on them, an address, and the item that the first came from."""
    broke = claim(OLD, "The dam broke at noon.")
    with database.writing() as session:
        add_article(session, OLD, (broke,), "test:1")
        add_article(session, STAR, (), "test:1")
        add_addresses(session, OLD.key, {NAME: PRINTED})
        save_event(session, lined_up((OLD, STAR), row(broke)))
        anchors = find_anchor(session, "old.txt"), find_anchor(session, "star.txt")
        add_correction(session, GroupingCorrection(*anchors, Bond.TOGETHER, "2024-03-12T12:00:00+00:00"))
        add_batch(session, [NewItem(ItemKind.LINK, PRINTED, PRINTED)], Origin.PAGE, NOON)
        settle_item(session, 1, Outcome(ItemState.STORED, article=OLD.key))
    return 1


def change(database: Database, old: Article, new: Article, *former: Article) -> None:
    with database.writing() as session:
        assert replace_article(session, old, new, (), "test:1")
        put_versions(session, new, [Version.of(text) for text in former])


def test_all_that_hangs_on_an_article_goes_to_its_new_key(database: Database, item: int) -> None:
    change(database, OLD, NEW, OLD)
    change(database, NEW, NEWER, OLD, NEW)
    with database.session() as session:
        assert article_keys(session) == tuple(sorted((NEWER.key, STAR.key)))
        assert event_of(session, NEWER.key) == "e1"
        assert load_addresses(session, NEWER.key) == (PRINTED,)
        found = load_item(session, item)
        assert found
        assert found.article == NEWER.key
        assert [present_key(session, text.key) for text in (OLD, NEW, NEWER)] == [NEWER.key] * 3
        assert [version.text for version in load_versions(session, [NEWER.key])[NEWER.key]] == [
            OLD.text,
            NEW.text,
        ]


def test_corrections_of_the_grouping_hold_on(database: Database, item: int) -> None:
    change(database, OLD, NEW, OLD)
    with database.session() as session:
        assert load_constraints(session).follows == {NEW.key: STAR.key}
        assert [force for _, force in reviewed(session)] == [Force.IN_FORCE]


def test_an_article_is_found_by_any_text_it_had(database: Database, item: int) -> None:
    change(database, OLD, NEW, OLD)
    with database.session() as session:
        assert article_of_text(session, text_hash(OLD.text)) == NEW.key
        assert article_of_text(session, text_hash(NEW.text)) == NEW.key
        assert article_of_text(session, text_hash("Other words.")) is None
        assert place_of(session, "nosuchkey", text_hash(OLD.text)) == NEW.key
        (known,) = known_articles(session, OLD.text, ())
        assert (known.article.key, known.addresses) == (NEW.key, frozenset([NAME]))
        assert [found.article.key for found in known_articles(session, "Other words.", [NAME])] == [NEW.key]


def test_a_text_that_comes_back_has_its_key_again(database: Database, item: int) -> None:
    change(database, OLD, NEW, OLD)
    change(database, NEW, OLD, OLD, NEW)
    with database.session() as session:
        assert [present_key(session, text.key) for text in (OLD, NEW)] == [OLD.key] * 2


def test_an_article_that_was_another_all_along_is_one_with_it(database: Database, item: int) -> None:
    with database.writing() as session:
        add_article(session, NEW, (), "test:1")
        assert absorb_article(session, OLD, NEW)
        assert not absorb_article(session, OLD, NEW), "it is gone"
    with database.session() as session:
        assert article_keys(session) == tuple(sorted((NEW.key, STAR.key)))
        assert present_key(session, OLD.key) == NEW.key
        assert load_addresses(session, NEW.key) == (PRINTED,)
        assert {NEW.key, STAR.key} <= set(waiting(session).values())


def test_an_address_of_very_many_is_the_address_of_none(database: Database) -> None:
    with database.writing() as session:
        for number in range(25):
            each = article(f"Report number {number} of the day.")
            add_article(session, each, (), "test:1")
            add_addresses(session, each.key, {NAME: PRINTED})
        assert known_articles(session, "Report of another day.", [NAME]) == ()


def test_the_latest_moment_a_text_was_read_is_kept(database: Database, item: int) -> None:
    with database.writing() as session:
        for hour in (10, 12, 11):
            note_reading(session, OLD.key, None, NOON.replace(hour=hour))
        (known,) = known_articles(session, OLD.text, ())
    assert known.article.read_on == NOON


def test_a_kept_table_is_another_once_a_text_is_known(database: Database, item: int) -> None:
    with database.writing() as session:
        before = state_of_event(session, "e1")
        put_versions(session, OLD, [Version.of(NEW)])
        assert state_of_event(session, "e1") != before
