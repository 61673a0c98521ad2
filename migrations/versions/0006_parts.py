"""parts of claims, and rows that hold them

Revision: 0006, after 0005. Rows are derived: they are dropped, and made again by the next ingest or rebuild.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("parts", sa.JSON(none_as_null=True), server_default="[]", nullable=False)
        )
    _forget_rows()
    _create_row_claim(
        sa.Column("start", sa.Integer(), nullable=False), sa.Column("end", sa.Integer(), nullable=False)
    )


def downgrade() -> None:
    _forget_rows()
    _create_row_claim()
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_column("parts")


def _forget_rows() -> None:
    op.drop_table("row_claim")
    op.execute("DELETE FROM event_row")
    op.execute("UPDATE event SET made_from = ''")


def _create_row_claim(*place: sa.Column[int]) -> None:
    """The table anew: a primary key can't be changed in place."""
    key = ["claim_id", "start"] if place else ["claim_id"]
    op.create_table(
        "row_claim",
        sa.Column("claim_id", sa.String(length=12), nullable=False),
        *place,
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_row_claim_claim_id_claim"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "row_id"],
            ["event_row.event_id", "event_row.id"],
            name=op.f("fk_row_claim_event_id_row_id_event_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_row_claim")),
    )
    op.create_index("ix_row_claim_event_id_row_id", "row_claim", ["event_id", "row_id"])
