"""The inbox of a Fachamt that is full, and tickets made through HTTP: each beside plain SQL on the same database."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

import aiohttp
from sqlalchemy import text

from servicecenter.bench import served
from servicecenter.bench.machine import Figure, percentile
from servicecenter.bench.promises import SERIES
from servicecenter.database import Database
from servicecenter.settings import Settings

TOWN, OFFICE, LEISTUNG = "geldern", "bauordnung", "baugenehmigung"
INBOX_BAR_MS, MADE_FLOOR = 30.0, 200.0
WARM_UP = 20  # the first statements are prepared and compiled
AT_ONCE = 4  # agents who press the button at the same time
COPIED = 1_000_000  # contacts of copied tickets begin here
CONCERN = {
    "municipality": TOWN, "leistung": LEISTUNG, "concern": "Braucht ein Carport eine Genehmigung?", "reply": "email",
    "address": "bench@beispiel.example",
}  # fmt: skip
TICKET = (
    "case_number, municipality, leistung, article, concern, already_said, caller_name, reply, address, state, made_at, "
    "reason, clause, answer, handed_over_by, handed_over_note, kind, about_case, given_back, reopened"
)
PROMISE = "name, case_number, municipality, clause, handbook, state, recorded_at, due_on, next_at, calendar"
LATER = {
    "postgresql": "{} + n * interval '1 minute'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {}, '+' || n || ' minutes') || '000'",
}
PLAIN_INBOX = (
    "SELECT * FROM ticket WHERE municipality = 'geldern' AND office = 'bauordnung' AND state IN ('new', 'accepted') "
    "ORDER BY due_at, id LIMIT 50"
)


# A database with the project's content, an agent and a clerk of OFFICE who are logged in: the tokens of both.
Prepare = Callable[[Settings], Awaitable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; tests measure little."""

    tickets: int = 100_000
    own: int = 10_000  # of these, in the one office's inbox
    asked: int = 200
    made: int = 1000


async def measure(name: str, settings: Settings, size: Size, prepare: Prepare) -> list[Figure]:
    """On an empty database of its own; `name` is what people call it. One process serves, this one asks."""
    agent, clerk = await prepare(settings)
    db = Database(settings.url)
    try:
        async with (
            served.program(settings.data, settings.content, settings.url) as program,
            aiohttp.ClientSession(program.address) as session,
        ):
            made = await _made(db, session, agent, name, size)
            await fill(db, await _made_one(session, agent), size)
            return [made, *await _inbox(db, session, clerk, name, size)]
    finally:
        await db.close()


async def fill(db: Database, pattern: int, size: Size) -> None:
    """Tickets and their promises copied from one that the program made: so many in one office, the rest in others."""
    dialect = "sqlite" if db.is_sqlite else "postgresql"
    later = {column: LATER[dialect].format(column) for column in ("due_at", "at_risk_at")}
    office = f"CASE WHEN n < {size.own} THEN office ELSE 'amt-' || (n % 9) END"
    tickets = (
        f"INSERT INTO ticket ({TICKET}, contact_id, office, due_at, at_risk_at) "  # noqa: S608  # our own names
        f"SELECT {TICKET}, {COPIED} + n, {office}, {later['due_at']}, {later['at_risk_at']} "
        f"FROM ticket, {SERIES[dialect]} WHERE id = :pattern"
    )
    columns = ", ".join(f"promise.{column}" for column in PROMISE.split(", "))
    promises = (
        f"INSERT INTO promise ({PROMISE}, subject, office, due_at, at_risk_at) "  # noqa: S608  # our own names
        f"SELECT {columns}, 'ticket:' || ticket.id, ticket.office, ticket.due_at, ticket.at_risk_at "
        f"FROM promise, ticket WHERE promise.subject = :subject AND ticket.contact_id >= {COPIED}"
    )
    async with db.engine.begin() as connection:
        await connection.execute(text(tickets), {"first": 1, "last": size.tickets - 1, "pattern": pattern})
        await connection.execute(text(promises), {"subject": f"ticket:{pattern}"})
    async with db.engine.connect() as connection:  # what autovacuum does in its time
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("ticket", "promise"):
            await connection.execute(text(f"ANALYZE {table}"))


async def _inbox(db: Database, session: aiohttp.ClientSession, token: str, name: str, size: Size) -> list[Figure]:
    async def ask() -> None:
        async with session.get("/api/v1/inbox", headers={"Authorization": f"Bearer {token}"}) as response:
            response.raise_for_status()
            await response.read()

    async def plain() -> None:
        async with db.engine.connect() as connection:
            (await connection.execute(text(PLAIN_INBOX))).all()

    took, peer = await _times(ask, size.asked), await _times(plain, size.asked)
    what = f"{name}: Eingang mit {size.own:,} von {size.tickets:,} Tickets, ".replace(",", ".", 2)
    bare = "SELECT derselben 50 Zeilen"
    return [
        Figure(what + "Median", median(took), "ms", bare, median(peer)),
        Figure(what + "p95", percentile(took, 95), "ms", bare, percentile(peer, 95), INBOX_BAR_MS),
    ]


async def _made(db: Database, session: aiohttp.ClientSession, token: str, name: str, size: Size) -> Figure:
    """With contact, way, promise and journal: what stands in the answer is on the disk."""
    for _ in range(WARM_UP):
        pattern = await _made_one(session, token)
    rate = await _rate(lambda: _made_one(session, token), size.made)

    async def plain() -> None:
        copied = f"INSERT INTO ticket ({TICKET}, contact_id, office) SELECT {TICKET}, 0, 'bench' FROM ticket "  # noqa: S608
        async with db.engine.begin() as connection:
            await connection.execute(text(f"{copied} WHERE id = :pattern"), {"pattern": pattern})

    peer = await _rate(plain, size.made)
    what = f"{name}: Tickets über HTTP anlegen, ein Prozess"
    return Figure(what, rate, "je s", "INSERT und COMMIT als SQL", peer, floor=MADE_FLOOR)


async def _made_one(session: aiohttp.ClientSession, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    async with session.post("/api/v1/tickets", json=CONCERN, headers=headers) as response:
        response.raise_for_status()
        return int((await response.json())["id"])


async def _rate(act: Callable[[], Awaitable[object]], runs: int) -> float:
    """A second, of so many at once."""

    async def some() -> None:
        for _ in range(runs // AT_ONCE):
            await act()

    began = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return runs // AT_ONCE * AT_ONCE / (time.perf_counter() - began)


async def _times(act: Callable[[], Awaitable[object]], runs: int) -> list[float]:
    """Each in milliseconds, after some that warm up."""
    for _ in range(5):
        await act()
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        await act()
        took.append(1000 * (time.perf_counter() - began))
    return took
