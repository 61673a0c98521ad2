"""Tables in Markdown, and docs/quality.md, where reports stand between marks that name the command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

QUALITY = Path(__file__).resolve().parent.parent / "docs" / "quality.md"


class MarksMissingError(Exception):
    """The page has no place for the report."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figures_table(figures: Mapping[str, object]) -> str:
    """One measure a line, named by its key."""
    return table(["measure", "figure"], [[key.replace("_", " "), shown(v)] for key, v in figures.items()])


def shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-" if value is None else str(value)


def mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def marks(name: str, command: str) -> tuple[str, str]:
    return f"<!-- {name}: written by {command} -->", f"<!-- end of {name} -->"


def replaced(page: str, name: str, command: str, report: str) -> str:
    """The page with the report between the marks. MarksMissingError if they are not there."""
    begin, end = marks(name, command)
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    new, places = pattern.subn(lambda _: f"{begin}\n\n{report}\n\n{end}", page)
    if places != 1:
        raise MarksMissingError(f"the page needs these two lines, once: {begin} and {end}")
    return new


def write(name: str, command: str, report: str) -> None:
    """Put the report into docs/quality.md."""
    QUALITY.write_text(replaced(QUALITY.read_text("utf-8"), name, command, report), "utf-8")
