"""The database as the migrations make it: equal to the models, every constraint named, up and down again."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from servicecenter import migrations
from servicecenter.database import Database, metadata
from servicecenter.migrations import config, migrate, tables
from tests.house.sources import PACKAGE, modules

VERSIONS = Path(migrations.__file__).parent / "versions"
pytestmark = pytest.mark.each_database


async def ran(db: Database, act: Callable[[Connection], Any]) -> Any:
    async with db.engine.begin() as connection:
        return await connection.run_sync(act)


def alembic(act: Callable[..., Any], *given: str) -> Callable[[Connection], None]:
    def run(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        act(made, *given)

    return run


async def test_models_and_migrations_are_equal(db):
    await ran(db, alembic(command.check))


async def test_up_and_down_and_up_again(db):
    await ran(db, alembic(command.downgrade, "base"))
    left = await ran(db, lambda connection: inspect(connection).get_table_names())
    assert set(left) <= {"alembic_version"}
    await migrate(db)
    await ran(db, alembic(command.check))


async def test_migrating_twice_changes_nothing(db):
    await migrate(db)
    await ran(db, alembic(command.check))


async def test_every_constraint_has_a_name(db):
    def nameless(connection: Connection) -> list[str]:
        seen = inspect(connection)
        return [
            f"{table}: {found}"
            for table in seen.get_table_names()
            if table != "alembic_version"
            for found in (
                seen.get_pk_constraint(table),
                *seen.get_unique_constraints(table),
                *seen.get_foreign_keys(table),
                *seen.get_check_constraints(table),
                *seen.get_indexes(table),
            )
            if not found["name"]
        ]

    assert await ran(db, nameless) == []


def test_migrations_are_numbered_without_gaps():
    numbers = [re.match(r"\d{4}(?=_)", path.name) for path in sorted(VERSIONS.glob("*.py")) if path.stem != "__init__"]
    assert [number and int(number[0]) for number in numbers] == list(range(1, len(numbers) + 1))
    steps = list(ScriptDirectory.from_config(config()).walk_revisions())
    before = {step.revision: step.down_revision for step in steps}
    assert before == {f"{n:04}": f"{n - 1:04}" if n > 1 else None for n in range(1, len(numbers) + 1)}


def test_the_migrations_know_every_table():
    areas = {path.parent.name for path in modules() if path.name == "tables.py"} - {"migrations"}
    assert areas == set(tables.__all__)
    named = {path.parent.name for path in PACKAGE.glob("*/tables.py")} - {"migrations"}
    assert len(metadata().tables) >= len(named)
