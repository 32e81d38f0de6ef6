from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

from servicecenter.callbacks.model import Attempt, Callback, CallbackState, Outcome
from servicecenter.cases.model import BusinessCase, CaseState, Consent, Part
from servicecenter.contacts.model import Channel, Contact, ContactState
from servicecenter.privacy.model import (
    OF_ATTEMPT,
    OF_CALLBACK,
    OF_CASE,
    OF_CONSENT,
    OF_CONTACT,
    OF_PART,
    OF_TICKET,
    Held,
    over_since,
)
from servicecenter.tickets.model import ReplyChannel, Ticket, TicketState

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONTACT = Contact(
    1, "48273196", "geldern", Channel.TELEPHONE, ContactState.CLOSED, AT, date(2026, 1, 1), 1, closed_at=AT,
    caller="+493023125017",
)  # fmt: skip
TICKET = Ticket(
    1, 1, "48273196", "geldern", "bauordnung", None, None, "Carport", "", "P. Muster", ReplyChannel.CALLBACK, "",
    TicketState.ANSWERED, AT, "reason", "§ 1", answer="Ja.", closed_at=AT + timedelta(days=2),
)  # fmt: skip
CALLBACK = Callback(
    1, 1, "48273196", "geldern", "bauordnung", "+493023125017", "", CallbackState.REACHED, AT, AT,
    (Attempt(AT, "Carl", Outcome.REACHED),),
)  # fmt: skip


def test_what_is_held_is_named_and_not_repeated() -> None:
    held = Held(CONTACT, (TICKET,), (CALLBACK,), None)
    assert held.fields == ("Rufnummer", "Name", "Anliegen", "Antwort", "Rückrufnummer", "wer anrief")
    assert "23125" not in str(held.fields)


def test_a_case_is_over_when_the_last_of_it_is() -> None:
    assert over_since(CONTACT, ()) == AT
    assert over_since(CONTACT, (TICKET, replace(TICKET, closed_at=AT))) == AT + timedelta(days=2)
    assert over_since(CONTACT, (TICKET, replace(TICKET, closed_at=None))) is None
    assert over_since(replace(CONTACT, closed_at=None), ()) is None


def test_open_is_what_anybody_still_works_on() -> None:
    assert not Held(CONTACT, (TICKET,), (), None).is_open
    assert Held(replace(CONTACT, state=ContactState.OPEN), (), (), None).is_open
    assert Held(CONTACT, (replace(TICKET, state=TicketState.ACCEPTED),), (), None).is_open


def test_every_field_of_a_person_is_a_field_of_its_row() -> None:
    for words, shape in (
        (OF_CONTACT, Contact),
        (OF_TICKET, Ticket),
        (OF_CALLBACK, Callback),
        (OF_ATTEMPT, Attempt),
        (OF_CASE, BusinessCase),
        (OF_PART, Part),
        (OF_CONSENT, Consent),
    ):
        assert set(words) <= {field.name for field in fields(shape)}  # type: ignore[arg-type]


def test_a_case_of_several_offices_keeps_its_contact() -> None:
    runs = BusinessCase(
        1, "48273196", 1, "geldern", 1, "restaurant", "Restaurant", "lotse", None, CaseState.WAITING, AT, "p",
        date(2026, 1, 1), note="Trattoria",
    )  # fmt: skip
    assert Held(CONTACT, (), (), None, case=runs).is_open
    assert over_since(CONTACT, (), runs) is None
    closed = replace(runs, state=CaseState.CLOSED, closed_at=AT + timedelta(days=9))
    assert not Held(CONTACT, (), (), None, case=closed).is_open
    assert over_since(CONTACT, (TICKET,), closed) == AT + timedelta(days=9)
    assert "Anliegen des Vorhabens" in Held(CONTACT, (), (), None, case=closed).fields
