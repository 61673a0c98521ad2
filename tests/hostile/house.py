"""The house that hostile inputs come to: ways in as a user has them, each telling what the user is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import store
from app.domain.article import Article, RawArticle
from app.domain.intake import Item, ItemKind, NewItem, Origin
from app.errors import CrossreadError
from app.intake.worker import Tools, work
from app.pipeline.clean import clean
from app.pipeline.fetch import Fetched, Fetcher, fetcher
from app.pipeline.fetch.network import Limits
from app.pipeline.read import Passed, Unreadable, read
from app.pipeline.read.page import Page, read_page
from app.store import open_database
from tests.hostile.server import Site

SOON = Limits(connect=1.0, between=0.2, in_all=0.4)
SECRET = b"<html><title>Inside</title><p>The password of the printer is in this page, and nobody may have it."


@dataclass(frozen=True)
class House:
    """`inside` is a site that nothing may be fetched from; `site` is one that is let through."""

    site: Site
    inside: Site
    folder: Path

    def fetcher(self, limits: Limits | None = None, **more: object) -> Fetcher:
        options = {"sleep": lambda _: None, **({"limits": limits} if limits else {}), **more}
        return fetcher(f"127.0.0.1:{self.site.port}", **options)  # type: ignore[arg-type]

    def fetched(self, url: str, limits: Limits | None = None, **more: object) -> Fetched:
        return self.fetcher(limits, **more)(url)

    def refused(self, url: str, limits: Limits | None = None, **more: object) -> str:
        return refusal(lambda: self.fetched(url, limits, **more))

    def handed_in(self, *items: NewItem) -> Sequence[Item]:
        """What becomes of items on the Add page, by the worker."""
        database = open_database(f"sqlite:///{self.folder / 'test.sqlite3'}")
        with database.writing() as session:
            batch = store.add_batch(session, items, Origin.PAGE, dt.datetime.now(dt.UTC))
        work(database, Tools(self.fetcher(), lambda article: ()))
        with database.session() as session:
            found = store.load_items(session, batch=batch)
        database.close()
        return sorted(found, key=lambda item: item.id)

    def file(self, name: str, data: bytes) -> Item:
        return self.handed_in(NewItem(ItemKind.FILE, name, data=data))[0]

    def link(self, url: str) -> Item:
        return self.handed_in(NewItem(ItemKind.LINK, url, url=url))[0]

    def ingested(self, name: str, data: bytes) -> list[RawArticle | Unreadable | Passed]:
        """What `crossread ingest` reads of a file."""
        path = self.folder / name
        path.write_bytes(data)
        return list(read([path]))


def refusal(call: Callable[[], object]) -> str:
    """Why it was refused; an AssertionError if it was not."""
    try:
        found = call()
    except CrossreadError as error:
        return str(error)
    raise AssertionError(f"was let through: {str(found)[:200]}")


def page(markup: str | bytes, address: str | None = "https://courier.example.org/a") -> Article:
    data = markup if isinstance(markup, bytes) else markup.encode("utf-8", "surrogatepass")
    return clean(read_page(Page(data, "a.html", "a.html", address=address)))


def page_or_refusal(markup: str | bytes) -> str:
    """The article's text, or why there is none: either will do, as long as it is one of them."""
    try:
        return page(markup).text
    except CrossreadError as error:
        return str(error)
