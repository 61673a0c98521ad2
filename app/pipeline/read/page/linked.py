"""What a page states of its article as linked data (JSON-LD), read without trust."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.pipeline.read.page.tree import Element

_LARGEST = 3_000_000  # characters of a script
_MOST = 5_000  # objects that are looked at
_DEEPEST = 12
_ARTICLE = re.compile(r"(?:\w*(?:Article|Posting|Report)|Review|AnalysisNewsArticle|BlogPosting)$")
_TRAILING = re.compile(r",\s*(?=[}\]])")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Linked:
    """The objects of a page's linked data; `article` is the one of the page's own article, empty if none."""

    article: Mapping[str, Any]
    objects: tuple[Mapping[str, Any], ...]

    def of_type(self, *types: str) -> Iterator[Mapping[str, Any]]:
        return (found for found in self.objects if _types(found) & set(types))

    @property
    def text(self) -> str | None:
        """The article's text as it is stated, a paragraph a line; a live blog's by entries."""
        entries = self.article.get("liveBlogUpdate")
        if isinstance(entries, list):
            told = [entry for entry in entries[:2_000] if isinstance(entry, dict)]
            pieces = [words(entry.get(name)) for entry in told for name in ("headline", "articleBody")]
            return "\n".join(filter(None, pieces)) or words(self.article.get("articleBody"))
        return words(self.article.get("articleBody"))

    @property
    def free(self) -> bool | None:
        """Whether the article is stated to be for everyone; None where that is not stated."""
        stated = str(self.article.get("isAccessibleForFree", "")).casefold().rpartition("/")[2]
        return {"true": True, "false": False, "yes": True, "no": False}.get(stated)

    @property
    def walled(self) -> tuple[str, ...]:
        """The class names of the parts that are stated to be behind a wall."""
        parts = self.article.get("hasPart")
        found = [part.get("cssSelector") for part in _listed(parts) if isinstance(part, dict)]
        return tuple(
            name.strip(" .#") for one in found for each in _listed(one) for name in str(each).split(",")[:5]
        )


def linked_data(root: Element) -> Linked:
    """All linked data of a page; what is damaged is passed over."""
    objects: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").casefold() and len(objects) < _MOST:
            objects.extend(_objects(_parsed(script.text or "")))
    articles = [found for found in objects if any(_ARTICLE.fullmatch(kind) for kind in _types(found))]
    best = max(articles, key=_fullness, default={})
    return Linked(best, tuple(objects))


def _fullness(found: Mapping[str, Any]) -> int:
    """How much an object tells of an article: a teaser of another one tells less."""
    names = (
        "headline",
        "datePublished",
        "articleBody",
        "author",
        "publisher",
        "mainEntityOfPage",
        "liveBlogUpdate",
    )
    return sum(bool(found.get(name)) for name in names)


def _parsed(script: str) -> object:
    text = (
        script.strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
    )
    text = text.strip().removesuffix(";")
    if len(text) > _LARGEST:
        return None
    for attempt in (text, _TRAILING.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(found: object) -> Iterator[Mapping[str, Any]]:
    """The objects at the top, in arrays and in @graph, and those that say what the page is about."""
    queue: list[tuple[object, int]] = [(found, 0)]
    count = 0
    while queue and count < _MOST:
        one, depth = queue.pop(0)
        if isinstance(one, list):
            queue.extend((each, depth + 1) for each in one[:500] if depth < _DEEPEST)
        elif isinstance(one, dict):
            count += 1
            yield one
            queue.extend(
                (one[name], depth + 1)
                for name in ("@graph", "mainEntity")
                if name in one and depth < _DEEPEST
            )


def _types(found: Mapping[str, Any]) -> set[str]:
    return {str(kind).rpartition("/")[2] for kind in _listed(found.get("@type"))}


def _listed(found: object) -> list[Any]:
    return found[:100] if isinstance(found, list) else [] if found is None else [found]


def words(found: object) -> str | None:
    """A value as text: entities decoded, tags left out; None for anything but text."""
    if not isinstance(found, str):
        return None
    text = html.unescape(found) if "&" in found else found
    text = re.sub(r"<(?:br|/p|/div|/li)\b[^<>]{0,200}>", "\n", text, flags=re.I)
    text = re.sub(r"</?[a-z][^<>]{0,500}>", "", text, flags=re.I)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines)) or None


def line(found: object) -> str | None:
    """A value of one line; of several the first."""
    one = next(iter(_listed(found)), None)
    text = words(one)
    return " ".join(text.split())[:_LONGEST] if text else None


def named(found: object) -> list[str]:
    """The names of people or bodies, however they are written down."""
    names = [one.get("name") if isinstance(one, dict) else one for one in _listed(found)]
    return [name for each in names for one in _listed(each) if (name := line(one))]
