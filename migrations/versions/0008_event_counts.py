"""counts of events, and what events are found by

Revision: 0008, after 0006. Both are filled for the events that are stored.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_event_by_day": ["latest", "id", "first_day"],
    "ix_event_by_conflicts": ["conflict_count", "latest", "id", "first_day"],
    "ix_event_by_outlets": ["outlet_count", "latest", "id", "first_day"],
}
LABEL = "coalesce(nullif(a.outlet, ''), a.source_name)"
MEMBERS = "FROM event_article m JOIN article a ON a.key = m.article_key"
ROWS = "SELECT count(*) FROM event_row r WHERE r.event_id = event.id"
COUNTING = {
    "article_count": f"SELECT count(*) {MEMBERS} WHERE m.event_id = event.id",
    "outlet_count": f"SELECT count(DISTINCT {LABEL}) {MEMBERS} WHERE m.event_id = event.id",
    "fact_count": ROWS,
    "conflict_count": f"{ROWS} AND r.verdict = 'conflict'",
    "wording_count": f"{ROWS} AND r.verdict = 'wording'",
}
OUTLETS = f"INSERT INTO event_term SELECT DISTINCT 'outlet', {LABEL}, m.event_id {MEMBERS}"
MOST_WORDS = 2_000


def upgrade() -> None:
    # Not in a batch, which may make the table anew: dropping the old one would take all articles out of it.
    op.add_column("event", sa.Column("latest", sa.String(), server_default="", nullable=False))
    for name in COUNTING:
        op.add_column("event", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "event_term",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_term_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "term", "event_id", name=op.f("pk_event_term")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_name",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_event_name")),
    )
    _fill_counts()
    _fill_terms()
    op.create_index(op.f("ix_event_term_event_id"), "event_term", ["event_id"], unique=False)
    op.create_index("ix_event_name_kind_events_name", "event_name", ["kind", "events", "name"], unique=False)
    for name, columns in INDEXES.items():
        op.create_index(name, "event", columns, unique=False)


def downgrade() -> None:
    op.drop_table("event_term")
    op.drop_table("event_name")
    for name in INDEXES:
        op.drop_index(name, table_name="event")
    for name in ("latest", *COUNTING):
        op.drop_column("event", name)


def _fill_counts() -> None:
    op.execute("UPDATE event SET latest = coalesce(last_day, '')")
    for name, query in COUNTING.items():
        op.execute(f"UPDATE event SET {name} = ({query})")  # noqa: S608 - constants of this file


def _fill_terms() -> None:
    op.execute(OUTLETS)
    op.execute(
        "INSERT INTO event_term SELECT DISTINCT 'speaker', c.speaker, c.event_id"
        " FROM row_claim c WHERE coalesce(c.speaker, '') <> ''"
    )
    op.execute("INSERT INTO event_name SELECT kind, term, count(*) FROM event_term GROUP BY kind, term")
    fill = sa.text("INSERT INTO event_term VALUES ('word', :term, :event_id)")
    for event_id, texts in _texts().items():
        if words := _words(texts):
            op.get_bind().execute(fill, [{"term": word, "event_id": event_id} for word in words])


def _texts() -> dict[str, list[str]]:
    """Title, headlines, datelines and names of each event."""
    found: dict[str, list[str]] = defaultdict(list)
    for event_id, text in _told():
        found[event_id].append(text)
    return found


def _told() -> Iterator[tuple[str, str]]:
    connection = op.get_bind()
    yield from (tuple(row) for row in connection.execute(sa.text("SELECT id, title FROM event")))
    articles = sa.text(
        "SELECT m.event_id, a.title, a.text, a.segments"
        " FROM event_article m JOIN article a ON a.key = m.article_key"
    )
    for event_id, title, text, segments in connection.execute(articles):
        yield event_id, title or ""
        for start, end, kind in json.loads(segments):
            if kind in ("headline", "dateline"):
                yield event_id, text[start:end]
    yield from (tuple(row) for row in connection.execute(sa.text("SELECT event_id, term FROM event_term")))


def _words(texts: Iterable[str]) -> list[str]:
    """As the list looks for them when this was written: no case, no accents, no punctuation."""
    spread = unicodedata.normalize("NFKD", "\n".join(texts).casefold())
    plain = "".join(character for character in spread if not unicodedata.combining(character))
    return list(dict.fromkeys(word[:40] for word in re.findall(r"\w+", plain)))[:MOST_WORDS]
