"""Pages: HTML to the article's own text, with what the page states of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.article import NOTHING_GIVEN, Given, RawArticle


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
    """The article on a page; BadInputError with the reason if there is none."""
    raise NotImplementedError
