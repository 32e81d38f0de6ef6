"""The whole case for the Lotse, what one office needs of it, and the list of what runs. Reads, changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.businesses import store as business_store
from servicecenter.businesses.model import Business
from servicecenter.businesses.service import Businesses
from servicecenter.cases import store
from servicecenter.cases.line import Point, Promised, line, next_due
from servicecenter.cases.model import BusinessCase, CaseState, Part, Standing, standing
from servicecenter.cases.starting import tickets_of
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.directory.lotsen import InCharge
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.tickets.model import Ticket

TO_ASK = (Standing.NEEDS_CONSENT, Standing.MAY_ASK)


@dataclass(frozen=True, slots=True)
class View:
    """A case with everything about it; for the Lotse, the desk and the supervisor."""

    case: BusinessCase
    business: Business | None  # None where its data went on its day
    in_charge: InCharge | None
    tickets: Mapping[int, Ticket]
    promised: Promised
    line: Sequence[Point]
    due: Promise | None  # the first of the running promises

    def standing(self, part: Part) -> Standing:
        return standing(part, self.tickets, self.case.parts)

    def ticket(self, part: Part) -> Ticket | None:
        return self.tickets.get(part.ticket or 0)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What an office sees of a case beside its own ticket: the dates, and whom the business speaks with. No notes."""

    case_number: str
    municipality: str
    title: str
    in_charge: InCharge | None
    line: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What lies with a Lotse, counted without reading each case whole."""

    running: int = 0
    finished: int = 0  # every office has done its part: the business is still to be told
    asking: int = 0  # a partner's part waits for consent, or for its mail
    due: Sequence[tuple[BusinessCase, Promise]] = ()  # what each case owes first, the first of all on top


@dataclass(frozen=True)
class Looking:
    db: Database
    clock: Clock
    businesses: Businesses

    async def view(self, person: Person, number: str) -> View:
        """Raises NotFound."""
        async with self.db.read() as session:
            case = await store.by_number(session, self.businesses.reach(Scope.of(person)), number)
            return await self._view(session, case)

    async def of_contact(self, person: Person, contact: int) -> BusinessCase | None:
        async with self.db.read() as session:
            return await store.of_contact(session, self.businesses.reach(Scope.of(person)), contact)

    async def running(self, person: Person) -> list[View]:
        """In the order in which something is due; what nobody promised stands behind, the oldest first."""
        async with self.db.read() as session:
            found = await store.running(session, self.businesses.reach(Scope.of(person)))
            views = [await self._view(session, case) for case in found]
        return sorted(views, key=lambda view: (view.due is None, _due_at(view)))

    async def agenda(self, person: Person) -> Agenda:
        """Three reads, however many cases run: the inbox asks each time it shows itself."""
        async with self.db.read() as session:
            cases = await store.running(session, self.businesses.reach(Scope.of(person)))
            tickets = await tickets_of(session, *cases)
            towns = Scope(frozenset(case.municipality for case in cases), None, "promises of cases")
            promised = await promise_store.of_subjects(session, towns, [each.subject for each in tickets.values()])
        owed = [(case, next_due(case, tickets, promised)) for case in cases]
        return Agenda(
            running=len(cases),
            finished=sum(case.state is CaseState.DONE for case in cases),
            asking=sum(any(standing(part, tickets, case.parts) in TO_ASK for part in case.parts) for case in cases),
            due=tuple(sorted(((case, promise) for case, promise in owed if promise), key=lambda each: each[1].due_at)),
        )

    async def of_businesses(self, scope: Scope, businesses: Sequence[int]) -> Sequence[BusinessCase]:
        async with self.db.read() as session:
            return await store.of_businesses(session, scope, businesses)

    async def glimpse(self, ticket: Ticket) -> Glimpse | None:
        """For whoever may see this ticket; None where it is part of no case."""
        async with self.db.read() as session:
            case = await store.of_ticket(session, Scope.municipality(ticket.municipality), ticket.id)
            if case is None:
                return None
            view = await self._view(session, case)
        return Glimpse(case.case_number, case.municipality, case.title, view.in_charge, view.line)

    async def story(self, view: View) -> Sequence[Entry]:
        async with self.db.read() as session:
            own = Scope.municipality(view.case.municipality)
            return await journal.of_case(session, own, view.case.case_number)

    async def _view(self, session: AsyncSession, case: BusinessCase) -> View:
        own = Scope.municipality(case.municipality)
        tickets = await tickets_of(session, case)
        promised = await promise_store.of_subjects(session, own, [ticket.subject for ticket in tickets.values()])
        business = next(iter(await business_store.some(session, own, [case.business])), None)
        business = await business_store.root(session, own, business) if business else None
        adviser = business.adviser if business else ""
        return View(
            case, business, self.businesses.contact_of(case.municipality, case.lotse, adviser), tickets, promised,
            line(case, tickets, promised, self.clock.now()), next_due(case, tickets, promised),
        )  # fmt: skip


def _due_at(view: View) -> tuple[datetime, int]:
    return (view.due.due_at if view.due else view.case.opened_at), view.case.id
