"""The wordings of furniture.txt, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_CAPITAL = r"(?-i:[A-Z0-9])"
_NAMES = rf"{_CAPITAL}[\w.'@-]*+(?:[ ,/|]++(?:{_CAPITAL}[\w.'@-]*+|for|of|the|and|via|by)){{0,12}}"


@cache
def phrases(section: str) -> tuple[str, ...]:
    """The lines of a section, as they are."""
    return _sections()[section]


@cache
def rule(section: str) -> re.Pattern[str]:
    """One pattern for all regular expressions of a section, in any case."""
    return _pattern("|".join(f"(?:{wording})" for wording in phrases(section)))


@cache
def closing_rule(section: str) -> re.Pattern[str]:
    """As `rule`, but for what ends a line."""
    return _pattern(f"(?:{'|'.join(phrases(section))})[. ]*$")


@cache
def makers() -> str:
    """A pattern for those who make pictures."""
    return f"(?:{'|'.join(re.escape(maker) for maker in phrases('maker'))})"


def _pattern(wording: str) -> re.Pattern[str]:
    signs = {"...": ".{0,250}", "{maker}": makers(), "{Names}": _NAMES, "{A}": _CAPITAL}
    for sign, meaning in signs.items():
        wording = wording.replace(sign, meaning)
    return re.compile(wording, re.I)


@cache
def _sections() -> Mapping[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    for line in (files("app.pipeline.clean") / "furniture.txt").read_text("utf-8").splitlines():
        if re.fullmatch(r"\[[a-z-]+\]", line):
            sections[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            sections[next(reversed(sections))].append(line)
    return {name: tuple(lines) for name, lines in sections.items()}
