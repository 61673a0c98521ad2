"""The collection that the pages are measured on: all there is to show, the same every time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.claim import ClaimKind
from app.domain.event import Verdict
from app.ingest import unsettled
from app.store import load_comparison, open_database
from benchmarks import large


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large") / "large.sqlite3"
    large.build(made, events=5)
    return made


def test_the_large_event_has_everything_a_page_can_show(path: Path) -> None:
    database = open_database(f"sqlite:///{path}")
    with database.session() as session:
        table = load_comparison(session, large.LARGE_EVENT)
    rows = [row.row for row in table.rows]
    claims = [claim for row in rows for claim in row.claims]
    assert (len(table.columns), len(rows)) == (large.OUTLETS, large.ROWS)
    assert {row.verdict for row in rows} == set(Verdict)
    assert {claim.kind for claim in claims} == set(ClaimKind)
    assert 4 <= len(claims) / len(rows) <= 6
    assert max(len(row.articles) for row in rows) >= 18
    assert all(4 <= len(claim.text.split()) <= 75 for claim in claims)
    assert any(row.same_text for row in rows)
    assert any(row.judgement.quotes for row in rows)
    assert not unsettled(database)
    database.close()


def test_claims_stand_where_they_say(path: Path) -> None:
    database = open_database(f"sqlite:///{path}")
    with database.session() as session:
        table = load_comparison(session, large.LARGE_EVENT)
    texts = {article.key: article.text for article in table.columns}
    for claim in (claim for row in table.rows for claim in row.row.claims):
        text = texts[claim.article]
        assert claim.span.of(text) == claim.text
        assert all(figure.span.of(text) == figure.words for figure in claim.figures)
        assert all(claim.span.covers(span) for span in claim.quoted)
    database.close()


def test_it_is_the_same_every_time(path: Path, tmp_path: Path) -> None:
    large.build(tmp_path / "again.sqlite3", events=5)

    def dumped(file: Path) -> list[str]:
        with closing(sqlite3.connect(file)) as connection:
            query = "SELECT id, quote, speaker, confidence FROM claim ORDER BY id"
            return [repr(line) for line in connection.execute(query)]

    assert dumped(path) == dumped(tmp_path / "again.sqlite3")


def test_nothing_is_written_over(path: Path) -> None:
    with pytest.raises(FileExistsError):
        large.build(path)
