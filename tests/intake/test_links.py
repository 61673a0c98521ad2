"""Links, followed to the articles they lead to; the network is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from app.domain.article import Given, RawArticle
from app.ingest import Item
from app.intake import links
from app.intake.links import followed
from app.pipeline.fetch import Fetched, FetchError
from app.pipeline.read import Linked, Passed, Unreadable
from app.pipeline.read.page import Page

NOON = dt.datetime(2026, 5, 3, 12, tzinfo=dt.UTC)
STORY = "https://paper.example/story"
Answer = tuple[bytes, str]


class Network:
    """Answers by address: bytes and their media type, or the address that it redirects to."""

    def __init__(self, answers: Mapping[str, Answer | str]) -> None:
        self.answers, self.asked = answers, list[str]()

    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        self.asked.append(url)
        found, address = self.answers.get(url), url
        if isinstance(found, str):
            address = found
            found = self.answers[address]
        if not isinstance(found, tuple):
            raise FetchError("the site answered 404: there is no such page")
        return Fetched(url, address, found[0], NOON, found[1], "utf-8")


def follow(network: Network, *found: Item | str, given: Given = Given()) -> list[Item]:  # noqa: B008
    asked = (Linked(one, one, given) if isinstance(one, str) else one for one in found)
    return list(followed(asked, network))


def test_a_text_is_an_article_of_its_address() -> None:
    network = Network({STORY: (b"The mayor said no.", "text/plain")})
    (found,) = follow(network, STORY, given=Given(outlet="The Paper"))
    assert isinstance(found, RawArticle)
    assert (found.text, found.outlet, found.url) == ("The mayor said no.", "The Paper", STORY)
    assert (found.source_name, found.origin, found.read_on) == (STORY, STORY, NOON)
    assert found.addresses == ()


def test_the_addresses_on_the_way_are_kept() -> None:
    short = "https://pa.example/1"
    network = Network({short: STORY, STORY: (b"The mayor said no.", "text/plain")})
    (found,) = follow(network, short)
    assert isinstance(found, RawArticle)
    assert (found.url, found.addresses) == (STORY, (short,))


def test_a_page_is_read_as_one_with_all_that_is_known_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[tuple[Page, Given]] = []

    def read_page(page: Page, given: Given) -> RawArticle:
        pages.append((page, given))
        return RawArticle(page.name, "Text.", page.origin)

    monkeypatch.setattr(links, "read_page", read_page)
    short = "https://pa.example/1"
    network = Network({short: STORY, STORY: (b"<p>The mayor", "text/html")})
    found = Linked("links.csv, line 3", short, Given(title="No"))
    follow(network, found)
    expected = Page(b"<p>The mayor", short, "links.csv, line 3", STORY, (short,), "utf-8", NOON)
    assert pages == [(expected, Given(title="No"))]


FAILURES = [
    ("https://paper.example/gone", "the site answered 404: there is no such page"),
    ("https://paper.example/old", "leads to the site's front page"),
    ("https://paper.example/feed", "is a feed, no article: subscribe to it"),
    ("https://paper.example/empty", "empty"),
    ("https://paper.example/secret-pdf", "PDF"),
]


@pytest.mark.parametrize(("url", "reason"), FAILURES)
def test_what_holds_no_article_is_told_and_the_rest_goes_on(url: str, reason: str) -> None:
    network = Network(
        {
            "https://paper.example/old": "https://paper.example/",
            "https://paper.example/": (b"<html><p>All the news", "text/html"),
            "https://paper.example/feed": (b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml"),
            "https://paper.example/empty": (b"  \n", "text/html"),
            "https://paper.example/secret-pdf": (b"%PDF-1.7 ...", "text/plain"),
            STORY: (b"The mayor said no.", "text/plain"),
        }
    )
    told, story = follow(network, url, STORY)
    assert isinstance(told, Unreadable)
    assert told.origin == url
    assert reason in told.reason
    assert isinstance(story, RawArticle)


def test_a_table_at_a_link_gives_its_records() -> None:
    table = b"text,outlet,date\nThe mayor said no.,The Paper,2016-05-03\nThe mayor said yes.,,2016-05-04\n"
    network = Network({"https://paper.example/list.csv": (table, "text/csv")})
    given = Given(outlet="The Courier", url="https://paper.example/wrong")
    first, second = follow(network, "https://paper.example/list.csv", given=given)
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert (first.outlet, second.outlet) == ("The Paper", "The Courier")
    assert first.url is None
    assert first.origin == "list.csv, line 2"


def test_everything_else_passes_by_and_an_address_is_fetched_once() -> None:
    others: list[Item] = [RawArticle("a", "Text.", "a.txt"), Unreadable("b.txt", "no"), Passed("c", "no")]
    network = Network({STORY: (b"The mayor said no.", "text/plain")})
    found = follow(network, *others, STORY, STORY)
    assert found[:3] == others
    assert len(found) == 4
    assert network.asked == [STORY]
