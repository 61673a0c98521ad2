"""`crossread mend` and `crossread outlets`: what a person says of articles and outlets, from the terminal."""

from __future__ import annotations

import datetime as dt
from typing import TextIO

from app import ingest, store
from app.domain.correction import Field
from app.domain.outlet import OutletNotes
from app.errors import BadInputError
from app.ingest import Mended
from app.store import Database


def mend_article(database: Database, article: str, typed: dict[Field, str], undo: list[Field]) -> Mended:
    """Mend the article with this source name, or whose key begins so. BadInputError where nothing is said."""
    if both := sorted(field.value for field in undo if field in typed):
        raise BadInputError(f"{both[0]}: is both said and taken back")
    if not typed and not undo:
        raise BadInputError(f"{article}: say what to mend: --outlet, --date, --title, or --undo one of them")
    with database.session() as session:
        anchor = store.find_anchor(session, article)
    changes: dict[Field, str | None] = {**typed, **dict.fromkeys(undo)}
    return ingest.mend(database, anchor.key, changes, dt.datetime.now(dt.UTC))


def mended_words(mended: Mended) -> str:
    """What the article is now, for a person to read."""
    article = mended.article
    date = article.published.isoformat() if article.published else "no date"
    words = f"{article.source_name}: {article.outlet or 'outlet not named'}, {date}"
    one = f"; one with {', '.join(mended.one_with)}, which has the same text" if mended.one_with else ""
    return words + one


def say_of_outlets(
    database: Database, merge: str, into: str, unmerge: str, home: tuple[str, str] | None
) -> bool:
    """Do what was asked for; False if only the list was. BadInputError where it makes no sense."""
    if bool(merge) != bool(into):
        raise BadInputError("--merge NAME and --into NAME go together")
    if merge:
        ingest.merge_outlets(database, merge, into, dt.datetime.now(dt.UTC))
    if unmerge:
        ingest.part_outlets(database, unmerge)
    if home:
        ingest.set_home(database, *home)
    return bool(merge or unmerge or home)


def print_outlets(database: Database, out: TextIO) -> None:
    """Every outlet with its articles, its other names and its home page."""
    with database.session() as session:
        lines, notes = store.outlet_lines(session), store.outlet_notes(session)
    for line in sorted(lines, key=lambda line: (line.name is None, (line.name or "").casefold())):
        known = notes.get(line.name or "", OutletNotes(line.name or ""))
        also = f", also as {', '.join(known.aliases)}" if known.aliases else ""
        home = f", {known.home}" if known.home else ""
        out.write(f"{line.name or '(not named)'}: {line.articles} articles{also}{home}\n")
    if not lines:
        out.write("no articles yet: `crossread ingest PATH...` puts some in\n")
