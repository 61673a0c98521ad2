"""Mending from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.main import cli
from app.errors import BadInputError, CrossreadError


@pytest.fixture
def url(tmp_path: Path) -> str:
    for name, outlet in (("a", "The Courier"), ("b", "Ledger")):
        (tmp_path / f"{name}.txt").write_text(f"Quarry {name} closed on Monday, the mayor said.\n", "utf-8")
        database = f"sqlite:///{tmp_path / 'm.sqlite3'}"
        run("ingest", str(tmp_path / f"{name}.txt"), "--outlet", outlet, "--database", database)
    return database


def run(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    if isinstance(result.exception, CrossreadError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_an_article_is_mended_and_outlets_are_made_one(url: str) -> None:
    said = run("mend", "a.txt", "--outlet", "Courier", "--date", "May 2016", "--database", url)
    assert "a.txt: Courier, 2016-05" in said.output
    said = run("mend", "a.txt", "--undo", "outlet", "--database", url)
    assert "a.txt: The Courier, 2016-05" in said.output
    run("outlets", "--merge", "The Courier", "--into", "Courier", "--database", url)
    run("outlets", "--home", "Courier", "https://courier.example/", "--database", url)
    listed = run("outlets", "--database", url).stdout.splitlines()
    assert listed == [
        "Courier: 1 articles, also as The Courier, https://courier.example/",
        "Ledger: 1 articles",
    ]
    run("outlets", "--unmerge", "The Courier", "--database", url)
    assert "The Courier: 1 articles" in run("outlets", "--database", url).stdout


MISTAKES = [
    (["mend", "a.txt"], "say what to mend"),
    (["mend", "a.txt", "--outlet", "X", "--undo", "outlet"], "both said and taken back"),
    (["mend", "a.txt", "--date", "yesterday"], "not understood"),
    (["outlets", "--merge", "X"], "go together"),
]


@pytest.mark.parametrize(("words", "message"), MISTAKES)
def test_mistakes_are_named(url: str, words: list[str], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        run(*words, "--database", url)
