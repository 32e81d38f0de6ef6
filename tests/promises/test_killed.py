"""Processes that are killed while they work: every promise is escalated and everybody told all the same, each once.

What a process sent and did not live to write down is sent once more, with the same Message-ID.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from servicecenter.database import Database
from servicecenter.journal.evidence import verify
from servicecenter.journal.witness import Witness
from servicecenter.settings import Settings
from tests.mailserver import Mailbox, mailbox
from tests.reminded import always_open

from .conftest import ALL, MADE, Make, levels

PROMISES, PROCESSES, KILLS = 2000, 3, 5
MOST_SECONDS = 600  # against standing still; how long it takes decides nothing
LEVELS = ("at_risk", "due", "breached")
ACTS, MAILS = 3 * PROMISES, PROMISES
HANDBOOK = '{ at_risk = [], due = [], breached = ["owner"] }'
DUE = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)  # long ago: what is sent goes by the real clock
RISK = DUE - timedelta(hours=15)
SWEEP = (sys.executable, "-m", "servicecenter.cli", "sweep", "--once")
COPIES = """INSERT INTO promise (name, subject, case_number, municipality, office, clause, handbook, state, recorded_at,
    due_at, due_on, at_risk_at, last_open_at, next_at, kept_at, calendar)
SELECT name, 'killed:' || n, case_number, municipality, office, clause, handbook, state, recorded_at,
    due_at, due_on, at_risk_at, at_risk_at + interval '4 hours', next_at, kept_at, calendar
FROM promise, generate_series(1, :count) AS series (n)"""
TOLD = "SELECT act, count(*) FROM journal WHERE act <> 'promise-made' GROUP BY act"
ACTED = "SELECT 'acted', count(*) FROM promise_level"
STATES = "SELECT state, count(*) FROM message GROUP BY state"
Process = asyncio.subprocess.Process


class Sweeps:
    """Real processes of the command line, all over one database and one mail server."""

    def __init__(self, settings: Settings, box: Mailbox) -> None:
        self.environment = os.environ | {
            "SERVICECENTER_DATA": str(settings.data), "SERVICECENTER_DATABASE_URL": settings.database_url,
            "SERVICECENTER_SMTP_HOST": "127.0.0.1", "SERVICECENTER_SMTP_PORT": str(box.port),
            "SERVICECENTER_SMTP_FROM": "servicecenter@kreis-wesel.example", "SERVICECENTER_SMTP_STARTTLS": "false",
            "SERVICECENTER_SMTP_TIMEOUT": "5",
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
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as made:
        yield made


@pytest.fixture
async def sweeps(settings: Settings, box: Mailbox) -> AsyncIterator[Sweeps]:
    made = Sweeps(settings, box)
    yield made
    await made.stop()


async def counted(db: Database, statement: str) -> dict[str, int]:
    async with db.engine.connect() as connection:
        return {row[0]: row[1] for row in await connection.execute(text(statement))}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_each_escalation_happens_once_and_every_mail_arrives_whoever_is_killed(
    db: Database, make: Make, sweeps: Sweeps, box: Mailbox, tmp_path: Path
) -> None:
    await always_open(db, MADE, HANDBOOK)
    first = await make(DUE, RISK)
    async with db.engine.begin() as connection:
        await connection.execute(text(COPIES), {"count": PROMISES})
        await connection.execute(text("DELETE FROM promise WHERE id = :id"), {"id": first.id})
    killed = await kill_until_done(db, sweeps)

    assert killed >= PROCESSES, "they were killed while they worked"
    acted = Counter(await levels(db))
    assert len(acted) == ACTS, "every promise at every level"
    assert set(acted.values()) == {1}, "each of them once"
    assert await counted(db, TOLD) == {
        **{f"promise-{level.replace('_', '-')}": PROMISES for level in LEVELS},
        "promise-reminded": MAILS,
        "reminder-sent": MAILS,
    }, "and each told once"
    assert await counted(db, STATES) == {"sent": MAILS}
    arrived = Counter(box.ids)
    assert len(arrived) == MAILS, "none is missing"
    assert sum(arrived.values()) <= MAILS + killed, "and each kill has repeated one at most"
    assert (await verify(db, ALL, Witness(tmp_path / "heads"), MADE)).findings == []


async def kill_until_done(db: Database, sweeps: Sweeps) -> int:
    """Kills one of them at random while they escalate and while they send; how many died at work."""
    chance, until = random.Random(3), time.monotonic() + MOST_SECONDS
    # Between the first escalations and the last mails, at moments the seed has drawn.
    moments = sorted(chance.sample(range(1, ACTS + MAILS // 2), KILLS))
    for _ in range(PROCESSES):
        await sweeps.start()
    killed = 0
    while (sent := (await counted(db, STATES)).get("sent", 0)) < MAILS:
        done = (await counted(db, ACTED))["acted"] + sent
        assert time.monotonic() < until, f"{done} of {ACTS + MAILS} after {MOST_SECONDS} s"
        if moments and done >= moments[0]:
            moments.pop(0)
            killed += await sweeps.kill(chance.choice(sweeps.running))
            await sweeps.start()
        elif all(process.returncode is not None for process in sweeps.running):
            await sweeps.start()  # each found only what another had in hand
        await asyncio.sleep(0.1)
    return killed
