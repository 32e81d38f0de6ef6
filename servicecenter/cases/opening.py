"""A case is opened: from a contact at the desk, or from the Lotse's own ticket. One transaction for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.businesses import store as business_store
from servicecenter.businesses.model import Business, BusinessPerson, Particulars
from servicecenter.businesses.service import Businesses, found, guide
from servicecenter.cases import store
from servicecenter.cases.model import BusinessCase, CaseState
from servicecenter.cases.placing import PartWay, Placed, placed, preview
from servicecenter.cases.starting import known, record, settle, start_ready
from servicecenter.clock import Clock
from servicecenter.contacts import missing
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.ending import end
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.model import Contact, ContactState, Outcome, conflict
from servicecenter.database import Database
from servicecenter.directory.model import Directory
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Live, Message
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets.model import Ticket

LONGEST_NOTE = 4000
AT_ALL_COST = "Ohne ein eigenes Amt ist es kein Vorhaben."


@dataclass(frozen=True, slots=True)
class Opening:
    """What the Lotse or the desk chose. `business` is one that is known, else `new` with whom to reach there."""

    vorhaben: str
    leistungen: tuple[str, ...]
    concern: str = ""
    district: str = ""
    business: int | None = None
    new: Particulars | None = None
    someone: BusinessPerson | None = None


@dataclass(frozen=True)
class Openings:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters
    businesses: Businesses

    def preview(self, municipality: str, vorhaben: str, district: str | None, handbook: Rulebook) -> Sequence[Placed]:
        """Where each step would go today. Raises NotFound."""
        return preview(self.template(municipality, vorhaben), district, handbook, self.clock.now())

    def template(self, municipality: str, vorhaben: str) -> Vorhaben:
        """Raises NotFound."""
        template = self.rulebooks.vorhaben(municipality).get(vorhaben)
        if template is None:
            raise NotFound(
                "Dieses Vorhaben ist nicht beschrieben.", "Die Inhalte nennen es nicht.", "Bitte ein anderes wählen."
            )
        return template

    async def from_contact(self, person: Person, contact_id: int, opening: Opening) -> BusinessCase:
        """The agent's own open contact ends with it; one that has ended gets one as well. Raises Conflict, Invalid."""
        at, scope = self.clock.now(), Scope.of(person)
        try:
            async with self.db.write() as session:
                contact = await contact_store.get(session, scope, contact_id)
                _check_contact(contact, person)
                case = await self._open(session, person, contact, None, opening, at)
                if contact.state is ContactState.OPEN:
                    await end(session, scope, self.rulebooks.catalogue, contact, Outcome.TICKET, at)
                    rulebook = self.rulebooks.on(contact.municipality, contact.handbook)
                    await missing.record_end(session, contact, rulebook, "", at)
        except IntegrityError as error:
            raise _has_one() from error
        self._tell(case)
        return case

    async def from_ticket(self, person: Person, ticket_id: int, opening: Opening) -> BusinessCase:
        """The Lotse's own ticket becomes the first part of the case. Raises NotFound, Conflict, Invalid."""
        at, scope = self.clock.now(), self.businesses.reach(Scope.of(person))
        try:
            async with self.db.write() as session:
                ticket = await tickets.accept(session, scope, ticket_id, person, at)
                _check_lotse(self.rulebooks.directory(ticket.municipality), ticket)
                contact = await contact_store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
                case = await self._open(session, person, contact, ticket, opening, at)
        except IntegrityError as error:
            raise _has_one() from error
        self._tell(case)
        return case

    async def _open(
        self, session: AsyncSession, person: Person, contact: Contact, origin: Ticket | None, opening: Opening,
        at: datetime,
    ) -> BusinessCase:  # fmt: skip
        rulebook = self.rulebooks.on(contact.municipality, contact.handbook)
        template = self.template(contact.municipality, opening.vorhaben)
        district = opening.district or contact.district or None
        parts = self._parts(template, opening, rulebook, district, at)
        business = await self._business(session, person, contact, opening, rulebook, at)
        lotse = origin.office if origin else guide(rulebook, district or business.district)
        case_id = await store.add(
            session, case_number=contact.case_number, contact_id=contact.id, municipality=contact.municipality,
            business_id=business.id, vorhaben=opening.vorhaben, title=template.title, lotse=lotse, district=district,
            state=CaseState.OPEN.value, opened_at=at, opened_by=person.id, handbook=contact.handbook,
            note=opening.concern.strip(),
        )  # fmt: skip
        if origin is not None:
            await _add_origin(session, case_id, origin, at)
        for each in parts:
            await _add_part(session, case_id, each, template, opening.leistungen, at)
        own = Scope.municipality(contact.municipality)
        made = await store.get(session, own, case_id)
        record(session, made, "case-opened", at, person.id, lotse, vorhaben=opening.vorhaben, business=business.number)
        await start_ready(session, await known(session, self.letters, made), at, person.id)
        return await settle(session, own, case_id, at, person.id)

    def _parts(
        self, template: Vorhaben, opening: Opening, rulebook: Rulebook, district: str | None, at: datetime
    ) -> list[Placed]:
        """In the order of the template. Raises Invalid before anything is written."""
        if len(opening.concern) > LONGEST_NOTE:
            raise Invalid(
                "Der Text ist zu lang.", f"Möglich sind {LONGEST_NOTE} Zeichen.", "Bitte kürzen.", field="concern"
            )
        chosen = [step.leistung for step in template.step if step.leistung in opening.leistungen]
        found = [placed(leistung, district, rulebook, at) for leistung in chosen]
        if not any(each.way is PartWay.TICKET for each in found):
            raise Invalid("Es ist kein Amt gewählt.", AT_ALL_COST, "Bitte ein Amt wählen.", field="leistungen")
        return found

    async def _business(
        self, session: AsyncSession, person: Person, contact: Contact, opening: Opening, rulebook: Rulebook,
        at: datetime,
    ) -> Business:  # fmt: skip
        own = Scope.municipality(contact.municipality)
        if opening.business is not None:
            known_one = await business_store.get(session, own, opening.business)
            business = await business_store.root(session, own, known_one)
        elif opening.new is not None:
            business = await found(session, rulebook, opening.new, opening.someone, at, person.id)
        else:
            raise Invalid(
                "Der Betrieb fehlt.", "Ein Vorhaben gehört zu einem Betrieb.", "Bitte einen wählen oder eintragen.",
                field="business",
            )  # fmt: skip
        await business_store.link(session, business.id, contact.id, contact.case_number, at)
        return business

    def _tell(self, case: BusinessCase) -> None:
        self.live.publish(Message("inbox", case.municipality))
        self.live.publish(Message("board", case.municipality))


async def _add_part(
    session: AsyncSession, case: int, each: Placed, template: Vorhaben, chosen: Sequence[str], at: datetime
) -> None:
    await store.add_part(
        session, case, leistung=each.leistung, office=each.office.id if each.office else "",
        outside=each.way is PartWay.PARTNER, asks=template.by_leistung[each.leistung].asks,
        after=template.waits_for(each.leistung, chosen), added_at=at,
    )  # fmt: skip


async def _add_origin(session: AsyncSession, case: int, origin: Ticket, at: datetime) -> None:
    """What the Lotse itself was asked first."""
    await store.add_part(
        session, case, leistung=origin.leistung or "", office=origin.office, outside=False, asks="", added_at=at,
        ticket_id=origin.id, started_at=origin.made_at,
    )  # fmt: skip


def _check_contact(contact: Contact, person: Person) -> None:
    is_own = contact.state is ContactState.OPEN and contact.agent == person.id
    if contact.erased_at is not None or not (is_own or contact.state is ContactState.CLOSED):
        raise conflict(contact)


def _check_lotse(directory: Directory, ticket: Ticket) -> None:
    """Raises Conflict: an office asks for its own part alone."""
    if directory.lotsen and ticket.office not in {lotse.id for lotse in directory.lotsen}:
        raise Conflict(
            "Ein Vorhaben eröffnet nur die Lotsenstelle.", "Dieses Ticket liegt bei einem anderen Amt.",
            "Bitte die Lotsenstelle ansprechen.",
        )  # fmt: skip


async def taken_back(session: AsyncSession, contact: Contact, at: datetime, actor: str) -> None:
    """The desk undoes the contact's end within seconds, its tickets are withdrawn: the case never was."""
    case = await store.of_contact(session, Scope.municipality(contact.municipality), contact.id)
    if case is not None:
        await store.remove(session, case)
        record(session, case, "case-withdrawn", at, actor)


def _has_one() -> Conflict:
    return Conflict(
        "Zu diesem Vorgang gibt es schon ein Vorhaben.", "Jemand hat es inzwischen eröffnet.",
        "Bitte den Vorgang neu laden.",
    )  # fmt: skip
