"""The docs tell the truth: commands, options, targets, files and words they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli.main import cli
from app.domain.claim import ClaimKind
from app.domain.event import Coverage, Verdict
from tests.conftest import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "seeds" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = get_command(cli).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_commands_of_the_readme_exist() -> None:
    named = set(re.findall(r"(?:`|    |bin/)crossread ([a-z]+)", README))
    assert named
    assert named <= set(COMMANDS)


def test_the_options_of_the_readme_exist() -> None:
    known = {
        option for command in COMMANDS.values() for parameter in command.params for option in parameter.opts
    }
    named = set(re.findall(r"(?<![\w-])--[a-z-]+", README))
    assert named
    assert named <= known


def test_the_targets_the_docs_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make ([a-z]+)`", page.read_text("utf-8")))
        assert named <= targets, page


def test_the_glossary_has_every_kind_verdict_and_blank() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    for word in (*ClaimKind, *Verdict, *Coverage):
        assert word.value in glossary, word


def test_no_page_names_a_machine_or_a_registry() -> None:
    for page in PAGES:
        assert not re.search(r"/work/|/root/|/home/|pypi\.org|npmjs", page.read_text("utf-8")), page
