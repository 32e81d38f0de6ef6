"""Persons asked for by name: put through, stood in for, and never left without a way."""

from datetime import UTC, date, datetime

from servicecenter.directory.model import Directory
from servicecenter.routing.engine import decide
from servicecenter.routing.model import StepKind
from servicecenter.routing.people import find_people
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.words import to_say, why
from tests.routing.books import WEDNESDAY_EVENING, book, decided, facts, line, only, reasons, with_directory

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


def which(**more):
    people = find_people(book("geldern").directory, "Frau Mayr")
    return decided(
        "geldern", at=BEFORE_HER_LEAVE, person_asked="Frau Mayr", person=people[0], candidates=people, **more
    )


def test_where_several_fit_equally_well_the_desk_asks_whom_the_caller_means():
    decision = which()
    names = "Jonas Maier-Muster (Steueramt), Martina Meyer-Muster (Bauordnung)"
    assert (reasons(decision)["person"], decision.plan[0].evidence["candidates"]) == ("several-fit", names)
    assert to_say(decision.plan[0]) == f"Wen möchten Sie sprechen: {names}?"
    assert f"Infrage kommen: {names}." in why(decision.asked[-1])


def test_of_those_the_longest_idle_is_rung_first_then_the_lowest_id():
    assert which().plan[1].target.name.startswith("Jonas Maier-Muster")
    assert which(idle={"martina-meyer-muster": 60}).plan[1].target.name.startswith("Martina Meyer-Muster")


def test_where_the_deputy_is_away_too_the_next_in_line_is_rung():
    people = [
        {"id": "a", "name": "Adele Muster", "office": "zentrale", "deputy": "b"},
        {"id": "b", "name": "Bert Muster", "office": "zentrale", "deputy": "c"},
        {"id": "c", "name": "Cleo Muster", "office": "zentrale"},
    ]
    away = [{"person": person, "first": BEFORE_HER_LEAVE.date()} for person in ("a", "b")]
    rulebook = with_directory(book("geldern"), person=people, absence=away)
    asked = facts("geldern", at=BEFORE_HER_LEAVE, person_asked="Adele", person=rulebook.directory.people["a"])
    assert decide(asked, rulebook).plan[0].target.name.startswith("Cleo Muster")
