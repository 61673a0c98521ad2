from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from app import store
from app.domain.article import Basis, Given
from app.domain.dates import PartialDate
from app.domain.feed import Feed
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Origin
from app.errors import BadInputError
from app.intake.feeds import poll, poll_if_due, subscribe, subscribe_to, subscribe_to_list
from app.intake.worker import Tools, work
from app.pipeline.fetch import Fetched, FetchError
from app.pipeline.read.feeds import NamedFeed
from app.store import Database

NOW = dt.datetime(2026, 5, 2, 12, tzinfo=dt.UTC)
A, B = "https://a.example.org/feed", "https://b.example.org/feed"
HOUR = dt.timedelta(hours=1)


def rss(*numbers: int) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><title>Story {n}</title><link>/{n}</link>"
        f"<pubDate>2026-05-02T10:{n:02}:00Z</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Herald</title>{items}</channel></rss>'.encode()


@dataclass
class Site:
    """Answers by address: bytes, a Fetched or an error; and what was asked."""

    answers: dict[str, bytes | Fetched | Exception] = field(default_factory=dict)
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        self.asked.append((url, etag, last_modified))
        answer = self.answers.get(url, FetchError("the site answered 404: there is no such page"))
        if isinstance(answer, Exception):
            raise answer
        plain = Fetched(url, url, b"", NOW, "application/rss+xml")
        return replace(plain, data=answer) if isinstance(answer, bytes) else answer


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def queued(database: Database) -> list[Item]:
    with database.session() as session:
        return sorted(store.load_items(session, limit=1_000), key=lambda item: item.id)


def feeds(database: Database) -> dict[str, Feed]:
    with database.session() as session:
        return {feed.url: feed for feed in store.load_feeds(session)}


def test_a_feed_is_subscribed_to_once_however_it_is_written(database: Database) -> None:
    first = subscribe_to(database, [NamedFeed(A, "A")], "Bay Post", NOW)
    again = subscribe_to(database, [NamedFeed("http://www.a.example.org/feed/"), NamedFeed(B)], None, NOW)
    assert ([feed.url for feed in first.new], first.words) == ([A], "subscribed")
    assert ([feed.url for feed in again.new], [feed.url for feed in again.there]) == ([B], [A])
    assert again.words == "1 feed subscribed to; 1 were before"
    assert feeds(database)[A].outlet == "Bay Post"
    with pytest.raises(BadInputError, match="is not a web address"):
        subscribe_to(database, [NamedFeed("https://c.example.org/"), NamedFeed("file:///etc/passwd")])
    assert set(feeds(database)) == {A, B}


def test_new_entries_are_queued_once_with_what_the_feed_tells_of_them(database: Database) -> None:
    subscribe_to(database, [NamedFeed(A)], "Bay Post", NOW)
    site, clock = Site({A: rss(2, 1)}), Clock()
    (polled,) = poll(database, site, HOUR, now=clock)
    assert (polled.new, polled.words, polled.failed) == (2, "2 new articles", False)
    items = queued(database)
    assert [(i.kind, i.name, i.url) for i in items] == [
        (ItemKind.LINK, "Story 1", "https://a.example.org/1"),
        (ItemKind.LINK, "Story 2", "https://a.example.org/2"),
    ]
    assert items[0].given == Given(outlet="Bay Post")
    assert items[0].hinted.title == "Story 1"
    assert items[0].hinted.published == PartialDate.parse("2026-05-02T10:01+00:00")
    assert list(poll(database, site, HOUR, now=clock)) == []  # not due
    clock.now, site.answers[A] = NOW + HOUR, rss(3, 2, 1)
    assert [p.new for p in poll(database, site, HOUR, now=clock)] == [1]
    assert [i.name for i in queued(database)] == ["Story 1", "Story 2", "Story 3"]
    assert feeds(database)[A].taken == 3


def test_a_feed_is_asked_with_what_it_gave_and_may_have_nothing_new(database: Database) -> None:
    subscribe_to(database, [NamedFeed(A)], None, NOW)
    site = Site({A: Fetched(A, A, rss(1), NOW, "text/xml", etag='"x"', last_modified="Sat, 02 May 2026")})
    list(poll(database, site, now=Clock()))
    site.answers[A] = Fetched(A, A, b"", NOW, unchanged=True)
    (polled,) = poll(database, site, everything=True, now=Clock())
    assert site.asked == [(A, None, None), (A, '"x"', "Sat, 02 May 2026")]
    assert polled.words == "nothing new"


def test_one_feed_that_fails_does_not_stop_the_others(database: Database) -> None:
    bad: dict[str, bytes | Fetched | Exception] = {
        "https://c.example.org/f": ValueError("x"),
        "https://d.example.org/f": b"<html>Hello",
    }
    subscribe_to(database, [NamedFeed(A), *map(NamedFeed, bad), NamedFeed(B)], None, NOW)
    polled = {p.feed.url: p for p in poll(database, Site({**bad, B: rss(1)}), now=Clock())}
    assert {url: p.words for url, p in polled.items()} == {
        A: "the site answered 404: there is no such page",
        "https://c.example.org/f": "could not be read, a fault in Crossread (ValueError)",
        "https://d.example.org/f": "is no feed: neither RSS nor Atom nor JSON Feed",
        B: "1 new article",
    }
    assert [p.failed for p in polled.values()] == [True, True, True, False]


def test_a_front_page_is_exchanged_for_the_feed_it_names(database: Database) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    front = "https://a.example.org/"
    subscribe_to(database, [NamedFeed(front)], None, NOW)
    words = [p.words for p in poll(database, Site({front: page, A: rss(1)}), now=Clock())]
    assert words == [f"the page {front} names this feed, which is read in its place", "1 new article"]
    assert set(feeds(database)) == {A}


def test_pages_that_name_each_other_are_not_followed_for_ever(database: Database) -> None:
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="{}"></head></html>'
    subscribe_to(database, [NamedFeed(A)], None, NOW)
    site = Site({A: page.format(B).encode(), B: page.format(A).encode()})
    assert len(list(poll(database, site, now=Clock()))) == 2
    assert feeds(database)[B].failures == 2


def test_paused_feeds_are_not_asked_and_removed_ones_leave_what_came(database: Database) -> None:
    subscribe_to(database, [NamedFeed(A), NamedFeed(B)], None, NOW)
    site = Site({A: rss(1), B: rss(2)})
    with database.writing() as session:
        store.pause_feed(session, feeds(database)[A].id, paused=True)
    assert [p.feed.url for p in poll(database, site, everything=True, now=Clock())] == [B]
    with database.writing() as session:
        store.remove_feed(session, feeds(database)[B].id)
    assert (set(feeds(database)), len(queued(database))) == ({A}, 1)


def test_a_feed_removed_while_it_is_asked_gives_nothing(database: Database) -> None:
    subscribe_to(database, [NamedFeed(A)], None, NOW)

    def fetch(url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        with database.writing() as session:
            store.remove_feed(session, feeds(database)[A].id)
        return Fetched(url, url, rss(1), NOW)

    assert [p.words for p in poll(database, fetch, now=Clock())] == ["was removed meanwhile"]
    assert queued(database) == []


def test_two_that_ask_at_once_queue_each_entry_once(database: Database) -> None:
    subscribe_to(database, [NamedFeed(A)], None, NOW)
    inner = Site({A: rss(1, 2)})

    def fetch(url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        list(poll(database, inner, now=Clock()))  # the other one is done first
        return Fetched(url, url, rss(1, 2), NOW)

    assert [p.new for p in poll(database, fetch, HOUR, now=Clock())] == [0]
    assert len(queued(database)) == 2


@pytest.mark.parametrize("broken", ["add_batch", "note_entries", "save_feed"])
def test_an_end_midway_leaves_all_or_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    subscribe_to(database, [NamedFeed(A)], None, NOW)
    right: Callable[..., object] = getattr(store, broken)

    def killed(*arguments: object) -> None:
        right(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(store, broken, killed)
    with pytest.raises(KeyboardInterrupt):
        list(poll(database, Site({A: rss(1)}), now=Clock()))
    monkeypatch.undo()
    assert queued(database) == []
    assert [p.new for p in poll(database, Site({A: rss(1)}), now=Clock())] == [1]
    assert len(queued(database)) == 1


def test_a_server_without_an_interval_asks_only_what_a_person_waits_for(database: Database) -> None:
    subscribe_to(database, [NamedFeed(A)], None, NOW)
    site = Site({A: rss(1)})
    assert poll_if_due(database, site, None, NOW) is not None
    assert poll_if_due(database, site, None, NOW + 24 * HOUR) is None
    assert poll_if_due(database, site, HOUR, NOW + 24 * HOUR) is not None
    with database.writing() as session:
        assert store.want_feeds(session, NOW + 24 * HOUR) == 1
    assert poll_if_due(database, site, None, NOW + 24 * HOUR) is not None


def test_a_feed_that_was_handed_in_is_subscribed_to_and_read_at_once(database: Database) -> None:
    words = subscribe(database, rss(1, 2), A, Given(outlet="Bay Post"), NOW)
    assert words == "is a feed, subscribed to now: 2 new articles"
    assert [i.url for i in queued(database)] == ["https://a.example.org/1", "https://a.example.org/2"]
    assert feeds(database)[A].outlet == "Bay Post"
    assert subscribe(database, rss(1, 2, 3), A, Given(), NOW) == "is subscribed to already"
    assert len(queued(database)) == 2


def test_a_saved_feed_without_an_address_is_read_once(database: Database) -> None:
    data = rss(1).replace(b"<link>/1<", b"<link>https://a.example.org/1<")
    words = subscribe(database, data, None, Given(), NOW)
    assert words == "is a feed that tells no address of its own, so it is read this once (1 articles)"
    assert (feeds(database), len(queued(database))) == ({}, 1)


def test_a_list_of_feeds_is_subscribed_to(database: Database) -> None:
    data = f'<opml><body><outline xmlUrl="{A}"/><outline xmlUrl="ftp://x.example.org/"/></body></opml>'
    assert subscribe(database, data.encode(), None, Given(), NOW).startswith("1 feed subscribed to; “ftp://x")
    assert subscribe_to_list(database, data.encode()).words.startswith("0 feeds subscribed to; 1 were before")


def test_entries_that_a_feed_no_longer_holds_are_forgotten_in_time(database: Database) -> None:
    (feed,) = subscribe_to(database, [NamedFeed(A)], None, NOW).new
    month = dt.timedelta(days=31)
    with database.writing() as session:
        store.note_entries(session, feed.id, ("old", "kept"), NOW)
        store.note_entries(session, feed.id, ("kept",), NOW + month)
        store.note_entries(session, feed.id, ("kept", "new"), NOW + 2 * month)
        assert store.entries_seen(session, feed.id, ("old", "kept", "new")) == {"kept", "new"}


def test_a_front_page_that_was_pasted_is_told_from_an_article(database: Database) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><p>Hello.'
    front = "https://a.example.org/"
    site = Site({front: Fetched(front, front, page, NOW, "text/html")})
    with database.writing() as session:
        store.add_batch(session, [NewItem(ItemKind.LINK, front, front)], Origin.PAGE, NOW)
    work(database, Tools(site, lambda article: ()))
    (found,) = queued(database)
    assert (found.state, found.words) == (
        ItemState.FAILED,
        f"is no article but a page that names feeds; to get what they list, add one: {A}",
    )


def test_what_a_feed_tells_counts_where_the_page_says_nothing(database: Database) -> None:
    words = "".join(
        f"<p>The ferry of that morning was {n} minutes late, the harbour office said.</p>" for n in range(9)
    )
    page = f"<html><body><article>{words}</article></body></html>".encode()
    url = "https://a.example.org/1"
    subscribe_to(database, [NamedFeed(A)], None, NOW)
    site = Site({A: rss(1), url: Fetched(url, url, page, NOW, "text/html")})
    list(poll(database, site, now=Clock()))
    work(database, Tools(site, lambda article: ()))
    with database.session() as session:
        (article,) = store.load_articles(session, store.article_keys(session))
    assert (article.title, article.title_basis) == ("Story 1", Basis.PAGE)
    assert article.published == PartialDate.parse("2026-05-02T10:01+00:00")
