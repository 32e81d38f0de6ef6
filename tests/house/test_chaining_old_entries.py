"""The step that chains the journal: what was there before is chained as if the program had done it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.journal.evidence import verify
from servicecenter.journal.witness import Witness
from servicecenter.migrations import migrate
from tests.house.test_schema import alembic, ran

pytestmark = pytest.mark.each_database
OLD = "INSERT INTO journal (at, municipality, case_number, act, actor, details) VALUES "
ROW = (
    "('2026-11-0{day} 09:00:00.123456{zone}', 'geldern', '0000000{day}', 'promise-made', '7', '{{\"tür\": [1, 2.5]}}')"
)


async def test_entries_of_before_are_sound_afterwards(db: Database, tmp_path: Path) -> None:
    await ran(db, alembic(command.downgrade, "0002"))
    rows = [ROW.format(day=day, zone="" if db.is_sqlite else "+00") for day in range(1, 6)]
    async with db.engine.begin() as connection:
        await connection.execute(text(OLD + ", ".join(rows)))
    await migrate(db)
    verified = await verify(db, Scope.system("test"), Witness(tmp_path / "heads"), datetime(2026, 12, 1, tzinfo=UTC))
    assert (verified.entries, verified.strands, verified.findings) == (5, 1, [])
