"""The concern becomes a ticket for the Fachamt, a wished callback a promise. Joins the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person
from servicecenter.callbacks import service as callbacks
from servicecenter.callbacks.model import Callback
from servicecenter.contacts.model import Contact
from servicecenter.contacts.wishes import SOCIAL_CONCERN, Wish, checked, not_past
from servicecenter.directory.model import Office
from servicecenter.errors import Invalid
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises.kinds import Start, kind_of
from servicecenter.promises.model import Promise
from servicecenter.promises.terms import Terms, strictest
from servicecenter.routing.model import Decision, Facts, Step, StepKind
from servicecenter.routing.recording import recorded
from servicecenter.routing.rulebook import Rulebook
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import ReplyChannel, Ticket


class NobodyOwes(Invalid):
    """The plan has no step of this kind: a body outside the agreement owes neither ticket nor callback."""

    code = "nobody-owes"


@dataclass(frozen=True, slots=True)
class Forwarded:
    contact: Contact
    ticket: Ticket
    callback: Callback | None = None
    promise: Promise | None = None  # of the callback; the strictest where there are several


async def forward(
    session: AsyncSession, contact: Contact, rulebook: Rulebook, decision: Decision, wish: Wish, at: datetime,
    person: Person,
) -> Forwarded:  # fmt: skip
    """Raises Invalid with the field to mend before anything is written, NobodyOwes where the plan has no such step."""
    # Whoever calls back gets the concern, also where another office takes the applications.
    if wish.reply is ReplyChannel.CALLBACK:
        owed = _step(decision, StepKind.CALLBACK)
        # A partner that promised callbacks itself has one in the plan without a ticket beside it.
        step = replace(decision.first(StepKind.TICKET) or owed, target=owed.target)
    else:
        step = _step(decision, StepKind.TICKET)
    wished = checked(wish, decision.facts.leistung)
    office = rulebook.directory.offices[step.target.id]
    _journal_decision(session, contact, decision, at, person.id)
    called = _callback_terms(rulebook, decision, at) if wish.reply is ReplyChannel.CALLBACK else []
    ticket = await tickets.open_ticket(
        session, _ticket(contact, step, wished, at), handbook=contact.handbook, actor=person.id,
        promised=promised_by(rulebook, Start.TICKET, office, decision.facts), also=called,
    )  # fmt: skip
    if not called:
        return Forwarded(contact, ticket)
    callback, promise = await promise_callback(
        session, ticket, called, wished.number, wished.window, contact.handbook, at, person
    )
    return Forwarded(contact, ticket, callback, promise)


async def open_with_promises(
    session: AsyncSession, contact: Contact, rulebook: Rulebook, ticket: Ticket, facts: Facts, wish: Wish, start: Start,
    person: Person,
) -> Forwarded:  # fmt: skip
    """A ticket for an office that no plan was asked for, with everything promised about it, and a wished callback."""
    at, office = ticket.made_at, rulebook.directory.offices[ticket.office]
    called: list[Terms] = []
    if wish.reply is ReplyChannel.CALLBACK:
        called = [not_past(terms, at) for terms in promised_by(rulebook, Start.CALLBACK, office, facts)]
        if not called:
            raise _nobody(StepKind.CALLBACK)
    promised = promised_by(rulebook, start, office, facts) or promised_by(rulebook, Start.TICKET, office, facts)
    made = await tickets.open_ticket(
        session, ticket, handbook=contact.handbook, actor=person.id, promised=promised, also=called
    )
    if not called:
        return Forwarded(contact, made)
    callback, promise = await promise_callback(
        session, made, called, wish.number, wish.window, contact.handbook, at, person
    )
    return Forwarded(contact, made, callback, promise)


async def promise_callback(
    session: AsyncSession, ticket: Ticket, promised: Sequence[Terms], number: str, window: str, handbook: date,
    at: datetime, person: Person,
) -> tuple[Callback, Promise]:  # fmt: skip
    """Raises NumberUnusable."""
    return await callbacks.promise(
        session, promised, ticket=ticket.id, case_number=ticket.case_number, municipality=ticket.municipality,
        office=ticket.office, number=number, window=window.strip(), handbook=handbook, at=at, actor=person.id,
    )  # fmt: skip


def _callback_terms(rulebook: Rulebook, decision: Decision, at: datetime) -> list[Terms]:
    """Raises NobodyOwes where nothing is promised, Invalid where its date has gone by."""
    owing = rulebook.directory.offices[_step(decision, StepKind.CALLBACK).target.id]
    promised = promised_by(rulebook, Start.CALLBACK, owing, decision.facts)
    if not promised:
        raise _nobody(StepKind.CALLBACK)
    return [not_past(terms, at) for terms in promised]


async def hand_on(
    session: AsyncSession,
    contact: Contact,
    rulebook: Rulebook,
    decision: Decision,
    wish: Wish,
    at: datetime,
    actor: str,
) -> Ticket:
    """A concern of the contact that ends nothing: one office's part of a case, asked for by the Lotse.

    Raises Invalid, NobodyOwes.
    """
    step = _step(decision, StepKind.TICKET)
    wished, office = checked(wish, decision.facts.leistung), rulebook.directory.offices[step.target.id]
    _journal_decision(session, contact, decision, at, actor)
    return await tickets.open_ticket(
        session, _ticket(contact, step, wished, at), handbook=contact.handbook, actor=actor,
        promised=promised_by(rulebook, Start.TICKET, office, decision.facts),
    )  # fmt: skip


def callback_terms(rulebook: Rulebook, decision: Decision, at: datetime) -> Terms | None:
    """What would be promised now: said to the caller before anything is written. None: nobody owes a callback."""
    step = decision.first(StepKind.CALLBACK)
    if step is None:
        return None
    office = rulebook.directory.offices[step.target.id]
    return strictest(promised_by(rulebook, Start.CALLBACK, office, replace(decision.facts, at=at)))


def _ticket(contact: Contact, step: Step, wish: Wish, at: datetime) -> Ticket:
    return ticket_store.unsaved(
        at,
        contact=contact.id,
        case_number=contact.case_number,
        municipality=contact.municipality,
        office=step.target.id,
        leistung=contact.leistung,
        article=contact.article,
        concern=wish.concern.strip() or SOCIAL_CONCERN,
        already_said=wish.already_said.strip(),
        caller_name=wish.caller_name.strip(),
        reply=wish.reply,
        address=wish.address.strip(),
        reason=step.reason,
        clause=step.clause,
    )


def promised_by(rulebook: Rulebook, start: Start, office: Office, facts: Facts) -> list[Terms]:
    """Everything that is promised when this happens; some of it to businesses alone, some about certain concerns."""
    key, group = (facts.leistung.key, facts.leistung.group) if facts.leistung else ("", "")
    return [
        Terms.of(rule, clause, rulebook.calendars, rulebook.owing(rule, office), facts.at)
        for rule, clause in rulebook.promises_of(office)
        if (kind := kind_of(rule.name)).start is start
        and (facts.business or not kind.business)
        and not rule.without_period
        and rule.is_about(key, group)
    ]


def _step(decision: Decision, kind: StepKind) -> Step:
    step = decision.first(kind)
    if step is None:
        raise _nobody(kind)
    return step


def _nobody(kind: StepKind) -> NobodyOwes:
    what = "Rückruf" if kind is StepKind.CALLBACK else "Ticket"
    return NobodyOwes(
        f"Hier ist kein {what} möglich.",
        "Zuständig ist eine Behörde außerhalb der Vereinbarung: Sie hat hier keinen Eingang und schuldet nichts.",
        "Bitte Nummer und Zeiten nennen und mit „Nummer genannt“ abschließen.",
        kind=kind.value,
    )


def _journal_decision(session: AsyncSession, contact: Contact, decision: Decision, at: datetime, actor: str) -> None:
    details = way_decided(contact, decision)
    entry = Entry(at, contact.municipality, contact.case_number, "way-decided", actor, None, details)
    journal.append(session, entry)


def way_decided(contact: Contact, decision: Decision) -> dict[str, Any]:
    """The decision as it was made: later it is explained and replayed from here, under the version of that day."""
    return {"handbook": contact.handbook.isoformat(), **recorded(decision)}
