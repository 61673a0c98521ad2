"""Which of a page's blocks are its article, and what part each of them has."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import lxml.html
from lxml import etree

from app.domain.article import Segment, SegmentKind
from app.domain.text import Span, words_in
from app.pipeline.read.page.blocks import Block, Role, Weights, names
from app.pipeline.read.page.notices import says_wall
from app.pipeline.read.page.tree import Element

_ALL = 0.8  # of the prose: the innermost element that holds so much is the article's
_PIECE = 0.05  # what holds less is no piece of it
_HINTED = 0.35  # or so much, if it says that it is the article's body
_OTHER_ARTICLE = 0.15
_DOUBTED = 0.4  # what prose weighs that only one of the judges keeps
_LARGE = 5_000  # blocks: of more the other judge is not asked, as it takes too long
_LARGE_ELEMENTS = 20_000
_SEARCHED = 200_000
_BODY = re.compile(
    r"(?:^|[\s_-])(?:article-?(?:body|text|content|copy)|story-?(?:body|text|content|copy)|entry-?content"
    r"|post-?(?:content|body|text)|body-?(?:text|copy|content)|content-?body|news-?(?:body|text|content)"
    r"|page-?content|main-?content|rich-?text|articlebody|field-name-body|field--name-body)(?=$|[\s_-])",
    re.I,
)
_ENTRIES = 2  # lines that are a time: more are those of a live blog's entries
_LEAD = 30  # blocks between the headline and the text
_LINES = frozenset(("p", "li", "td", "tr", "table", "pre", "blockquote", "dd", "dt"))
_FEW = 8  # words
_APART = frozenset(("blockquote", "aside", "figure"))
_LEAST_APART = 5  # words
_MOST_APART = 200
_BYLINE_LONGEST = 160
_BY = re.compile(r"(?:by|from|text|words|story)\b[: ]+[A-Z@]", re.I)
_STAMP_WORDS = 14
_STAMP = re.compile(
    r"\b(?:\d{1,2}:\d{2}|(?:19|20)\d\d|\d+ (?:min(?:ute)?s?|hours?|days?) (?:ago|read)|min(?:ute)? read)\b"
)
_UNDATED = re.compile(  # what a byline is without: ", 4 March 2025"
    r"\s*[,|·•–—-]\s*(?:on\s+)?(?:[A-Z][a-z]{2,5}day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s+\d{1,2}),?\s+(?:19|20)\d\d\W*$"
)
_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d{2}\b.{0,40}", re.I)
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the article's text; None is its body."""

    text: str
    kind: SegmentKind | None


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text as a page has it: `byline` is a line above it that names who wrote."""

    parts: tuple[Part, ...]
    core: Element
    byline: str | None = None

    @property
    def words(self) -> int:
        """Words of its body."""
        return sum(words_in(part.text) for part in self.parts if part.kind is None)


def joined(parts: Sequence[Part]) -> tuple[str, tuple[Segment, ...]]:
    """The text, a blank line between parts, and the segments of those that are not body."""
    segments, at = [], 0
    for part in parts:
        if part.kind is not None:
            segments.append(Segment(Span(at, at + len(part.text)), part.kind))
        at += len(part.text) + 2
    return "\n\n".join(part.text for part in parts), tuple(segments)


def key(words: str) -> str:
    """Words for comparison: letters and digits only."""
    return _NO_WORD.sub("", words.casefold())


def article_body(
    root: Element, elements: Sequence[Element], blocks: Sequence[Block], title: str | None, stated: str | None
) -> Body:
    """The blocks that are the article's. `stated` is its text as the page states it elsewhere, if it does.

    Two judges find the article: trafilatura, and where the prose is. What only one of them takes for text is
    kept, and marked where its markup or its shape speaks against it.
    """
    _ask_others(elements, blocks, stated)
    weights = Weights.sums(elements, [(block, _weight(block)) for block in blocks])
    core = _core(elements, weights, title)
    return _body(_with_lead(blocks, set(core.iter()), title), core, title)


def _weight(block: Block) -> int:
    if not block.prose or block.role in (Role.CHROME, Role.BESIDE, Role.BYLINE):
        return 0
    sure = 1.0 if block.kept else _DOUBTED
    return int(len(block.text) * sure * (0.2 if block.hidden or block.role is Role.CAPTION else 1)) + 1


def _ask_others(elements: Sequence[Element], blocks: Sequence[Block], stated: str | None) -> None:
    """Mark the blocks that trafilatura takes for the article's text, or that the page states it is."""
    others = [stated or ""]
    if len(blocks) <= _LARGE and len(elements) <= _LARGE_ELEMENTS:
        others.append(_trafilatura(elements[0]))
    if not any(others):
        return
    lines = {key(line) for text in others for line in text.splitlines()}
    whole = key(" ".join(others))
    for block in blocks:
        words = key(block.text)
        block.kept = words in lines or (len(whole) <= _SEARCHED and len(words) > 20 and words[:300] in whole)


def _trafilatura(root: Element) -> str:
    """The text that trafilatura finds; none where the page is too odd for it."""
    try:
        with warnings.catch_warnings():  # of libraries that it would fetch with
            warnings.simplefilter("ignore")
            from trafilatura import extract  # noqa: PLC0415 - slow to load
        page = lxml.html.fromstring(etree.tostring(root, encoding="utf-8", method="html"), parser=_parser())
        return extract(page, fast=True, favor_recall=True, include_comments=False) or ""
    except Exception:
        return ""


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _core(elements: Sequence[Element], weights: Weights, title: str | None) -> Element:
    root = elements[0]
    total = weights[root]
    core = _hinted(elements, weights, total)
    if core is None:
        core = _innermost(root, weights, total)
    return _one_of_several(core, weights, total, title)


def _hinted(elements: Sequence[Element], weights: Weights, total: int) -> Element | None:
    """The element that says it is the article's body and holds most of it."""
    hinted = [e for e in elements if weights[e] > _PIECE * total and _says_body(e)]
    most = max(hinted, key=lambda e: weights[e], default=None)
    whole = _around_pieces(most, hinted) if most is not None else None
    return whole if whole is not None and weights[whole] > _HINTED * total else None


def _around_pieces(most: Element, hinted: Sequence[Element]) -> Element:
    """The element, or the one around it if others of its name stand beside it: a body that boxes part."""
    around = most.getparent()
    beside = [e for e in hinted if e.getparent() is around and e.get("class") == most.get("class")]
    return around if around is not None and len(beside) > 1 else most


def _says_body(element: Element) -> bool:
    if element.get("itemprop") == "articleBody":
        return True
    named = f"{(element.get('class') or '')[:300]} {(element.get('id') or '')[:60]}"
    return element.tag not in ("html", "body") and bool(_BODY.search(named))


def _innermost(root: Element, weights: Weights, total: int) -> Element:
    core = root
    while total:
        below = next((child for child in core if weights[child] >= _ALL * total), None)
        if below is None:
            break
        core = below
    # A paragraph or a list by itself is no article: what stands beside it belongs to it.
    while core.tag in ("p", "blockquote", "li", "ul", "ol", "td", "pre") and core.getparent() is not None:
        core = core.getparent()
    return core


def _one_of_several(core: Element, weights: Weights, total: int, title: str | None) -> Element:
    """Of whole articles one below another, as pages without end have them, that of the page's title."""
    articles = [
        e
        for e in core.iter("article")
        if e is not core and weights[e] >= _OTHER_ARTICLE * total and e.find(".//h1") is not None
    ]
    if len(articles) < 2:
        return core
    wanted = key(title or "")
    titled = (e for e in articles if wanted and key("".join(e.find(".//h1").itertext())) == wanted)
    return next(titled, articles[0])


def _with_lead(blocks: Sequence[Block], inside: set[Element], title: str | None) -> list[Block]:
    """The core's blocks, and those between the headline and the core that belong to the article."""
    start = next((i for i, b in enumerate(blocks) if b.owner in inside), 0)
    wanted = key(title or "")
    above = range(max(0, start - _LEAD), start)
    head = next((i for i in above if wanted and key(blocks[i].text) == wanted), None)
    if head is None:
        head = next((i for i in above if blocks[i].tag == "h1"), start)
    lead = [b for b in blocks[head:start] if not b.hidden and b.role not in (Role.CHROME, Role.BESIDE)]
    return [*lead, *(b for b in blocks if b.owner in inside)]


def _body(blocks: Sequence[Block], core: Element, title: str | None) -> Body:
    shown = [b for b in blocks if not b.hidden]
    if sum(_weight(b) for b in shown) == 0:
        shown = list(blocks)  # shown by a script, or not at all
    first = next((i for i, b in enumerate(shown) if _weight(b)), len(shown))
    parts: list[Part] = []
    byline, seen, wanted = None, set[str](), key(title or "")
    again, last = _quoted_again(shown), max((i for i, b in enumerate(shown) if _weight(b)), default=0)
    entries = sum(_CLOCK.fullmatch(b.text) is not None for b in shown) > _ENTRIES
    for index, block in enumerate(shown):
        words = key(block.text)
        if not words or (wanted and words == wanted and index <= first + 1):
            continue
        if index < first and _is_byline(block):
            byline = byline or _UNDATED.sub("", block.text)
        leads = index < first and not (entries and _CLOCK.fullmatch(block.text))
        kind = _kind(block, leads=leads)
        if kind is None and (index in again or (index > last and _is_label(block))):
            kind = SegmentKind.BOILERPLATE
        if kind is _OUT or (kind is not None and words in seen):
            continue
        seen.add(words)
        parts.append(Part(block.text, kind if isinstance(kind, SegmentKind) else None))
    return Body(tuple(_trimmed(parts)), core, byline)


def _quoted_again(blocks: Sequence[Block]) -> set[int]:
    """The blocks that set a sentence of the text apart, by their place: it stands there twice."""
    apart = {i for i, b in enumerate(blocks) if _is_apart(b)}
    if not apart:
        return apart
    told = (key(b.text) for i, b in enumerate(blocks) if b.prose and i not in apart)
    whole = " ".join(told)[:_SEARCHED]
    long = (i for i in sorted(apart)[:_MOST_APART] if blocks[i].words >= _LEAST_APART)
    return {i for i in long if key(blocks[i].text) in whole}


def _is_apart(block: Block) -> bool:
    above = block.owner.getparent()
    return block.tag in _APART or (above is not None and above.tag in _APART)


_OUT = object()


def _kind(block: Block, *, leads: bool) -> object:
    """A segment kind, None for body, _OUT for what is no part of the text.

    What surely is the page's own is left out, as it changes with every visit; what may be text is kept.
    """
    if block.role is not Role.TEXT:
        return _of_role(block, leads=leads)
    if says_wall(block.text):
        return SegmentKind.BOILERPLATE
    if block.heading:
        return _OUT if block.dense else SegmentKind.HEADLINE
    if leads:
        return _of_lead(block)
    return _of_text(block)


def _of_role(block: Block, *, leads: bool) -> object:
    if block.role is Role.CAPTION:
        return SegmentKind.CAPTION
    if block.role is Role.BYLINE:
        return _of_byline(block, leads=leads)
    return SegmentKind.BOILERPLATE if block.role is Role.BESIDE and block.prose else _OUT


def _of_byline(block: Block, *, leads: bool) -> object:
    if block.prose and not _STAMP.search(block.text):
        return SegmentKind.BOILERPLATE
    if _CLOCK.fullmatch(block.text) and not leads:
        return SegmentKind.HEADLINE  # the time of an entry
    return SegmentKind.BYLINE if _is_byline(block) else _OUT


def _of_lead(block: Block) -> object:
    """Of a block above the first paragraph."""
    if _is_byline(block):
        return SegmentKind.BYLINE
    if block.dense or (block.words <= _STAMP_WORDS and _STAMP.search(block.text) and not block.ends):
        return _OUT
    if block.ends:
        return None
    return SegmentKind.HEADLINE if block.words > 2 else _OUT


def _of_text(block: Block) -> object:
    if block.dense and block.words <= 40:
        return SegmentKind.BOILERPLATE if block.kept or block.ends else _OUT
    if (
        block.prose
        or block.ends
        or block.kept
        or block.tag in ("p", "li", "td", "tr", "table", "pre", "blockquote")
    ):
        return None
    if _CLOCK.fullmatch(block.text):
        return SegmentKind.HEADLINE
    return SegmentKind.BOILERPLATE if block.words <= _FEW else None


def _is_label(block: Block) -> bool:
    """A few words that are neither a sentence nor in an element that holds paragraphs or cells."""
    return block.words <= _FEW and not block.ends and block.tag not in _LINES


def _is_byline(block: Block) -> bool:
    if len(block.text) > _BYLINE_LONGEST or _STAMP.search(_UNDATED.sub("", block.text)):
        return False
    named = block.role is Role.BYLINE and any("author" in n or "by" in n for n in _names_around(block))
    return named or (_BY.match(block.text) is not None and not block.ends)


def _names_around(block: Block) -> set[str]:
    around = (block.owner, *list(block.owner.iterancestors())[:2])
    return {name for element in around for name in names(element)} | {
        "author" for e in around if e.get("itemprop") == "author"
    }


def _trimmed(parts: list[Part]) -> list[Part]:
    """Without headings and boilerplate that nothing of the text follows or precedes."""
    loose = (SegmentKind.HEADLINE, SegmentKind.BOILERPLATE)
    while parts and parts[-1].kind in loose and len(parts[-1].text.split()) < 20:
        parts.pop()
    while parts and parts[0].kind is SegmentKind.BOILERPLATE:
        parts.pop(0)
    return parts
