"""A part begins: its ticket with its promises, by its own decision. Every function joins the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.businesses import store as business_store
from servicecenter.businesses.model import Business
from servicecenter.cases import store
from servicecenter.cases.model import BusinessCase, CaseAct, Part, after, due_act, ready
from servicecenter.cases.placing import PartWay, Placed, place
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.forwarding import hand_on
from servicecenter.contacts.letters import Letters, Occasion
from servicecenter.contacts.model import Contact
from servicecenter.contacts.wishes import Wish
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import service as promises
from servicecenter.promises.terms import Terms
from servicecenter.routing.rulebook import Rulebook
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import ReplyChannel, Ticket

PAST = {
    CaseAct.WAIT: "waiting",
    CaseAct.RESUME: "resumed",
    CaseAct.FINISH: "finished",
    CaseAct.CLOSE: "closed",
    CaseAct.REOPEN: "reopened",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What every act on a case needs, read in its transaction."""

    case: BusinessCase
    contact: Contact
    business: Business
    rulebook: Rulebook
    vorhaben: Vorhaben | None  # None where the template is gone
    letters: Letters  # tell an office that something lies there for it


async def known(session: AsyncSession, letters: Letters, case: BusinessCase) -> Known:
    """Raises NotFound where the rules of that day are gone."""
    own = Scope.municipality(case.municipality)
    contact = await contact_store.get(session, own, case.contact)
    business = await business_store.root(session, own, await business_store.get(session, own, case.business))
    rulebook = letters.rulebooks.on(case.municipality, case.handbook)
    vorhaben = letters.rulebooks.vorhaben(case.municipality).get(case.vorhaben)
    return Known(case, contact, business, rulebook, vorhaben, letters)


async def tickets_of(session: AsyncSession, *cases: BusinessCase) -> Mapping[int, Ticket]:
    """Every part's ticket, whichever office has it: the case is what the reader may see."""
    ids = [part.ticket for case in cases for part in case.parts if part.ticket is not None]
    towns = frozenset(case.municipality for case in cases)
    found = await ticket_store.some(session, Scope(towns, None, "tickets of a case"), ids)
    return {ticket.id: ticket for ticket in found}


async def start_ready(session: AsyncSession, what: Known, at: datetime, actor: str) -> list[Ticket]:
    """Whatever's turn has come; each is claimed, so a second process opens none again."""
    tickets = await tickets_of(session, what.case)
    return [
        ticket
        for part in ready(what.case, tickets)
        if (ticket := await start(session, what, part, at, actor)) is not None
    ]


async def start(session: AsyncSession, what: Known, part: Part, at: datetime, actor: str) -> Ticket | None:
    """The part's ticket. None where another was quicker, or where routing names no office for it any more."""
    placed = place(part.leistung, what.case.district, what.rulebook, at)
    if placed.way is not PartWay.TICKET or not await store.start(session, part, at):
        return None
    contact = replace(what.contact, leistung=part.leistung, article=None)
    ticket = await hand_on(session, contact, what.rulebook, placed.decision, _wish(what, part), at, actor)
    await store.put_ticket(session, part.id, ticket.id, ticket.office)
    await what.letters.to_office(session, ticket, Occasion.FORWARDED, at)
    await _begin_promises(session, what, part, placed, ticket, at, actor)
    return ticket


async def settle(session: AsyncSession, scope: Scope, case_id: int, at: datetime, actor: str) -> BusinessCase:
    """The state follows the tickets, in as many steps as the table needs."""
    case = await store.get(session, scope, case_id)
    while (act := due_act(case, await tickets_of(session, case))) is not None:
        await move(session, case, act, at, actor)
        case = await store.get(session, scope, case_id)
    return case


async def move(
    session: AsyncSession, case: BusinessCase, act: CaseAct, at: datetime, actor: str, **values: object
) -> bool:
    """Whether it was this call; who was quicker has journalled it. Raises Conflict for no step of the table."""
    stamped = {CaseAct.FINISH: "done_at", CaseAct.CLOSE: "closed_at", CaseAct.REOPEN: "reopened_at"}
    if (column := stamped.get(act)) is not None:
        values = {column: at} | values
    moved = await store.move(session, case, after(case, act), **values)
    if moved:
        record(session, case, f"case-{PAST[act]}", at, actor)
    return moved


def record(
    session: AsyncSession,
    case: BusinessCase,
    act: str,
    at: datetime,
    actor: str,
    office: str | None = None,
    **details: object,
) -> None:
    journal.append(session, Entry(at, case.municipality, case.case_number, act, actor, office, details))


def _wish(what: Known, part: Part) -> Wish:
    """The office answers the Lotse, whom alone the business speaks with."""
    lotse = what.rulebook.directory.offices.get(what.case.lotse)
    address = lotse.email if lotse else ""
    concern = "\n".join(line for line in (part.asks, f"Vorhaben: {what.case.title}", what.case.note) if line)
    return Wish(
        concern, ReplyChannel.EMAIL if address else ReplyChannel.NONE, what.business.full_name[:200], address=address
    )


async def _begin_promises(
    session: AsyncSession, what: Known, part: Part, placed: Placed, ticket: Ticket, at: datetime, actor: str
) -> None:
    """What the handbook promises from such a request on, and the Fachamt would else record itself."""
    step = what.vorhaben.by_leistung.get(part.leistung) if what.vorhaben else None
    leistung = placed.decision.facts.leistung
    for name in step.begins if step and leistung else ():
        promised = what.rulebook.handbook.promise(name)
        if promised is None or promised[0].without_period or leistung is None:
            continue
        rule, clause = promised
        if not rule.is_about(leistung.key, leistung.group):
            continue
        owing = what.rulebook.owing(rule, what.rulebook.directory.offices[ticket.office])
        terms = Terms.of(rule, clause, what.rulebook.calendars, owing, at)
        await promises.make(
            session, terms, subject=ticket.subject, case_number=ticket.case_number, municipality=ticket.municipality,
            office=ticket.office, handbook=what.case.handbook, at=at, actor=actor,
        )  # fmt: skip
