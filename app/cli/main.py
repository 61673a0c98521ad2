"""The commands. Each opens what it needs, calls one verb and says what came of it."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.logging import RichHandler

from app import __version__
from app.cli import options
from app.cli.feeds import feeds
from app.cli.output import opened_database, print_events, print_report, progress, writer
from app.domain.comparison import DateField, Filters, Order
from app.domain.correction import Field
from app.errors import BadInputError, CrossreadError
from app.intake.endings import After
from app.resources import folder
from app.settings import Settings, default_database_url
from app.store import Database, find_event, load_comparison, load_events

if TYPE_CHECKING:
    from app.ingest import Item, ReadClaims

cli = typer.Typer(
    name="crossread",
    help="Lines up what several news outlets wrote about the same event.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.add_typer(feeds)
_console = Console(stderr=True, highlight=False, soft_wrap=True)


class EventsFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


class ExportFormat(StrEnum):
    CSV = "csv"
    JSON = "json"
    HTML = "html"


class CsvLayout(StrEnum):
    WIDE = "wide"
    LONG = "long"


def main() -> None:
    """Run the command line; an error meant for the user is printed without a traceback, exit status 2."""
    handler = RichHandler(console=_console, show_time=False, show_path=False)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], format="%(message)s")
    try:
        cli()
    except CrossreadError as error:
        _console.print(f"crossread: {error}", markup=False)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); the interpreter must not trip over it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"crossread {__version__}")
        raise typer.Exit


@cli.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Options that stand before a command."""


@cli.command()
def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|LINK...",
            help="Files (.txt .html .csv .jsonl .json .warc), folders of them, and links (https://...).",
            show_default=False,
        ),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Outlet, date, title, url, note for files that carry none, by the column 'file'.",
        ),
    ] = None,
    outlet: Annotated[str, typer.Option(help="Outlet of articles that come without one.")] = "",
    date: Annotated[str, typer.Option(help="Day of publication of articles that come without one.")] = "",
    title: Annotated[str, typer.Option(help="Headline of articles that come without one.")] = "",
    url: Annotated[str, typer.Option(help="Address of articles that come without one.")] = "",
    column: options.TableColumns = None,
    dates: options.DateOrders = None,
    database: options.DatabaseUrl = "",
) -> None:
    """Store articles, find their claims, line them up. Exit status 1 if any could not be stored."""
    from app.intake.links import followed
    from app.pipeline.fetch import fetcher
    from app.pipeline.read import Given, Linked, count, parse_date, read

    links, files = options.links_and_files(paths or [])
    if not paths and manifest is None:
        raise BadInputError("nothing to ingest: name files, folders or links, or a --manifest")
    given = Given(
        options.line(outlet, "--outlet"),
        parse_date(date) if date else None,
        options.line(title, "--title"),
        options.address(url, "--url"),
    )
    columns = options.table_columns(column or [], dates)
    fetch = fetcher(Settings().fetch_allow)
    items: Iterable[Item] = (Linked(link, link, given) for link in links)
    if files or manifest:
        items = chain(read(files, manifest=manifest, given=given, columns=columns), items)
    in_files = count(files)
    with opened_database(database) as opened:
        expected = None if in_files is None else in_files + len(links)
        raise typer.Exit(_ingest(opened, followed(items, fetch), expected))


@cli.command()
def columns(
    table: Annotated[Path, typer.Argument(metavar="FILE", help="A table: .csv, .jsonl or .json.")],
) -> None:
    """Show what the columns of a table seem to hold, as `crossread ingest` would read it."""
    from app.cli.tables import print_columns

    print_columns(table, sys.stdout)


@cli.command()
def serve(
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    poll: options.PollEvery = "",
    database: options.DatabaseUrl = "",
) -> None:
    """Serve the pages and print their address. Ends with Ctrl-C."""
    every = options.duration(poll, "--poll")
    from app.cli.serving import serve_forever
    from app.pipeline.fetch import fetcher

    fetcher(Settings().fetch_allow)  # a setting that can't be read is told here, not by the worker
    with opened_database(database) as opened:
        serve_forever(opened, host, port, _console, every)


@cli.command(hidden=True)
def work(
    after: Annotated[After, typer.Option(help="What ended the process before.")] = After.START,
    poll: options.PollEvery = "",
    database: options.DatabaseUrl = "",
) -> None:
    """Work on what was handed in, until standard input ends. `crossread serve` runs this beside itself."""
    from app.cli.working import work_until_ended

    with opened_database(database) as opened:
        work_until_ended(opened, _claim_reader, after, options.duration(poll, "--poll"))


@cli.command()
def demo(
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    database: options.DemoDatabaseUrl = "",
) -> None:
    """Ingest the accounts that come with Crossread and serve them."""
    from app.cli.serving import serve_forever
    from app.pipeline.read import Passed, read

    items = (item for item in read([folder("seeds")]) if not isinstance(item, Passed))
    with opened_database(database or default_database_url("demo")) as opened:
        _ingest(opened, items)
        serve_forever(opened, host, port, _console)


@cli.command()
def events(
    format_: Annotated[
        EventsFormat, typer.Option("--format", help="A table to read, or JSON.")
    ] = EventsFormat.TEXT,
    output: options.Output = None,
    database: options.DatabaseUrl = "",
) -> None:
    """List the events with their articles."""
    with opened_database(database, to_read=True) as opened, opened.session() as session:
        found = load_events(session)
    with writer(output) as out:
        if format_ is EventsFormat.TEXT:
            print_events(found, out)
        else:
            listing = [{"id": e.id, "title": e.title, "articles": list(e.source_names)} for e in found]
            out.write(json.dumps(listing, ensure_ascii=False, indent=2) + "\n")


@cli.command()
def export(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Id of the event, or how it begins.")],
    format_: Annotated[ExportFormat, typer.Option("--format", help="What to write.")] = ExportFormat.CSV,
    output: options.Output = None,
    layout: Annotated[
        CsvLayout, typer.Option(help="CSV: a row per fact with a column per outlet, or a row per claim.")
    ] = CsvLayout.WIDE,
    raw: Annotated[
        bool, typer.Option("--raw", help="CSV: no apostrophe before cells that begin with = + - @.")
    ] = False,
    speaker: options.Speakers = None,
    outlet: options.Outlets = None,
    kind: options.Kinds = None,
    verdict: options.Verdicts = None,
    text: options.Words = "",
    left_out_by: options.LeftOutBy = "",
    when: options.When = DateField.SAID,
    since: options.Since = "",
    until: options.Until = "",
    confidence: options.Confidence = 0.0,
    column: options.Columns = None,
    fold_copies: options.FoldCopies = False,
    changed: options.Changed = False,
    order: options.RowOrder = Order.DISAGREEMENT,
    database: options.DatabaseUrl = "",
) -> None:
    """Write an event's table as CSV, JSON or one HTML page, filtered as on its page."""
    from app.web import exports
    from app.web.comparison.changed import with_changes
    from app.web.comparison.columns import unknown_columns
    from app.web.facets import strangers
    from app.web.provenance import Provenance

    filters = Filters(
        speakers=tuple(speaker or ()),
        outlets=tuple(outlet or ()),
        kinds=tuple(kind or ()),
        verdicts=tuple(verdict or ()),
        text=text,
        left_out_by=left_out_by,
        date_field=when,
        since=options.day(since, "--from"),
        until=options.day(until, "--to"),
        confidence=round(confidence, 2),
        columns=tuple(column or ()),
        fold=fold_copies,
        changed=changed,
        order=order,
    )
    with opened_database(database, to_read=True) as opened, opened.session() as session:
        whole = with_changes(load_comparison(session, find_event(session, event)))
    if unknown := strangers(whole, filters) + unknown_columns(whole, filters):
        raise BadInputError(" ".join(unknown))
    table = whole.filtered(filters)
    origin = Provenance(dt.datetime.now(dt.UTC))
    with writer(output) as out:
        match format_:
            case ExportFormat.CSV:
                out.write(exports.to_csv(table, layout.value, origin, raw=raw))
            case ExportFormat.JSON:
                out.write(exports.to_json(table, origin))
            case ExportFormat.HTML:
                out.write(exports.to_html(table, origin))


@cli.command()
def extract(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Articles, one JSON object a line.")],
    output: options.Output = None,
    cut: Annotated[
        bool,
        typer.Option("--cut", help="Cut at sentence ends and add narrated claims, as the table has them."),
    ] = False,
) -> None:
    """Find the claims of articles without a database: one JSON object a line, offsets into the given text.

    A quote or statement is one claim however many sentences it has; --cut gives the table's claims.
    """
    from app.cli.extraction import extract_file

    if not source.is_file():
        raise BadInputError(f"{source}: there is no such file")
    with writer(output) as out:
        failures = extract_file(source, out, cut=cut)
    for failure in failures:
        _console.print(f"failed: {failure.origin}: {failure.reason}", markup=False)
    raise typer.Exit(1 if failures else 0)


@cli.command()
def group(
    article: Annotated[
        str,
        typer.Argument(
            metavar="[ARTICLE]",
            help="Its name as in `crossread events --format json`, or how its key begins. None: list all.",
        ),
    ] = "",
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="ARTICLE", help="Put it into this article's event."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="ARTICLE", help="Keep it out of this article's event. May be given again."
        ),
    ] = None,
    database: options.DatabaseUrl = "",
) -> None:
    """Overrule the grouping: say which articles report on one event, or list what was said.

    What you say is kept in a log and holds after every ingest and rebuild, until you say otherwise.
    """
    from app.cli.grouping import place_of, print_corrections, said

    bonds = said(article, with_ or [], without or [])
    with opened_database(database, to_read=True) as opened:
        if bonds:
            from app import ingest as runner

            anchor = runner.correct(opened, article, bonds, dt.datetime.now(dt.UTC))
            _settle_if_needed(opened)
            _console.print(place_of(opened, anchor), markup=False)
        else:
            print_corrections(opened, sys.stdout)


@cli.command()
def mend(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="Its file's name, or how its key begins.")
    ],
    outlet: Annotated[str, typer.Option(help="Who published it.")] = "",
    date: Annotated[str, typer.Option(help="When it was published, as far as that is known.")] = "",
    title: Annotated[str, typer.Option(help="Its headline.")] = "",
    undo: Annotated[
        list[Field] | None, typer.Option(help="Go back to what was read. May be given again.")
    ] = None,
    database: options.DatabaseUrl = "",
) -> None:
    """Say what holds for an article, whatever is read or given: its outlet, date, headline.

    What you say is kept in a log and holds after every ingest and rebuild, until you say otherwise.
    """
    from app.cli.mending import mend_article, mended_words

    said = {Field.OUTLET: outlet, Field.PUBLISHED: date, Field.TITLE: title}
    with opened_database(database, to_read=True) as opened:
        mended = mend_article(opened, article, {f: words for f, words in said.items() if words}, undo or [])
        _settle_if_needed(opened)
    _console.print(mended_words(mended), markup=False)


@cli.command()
def outlets(
    merge: Annotated[str, typer.Option(metavar="NAME", help="Another name of the outlet --into.")] = "",
    into: Annotated[str, typer.Option(metavar="NAME", help="What the outlet is called.")] = "",
    unmerge: Annotated[str, typer.Option(metavar="NAME", help="Let it be a name of its own again.")] = "",
    home: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="NAME URL", help="Its home page; '' for none."),
    ] = None,
    database: options.DatabaseUrl = "",
) -> None:
    """List the outlets, or say which names are one outlet's and where it is at home."""
    from app.cli.mending import print_outlets, say_of_outlets

    with opened_database(database, to_read=True) as opened:
        if say_of_outlets(opened, merge, into, unmerge, home):
            _settle_if_needed(opened)
        else:
            print_outlets(opened, sys.stdout)


@cli.command()
def rebuild(database: options.DatabaseUrl = "") -> None:
    """Derive claims, events and rows anew from the stored texts."""
    from app import ingest as runner
    from app.cli.grouping import lost_corrections

    with opened_database(database, to_read=True) as opened, progress(_console) as advance:
        runner.rebuild(opened, _claim_reader(), advance)
        for line in lost_corrections(opened):
            _console.print(line, markup=False)


@cli.command()
def poll(
    everything: Annotated[
        bool, typer.Option("--all", help="Ask every feed that is not paused, not only those that are due.")
    ] = False,
    database: options.DatabaseUrl = "",
) -> None:
    """Ask the feeds that are due and read their new articles. Exit status 1 if any of that failed."""
    from app.cli.feeds import poll_and_work

    with opened_database(database, to_read=True) as opened:
        raise typer.Exit(poll_and_work(opened, _claim_reader, _console, everything=everything))


def _ingest(database: Database, items: Iterable[Item], expected: int | None = None) -> int:
    from app import ingest as runner

    report = runner.Report()
    try:
        with progress(_console, expected) as advance:
            runner.ingest(database, items, _claim_reader(), advance, report)
    except (KeyboardInterrupt, CrossreadError):
        print_report(report, _console)
        _console.print("ended early: what is counted as stored is safe, run the command again for the rest")
        raise
    print_report(report, _console)
    return 1 if report.failures else 0


def _settle_if_needed(database: Database) -> None:
    from app import ingest as runner

    if runner.unsettled(database):
        with progress(_console) as advance:
            runner.settle(database, _claim_reader(), advance)


def _claim_reader() -> ReadClaims:
    from app.pipeline.extract import load, read_claims

    nlp = load()
    return lambda article: read_claims(article, nlp)
