"""What several tests need: a database of their own, and ../shared where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Database, open_database

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Database]:
    """A second one, to compare with."""
    opened = open_database(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("CROSSREAD_SHARED", ROOT.parent / "shared"))
    if not (folder / "evaluate" / "score.py").is_file():
        pytest.skip("the hand-made references (../shared) are not here")
    return folder
