"""What a feed's formats have in common: entries, and words and links as they may be kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from app.domain.article import web_address
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.dates import parse_date
from app.pipeline.read.names import shown

MAX_BYTES = 8_000_000
MAX_ENTRIES = 500
MAX_CONTENT = 500_000  # characters of one entry's text, with its markup
MAX_LINE = 500
MAX_ADDRESS = 2_000
MAX_NOTES = 20

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "div", "figcaption", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "p", "pre", "section"),
        *("dd", "dl", "dt", "li", "ol", "table", "td", "th", "tr", "ul"),
    )
)
_SILENT = frozenset(("head", "noscript", "script", "style", "template", "title"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed tells of one article. `id` knows it again; `summary` and `content` are plain text."""

    id: str
    address: str | None = None
    title: str | None = None
    published: PartialDate | None = None
    summary: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed. `home` is the address of its site, `own` the one that it says it is found at.

    `notes` say what of it was not read, and why.
    """

    title: str | None
    home: str | None
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the feed writes it: nothing resolved, cut or stripped of markup."""

    id: str = ""
    address: str = ""
    title: str = ""
    published: str = ""
    moment: dt.datetime | None = None  # what else was made of the date, where `published` is not understood
    summary: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a feed writes of itself: its title, its site's address, its own."""

    title: str = ""
    home: str = ""
    own: str = ""


def parsed_feed(
    heading: Heading, told: Iterable[Told], notes: Iterable[str], address: str | None
) -> ParsedFeed:
    """The feed with what may be kept of it: no entry twice, the newest first, no more than `MAX_ENTRIES`.

    Addresses are resolved against `address`, where the feed was found, or what it writes of itself.
    """
    base = address or link(heading.own, "") or link(heading.home, "") or ""
    problems, entries, known = list(notes), [], set[str]()
    for place, one in enumerate(told, 1):
        entry = _entry(one, place, base, problems)
        if entry and known.isdisjoint(entry_keys(entry)):
            entries.append(entry)
            known.update(entry_keys(entry))
    if len(entries) > MAX_ENTRIES:
        problems.insert(0, f"has {len(entries):,} entries, of which the newest {MAX_ENTRIES} were read")
    newest = sorted(entries, key=lambda entry: moment(entry.published), reverse=True)[:MAX_ENTRIES]
    return ParsedFeed(
        line(heading.title),
        link(heading.home, base),
        tuple(newest),
        tuple(problems[:MAX_NOTES]),
        link(heading.own, base),
    )


def entry_keys(entry: Entry) -> tuple[str, ...]:
    """What the entry is known again by: its id, and its address, as some feeds write new ids every time."""
    return tuple(dict.fromkeys(key for key in (entry.id, entry.address) if key))


def moment(date: PartialDate | None) -> dt.datetime:
    """The date as a moment to sort by: no zone is taken for UTC, no date is the oldest of all."""
    day = date.first_day() if date else None
    if date is None or day is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    time = date.time or dt.time()
    try:
        return dt.datetime.combine(day, time, time.tzinfo or dt.UTC).astimezone(dt.UTC)
    except OverflowError:
        return dt.datetime.combine(day, time.replace(tzinfo=None), dt.UTC)


def line(words: str) -> str | None:
    """Words without markup on one line, cut where they are longer than any name; None if none are left."""
    if "<" in words or "&" in words:
        words = plain(words)
    cleaned = "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn") else " " for c in words)
    return " ".join(cleaned.split())[:MAX_LINE].strip() or None


def plain(markup: str) -> str:
    """The text of a piece of HTML, a blank line between paragraphs. Text without markup stays as it is."""
    markup = markup[:MAX_CONTENT].replace("\0", "")
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    parser = HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(f"<div>{markup}</div>", parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    words = "".join(_pieces(root))
    lines = (" ".join(part.split()) for part in words.split("\n"))
    paragraphs = "\n".join(lines).split("\n\n")
    return "\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip())


def link(words: str, base: str) -> str | None:
    """The address that `words` give, resolved; None where it is none that can be fetched."""
    words = words.strip()
    if not words or len(words) > MAX_ADDRESS or any(c.isspace() or ord(c) < 32 for c in words):
        return None
    try:
        address = urljoin(base, words)
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return web_address(address) if host else None


def _entry(told: Told, place: int, base: str, problems: list[str]) -> Entry | None:
    title, address = line(told.title), link(told.address, base)
    name = f"entry {place}" + (f" (“{shown(title[:80])}”)" if title else "")
    content, summary = plain(told.content), plain(told.summary)
    content = content or ("" if address else summary)  # without a page to read, it is all there is
    if told.address.strip() and not address:
        problems.append(f"{name} leads to what is no web address: {told.address.strip()[:80]!r}")
    if not address and not content:
        if not told.address.strip():
            problems.append(f"{name} has neither a link nor a text")
        return None
    return Entry(
        id=_id(told, address, title, content),
        address=address,
        title=title,
        published=_date(told),
        summary=summary or None,
        content=content or None,
    )


def _id(told: Told, address: str | None, title: str | None, content: str) -> str:
    named = " ".join(told.id.split()) or address or ""
    if named and len(named) <= MAX_LINE:
        return named
    told_by = named or f"{title}\n{content}"
    return "sha256:" + hashlib.sha256(told_by.encode("utf-8", "replace")).hexdigest()


def _date(told: Told) -> PartialDate | None:
    if not told.published.strip():
        return None
    try:
        return parse_date(told.published)
    except BadInputError:
        pass
    ambiguous = "/" in told.published  # 03/04 is a day in March or in April
    if told.moment is None or ambiguous or not re.search(rf"\b{told.moment.year}\b", told.published):
        return None
    return PartialDate(told.moment.year, told.moment.month, told.moment.day, told.moment.timetz())


def _pieces(root: HtmlElement) -> Iterable[str]:
    """The text under an element, without recursion: the nesting is a stranger's choice."""
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            yield "\n\n" if tag in _BLOCKS else "\n" if tag == "br" else ""
            yield _flowing(element.text) if not silent else ""
        else:
            silent -= tag in _SILENT
            yield "\n\n" if tag in _BLOCKS else ""
            yield _flowing(element.tail) if not silent else ""


def _flowing(words: str | None) -> str:
    """Text in HTML: its line breaks are spaces."""
    return (words or "").replace("\n", " ").replace("\r", " ")
