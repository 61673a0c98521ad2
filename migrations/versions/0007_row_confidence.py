"""how sure a row is

Revision: 0007, after 0006. Rows are derived: those there count as sure until the next ingest makes them anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confidence", sa.Double(), server_default="1.0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("event_row", schema=None) as batch_op:
        batch_op.drop_column("confidence")
