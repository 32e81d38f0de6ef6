"""SQLite's connection for the event loop, with one trip to its thread for a statement instead of four.

aiosqlite asks its thread for a cursor, the statement, the rows and the end one after the other, and each trip takes
longer than SQLite takes for all of them. Measured with 0.22.1: making a promise, 18 trips become 7.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import aiosqlite


@contextmanager
def one_core(url: str) -> Iterator[None]:
    """Where `url` is an SQLite database the event loop and the connections' threads stay on one core.

    They take turns hundreds of times a second and never work at once; from one core to another each turn takes ten
    times as long (docs/decisions/0033). Whatever runs beside them, as the search does, may use the others.
    """
    everywhere = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if len(everywhere) < 2 or not url.startswith("sqlite"):
        yield
        return
    beside = ThreadPoolExecutor(initializer=os.sched_setaffinity, initargs=(0, everywhere))
    asyncio.get_running_loop().set_default_executor(beside)
    os.sched_setaffinity(0, {sorted(everywhere)[os.getpid() % len(everywhere)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, everywhere)


def connect(*arguments: Any, **named: Any) -> aiosqlite.Connection:
    """As `aiosqlite.connect`; to be awaited."""
    connection = QuickConnection(lambda: sqlite3.connect(*arguments, **named), iter_chunk_size=64)
    connection._thread.daemon = True  # a connection nobody closed must not keep the process alive
    return connection


class QuickConnection(aiosqlite.Connection):
    def cursor(self) -> "QuickCursor":  # type: ignore[override]  # it needs no waiting for
        return QuickCursor(self)

    async def rollback(self) -> None:
        if self.in_transaction:  # whoever only read began none, and would make the trip for nothing
            await super().rollback()

    async def in_thread(self, act: Callable[..., None], *arguments: object) -> None:
        await self._execute(act, *arguments)  # type: ignore[no-untyped-call]


class QuickCursor:
    """What SQLAlchemy uses of a cursor. All rows are fetched with the statement."""

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Sequence[Any] | None = None
        self.lastrowid: int | None = None
        self.rowcount, self.arraysize = -1, 1

    async def __aenter__(self) -> "QuickCursor":
        return self

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> "QuickCursor":
        await self._connection.in_thread(self._run, "execute", statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Iterable[Any]]) -> "QuickCursor":
        await self._connection.in_thread(self._run, "executemany", statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def fetchmany(self, size: int) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    async def close(self) -> None:
        self._rows = []

    def _run(self, act: str, statement: str, parameters: Any) -> None:
        """In the connection's thread."""
        cursor = self._connection._conn.cursor()
        try:
            getattr(cursor, act)(statement, parameters)
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()
