"""When an article was published and changed, as its page states it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.builder import E
from lxml.html import HtmlElement, document_fromstring

from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.dates import parse_date
from app.pipeline.read.page.blocks import Block, Role, between, names
from app.pipeline.read.page.statements import Statements
from app.pipeline.read.page.tree import Element, shown_words

_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.issued"),
    *("cxenseparse:recs:publishtime", "publish-date", "publishdate", "publish_date", "published_time"),
    *("publication_date", "pubdate", "article.published", "article_date_original", "dcterms.created"),
    *("dc.date.created", "dcterms.date", "dc.date", "date", "pub_date", "originalpublicationdate"),
)
_MODIFIED = (
    *(
        "article:modified_time",
        "og:article:modified_time",
        "og:updated_time",
        "datemodified",
        "article:updated",
    ),
    *("dcterms.modified", "dc.date.modified", "last-modified", "article.updated", "lastmod"),
)
_UPDATED = re.compile(r"updat|modif|revis|edited|changed|corrected", re.I)
_NOT_OF_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AHEAD = dt.timedelta(days=1)
_EARLIEST = 1900
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_LEAD = re.compile(
    r"^(?:(?:first|originally)\s+)?(?:published|posted|updated|issued|created|date|on|at)(?:\s+(?:on|at))?\s*:?\s+",
    re.I,
)
_IN_WORDS = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\.? [A-Z][a-z]{2,8}\.?,? \d{4}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd"
    r"|th)?,? \d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:,?(?: at)?[ T]+\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:GMT|UTC|E[SD]T|Z"
    r"|[+-]\d{2}:?\d{2}))?)?",
    re.I,
)
_LONGEST = 200
_ENTRIES = 2  # times within the text: more are those of a live blog's entries


@dataclass(frozen=True, slots=True)
class Moments:
    published: PartialDate | None
    modified: PartialDate | None


def moments(  # noqa: PLR0913, PLR0917 - each is another place where a page says when
    root: Element,
    said: Statements,
    around: Sequence[Block],
    core: Element,
    address: str | None,
    read_on: dt.datetime | None,
) -> Moments:
    """Dates with their clock time and zone, as far as they are stated.

    Linked data goes before the head's fields, these before `<time>` at the article, that before what a line
    at the headline says, and this before what htmldate finds. A date of change is never taken for one of
    publication, and none is taken that lies after the page was read. `around` are the blocks near the
    headline, `core` is the element that holds the text.
    """
    latest = read_on + _AHEAD if read_on else None
    sources = (_linked(said, "datePublished", "dateCreated", "uploadDate"), _of_meta(said, _PUBLISHED))
    times, lines = list(_times(root, around, core)), [b.text for b in around if _stamp_like(b)]
    seen = ((when for when, updated in times if not updated), _printed(lines))
    published = _best(latest, *sources, *seen)
    if published is None:
        published = _best(latest, _htmldate(said, lines, address, latest))
    changed = _best(
        latest,
        _linked(said, "dateModified"),
        _of_meta(said, _MODIFIED),
        (when for when, updated in times if updated),
    )
    return Moments(published, None if changed == published else changed)


def _best(latest: dt.datetime | None, *sources: Iterable[object]) -> PartialDate | None:
    """The first date that can be; a day gives way to the moment on that day that another source states."""
    best: PartialDate | None = None
    for source in sources:
        for value in source:
            date = _date(value)
            if date is None or not _possible(date, latest):
                continue
            if best is None:
                best = date
            elif best.time is None and date.time is not None and best.first_day() == date.first_day():
                return date
            if best.time is not None:
                return best
    return best


def _date(value: object) -> PartialDate | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value)) if 0 < value < 1e14 else ""
    if not isinstance(value, str):
        return None
    words = " ".join(value[:_LONGEST].split())
    if epoch := _EPOCH.fullmatch(words):
        moment = dt.datetime.fromtimestamp(int(epoch[1]), dt.UTC)
        return PartialDate(moment.year, moment.month, moment.day, moment.timetz())
    words = re.sub(r"\[[A-Za-z/_]+\]$", "", words)  # 2016-05-02T10:00+02:00[Europe/Paris]
    words = re.sub(r"(?<=:\d\d)([+-]\d{2})$", r"\1:00", words)
    try:
        found = parse_date(words)
    except (BadInputError, OverflowError, ValueError):
        return None
    return found if found.year and found.day else None


def _possible(date: PartialDate, latest: dt.datetime | None) -> bool:
    day = date.first_day()
    return day is not None and day.year >= _EARLIEST and (latest is None or day <= latest.date())


def _linked(said: Statements, *keys: str) -> Iterator[Any]:
    article = said.linked.article
    pages = list(said.linked.of_type("WebPage", "ItemPage", "VideoObject")) if not article else []
    for found in (article, *pages):
        for name in keys:
            value = found.get(name)
            yield from value if isinstance(value, list) else (value,)


def _of_meta(said: Statements, keys: Iterable[str]) -> Iterator[str]:
    return (value for name in keys for value in said.meta.get(name, ()))


def _times(root: Element, around: Sequence[Block], core: Element) -> Iterator[tuple[str, bool]]:
    """Moments that elements at the article state: the moment, and whether it is one of a change."""
    for element in root.iter():
        if element.get("itemprop") in ("datePublished", "dateModified", "dateCreated"):
            stated = element.get("datetime") or element.get("content") or shown_words(element)
            yield stated, element.get("itemprop") == "dateModified"
    inside = set(core.iter("time"))
    entries = inside if len({e.get("datetime") or e.text for e in inside}) > _ENTRIES else set()
    if around:
        near = (e for e in between(root, around[0].owner, around[-1].owner) if e.tag == "time")
        for element in islice(near, _ENTRIES + 1):
            if element not in entries:
                yield element.get("datetime") or shown_words(element), _is_change(element)


def _is_change(element: Element) -> bool:
    parent, before = element.getparent(), element.getprevious()
    around = [*names(element), *(names(parent) if parent is not None else ()), element.text or ""]
    if parent is not None:
        around.append((parent.text if before is None else before.tail) or "")
    return _UPDATED.search(" ".join(around)) is not None


def _stamp_like(block: Block) -> bool:
    return (
        len(block.text) <= _LONGEST
        and not block.prose
        and not block.heading
        and block.role in (Role.TEXT, Role.BYLINE)
        and re.search(r"(?:19|20)\d\d", block.text) is not None
    )


def _printed(lines: Iterable[str]) -> Iterator[str]:
    """Dates that lines at the headline print, those of changes left out."""
    for text in lines:
        for piece in re.split(r"[|•·\n]", text):
            if _UPDATED.search(piece) and not re.search(r"publish|posted", piece, re.I):
                continue
            yield _LEAD.sub("", piece.strip())
            if match := _IN_WORDS.search(piece.partition("pdated")[0] if "pdated" in piece[1:] else piece):
                yield match[0]


def _htmldate(
    said: Statements, lines: Iterable[str], address: str | None, latest: dt.datetime | None
) -> Iterator[str]:
    """What htmldate finds in the address, in fields of the head and in the lines at the headline.

    It is shown no more of the page: there stand the dates of other articles and of what they tell.
    """
    from htmldate import find_date  # noqa: PLC0415 - slow to load

    page = _page_of(said, lines)
    until = latest.date().isoformat() if latest else None
    try:
        found = find_date(page, extensive_search=False, original_date=True, url=address, max_date=until)
    except Exception:
        return
    if found:
        yield found


def _of_xml(words: str) -> str:
    """`words` with blanks for characters that no tree may hold, though a page's markup can name them."""
    return _NOT_OF_XML.sub(" ", words)


def _page_of(said: Statements, lines: Iterable[str]) -> HtmlElement:
    page = document_fromstring("<html><head></head><body></body></html>")
    for name, values in said.meta.items():
        if not _UPDATED.search(name):
            named, value = _of_xml(name), _of_xml(values[0])
            page.head.append(E.meta(name=named, content=value))
            page.head.append(E.meta(property=named, content=value))
    for line in lines:
        if not _UPDATED.search(line):
            page.body.append(E.p(_of_xml(line), {"class": "date"}))
    return page
