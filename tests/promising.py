"""Geldern under a handbook that makes every promise of the table, at its usual period."""

from datetime import datetime

from servicecenter.access.model import Person, Scope
from servicecenter.contacts.forwarding import Forwarded
from servicecenter.contacts.wishes import Wish
from servicecenter.database import Database
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.promises.kinds import TABLE
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.conftest import CONTENT

CLAUSE = '\n[[clause]]\nnumber = "20.{number}"\ntitle = "{name}"\npromise = {{ name = "{name}", {measure} }}\n'
HALL = Wish("Halle bauen", ReplyChannel.EMAIL, address="p@beispiel.example")
IN_THE_HANDBOOK = {"callback", "reply", "complaint", "announced"}  # the last is nobody's clause


async def promise_all(db: Database, rulebooks: Rulebooks, at: datetime) -> None:
    text = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")
    text = text.replace("valid_from = 2026-01-01", "valid_from = 2026-11-01")
    for number, kind in enumerate(kind for kind in TABLE if kind.name not in IN_THE_HANDBOOK):
        measure = ", ".join(f"{name} = {n}" for name, n in kind.usual.items()) or "without_period = true"
        text += CLAUSE.format(number=number, name=kind.name, measure=measure)
    async with db.write() as session:
        everything = Scope.system("test")
        await documents.put(
            session, everything, Kind.HANDBOOK, "geldern", "2026-11-01", text, origin=Origin.FILE, at=at, by="t"
        )
    assert await rulebooks.refresh()


async def of_a_business(program: Program, agent: Person) -> Forwarded:
    """A ticket in Geldern's building office, to be answered by e-mail."""
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung", business=True)
    return await program.desk.forward(agent, contact.id, HALL)
