"""The watch over a million open promises, and making them: on one database, beside plain SQL on the same one."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import text

from servicecenter.access.model import Scope
from servicecenter.bench import promise_writers
from servicecenter.bench.machine import Figure
from servicecenter.bench.promise_writers import TERMS
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.promises import service

SYSTEM = Scope.system("bench")
OPEN, DUE, MADE, CHUNK = 1_000_000, 1000, 2000, 100_000
IDLE_BAR_MS, DUE_BAR_MS, MADE_FLOOR = 5.0, 2000.0, 500.0
IDLE_RUNS, DUE_RUNS, MANY = 50, 3, 4
RISK_FROM = TERMS.at_risk_at  # the first of them gets at risk then, one more each second
BEFORE = RISK_FROM - timedelta(days=1)
COLUMNS = "name, case_number, municipality, office, clause, handbook, state, recorded_at, due_on, kept_at, calendar"
LATER = {
    "postgresql": "{} + :n * interval '1 second'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {}, '+' || :n || ' seconds') || '000'",
}
SERIES = {
    "postgresql": "generate_series(CAST(:first AS int), CAST(:last AS int)) AS series (n)",
    "sqlite": "(WITH RECURSIVE series (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM series WHERE n < :last) "
    "SELECT n FROM series) AS series",
}
PLAIN_DUE = (
    "SELECT id FROM promise WHERE state IN ('open', 'at_risk') AND next_at <= :at ORDER BY next_at, id LIMIT 200"
)
PLAIN_STEP = "UPDATE promise SET state = 'at_risk', next_at = due_at WHERE id IN (SELECT id FROM promise LIMIT :due)"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; tests measure little."""

    open: int = OPEN
    due: int = DUE
    made: int = MADE
    idle_runs: int = IDLE_RUNS


async def measure(name: str, url: str, writers: int, size: Size, progress: Progress) -> list[Figure]:
    """On an empty database of its own at this address; `name` is what people call it."""
    db = Database(url)
    try:
        await migrate(db)
        await fill(db, size.open, progress)
        return [
            await _idle(db, name, size),
            await _due(db, name, size),
            await _made(db, name, writers, size, floor=MADE_FLOOR),
            # Whether one waits for the other: as many promises by another number of processes.
            await _made(db, name, MANY if writers == 1 else 1, size),
        ]
    finally:
        await db.close()


async def fill(db: Database, count: int, progress: Progress) -> None:
    """One promise made by the program, the others copied from it, each getting at risk a second later."""
    async with db.write() as session:
        await service.make(session, TERMS, **promise_writers.about(0, 0))
    for first in range(1, count, CHUNK):
        last = min(first + CHUNK, count) - 1
        async with db.engine.begin() as connection:
            await connection.execute(text(_copies(db)), {"first": first, "last": last})
        progress(last + 1, count)
    async with db.engine.connect() as connection:  # what autovacuum does in its time
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE promise"))
        if db.is_sqlite:  # a million rows in the write-ahead log are no ordinary day
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def _copies(db: Database) -> str:
    dialect = "sqlite" if db.is_sqlite else "postgresql"
    due_at, at_risk_at = (LATER[dialect].replace(":n", "n").format(name) for name in ("due_at", "at_risk_at"))
    return (
        f"INSERT INTO promise ({COLUMNS}, subject, due_at, at_risk_at, next_at) "  # noqa: S608  # our own names
        f"SELECT {COLUMNS}, 'bench:' || n, {due_at}, {at_risk_at}, {at_risk_at} "
        f"FROM promise, {SERIES[dialect]} WHERE id = 1"
    )


async def _idle(db: Database, name: str, size: Size) -> Figure:
    async def plain() -> None:
        async with db.engine.connect() as connection:
            await connection.execute(text(PLAIN_DUE), {"at": _bound(db, BEFORE)})

    took = await _median_ms(lambda: service.sweep(db, SYSTEM, BEFORE), size.idle_runs)
    peer = await _median_ms(plain, size.idle_runs)
    what = f"{name}: Suche ohne Fälliges unter {_thousands(size.open)}"
    return Figure(what, took, "ms", "dieselbe Frage als SQL", peer, IDLE_BAR_MS)


async def _due(db: Database, name: str, size: Size) -> Figure:
    """Each run finds the next thousand; the worst of them counts."""

    async def plain() -> None:
        async with db.engine.connect() as connection:
            await connection.execute(text(PLAIN_STEP), {"due": size.due})
            await connection.rollback()

    took = []
    for run in range(1, DUE_RUNS + 1):
        at = RISK_FROM + timedelta(seconds=run * size.due - 1)
        began = time.perf_counter()
        moved = await service.sweep(db, SYSTEM, at)
        took.append(1000 * (time.perf_counter() - began))
        assert len(moved) == size.due, len(moved)
    peer = await _median_ms(plain, DUE_RUNS)
    what = f"{name}: Suche mit {_thousands(size.due)} Fälligen, größte von {DUE_RUNS}"
    return Figure(what, max(took), "ms", "ein UPDATE über so viele", peer, DUE_BAR_MS)


async def _made(db: Database, name: str, writers: int, size: Size, floor: float | None = None) -> Figure:
    each = size.made // writers
    rate = await promise_writers.rate(db, writers, each)
    peer = await promise_writers.plain_rate(db, writers, each)
    what = f"{name}: Zusagen geben, {writers} {'Prozess' if writers == 1 else 'Prozesse'}"
    return Figure(what, rate, "je s", "INSERT und COMMIT als SQL", peer, floor=floor)


async def _median_ms(act: Callable[[], Awaitable[object]], runs: int) -> float:
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        await act()
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def _bound(db: Database, at: datetime) -> object:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if db.is_sqlite else at


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
