"""From what the program knows to what the API answers. Who may see a full number is decided here, once."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from servicecenter.access.model import Person
from servicecenter.callbacks import model as callbacks
from servicecenter.callbacks.numbers import masked
from servicecenter.callbacks.windows import in_words
from servicecenter.cases.recognising import Known, OpenCase, OpenTicket, Owed
from servicecenter.contacts import model as contacts
from servicecenter.contacts.inbox import Item
from servicecenter.contacts.recording import Offer
from servicecenter.contacts.turns import Turn, wished
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Municipality
from servicecenter.errors import NotFound
from servicecenter.journal import model as journal
from servicecenter.knowledgebase.model import ResolvedArticle
from servicecenter.messages import model as messages
from servicecenter.messages.model import CITIZEN
from servicecenter.notices.model import Notice
from servicecenter.reporting import board as reporting
from servicecenter.reporting import promise_month as promise_months
from servicecenter.reporting.promise_month import MonthView
from servicecenter.routing import model as routing
from servicecenter.routing import words
from servicecenter.web.api import figures, owed, shapes
from servicecenter.web.journal_words import sentence
from servicecenter.web.table import Ask


def person(who: Person) -> shapes.Who:
    return shapes.Who(
        id=who.id, login=who.login, name=who.name, role=who.role, municipality=who.municipality,
        offices=sorted(who.offices), must_change_password=who.must_change_password,
    )  # fmt: skip


def municipality(ask: Ask[Any], own: Municipality, posted: Iterable[Notice]) -> shapes.Municipality | None:
    """None for one whose rules do not begin today or are not there: nothing can be told in its name."""
    at = ask.program.clock.now()
    try:
        rulebook = ask.program.rulebooks.on(own.id, local_day(at))
    except NotFound:
        return None
    hours = rulebook.handbook.hours()
    directory = rulebook.directory
    return shapes.Municipality(
        id=own.id, name=own.name, greeting=rulebook.handbook.greeting(ask.person.name),
        privacy=rulebook.handbook.privacy(), numbers=list(rulebook.agreement.numbers),
        open_now=hours is not None and rulebook.calendars.opening_of(hours[0]).is_open(at),
        notices=[
            *(notice.text for notice in posted), *(notice.text for notice in directory.notices_on(local_day(at))),
        ],
        closings_today=[closing.reason for closing in directory.closings_on(local_day(at))],
        districts=list(own.districts),
    )  # fmt: skip


def article(found: ResolvedArticle) -> shapes.Article:
    own = {name: getattr(found.article, name) for name in shapes.Article.model_fields if hasattr(found.article, name)}
    variant = {"municipality": found.municipality, "variant": found.variant, "inherited": sorted(found.inherited)}
    return shapes.Article.model_validate(own | variant, from_attributes=True)


async def contact(ask: Ask[Any], known: contacts.Contact) -> shapes.Contact:
    """With the caller's full number, and what is owed to that number, only for the agent who is talking."""
    desk = ask.program.desk
    rulebook = desk.rulebook(known)
    talking = known.state is contacts.ContactState.OPEN and known.agent == ask.person.id
    matters = await ask.program.recognising.known(known) if talking else Known()
    attributes = {name: getattr(known, name) for name in shapes.Contact.model_fields if hasattr(known, name)}
    more = {
        "municipality_name": rulebook.directory.municipality.name,
        "greeting": rulebook.handbook.greeting(ask.person.name),
        "privacy": rulebook.handbook.privacy(),
        "caller": known.caller if talking else hidden(known.caller),
        "says": ask.program.telephone.said(known.call),
        "may_undo": known.agent == ask.person.id and known.may_undo(ask.program.clock.now()),
        "earlier_promises": [shapes.OpenCallback.model_validate(callback) for callback in matters.callbacks],
        "open_cases": [_known_case(case) for case in matters.cases],
        "open_tickets": [_known_ticket(ticket) for ticket in matters.tickets],
    }
    return shapes.Contact.model_validate(attributes | more)


def _known_case(known: OpenCase) -> shapes.KnownCase:
    name = known.business.full_name if known.business else ""
    owed = [_owed(each) for each in known.owed]
    return shapes.KnownCase(case_number=known.case.case_number, title=known.case.title, business=name, owed=owed)


def _known_ticket(known: OpenTicket) -> shapes.KnownTicket:
    ticket = known.ticket
    return shapes.KnownTicket(
        ticket=ticket.id, case_number=ticket.case_number, contact=ticket.contact, leistung=ticket.leistung,
        callback=known.callback is not None, owed=_owed(known.owed),
    )  # fmt: skip


def _owed(owed: Owed) -> shapes.StillOwed:
    promise = owed.promise
    return shapes.StillOwed(
        office=owed.office, due_at=promise.due_at if promise else None, due_on=promise.due_on if promise else None
    )


def call(ask: Ask[Any], ringing: contacts.Contact) -> shapes.Call:
    return shapes.Call(
        contact=ringing.id, case_number=ringing.case_number, municipality=ringing.municipality,
        rang_at=ringing.opened_at, number_known=ringing.number_known, dialled=ringing.dialled,
        caller=hidden(ringing.caller), says=ask.program.telephone.said(ringing.call),
    )  # fmt: skip


def hidden(number: str | None) -> str | None:
    return masked(number) if number else None


def way(decision: routing.Decision) -> shapes.Way:
    facts = decision.facts
    return shapes.Way(
        municipality=facts.municipality,
        facts=shapes.Facts(
            at=facts.at,
            stage=facts.stage.number if facts.stage else None,
            leistung=facts.leistung.key if facts.leistung else None,
            district=facts.district,
            business=facts.business,
            person_asked=facts.person_asked,
            person=facts.person.name if facts.person else None,
            has_article=facts.has_article,
        ),
        plan=[_step(step) for step in decision.plan],
        asked=[
            shapes.Asked(
                rule=verdict.rule,
                question=words.RULES.get(verdict.rule, verdict.rule),
                chose=verdict.chose,
                reason=verdict.reason,
                reason_in_words=words.why(verdict),
                clause=verdict.clause,
            )
            for verdict in decision.asked
        ],
    )


def _step(step: routing.Step) -> shapes.Step:
    return shapes.Step(
        kind=step.kind, target=shapes.Target.model_validate(step.target), rule=step.rule, reason=step.reason,
        reason_in_words=words.reason(step.reason), clause=step.clause, line=words.step_line(step),
        sentence=words.to_say(step), due_at=step.due_at, due_on=step.due_on,
    )  # fmt: skip


def entries(journaled: Iterable[journal.Entry]) -> list[shapes.Entry]:
    return [
        shapes.Entry(
            at=entry.at,
            municipality=entry.municipality,
            office=entry.office,
            act=entry.act,
            sentence=sentence(entry),
            details=dict(entry.details),
        )
        for entry in journaled
    ]


def item(known: Item, *, full_number: bool = False) -> owed.InboxItem:
    return owed.InboxItem(
        ticket=owed.Ticket.model_validate(known.ticket),
        callback=callback(known.callback, full_number=full_number),
        promises=[owed.Promise.model_validate(promise) for promise in known.promises],
        remarks=[owed.Remark.model_validate(remark) for remark in known.remarks],
        merged=[other.id for other in known.merged],
        driving=known.driving.id if known.driving else None,
        turn=_turn(known.turn) if known.turn else None,
    )


def _turn(known: Turn) -> owed.Turn:
    plan = known.plan
    return owed.Turn(
        group=known.group, plan_why=plan.why if plan else None, plan_at=plan.at if plan else None,
        plan_until=plan.until if plan else None, attempts_left=known.attempts_left, is_exhausted=known.is_exhausted,
    )  # fmt: skip


def offer(known: Offer) -> owed.Offer:
    kind = known.kind
    return owed.Offer(
        name=kind.name, title=kind.title, starts=kind.starts, keeps=kind.keeps, only_if=kind.only_if,
        clause=known.clause.cited, without_period=known.rule.without_period,
        running=owed.Promise.model_validate(known.running) if known.running else None,
    )  # fmt: skip


def story(known: Item, journaled: Sequence[journal.Entry]) -> owed.InboxStory:
    shown = item(known, full_number=True)
    return owed.InboxStory(**dict(shown), story=entries(journaled))


def callback(known: callbacks.Callback | None, *, full_number: bool = False) -> owed.Callback | None:
    if known is None:
        return None
    read = wished(known)
    return owed.Callback(
        id=known.id, ticket=known.ticket, number=known.number if full_number else masked(known.number),
        window=known.window, state=known.state, made_at=known.made_at, closed_at=known.closed_at,
        attempts=[owed.Attempt.model_validate(attempt) for attempt in known.attempts],
        window_in_words=in_words(read), window_unread=list(read.unread),
    )  # fmt: skip


def board(view: reporting.BoardView) -> figures.Board:
    return figures.Board(
        at=view.at,
        month=view.month,
        definitions=reporting.DEFINITIONS,
        waiting=view.waiting,
        talking=view.talking,
        running=[owed.Promise.model_validate(promise) for promise in view.running],
        late=[owed.Promise.model_validate(promise) for promise in view.late],
        municipalities=[_of_municipality(own) for own in view.municipalities],
    )


def reminder(message: messages.Message) -> owed.Reminder:
    """A citizen's address stands with the ticket alone."""
    known = owed.Reminder.model_validate(message)
    return known.model_copy(update={"recipient": ""}) if message.addressee == CITIZEN else known


def promise_month(view: MonthView) -> figures.PromiseMonth:
    definitions = {figure.value: text for figure, text in promise_months.DEFINITIONS.items()}
    lines = [
        figures.PromiseLine(
            municipality=line.municipality, office=line.office, name=line.name, made=line.made, kept=line.kept,
            unkept=line.unkept, due=line.due, exhausted=line.exhausted, at_risk=line.at_risk,
            median_delay=_minutes(line.median_delay),
            worst_delay=_minutes(line.worst_delay),
        )
        for line in view.lines
    ]  # fmt: skip
    return figures.PromiseMonth(
        at=view.at, month=view.month, definitions=definitions | {"delay": promise_months.DELAY}, lines=lines
    )


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // timedelta(minutes=1)


def _of_municipality(own: reporting.OfMunicipality) -> figures.OfMunicipality:
    level, target = own.service_level, own.target
    return figures.OfMunicipality(
        id=own.municipality.id,
        name=own.municipality.name,
        contacts=own.contacts,
        at_risk=own.at_risk,
        unkept={name: figures.Share.model_validate(share) for name, share in own.unkept.items()},
        exhausted=dict(own.exhausted),
        first_contact=figures.Share.model_validate(own.first_contact),
        service_level=figures.ServiceLevel(
            n=level.n,
            m=level.m,
            percent=level.percent,
            within_seconds=target.within_seconds if target else None,
            target_percent=target.target_percent if target else None,
        ),
    )
