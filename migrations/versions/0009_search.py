"""search: what claims and articles say, indexed by word

Revision: 0009, after 0006. Two FTS5 tables over the stored words (external content: they hold the index, not
the words again), filled for what is stored and kept right by triggers. A migration that makes `article` or
`claim` anew (batch mode, `recreate`) drops the triggers with the old table: it has to call `drop` before and
`create` after.
"""

# ruff: noqa: S608 - put together of the names below

from __future__ import annotations

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


def downgrade() -> None:
    op.drop_index("ix_row_claim_speaker_claim_id", "row_claim")
    drop()


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
