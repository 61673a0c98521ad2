"""OPML: lists of feeds, as feed readers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from app.errors import BadInputError
from app.pipeline.read.feeds import NamedFeed, feed_address, same_feed
from app.pipeline.read.feeds.parsed import MAX_BYTES, line
from app.pipeline.read.feeds.syndication import decoded, without_prolog

MAX_FEEDS = 5_000
_MAX_PROBLEMS = 50
_ROOT = re.compile(r"<opml[\s>]", re.I)


def is_opml(data: bytes) -> bool:
    """Whether the bytes are an OPML list, by how they begin."""
    return bool(_ROOT.search(data[:65_536].replace(b"\0", b"").decode("utf-8", "ignore")))


def read_opml(data: bytes) -> tuple[tuple[NamedFeed, ...], tuple[str, ...]]:
    """The feeds of a list in its order, each once, and what of it was refused and why.

    BadInputError if it is no OPML, or one that would do harm. Nothing is fetched.
    """
    found, problems = dict[str, NamedFeed](), list[str]()
    for outline, folder in _outlines(_root(data)):
        feed = _feed(outline, folder, problems)
        if feed and len(found) >= MAX_FEEDS:
            problems.insert(0, f"names more than {MAX_FEEDS:,} feeds; the first were taken")
            break
        if feed:
            found.setdefault(same_feed(feed.url), feed)
    if not found:
        raise BadInputError("; ".join(["names no feed", *problems[:3]]))
    return tuple(found.values()), tuple(problems[:_MAX_PROBLEMS])


def write_opml(feeds: Iterable[NamedFeed], title: str) -> bytes:
    """The feeds as OPML 2.0, in UTF-8."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.title or feed.url
        etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _root(data: bytes) -> etree._Element:
    if len(data) > MAX_BYTES:
        raise BadInputError(f"has {len(data):,} bytes; a list of feeds may have {MAX_BYTES:,}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(without_prolog(decoded(data, None)).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadInputError(f"can't be read as XML: {error}"[:200]) from None
    if root is None or _local(root) != "opml":
        raise BadInputError("is no OPML file")
    return root


def _outlines(root: etree._Element) -> Iterator[tuple[dict[str, str], str | None]]:
    """Each outline's attributes, by name in lower case, and the folders it stands in."""
    folders: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if _local(element) != "outline":
            continue
        if event == "start":
            named = {str(name).casefold(): str(value) for name, value in element.attrib.items()}
            yield named, " / ".join(folder for folder in folders if folder)[:200] or None
            folders.append(_name(named) or "")
        else:
            folders.pop()


def _local(element: etree._Element) -> str:
    """The element's name in lower case, without its prefix, which broken files leave undeclared."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].casefold()


def _feed(outline: dict[str, str], folder: str | None, problems: list[str]) -> NamedFeed | None:
    words = outline.get("xmlurl", "").strip()
    if not words:
        if outline.get("type", "").casefold() in ("rss", "atom"):
            problems.append(f"“{_name(outline) or 'an outline without a name'}” has no address")
        return None
    try:
        return NamedFeed(feed_address(words), _name(outline), folder)
    except BadInputError as error:
        problems.append(str(error))
        return None


def _name(outline: dict[str, str]) -> str | None:
    return line(outline.get("title", "")) or line(outline.get("text", ""))
