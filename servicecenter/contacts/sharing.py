"""Who has which tickets: handed over to a colleague, given back to the pool, returned for somebody who fell ill."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from servicecenter.access import store as access_store
from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Invalid
from servicecenter.live import Live, Message
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket
from servicecenter.tickets.service import Returned

LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with open tickets that they accepted, the longest held first."""

    id: str
    name: str
    tickets: tuple[Ticket, ...]


@dataclass(frozen=True)
class Sharing:
    db: Database
    clock: Clock
    live: Live

    async def colleagues(self, person: Person, ticket: Ticket) -> list[Person]:
        """Who else works in the ticket's Fachamt, by name."""
        async with self.db.read() as session:
            known = await access_store.people(session, Scope.municipality(ticket.municipality))
        return [
            other
            for other in known
            if other.role is Role.FACHAMT
            and other.id != person.id
            and Scope.of(other).covers(ticket.municipality, ticket.office)
        ]

    async def hand_over(self, person: Person, ticket_id: int, colleague: str, note: str) -> Ticket:
        """Raises Invalid for somebody who is no colleague, Conflict where the ticket is not one's own."""
        if len(note) > LONGEST_NOTE:
            raise Invalid(
                "Die Notiz ist zu lang.", f"Sie hat {len(note)} Zeichen, möglich sind {LONGEST_NOTE}.",
                "Bitte kürzen; der Text bleibt im Feld stehen.", field="handed_note",
            )  # fmt: skip
        scope, at = Scope.of(person), self.clock.now()
        async with self.db.write() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            to = await access_store.find_person(session, Scope.municipality(ticket.municipality), colleague)
            if to is None:
                raise tickets.no_colleague()
            moved = await tickets.hand_over(session, scope, ticket_id, person, to, note, at)
        self._tell([moved])
        return moved

    async def holders(self, scope: Scope) -> list[Holder]:
        """Whoever has accepted something that is still open, by name."""
        async with self.db.read() as session:
            found = await ticket_store.accepted(session, scope)
        grouped: dict[tuple[str, str], list[Ticket]] = defaultdict(list)
        for ticket in found:
            grouped[ticket.accepted_name or "", ticket.accepted_by or ""].append(ticket)
        return [Holder(who, name, tuple(own)) for (name, who), own in sorted(grouped.items())]

    async def return_all(self, person: Person, holder: str) -> Returned:
        """In one act, by a colleague or the supervisor, as far as they see it. Raises Conflict for nothing."""
        async with self.db.write() as session:
            returned = await tickets.return_all(session, Scope.of(person), holder, person, self.clock.now())
        self._tell(returned.tickets)
        return returned

    async def take_back_return(self, person: Person, bundle: str) -> Returned:
        """Undone, except for what somebody has taken meanwhile. Raises Conflict where that is everything."""
        async with self.db.write() as session:
            taken_back = await tickets.take_back_return(session, Scope.of(person), bundle, person, self.clock.now())
        self._tell(taken_back.tickets)
        return taken_back

    def _tell(self, changed: Sequence[Ticket]) -> None:
        for municipality, office in sorted({(ticket.municipality, ticket.office) for ticket in changed}):
            self.live.publish(Message("inbox", municipality, office))
            self.live.publish(Message("board", municipality))
