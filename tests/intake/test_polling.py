from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.domain.article import Given, Stated
from app.domain.dates import PartialDate
from app.domain.feed import Feed, Health
from app.domain.intake import ItemKind, NewItem
from app.intake.polling import (
    FIRST_TAKEN,
    LONGEST,
    MOST_TAKEN,
    Answer,
    Answered,
    Failed,
    Moment,
    Step,
    Unchanged,
    item,
    step,
    wait,
)
from app.pipeline.read.feeds import Entry, NamedFeed, ParsedFeed

NOW = dt.datetime(2026, 5, 2, 12, tzinfo=dt.UTC)
EARLIER = NOW - dt.timedelta(hours=1)
QUARTER = dt.timedelta(minutes=15)
NEW = Feed(1, "https://herald.example.org/feed", EARLIER, EARLIER, wanted=True)
KNOWN = replace(NEW, wanted=False, asked=EARLIER, answered=EARLIER, etag='"a"', taken=3)


def entry(number: int) -> Entry:
    return Entry(f"n-{number}", f"https://herald.example.org/{number}", f"Story {number}")


def entries(count: int) -> tuple[Entry, ...]:
    return tuple(entry(number) for number in range(count, 0, -1))


def answered(*found: Entry, moved: str | None = None, notes: tuple[str, ...] = ()) -> Answered:
    parsed = ParsedFeed("Harbour Herald", "https://herald.example.org/", found, notes)
    return Answered(parsed, '"b"', "Sat, 02 May 2026 11:00:00 GMT", moved)


def after(feed: Feed, answer: Answer, known: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> Step:
    return step(feed, answer, known, others, Moment(NOW, QUARTER))


def test_a_new_feed_gives_its_newest_entries_oldest_of_them_first() -> None:
    done = after(NEW, answered(*entries(FIRST_TAKEN + 5)))
    assert [one.name for one in done.items] == [f"Story {n}" for n in range(6, FIRST_TAKEN + 6)]
    assert len(done.seen) == 2 * (FIRST_TAKEN + 5)  # the older ones as well: they stay out
    assert done.words == "25 new articles (5 older ones stay out)"
    feed = done.feed
    assert (feed.title, feed.home) == ("Harbour Herald", "https://herald.example.org/")
    assert (feed.etag, feed.last_modified, feed.taken) == (
        '"b"',
        "Sat, 02 May 2026 11:00:00 GMT",
        FIRST_TAKEN,
    )
    assert (feed.asked, feed.answered, feed.due, feed.wanted) == (NOW, NOW, NOW + QUARTER, False)
    assert feed.health is Health.WELL


def test_a_known_feed_gives_what_is_new() -> None:
    done = after(KNOWN, answered(*entries(3)), known=("n-1", "https://herald.example.org/2"))
    assert [(one.name, one.url) for one in done.items] == [("Story 3", "https://herald.example.org/3")]
    assert (done.words, done.feed.taken) == ("1 new article", 4)
    assert after(KNOWN, answered(entry(1)), known=("n-1",)).words == "nothing new"


def test_what_is_too_much_for_once_comes_the_next_time() -> None:
    done = after(KNOWN, answered(*entries(MOST_TAKEN + 10)))
    assert len(done.items) == MOST_TAKEN
    assert "n-10" not in done.seen
    assert (done.feed.etag, done.feed.last_modified) == (None, None)  # it must answer in full again
    rest = after(done.feed, answered(*entries(MOST_TAKEN + 10)), known=done.seen)
    assert [one.name for one in rest.items] == [f"Story {n}" for n in range(1, 11)]


def test_nothing_new() -> None:
    done = after(replace(KNOWN, failures=3, trouble="no answer"), Unchanged())
    assert (done.feed.failures, done.feed.trouble, done.feed.etag) == (0, "", '"a"')
    assert (done.feed.due, done.items, done.words) == (NOW + QUARTER, (), "nothing new")
    noted = after(replace(KNOWN, trouble="is not well-formed"), Unchanged())
    assert noted.feed.trouble == "is not well-formed"  # it is as it was


def test_what_of_an_answer_was_not_read_is_told() -> None:
    done = after(
        KNOWN, answered(entry(1), notes=("is not well-formed (line 3): read as far as it could be",))
    )
    assert done.feed.trouble == "is not well-formed (line 3): read as far as it could be"
    assert done.feed.health is Health.WELL


def test_a_feed_that_fails_is_asked_less_and_less_often() -> None:
    feed, waits = KNOWN, list[float]()
    for _ in range(9):
        feed = after(feed, Failed("the site answered 500: a fault of its own")).feed
        waits.append((feed.due - NOW) / QUARTER)
    doubled = [2, 4, 8, 16, 32, 64, 96, 96, 96]
    assert all(n <= w <= 1.1 * n for n, w in zip(doubled, waits, strict=True))
    assert (feed.failures, feed.trouble, feed.answered) == (
        9,
        "the site answered 500: a fault of its own",
        EARLIER,
    )
    assert feed.health is Health.FAILING


def test_feeds_that_failed_together_do_not_come_back_together() -> None:
    assert len({wait(feed, 1, QUARTER, None) for feed in range(20)}) > 10
    assert wait(7, 2, QUARTER, None) == wait(7, 2, QUARTER, None)


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        (dt.timedelta(hours=3), dt.timedelta(hours=3)),
        (dt.timedelta(days=900), LONGEST),
        (dt.timedelta(), 2 * QUARTER),
    ],
)
def test_a_site_says_how_long_it_wants_to_be_left_alone(asked: dt.timedelta, least: dt.timedelta) -> None:
    done = after(KNOWN, Failed("the site answered 429: too many requests", after=asked))
    assert least <= done.feed.due - NOW <= 1.1 * LONGEST


def test_a_feed_that_says_it_ended_is_paused() -> None:
    done = after(KNOWN, Failed("the site answered 410: the page was taken down", gone=True))
    assert (done.feed.paused, done.feed.trouble) == (True, "the site answered 410: the page was taken down")


def test_a_feed_that_moved_is_asked_at_its_new_address() -> None:
    done = after(KNOWN, answered(entry(1), moved="https://new.example.org/feed"))
    assert done.feed.url == "https://new.example.org/feed"
    assert done.feed.trouble == "has moved here from https://herald.example.org/feed"
    assert len(done.items) == 1
    quiet = after(replace(KNOWN, url="http://herald.example.org/feed"), answered(moved=KNOWN.url))
    assert (quiet.feed.url, quiet.feed.trouble) == (KNOWN.url, "")


def test_a_feed_that_moved_to_where_another_is_ends() -> None:
    done = after(KNOWN, answered(moved="https://new.example.org/feed"), others=("//new.example.org/feed",))
    assert (done.feed.url, done.feed.paused) == (KNOWN.url, True)
    assert "subscribed to already" in done.feed.trouble


NAMED = (NamedFeed("https://herald.example.org/all.xml", "All"), NamedFeed("https://herald.example.org/b"))


def test_a_page_pasted_for_its_feed_leads_to_the_feed() -> None:
    done = after(NEW, Failed("is a page", named=NAMED))
    assert (done.feed.url, done.feed.title, done.feed.due) == (NAMED[0].url, "All", NOW)
    assert done.feed.wanted
    assert (
        after(NEW, Failed("is a page", named=NAMED), others=("//herald.example.org/all.xml",)).feed.url
        == NAMED[1].url
    )


def test_a_feed_that_becomes_a_page_stays_where_it_is() -> None:
    for feed in (KNOWN, replace(NEW, failures=1)):
        done = after(feed, Failed("is a page of links", named=NAMED))
        assert (done.feed.url, done.feed.trouble) == (feed.url, "is a page of links")
        assert done.feed.due > NOW


def test_what_a_feed_tells_of_a_page_is_a_hint_and_of_its_own_text_given() -> None:
    date, feed = PartialDate(2026, 5, 2), replace(KNOWN, outlet="Harbour Herald")
    page = Entry("n", "https://herald.example.org/n", "Ferry late", date)
    assert item(page, feed) == NewItem(
        ItemKind.LINK,
        "Ferry late",
        url="https://herald.example.org/n",
        given=Given(outlet="Harbour Herald"),
        hinted=Stated(published=date, title="Ferry late"),
    )
    text = Entry("n", None, "Ferry late", date, None, "It was late.")
    assert item(text, feed) == NewItem(
        ItemKind.TEXT, "Ferry late", data=b"It was late.", given=Given("Harbour Herald", date, "Ferry late")
    )
