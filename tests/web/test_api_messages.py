"""Reminders as a program asks for them."""

from datetime import timedelta

from sqlalchemy import text

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.promises import service as promises
from servicecenter.web.program import Program
from tests.web.asking import Client, new
from tests.web.browsing import forwarded


async def test_reminders_are_listed_and_a_failed_one_is_sent_again(
    client: Client, program: Program, agent: Person, clock: FixedClock
) -> None:
    made = await forwarded(program, agent)
    clock.advance(timedelta(days=3))
    await promises.sweep(program.db, Scope.system("test"), clock.now(), tell=program.reminding.messages)
    sven = await new(client, program, Role.SUPERVISOR, "sven")
    wanda = await new(client, program, Role.CONTROLLER, "wanda", municipality="kreis-wesel")

    found = await sven.get("/messages")
    assert {(each["occasion"], each["addressee"], each["state"]) for each in found} == {
        ("at_risk", "owner", "waiting"), ("due", "deputy", "waiting"), ("due", "supervisor", "waiting"),
        ("breached", "owner", "waiting"), ("breached", "supervisor", "waiting"),
    }  # fmt: skip
    assert {each["case_number"] for each in found} == {made.contact.case_number}
    assert await wanda.get("/messages") == []

    one = found[-1]["id"]
    await sven.post(f"/messages/{one}/again", expect=409)
    async with program.db.engine.begin() as connection:
        await connection.execute(text("UPDATE message SET state = 'failed', next_at = NULL, error = '550 weg'"))
    await wanda.post(f"/messages/{one}/again", expect=403)
    await sven.post(f"/messages/{one}/again", expect=204)
    again = next(each for each in await sven.get("/messages") if each["id"] == one)
    assert (again["state"], again["error"]) == ("waiting", "")
