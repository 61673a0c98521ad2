from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

with warnings.catch_warnings():
    # Starlette is on its way from httpx to httpx2 and says so on import; the client is the same.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from app.store import Database, open_database
from app.web.app import create_app
from tests.web.handing_in import hand_in_all
from tests.web.invented import ARTICLES, store_event


@pytest.fixture
def empty(database: Database) -> Iterator[TestClient]:
    """The application over a database without events."""
    with TestClient(create_app(database), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application with the invented event; pages only read, so one serves all tests."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('web') / 'invented.sqlite3'}")
    store_event(database)
    hand_in_all(database, tuple(article.key for article in ARTICLES))
    with TestClient(create_app(database), follow_redirects=False) as client:
        yield client
    database.close()
