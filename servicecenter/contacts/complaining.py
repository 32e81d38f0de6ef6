"""Complaints: to the central desk of the municipality, by their own deadline, never to the office they are about.

At the desk they end a contact; a Fachamt that hears one passes it on, as a case of its own: what was complained about
and the complaint know each other by the case number alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.contacts import store
from servicecenter.contacts.case_number import parse
from servicecenter.contacts.ending import end
from servicecenter.contacts.forwarding import Forwarded, open_with_promises
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.model import Channel, Contact, ContactState, Outcome, conflict
from servicecenter.contacts.timing import owed
from servicecenter.contacts.wishes import SOCIAL_CONCERN, Wish, checked
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.promises.kinds import DESK, Start
from servicecenter.routing.model import Facts
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import ReplyChannel, Ticket, TicketKind

LEISTUNG = "beschwerde"  # of the catalogue: clauses may name it


@dataclass(frozen=True, slots=True)
class About:
    """Whom a complaint is about; both may be unknown: then the desk finds out."""

    office: str = ""
    case_number: str = ""  # as it was typed


@dataclass(frozen=True)
class Complaints:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters

    async def end_contact(self, person: Person, contact_id: int, wish: Wish, about: About) -> Forwarded:
        """The agent's open contact becomes a complaint. Raises Invalid with the field to mend, Conflict."""
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            contact = await store.get(session, scope, contact_id)
            if contact.state is not ContactState.OPEN or contact.agent != person.id:
                raise conflict(contact)
            made = await self._complain(session, contact, wish, about, at, person)
            outcome = Outcome.CALLBACK if made.callback else Outcome.TICKET
            await end(session, scope, self.rulebooks.catalogue, contact, outcome, at)
            ended = await store.get(session, scope, contact_id)
        self._tell(made.ticket)
        return replace(made, contact=ended)

    async def pass_on(self, person: Person, ticket_id: int, wish: Wish) -> Forwarded:
        """What a Fachamt hears about itself while it deals with a ticket; it sees nothing of it afterwards."""
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            await self.db.alone(session, f"complaint:{ticket_id}")  # pressed twice in one moment
            ticket = await ticket_store.get(session, scope, ticket_id)
            await _check_new(session, ticket, wish)
            contact = await self._contact(session, ticket, at, person)
            about = About(ticket.office, ticket.case_number)
            made = await self._complain(session, contact, wish, about, at, person)
        self._tell(made.ticket)
        return made

    async def open_complaints(self, scope: Scope) -> Sequence[Ticket]:
        """Not yet answered, for the supervisor: the first to fall due on top."""
        async with self.db.read() as session:
            return await ticket_store.complaints(session, scope)

    async def due_on(self, ticket: Ticket) -> date | None:
        """The day that may be told to whoever complains; None where nothing is promised."""
        async with self.db.read() as session:
            return next((promise.due_on for promise in await owed(session, ticket)), None)

    def offices(self, municipality: str) -> list[Office]:
        """Whom a complaint may be about."""
        directory = self.rulebooks.directory(municipality)
        return [office for office in directory.office if directory.is_inside(office)]

    async def _contact(self, session: AsyncSession, ticket: Ticket, at: datetime, person: Person) -> Contact:
        """A case of its own: whoever reads the story of the ticket learns nothing of the complaint."""
        rulebook = self.rulebooks.on(ticket.municipality, local_day(at))
        before = await store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
        stage = rulebook.agreement.stage_on(local_day(at))
        return await store.add(
            session, municipality=ticket.municipality, channel=Channel.OFFICE.value, state=ContactState.CLOSED.value,
            opened_at=at, closed_at=at, handbook=rulebook.handbook.valid_from, stage=stage.number if stage else None,
            outcome=Outcome.TICKET.value, agent=person.id, agent_name=person.name, district=before.district,
            business=before.business, leistung=before.leistung,
        )  # fmt: skip

    async def _complain(
        self, session: AsyncSession, contact: Contact, wish: Wish, about: About, at: datetime, person: Person
    ) -> Forwarded:
        rulebook = self.rulebooks.on(contact.municipality, contact.handbook)
        facts = gather(contact, rulebook, None, at)
        wished = checked(wish, facts.leistung)
        ticket = _ticket(contact, rulebook, wished, await self._about(session, contact, rulebook, about), at)
        as_complaint = replace(facts, leistung=rulebook.catalogue.by_key.get(LEISTUNG, facts.leistung))
        made = await open_with_promises(
            session, contact, rulebook, ticket, as_complaint, wished, Start.COMPLAINT, person
        )
        details: dict[str, object] = {"ticket": made.ticket.id, "about_office": ticket.about_office or ""}
        _journal(session, made.ticket, "complaint-recorded", at, person, details)
        self._keep_promise(session, made.ticket, rulebook, as_complaint, at, person)
        await self.letters.forwarded(session, made.ticket, at)
        return made

    async def _about(self, session: AsyncSession, contact: Contact, rulebook: Rulebook, about: About) -> About:
        """Both as they are stored: the office of the case, where only that was named. Raises Invalid, NotFound."""
        if about.office and about.office not in rulebook.directory.offices:
            raise Invalid(
                "Dieses Amt gibt es hier nicht.", "Das Verzeichnis der Kommune nennt es nicht.",
                "Bitte eines aus der Liste wählen, oder „weiß ich nicht“.", field="about_office",
            )  # fmt: skip
        if not about.case_number.strip():
            return about
        case_number = parse(about.case_number)
        found = await ticket_store.of_case(session, Scope.municipality(contact.municipality), case_number)
        if not found:
            raise NotFound(
                "Zu dieser Vorgangsnummer gibt es kein Ticket.", "Die Beschwerde soll dazu gehören.",
                "Bitte die Nummer prüfen oder weglassen.", field="about_case",
            )  # fmt: skip
        return About(about.office or found[-1].office, case_number)

    def _keep_promise(
        self, session: AsyncSession, ticket: Ticket, rulebook: Rulebook, facts: Facts, at: datetime, person: Person
    ) -> None:
        """Promise 11 of the GSM: that there is one central desk, and the complaint has reached it."""
        agreed = rulebook.handbook.promise(DESK)
        if agreed is not None and facts.business:
            kept = {"promise": DESK, "clause": agreed[1].cited, "ticket": ticket.id}
            _journal(session, ticket, "promise-fulfilled", at, person, kept)

    def _tell(self, ticket: Ticket) -> None:
        self.live.publish(Message("inbox", ticket.municipality, ticket.office))
        self.live.publish(Message("board", ticket.municipality))


async def _check_new(session: AsyncSession, about: Ticket, wish: Wish) -> None:
    """A second press of the button complains no second time. Raises Conflict."""
    known = await ticket_store.complaints(session, Scope.municipality(about.municipality))
    if any(each.about_case == about.case_number and each.concern == wish.concern.strip() for each in known):
        raise Conflict(
            "Diese Beschwerde ist schon weitergegeben.", "Derselbe Text liegt schon bei der Beschwerdestelle.",
            "Es ist nichts mehr zu tun.",
        )  # fmt: skip


def _ticket(contact: Contact, rulebook: Rulebook, wish: Wish, about: About, at: datetime) -> Ticket:
    agreed = rulebook.handbook.promise("complaint")
    return ticket_store.unsaved(
        at, contact=contact.id, case_number=contact.case_number, municipality=contact.municipality,
        office=rulebook.complaint_desk.id, leistung=LEISTUNG if LEISTUNG in rulebook.catalogue.by_key else None,
        article=contact.article, concern=wish.concern.strip() or SOCIAL_CONCERN,
        already_said=wish.already_said.strip(), caller_name=wish.caller_name.strip(), reply=ReplyChannel(wish.reply),
        address=wish.address.strip(), reason="complaint-desk", clause=agreed[1].cited if agreed else "",
        kind=TicketKind.COMPLAINT, about_office=about.office or None, about_case=about.case_number,
    )  # fmt: skip


def _journal(
    session: AsyncSession, ticket: Ticket, act: str, at: datetime, person: Person, details: dict[str, object]
) -> None:
    entry = Entry(at, ticket.municipality, ticket.case_number, act, person.id, ticket.office, details)
    journal.append(session, entry)
