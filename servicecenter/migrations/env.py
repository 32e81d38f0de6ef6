"""Alembic's entry: it gets a connection from `migrate`, or from a developer's `alembic` through the settings."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from servicecenter.database import Database, metadata
from servicecenter.migrations import tables  # noqa: F401  # every table must be known before they are compared
from servicecenter.settings import load_settings


def run(connection: Connection) -> None:
    # batch: SQLite cannot alter a column, so Alembic copies the table
    context.configure(connection=connection, target_metadata=metadata(), render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_by_settings() -> None:
    db = Database(load_settings().url)
    async with db.engine.begin() as connection:
        await connection.run_sync(run)
    await db.close()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_by_settings())
