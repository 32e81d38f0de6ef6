"""Promises that no call starts by itself: the Fachamt records what began on a ticket, and what was fulfilled.

Which of them may be recorded says the handbook under which the case is handled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.agreements.model import Clause, PromiseRule
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.model import Contact
from servicecenter.contacts.timing import retime
from servicecenter.database import Database
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.promises import service as promises
from servicecenter.promises import store as promise_store
from servicecenter.promises.kinds import PromiseKind, kind_of
from servicecenter.promises.model import Promise
from servicecenter.promises.states import OVER
from servicecenter.promises.terms import Terms
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, TicketState

LONGEST_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the handbook promises and the Fachamt records; `running` where it has begun and is still owed."""

    kind: PromiseKind
    rule: PromiseRule
    clause: Clause
    running: Promise | None = None

    @property
    def may_begin(self) -> bool:
        return not self.rule.without_period and self.running is None

    @property
    def may_be_fulfilled(self) -> bool:
        return self.rule.without_period or self.running is not None


@dataclass(frozen=True)
class Recording:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks

    async def offers(self, scope: Scope, ticket_id: int) -> list[Offer]:
        """In the order of the handbook; none where the ticket was withdrawn."""
        async with self.db.read() as session:
            _, _, offers = await self._offers(session, scope, ticket_id)
        return offers

    async def begin(
        self, person: Person, ticket_id: int, name: str, *, begun_on: date | None = None, confirmed: bool = False
    ) -> Promise:
        """What starts the promise has happened, today or on an earlier day. The ticket's Fachamt owes it.

        Raises NotFound for what the handbook does not promise, Conflict where it runs already, Invalid for a day that
        is not there yet and where its condition is not confirmed.
        """
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            await self.db.alone(session, f"promise:{ticket_id}:{name}")  # told twice in one moment
            ticket, rulebook, offers = await self._offers(session, scope, ticket_id)
            offer = _offered(offers, name)
            if offer.running is not None:
                raise Conflict(
                    "Diese Zusage läuft schon.", "Jemand hat sie eingetragen.", "Bitte die Ansicht neu laden."
                )
            if offer.kind.only_if and not confirmed:
                raise Invalid(
                    "Diese Zusage gilt hier noch nicht.", f"Voraussetzung ist: {offer.kind.only_if}",
                    "Bitte bestätigen, wenn das zutrifft.", field="confirmed",
                )  # fmt: skip
            office = rulebook.directory.offices[ticket.office]
            begun_at = _begun_at(begun_on, at)
            terms = Terms.of(offer.rule, offer.clause, rulebook.calendars, office, begun_at)
            made = await promises.make(
                session, terms, subject=ticket.subject, case_number=ticket.case_number,
                municipality=ticket.municipality, office=ticket.office, handbook=rulebook.handbook.valid_from,
                at=at, actor=person.id, begun_at=begun_at if begun_at != at else None,
            )  # fmt: skip
            await retime(session, ticket)
        self._tell(ticket)
        return made

    async def fulfil(self, person: Person, ticket_id: int, name: str) -> Promise | None:
        """What keeps the promise has happened. None for one without a period: only the journal tells of it.

        Raises NotFound for what the handbook does not promise or what was never begun.
        """
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket, _, offers = await self._offers(session, scope, ticket_id)
            offer = _offered(offers, name)
            if offer.rule.without_period:
                details = {"promise": name, "clause": offer.clause.cited, "ticket": ticket.id}
                journal.append(
                    session,
                    Entry(at, ticket.municipality, ticket.case_number, "promise-fulfilled", person.id, ticket.office,
                          details),
                )  # fmt: skip
                kept: tuple[Promise, ...] = ()
            else:
                kept = await promises.keep(session, scope, ticket.subject, at, person.id, name=name)
                if not kept:
                    raise NotFound(
                        "Diese Zusage läuft nicht.", "Sie hat noch nicht begonnen oder ist schon erfüllt.",
                        "Bitte die Ansicht neu laden.",
                    )  # fmt: skip
                await retime(session, ticket)
        self._tell(ticket)
        return kept[0] if kept else None

    async def _offers(
        self, session: AsyncSession, scope: Scope, ticket_id: int
    ) -> tuple[Ticket, Rulebook, list[Offer]]:
        ticket = await ticket_store.get(session, scope, ticket_id)
        contact = await contact_store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
        rulebook = self.rulebooks.on(ticket.municipality, contact.handbook)
        promised = (await promise_store.of_subjects(session, scope, [ticket.subject])).get(ticket.subject, ())
        running = {promise.name: promise for promise in promised if promise.state not in OVER}
        return ticket, rulebook, _promised(ticket, contact, rulebook, running)

    def _tell(self, ticket: Ticket) -> None:
        self.live.publish(Message("inbox", ticket.municipality, ticket.office))
        self.live.publish(Message("board", ticket.municipality))


def _promised(ticket: Ticket, contact: Contact, rulebook: Rulebook, running: dict[str, Promise]) -> list[Offer]:
    if ticket.state is TicketState.WITHDRAWN:
        return []
    return [
        Offer(kind, rule, clause, running.get(rule.name))
        for rule, clause in rulebook.handbook.promises()
        if not (kind := kind_of(rule.name)).is_automatic and (contact.business or not kind.business)
    ]


def _offered(offers: Sequence[Offer], name: str) -> Offer:
    found = next((offer for offer in offers if offer.kind.name == name), None)
    if found is None:
        raise NotFound(
            "Diese Zusage gibt es hier nicht.", "Das Handbuch nennt sie für diesen Vorgang nicht.",
            "Bitte eine der angebotenen Zusagen wählen.",
        )  # fmt: skip
    return found


def _begun_at(begun_on: date | None, at: datetime) -> datetime:
    """Noon of an earlier day: only the day decides. Raises Invalid."""
    today = local_day(at)
    if begun_on is None or begun_on == today:
        return at
    if not today - LONGEST_BACK <= begun_on < today:
        raise Invalid(
            "Der Tag des Beginns passt nicht.", "Er liegt in der Zukunft oder mehr als ein Jahr zurück.",
            "Bitte den Tag eintragen, an dem geschah, was die Zusage beginnt.", field="begun_on",
        )  # fmt: skip
    return datetime.combine(begun_on, time(12), BERLIN)
