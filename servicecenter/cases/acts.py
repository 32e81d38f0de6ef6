"""What the Lotse does with a case: an office more or less, told and closed, opened again. Each is one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.businesses.model import checked_reason
from servicecenter.businesses.service import Businesses
from servicecenter.cases import store
from servicecenter.cases.model import RUNNING, BusinessCase, CaseAct, Part, after, check_may_close
from servicecenter.cases.placing import PartWay, placed
from servicecenter.cases.starting import Known, known, move, record, settle, start_ready, tickets_of
from servicecenter.clock import Clock
from servicecenter.contacts.letters import Letters
from servicecenter.database import Database
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Live, Message
from servicecenter.messages import store as outbox
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, TicketState

LONGEST_TOLD = 20_000


@dataclass(frozen=True)
class Cases:
    """Composed in app.py; pages and API use the same acts."""

    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters
    businesses: Businesses

    def reach(self, person: Person) -> Scope:
        return self.businesses.reach(Scope.of(person))

    async def add_office(self, person: Person, number: str, leistung: str, asks: str, reason: str) -> BusinessCase:
        """One more Leistung, at once, with why it came later. Raises Invalid, Conflict for one that is there."""
        at, why, concern = self.clock.now(), checked_reason(reason), _checked(asks, "asks")
        async with self.db.write() as session:
            what = await self._known(session, person, number)
            _check_new(what, leistung)
            place = placed(leistung, what.case.district, what.rulebook, at)
            await store.add_part(
                session, what.case.id, leistung=leistung, office=place.office.id if place.office else "",
                outside=place.way is PartWay.PARTNER, asks=concern, added_at=at, added_reason=why,
            )  # fmt: skip
            office = place.office.id if place.office else None
            record(session, what.case, "case-office-added", at, person.id, office, leistung=leistung)
            case = await self._go_on(session, what.case, at, person.id)
        return self._told(case)

    async def drop_office(self, person: Person, number: str, part_id: int, reason: str) -> BusinessCase:
        """Not needed any more. A ticket nobody accepted is taken back, a mail not yet sent does not go.

        Raises Conflict once a clerk has accepted: then the office ends it with its answer.
        """
        at, why = self.clock.now(), checked_reason(reason)
        async with self.db.write() as session:
            what = await self._known(session, person, number)
            part = part_of(what.case, part_id)
            await self._take_back(session, what.case, part, at, person.id)
            if not await store.drop(session, part, why, at):
                raise changed_meanwhile()
            record(session, what.case, "case-office-dropped", at, person.id, part.office, leistung=part.leistung)
            case = await self._go_on(session, what.case, at, person.id)
        return self._told(case)

    async def close(self, person: Person, number: str, told: str) -> BusinessCase:
        """Every office has ended its part, and the business was told so. Raises Conflict, Invalid."""
        at, said = self.clock.now(), _checked(told, "told")
        async with self.db.write() as session:
            case = await settle(session, self.reach(person), (await self._case(session, person, number)).id, at,
                                person.id)  # fmt: skip
            check_may_close(case, await tickets_of(session, case))
            if not await move(session, case, CaseAct.CLOSE, at, person.id, told=said):
                raise changed_meanwhile()
            case = await store.get(session, self.reach(person), case.id)
        return self._told(case)

    async def reopen(self, person: Person, number: str, reason: str) -> BusinessCase:
        """The business came again with the same. Raises Conflict, Invalid."""
        at, why = self.clock.now(), checked_reason(reason)
        async with self.db.write() as session:
            case = await self._case(session, person, number)
            if case.erased_at is not None:
                raise Conflict(
                    "Dieses Vorhaben lässt sich nicht mehr öffnen.", "Seine Angaben wurden fristgerecht gelöscht.",
                    "Bitte ein neues eröffnen.",
                )  # fmt: skip
            if not await move(session, case, CaseAct.REOPEN, at, person.id, reopened_reason=why):
                raise changed_meanwhile()
            case = await store.get(session, self.reach(person), case.id)
        return self._told(case)

    async def _case(self, session: AsyncSession, person: Person, number: str) -> BusinessCase:
        return await store.by_number(session, self.reach(person), number)

    async def _known(self, session: AsyncSession, person: Person, number: str) -> Known:
        """Of a case that runs. Raises NotFound, Conflict."""
        case = await self._case(session, person, number)
        if case.state not in RUNNING:
            after(case, CaseAct.FINISH)  # says in words why not
        return await known(session, self.letters, case)

    async def _go_on(self, session: AsyncSession, case: BusinessCase, at: datetime, actor: str) -> BusinessCase:
        own = Scope.municipality(case.municipality)
        changed = await store.get(session, own, case.id)
        await start_ready(session, await known(session, self.letters, changed), at, actor)
        return await settle(session, own, case.id, at, actor)

    async def _take_back(self, session: AsyncSession, case: BusinessCase, part: Part, at: datetime, actor: str) -> None:
        await outbox.revoke(session, Scope.municipality(case.municipality), store.cause_of(part.id))
        if part.ticket is None:
            return
        ticket = await ticket_store.get(session, Scope.municipality(case.municipality), part.ticket)
        if ticket.state is not TicketState.NEW:
            raise _accepted(ticket)
        await tickets.withdraw(session, Scope.municipality(case.municipality), ticket, at, actor)
        await outbox.withdraw(session, ticket.subject)

    def _told(self, case: BusinessCase) -> BusinessCase:
        self.live.publish(Message("inbox", case.municipality))
        self.live.publish(Message("board", case.municipality))
        return case


def part_of(case: BusinessCase, part_id: int) -> Part:
    """Raises NotFound."""
    part = next((part for part in case.parts if part.id == part_id), None)
    if part is None:
        raise NotFound("Diesen Teil gibt es hier nicht.", "Er gehört zu einem anderen Vorhaben.", "Bitte zurück.")
    return part


def changed_meanwhile() -> Conflict:
    return Conflict(
        "Der Stand hat sich gerade geändert.", "Jemand war einen Augenblick schneller.", "Bitte die Ansicht neu laden."
    )


def _check_new(what: Known, leistung: str) -> None:
    if leistung not in what.rulebook.catalogue.by_key:
        raise Invalid(
            "Diese Leistung gibt es nicht.", "Der Katalog kennt sie nicht.", "Bitte aus der Liste wählen.",
            field="leistung",
        )  # fmt: skip
    if any(part.leistung == leistung and part.dropped_at is None for part in what.case.parts):
        raise Conflict(
            "Dieses Amt ist schon beteiligt.", "Die Leistung gehört schon zum Vorhaben.",
            "Bitte die vorhandene benutzen.",
        )  # fmt: skip


def _checked(text: str, field: str) -> str:
    if not text.strip() or len(text) > LONGEST_TOLD:
        raise Invalid(
            "Der Text fehlt oder ist zu lang.", f"Er braucht 1 bis {LONGEST_TOLD} Zeichen.",
            "Bitte in ein, zwei Sätzen festhalten.", field=field,
        )  # fmt: skip
    return text.strip()


def _accepted(ticket: Ticket) -> Conflict:
    who = ticket.accepted_name or "Das Fachamt"
    return Conflict(
        "Dieses Amt lässt sich nicht mehr herausnehmen.", f"{who} hat das Ticket schon bearbeitet.",
        "Bitte absprechen; das Amt beendet seinen Teil mit einer Antwort.", by=who,
    )  # fmt: skip
