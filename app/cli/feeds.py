"""`crossread feeds` and `crossread poll`: what is subscribed to, how it fares, what came of asking."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console
from rich.table import Table

from app import store
from app.cli import options
from app.cli.output import opened_database, writer
from app.domain.feed import Feed, Health
from app.domain.intake import ItemState
from app.errors import BadInputError, NotFoundError
from app.store import Database

if TYPE_CHECKING:
    from app.ingest import ReadClaims
    from app.pipeline.read.feeds import NamedFeed

feeds = typer.Typer(
    name="feeds",
    help="List the feeds that are subscribed to, with how they fare; add, pause, resume, remove them.",
    invoke_without_command=True,
)
_NONE = "no feeds yet: `crossread feeds add ADDRESS` subscribes to one\n"
Named = Annotated[
    list[str],
    typer.Argument(metavar="FEED...", help="By number or address, as `crossread feeds` lists them."),
]


class FeedsFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    OPML = "opml"


@feeds.callback()
def list_feeds(
    context: typer.Context,
    format_: Annotated[
        FeedsFormat, typer.Option("--format", help="A table to read, JSON, or OPML for a feed reader.")
    ] = FeedsFormat.TEXT,
    output: options.Output = None,
    database: options.DatabaseUrl = "",
) -> None:
    """List the feeds that are subscribed to, with how they fare."""
    if context.invoked_subcommand:
        context.obj = database
        return
    with opened_database(database, to_read=True) as opened, opened.session() as session:
        found = store.load_feeds(session)
    with writer(output) as out:
        match format_:
            case FeedsFormat.TEXT:
                print_feeds(found, out)
            case FeedsFormat.JSON:
                out.write(json.dumps([_as_json(feed) for feed in found], ensure_ascii=False, indent=2) + "\n")
            case FeedsFormat.OPML:
                out.write(as_opml(found))


@feeds.command()
def add(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="ADDRESS|FILE.opml...", help="Addresses of feeds or sites, or lists of feeds."
        ),
    ],
    outlet: Annotated[
        str, typer.Option(help="Outlet of the feeds' articles. Default: as their pages say.")
    ] = "",
    database: options.DatabaseUrl = "",
) -> None:
    """Subscribe to feeds. `crossread poll`, or a server with --poll, reads them."""
    from app.intake.feeds import subscribe_to

    named = [feed for source in sources for feed in _sources(source)]
    with opened_database(database or context.obj) as opened:
        found = subscribe_to(opened, named, options.line(outlet, "--outlet"))
    for feed in found.new:
        typer.echo(f"{feed.id}  {feed.url}  subscribed")
    for feed in found.there:
        typer.echo(f"{feed.id}  {feed.url}  is subscribed to already")
    for refused in found.refused:
        typer.echo(f"failed: {refused}", err=True)
    raise typer.Exit(1 if found.refused else 0)


@feeds.command()
def remove(context: typer.Context, named: Named, database: options.DatabaseUrl = "") -> None:
    """End subscriptions. The articles that came by them stay."""
    _change(database or context.obj, named, store.remove_feed, "removed; its articles stay")


@feeds.command()
def pause(context: typer.Context, named: Named, database: options.DatabaseUrl = "") -> None:
    """Ask feeds no more until they are resumed."""
    _change(database or context.obj, named, lambda s, f: store.pause_feed(s, f, paused=True), "paused")


@feeds.command()
def resume(context: typer.Context, named: Named, database: options.DatabaseUrl = "") -> None:
    """Ask paused feeds again."""
    _change(database or context.obj, named, lambda s, f: store.pause_feed(s, f, paused=False), "resumed")


def poll_and_work(
    database: Database, load: Callable[[], ReadClaims], console: Console, *, everything: bool
) -> int:
    """Ask feeds and read what came, telling of each; the exit status."""
    from app.cli.working import reading_tools
    from app.intake.feeds import poll
    from app.intake.resident import work_once

    with database.session() as session:
        if not store.load_feeds(session):
            console.print(_NONE.strip(), markup=False)
            return 0
    tools, asked, failed = reading_tools(load), 0, 0
    for polled in poll(database, tools.fetch, everything=everything):
        asked, failed = asked + 1, failed + polled.failed
        words = f"{polled.feed.name}: {polled.words}"
        console.print(f"failed: {words}" if polled.failed else words, markup=False)
    if not asked:
        console.print("no feed is due: --all asks them now", markup=False)
    came_to = work_once(database, tools)
    if came_to is None:
        console.print("the server that runs on this database reads what came", markup=False)
        return 1 if failed else 0
    counts = [f"{count} {state.value}" for state, count in sorted(came_to.items())]
    console.print(", ".join(counts) or "nothing to read", markup=False)
    return 1 if failed or came_to[ItemState.FAILED] else 0


def print_feeds(found: tuple[Feed, ...], out: TextIO) -> None:
    """A table of feeds for a person to read."""
    if not found:
        out.write(_NONE)
        return
    table = Table()
    for name in ("no.", "feed", "outlet", "state", "last read", "articles"):
        table.add_column(name, justify="right" if name in ("no.", "articles") else "left", overflow="fold")
    for feed in found:
        name = f"{feed.title}\n{feed.url}" if feed.title else feed.url
        table.add_row(
            str(feed.id), name, feed.outlet or "", _state(feed), _when(feed.answered), str(feed.taken)
        )
    Console(file=out, markup=False).print(table)


def as_opml(found: tuple[Feed, ...]) -> str:
    from app.pipeline.read.feeds import NamedFeed
    from app.pipeline.read.opml import write_opml

    return write_opml((NamedFeed(feed.url, feed.title) for feed in found), "Feeds in Crossread").decode()


def _state(feed: Feed) -> str:
    if feed.health is Health.FAILING:
        return f"failed {feed.failures}x, next try {_when(feed.due)}: {feed.trouble}"
    words = {Health.NEW: "not asked yet", Health.WELL: "works", Health.PAUSED: "paused"}[feed.health]
    return f"{words}: {feed.trouble}" if feed.trouble else words


def _when(moment: dt.datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "never"


def _as_json(feed: Feed) -> dict[str, object]:
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "outlet": feed.outlet,
        "state": feed.health.value,
        "trouble": feed.trouble,
        "failures": feed.failures,
        "asked": feed.asked.isoformat() if feed.asked else None,
        "answered": feed.answered.isoformat() if feed.answered else None,
        "due": feed.due.isoformat(),
        "articles": feed.taken,
    }


def _sources(words: str) -> tuple[NamedFeed, ...]:
    """The feeds that an argument names: a list of feeds, if there is such a file, else an address."""
    from app.pipeline.read.feeds import NamedFeed
    from app.pipeline.read.opml import read_opml

    path = Path(words)
    if words.casefold().endswith((".opml", ".xml")) and path.is_file():
        try:
            found, problems = read_opml(path.read_bytes())
        except (BadInputError, OSError) as error:
            raise BadInputError(f"{path}: {error}") from error
        for problem in problems:
            typer.echo(f"passed over: {path}: {problem}", err=True)
        return found
    return (NamedFeed(words),)


def _change(url: str, named: list[str], change: Callable[[store.Session, int], None], words: str) -> None:
    with opened_database(url, to_read=True) as opened, opened.writing() as session:
        for feed in [_find(store.load_feeds(session), name) for name in named]:
            change(session, feed.id)
            typer.echo(f"{feed.id}  {feed.url}  {words}")


def _find(found: tuple[Feed, ...], name: str) -> Feed:
    from app.pipeline.read.feeds import same_feed

    for feed in found:
        if str(feed.id) == name or same_feed(feed.url) == same_feed(name):
            return feed
    raise NotFoundError(f"there is no feed {name}: `crossread feeds` lists them")
