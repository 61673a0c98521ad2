"""The stretches of text that a page shows as blocks, each with the part its markup gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree

from app.domain.text import SENTENCE_ENDS, words_in
from app.pipeline.read.page.decoding import shown_as
from app.pipeline.read.page.tree import Element

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "frame", "object", "embed",
    "canvas", "select", "option", "button", "input", "textarea", "audio", "video", "map",
    "title", "meta", "link", "amp-ad", "amp-embed", "amp-sticky-ad", "amp-analytics", "amp-sidebar",
    "amp-iframe", "amp-consent", "amp-user-notification", "datalist", "dialog", "progress", "meter",
))  # fmt: skip
_BLOCKS = frozenset((
    "html", "head", "body", "address", "article", "aside", "blockquote", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "caption", "tbody",
    "thead", "tfoot", "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SPACE = re.compile(r"[ \t\n\f\r]+")
_EDGES = " \t\n\r\f\xa0\u200b\u2028\u2029"
_CLOSERS = "\"'”’»)]›」』 "
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_UNSEEN = frozenset((
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader",
    "hidden-accessible", "u-hidden", "is-hidden", "hide", "assistive-text", "a11y-hidden",
    "skip-link", "off-screen", "offscreen",
))  # fmt: skip
_MANY = 200_000  # blocks of a page; what comes after is no part of an article


class Role(Enum):
    """What the markup around a block makes it."""

    TEXT = auto()
    CHROME = auto()  # the page's own: menus, footers, dialogs, what readers comment
    BESIDE = auto()  # set beside the text: share bars, related links, forms, boxes
    CAPTION = auto()
    BYLINE = auto()


@dataclass(slots=True)
class Block:
    """`text` as a browser shows it, lines parted by line breaks. `linked` of its characters are links.

    `owner` is the innermost element around it that is a block. `bold`: all of it is.
    """

    text: str
    owner: Element
    linked: int
    hidden: bool
    role: Role = Role.TEXT
    kept: bool = False  # another judge takes it for the article's text

    @property
    def tag(self) -> str:
        return str(self.owner.tag)

    @property
    def heading(self) -> bool:
        return self.tag in _HEADINGS

    @property
    def words(self) -> int:
        return words_in(self.text)

    @property
    def ends(self) -> bool:
        """Whether it ends as sentences do."""
        return self.text.rstrip(_CLOSERS).endswith(SENTENCE_ENDS)

    @property
    def dense(self) -> bool:
        """Whether it is mostly links."""
        return self.linked > 0.5 * len(self.text)

    @property
    def prose(self) -> bool:
        """A sentence or more, and no list of links."""
        return not self.dense and not self.heading and (self.words >= 20 or (self.words >= 6 and self.ends))


@dataclass(slots=True)
class _Walk:
    """The text met since the last block ended. `lines` are parted by `<br>`."""

    found: list[Block] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    linked: int = 0
    links: int = 0  # open
    hidden: int = 0
    blocks: list[Element] = field(default_factory=list)
    skipped: frozenset[str] = _SKIPPED

    def add(self, text: str | None) -> None:
        if not text:
            return
        if self.blocks and self.blocks[-1].tag == "pre":
            first, *others = text.splitlines() or [""]
            self.lines[-1].append(first)
            self.lines.extend([line] for line in others)
        else:
            self.lines[-1].append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        if self.lines == [[]]:
            return
        lines = [shown_as(_SPACE.sub(" ", "".join(line))).strip(_EDGES) for line in self.lines]
        linked, self.lines, self.linked = self.linked, [[]], 0
        texts = ["\n".join(paragraph) for paragraph in _paragraphs(lines)]
        length = sum(map(len, texts)) or 1
        for text in texts:
            share = len(text) * linked // length
            self.found.append(Block(text, self.blocks[-1], share, self.hidden > 0))


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """Lines parted by `<br>` are paragraphs, unless one goes on in the next."""
    found: list[list[str]] = []
    before = ""
    for line in lines:
        if line and before and line[:1].islower():
            found[-1].append(line)
        elif line:
            found.append([line])
        before = line
    return found


def blocks_of(root: Element, *, scripts: bool = True) -> list[Block]:
    """The blocks of text below `root`, in order; time is linear in the page.

    Without `scripts` it is walked as a browser shows it that runs none.
    """
    walk = _Walk(blocks=[root], skipped=_SKIPPED if scripts else _SKIPPED - {"noscript"})
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if not isinstance(element.tag, str) or len(walk.found) > _MANY:
            walk.add(element.tail if event == "end" else None)
            continue
        if event == "start" and _is_skipped(element, walk.skipped):
            events.skip_subtree()
            # Its end is told all the same, and its tail is added there.
            continue
        (_open if event == "start" else _close)(walk, element)
    walk.flush()
    return walk.found


def _open(walk: _Walk, element: Element) -> None:
    tag = str(element.tag)
    if _is_block(tag):
        walk.flush()
        walk.blocks.append(element)
    walk.links += tag == "a"
    walk.hidden += _is_hidden(element)
    if tag == "br":
        walk.lines.append([])
    elif tag in ("td", "th"):
        walk.lines[-1].append(" " if walk.lines[-1] else "")
    elif tag == "q":
        walk.add("“")
    walk.add(element.text)


def _close(walk: _Walk, element: Element) -> None:
    tag = str(element.tag)
    if not _is_skipped(element, walk.skipped):
        if tag == "q":
            walk.add("”")
        if _is_block(tag):
            walk.flush()
            walk.blocks.pop()
        walk.links -= tag == "a"
        walk.hidden -= _is_hidden(element)
    walk.add(element.tail)


def _is_block(tag: str) -> bool:
    return tag in _BLOCKS or "-" in tag


def _is_skipped(element: Element, skipped: frozenset[str]) -> bool:
    return element.tag in skipped or (len(element) == 0 and _is_unseen(element))


def _is_hidden(element: Element) -> bool:
    if not element.attrib:
        return False
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN.search(style[:500]) is not None)
        or _is_unseen(element)
    )


def _is_unseen(element: Element) -> bool:
    named = element.get("class")
    return named is not None and not _UNSEEN.isdisjoint(named[:500].casefold().split())


def between(root: Element, first: Element, last: Element) -> Iterator[Element]:
    """The elements from one to another, in document order; all that follow where `last` is not among them."""
    started = False
    for element in root.iter():
        if started and element is last:
            return
        started = started or element is first
        if started and isinstance(element.tag, str):
            yield element


def names(element: Element) -> frozenset[str]:
    """The names in class and id, in lower case."""
    words = f"{(element.get('class') or '')[:500]} {(element.get('id') or '')[:100]}"
    return frozenset(words.casefold().split())


@dataclass(frozen=True, slots=True)
class Weights:
    """How much of something each element holds, all below it included."""

    of: Mapping[Element, int]

    @classmethod
    def sums(cls, elements: Sequence[Element], blocks: Sequence[tuple[Block, int]]) -> Weights:
        """`elements` in document order, so that children come after their parents."""
        weights: dict[Element, int] = {}
        for block, weight in blocks:
            weights[block.owner] = weights.get(block.owner, 0) + weight
        for element in reversed(elements):
            parent = element.getparent()
            weight = weights.get(element, 0)
            if parent is not None and weight:
                weights[parent] = weights.get(parent, 0) + weight
        return cls(weights)

    def __getitem__(self, element: Element) -> int:
        return self.of.get(element, 0)
