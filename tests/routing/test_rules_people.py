"""Persons asked for by name: put through, stood in for, and never left without a way."""

from datetime import UTC, date, datetime

from servicecenter.directory.model import Directory
from servicecenter.routing.engine import decide
from servicecenter.routing.model import StepKind
from servicecenter.routing.rulebook import Rulebook
from tests.routing.books import WEDNESDAY_EVENING, book, decided, facts, line, only, reasons

SAY, TRANSFER, TICKET, CALLBACK = StepKind.SAY, StepKind.TRANSFER, StepKind.TICKET, StepKind.CALLBACK


BEFORE_HER_LEAVE = datetime(2026, 11, 19, 9, tzinfo=UTC)


def test_a_person_asked_for_is_put_through_though_her_office_takes_no_calls():
    decision = decided("geldern", at=BEFORE_HER_LEAVE, person_asked="Frau Maier vom Bauamt")
    assert decision.plan[0].target.name == "Martina Meyer-Muster, Bauordnung"
    assert (decision.plan[0].reason, decision.plan[0].clause) == ("person-present", "§ 4.11")
    assert decision.plan[0].target.phone == "+49 30 23125 351"
    assert [step.kind for step in decision.plan] == [TRANSFER, TRANSFER, TICKET, CALLBACK]


def test_an_absent_person_is_stood_in_for():
    decision = decided("geldern", person_asked="Frau Maier vom Bauamt")
    assert [step.kind for step in decision.plan] == [TRANSFER, TICKET, CALLBACK]
    assert (decision.plan[0].target.name, decision.plan[0].reason) == ("Bernd Beispiel, Bauordnung", "person-deputy")


def test_when_the_office_is_closed_the_person_gets_a_ticket_and_owes_the_callback():
    decision = decided("geldern", at=WEDNESDAY_EVENING, person_asked="Frau Maier vom Bauamt")
    assert line(decision) == [("ticket", "bauordnung"), ("callback", "bauordnung")]
    assert only(decision, CALLBACK).due_on == date(2026, 11, 27)


def test_a_person_nobody_knows_ends_nothing():
    decision = decided("geldern", "hundesteuer", person_asked="Frau Schmidt")
    assert reasons(decision)["person"] == "person-unknown"
    assert only(decision, TICKET).target.id == "steueramt"


def test_a_person_of_a_body_outside_gets_neither_ticket_nor_callback():
    somebody = {"id": "kim", "name": "Kim Kleve", "office": "kreis-kleve-soziales"}
    given = book("geldern")
    directory = Directory.model_validate(given.directory.model_dump() | {"person": [somebody]})
    rulebook = Rulebook(given.catalogue, directory, given.agreement, given.handbook)
    asked = facts("geldern", at=WEDNESDAY_EVENING, person_asked="Kim", person=rulebook.directory.people["kim"])
    assert [(step.kind, step.reason) for step in decide(asked, rulebook).plan] == [(SAY, "outside-agreement")]
