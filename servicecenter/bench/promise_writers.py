"""Making promises as fast as the program can: so many processes at once, each one promise a transaction.

Run as a program it is one of them: it says "ready", waits for a line, makes its promises, says "done".
"""

import asyncio
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from servicecenter.agreements.model import Clause, PromiseRule
from servicecenter.database import Database
from servicecenter.directory.calendars import Calendars
from servicecenter.directory.model import Directory
from servicecenter.promises import service
from servicecenter.promises.terms import Terms

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MORNINGS = [("08:30", "12:30")]
TOWN = Directory.model_validate(
    {
        "municipality": {"id": "bench", "name": "Bench", "short": "Bench", "ags": "05154012", "status": "mittlere"},
        "calendar": [{"id": "amt", **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), MORNINGS)}],
        "office": [{"id": "amt", "body": "bench", "name": "Amt", "calendar": "amt"}],
    }
)
CALENDARS = Calendars(TOWN)
RULE, CLAUSE = PromiseRule(name="callback", working_days=2), Clause(number="6.1")
WAIT_SECONDS = 120
WARM_UP = 20  # the first statements of a process are prepared and compiled


def counted(at: datetime) -> Terms:
    return Terms.of(RULE, CLAUSE, CALENDARS, TOWN.offices["amt"], at)


TERMS = counted(AT)
PLAIN = "INSERT INTO promise ({columns}) SELECT {columns} FROM promise WHERE id = 1"
COLUMNS = (
    "name, subject, case_number, municipality, office, clause, handbook, state, recorded_at, due_at, due_on, "
    "at_risk_at, next_at, kept_at, calendar"
)


def about(writer: int, number: int) -> dict[str, Any]:
    """Everything a promise needs besides its terms."""
    return {
        "subject": f"made:{writer}:{number}", "case_number": f"{number:08}", "municipality": "bench", "office": "amt",
        "handbook": date(2026, 1, 1), "at": AT, "actor": "bench",
    }  # fmt: skip


async def write(db: Database, writer: int, count: int) -> None:
    """Terms, row and journal for each: what a caller waits for."""
    for number in range(count):
        at = AT + timedelta(seconds=number)
        async with db.write() as session:
            await service.make(session, counted(at), **about(writer, number))


async def rate(db: Database, writers: int, each: int) -> float:
    """Promises a second, from the common start to the last commit."""
    command = [sys.executable, "-m", __name__, db.url, str(each)]
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    running = [await asyncio.create_subprocess_exec(*command, str(writer), **pipes) for writer in range(writers)]  # type: ignore[arg-type]  # the stubs want each pipe by name
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            await asyncio.gather(*(_said(process, b"ready") for process in running))
            began = time.perf_counter()
            for process in running:
                assert process.stdin is not None
                process.stdin.write(b"\n")
            await asyncio.gather(*(_said(process, b"done") for process in running))
            return writers * each / (time.perf_counter() - began)
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def plain_rate(db: Database, writers: int, each: int) -> float:
    """The least that has to happen: one row copied by the database itself and committed, on so many connections."""

    async def copy() -> None:
        async with db.engine.connect() as connection:
            for _ in range(each):
                await connection.execute(text(PLAIN.format(columns=COLUMNS)))
                await connection.commit()

    began = time.perf_counter()
    await asyncio.gather(*(copy() for _ in range(writers)))
    return writers * each / (time.perf_counter() - began)


async def _said(process: asyncio.subprocess.Process, word: bytes) -> None:
    assert process.stdout is not None
    line = (await process.stdout.readline()).strip()
    if line != word:
        raise RuntimeError(f"a writer said {line!r} instead of {word!r}")


async def _one(url: str, each: int, writer: int) -> None:
    db = Database(url)
    await write(db, -1 - writer, WARM_UP)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    await write(db, writer, each)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    await db.close()


if __name__ == "__main__":
    asyncio.run(_one(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
