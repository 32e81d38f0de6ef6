"""The steps of the database, numbered, the same for SQLite and PostgreSQL. `migrate` brings a database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from servicecenter.database import Database


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    return made


async def migrate(db: Database) -> None:
    """Up to the newest step; nothing happens where the database is there already."""
    async with db.engine.begin() as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: object) -> None:
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")
