"""Boxes that no name tells, but what they say: a question about cookies, an appeal to readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from app.pipeline.read.page.blocks import Block, Role, Weights
from app.pipeline.read.page.notices import addresses_reader, says_consent
from app.pipeline.read.page.tree import Element

_PAGE = frozenset(("html", "body", "main", "article"))
_BESIDE_CONSENT = 80  # words at most in a box about consent that are not about it
_CALL = 5  # words at most of a link that calls to do something
_APPEAL = 120  # words at most of an appeal
_MOST_CALLS = 2_000
_HIGHEST = 6  # elements from a call to the box around it


def told_boxes(elements: Sequence[Element], blocks: Sequence[Block]) -> Mapping[Element, Role]:
    """The elements that are boxes by what they say. Reports do not speak to their readers; boxes do."""
    prose = Weights.sums(elements, [(b, b.words) for b in blocks if b.prose])
    about_consent = [b for b in blocks if b.prose and says_consent(b.text)]
    consent = Weights.sums(elements, [(b, b.words) for b in about_consent])
    found: dict[Element, Role] = dict.fromkeys(_appeals(blocks, prose), Role.BESIDE)
    found |= dict.fromkeys(_dialogs(about_consent, consent, prose), Role.CHROME)
    return found


def _dialogs(about: Iterable[Block], consent: Weights, prose: Weights) -> Iterator[Element]:
    """The outermost element around each block that says little but what the block does."""
    seen = set[Element]()
    for block in about:
        found = None
        for element in _around(block):
            others = prose[element] - consent[element]
            if element.tag in ("html", "body", "article") or others > min(_BESIDE_CONSENT, consent[element]):
                break
            found = element
        # A paragraph alone, among others, may be the report's own: it is marked, not left out.
        if found is not None and found not in seen and found.tag != "p":
            seen.add(found)
            yield found


def _appeals(blocks: Sequence[Block], prose: Weights) -> Iterator[Element]:
    """Boxes of a few words to the reader with a link by itself ("Give now"): who asks, asks for a click."""
    calls = (b for b in blocks if 0 < len(b.text) <= b.linked and b.words <= _CALL and not b.ends)
    around = (_box_of(call, prose) for call in islice(calls, _MOST_CALLS))
    boxes = {box for box in around if box is not None}
    said: dict[Element, list[bool]] = {box: [] for box in boxes}
    for block in blocks if boxes else ():
        if block.prose:
            for element in islice(_around(block), _HIGHEST):
                if element in boxes:
                    said[element].append(addresses_reader(block.text))
    return (box for box, told in said.items() if told and all(told))


def _box_of(call: Block, prose: Weights) -> Element | None:
    """The innermost element around a link that holds prose, too, if it holds little of it."""
    inside = next((e for e in islice(_around(call), _HIGHEST) if prose[e]), None)
    if inside is None or inside.tag in _PAGE or prose[inside] > _APPEAL or _is_row(inside, prose):
        return None
    return inside


def _is_row(element: Element, prose: Weights) -> bool:
    """Whether prose beside it stands in an element of the same kind: layouts wrap every paragraph."""
    beside = (element.getprevious(), element.getnext())
    return any(
        e is not None and prose[e] and e.tag == element.tag and e.get("class") == element.get("class")
        for e in beside
    )


def _around(block: Block) -> Iterator[Element]:
    yield block.owner
    yield from block.owner.iterancestors()
