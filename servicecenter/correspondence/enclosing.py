"""Files put to a ticket by whoever may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from servicecenter.access.model import Person, Scope
from servicecenter.attachments import store
from servicecenter.attachments.model import Attachment, called
from servicecenter.attachments.service import Attachments
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Conflict, NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.tickets import store as ticket_store

MOST = 50  # of one ticket


@dataclass(frozen=True)
class Enclosing:
    db: Database
    clock: Clock
    live: Live
    attachments: Attachments

    async def of_ticket(self, scope: Scope, ticket_id: int) -> Sequence[Attachment]:
        """Raises NotFound for a ticket of another Fachamt."""
        async with self.db.read() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            return await store.of_ticket(session, Scope.municipality(ticket.municipality), ticket.id)

    async def add(self, person: Person, ticket_id: int, name: str, source: IO[bytes]) -> Attachment:
        """The journal holds its kind, not its name. Raises Conflict, AttachmentRefused, AttachmentTooLarge."""
        scope = Scope.of(person)
        await self._room(scope, ticket_id)
        stored = await self.attachments.keep(source, name)
        at = self.clock.now()
        async with self.db.write() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            added = await store.add(
                session, stored, name=called(name, stored.kind), municipality=ticket.municipality,
                case_number=ticket.case_number, ticket=ticket.id, at=at, by=person.name,
            )  # fmt: skip
            details = {"ticket": ticket.id, "kind": stored.kind.value, "digest": stored.digest}
            journal.append(
                session,
                Entry(
                    at, ticket.municipality, ticket.case_number, "attachment-added", person.id, ticket.office, details
                ),
            )
        self.live.publish(Message("inbox", ticket.municipality, ticket.office))
        return added

    async def open(self, scope: Scope, ticket_id: int, attachment_id: int) -> tuple[Attachment, Path]:
        """For whoever may see the ticket. Raises NotFound."""
        async with self.db.read() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
        found, path = await self.attachments.find(Scope.municipality(ticket.municipality), attachment_id)
        if found.ticket != ticket_id:
            raise NotFound("Diese Anlage gibt es hier nicht.", "Sie gehört zu einem anderen Ticket.", "Bitte zurück.")
        return found, path

    async def _room(self, scope: Scope, ticket_id: int) -> None:
        async with self.db.read() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            known = await store.of_ticket(session, Scope.municipality(ticket.municipality), ticket_id)
        if ticket.erased_at is not None:
            raise Conflict("Dieses Ticket ist gelöscht.", "Seine Frist ist abgelaufen.", "Bitte ein neues anlegen.")
        if len(known) >= MOST:
            raise Conflict(
                "Mehr Anlagen gehen nicht.", f"Ein Ticket hat höchstens {MOST}.", "Bitte mehrere zusammenfassen."
            )
