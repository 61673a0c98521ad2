"""Markup to a tree that can be walked: bounded in depth, without what is never text."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement as Element
from lxml.html import HTMLParser, document_fromstring

from app.errors import BadInputError

__all__ = ["Element", "parsed"]

_DEEPEST = 200
_MOST = 400_000  # elements, those that scripts write included
_UNCLOSED = re.compile(r"<title\b[^<>]{0,200}>(?![^<]{0,2000}</title)", re.I)
_TAG = re.compile(r"<[a-zA-Z]")
# Elements that only group or dress: without them a page that nests them without end can be read.
_NEUTRAL = re.compile(
    r"<(/?)(?:div|section|main|center|article|table|tbody|tr|td|ul|ol|dl)\b[^<>]{0,2000}>", re.I
)
_DRESS = re.compile(
    r"</?(?!p\b|br\b|h[1-6]\b|script\b|style\b|meta\b|title\b|head\b|body\b)[a-z][^<>]{0,2000}>", re.I
)


def parsed(text: str) -> Element:
    """The root of the page; BadInputError where there is nothing to read.

    Parsing takes linear time. A page nested deeper than any that is written by hand is read without the
    elements that nest: its words are all there, its parts are told apart less well.
    """
    if (count := _elements_in(text)) > _MOST:
        raise BadInputError(f"has {count:,} elements; a page may have {_MOST:,}")
    text = _UNCLOSED.sub("<p>", text)  # a title that would swallow the page
    for prepared in (lambda: text, lambda: _NEUTRAL.sub(r"<\1p>", text), lambda: _DRESS.sub(" ", text)):
        root = _parsed(prepared())  # type: ignore[no-untyped-call]
        if root is not None and not _too_deep(root):
            return root
    raise BadInputError("holds no page that can be read (its markup is damaged)")


def _elements_in(text: str) -> int:
    return sum(1 for _ in _TAG.finditer(text)) if text.count("<") > _MOST else 0


def _parsed(text: str) -> Element | None:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root if isinstance(root, Element) else None


def _too_deep(root: Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False
