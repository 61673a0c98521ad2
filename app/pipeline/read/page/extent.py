"""How much of the article a page holds, and what to take where it holds none of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.article import Extent, SegmentKind
from app.domain.text import words_in
from app.errors import BadInputError
from app.pipeline.read.page.blocks import Block, names
from app.pipeline.read.page.body import Body, Part
from app.pipeline.read.page.linked import words as plain
from app.pipeline.read.page.notices import (
    addresses_reader,
    says_consent,
    says_error,
    says_robots,
    says_scripts,
    says_wall,
    walls_off,
)
from app.pipeline.read.page.statements import Statements
from app.pipeline.read.page.tree import Element, shown_words

_NOTICE = 600  # characters
_NOTICE_WORDS = 80  # of a notice that do not tell what it is
_WHOLE = 300  # words: so much below a wall is the article, and the wall is for others
_PREVIEW = 400  # words of a preview at most, where a wall stands right below it
_TOLD_FREE = 100  # fewer are none, even where the page states that all may read it
_ERROR_WORDS = 150
_STATED_WORDS = 40
_DESCRIPTION_WORDS = 5
_SCRIPT_SHARE = 5  # so many times more script than text
_TEASERS = 6
_TEASER_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Holding:
    """What is to be stored of a page."""

    parts: tuple[Part, ...]
    extent: Extent


def holding(root: Element, said: Statements, body: Body, blocks: Sequence[Block]) -> Holding:
    """The text and its extent; BadInputError, with what to do, where the page holds no article."""
    _refuse_errors(root, said, body, blocks)
    parts = tuple(_with_notice(part) for part in body.parts)
    if _has_text(parts) and not _is_notice(body, parts):
        _refuse_lists(said, body, parts)
        return Holding(parts, Extent.WALLED if _walled(root, said, body, blocks) else Extent.FULL)
    return _stated_text(said) or _summary(root, said, blocks)


def _refuse_errors(root: Element, said: Statements, body: Body, blocks: Sequence[Block]) -> None:
    if body.words > _ERROR_WORDS:
        return
    title = next((shown_words(e) for e in root.iter("title")), "")
    heads = [title, said.title or "", *(b.text for b in blocks if b.heading)][:6]
    if any(map(says_robots, heads)):
        raise BadInputError(
            "asks whether a person is reading; open it in a browser and save the page or paste its text"
        )
    if not said.linked.article and (found := next(filter(says_error, heads), None)):
        raise BadInputError(f"is an error page and no article (“{found[:80]}”)")


def _with_notice(part: Part) -> Part:
    """A part that speaks to the reader of cookies or scripts is marked; it may be the report's own."""
    told = says_consent(part.text) or (says_scripts(part.text) and addresses_reader(part.text))
    notice = part.kind is None and told and len(part.text) < _NOTICE
    return Part(part.text, SegmentKind.BOILERPLATE) if notice else part


def _is_notice(body: Body, parts: Sequence[Part]) -> bool:
    """Whether what the body holds is a notice, with a few more words to it."""
    left = sum(words_in(part.text) for part in parts if part.kind is None)
    return left <= min(_NOTICE_WORDS, body.words - left)


def _has_text(parts: Sequence[Part]) -> bool:
    body = [part for part in parts if part.kind is None]
    return any(words_in(part.text) >= 6 or len(part.text) >= 30 for part in body)


def _refuse_lists(said: Statements, body: Body, parts: Sequence[Part]) -> None:
    """A front page has a headline for each of its paragraphs, and each is a link."""
    if said.linked.article or (said.first("og:type") or "").casefold() == "article":
        return
    links = sum(
        1
        for e in body.core.iter("h1", "h2", "h3", "h4")
        if e.find(".//a") is not None or e.getparent().tag == "a"
    )
    prose = [part for part in parts if part.kind is None]
    if links >= _TEASERS and links >= _TEASER_SHARE * len(prose):
        raise BadInputError("is a list of links to articles, not an article; give the address of one of them")


def _walled(root: Element, said: Statements, body: Body, blocks: Sequence[Block]) -> bool:
    free, count = said.linked.free, body.words
    if free is False:
        return not _holds_walled(root, said) and (count < _WHOLE or _lacks_words(said, count))
    last = max((i for i, b in enumerate(blocks) if b.kept or (b.prose and _inside(b, body.core))), default=0)
    first = next((i for i, b in enumerate(blocks) if b.prose and _inside(b, body.core)), 0)
    walls = [i for i, b in enumerate(blocks) if i > first and walls_off(b.text) and not _in_head(b)]
    if not walls or count >= _PREVIEW:
        return False
    if free:
        return count < _TOLD_FREE
    return count < _WHOLE or max(walls) >= last - 1


def _holds_walled(root: Element, said: Statements) -> bool:
    """Whether what is stated to be behind the wall is on the page all the same."""
    classes = {name.casefold() for name in said.linked.walled if name}
    walled = (e for e in root.iter() if isinstance(e.tag, str) and classes and classes & names(e))
    return any(len(shown_words(e).split()) >= _TOLD_FREE for e in walled)


def _lacks_words(said: Statements, count: int) -> bool:
    stated = re.sub(r"\D", "", str(said.linked.article.get("wordCount", ""))[:12])
    return bool(stated) and count < 0.6 * int(stated)


def _inside(block: Block, core: Element) -> bool:
    return block.owner is core or any(above is core for above in block.owner.iterancestors())


def _in_head(block: Block) -> bool:
    return any(above.tag in ("nav", "header") for above in (block.owner, *block.owner.iterancestors()))


def _stated_text(said: Statements) -> Holding | None:
    """The text that the page states beside what it shows."""
    text = said.linked.text
    if not text or len(text.split()) < _STATED_WORDS:
        return None
    parts = tuple(Part(line, None) for line in text.splitlines())
    short = said.linked.free is False and len(text.split()) < _WHOLE
    return Holding(parts, Extent.WALLED if short else Extent.FULL)


def _summary(root: Element, said: Statements, blocks: Sequence[Block]) -> Holding:
    """Headline and description, for a page that shows no more."""
    consent = any(says_consent(b.text) for b in blocks)
    walled = consent or said.linked.free is False or any(says_wall(b.text) for b in blocks)
    scripted = _is_scripted(root, blocks)
    description = plain(said.description)
    article = (
        said.linked.article or (said.first("og:type") or "").casefold() == "article" or scripted or walled
    )
    if said.title and description and len(description.split()) >= _DESCRIPTION_WORDS and article:
        parts = (Part(said.title, SegmentKind.HEADLINE), Part(description.replace("\n", " "), None))
        return Holding(parts, Extent.WALLED if walled else Extent.SHELL)
    if consent:
        raise BadInputError(
            "shows only a question about cookies; open it in a browser and paste the article's text"
        )
    if walled:
        raise BadInputError(
            "shows only a wall to sign in or subscribe; paste the article's text if you have it"
        )
    if scripted:
        raise BadInputError(
            "is filled by scripts and holds no text itself; open it in a browser and paste the text"
        )
    raise BadInputError("holds no article's text; paste the text if it shows one in a browser")


def _is_scripted(root: Element, blocks: Sequence[Block]) -> bool:
    if any(says_scripts(b.text) for b in blocks):
        return True
    if any(says_scripts(shown_words(e)) for e in root.iter("noscript")):
        return True
    scripts = sum(len(e.text or "") + 200 * bool(e.get("src")) for e in root.iter("script"))
    return scripts > _SCRIPT_SHARE * sum(len(b.text) for b in blocks) + 200
