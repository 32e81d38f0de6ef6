"""The delay notice: before the deadline passes the citizen hears why it takes longer, and until when.

It keeps promise 10 of the GSM where the handbook makes it, and falsifies nothing: what was promised first stays as it
was and is shown as late with notice. The new date is a promise like the others, watched until it is kept.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.lengths import check_length
from servicecenter.contacts.telling import Telling
from servicecenter.contacts.timing import owed, retime
from servicecenter.contacts.turns import opening
from servicecenter.database import Database
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.errors import Invalid
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.messages import store as outbox
from servicecenter.promises import changing
from servicecenter.promises import service as promises
from servicecenter.promises.kinds import ANNOUNCED, NOTICE
from servicecenter.promises.model import Promise
from servicecenter.promises.terms import Terms, Watch
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets.model import ReplyChannel, Ticket, TicketAct
from servicecenter.tickets.passing import check_new, check_reason, remark
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import RemarkKind

LONGEST_AHEAD = timedelta(days=366)
CALLED = "call"  # told on the telephone, as the clerk records it


@dataclass(frozen=True)
class Delays:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    telling: Telling

    async def notify(self, person: Person, ticket_id: int, reason: str, until: date) -> Ticket:
        """By e-mail where the citizen has an address; else the clerk has told them by telephone or letter.

        Raises Invalid without a reason and for a day that is none, Conflict where a colleague has the ticket.
        """
        check_length(reason, "reason")
        check_reason(reason)
        at, scope = self.clock.now(), Scope.of(person)
        _check_day(until, local_day(at))
        async with self.db.write() as session:
            ticket = await tickets.accept(session, scope, ticket_id, person, at)
            way = told_by(ticket)
            told = {"until": until.isoformat(), "way": way}
            ticket = await tickets.step(session, scope, ticket, TicketAct.DELAY, at, person.id, told)
            note = remark(ticket, RemarkKind.DELAY, reason, person, at, to=way, until_on=until)
            await check_new(session, note)
            note = await remark_store.add(session, note)
            if way == ReplyChannel.EMAIL:
                await outbox.add(session, [self.telling.delay(ticket, note, until, at)])
            await self._noticed(session, ticket, until, at, person)
        self.live.publish(Message("inbox", ticket.municipality, ticket.office))
        self.live.publish(Message("board", ticket.municipality))
        return ticket

    async def _noticed(self, session: AsyncSession, ticket: Ticket, until: date, at: datetime, person: Person) -> None:
        running = await owed(session, ticket)
        own = Scope.municipality(ticket.municipality)
        in_time = [await changing.notice(session, own, promise, until, at, person.id) for promise in running]
        contact = await contact_store.get(session, own, ticket.contact)
        rulebook = self.rulebooks.on(ticket.municipality, contact.handbook)
        agreed = rulebook.handbook.promise(NOTICE)
        if agreed and contact.business and all(in_time):
            kept = {"promise": NOTICE, "clause": agreed[1].cited, "ticket": ticket.id}
            journal.append(
                session,
                Entry(at, ticket.municipality, ticket.case_number, "promise-fulfilled", person.id, ticket.office, kept),
            )
        if running and not any(promise.name == ANNOUNCED for promise in running):
            await self._announce(session, ticket, running[0], rulebook, until, at, person)

    async def _announce(
        self, session: AsyncSession, ticket: Ticket, driving: Promise, rulebook: Rulebook, until: date, at: datetime,
        person: Person,
    ) -> None:  # fmt: skip
        """What was said binds: the new date is watched by the rules of the promise that it stands in for."""
        await promises.make(
            session, _terms(driving, ticket, rulebook, until, at), subject=ticket.subject,
            case_number=ticket.case_number, municipality=ticket.municipality, office=ticket.office,
            handbook=driving.handbook, at=at, actor=person.id,
        )  # fmt: skip
        await retime(session, ticket)


def told_by(ticket: Ticket) -> str:
    """By e-mail where an address is known, by letter where only that one is, else by the clerk's call."""
    channel = ticket.written_channel
    return channel.value if channel is not ReplyChannel.NONE else CALLED


def _terms(driving: Promise, ticket: Ticket, rulebook: Rulebook, until: date, at: datetime) -> Terms:
    """To the end of that day. Its calendar is a date that somebody named: nothing was counted."""
    due_at = datetime.combine(until + timedelta(days=1), time(), BERLIN)
    agreed = rulebook.handbook.promise(driving.name)
    hours = opening(rulebook, ticket.office)
    watch = Watch.of(agreed[0], hours, at, due_at) if agreed else Watch(max(at, due_at - timedelta(days=1)), None)
    minutes = int(hours.minutes_between(at, due_at)) if hours else None
    return Terms(
        ANNOUNCED, driving.clause, due_at.astimezone(UTC), until, watch.at_risk_at.astimezone(UTC), None, minutes, {},
        watch.last_open_at,
    )  # fmt: skip


def _check_day(until: date, today: date) -> None:
    """Raises Invalid."""
    if not today < until <= today + LONGEST_AHEAD:
        raise Invalid(
            "Der neue Termin passt nicht.", "Er muss nach dem heutigen Tag liegen und höchstens ein Jahr entfernt.",
            "Bitte den Tag eintragen, bis zu dem die Person eine Antwort bekommt.", field="until",
        )  # fmt: skip
