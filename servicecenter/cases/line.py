"""The one date line of a case: what was asked, promised, done, is due, and waits for what. Pure.

It holds dates, offices and codes alone: whoever may see one part of a case may see the line without what others wrote.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from servicecenter.cases.model import OVER, BusinessCase, CaseState, Part, Standing, standing, waits_for
from servicecenter.directory.calendars import local_day
from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import Ticket, TicketState

Promised = Mapping[str, Sequence[Promise]]  # by subject


class What(StrEnum):
    OPENED = "opened"
    ASKED = "asked"  # an office has its ticket
    PROMISED = "promised"  # until this day; `promise` says how it stands
    ENDED = "ended"
    WAITS = "waits"
    CONSENTED = "consented"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NEEDS_CONSENT = "needs_consent"
    MAY_ASK = "may_ask"
    PARTNER_ASKED = "partner_asked"
    PARTNER_OWES_NOTHING = "partner_owes_nothing"
    PARTNER_ANSWERED = "partner_answered"
    ADDED = "added"
    DROPPED = "dropped"
    TODAY = "today"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Point:
    """One date of the line; `on` is None for what has no date yet. `office` is empty for the case as a whole."""

    what: What
    on: date | None
    at: datetime | None = None
    office: str = ""
    leistung: str = ""
    promise: Promise | None = None
    waits_for: tuple[str, ...] = ()  # Leistungen


def line(case: BusinessCase, tickets: Mapping[int, Ticket], promised: Promised, now: datetime) -> list[Point]:
    """In the order of the dates, today among them; what has no date stands last."""
    points = [*_of_case(case), Point(What.TODAY, local_day(now), now)]
    for part in case.parts:
        points += _of_part(case, part, tickets, promised)
    dated = sorted((point for point in points if point.on), key=_place)
    return dated + [point for point in points if point.on is None]


def next_due(case: BusinessCase, tickets: Mapping[int, Ticket], promised: Promised) -> Promise | None:
    """The running promise that is due first: by it the Lotse's list is ordered."""
    own = (tickets.get(part.ticket or 0) for part in case.parts if part.dropped_at is None)
    running = [
        promise
        for ticket in own
        if ticket is not None and ticket.state not in OVER
        for promise in promised.get(ticket.subject, ())
        if promise.state in (PromiseState.OPEN, PromiseState.AT_RISK, PromiseState.BREACHED)
    ]
    return min(running, key=lambda promise: promise.due_at, default=None)


def _place(point: Point) -> tuple[date, int, float]:
    """Within a day: what happened, in its order; today; then what is promised until its end."""
    happened = point.at.timestamp() if point.at else 0.0
    is_owed = point.promise is not None and point.promise.kept_at is None
    rank = 2 if is_owed else 1 if point.what is What.TODAY else 0
    return point.on or date.max, rank, happened


def _of_case(case: BusinessCase) -> Iterator[Point]:
    yield _at(What.OPENED, case.opened_at)
    for what, at in (
        (What.REOPENED, case.reopened_at),
        (What.DONE, case.done_at if case.state in (CaseState.DONE, CaseState.CLOSED) else None),
        (What.CLOSED, case.closed_at if case.state is CaseState.CLOSED else None),
    ):
        if at is not None:
            yield _at(what, at)


def _of_part(case: BusinessCase, part: Part, tickets: Mapping[int, Ticket], promised: Promised) -> Iterator[Point]:
    ticket = tickets.get(part.ticket or 0)
    office = (ticket and ticket.office) or part.office  # who has it may be undecided
    if part.added_reason:
        yield _at(What.ADDED, part.added_at, office, part.leistung)
    if part.dropped_at is not None:
        yield _at(What.DROPPED, part.dropped_at, office, part.leistung)
    elif ticket is not None:
        yield from _of_ticket(part, ticket, promised)
    elif part.outside:
        yield from _of_partner(case, part, tickets)
    else:
        waits = tuple(each.leistung for each in waits_for(part, tickets, case.parts))
        yield Point(What.WAITS, None, office=office, leistung=part.leistung, waits_for=waits)


def _of_ticket(part: Part, ticket: Ticket, promised: Promised) -> Iterator[Point]:
    office = ticket.office or part.office
    yield _at(What.ASKED, ticket.made_at, office, part.leistung)
    if ticket.closed_at is not None and ticket.state is not TicketState.WITHDRAWN:
        yield _at(What.ENDED, ticket.closed_at, office, part.leistung)
    for promise in promised.get(ticket.subject, ()):
        if promise.state is not PromiseState.WITHDRAWN:
            # What was kept stands where it was kept: beyond today there is nothing but what is still owed.
            on = local_day(promise.kept_at) if promise.kept_at else promise.due_on
            yield Point(What.PROMISED, on, promise.kept_at or promise.due_at, office, part.leistung, promise)


def _of_partner(case: BusinessCase, part: Part, tickets: Mapping[int, Ticket]) -> Iterator[Point]:
    for consent in part.consents:
        yield _at(What.CONSENTED, consent.given_at, part.office, part.leistung)
        if consent.withdrawn_at is not None:
            yield _at(What.CONSENT_WITHDRAWN, consent.withdrawn_at, part.office, part.leistung)
    if part.started_at is not None:
        yield _at(What.PARTNER_ASKED, part.started_at, part.office, part.leistung)
    if part.answered_at is not None:
        yield _at(What.PARTNER_ANSWERED, part.answered_at, part.office, part.leistung)
        return
    undated = {
        Standing.WAITS: What.WAITS,
        Standing.NEEDS_CONSENT: What.NEEDS_CONSENT,
        Standing.MAY_ASK: What.MAY_ASK,
        Standing.ASKED: What.PARTNER_OWES_NOTHING,
    }
    what = undated[standing(part, tickets, case.parts)]
    waits = tuple(each.leistung for each in waits_for(part, tickets, case.parts)) if what is What.WAITS else ()
    yield Point(what, None, office=part.office, leistung=part.leistung, waits_for=waits)


def _at(what: What, at: datetime, office: str = "", leistung: str = "") -> Point:
    return Point(what, local_day(at), at, office, leistung)
