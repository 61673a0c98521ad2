"""What comes of asking a feed: which entries to queue, when to ask again. Decisions only."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from app.domain.article import Given, Stated
from app.domain.feed import Feed
from app.domain.intake import ItemKind, NewItem
from app.pipeline.read.feeds import Entry, NamedFeed, ParsedFeed, entry_keys, same_feed

FIRST_TAKEN = 25  # of a feed that is new here: to subscribe must not flood the queue
MOST_TAKEN = 100  # at once; the rest waits for the next time
INTERVAL = dt.timedelta(minutes=5)  # sooner than that no feed is asked again by itself
LONGEST = dt.timedelta(days=1)
_JITTER = 0.1  # of the wait after a failure, so that feeds that failed together don't come back together
_NOTES = 3
_TROUBLE = 500  # characters


@dataclass(frozen=True, slots=True)
class Answered:
    """A feed that answered. `moved` is its new address, where it says that it has moved for good."""

    feed: ParsedFeed
    etag: str | None = None
    last_modified: str | None = None
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It holds nothing new."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It gave no feed. `after` is how long it asks to be left alone, `gone` whether it says that it ended.

    `named` are the feeds that a page names which answered in its place.
    """

    reason: str
    after: dt.timedelta | None = None
    gone: bool = False
    named: tuple[NamedFeed, ...] = ()


Answer = Answered | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class Step:
    """The feed as it is from now on, what to queue, which entries are seen, and what to tell of it."""

    feed: Feed
    words: str
    items: tuple[NewItem, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """When a feed was asked, and how soon it would be asked again by itself."""

    now: dt.datetime
    interval: dt.timedelta = INTERVAL


def step(feed: Feed, answer: Answer, known: Collection[str], others: Collection[str], moment: Moment) -> Step:
    """What comes of the answer.

    `known` are the keys of its entries that were seen before, `others` the addresses (as by `same_feed`) of
    the other feeds that are subscribed to.
    """
    asked = replace(feed, asked=moment.now, wanted=False)
    match answer:
        case Failed():
            return _failed(asked, answer, others, moment)
        case Unchanged():
            trouble = "" if feed.failures else feed.trouble
            well = replace(asked, trouble=trouble, failures=0, answered=moment.now, due=_due(moment))
            return Step(well, "nothing new")
        case Answered():
            return _answered(asked, answer, known, others, moment)


def _answered(
    feed: Feed, answer: Answered, known: Collection[str], others: Collection[str], moment: Moment
) -> Step:
    entries = answer.feed.entries
    new = [entry for entry in entries if not any(key in known for key in entry_keys(entry))]
    first = feed.answered is None and not known
    taken = new[: FIRST_TAKEN if first else MOST_TAKEN]
    left = [] if first else new[MOST_TAKEN:]
    well = replace(
        feed,
        title=feed.title or answer.feed.title,
        home=answer.feed.home or feed.home,
        # With entries left, the next answer must hold them again, changed or not.
        etag=None if left else answer.etag,
        last_modified=None if left else answer.last_modified,
        answered=moment.now,
        due=_due(moment),
        failures=0,
        trouble="; ".join(answer.feed.notes[:_NOTES])[:_TROUBLE],
        taken=feed.taken + len(taken),
    )
    waiting = {key for entry in left for key in entry_keys(entry)}
    seen = tuple(key for entry in entries for key in entry_keys(entry) if key not in waiting)
    words = _news(len(taken), len(new) - len(taken), first)
    items = tuple(item(entry, feed) for entry in reversed(taken))
    return _moved(Step(well, words, items, seen), answer.moved, others)


def _moved(step: Step, address: str | None, others: Collection[str]) -> Step:
    """The same under the feed's new address; a feed that is subscribed to there already ends here."""
    if address is None or address == step.feed.url:
        return step
    if same_feed(address) in others:
        trouble = f"has moved to {address}, which is subscribed to already"
        return replace(step, feed=replace(step.feed, paused=True, trouble=trouble))
    notes = (f"has moved here from {step.feed.url}", step.feed.trouble)
    trouble = (
        step.feed.trouble
        if same_feed(address) == same_feed(step.feed.url)
        else "; ".join(filter(None, notes))
    )
    return replace(step, feed=replace(step.feed, url=address, trouble=trouble[:_TROUBLE]))


def _failed(feed: Feed, answer: Failed, others: Collection[str], moment: Moment) -> Step:
    failures = feed.failures + 1
    failed = replace(
        feed,
        failures=failures,
        trouble=answer.reason[:_TROUBLE],
        due=moment.now + wait(feed.id, failures, moment.interval, answer.after),
        paused=answer.gone,
    )
    if answer.gone:
        return Step(failed, f"is paused: {answer.reason}")
    instead = next((named for named in answer.named if same_feed(named.url) not in others), None)
    if instead is None or feed.answered or feed.failures:
        return Step(failed, answer.reason)
    # A page that was pasted for its feed. Once only: what it names may be a page again.
    words = f"the page {feed.url} names this feed, which is read in its place"
    found = replace(failed, url=instead.url, title=feed.title or instead.title, due=moment.now, wanted=True)
    return Step(replace(found, trouble=words[:_TROUBLE]), words)


def wait(feed: int, failures: int, interval: dt.timedelta, after: dt.timedelta | None) -> dt.timedelta:
    """How long a feed is left alone that failed `failures` times in a row: doubled each time, up to a day.

    Never shorter than it asks for (`after`), nor much longer than a day.
    """
    doubled: dt.timedelta = min(interval * 2 ** min(failures, 12), LONGEST)
    spread = doubled * (1 + _JITTER * hashlib.sha256(f"{feed} {failures}".encode()).digest()[0] / 255)
    return max(spread, min(after, LONGEST)) if after else spread


def item(entry: Entry, feed: Feed) -> NewItem:
    """An entry as something to read. What the feed tells of a page counts where the page states nothing."""
    given = Given(outlet=feed.outlet)
    name = entry.title or entry.address or f"entry of {feed.name}"
    if entry.address:
        hinted = Stated(published=entry.published, title=entry.title)
        return NewItem(ItemKind.LINK, name, url=entry.address, given=given, hinted=hinted)
    told = replace(given, published=entry.published, title=entry.title)
    return NewItem(ItemKind.TEXT, name, data=(entry.content or "").encode(), given=told)


def named_words(named: Collection[NamedFeed]) -> str:
    """What a page is that names feeds, for one who pasted its address."""
    found = ", ".join(feed.url for feed in named)
    return f"is no article but a page that names feeds; to get what they list, add one: {found}"


def _due(moment: Moment) -> dt.datetime:
    return moment.now + moment.interval


def _news(taken: int, left: int, first: bool) -> str:
    if not taken:
        return "nothing new"
    words = f"{taken} new article{'' if taken == 1 else 's'}"
    if not left:
        return words
    older = "older one stays out" if left == 1 else "older ones stay out"
    return f"{words} ({left} {older})" if first else f"{words} ({left} more to come)"
