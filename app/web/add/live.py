"""The page kept up to date while it is looked at: what changed on it, as events that the server sends."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic

from fastapi.sse import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from app import store
from app.store import Database
from app.web.add.listing import Items, ItemView, Sum, View, load_items
from app.web.templates import filled

SOON_S, LATER_S = 1.0, 5.0  # between looks: while something is being read, and while nothing is
WHOLE_S = 5.0  # between looks at all that is shown: an article's event comes after the article
LINGER_S = 40.0  # that a page is kept up after the last item is done: events are lined up then
SAID_S = 10.0  # between two sentences to a screen reader
COMMENT_S = 15.0


@dataclass(frozen=True, slots=True)
class Change:
    """What templates/add/change.html shows: the parts of the page that are to be put in place."""

    items: Items | None  # with the sum and the ways to groups, where these changed
    rows: tuple[ItemView, ...]
    body: tuple[ItemView, ...] | None  # all rows, where there are others than before
    said: str


@dataclass(slots=True)
class Watch:
    """What one open page shows, so that only what changed is sent. `after` is the mark it was made at."""

    database: Database
    view: View
    after: int
    _rows: dict[int, ItemView] = field(default_factory=dict)
    _sum: Sum | None = None
    _mark: int = -1
    _whole: float = 0.0
    _said: float = 0.0
    _last: float = field(default_factory=monotonic)
    open: bool = True

    def look(self) -> str:
        """The markup of what changed since the last look, "" for nothing. Opens and ends its own session."""
        now = monotonic()
        with self.database.session() as session:
            mark = store.load_progress(session, self.view.batch).changed
        if mark == self._mark and now - self._whole < WHOLE_S:
            return ""
        items = load_items(self.database, self.view, dt.datetime.now(dt.UTC))
        self._mark, self._whole, self.open = mark, now, items.open
        self._last = now if items.open else self._last
        return self._changed(items, now)

    @property
    def over(self) -> bool:
        return not self.open and monotonic() - self._last > LINGER_S

    def _changed(self, items: Items, now: float) -> str:
        rows = {item.id: item for item in items.items}
        if self._sum is None and items.changed == self.after:  # the page shows just this
            self._rows, self._sum = rows, items.sum
        known, self._rows = self._rows, rows
        total, self._sum = items.sum if items.sum != self._sum else None, items.sum
        same = rows.keys() == known.keys()
        changed = tuple(row for row in items.items if known.get(row.id) != row) if same else ()
        if not (changed or total) and same:
            return ""
        body = None if same else items.items
        return filled(
            "add/change.html", Change(items if total else None, changed, body, self._sentence(total, now))
        )

    def _sentence(self, total: Sum | None, now: float) -> str:
        """The sum for those who hear the page, seldom enough to be listened to, and at the end."""
        if total is None or (self.open and now - self._said < SAID_S):
            return ""
        self._said = now
        return total.said


async def watched(watch: Watch, ending: asyncio.Event) -> AsyncIterator[ServerSentEvent]:
    """The changes of a page until nothing more is to come, or the server ends.

    Nothing is held while it waits: neither a session nor a thread.
    """
    quiet = monotonic()
    while not ending.is_set():
        if markup := await run_in_threadpool(watch.look):
            quiet = monotonic()
            yield ServerSentEvent(raw_data=markup, event="change")
        elif monotonic() - quiet > COMMENT_S:
            quiet = monotonic()
            yield ServerSentEvent(comment="still here")
        if watch.over:
            break
        await _wait(ending, SOON_S if watch.open else LATER_S)
    if not ending.is_set():
        yield ServerSentEvent(raw_data="over", event="over")


async def _wait(ending: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(ending.wait(), seconds)
    except TimeoutError:
        return
