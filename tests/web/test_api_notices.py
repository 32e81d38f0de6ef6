"""Notices of the day as an agent's program asks for them."""

from datetime import timedelta

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.conftest import MONDAY, somebody
from tests.web.asking import Client, new


async def test_notices_written_in_the_program_stand_beside_those_of_the_directory(
    client: Client, program: Program
) -> None:
    agent = await new(client, program, Role.AGENT, "anna.agent")
    editor = await somebody(program, Role.EDITOR, "erika.editor", municipality="geldern")
    before = await agent.get("/notices", municipality="geldern")
    assert before
    assert all(notice["until_at"] is None for notice in before)

    await program.notices.post(editor, ["geldern"], "Streik", MONDAY, MONDAY + timedelta(hours=1))

    first, *rest = await agent.get("/notices", municipality="geldern")
    assert first == {"text": "Streik", "from_at": "2026-11-23T09:00:00Z", "until_at": "2026-11-23T10:00:00Z"}
    assert rest == before
    towns = {town["id"]: town["notices"] for town in await agent.get("/municipalities")}
    assert towns["geldern"][0] == "Streik"
    assert "Streik" not in towns["kreis-wesel"]
    await agent.get("/notices", expect=404, municipality="nirgendwo")
