"""grouping: index, likenesses, corrections

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_key", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.String(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("telling", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_key"], ["article.key"], name=op.f("fk_profile_article_key_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("article_key", name=op.f("uq_profile_article_key")),
    )
    op.create_index(op.f("ix_profile_made_from"), "profile", ["made_from"], unique=False)
    op.create_table(
        "posting",
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("profile_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "day", "profile_id", name=op.f("pk_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "likeness",
        sa.Column("low", sa.String(), nullable=False),
        sa.Column("high", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["low"], ["article.key"], name=op.f("fk_likeness_low_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["high"], ["article.key"], name=op.f("fk_likeness_high_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("low", "high", name=op.f("pk_likeness")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_likeness_high"), "likeness", ["high"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_key", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "grouping_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("bond", sa.String(), nullable=False),
        sa.Column("article_key", sa.String(length=16), nullable=False),
        sa.Column("article_text", sa.String(length=64), nullable=False),
        sa.Column("article_name", sa.String(), nullable=False),
        sa.Column("other_key", sa.String(length=16), nullable=False),
        sa.Column("other_text", sa.String(length=64), nullable=False),
        sa.Column("other_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouping_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_made_from"), "event", ["made_from"], unique=False)
    # Every article stored so far is new to the index.
    op.execute("INSERT INTO waiting (article_key) SELECT key FROM article ORDER BY key")


def downgrade() -> None:
    op.drop_index(op.f("ix_event_made_from"), table_name="event")
    for table in ("grouping_correction", "waiting", "likeness", "posting", "profile"):
        op.drop_table(table)
