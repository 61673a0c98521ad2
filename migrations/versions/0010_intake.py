"""intake: what is handed in and what became of it, addresses, older texts, feeds, what people mended

Revision: 0010, after 0009. `cut_off` becomes one of the values of `extent`. Columns are added and dropped in
place: the tables are not made anew, so the triggers of 0009 stay.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.pipeline.read.addresses import identity

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _articles()
    _texts()
    _people()
    _items()
    _feeds()


def _articles() -> None:
    op.add_column("article", sa.Column("extent", sa.String(), server_default="full", nullable=False))
    op.add_column("article", sa.Column("marked", sa.JSON(), server_default="[]", nullable=False))
    for name in ("language", "modified", "read_on"):
        op.add_column("article", sa.Column(name, sa.String(), nullable=True))
    op.execute("UPDATE article SET extent = 'cut off' WHERE cut_off")
    op.drop_column("article", "cut_off")


def _texts() -> None:
    op.create_table(
        "article_address",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("article_key", sa.String(16), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_key"],
            ["article.key"],
            op.f("fk_article_address_article_key_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("address", "article_key", name=op.f("pk_article_address")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_article_address_article_key"), "article_address", ["article_key"])
    op.create_table(
        "article_version",
        sa.Column("article_key", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column("extent", sa.String(), server_default="full", nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("title", "published", "modified", "read_on")
        ),
        sa.ForeignKeyConstraint(
            ["article_key"],
            ["article.key"],
            op.f("fk_article_version_article_key_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_key", "number", name=op.f("pk_article_version")),
    )
    op.create_index(op.f("ix_article_version_text_hash"), "article_version", ["text_hash"])
    op.create_table(
        "former_key",
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("article_key", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_key"], ["article.key"], op.f("fk_former_key_article_key_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_former_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_former_key_article_key"), "former_key", ["article_key"])
    _name_addresses()


def _name_addresses() -> None:
    """Every article is known under the address it has."""
    connection = op.get_bind()
    stored = connection.execute(sa.text("SELECT key, url FROM article WHERE url IS NOT NULL")).all()
    named = ((key, url, identity(url)) for key, url in stored)
    rows = [{"address": name, "article_key": key, "printed": url} for key, url, name in named if name]
    if rows:
        table = sa.table("article_address", *map(sa.column, ("address", "article_key", "printed")))
        op.bulk_insert(table, rows)


def _people() -> None:
    op.create_table(
        "article_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("article_key", sa.String(16), nullable=False),
        sa.Column("article_text", sa.String(64), nullable=False),
        sa.Column("article_name", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("was_basis", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_correction")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outlet",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outlet")),
    )
    op.create_table(
        "outlet_alias",
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("folded", name=op.f("pk_outlet_alias")),
    )
    op.create_index(op.f("ix_outlet_alias_outlet"), "outlet_alias", ["outlet"])


def _items() -> None:
    op.create_table(
        "intake_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "intake_payload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_payload")),
    )
    op.create_table("intake_item", *_item_columns(), *_item_keys(), sqlite_autoincrement=True)
    for name in ("article_key", "batch_id", "changed", "payload_id"):
        op.create_index(op.f(f"ix_intake_item_{name}"), "intake_item", [name])
    op.create_index("ix_intake_item_state_batch_id_id", "intake_item", ["state", "batch_id", "id"])
    op.create_index("ix_intake_item_parent_id_place", "intake_item", ["parent_id", "place"], unique=True)


def _item_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("given", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("hinted", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("columns", sa.JSON(), nullable=True),
        sa.Column("payload_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("article_key", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ends", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.String(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
    ]


def _item_keys() -> list[sa.Constraint]:
    def foreign(column: str, table: str, ondelete: str) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_intake_item_{column}_{table}")
        return sa.ForeignKeyConstraint([column], [f"{table}.id"], name, ondelete=ondelete)

    return [
        foreign("batch_id", "intake_batch", "CASCADE"),
        foreign("parent_id", "intake_item", "CASCADE"),
        foreign("payload_id", "intake_payload", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_item")),
    ]


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("title", "outlet", "home")),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("etag", "last_modified")),
        sa.Column("due", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("asked", "answered")),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("trouble", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("wanted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_feed_due"), "feed", ["due"])
    op.create_table(
        "feed_entry",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], op.f("fk_feed_entry_feed_id_feed"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "entry", name=op.f("pk_feed_entry")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in (
        *("feed_entry", "feed", "intake_item", "intake_payload", "intake_batch"),
        *("outlet_alias", "outlet", "article_correction"),
        *("former_key", "article_version", "article_address"),
    ):
        op.drop_table(table)
    op.add_column("article", sa.Column("cut_off", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE article SET cut_off = 1 WHERE extent = 'cut off'")
    for name in ("extent", "marked", "language", "modified", "read_on"):
        op.drop_column("article", name)
