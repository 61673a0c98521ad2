"""Pages: HTML to the article's own text, with what the page states of it.

The text is the page's, paragraph by paragraph: white space collapsed as a browser does it, entities decoded,
nothing else changed. docs/decisions/0015 says what is in it and what is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.article import NOTHING_GIVEN, Given, RawArticle, Stated
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.language import language_of
from app.pipeline.read.page.blocks import Block, between, blocks_of
from app.pipeline.read.page.body import Body, article_body, joined, key
from app.pipeline.read.page.decoding import decoded
from app.pipeline.read.page.extent import holding
from app.pipeline.read.page.moments import moments
from app.pipeline.read.page.notices import says_scripts
from app.pipeline.read.page.places import places, saved_from
from app.pipeline.read.page.roles import put_roles
from app.pipeline.read.page.statements import Statements, byline_near, byline_of, statements
from app.pipeline.read.page.tree import Element, parsed
from app.pipeline.read.records import raw_article

__all__ = ["MAX_PAGE_BYTES", "Page", "read_page"]

MAX_PAGE_BYTES = 12_000_000
_LONGEST_TITLE = 300
_AROUND = 25  # blocks above the first paragraph, among which the headline is looked for
_UNSCRIPTED = 40  # words: fewer in noscript are an excuse
_ABOVE = 6  # of these, where there is no headline


@dataclass(frozen=True, slots=True)
class Page:
    """A page's bytes, and where they are from; `address` is None for a file that tells none.

    `asked` are other addresses that led to it (as given, before redirects); `charset` is the server's word.
    """

    data: bytes
    name: str
    origin: str
    address: str | None = None
    asked: tuple[str, ...] = ()
    charset: str | None = None
    read_on: dt.datetime | None = None


def read_page(page: Page, given: Given = NOTHING_GIVEN) -> RawArticle:
    """The article on a page; BadInputError with the reason, and what to do about it, if there is none.

    What the markup states (`stated`, `modified`, `language`) and which parts of the text are not its body
    (`marked`) comes with it. Time is about linear in the page; nothing it says is fetched or run.
    """
    markup = _markup(page)
    root = parsed(markup)
    address = page.address or given.url or saved_from(markup)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    blocks = _blocks(root)
    said = statements(root, address, {key(b.text) for b in blocks if len(b.text) <= _LONGEST_TITLE})
    put_roles(elements, blocks)
    body = article_body(root, elements, blocks, said.title, said.linked.text)
    held = holding(root, said, body, blocks)
    text, marked = joined(held.parts)
    where = places(root, said, address, (*page.asked, *filter(None, [given.url])))
    near = _around(blocks, body, said.title)
    when = moments(root, said, near, body.core, where.url, page.read_on)
    raw = raw_article(page.name, text, page.origin, replace(given, url=where.url))
    return replace(
        raw,
        stated=_stated(root, said, body, near, when.published),
        addresses=where.others,
        marked=marked,
        extent=held.extent,
        language=language_of(text, _declared(root, said)),
        modified=when.modified,
        read_on=page.read_on,
    )


def _blocks(root: Element) -> list[Block]:
    """What the page shows, and if that is no text at all, what it shows where no scripts run."""
    blocks = blocks_of(root)
    if any(b.prose for b in blocks) or next(root.iter("noscript"), None) is None:
        return blocks
    unscripted = blocks_of(root, scripts=False)
    told = sum(b.words for b in unscripted if b.prose and not says_scripts(b.text))
    return unscripted if told >= _UNSCRIPTED else blocks


def _markup(page: Page) -> str:
    if len(page.data) > MAX_PAGE_BYTES:
        raise BadInputError(
            f"is {len(page.data) / 1e6:,.1f} MB; a page may have {MAX_PAGE_BYTES // 1_000_000} MB"
        )
    if not page.data.strip():
        raise BadInputError("is empty")
    markup = decoded(page.data, page.charset)
    if "multipart/related" in markup[:2_000] and "MIME-Version:" in markup[:2_000]:
        raise BadInputError("is a web archive (MHTML); save the page as HTML")
    return markup


def _stated(
    root: Element, said: Statements, body: Body, near: Sequence[Block], published: PartialDate | None
) -> Stated:
    shown = body.byline or (byline_near(between(root, near[0].owner, near[-1].owner)) if near else None)
    byline = said.byline or (byline_of([shown], said.outlet) if shown else None)
    return Stated(said.outlet, published, said.title, byline)


def _around(blocks: Sequence[Block], body: Body, title: str | None) -> Sequence[Block]:
    """The blocks from the headline to the first paragraph: where a page says who wrote and when."""
    inside = set(body.core.iter())
    first = next((i for i, b in enumerate(blocks) if b.owner in inside and b.prose), 0)
    above = range(max(0, first - _AROUND), first)
    wanted = key(title or "")
    head = next(
        (i for i in above if blocks[i].tag == "h1" or (wanted and key(blocks[i].text) == wanted)), None
    )
    return blocks[max(0, first - _ABOVE) if head is None else max(0, head - 2) : first + 1]


def _declared(root: Element, said: Statements) -> tuple[str | None, ...]:
    html = root if root.tag == "html" else None
    stated = said.linked.article.get("inLanguage")
    spoken = stated if isinstance(stated, str) else None
    lang = html.get("lang") or html.get("xml:lang") if html is not None else None
    return (lang, spoken, said.first("og:locale", "content-language", "language", "dc.language"))
