"""The gazetteer of outlets: what an agency's short name in a dateline or an imprint stands for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_EDGES = " .,:;()[]/©®™\"'“”‘’"
_COMPANY = re.compile(r",? (?:llc|inc|ltd|plc|corp|corporation|company|gmbh|group|media)\.?$", re.I)


def outlet_named(words: str) -> str | None:
    """The outlet that `words` name, by its name or a short form; None if they name no outlet known here.

    Short forms in capitals ("AA") count in capitals only.
    """
    words = " ".join(words.split()).strip(_EDGES)
    for _ in range(2):
        if name := _gazetteer().get(words) or _gazetteer().get(_folded(words)):
            return name
        words = _COMPANY.sub("", words)
    return None


def _folded(words: str) -> str:
    return words.casefold().removeprefix("the ")


@cache
def _gazetteer() -> Mapping[str, str]:
    found: dict[str, str] = {}
    rows = csv.DictReader(io.StringIO((files("app.pipeline") / "outlets.csv").read_text("utf-8")))
    for row in rows:
        for alias in (row["name"], *filter(None, row["aliases"].split("|"))):
            found[alias if alias.isupper() and len(alias) <= 4 else _folded(alias)] = row["name"]
    return found
