"""Alembic's entry: runs migrations on the connection that `storage.migrate` hands in."""

from alembic import context

from storage.columns import metadata
from storage.programme import tables as programme_tables  # noqa: F401 - the metadata holds them once imported
from storage.team import tables as team_tables  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
