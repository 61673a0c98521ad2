"""What several tests need: a database of their own, and ../shared where it lies."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Database, open_database

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database's file, to copy: made once, as the migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{shutil.copy(migrated, tmp_path / 'test.sqlite3')}")
    yield opened
    opened.close()


@pytest.fixture
def fresh(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """A second one, to compare with."""
    opened = open_database(f"sqlite:///{shutil.copy(migrated, tmp_path / 'fresh.sqlite3')}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("CROSSREAD_SHARED", ROOT.parent / "shared"))
    if not (folder / "evaluate" / "score.py").is_file():
        pytest.skip("the hand-made references (../shared) are not here")
    return folder
