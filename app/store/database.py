"""The database: engine, pragmas, migrations, sessions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Protocol

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - handed on: sessions are typed by it

from app.errors import DatabaseError
from app.resources import folder

BUSY_TIMEOUT_MS = 30_000
_RETRY_S = 0.01


class Database:
    """One SQLite file. Reads and writes each run in a transaction of their own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(immediate=True)

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def url(self) -> str:
        """Names the database, also to another process."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A read transaction: sees one state of the data throughout. DatabaseError if the file fails."""
        with _named_failures(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A write transaction, committed at the end unless an exception passes.

        It takes SQLite's write lock at once: a read that turns into a write midway can fail with
        "database is locked" however long the busy timeout is. DatabaseError if the lock is not to be
        had, the disk is full or the file fails otherwise.
        """
        with _named_failures(), Session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Whether we are the only ones at this database who do what is called `name`, and stay so meanwhile.

        The lock is SQLite's own, on an empty file beside the database: it works where the database does, and
        goes with the process that holds it, however that ends.
        """
        lock = sqlite3.connect(f"{self._engine.url.database}.{name}", timeout=0, isolation_level=None)
        try:
            yield _locked(lock)
        finally:
            lock.close()

    @contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        """Gives a number that changes when anyone else has written since it was last asked for. Cheap."""
        with _named_failures(), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is None:
                raise DatabaseError("the database is closed")
            yield lambda: int(driver.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        self._engine.dispose()


def _locked(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("PRAGMA journal_mode = OFF")  # nothing is written, so nothing is to be left behind
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    return True


@contextmanager
def _named_failures() -> Iterator[None]:
    """What the database says of itself, as an error meant for the user."""
    try:
        yield
    except exc.OperationalError as error:
        raise DatabaseError(f"the database can't be used: {error.orig}") from error


def open_database(url: str, *, create: bool = True) -> Database:
    """Open an SQLite file by its SQLAlchemy URL, migrating it as needed, making it where it may `create`.

    Raises DatabaseError, with the reason, if it is no SQLite URL, can't be opened or is newer than
    this program.
    """
    engine = _engine(url, create)
    try:
        with engine.connect() as connection:
            _migrate(connection)
    except exc.DatabaseError as error:
        raise DatabaseError(f"can't open the database {url}: {error.orig}") from error
    return Database(engine)


def migration_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, on `connection` where one is given."""
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _engine(url: str, create: bool) -> Engine:
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise DatabaseError(f"not a database URL: {url} (for example sqlite:///accounts.sqlite3)") from error
    if parsed.get_backend_name() != "sqlite":
        raise DatabaseError(f"only SQLite databases are supported, not {parsed.get_backend_name()}")
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseError(
            "a database in memory would be lost at the end: name a file, as sqlite:///accounts.sqlite3"
        )
    if not Path(parsed.database).absolute().parent.is_dir():
        raise DatabaseError(f"can't open the database {url}: its folder does not exist")
    if not create and not Path(parsed.database).exists():
        raise DatabaseError(
            f"there is no database {parsed.database} yet; `crossread ingest PATH...` makes one"
        )
    try:
        engine = create_engine(parsed, hide_parameters=True)  # texts have no place in a log
    except (exc.ArgumentError, ImportError) as error:
        raise DatabaseError(f"can't open the database {url}: there is no driver for it here") from error
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own transactions start late and never for SELECT; so BEGIN is emitted by _begin instead.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    log_ahead(connection)
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


class Executing(Protocol):
    """As much of a driver's connection as a pragma needs."""

    def execute(self, statement: str, /) -> object: ...


def log_ahead(connection: Executing) -> None:
    """Turn the write-ahead log on, which a new file has not: of several that try at once SQLite refuses some.

    It does so at once, whatever the busy timeout is, so the waiting is done here.
    """
    until = monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_RETRY_S)
        else:
            return


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _migrate(connection: Connection) -> None:
    """Bring the schema up to date; several processes may try at once, so the check is made under the lock."""
    scripts = ScriptDirectory.from_config(migration_config())
    head = scripts.get_current_head()
    if _revision(connection) == head:
        return
    connection.rollback()
    writer = connection.execution_options(immediate=True)
    with writer.begin():
        found = _revision(writer)
        if found and found not in {script.revision for script in scripts.walk_revisions()}:
            raise DatabaseError(f"the database was made by a newer version of Crossread (schema {found})")
        if found != head:
            command.upgrade(migration_config(writer), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
