"""A PBX of Geldern, and what it tells."""

from dataclasses import dataclass
from typing import Any

import pytest

from servicecenter.access.model import Scope
from servicecenter.calls import store as instants
from servicecenter.calls.course import Course, course
from servicecenter.contacts.model import Contact
from servicecenter.telephony.pbx.model import Pbx, Reply
from servicecenter.telephony.pbx.reading import read
from servicecenter.web.program import Program

GELDERN, HAGEN = "030 23125 300", "030 23125 500"
CALLER = "02831/398123"
ALL = Scope.system("test")


@dataclass
class Telling:
    """`pbx.new("1")`, `pbx.answer("1", user="anna")`, `pbx.hangup("1", cause="cancel")`."""

    program: Program
    pbx: Pbx
    token: str

    async def tell(self, event: str, call: str, **fields: Any) -> Reply:
        given = {"event": event, "callId": call, "direction": "in", "from": CALLER, "to": GELDERN} | fields
        return await self.program.webhooks.receive(self.token, read(given))

    async def new(self, call: str, **fields: Any) -> Reply:
        return await self.tell("newCall", call, **fields)

    async def answer(self, call: str, **fields: Any) -> Reply:
        return await self.tell("answer", call, **fields)

    async def hangup(self, call: str, **fields: Any) -> Reply:
        return await self.tell("hangup", call, **{"cause": "normalClearing"} | fields)

    def id(self, call: str) -> str:
        return f"pbx-{self.pbx.id}-{call}"

    async def contact(self, call: str) -> Contact | None:
        return await self.program.desk.of_call(self.id(call))

    async def course(self, call: str) -> Course:
        async with self.program.db.read() as session:
            return course(await instants.of_call(session, ALL, self.id(call)))


@pytest.fixture
async def pbx(program: Program) -> Telling:
    return await connected(program)


async def connected(program: Program, municipality: str = "geldern", **given: Any) -> Telling:
    made, token = await program.pbxes.add("Rathaus", municipality, by=None, **given)
    return Telling(program, made, token)
