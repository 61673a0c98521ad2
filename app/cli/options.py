"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.domain.article import web_address
from app.domain.claim import ClaimKind
from app.domain.comparison import DateField, Order
from app.domain.event import Verdict
from app.errors import BadInputError
from app.pipeline.read import columns as tables
from app.pipeline.read.dates import DateOrder

_LONGEST_NAME = 500
_UNITS = {
    "s": dt.timedelta(seconds=1),
    "m": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
}
_SHORTEST, _LONGEST = dt.timedelta(minutes=1), dt.timedelta(days=7)

DatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="URL",
        envvar="CROSSREAD_DATABASE_URL",
        help="SQLite database, e.g. sqlite:///accounts.sqlite3. Default: a file in your data folder.",
        show_default=False,
    ),
]
DemoDatabaseUrl = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="URL",
        help="SQLite database. Default: a file of its own, beside your articles' database.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here instead of to standard output."),
]
Host = Annotated[str, typer.Option(help="Address to serve on.", envvar="CROSSREAD_HOST")]
Port = Annotated[
    int,
    typer.Option(
        help="Port to serve on; the next free one if it is taken.", envvar="CROSSREAD_PORT", min=0, max=65535
    ),
]

PollEvery = Annotated[
    str,
    typer.Option(
        "--poll", metavar="TIME", help="Ask the feeds that often, e.g. 15m or 1h. Default: only when told to."
    ),
]

Speakers = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker",
        help="Only rows that cite this speaker; 'none': no source; 'unresolved': not identified. Repeatable.",
    ),
]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", help="Only rows that this outlet has. Repeatable.")
]
Kinds = Annotated[list[ClaimKind] | None, typer.Option("--kind", help="Only rows of this kind. Repeatable.")]
Verdicts = Annotated[
    list[Verdict] | None, typer.Option("--verdict", help="Only rows with this verdict. Repeatable.")
]
Words = Annotated[str, typer.Option("--text", help="Only rows with these words in a claim.")]
LeftOutBy = Annotated[
    str, typer.Option("--left-out-by", help="Only rows that this outlet could have had and does not mention.")
]
When = Annotated[DateField, typer.Option("--when", help="Which date --from and --to mean.")]
Since = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="Only rows of this day or later.")]
Until = Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Only rows of this day or earlier.")]
Confidence = Annotated[
    float,
    typer.Option("--confidence", min=0.0, max=1.0, help="Only rows as sure as this: from 0 (any) to 1."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", help="Show this outlet's column; given again, in that order. Default: all."),
]
FoldCopies = Annotated[
    bool, typer.Option("--fold-copies", help="Put outlets that share most of their text into one column.")
]
Changed = Annotated[
    bool,
    typer.Option("--changed", help="Rows on which an article changed its words since first read."),
]
RowOrder = Annotated[
    Order,
    typer.Option(
        "--order", help="Disagreements first, most widely reported first, as the story is told, or by date."
    ),
]


TableColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=COLUMN",
        help="Which column of a table holds it, as text=Body or outlet=Paper. May be given again.",
    ),
]
DateOrders = Annotated[
    DateOrder | None,
    typer.Option("--dates", help="How a table writes dates like 03/04/2016: day first, or month first."),
]


def day(words: str, option: str) -> dt.date | None:
    """The day an option names, None if it is empty; BadInputError if it is no day."""
    try:
        return dt.date.fromisoformat(words) if words else None
    except ValueError as error:
        raise BadInputError(f"{option} {words}: not a day like 2016-05-02") from error


def duration(words: str, option: str) -> dt.timedelta | None:
    """The time an option names ("90s", "15m", "1h", "1d"), None if it is empty; BadInputError if it is none.

    A minute at least, for the sake of those who are asked, and a week at most.
    """
    if not words.strip():
        return None
    found = re.fullmatch(r"([0-9]{1,6})\s*([smhd])", words.strip().casefold())
    if found is None:
        raise BadInputError(f"{option} {words[:20]}: not a time like 90s, 15m or 1h")
    time = int(found[1]) * _UNITS[found[2]]
    if not _SHORTEST <= time <= _LONGEST:
        raise BadInputError(f"{option} {words}: is less than a minute or more than a week")
    return time


def line(words: str, option: str) -> str | None:
    """The words of an option that names something, None if empty; BadInputError if they are no name."""
    words = words.strip()
    if len(words) > _LONGEST_NAME:
        raise BadInputError(f"{option}: is longer than {_LONGEST_NAME} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in words):
        raise BadInputError(f"{option}: holds characters that no name has (a line break, a broken encoding)")
    return words or None


def address(words: str, option: str) -> str | None:
    """The web address an option gives, None if it is empty; BadInputError if it is none."""
    url = line(words, option)
    if url and not web_address(url):
        raise BadInputError(f"{option} {url}: not a web address (http:// or https://)")
    return url


def links_and_files(words: Sequence[str]) -> tuple[list[str], list[Path]]:
    """What is named on the command line: web addresses, and all else, which are files and folders."""
    links = [word for word in words if web_address(word)]
    return links, [Path(word) for word in words if not web_address(word)]


def table_columns(named: Sequence[str], dates: DateOrder | None) -> tables.Columns:
    """What was said of a table's columns; BadInputError for a name that is none of ours."""
    pairs = [(name.strip().casefold(), column) for name, _, column in (each.partition("=") for each in named)]
    for each, (name, column) in zip(named, pairs, strict=True):
        if name not in tables.NAMES or not column.strip():
            raise BadInputError(
                f"--column {each}: write it as one of {', '.join(tables.NAMES)}, then =COLUMN"
            )
    return tables.Columns(named=dict(pairs), dates=dates)
