"""The clerk's further acts over a centre, and the people of further offices."""

from dataclasses import dataclass

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.complaining import Complaints
from servicecenter.contacts.delaying import Delays
from servicecenter.contacts.joining import Joining
from servicecenter.contacts.passing import Passing
from servicecenter.contacts.questioning import Questions
from servicecenter.contacts.telling import Telling
from servicecenter.messages import store as outbox
from servicecenter.messages.model import Message, MessageKind
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import Remark

from .conftest import ALL, Centre

PAULA = Person("6", "paula", "Paula Planung", Role.FACHAMT, "geldern", frozenset({"planungsamt"}))
ZORA = Person("7", "zora", "Zora Zentrale", Role.FACHAMT, "geldern", frozenset({"zentrale"}))
SUSI = Person("8", "susi", "Susi Super", Role.SUPERVISOR)


@dataclass(frozen=True)
class Acts:
    centre: Centre
    passing: Passing
    delays: Delays
    questions: Questions
    joining: Joining
    complaints: Complaints

    async def ticket(self, ticket_id: int) -> Ticket:
        async with self.centre.db.read() as session:
            return await ticket_store.get(session, ALL, ticket_id)

    async def remarks(self, ticket_id: int) -> tuple[Remark, ...]:
        async with self.centre.db.read() as session:
            return (await remark_store.of_tickets(session, ALL, [ticket_id])).get(ticket_id, ())

    async def written(self) -> list[Message]:
        """To citizens, by the acts of these parts."""
        async with self.centre.db.read() as session:
            found = await outbox.latest(session, ALL, 50, kinds=(MessageKind.LETTER,))
        return [each for each in found if each.occasion.partition(":")[0] in {"delay", "question"}]

    async def listed(self, person: Person) -> list[int]:
        return [item.ticket.id for item in await self.centre.inbox.items(Scope.of(person))]


def acts_of(centre: Centre) -> Acts:
    parts, letters = (centre.db, centre.clock, centre.live, centre.rulebooks), centre.inbox.letters
    telling = Telling(centre.rulebooks, "centre@kreis-wesel.example", letters)
    asking = Delays(*parts, telling), Questions(*parts, telling)
    return Acts(centre, Passing(*parts, letters), *asking, Joining(*parts), Complaints(*parts, letters))
