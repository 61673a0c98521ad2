"""Pages taken apart: what a test looks for in their HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "col", "img", "hr", "wbr"})
BLOCKS = frozenset({"p", "div", "br", "li", "dt", "dd", "th", "td", "h1", "h2"})


@dataclass
class Element:
    """An element with its attributes, and its children in order, text among them."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """The text with its white space as a browser shows it."""
        return " ".join(self._spaced().split())

    def _spaced(self) -> str:
        inner = "".join(child if isinstance(child, str) else child._spaced() for child in self.children)
        return f" {inner} " if self.tag in BLOCKS else inner

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def every(self, tag: str = "", css: str = "") -> Iterator[Element]:
        """The elements within this one, in order, with the tag and the class asked for."""
        for child in self.children:
            if isinstance(child, Element):
                if (not tag or child.tag == tag) and (not css or css in child.classes):
                    yield child
                yield from child.every(tag, css)

    def first(self, tag: str = "", css: str = "") -> Element:
        return next(self.every(tag, css))

    def by_id(self, name: str) -> Element:
        return next(element for element in self.every() if element.attributes.get("id") == name)


class _Builder(HTMLParser):
    """Strict: every end tag closes the element that is open, ids and attributes come once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.stack = [self.root]
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute of <{tag}> comes twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        if "id" in element.attributes:
            assert element.attributes["id"] not in self.ids, f"id {element.attributes['id']} comes twice"
            self.ids.add(element.attributes["id"])
        assert not (tag == "a" and any(above.tag == "a" for above in self.stack)), "a link inside a link"
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        closed = self.stack.pop()
        assert closed.tag == tag, f"<{closed.tag}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def parsed(html: str) -> Element:
    """The page as a tree; AssertionError if its markup is not well-formed."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.stack == [builder.root], f"<{builder.stack[-1].tag}> is not closed"
    return builder.root


def text_of(html: str) -> str:
    return parsed(html).text
