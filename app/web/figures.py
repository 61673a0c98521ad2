"""How often it is right: the figures that the help page tells, written by `make evaluate`, not by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("figures.json")


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, as docs/quality.md has it; shares are in [0, 1].

    Claims, speakers, rows and verdicts against `events` compared by hand, with `articles` in all; verdicts of
    one invented event as well. `together`: of `together_articles` those of one event. `attributions` against
    `strangers`, articles that others annotated for another purpose.
    """

    pipeline: str
    events: int
    articles: int
    claims_found: float
    claims_right: float
    speakers_right: float
    pairs_found: float
    pairs_right: float
    conflicts_found: Count
    wording_found: Count
    agreed_called_conflict: Count
    agreed_called_wording: Count
    together_articles: int
    together_found: float
    together_right: float
    copies_found: Count
    copies_false: Count
    strangers: int
    attributions_found: float
    attributions_right: float
    sure_right: float
    unsure_right: float


def written(figures: Figures) -> str:
    """The figures as the file holds them: shares to three decimals, as docs/quality.md shows them."""
    rounded = {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in asdict(figures).items()
    }
    return json.dumps(rounded, indent=1) + "\n"


def read(text: str) -> Figures:
    """What `written` wrote."""
    values: Mapping[str, Any] = json.loads(text)
    fields: dict[str, Any] = {
        name: Count(**value) if isinstance(value, dict) else value for name, value in values.items()
    }
    return Figures(**fields)


@cache
def figures() -> Figures:
    """The figures that ship."""
    return read(FILE.read_text("utf-8"))
