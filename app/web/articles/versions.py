"""The texts of an article, and what changed from one to another, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app import store
from app.domain.article import Article, Extent
from app.domain.correction import as_it_was
from app.domain.text import Span
from app.domain.version import Version
from app.errors import NotFoundError
from app.web.changes import Kind, Passage, Step, changes
from app.web.comparison.variants import Change
from app.web.dates import date_words, moment_words
from app.web.events import database
from app.web.language import N_, gettext, ngettext
from app.web.links import Link, article_address, versions_address
from app.web.marks import joined
from app.web.pages import render

MAX_PARTS = 400  # paragraphs that came, went or changed and are shown
MAX_UNCHANGED = 30  # paragraphs in a row that stayed and can be unfolded
MAX_SHOWN = 20_000  # characters of one paragraph
MAX_NUMBER = 9  # characters of a version's number in an address

router = APIRouter()

_EXTENTS = {
    Extent.CUT_OFF: N_("cut off"),
    Extent.WALLED: N_("only what stood before a wall"),
    Extent.SHELL: N_("only a page made by scripts"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A text of the article that can be chosen: `words` say when it was changed and read."""

    number: int
    words: str
    old: bool  # chosen as the earlier one
    new: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text; `change` tells those that are in one text only. `cut`: they go on."""

    words: str
    change: Change | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph that came, went or changed; or, where `folded`, paragraphs that stayed, `more` not shown.

    `number` is the paragraph's in the later text, 0 for one that is gone.
    """

    kind: Kind
    number: int = 0
    runs: tuple[Words, ...] = ()
    folded: tuple[str, ...] = ()
    summary: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """What templates/articles/versions.html shows; `latest`: the later one is the article's own."""

    title: str
    label: str
    article: Link
    action: str
    choices: tuple[Choice, ...]
    summary: str
    titles: tuple[str, str] | None  # the headlines, where they are not the same
    parts: tuple[Part, ...]
    more: str
    latest: bool


@router.get("/articles/{key}/versions")
def versions(request: Request, key: str) -> Response:
    """The page; by default it shows what changed last. A key that the article had leads to its present."""
    with database(request).session() as session:
        present = store.present_key(session, key)
        found = tuple(store.load_articles(session, [present])) if present else ()
        texts = store.load_versions(session, [present])[present] if present else ()
    if not found:
        raise NotFoundError(f"there is no article {key}")
    if found[0].key != key:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(versions_address(found[0].key) + query, 303)
    asked = request.query_params.get("from", ""), request.query_params.get("to", "")
    return render("articles/versions.html", versions_page(found[0], texts, *asked))


def versions_page(article: Article, former: Sequence[Version], old: str = "", new: str = "") -> VersionsPage:
    """The page of an article's texts. `old` and `new` are numbers as asked for; what is none is ignored."""
    texts = (*former, Version.of(as_it_was(article)))  # what a person mended, the outlet did not print
    second = _number(new, len(texts)) or len(texts)
    first = _number(old, len(texts)) or max(1, second - 1)
    first, second = min(first, second), max(first, second)
    before, after = texts[first - 1], texts[second - 1]
    passages = changes(before.text, after.text)
    parts = tuple(_parts(passages, before.text, after.text))
    told = [part for part in parts if part.kind is not Kind.SAME]
    kept = _first(parts, MAX_PARTS)
    return VersionsPage(
        title=article.title or gettext("%(outlet)s, without a headline", outlet=article.label),
        label=article.label,
        article=Link(article.title or article.label, article_address(article.key)),
        action=versions_address(article.key),
        choices=tuple(
            Choice(number, version_words(number, text), number == first, number == second)
            for number, text in enumerate(texts, start=1)
        ),
        summary=_summary(passages) if first != second else "",
        titles=(before.title or "", after.title or "") if before.title != after.title else None,
        parts=kept,
        more=ngettext("%(num)s more change is not shown.", "%(num)s more changes are not shown.", beyond)
        if (beyond := len(told) - sum(part.kind is not Kind.SAME for part in kept)) > 0
        else "",
        latest=second == len(texts),
    )


def version_words(number: int, text: Version) -> str:
    """When a text was changed and read, and whether it is the whole report."""
    told = [gettext("changed %(date)s", date=date_words(text.modified))] if text.modified else []
    if text.read_on:
        told.append(gettext("read %(date)s", date=moment_words(text.read_on)))
    if not told:
        told.append(gettext("from a file, time not known"))
    if text.extent in _EXTENTS:
        told.append(gettext(_EXTENTS[text.extent]))
    return gettext("Version %(number)s: %(when)s", number=number, when=joined(tuple(told)))


def _number(words: str, most: int) -> int | None:
    known = words.isascii() and words.isdigit() and len(words) <= MAX_NUMBER
    return int(words) if known and 1 <= int(words) <= most else None


def _summary(passages: Iterable[Passage]) -> str:
    counts = Counter(passage.kind for passage in passages)
    told = []
    if number := counts[Kind.CHANGED]:
        told.append(ngettext("%(num)s paragraph changed", "%(num)s paragraphs changed", number))
    if number := counts[Kind.ADDED]:
        told.append(ngettext("%(num)s paragraph came", "%(num)s paragraphs came", number))
    if number := counts[Kind.GONE]:
        told.append(ngettext("%(num)s paragraph is gone", "%(num)s paragraphs are gone", number))
    return joined(tuple(told)) if told else gettext("The words are the same.")


def _parts(passages: Sequence[Passage], old: str, new: str) -> Iterator[Part]:
    number = 0
    for same, group in groupby(passages, key=lambda passage: passage.kind is Kind.SAME):
        if same:
            stayed = list(group)
            number += len(stayed)
            yield _folded([passage.new.of(new) for passage in stayed if passage.new])
            continue
        for passage in group:
            number += passage.new is not None
            runs = tuple(_shown(passage, old, new))
            yield Part(passage.kind, number if passage.new else 0, runs)


def _folded(words: Sequence[str]) -> Part:
    beyond = len(words) - MAX_UNCHANGED
    return Part(
        kind=Kind.SAME,
        folded=tuple(_cut(each).words for each in words[:MAX_UNCHANGED]),
        summary=ngettext("%(num)s paragraph unchanged", "%(num)s paragraphs unchanged", len(words)),
        more=ngettext("and %(num)s more paragraph", "and %(num)s more paragraphs", beyond)
        if beyond > 0
        else "",
    )


def _shown(passage: Passage, old: str, new: str) -> Iterator[Words]:
    if passage.kind is Kind.ADDED and passage.new:
        yield _cut(passage.new.of(new).strip(), Change.ADDED)
    elif passage.kind is Kind.GONE and passage.old:
        yield _cut(passage.old.of(old).strip(), Change.ABSENT)
    else:
        yield from (_step(step, old, new) for step in passage.steps)


def _step(step: Step, old: str, new: str) -> Words:
    if step.new is not None:
        return _cut(step.new.of(new), None if step.old else Change.ADDED)
    return _cut((step.old or Span(0, 0)).of(old), Change.ABSENT)


def _cut(words: str, change: Change | None = None) -> Words:
    return Words(words[:MAX_SHOWN], change, len(words) > MAX_SHOWN)


def _first(parts: Sequence[Part], most: int) -> tuple[Part, ...]:
    """The parts up to the last of so many that are changes."""
    left = most
    for place, part in enumerate(parts):
        left -= part.kind is not Kind.SAME
        if left < 0:
            return tuple(parts[:place])
    return tuple(parts)
