"""What happens to a call, by the project's own agreement, handbook and directory; variants of them where needed."""

import ast
import inspect
from collections.abc import Iterable
from datetime import UTC, date, datetime
from types import ModuleType

import pytest

import servicecenter.contacts.complaining as contacts_complaining
import servicecenter.contacts.passing as contacts_passing
import servicecenter.tickets.passing as tickets_passing
from servicecenter.agreements.model import Handbook
from servicecenter.directory.model import Absence
from servicecenter.routing import business, destination, elsewhere, overload, rules, steps
from servicecenter.routing.engine import decide
from servicecenter.routing.model import StepKind
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.words import REASONS, RULES
from tests.routing.books import (
    MONDAY,
    WEDNESDAY_EVENING,
    book,
    decided,
    facts,
    line,
    only,
    reasons,
    with_clauses,
    with_directory,
    with_more,
    with_office,
)

SAY, TRANSFER, TICKET, CALLBACK = StepKind.SAY, StepKind.TRANSFER, StepKind.TICKET, StepKind.CALLBACK
KREIS_TASKS = ["fuehrerschein-umtausch", "fuehrerschein-antrag", "kfz-zulassung", "kfz-abmeldung", "aufenthaltstitel"]


MODULES = (rules, business, overload, steps, destination)  # where reasons are given
# Where a ticket is given another one, among much else.
MOVING = (elsewhere, contacts_passing, contacts_complaining, tickets_passing)


# Geldern lies in Kreis Kleve, although Kreis Wesel answers


@pytest.mark.parametrize("leistung", KREIS_TASKS)
def test_a_task_of_the_kreis_is_kreis_kleve_s_for_a_caller_of_geldern(leistung):
    decision = decided("geldern", leistung)
    assert [step.kind for step in decision.plan] == [SAY]
    assert decision.plan[0].target.body == "Kreis Kleve"
    assert "Kreis Kleve" in decision.plan[0].evidence["why"]


@pytest.mark.parametrize("at", [MONDAY, WEDNESDAY_EVENING], ids=["open", "closed"])
def test_kreis_kleve_s_number_and_hours_are_said_and_nothing_is_promised_in_its_name(at):
    (step,) = decided("geldern", "kfz-zulassung", at, has_article=True).plan
    assert step.target.phone == "+49 69 90009 120"
    assert step.evidence["week"].startswith("Mo, Mi 07:30–12:30 · Di")
    assert (step.reason, step.clause, step.due_on) == ("outside-agreement", "§ 4.7", None)


@pytest.mark.parametrize(
    ("leistung", "office"), [("kfz-zulassung", "zulassung"), ("fuehrerschein-umtausch", "fuehrerschein")]
)
def test_a_caller_of_kreis_wesel_gets_its_own_strassenverkehrsamt(leistung, office):
    decision = decided("kreis-wesel", leistung)
    assert line(decision)[0] == ("transfer", office)
    assert line(decision)[-2:] == [("ticket", office), ("callback", office)]


def test_a_building_permit_of_geldern_is_its_own_office_s_ticket_and_callback():
    decision = decided("geldern", "baugenehmigung")
    assert line(decision) == [("ticket", "bauordnung"), ("callback", "bauordnung")]
    found = {rule: reasons(decision)[rule] for rule in ("body", "scope", "transfer")}
    assert found == {"body": "own-task", "scope": "forward-only", "transfer": "takes-no-calls"}


# The district


def test_an_id_card_for_a_caller_of_kreis_wesel_depends_on_the_town():
    decision = decided("kreis-wesel", "personalausweis", has_article=True)
    assert line(decision) == [("say", "kreis-wesel")]
    assert (decision.plan[0].reason, decision.plan[0].clause) == ("ask-for-district", "§ 4.2")
    assert decision.plan[0].evidence["places"].split(", ")[-1] == "Xanten"


def test_with_the_town_known_its_town_hall_is_named():
    (step,) = decided("kreis-wesel", "personalausweis", district="Xanten").plan
    assert (step.kind, step.target.id, step.target.phone) == (SAY, "rathaus-xanten", "+49 221 4710 230")


@pytest.mark.parametrize(
    ("leistung", "district", "expected"),
    [
        pytest.param("baugenehmigung", "Alpen", "bauordnung", id="the-kreis-is-building-authority-of-a-gemeinde"),
        pytest.param("baugenehmigung", "Moers", "rathaus-moers", id="a-town-has-its-own"),
        pytest.param("aufenthaltstitel", "Wesel", "rathaus-wesel", id="a-grosse-stadt-has-its-own"),
        pytest.param("aufenthaltstitel", "Xanten", "auslaenderbehoerde", id="a-smaller-town-has-not"),
        pytest.param("kita-platz", "Xanten", "jugendamt", id="the-kreis-is-youth-office"),
        pytest.param("kita-platz", "Voerde", "rathaus-voerde", id="a-youth-office-of-its-own"),
    ],
)
def test_the_town_decides_who_does_it(leistung, district, expected):
    assert decided("kreis-wesel", leistung, district=district).plan[-1].target.id == expected


def test_an_application_taken_in_by_a_town_hall_is_told_and_the_ticket_goes_to_who_decides():
    decision = decided("kreis-wesel", "schwerbehindertenausweis", district="Dinslaken")
    assert line(decision)[0] == ("say", "rathaus-dinslaken")
    assert decision.plan[0].reason == "taken-in-elsewhere"
    assert line(decision)[-2:] == [("ticket", "schwerbehinderung"), ("callback", "schwerbehinderung")]


def test_two_hats_the_town_hall_takes_in_for_the_kreis():
    taken = {"leistung": "kfz-zulassung", "responsible": "kreis-kleve-zulassung", "applications": "buergerbuero"}
    rulebook = with_directory(book("geldern"), responsibility=[taken])
    decision = decide(facts("geldern", "kfz-zulassung"), rulebook)
    assert only(decision, TICKET).target.id == "buergerbuero"
    assert (reasons(decision)["body"], reasons(decision)["callback"]) == ("taken-in-here", "outside-owes-nothing")
    assert decision.first(CALLBACK) is None


# Emergencies


@pytest.mark.parametrize("municipality", ["geldern", "kreis-wesel"])
@pytest.mark.parametrize("leistung", ["notfall", "kindeswohl"])
@pytest.mark.parametrize(
    "at", [MONDAY, WEDNESDAY_EVENING, datetime(2020, 1, 1, tzinfo=UTC)], ids=["day", "night", "before"]
)
def test_danger_comes_first_in_every_stage_and_at_every_hour(municipality, leistung, at):
    decision = decided(municipality, leistung, at)
    assert (decision.plan[0].reason, decision.plan[0].clause, decision.plan[0].target.phone) == (
        "danger",
        "§ 10.1",
        "112",
    )
    assert decision.plan[0].evidence["sentence"].count("11") >= 1
    assert len(decision.plan) > 1


def test_danger_comes_before_a_person_asked_for():
    decision = decided("geldern", "kindeswohl", person_asked="Frau Hundert")
    assert [step.reason for step in decision.plan][:2] == ["danger", "person-present"]


def test_a_child_in_danger_in_geldern_is_its_own_jugendamt_s():
    assert only(decided("geldern", "kindeswohl"), TICKET).target.id == "jugendamt"


# Term and stages


@pytest.mark.parametrize("at", [datetime(2022, 5, 15, 9, tzinfo=UTC), datetime(2020, 1, 2, 9, tzinfo=UTC)])
def test_outside_the_agreement_only_the_own_number_is_said(at):
    (step,) = decided("geldern", "hundesteuer", at).plan
    assert (step.kind, step.target.id, step.reason) == (SAY, "zentrale", "no-stage")


def test_an_agreement_that_has_ended_covers_no_call():
    given = book("geldern")
    ended = given.agreement.model_copy(update={"ends_on": date(2026, 10, 31)})
    rulebook = Rulebook(given.catalogue, given.directory, ended, given.handbook)
    decision = decide(facts("geldern", "hundesteuer", stage=ended.stage_on(MONDAY.date())), rulebook)
    assert line(decision) == [("say", "zentrale")]


def test_in_the_test_phase_the_desk_forwards_what_it_later_answers():
    in_test, later = datetime(2022, 6, 1, 9, tzinfo=UTC), datetime(2023, 6, 1, 9, tzinfo=UTC)
    assert reasons(decided("geldern", "hundesteuer", in_test, has_article=True))["agreement"] == "test-phase"
    assert decided("geldern", "hundesteuer", in_test, has_article=True).plan[0].kind is TRANSFER
    assert decided("geldern", "hundesteuer", later, has_article=True).plan[0].reason == "answer-at-desk"


def test_what_the_handbook_takes_out_is_only_named():
    (step,) = decided("geldern", "wirtschaftsfoerderung", datetime(2022, 6, 1, 9, tzinfo=UTC)).plan
    assert (step.reason, step.clause, step.target.id) == ("out-of-scope", "§ 4.9", "wirtschaftsfoerderung")


@pytest.mark.parametrize(
    ("has_article", "first", "reason"),
    [(True, ("say", "kreis-wesel"), "answer-at-desk"), (False, ("transfer", "steueramt"), "no-article")],
)
def test_the_desk_answers_only_with_an_article(has_article, first, reason):
    decision = decided("geldern", "hundesteuer", has_article=has_article)
    assert (line(decision)[0], reasons(decision)["scope"]) == (first, reason)


def test_what_is_neither_known_nor_regulated_goes_to_the_switchboard():
    decision = decided("geldern")
    assert line(decision)[0] == ("transfer", "zentrale")
    assert line(decision)[-2:] == [("ticket", "zentrale"), ("callback", "zentrale")]


def test_a_leistung_nobody_is_named_for_goes_to_the_switchboard():
    offices = [office.model_dump() for office in book("geldern").directory.office if office.id != "wahlamt"]
    decision = decide(facts("geldern", "briefwahl"), with_directory(book("geldern"), office=offices))
    assert only(decision, TICKET).target.id == "zentrale"


# Opening hours, absences, deputies


def test_an_open_office_is_rung_and_then_its_deputy():
    assert line(decided("geldern", "hundesteuer"))[:1] == [("transfer", "steueramt")]
    assert line(decided("geldern", "geburtsurkunde"))[:2] == [("transfer", "standesamt"), ("transfer", "buergerbuero")]


def test_a_closed_office_is_not_rung_but_its_open_deputy_is():
    monday_afternoon = datetime(2026, 11, 23, 13, tzinfo=UTC)  # the Standesamt closed at 12:30, the Bürgerbüro at 16:00
    decision = decided("geldern", "geburtsurkunde", monday_afternoon)
    assert line(decision)[0] == ("transfer", "buergerbuero")
    assert decision.plan[0].reason == "deputy-open"


def test_in_the_evening_nobody_is_rung():
    decision = decided("geldern", "hundesteuer", WEDNESDAY_EVENING)
    assert [step.kind for step in decision.plan] == [TICKET, CALLBACK]
    assert reasons(decision)["transfer"] == "office-closed"


def test_an_office_that_is_away_is_stood_in_for():
    away = [Absence(office="standesamt", first=MONDAY.date()).model_dump()]
    decision = decide(facts("geldern", "geburtsurkunde"), with_directory(book("geldern"), absence=away))
    assert line(decision)[0] == ("transfer", "buergerbuero")
    assert only(decision, TICKET).target.hours == "heute nicht besetzt"


def test_an_office_that_takes_no_calls_has_said_so_for_its_deputy():
    decision = decided("geldern", "zahlung-mahnung")
    assert decision.first(TRANSFER) is None
    assert reasons(decision)["transfer"] == "takes-no-calls"


# What the handbook says about handing on


def test_outside_the_agreed_hours_no_office_need_take_a_call():
    forwarding = {"transfer": True, "ticket": True, "hours": "bauhof", "duty": "Jedes Amt ist erreichbar."}
    rulebook = with_clauses(book("geldern"), forwarding=forwarding)
    late = datetime(2026, 11, 26, 15, tzinfo=UTC)  # 16:00: the Steueramt is open, the agreed hours are over
    decision = decide(facts("geldern", "hundesteuer", late), rulebook)
    assert (decision.first(TRANSFER), reasons(decision)["transfer"]) == (None, "not-the-hours-to-transfer")
    assert decide(facts("geldern", "hundesteuer"), rulebook).plan[0].evidence["duty"] == "Jedes Amt ist erreichbar."


def test_a_handbook_may_leave_deputies_unrung():
    rulebook = with_clauses(book("geldern"), forwarding={"transfer": True, "ticket": True, "deputy": False})
    decision = decide(facts("geldern", "geburtsurkunde"), rulebook)
    assert [step.target.id for step in decision.plan if step.kind is TRANSFER] == ["standesamt"]


def test_a_callback_may_be_owed_by_the_service_centre_itself():
    rule = {"name": "callback", "working_days": 1, "office": "operator"}
    centre = {"id": "leitstelle", "name": "Leitstelle", "does": ("servicecenter",)}
    rulebook = with_clauses(book("geldern"), promise=rule)
    assert only(decide(facts("geldern", "hundesteuer"), rulebook), CALLBACK).target.id == "zentrale"
    decision = decide(facts("geldern", "hundesteuer"), with_office(rulebook, **centre))
    assert (only(decision, CALLBACK).target.id, only(decision, TICKET).target.id) == ("leitstelle", "steueramt")


def test_what_is_promised_about_a_concern_is_told_with_it():
    promise = {"name": "bau", "weeks": 8, "leistungen": ["baugenehmigung"]}
    rulebook = with_more(book("geldern"), {"number": "6.4", "text": "In acht Wochen.", "promise": promise})
    decision = decide(facts("geldern", "baugenehmigung"), rulebook)
    verdict = next(each for each in decision.asked if each.rule == "promised")
    assert (verdict.reason, verdict.clause, verdict.evidence["why"]) == (
        "promises-hold", "§ 6.4", "§ 6.4: In acht Wochen.",
    )  # fmt: skip
    assert reasons(decided("geldern", "hundesteuer"))["promised"] == "nothing-promised"


def test_a_partner_is_named_with_what_it_promised_and_calls_back_only_if_it_said_so():
    words = {"number": "12.1", "title": "Erstes", "partners": ["kreis-kleve"]}
    (step,) = decide(facts("geldern", "kfz-zulassung"), with_more(book("geldern"), words)).plan
    assert (step.reason, step.evidence["promised"]) == ("partner-promised", "§ 12.1 Erstes: Wortlaut nicht bekannt.")
    counted = words | {"promise": {"name": "callback", "working_days": 5}}
    decision = decide(facts("geldern", "kfz-zulassung"), with_more(book("geldern"), counted))
    assert line(decision) == [("say", "kreis-kleve-zulassung"), ("callback", "kreis-kleve-zulassung")]
    assert (only(decision, CALLBACK).reason, only(decision, CALLBACK).due_on) == (
        "promised-by-partner",
        date(2026, 11, 30),
    )


def test_a_party_of_the_agreement_owes_as_the_municipality_does():
    offices = [office.model_dump() | {"party": "kleve" in office.id} for office in book("geldern").directory.office]
    decision = decide(facts("geldern", "kfz-zulassung"), with_directory(book("geldern"), office=offices))
    assert line(decision) == [(kind, "kreis-kleve-zulassung") for kind in ("ticket", "callback")]


# What the handbook leaves out


def test_without_an_agreement_on_transfers_nobody_is_connected():
    rulebook = with_clauses(book("geldern"), forwarding={"transfer": False, "ticket": True})
    decision = decide(facts("geldern", "hundesteuer"), rulebook)
    assert [step.kind for step in decision.plan] == [TICKET, CALLBACK]
    assert reasons(decision)["transfer"] == "transfer-not-agreed"


def test_without_tickets_and_callbacks_the_last_rule_still_chooses():
    rulebook = with_clauses(book("geldern"), forwarding={"transfer": False, "ticket": False}, promise=None)
    decision = decide(facts("geldern", "hundesteuer"), rulebook)
    assert line(decision) == [("ticket", "zentrale")]
    assert (decision.plan[0].reason, reasons(decision)["callback"]) == ("nobody-else", "no-callback-agreed")


def test_a_handbook_without_rules_still_leads_somewhere():
    bare = Handbook(municipality="geldern", title="leer", valid_from=date(2026, 1, 1), clause=())
    given = book("geldern")
    decision = decide(facts("geldern", "kindeswohl"), Rulebook(given.catalogue, given.directory, given.agreement, bare))
    assert [step.kind for step in decision.plan] == [SAY, TICKET]
    assert {step.clause for step in decision.plan} == {"Vereinbarung, Stufe 3"}


# The words


def said_in(modules: Iterable[ModuleType]) -> set[str]:
    nodes = [node for module in modules for node in ast.walk(ast.parse(inspect.getsource(module)))]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_reason_and_every_rule_in_the_code_has_its_sentence():
    words = said_in(MODULES)
    codes = {word for word in words if "-" in word and word.replace("-", "").isalpha() and word.islower()}
    assert codes - REASONS.keys() == set()
    assert REASONS.keys() - words - said_in(MOVING) == set(), "a sentence nothing uses"
    assert {rule(facts("geldern"), book("geldern"), ()).rule for rule in rules.RULES} == RULES.keys()
