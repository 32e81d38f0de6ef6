"""The answers of the JSON API about businesses and their cases."""

from datetime import date, datetime
from typing import Annotated

from servicecenter.businesses.model import Business, BusinessPerson
from servicecenter.businesses.service import Page
from servicecenter.cases.line import Point, What
from servicecenter.cases.looking import Glimpse, View
from servicecenter.cases.model import STANDING_WORDS, STATE_WORDS, BusinessCase, CaseState, Consent, Part, Standing
from servicecenter.cases.placing import PartWay, Placed
from servicecenter.contacts import case_number
from servicecenter.directory.lotsen import InCharge
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.web.api.owed import Promise
from servicecenter.web.api.shapes import Shape, codes


class ShownPerson(Shape):
    id: int
    name: str
    role: str
    phone: str
    email: str
    reach: str


class ShownContact(Shape):
    """Whom the business speaks with today; `instead_of` names who is away."""

    office: str
    name: str
    person: str
    phone: str
    email: str
    instead_of: str


class ShownBusiness(Shape):
    id: int
    number: str
    municipality: str
    name: str
    form: str
    address: str
    district: str
    lotse: str
    adviser: str
    kept_for: str  # why it is kept though nothing runs
    people: list[ShownPerson]


class CaseOfBusiness(Shape):
    case_number: str
    title: str
    state: Annotated[CaseState, codes(CaseState)]
    state_in_words: str
    opened_at: datetime


class BusinessPage(Shape):
    business: ShownBusiness
    joined: list[ShownBusiness]  # found to be the same
    in_charge: ShownContact | None
    case_numbers: list[str]  # of every contact, the newest first
    cases: list[CaseOfBusiness]


class ShownStep(Shape):
    leistung: str
    asks: str
    after: list[str]
    only_if: str
    legal_basis: list[str]


class ShownVorhaben(Shape):
    id: str
    title: str
    text: str
    checked_on: date | None
    steps: list[ShownStep]


class ShownPlace(Shape):
    """Where a step would go today; without `office` nobody can be asked."""

    leistung: str
    way: Annotated[PartWay, codes(PartWay)]
    office: str
    office_name: str
    reason: str
    clause: str
    due_on: date | None


class ShownPoint(Shape):
    """One date of the line; without `on` it has none yet."""

    what: Annotated[What, codes(What)]
    on: date | None
    office: str
    leistung: str
    promise: Promise | None
    waits_for: list[str]


class ShownConsent(Shape):
    given_by: str
    given_at: datetime
    how: str
    covers: list[str]
    sentence: str
    recorded_by: str
    withdrawn_at: datetime | None


class ShownPart(Shape):
    id: int
    leistung: str
    office: str
    outside: bool
    standing: Annotated[Standing, codes(Standing)]
    standing_in_words: str
    asks: str
    after: list[str]
    ticket: int | None
    reason: str  # of the routing decision
    clause: str
    answer: str
    added_reason: str
    dropped_reason: str
    consents: list[ShownConsent]


class ShownCase(Shape):
    case_number: str
    case_number_spoken: str
    municipality: str
    title: str
    state: Annotated[CaseState, codes(CaseState)]
    state_in_words: str
    business: ShownBusiness | None
    in_charge: ShownContact | None
    opened_at: datetime
    closed_at: datetime | None
    note: str
    told: str
    reopened_reason: str
    due: Promise | None  # the first that is owed
    parts: list[ShownPart]
    line: list[ShownPoint]


class ShownGlimpse(Shape):
    """What an office sees of a case beside its own ticket."""

    case_number: str
    title: str
    in_charge: ShownContact | None
    line: list[ShownPoint]


def person(known: BusinessPerson) -> ShownPerson:
    return ShownPerson.model_validate(known)


def business(known: Business) -> ShownBusiness:
    return ShownBusiness.model_validate(known)


def contact(known: InCharge | None) -> ShownContact | None:
    if known is None:
        return None
    who = known.person
    return ShownContact(
        office=known.office.id, name=known.office.name, person=who.name if who else "",
        phone=(who.phone if who else "") or known.office.phone,
        email=(who.email if who else "") or known.office.email, instead_of=known.instead_of,
    )  # fmt: skip


def page(known: Page, cases: list[BusinessCase]) -> BusinessPage:
    return BusinessPage(
        business=business(known.business), joined=[business(each) for each in known.joined],
        in_charge=contact(known.in_charge), case_numbers=[link.case_number for link in known.links],
        cases=[
            CaseOfBusiness(
                case_number=each.case_number, title=each.title, state=each.state,
                state_in_words=STATE_WORDS[each.state], opened_at=each.opened_at,
            )
            for each in cases
        ],
    )  # fmt: skip


def vorhaben(name: str, known: Vorhaben) -> ShownVorhaben:
    steps = [ShownStep.model_validate(step) for step in known.step]
    return ShownVorhaben(id=name, title=known.title, text=known.text, checked_on=known.checked_on, steps=steps)


def place(known: Placed) -> ShownPlace:
    step = known.step
    return ShownPlace(
        leistung=known.leistung, way=known.way, office=known.office.id if known.office else "",
        office_name=known.office.name if known.office else "", reason=step.reason if step else "",
        clause=step.clause if step else "", due_on=known.due_on,
    )  # fmt: skip


def point(known: Point) -> ShownPoint:
    return ShownPoint.model_validate(known)


def case(known: View) -> ShownCase:
    own = known.case
    return ShownCase(
        case_number=own.case_number, case_number_spoken=case_number.shown(own.case_number),
        municipality=own.municipality, title=own.title, state=own.state, state_in_words=STATE_WORDS[own.state],
        business=business(known.business) if known.business else None, in_charge=contact(known.in_charge),
        opened_at=own.opened_at, closed_at=own.closed_at, note=own.note, told=own.told,
        reopened_reason=own.reopened_reason, due=Promise.model_validate(known.due) if known.due else None,
        parts=[_part(known, part) for part in own.parts], line=[point(each) for each in known.line],
    )  # fmt: skip


def glimpse(known: Glimpse) -> ShownGlimpse:
    return ShownGlimpse(
        case_number=known.case_number, title=known.title, in_charge=contact(known.in_charge),
        line=[point(each) for each in known.line],
    )  # fmt: skip


def _part(view: View, part: Part) -> ShownPart:
    ticket, now = view.ticket(part), view.standing(part)
    return ShownPart(
        id=part.id, leistung=part.leistung, office=(ticket and ticket.office) or part.office, outside=part.outside,
        standing=now, standing_in_words=STANDING_WORDS[now], asks=part.asks, after=list(part.after),
        ticket=part.ticket, reason=ticket.reason if ticket else "", clause=ticket.clause if ticket else "",
        answer=ticket.answer if ticket else part.answer, added_reason=part.added_reason,
        dropped_reason=part.dropped_reason, consents=[_consent(each) for each in part.consents],
    )  # fmt: skip


def _consent(known: Consent) -> ShownConsent:
    return ShownConsent.model_validate(known)
