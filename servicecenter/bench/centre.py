"""The whole program beside an Asterisk for one run: own content, own database, agents who write nothing."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from servicecenter.access.model import Person, Role, Scope
from servicecenter.access.passwords import Passwords
from servicecenter.app import build, jobs_of, runs_of, settle_down
from servicecenter.bench import asterisk
from servicecenter.bench.asterisk import Asterisk
from servicecenter.calls import store as instants
from servicecenter.calls.course import Course, courses
from servicecenter.clock import RunningClock
from servicecenter.contacts.model import Outcome
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.jobs import scheduler
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from servicecenter.sqlite import one_core
from servicecenter.telephony.ari.switch import AsteriskSwitch
from servicecenter.telephony.callflow import events as on
from servicecenter.web.program import Program

SYSTEM = Scope.system("bench")
MUNICIPALITY, DIALLED = "geldern", "+493023125300"
OPEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # an ordinary Monday, ten o'clock in Geldern
WRITES_EVERY_SECONDS = 0.05


@dataclass
class Centre:
    program: Program
    people: dict[str, Person]  # by their phones

    async def courses(self) -> list[Course]:
        """Of every call so far."""
        async with self.program.db.read() as session:
            found = await instants.of_calls_between(session, SYSTEM, OPEN, datetime(2100, 1, 1, tzinfo=UTC))
        return courses(found)

    async def quiet(self, seconds: float) -> int:
        """How many calls the program still believes in, after waiting so long at most."""
        for _ in range(round(seconds / 0.1)):
            if not (await self.program.telephony.floor(SYSTEM)).calls:
                return 0
            await asyncio.sleep(0.1)
        return len((await self.program.telephony.floor(SYSTEM)).calls)

    async def write_nothing(self) -> None:
        """Agents end each contact the moment the call is over: no wrap-up."""
        while True:
            by_id = {person.id: person for person in self.people.values()}
            agents = (await self.program.telephony.floor(SYSTEM)).agents.values()
            over = [by_id[each.id] for each in agents if each.writing and each.call is None and each.id in by_id]
            await asyncio.gather(*(self._end(person) for person in over))
            await asyncio.sleep(WRITES_EVERY_SECONDS)

    async def _end(self, person: Person) -> None:
        contact = await self.program.desk.mine(person)
        if contact is not None and contact.call_ended_at is not None:
            await self.program.desk.close(person, contact.id, Outcome.NO_CONCERN)
            await self.program.telephone.closed(person, contact)


def content_with(rule: str, content: Path, folder: Path) -> Path:
    """A copy of the content in which Geldern's handbook has this rule for the queue."""
    copy = folder / "content"
    shutil.copytree(content, copy)
    handbook = max((copy / MUNICIPALITY / "handbook").glob("*.toml"))
    changed, count = re.subn(r"^queue = .*$", f"queue = {rule}", handbook.read_text(encoding="utf-8"), flags=re.M)
    if count != 1:
        raise ValueError(f"{handbook.name} has {count} rules for the queue")
    handbook.write_text(changed, encoding="utf-8")
    return copy


@asynccontextmanager
async def opened(
    made: Asterisk, rule: str, content: Path, folder: Path, phones: Sequence[str]
) -> AsyncIterator[Centre]:
    """Connected, with an agent signed in at each phone."""
    settings = Settings(
        data=folder / "data", content=content_with(rule, content, folder), asterisk_url=made.url,
        asterisk_password=asterisk.PASSWORD, asterisk_sounds=str(made.sounds),
    )  # fmt: skip
    settings.data.mkdir()
    await _stocked(settings)
    with one_core(settings.url):  # sipp and Asterisk may have the others
        program = await build(settings, clock=RunningClock(OPEN), passwords=Passwords(memory_kib=8, rounds=1))
        centre = Centre(program, {})
        ticking = scheduler(jobs_of(program))
        tasks = [asyncio.create_task(run()) for run in (*runs_of(program), centre.write_nothing)]
        ticking.start()
        try:
            await _connected(program)
            for phone in phones:
                person, _ = await program.access.add_person(
                    f"agent{phone}", phone, Role.AGENT, by=None, must_change_password=False
                )
                centre.people[phone] = person
                await program.telephony.act(on.SignIn(person.id, phone, phone))
            settle_down()
            yield centre
        finally:
            ticking.shutdown(wait=False)
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            await _switch(program).close()
            await program.db.close()
            for end in ends:
                if isinstance(end, Exception):  # not the cancelling
                    raise end


async def _stocked(settings: Settings) -> None:
    db = Database(settings.url)
    await migrate(db)
    await load(db, SYSTEM, settings.content, OPEN)
    await db.close()


async def _connected(program: Program) -> None:
    async with asyncio.timeout(20):
        while not _switch(program).is_connected:  # noqa: ASYNC110  # once, at the start
            await asyncio.sleep(0.05)


def _switch(program: Program) -> AsteriskSwitch:
    switch = program.telephony.switch
    if not isinstance(switch, AsteriskSwitch):
        raise TypeError("no Asterisk is connected")
    return switch
