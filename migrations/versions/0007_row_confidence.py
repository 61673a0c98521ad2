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
    # Not in a batch, which may make the table anew: dropping the old one would take all claims off the rows.
    op.add_column("event_row", sa.Column("confidence", sa.Double(), server_default="1.0", nullable=False))


def downgrade() -> None:
    op.drop_column("event_row", "confidence")
