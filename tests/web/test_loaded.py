"""Comparisons kept between requests: never of another state of the data than is stored."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.comparison import Filters
from app.domain.copy import Copies, Copy, Passage
from app.domain.event import Judgement, Verdict
from app.domain.text import Span
from app.errors import NotFoundError
from app.store import (
    Database,
    LinedUp,
    add_article,
    open_database,
    replace_article,
    save_event,
    state_of_event,
)
from app.store.tables import ArticleRecord
from app.web import loaded as module
from app.web.comparison.rows import MAX_WAYS, KeptRows, row_views
from app.web.loaded import comparison_of, loaded
from tests.making import article, claim, row
from tests.web.invented import comparison, store_event

STAR, POST = article("The dam broke.", "Star"), article("A dam broke.", "Post")
TITLE = "The dam"
LINES = (row(claim(STAR, "The dam broke"), claim(POST, "A dam broke")),)


@pytest.fixture
def stored(database: Database) -> Database:
    store_event(database, (STAR, POST), LINES, TITLE, "e1")
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


def _judged_anew(session: Session) -> None:
    rows = tuple(replace(line, judgement=Judgement(Verdict.AGREE)) for line in LINES)
    assert save_event(session, LinedUp("e1", TITLE, (STAR, POST), rows, "made"))


def _of_other_claims(session: Session) -> None:
    rows = tuple(replace(line, claims=line.claims[:1]) for line in LINES)
    assert save_event(session, LinedUp("e1", TITLE, (STAR, POST), rows, "made"))


def _with_another_title(session: Session) -> None:
    assert save_event(session, LinedUp("e1", "Another title", (STAR, POST), LINES, "made"))


def _with_shared_text(session: Session) -> None:
    ends = (Passage(STAR.key, Span(0, 4)), Passage(POST.key, Span(0, 4)))
    copies = Copies((Copy(*ends, 1),))
    assert save_event(session, LinedUp("e1", TITLE, (STAR, POST), LINES, "made", copies))


def _without_an_article(session: Session) -> None:
    rows = tuple(replace(line, claims=line.claims[:1]) for line in LINES)
    assert save_event(session, LinedUp("e1", TITLE, (STAR,), rows, "made"))


CHANGES = [
    _read_anew,
    _lined_up_anew,
    _with_another_article,
    _with_another_headline,
    _judged_anew,
    _of_other_claims,
    _with_another_title,
    _with_shared_text,
    _without_an_article,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_in_the_event_is_seen_at_once(
    stored: Database, change: Callable[[Session], None]
) -> None:
    before = comparison_of(stored, "e1")
    with stored.writing() as session:
        change(session)
    after = comparison_of(stored, "e1")
    assert after is not before
    assert after != before or change is _lined_up_anew


def test_another_database_at_the_same_path_is_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'turns.sqlite3'}"
    found = []
    for judged in (Verdict.SINGLE, Verdict.AGREE):
        database = open_database(url)
        store_event(database, (STAR, POST), (row(*LINES[0].claims, verdict=judged),), TITLE, "e1")
        found.append([line.row.verdict for line in comparison_of(database, "e1").rows])
        database.close()
        for file in tmp_path.glob("turns.sqlite3*"):
            file.unlink()
    assert found == [[Verdict.SINGLE], [Verdict.AGREE]]


def test_threads_see_what_was_stored_when_they_asked(stored: Database) -> None:
    titles = [f"Dam {number}" for number in range(20)]
    written = [-1]

    def write() -> None:
        try:
            for number, title in enumerate(titles):
                with stored.writing() as session:
                    assert save_event(session, LinedUp("e1", title, (STAR, POST), LINES, "made"))
                written[0] = number
        finally:
            written[0] = len(titles) - 1  # the readers end, whatever happens

    def read() -> bool:
        good = True
        while written[0] < len(titles) - 1:
            least = written[0]
            seen = comparison_of(stored, "e1").event.title
            good = good and (least < 0 or titles.index(seen) >= least)
        return good and comparison_of(stored, "e1").event.title == titles[-1]

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read) for _ in range(2)]
        threads.submit(write).result()
        assert all(reader.result() for reader in readers)


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


@pytest.mark.parametrize(
    ("events", "cells", "kept"),
    [(1, 100, False), (2, 0, False), (2, 100, True)],
    ids=["events", "cells", "neither is passed"],
)
def test_no_more_are_kept_than_the_bounds(
    stored: Database, monkeypatch: pytest.MonkeyPatch, events: int, cells: int, kept: bool
) -> None:
    monkeypatch.setattr(module, "_kept", module._Kept())
    monkeypatch.setattr(module, "MAX_EVENTS", events)
    monkeypatch.setattr(module, "MAX_CELLS", cells)
    before = comparison_of(stored, "e1")
    other = article("Rain.", "Times")
    with stored.writing() as session:
        add_article(session, other, (), "test:1")
        assert save_event(session, LinedUp("e2", "Rain", (other,), (), "made"))
    comparison_of(stored, "e2")
    assert (comparison_of(stored, "e1") is before) == kept


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
