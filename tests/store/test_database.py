from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from app.errors import DatabaseError
from app.store import Database, open_database
from app.store.database import log_ahead, migration_config
from app.store.tables import SEARCH_INDEXES, Base, modelled

ARTICLE = (
    "INSERT INTO article (key, source_name, text_hash, text, segments, outlet_basis, published_basis,"
    " title_basis, cut_off, read_as) VALUES ('a', 'a.txt', 'h', 'It rained', '[]', '', '', '', 0, '')"
)


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        # FTS5's own tables are no models: see `modelled`.
        opts = {
            "compare_server_default": True,
            "include_name": lambda n, kind, _: kind != "table" or modelled(n),
        }
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(migration_config(connection), "head")
        names = set(inspect(connection).get_table_names())
        assert names > set(SEARCH_INDEXES)
        assert {name for name in names if modelled(name)} == {*Base.metadata.tables, "alembic_version"}


def test_claims_of_before_attitudes_are_speech(database: Database) -> None:
    claim = (
        'INSERT INTO claim (id, article_key, start, "end", quote, kind, speaker_status, candidates, quoted,'
        " figures, dates, confidence, pipeline)"
        " VALUES ('c', 'a', 0, 9, 'It rained', 'statement', 'none', '[]', '[]', '[]', '[]', 1, '')"
    )
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "0001")
        connection.execute(text(ARTICLE))
        connection.execute(text(claim))
        command.upgrade(migration_config(connection), "head")
        assert connection.execute(text("SELECT quote, attitude FROM claim")).all() == [("It rained", 0)]


def test_rows_of_before_notes_on_quotes_have_none(database: Database) -> None:
    event = "INSERT INTO event (id, title, made_from) VALUES ('e', 'It rained', '')"
    row = (
        "INSERT INTO event_row (event_id, id, position, lead, kind, verdict, reasons, sides, is_update, why)"
        " VALUES ('e', 'r', 0, 'c', 'quote', 'agree', '[]', '[]', 0, '[]')"
    )
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "0002")
        connection.execute(text(event))
        connection.execute(text(row))
        command.upgrade(migration_config(connection), "0004")
        assert connection.execute(text("SELECT quotes FROM event_row")).scalar() == "[]"
        command.upgrade(migration_config(connection), "head")


def test_articles_of_before_the_index_wait_for_it(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "0002")
        connection.execute(text(ARTICLE))
        command.upgrade(migration_config(connection), "head")
        assert connection.execute(text("SELECT article_key FROM waiting")).all() == [("a",)]


def test_rows_of_before_parts_are_made_again(database: Database) -> None:
    claim = (
        'INSERT INTO claim (id, article_key, start, "end", quote, kind, speaker_status, candidates, quoted,'
        " figures, dates, confidence, pipeline, attitude)"
        " VALUES ('c', 'a', 0, 9, 'It rained', 'statement', 'none', '[]', '[]', '[]', '[]', 1, '', 0)"
    )
    event = "INSERT INTO event (id, title, made_from) VALUES ('e', 'It rained', 'what it was made from')"
    row = (
        "INSERT INTO event_row (event_id, id, position, lead, kind, verdict, reasons, sides, is_update, why)"
        " VALUES ('e', 'r', 0, 'c', 'quote', 'agree', '[]', '[]', 0, '[]')"
    )
    place = "INSERT INTO row_claim (claim_id, event_id, row_id, position) VALUES ('c', 'e', 'r', 0)"
    with database.engine.begin() as connection:
        command.downgrade(migration_config(connection), "0005")
        for statement in (ARTICLE, claim, event, row, place):
            connection.execute(text(statement))
        command.upgrade(migration_config(connection), "head")
        assert connection.execute(text("SELECT quote, parts FROM claim")).all() == [("It rained", "[]")]
        assert connection.execute(text("SELECT id, made_from FROM event")).all() == [("e", "")]
        for table in ("event_row", "row_claim"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    first = open_database(url)
    with first.writing() as session:
        session.execute(text("INSERT INTO event (id, title, made_from) VALUES ('e', 'A thing', '')"))
    first.close()
    with open_database(url).session() as session:
        assert session.scalar(text("SELECT title FROM event")) == "A thing"


BAD = [
    ("not a url", "not a database URL"),
    ("postgresql://localhost/x", "only SQLite"),
    ("sqlite://", "in memory"),
    ("sqlite:///:memory:", "in memory"),
    ("sqlite+aiosqlite:////tmp/x.sqlite3", "no driver"),
    ("sqlite:////no/such/folder/here/x.sqlite3", "its folder does not exist"),
]


@pytest.mark.parametrize(("url", "message"), BAD)
def test_an_address_that_is_none_is_named(url: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        open_database(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear editor, this is no database at all. " * 50)
    with pytest.raises(DatabaseError, match=r"letter\.txt.*not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear editor")


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="newer version"):
        open_database(str(database.engine.url))


def test_a_failure_of_the_file_is_told_as_such(database: Database) -> None:
    with pytest.raises(DatabaseError, match=r"can't be used.*no such table"), database.session() as session:
        session.execute(text("SELECT * FROM absent"))


def test_writers_wait_for_each_other(database: Database) -> None:
    """Two writers that read first, the case in which SQLite gives up at once with 'database is locked'."""
    failed: list[Exception] = []

    def add(number: int) -> None:
        try:
            for i in range(20):
                with database.writing() as session:
                    session.execute(text("SELECT count(*) FROM event"))
                    session.execute(
                        text("INSERT INTO event (id, title, made_from) VALUES (:id, 't', '')"),
                        {"id": f"{number}-{i}"},
                    )
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM event")) == 80


class Refusing:
    """A connection that is refused twice, as SQLite does when several turn the log on at once."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.asked = 0

    def execute(self, _statement: str) -> None:
        self.asked += 1
        if self.asked <= 2:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = self.code
            raise error


def test_turning_the_log_on_waits_for_others_and_for_nothing_else() -> None:
    busy, broken = Refusing(sqlite3.SQLITE_BUSY), Refusing(sqlite3.SQLITE_IOERR)
    log_ahead(busy)
    assert busy.asked == 3
    with pytest.raises(sqlite3.OperationalError):
        log_ahead(broken)
    assert broken.asked == 1


def test_processes_that_open_a_new_database_at_once_all_get_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    failed: list[Exception] = []

    def try_open() -> None:
        try:
            open_database(url).close()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=try_open) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
