"""Markup to a tree that can be walked: bounded in depth, without what is never text."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from app.errors import BadInputError

__all__ = ["Element", "parsed", "shown_words"]

_DEEPEST = 200
_MOST = 250_000  # elements, those that scripts write included
_MOST_ATTRIBUTES = 400  # of an element: the parser compares each with all before it
_LONG_TAG = 2 * _MOST_ATTRIBUTES
_UNCLOSED = re.compile(r"<title\b[^<>]{0,200}>(?![^<]{0,2000}</title)", re.I)
_TAG = re.compile(r"<[a-zA-Z]")
# A tag up to its end, which no quoted value holds. It matches at every start, so that its cost is linear.
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^=>]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?+)*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s"'>]++)""")
# What follows the end of body or html is shown as if it stood before it.
_EARLY_END = re.compile(r"</(?:body|html)\s*>", re.I)
# Elements that only group or dress: without them a page that nests them without end can be read.
_NEUTRAL = re.compile(
    r"<(/?)(?:div|section|main|center|article|table|tbody|tr|td|ul|ol|dl)\b[^<>]{0,2000}>", re.I
)
_DRESS = re.compile(
    r"</?(?!p\b|br\b|h[1-6]\b|script\b|style\b|meta\b|title\b|head\b|body\b)[a-z][^<>]{0,2000}>", re.I
)


def parsed(text: str) -> Element:
    """The root of the page; BadInputError where there is nothing to read.

    Time is about linear in the page. A page nested deeper than any that is written by hand is read without
    the elements that nest: its words are all there, its parts are told apart less well. An element with more
    attributes than anyone writes is read without them.
    """
    if (count := _elements_in(text)) > _MOST:
        raise BadInputError(f"has {count:,} elements; a page may have {_MOST:,}")
    text = _UNCLOSED.sub(
        "<p>", _EARLY_END.sub("", _without_hoards(text))
    )  # a title that would swallow the page
    for prepared in (lambda: text, lambda: _NEUTRAL.sub(r"<\1p>", text), lambda: _DRESS.sub(" ", text)):
        root = _parsed(prepared())  # type: ignore[no-untyped-call]
        if root is not None and not _too_deep(root):
            return root
    raise BadInputError("holds no page that can be read (its markup is damaged)")


def _elements_in(text: str) -> int:
    return sum(1 for _ in _TAG.finditer(text)) if text.count("<") > _MOST else 0


def _parsed(text: str) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _without_hoards(text: str) -> str:
    """The page with the attributes of an element left out, where they are too many."""
    pieces, done = [], 0
    for tag in _WHOLE_TAG.finditer(text):
        start, end = tag.span()
        if end - start > _LONG_TAG and _attributes_in(tag[0]) > _MOST_ATTRIBUTES:
            pieces.append(text[done:start] + re.split(r"[\s/]", tag[0][:100], maxsplit=1)[0])
            done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _attributes_in(tag: str) -> int:
    return len(_VALUE.sub(" ", tag).replace("/", " ").split()) - 1


def shown_words(element: Element) -> str:
    """All words below an element, with single blanks between them."""
    return " ".join("".join(element.itertext()).split())


def _too_deep(root: Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False
