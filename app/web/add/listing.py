"""What was handed in and what has become of it: the sum, and a line for each item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app import store
from app.domain.article import web_address
from app.domain.intake import IN, OPEN, Became, Item, ItemKind, ItemsFound, ItemState, ListedItem, Progress
from app.intake.endings import LOCK
from app.store import Database, Session
from app.web.dates import date_words
from app.web.language import N_, gettext, ngettext
from app.web.links import (
    Link,
    add_address,
    article_address,
    columns_address,
    edit_address,
    event_address,
    item_address,
    versions_address,
)

PER_PAGE = 100
EVENTS = 5  # named at the end
PATIENCE = dt.timedelta(seconds=20)  # before it is said that nothing is being read
GAUGE = 900  # units of its width
GAP = 3
_MAX_NAME = 240
_MAX_WORDS = 400

GROUPS: Mapping[str, tuple[str, Collection[ItemState]]] = {
    "open": (N_("waiting or being read"), OPEN),
    "asking": (N_("asking"), (ItemState.ASKING,)),
    "failed": (N_("not read"), (ItemState.FAILED,)),
    "in": (N_("in"), IN),
    "had": (N_("had already"), (ItemState.THERE,)),
}


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state as it is shown: form and glyph, word, colour."""

    glyph: str
    word: str
    css: str


MARKS = {
    ItemState.WAITING: StateMark("○", N_("Waiting"), "st-wait"),
    ItemState.RUNNING: StateMark("◔", N_("Reading"), "st-run"),
    ItemState.ASKING: StateMark("?", N_("Asking"), "st-ask"),
    ItemState.FAILED: StateMark("✗", N_("Not read"), "st-fail"),
    ItemState.STORED: StateMark("✓", N_("In"), "st-done"),
    ItemState.PARTLY: StateMark("◐", N_("In, not in full"), "st-part"),
    ItemState.CHANGED: StateMark("✓", N_("New version"), "st-done"),
    ItemState.THERE: StateMark("", N_("Had it already"), "st-done"),  # the sign for copies is drawn
    ItemState.OPENED: StateMark("▤", N_("Opened"), "st-done"),
}

_NOT_COMPARED = StateMark("◐", N_("In, not compared"), "st-part")


@dataclass(frozen=True, slots=True)
class View:
    """Which items are looked at: of a batch or of all, in a group of states or in any, which page of them."""

    batch: int | None = None
    state: str = ""
    page: int = 1

    @property
    def states(self) -> Collection[ItemState]:
        return GROUPS[self.state][1] if self.state else ()

    def address(self, page: int = 1) -> str:
        return add_address(self.batch, self.state, page)


@dataclass(frozen=True, slots=True)
class ItemView:
    """A line of the table."""

    id: int
    mark: StateMark
    word: str
    name: str
    href: str  # of the article
    source: str
    outward: str  # an address a browser may follow
    facts: str  # outlet, date, how many claims
    event: Link | None
    words: str
    actions: tuple[Link, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Gauge:
    done: int
    bad_from: int
    bad: int
    words: str


@dataclass(frozen=True, slots=True)
class Sum:
    """How far all of it is. `failed` is how many can be tried again; `events` are named when all is done."""

    view: View
    all: int
    first: str  # in bold
    rest: str
    note: str
    still: bool
    gauge: Gauge
    failed: int
    events: tuple[Link, ...]
    columns: str

    @property
    def said(self) -> str:
        return f"{self.first}{self.rest}. {self.note}"


@dataclass(frozen=True, slots=True)
class Items:
    """The right-hand side of the page."""

    view: View
    sum: Sum
    items: tuple[ItemView, ...]
    groups: tuple[Link, ...]
    shown: str
    previous: str | None
    next: str | None
    changed: int
    open: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What the sum tells beside the counts.

    The events that came of a batch (id and title), how many items can be tried again, whether nothing is
    being read though something waits, and an item that asks (0 for none).
    """

    events: tuple[tuple[str, str], ...] = ()
    again: int = 0
    still: bool = False
    asks: int = 0


NOTHING_BESIDE = Beside()


def load_items(database: Database, view: View, now: dt.datetime) -> Items:
    """The items of a view, as they are in one state of the data."""
    with database.session() as session:
        found = store.list_items(
            session,
            batch=view.batch,
            states=view.states,
            first=(view.page - 1) * PER_PAGE,
            count=PER_PAGE,
        )
        progress = store.load_progress(session, view.batch)
        beside = _beside(session, view, progress)
        late = bool(progress.open) and store.open_for_long(session, now, PATIENCE)
    still = late and not _at_work(database)
    return items_page(view, found, progress, summed(view, progress, replace(beside, still=still)))


def _at_work(database: Database) -> bool:
    """Whether there is a process that reads what waits: it holds the lock as long as it lives."""
    with database.alone(LOCK) as nobody:
        return not nobody


def _beside(session: Session, view: View, progress: Progress) -> Beside:
    over = view.batch if not progress.open else None
    asking = store.list_items(session, batch=view.batch, states=(ItemState.ASKING,), count=1).items
    return Beside(
        events=store.events_of_batch(session, over, EVENTS) if over else (),
        again=len(store.items_to_retry(session, view.batch)) if progress.failed else 0,
        asks=asking[0].item.id if asking else 0,
    )


def summed(view: View, progress: Progress, beside: Beside = NOTHING_BESIDE) -> Sum:
    """The sum in words and as a gauge."""
    first = gettext("%(done)s of %(all)s done", done=f"{progress.done:,}", all=f"{progress.all:,}")
    if not progress.open and not progress.asking:
        first = gettext("All %(all)s done", all=f"{progress.all:,}") if progress.all > 1 else gettext("Done")
    return Sum(
        view=view,
        all=progress.all,
        first=first,
        rest=_counts(progress),
        note=_note(progress, beside.still),
        still=beside.still,
        gauge=_gauge(progress, first),
        failed=beside.again,
        events=tuple(Link(title, event_address(id_)) for id_, title in beside.events),
        columns=columns_address(beside.asks) if beside.asks else "",
    )


def _counts(progress: Progress) -> str:
    had = progress.counts.get(ItemState.THERE, 0)
    parts = (
        (progress.among(IN), gettext("%(number)s in", number=f"{progress.among(IN):,}")),
        (had, gettext("%(number)s had already", number=f"{had:,}")),
        (progress.failed, gettext("%(number)s not read", number=f"{progress.failed:,}")),
        (progress.asking, ngettext("%(num)s asks you", "%(num)s ask you", progress.asking)),
    )
    words = ", ".join(words for number, words in parts if number)
    return f": {words}" if words else ""


def _note(progress: Progress, still: bool) -> str:
    if still:
        return gettext(
            "Nothing is being read at the moment: the part of Crossread that reads does not run. If it stays"
            " so, end Crossread and start it again with “crossread serve”. What waits is kept."
        )
    if progress.open:
        return gettext("You can leave this page; the work goes on.")
    if progress.asking:
        return gettext("The rest waits for you to say what its columns hold.")
    return ""


def _gauge(progress: Progress, words: str) -> Gauge:
    whole = progress.all or 1
    bad = progress.failed
    good = GAUGE * (progress.done - bad) // whole
    start = good + GAP if good and bad else good
    wide = max(GAUGE * progress.done // whole - start, GAP) if bad else 0
    told = ngettext("%(num)s of them not read", "%(num)s of them not read", bad) if bad else ""
    return Gauge(good, start, wide, f"{words}, {told}" if told else words)


def items_page(view: View, found: ItemsFound, progress: Progress, total: Sum) -> Items:
    start, more = (view.page - 1) * PER_PAGE, view.page * PER_PAGE < found.total
    return Items(
        view=view,
        sum=total,
        items=tuple(item_view(listed) for listed in found.items),
        groups=_groups(view, progress),
        shown=_shown(start, len(found.items), found.total),
        previous=view.address(view.page - 1) if view.page > 1 else None,
        next=view.address(view.page + 1) if more else None,
        changed=progress.changed,
        open=bool(progress.open),
    )


def _shown(start: int, shown: int, total: int) -> str:
    if not shown or shown == total:
        return ""
    return gettext(
        "%(first)s to %(last)s of %(all)s",
        first=f"{start + 1:,}",
        last=f"{start + shown:,}",
        all=f"{total:,}",
    )


def _groups(view: View, progress: Progress) -> tuple[Link, ...]:
    """The ways to items of one group of states, where there is more than one group."""
    numbers = {name: progress.among(states) for name, (_, states) in GROUPS.items()}
    kept = [name for name, number in numbers.items() if number or name == view.state]
    if len(kept) < 2 and not view.state:
        return ()
    everything = Link(gettext("all"), add_address(view.batch), "", progress.all, not view.state)
    return (
        everything,
        *(
            Link(gettext(GROUPS[n][0]), add_address(view.batch, n), n, numbers[n], n == view.state)
            for n in kept
        ),
    )


# ---- a line -----------------------------------------------------------------------------------------------


def item_view(listed: ListedItem) -> ItemView:
    """A line of the table: what it is, where it came from, what happened, what can be done."""
    item, became = listed.item, listed.became
    name = (became.headline if became else "") or item.name
    mark = _mark(listed)
    return ItemView(
        id=item.id,
        mark=mark,
        word=gettext(mark.word),
        name=_cut(name, _MAX_NAME),
        href=article_address(became.article) if became else "",
        source=_cut(_source(listed, name), _MAX_NAME),
        outward=web_address(item.url) or "",
        facts=_facts(listed),
        event=Link(_cut(became.event[1], _MAX_NAME), event_address(became.event[0]))
        if became and became.event
        else None,
        words=_cut(_words(listed), _MAX_WORDS),
        actions=_actions(listed),
        again=item.state is ItemState.FAILED and listed.again,
    )


def _mark(listed: ListedItem) -> StateMark:
    """How the state is shown: an article that was not in full, or is not compared, may be by now."""
    state, became = listed.item.state, listed.became
    if state is not ItemState.PARTLY or became is None or not became.full:
        return MARKS[state]
    return MARKS[ItemState.STORED] if became.compared else _NOT_COMPARED


def _source(listed: ListedItem, name: str) -> str:
    item = listed.item
    if item.parent and item.kind is ItemKind.RECORD:
        inside = gettext("%(file)s, number %(place)s", file=listed.parent, place=f"{(item.place or 0) + 1:,}")
        return f"{item.url} · {inside}" if item.url else inside
    if item.url:
        return item.url if item.url != name else ""
    if item.kind is ItemKind.FILE:
        ours = gettext("from your computer")
        return ours if name == item.name else f"{item.name} · {ours}"
    return gettext("pasted") if item.kind is ItemKind.TEXT else ""


def _facts(listed: ListedItem) -> str:
    if listed.item.state is ItemState.OPENED and listed.records:
        return ngettext("%(num)s article in it", "%(num)s articles in it", listed.records)
    became = listed.became
    if became is None:
        return ""
    who = [became.outlet or gettext("outlet not named")]
    when = [date_words(became.published)] if became.published else [gettext("date not known")]
    return f"{', '.join(who + when)} · {ngettext('%(num)s claim', '%(num)s claims', became.claims)}"


_PLAIN = {
    ItemState.THERE: N_("The same text was here already."),
    ItemState.PARTLY: N_("The text is not the whole report."),
    ItemState.ASKING: N_("A table: say what its columns hold, then it is read."),
    ItemState.CHANGED: N_("The article was here with another text; both are kept."),
}


def _words(listed: ListedItem) -> str:
    item = listed.item
    words = item.words.strip()
    if _mark(listed) is not MARKS[item.state] and listed.became and listed.became.compared:
        return gettext("The rest of the text has come since.")
    if item.state is ItemState.OPENED and listed.records:
        return ""  # how many articles are in it is told already, in the reader's language
    if words:
        return sentence(words)
    return gettext(_PLAIN[item.state]) if item.state in _PLAIN else ""


def sentence(words: str) -> str:
    """A reason as it is kept, as a sentence."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "…", "?", "!", ":")) else ".")


def _actions(listed: ListedItem) -> tuple[Link, ...]:
    item = listed.item
    if listed.became is not None and item.state is not ItemState.FAILED:
        return _actions_on(item, listed.became)
    if item.state is ItemState.ASKING:
        return (Link(gettext("Check the columns"), columns_address(item.id)),)
    if item.state is ItemState.OPENED and item.kind is ItemKind.LINK and not listed.records:
        return (Link(gettext("Feeds"), "/feeds"),)
    failed = item.state is ItemState.FAILED and _mendable(item, listed.again)
    change = failed or (item.state is ItemState.WAITING and item.kind is not ItemKind.RECORD)
    paste = failed and item.kind is ItemKind.LINK and bool(item.url)
    both = (
        (change, Link(gettext("Change"), item_address(item.id))),
        (paste, _pasting(item, gettext("Paste its text"))),
    )
    return tuple(link for possible, link in both if possible)


def _actions_on(item: Item, became: Became) -> tuple[Link, ...]:
    """What can be done about the article that an item became."""
    mend = (Link(gettext("Mend"), edit_address(became.article)),)
    if item.state is ItemState.CHANGED:
        return (Link(gettext("What changed"), versions_address(became.article)), *mend)
    if item.state is ItemState.PARTLY and not became.full:
        return (_pasting(item, gettext("Paste the rest")), *mend)
    return mend


def _pasting(item: Item, words: str) -> Link:
    return Link(words, f"/add?rest={item.id}#paste")


def _mendable(item: Item, again: bool) -> bool:
    return item.kind is ItemKind.LINK or (again and item.kind is not ItemKind.RECORD)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most].rstrip() + "…"
