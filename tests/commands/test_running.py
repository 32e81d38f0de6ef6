"""What `make demo` prepares, and how the program starts and stops."""

import asyncio
import os
import signal
import stat
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.commands import running
from servicecenter.commands.history import write_history
from servicecenter.commands.upkeep import NOTICE
from servicecenter.contacts.model import ContactState
from servicecenter.content.load import load
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict
from servicecenter.promises.states import PromiseState
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from tests.conftest import CONTENT, MONDAY

SYSTEM = Scope.system("test")


async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def test_the_demo_has_a_login_for_every_role_and_keeps_it(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "logins.txt"

    await running.add_people(program, file)
    first = file.read_text(encoding="utf-8")
    await running.add_people(program, file)

    people = await program.access.list_people(SYSTEM)
    assert {person.role for person in people} == set(Role)
    assert file.read_text(encoding="utf-8") == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_the_printed_password_opens_the_door(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "logins.txt"
    await running.add_people(program, file)
    login, password, _ = file.read_text(encoding="utf-8").splitlines()[0].split("\t")

    begun = await program.access.login(login, password, "127.0.0.1")

    assert begun.person.login == "agent"


async def test_the_sample_month_has_kept_and_unkept_promises(program: Program, tmp_path: Path) -> None:
    await running.add_people(program, tmp_path / "logins.txt")

    await write_history(program)

    view = await program.board.view(SYSTEM)
    geldern = next(own for own in view.municipalities if own.municipality.id == "geldern")
    assert geldern.unkept["callback"].m > geldern.unkept["callback"].n > 0
    assert all(promise.state in {PromiseState.OPEN, PromiseState.AT_RISK} for promise in view.running)

    yesterday = local_day(program.clock.now()) - timedelta(days=1)
    called = (await program.figures.month(SYSTEM, yesterday.replace(day=1))).totals["geldern"].calls
    assert called.answered > called.abandoned > 0
    assert called.level.m > called.level.n > 0


async def test_the_sample_month_has_something_to_look_after(program: Program, tmp_path: Path) -> None:
    await running.add_people(program, tmp_path / "logins.txt")
    people = {person.login: person for person in await program.access.list_people(SYSTEM)}

    await write_history(program)

    assert [report.article for report in await program.reports.waiting(people["bauamt"])] == ["baugenehmigung"]
    assert [report.article for report in await program.reports.unseen(people["agent"])] == ["personalausweis"]
    groups = {group.name: (group.count, group.closed) for group in await program.gaps.groups(SYSTEM)}
    assert groups == {"balkonkraftwerk": (3, 2), "e-scooter": (2, 1), "cannabis club": (1, 0)}
    assert [notice.text for notice in await program.notices.shown("geldern")] == [NOTICE]
    assert {lesson.query for lesson in await program.knowledge.lessons(SYSTEM)} == {"perso", "carport"}


async def test_the_sample_month_is_written_once(program: Program, tmp_path: Path) -> None:
    await running.add_people(program, tmp_path / "logins.txt")
    await program.desk.ring("call-1", "+49 30 23125 300", None)

    await write_history(program)

    ringing = await program.desk.ringing(SYSTEM)
    assert [contact.state for contact in ringing] == [ContactState.RINGING]
    assert (await program.board.view(SYSTEM)).running == []


async def test_the_program_starts_says_its_address_and_stops(settings: Settings, program: Program) -> None:
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(running.serve(settings, simulate=True, ready=told.set_result))

    address = await asyncio.wait_for(told, 20)
    async with aiohttp.ClientSession() as session, session.get(f"{address}/readyz") as response:
        assert response.status == 200
    os.kill(os.getpid(), signal.SIGTERM)

    await asyncio.wait_for(serving, 20)


async def test_a_port_that_is_taken_is_told(settings: Settings, program: Program) -> None:
    listening = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]

    with pytest.raises(Conflict, match=f"Der Port {port} ist nicht frei"):
        await running.serve(settings.model_copy(update={"port": port}))

    listening.close()
    await listening.wait_closed()


async def test_one_broken_file_does_not_keep_the_demo_from_starting(
    settings: Settings, program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "kb"
    (folder / "_common" / "articles").mkdir(parents=True)
    (folder / "_common" / "articles" / "kaputt.md").write_text("ohne Kopf", encoding="utf-8")
    (folder / "_common" / "leistungen.toml").write_bytes((CONTENT / "_common" / "leistungen.toml").read_bytes())

    loaded = await load(program.db, SYSTEM, folder, MONDAY)

    assert [(fault.path, fault.line) for fault in loaded.faults] == [("_common/articles/kaputt.md", 1)]
    assert loaded.unchanged == 1
