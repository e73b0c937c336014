"""Alembic's entry: migrations run on the connection that `migrating` opened, in its transaction."""

from __future__ import annotations

from alembic import context

from server.storage.tables import metadata

connection = context.config.attributes["connection"]
# SQLite can roll back DDL too, once BEGIN is said before it: a killed migration leaves the old schema.
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
