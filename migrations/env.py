"""Alembic's entry: run on the connection the program hands over, or on CROSSREAD_DATABASE_URL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from app.settings import Settings
from app.store.tables import Base, modelled


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_name=lambda name, kind, _parents: kind != "table" or modelled(name),
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    migrate(handed_over)
else:
    with create_engine(Settings().database()).begin() as connection:
        migrate(connection)
