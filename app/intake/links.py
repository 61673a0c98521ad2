"""Links: what an address answers with, as the articles it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from app.domain.article import NOTHING_GIVEN, Given, RawArticle
from app.errors import BadInputError
from app.ingest import Item
from app.intake import words
from app.intake.holding import Holding, held_by_answer, name_of
from app.intake.opening import found_in_file
from app.pipeline.fetch import Fetched, Fetcher, FetchError
from app.pipeline.read import MAX_TEXT_BYTES, Linked, Unreadable, decode, shown
from app.pipeline.read.page import Page, read_page
from app.pipeline.read.records import raw_article

_A_FEED = "is a feed, no article: subscribe to it (crossread feeds add, or Feeds in the browser)"


def followed(found: Iterable[Item], fetch: Fetcher) -> Iterator[Item]:
    """What was found, with the articles that links lead to in the links' place.

    An address is fetched once, however often it is met. What can't be fetched or read is told, and so are
    links that a fetched table holds instead of texts: these are not followed on.
    """
    met: set[str] = set()
    for item in found:
        if not isinstance(item, Linked):
            yield item
        elif item.url not in met:
            met.add(item.url)
            yield from _at(item, fetch)


def _at(link: Linked, fetch: Fetcher) -> Iterator[Item]:
    try:
        fetched = fetch(link.url)
        holding = held_by_answer(fetched)
        match holding:
            case Holding.PAGE | Holding.TEXT:
                yield article_at(fetched, holding, link.given, link.origin)
            case Holding.FEED | Holding.OUTLINES:
                raise BadInputError(_A_FEED)
            case _:
                name = name_of(fetched)
                # Nothing that is known of the table is known of each article in it but the outlet.
                given = Given(outlet=link.given.outlet, note=link.given.note)
                yield from found_in_file(fetched.data, name, given)
    except (FetchError, BadInputError) as error:
        yield Unreadable(link.origin, str(error))


def article_at(
    fetched: Fetched, holding: Holding, given: Given = NOTHING_GIVEN, origin: str | None = None
) -> RawArticle:
    """The article on a page, or in a text without markup, that an address answered with.

    BadInputError with the reason if there is none, or if the address of an article led to the front page.
    """
    origin = shown(origin or fetched.asked)
    if _is_front(fetched.address) and not _is_front(fetched.asked):
        raise BadInputError("leads to the site's front page, so the article is there no longer")
    if holding is Holding.PAGE:
        return read_page(_page(fetched, origin), given)
    if len(fetched.data) > MAX_TEXT_BYTES:
        raise BadInputError(words.too_large(len(fetched.data), MAX_TEXT_BYTES))
    raw = raw_article(
        shown(fetched.asked), decode(fetched.data), origin, given.over(Given(url=fetched.address))
    )
    others = tuple(url for url in dict.fromkeys((fetched.address, fetched.asked)) if url != raw.url)
    return replace(raw, addresses=others, read_on=fetched.fetched_on)


def _page(fetched: Fetched, origin: str) -> Page:
    return Page(
        data=fetched.data,
        name=shown(fetched.asked),
        origin=origin,
        address=fetched.address,
        asked=(fetched.asked,),  # not those between: many articles' links may pass one address
        charset=fetched.charset,
        read_on=fetched.fetched_on,
    )


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
