"""The program for one command: its database brought up to date, its content loaded where there is none yet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings

if TYPE_CHECKING:
    from servicecenter.web.program import Program

SYSTEM = Scope.system("command line")


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Database]:
    db = Database(settings.url)
    try:
        await migrate(db)
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def program(settings: Settings) -> AsyncIterator["Program"]:
    # Late: a command that only asks the database need not wait for the web program and the search.
    from servicecenter.app import build
    from servicecenter.content.load import load
    from servicecenter.directory.calendars import local_day

    async with database(settings):
        made = await build(settings)
    try:
        if not made.rulebooks.municipalities():
            await load(made.db, SYSTEM, settings.content, made.clock.now())
            await made.rulebooks.refresh()
            await made.knowledge.refresh(local_day(made.clock.now()))
        yield made
    finally:
        await made.db.close()
