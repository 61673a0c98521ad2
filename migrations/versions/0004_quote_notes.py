"""how versions of a quote differ

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_row", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("quotes", sa.JSON(none_as_null=True), server_default="[]", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("event_row", schema=None) as batch_op:
        batch_op.drop_column("quotes")
