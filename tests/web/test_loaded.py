"""Comparisons kept between requests: never of another state of the data than is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.comparison import Filters
from app.errors import NotFoundError
from app.store import Database, LinedUp, add_article, replace_article, save_event, state_of_event
from app.store.tables import ArticleRecord
from app.web import loaded as module
from app.web.comparison.rows import MAX_WAYS, KeptRows, row_views
from app.web.loaded import comparison_of, loaded
from tests.making import article, claim, row
from tests.web.invented import comparison, store_event

STAR, POST = article("The dam broke.", "Star"), article("A dam broke.", "Post")
LINES = (row(claim(STAR, "The dam broke"), claim(POST, "A dam broke")),)


@pytest.fixture
def stored(database: Database) -> Database:
    store_event(database, (STAR, POST), LINES, id_="e1")
    return database


def test_a_comparison_is_loaded_once(stored: Database) -> None:
    assert comparison_of(stored, "e1") is comparison_of(stored, "e1")


def test_there_is_none_of_an_event_that_is_not_there(stored: Database) -> None:
    with pytest.raises(NotFoundError):
        comparison_of(stored, "e2")


def _read_anew(session: Session) -> None:
    assert replace_article(session, POST, POST, (), "test:2")


def _lined_up_anew(session: Session) -> None:
    assert save_event(session, LinedUp("e1", "Dam", (STAR, POST), LINES, "made again"))


def _with_another_article(session: Session) -> None:
    other = article("The dam is gone.", "Times")
    add_article(session, other, (), "test:1")
    assert save_event(session, LinedUp("e1", "Dam", (STAR, POST, other), LINES, "made"))


def _with_another_headline(session: Session) -> None:
    session.execute(update(ArticleRecord).where(ArticleRecord.key == POST.key).values(title="Dam gone"))


CHANGES = [_read_anew, _lined_up_anew, _with_another_article, _with_another_headline]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_in_the_event_is_seen_at_once(
    stored: Database, change: Callable[[Session], None]
) -> None:
    before = comparison_of(stored, "e1")
    with stored.writing() as session:
        change(session)
    after = comparison_of(stored, "e1")
    assert after is not before
    assert (after.columns, after.rows, after.event) != (before.columns, before.rows, before.event) or (
        change is _lined_up_anew
    )


def test_what_changes_elsewhere_leaves_it(stored: Database) -> None:
    before = comparison_of(stored, "e1")
    other = article("Rain.", "Times")
    with stored.writing() as session:
        add_article(session, other, (), "test:1")
        assert save_event(session, LinedUp("e2", "Rain", (other,), (), "made"))
    assert comparison_of(stored, "e1") is before


def test_the_state_is_named_the_same_while_nothing_changes(stored: Database) -> None:
    with stored.session() as one, stored.session() as other:
        assert state_of_event(one, "e1") == state_of_event(other, "e1")


def test_no_more_are_kept_than_the_bound(stored: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_EVENTS", 1)
    before = comparison_of(stored, "e1")
    other = article("Rain.", "Times")
    with stored.writing() as session:
        add_article(session, other, (), "test:1")
        assert save_event(session, LinedUp("e2", "Rain", (other,), (), "made"))
    comparison_of(stored, "e2")
    assert comparison_of(stored, "e1") is not before


def test_a_row_is_made_once_for_one_way_of_showing_it(stored: Database) -> None:
    found = loaded(stored, "e1")
    first = row_views(found.comparison.filtered(Filters()), (), found.rows)
    again = row_views(found.comparison.filtered(Filters(text="dam")), (), found.rows)
    other = row_views(found.comparison.filtered(Filters(columns=("Post",))), (), found.rows)
    opened = row_views(found.comparison, (LINES[0].id,), found.rows)
    assert first[0] is again[0]
    assert first[0] is not other[0]
    assert opened[0].opened
    assert not row_views(found.comparison, (), found.rows)[0].opened


def test_only_a_few_ways_are_kept() -> None:
    kept, whole = KeptRows(), comparison()
    first = row_views(whole, (), kept)
    for name in [*whole.names, *(f"no {number}" for number in range(MAX_WAYS))]:
        row_views(replace(whole, filters=Filters(narrow=(name,))), (), kept)
    assert row_views(whole, (), kept)[0] is not first[0]
