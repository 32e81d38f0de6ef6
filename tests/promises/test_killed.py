"""Processes that are killed while they work: every promise is escalated all the same, and none of them twice."""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from servicecenter.database import Database
from servicecenter.journal.evidence import verify
from servicecenter.journal.witness import Witness
from servicecenter.settings import Settings

from .conftest import ALL, DUE, MADE, Make, levels

PROMISES, PROCESSES, KILLS, MOST_SECONDS = 2000, 3, 4, 40
SWEEP = (sys.executable, "-m", "servicecenter.cli", "sweep", "--once", "--at", DUE.isoformat())
COPIES = """INSERT INTO promise (name, subject, case_number, municipality, office, clause, handbook, state, recorded_at,
    due_at, due_on, at_risk_at, next_at, kept_at, calendar)
SELECT name, 'killed:' || n, case_number, municipality, office, clause, handbook, state, recorded_at,
    due_at, due_on, at_risk_at, next_at, kept_at, calendar FROM promise, generate_series(2, :count) AS series (n)"""
LEVELS = "SELECT count(*) FROM promise_level"
ESCALATIONS = "SELECT act, count(*) FROM journal WHERE act <> 'promise-made' GROUP BY act"
Process = asyncio.subprocess.Process


class Sweeps:
    """Real processes of the command line, all over one database."""

    def __init__(self, settings: Settings) -> None:
        self.environment = os.environ | {
            "SERVICECENTER_DATA": str(settings.data), "SERVICECENTER_DATABASE_URL": settings.database_url,
        }  # fmt: skip
        self.running: list[Process] = []

    async def start(self) -> None:
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*SWEEP, env=self.environment, stdout=quiet, stderr=quiet)
        self.running.append(process)

    async def kill(self, process: Process) -> bool:
        """Whether it was still at work."""
        self.running.remove(process)
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        return await process.wait() == -signal.SIGKILL

    async def stop(self) -> None:
        for process in list(self.running):
            await self.kill(process)


@pytest.fixture
async def sweeps(settings: Settings) -> AsyncIterator[Sweeps]:
    made = Sweeps(settings)
    yield made
    await made.stop()


async def moved(db: Database) -> int:
    async with db.engine.connect() as connection:
        return int((await connection.execute(text(LEVELS))).scalar_one())


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_each_escalation_happens_once_whoever_is_killed(
    db: Database, make: Make, sweeps: Sweeps, tmp_path: Path
) -> None:
    await make()
    async with db.engine.begin() as connection:
        await connection.execute(text(COPIES), {"count": PROMISES})
    killed = await kill_until_done(db, sweeps)

    assert killed >= PROCESSES, "they were killed while they worked"
    found = Counter(await levels(db))
    assert len(found) == 2 * PROMISES, "every promise at risk and not kept"
    assert set(found.values()) == {1}, "each of both once"
    async with db.engine.connect() as connection:
        told = {row.act: row.count for row in await connection.execute(text(ESCALATIONS))}
    assert told == {"promise-at-risk": PROMISES, "promise-breached": PROMISES}, "and each told once"
    assert (await verify(db, ALL, Witness(tmp_path / "heads"), MADE)).findings == []


async def kill_until_done(db: Database, sweeps: Sweeps) -> int:
    """Each time something has moved, one of them is killed at random and another starts; how many died at work."""
    chance, until = random.Random(3), time.monotonic() + MOST_SECONDS
    for _ in range(PROCESSES):
        await sweeps.start()
    killed = seen = 0
    while (now := await moved(db)) < 2 * PROMISES:
        assert time.monotonic() < until, f"{now} of {2 * PROMISES} after {MOST_SECONDS} s"
        if now > seen and killed < KILLS:
            seen = now
            killed += await sweeps.kill(chance.choice(sweeps.running))
            await sweeps.start()
        elif all(process.returncode is not None for process in sweeps.running):
            await sweeps.start()  # each found only what another had in hand
        await asyncio.sleep(0.01)
    return killed
