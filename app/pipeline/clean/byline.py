"""Bylines: who wrote a report."""

from __future__ import annotations

import re

from app.pipeline.clean.lines import Line

_LONGEST = 160
_MOST_NAMES = 16  # words
_BYLINE = re.compile(r"(?:(?:written|story|reported|words|posted) )?by[: ]+(?P<names>\S.*)", re.I)
_CALENDAR = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august)\b", re.I
)
_JOINTS = frozenset(
    (
        "and",
        "with",
        "in",
        "for",
        "of",
        "at",
        "the",
        "de",
        "van",
        "von",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ibn",
    )
) | frozenset(
    (
        "staff",
        "editors",
        "reporters",
        "correspondents",
        "agencies",
        "bint",
        "da",
        "di",
        "du",
        "la",
        "le",
        "dos",
        "y",
        "e",
    )
)


def byline_in(line: Line) -> str | None:
    """The names in a line like "By Ann Lee and Jo Ek with Reuters"; None if it is no byline."""
    match = _BYLINE.fullmatch(line.words) if len(line.words) <= _LONGEST else None
    if not match or _CALENDAR.match(match["names"]):  # "By Monday ..."
        return None
    names = match["names"].strip(" |,;:-–—")
    ends_sentence = names.endswith((".", "!", "?", '"', "”")) and not line.abbreviated
    return names if names_only(names) and not ends_sentence else None


def names_only(words: str) -> bool:
    """Nothing but capitalised words and what joins them: "Ann Lee, Jo van der Ek and AP"."""
    tokens = [token for token in re.split(r"[\s,|/&]+", words) if token]
    return (
        words[:1].isupper()
        and 2 <= len(tokens) <= _MOST_NAMES
        and all(token[:1].isupper() or token in _JOINTS or token[:1] in "@(-–—" for token in tokens)
    )


def persons_only(words: str) -> bool:
    """Nothing but full names: "Ann Lee, Jo van Ek and Sam P. Roe". A title in capitals is longer."""
    people = [name.split() for name in re.split(r",? (?:and|with|&) |, ", words)]
    return all(
        len(name) in (2, 3)
        and name[0][:1].isupper()
        and name[-1][:1].isupper()
        and all(middle.endswith(".") or middle in _JOINTS for middle in name[1:-1])
        for name in people
    )
