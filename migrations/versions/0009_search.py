"""search: what claims and articles say, indexed by word; speakers counted by event and outlet

Revision: 0009, after 0006. Two FTS5 tables over the stored words (external content: they hold the index, not
the words again), filled for what is stored and kept right by triggers. A migration that makes `article` or
`claim` anew (batch mode, `recreate`) drops the triggers with the old table: it has to call `drop` before and
`create` after.
"""

# ruff: noqa: S608 - put together of the names below

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXED = {"article": ("title", "text"), "claim": ("quote", "speaker")}


def upgrade() -> None:
    create()
    # The speaker's page and list ask by the name a speaker goes by in the event.
    op.create_index("ix_row_claim_speaker_claim_id", "row_claim", ["speaker", "claim_id"])
    _create_tally()


def downgrade() -> None:
    op.execute("DROP TRIGGER speaker_tally_delete")
    op.drop_table("speaker_tally")
    op.drop_index("ix_row_claim_speaker_claim_id", "row_claim")
    drop()


def _create_tally() -> None:
    op.create_table(
        "speaker_tally",
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_speaker_tally_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("speaker", "event_id", "outlet", name=op.f("pk_speaker_tally")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_speaker_tally_event_id"), "speaker_tally", ["event_id"])
    op.execute(
        "CREATE TRIGGER speaker_tally_delete AFTER DELETE ON event_row"
        " BEGIN DELETE FROM speaker_tally WHERE event_id = old.event_id; END"
    )
    op.execute(
        "INSERT INTO speaker_tally (speaker, event_id, outlet, claims)"
        " SELECT row_claim.speaker, row_claim.event_id, coalesce(article.outlet, ''),"
        " count(DISTINCT row_claim.claim_id) FROM row_claim JOIN claim ON claim.id = row_claim.claim_id"
        " JOIN article ON article.key = claim.article_key"
        " WHERE row_claim.speaker IS NOT NULL GROUP BY 1, 2, 3"
    )


def create() -> None:
    for table, columns in INDEXED.items():
        names = ", ".join(columns)
        op.execute(
            f"CREATE VIRTUAL TABLE {table}_search USING fts5({names}, content='{table}', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        for name, when in _triggers(table, columns).items():
            op.execute(f"CREATE TRIGGER {name} {when} END")
        op.execute(f"INSERT INTO {table}_search ({table}_search) VALUES ('rebuild')")


def drop() -> None:
    for table, columns in INDEXED.items():
        for name in _triggers(table, columns):
            op.execute(f"DROP TRIGGER {name}")
        op.execute(f"DROP TABLE {table}_search")


def _triggers(table: str, columns: tuple[str, ...]) -> dict[str, str]:
    """What keeps a table's index right. FTS5 wants the words it is to forget, as they were."""
    names, index = ", ".join(columns), f"{table}_search"
    old, new = (", ".join(f"{which}.{column}" for column in columns) for which in ("old", "new"))
    put = f"INSERT INTO {index} (rowid, {names}) VALUES (new.rowid, {new});"
    forget = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.rowid, {old});"
    return {
        f"{index}_insert": f"AFTER INSERT ON {table} BEGIN {put}",
        f"{index}_delete": f"AFTER DELETE ON {table} BEGIN {forget}",
        f"{index}_update": f"AFTER UPDATE OF {names} ON {table} BEGIN {forget} {put}",
    }
