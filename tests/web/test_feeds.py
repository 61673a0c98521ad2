from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import store
from app.domain.feed import Feed
from app.intake.feeds import subscribe_to
from app.pipeline.read.feeds import NamedFeed
from app.store import Database
from app.web.app import create_app
from app.web.feeds import Beside, Typed, feeds_page

NOW = dt.datetime(2026, 5, 2, 12, tzinfo=dt.UTC)
A = "https://herald.example.org/feed"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WELL = Feed(1, A, NOW, NOW + HOUR, title="Harbour Herald", asked=NOW, answered=NOW, taken=7)
FAILING = replace(
    WELL, id=2, title="Zeal", answered=NOW - 2 * DAY, failures=3, trouble="the site answered 500"
)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(database), follow_redirects=False) as client:
        yield client


def send(client: TestClient, **fields: str) -> str:
    """What a form of the page sends; the address it leads to."""
    answer = client.post("/feeds", files={name: (None, value) for name, value in fields.items()})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def change(client: TestClient, act: str, feed: object = "") -> str:
    answer = client.post("/feeds/change", data={"act": act, "feed": str(feed)})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def feeds(database: Database) -> tuple[Feed, ...]:
    with database.session() as session:
        return store.load_feeds(session)


def test_a_feed_is_added_and_listed(client: TestClient, database: Database) -> None:
    assert "None yet." in client.get("/feeds").text
    address = send(client, url=" herald.example.org/feed ", outlet=" Harbour  Herald ")
    page = client.get(address).text
    assert "Subscribed to 1 feed." in page
    assert [(feed.url, feed.outlet) for feed in feeds(database)] == [(A, "Harbour Herald")]
    assert A in page
    assert "1 feed · 1 new" in page
    assert "1 was subscribed to before." in client.get(send(client, url=A)).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": ""}, "Write the address of a feed or of a site."),
        ({"url": "file:///etc/passwd"}, "is not a web address"),
        ({"list": "1"}, "Choose an OPML file first."),
    ],
)
def test_what_can_not_be_subscribed_to_is_told_beside_its_field(
    client: TestClient, fields: dict[str, str], words: str
) -> None:
    answer = client.post("/feeds", files={name: (None, value) for name, value in fields.items()})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_list_of_feeds_comes_in_and_goes_out(client: TestClient, database: Database) -> None:
    data = b'<opml><body><outline text="B &amp; C" xmlUrl="https://b.example.org/"/><outline xmlUrl="ftp://x"/></body></opml>'
    files = {"opml": ("mine.opml", data), "list": (None, "1")}
    page = client.get(client.post("/feeds", files=files).headers["location"]).text
    assert "Subscribed to 1 feed. 1 entry of the list was left out" in page
    out = client.get("/feeds.opml")
    assert out.headers["content-type"].startswith("text/x-opml")
    assert b'title="B &amp; C" xmlUrl="https://b.example.org/"' in out.content
    files["opml"] = ("mine.opml", b"<html>")
    assert "Is no OPML file" in client.post("/feeds", files=files).text


def test_feeds_are_paused_resumed_removed_and_asked(client: TestClient, database: Database) -> None:
    (feed,) = subscribe_to(database, [NamedFeed(A)]).new
    with database.writing() as session:
        store.save_feed(session, replace(feed, wanted=False, answered=NOW))
    assert "1 feed is asked now." in client.get(change(client, "ask")).text
    change(client, "pause", feed.id)
    assert feeds(database)[0].paused
    change(client, "resume", feed.id)
    assert (feeds(database)[0].paused, feeds(database)[0].wanted) == (False, True)
    page = client.get(change(client, "remove", feed.id)).text
    assert feeds(database) == ()
    assert f"Removed: {A}. The articles that came by it stay." in page
    assert f'<input type="hidden" name="url" value="{A}">' in page
    for act, number in (("remove", 99), ("nonsense", feed.id), ("pause", "9" * 50), ("pause", "²")):
        change(client, act, number)


def test_the_address_of_the_page_can_not_put_words_into_it(client: TestClient) -> None:
    page = client.get("/feeds?removed=javascript:alert(1)&added=<b>&there=-1&refused=9e9").text
    assert "javascript" not in page
    assert "Subscribed to 0 feeds." in page


def test_what_fails_comes_first_with_its_reason() -> None:
    page = feeds_page((WELL, FAILING), NOW, Beside(every=HOUR))
    assert [view.name for view in page.feeds] == ["Zeal", "Harbour Herald"]
    failing, well = page.feeds
    assert (failing.state, failing.words) == ("fails", "It answered 500. Failed 3 times in a row.")
    assert (failing.answered.words, well.answered.words) == ("2 days ago", "just now")
    assert (well.next.words, well.state, well.taken) == ("in 1 hour", "works", 7)
    assert page.sum == "2 feeds · 1 works · 1 fails"
    assert page.often == "They are asked again after 1 hour, and later while they fail."


def test_a_server_that_asks_no_feeds_says_so() -> None:
    page = feeds_page((WELL,), NOW, Beside(at_work=False))
    assert (page.feeds[0].next.words, page.still) == ("when told to", False)
    assert "crossread serve --poll 15m" in page.often
    wanted = feeds_page((replace(WELL, wanted=True),), NOW, Beside(at_work=False))
    assert (wanted.feeds[0].next.words, wanted.still, wanted.asking) == ("now", True, True)


def test_what_feeds_say_of_themselves_is_escaped(client: TestClient, database: Database) -> None:
    (feed,) = subscribe_to(database, [NamedFeed(A, "<script>alert(1)</script>")], '"><img src=x>').new
    with database.writing() as session:
        store.save_feed(session, replace(feed, home="javascript:alert(1)", trouble="<b>no</b>", failures=1))
    page = client.get("/feeds").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>no" not in page
    assert 'href="javascript' not in page


def test_the_form_keeps_what_was_typed() -> None:
    page = feeds_page((), NOW, Beside(typed=Typed(url="x", url_problem="No.")))
    assert page.typed.url == "x"


def test_many_feeds_are_listed_in_part() -> None:
    page = feeds_page(tuple(replace(WELL, id=n) for n in range(1_001)), NOW, Beside())
    assert len(page.feeds) == 1_000
    assert "The first 1,000 are listed here" in page.shown
