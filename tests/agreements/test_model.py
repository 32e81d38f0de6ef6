from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from servicecenter.agreements.model import Agreement, Handbook, PromiseRule, Stage, in_force

STAGES = (
    {"number": 1, "title": "Test", "first": date(2026, 3, 1), "last": date(2026, 5, 31), "test": True},
    {"number": 2, "title": "Betrieb", "first": date(2026, 7, 1)},
)


def agreement(**more: Any) -> Agreement:
    return Agreement.model_validate(
        {
            "municipality": "stadt", "operator": "kreis", "title": "Vereinbarung", "legal_basis": "§ 23 GkG NRW",
            "in_force_on": date(2026, 2, 1), "numbers": ("+49 30 23125 300",), "stage": STAGES,
        }
        | more
    )  # fmt: skip


def handbook(*clauses: dict[str, Any], valid_from: date = date(2026, 1, 1), **more: Any) -> Handbook:
    numbered = [{"number": str(n)} | clause for n, clause in enumerate(clauses, start=1)]
    return Handbook.model_validate(
        {"municipality": "stadt", "title": "Handbuch", "valid_from": valid_from, "clause": numbered} | more
    )


@pytest.mark.parametrize(
    ("day", "number"),
    [
        pytest.param(date(2026, 2, 28), None, id="in-force-but-before-the-first-stage"),
        pytest.param(date(2026, 3, 1), 1, id="first-day-of-the-test-phase"),
        pytest.param(date(2026, 5, 31), 1, id="last-day-of-the-test-phase"),
        pytest.param(date(2026, 6, 15), None, id="between-two-stages"),
        pytest.param(date(2026, 7, 1), 2, id="regular-operation"),
        pytest.param(date(2099, 1, 1), 2, id="until-further-notice"),
    ],
)
def test_the_stage_of_a_day(day, number):
    stage = agreement().stage_on(day)
    assert (stage.number if stage else None) == number


@pytest.mark.parametrize(
    ("more", "day"),
    [
        pytest.param({"in_force_on": date(2026, 4, 1)}, date(2026, 3, 31), id="not-yet-in-force"),
        pytest.param({"ends_on": date(2026, 8, 31)}, date(2026, 9, 1), id="ended"),
    ],
)
def test_outside_its_term_an_agreement_has_no_stage(more, day):
    assert agreement(**more).stage_on(day) is None


def test_the_last_day_of_an_agreement_counts():
    assert agreement(ends_on=date(2026, 8, 31)).stage_on(date(2026, 8, 31)) is not None


def test_of_two_stages_on_one_day_the_later_in_the_file_holds():
    overlapping = agreement(stage=(*STAGES, {"number": 3, "title": "Voll", "first": date(2026, 9, 1)}))
    assert overlapping.stage_on(date(2026, 9, 1)) == Stage(number=3, title="Voll", first=date(2026, 9, 1))


def test_a_stage_names_itself_as_clause():
    assert Stage(number=2, title="x", first=date(2026, 1, 1)).clause == "Vereinbarung, Stufe 2"


@pytest.mark.parametrize(
    ("measure", "is_one"),
    [
        pytest.param({"working_days": 2}, True, id="working-days"),
        pytest.param({"service_hours": 24}, True, id="service-hours"),
        pytest.param({"calendar_days": 14}, True, id="calendar-days"),
        pytest.param({"weeks": 8}, True, id="weeks"),
        pytest.param({"months": 1}, True, id="months"),
        pytest.param({"without_period": True}, True, id="without-period"),
        pytest.param({"without_period": True, "weeks": 8}, False, id="a period and none"),
        pytest.param({"weeks": 8, "months": 2}, False, id="weeks and months"),
        pytest.param({}, False, id="none"),
        pytest.param({"working_days": 2, "service_hours": 24}, False, id="both"),
        pytest.param({"working_days": 0}, False, id="zero-days"),
    ],
)
def test_a_promise_has_one_measure(measure, is_one):
    if is_one:
        assert PromiseRule(name="callback", **measure).name == "callback"
    else:
        with pytest.raises(ValidationError):
            PromiseRule(name="callback", **measure)


FORWARD = {"scope": {"groups": ["bauen"], "mode": "forward"}}
ANSWER = {"scope": {"groups": ["bauen"], "mode": "answer"}}
NAMED = {"scope": {"leistungen": ["carport"], "mode": "answer_and_forward"}}
FIRST_STAGE = {"scope": {"stages": [1], "groups": ["bauen"], "mode": "out"}}
EVERYTHING = {"scope": {"mode": "forward"}}


@pytest.mark.parametrize(
    ("clauses", "leistung", "stage", "expected"),
    [
        pytest.param((FORWARD,), "carport", 1, ("forward", "1"), id="group"),
        pytest.param((FORWARD, ANSWER), "carport", 1, ("answer", "2"), id="the-last-clause-wins"),
        pytest.param((NAMED, ANSWER), "carport", 1, ("answer_and_forward", "1"), id="named-beats-a-later-group"),
        pytest.param((NAMED, ANSWER), "anbau", 1, ("answer", "2"), id="named-is-not-for-others"),
        pytest.param((FORWARD, FIRST_STAGE), "carport", 1, ("out", "2"), id="its-stage"),
        pytest.param((FORWARD, FIRST_STAGE), "carport", 2, ("forward", "1"), id="another-stage"),
        pytest.param((EVERYTHING,), "perso", 3, ("forward", "1"), id="neither-groups-nor-leistungen-is-everything"),
        pytest.param((NAMED,), "anbau", 1, None, id="not-regulated"),
        pytest.param((), "carport", 1, None, id="empty-handbook"),
    ],
)
def test_what_the_desk_may_do(clauses, leistung, stage, expected):
    found = handbook(*clauses).scope(leistung, "bauen", stage)
    assert (found and (found[0], found[1].number)) == expected


def test_the_greeting_names_the_agent():
    assert handbook({"greeting": "Guten Tag, {agent}."}).greeting("Anna {x}") == "Guten Tag, Anna {x}."


def test_a_promise_is_found_by_name_with_its_clause():
    book = handbook(
        {"promise": {"name": "reply", "service_hours": 8}}, {"promise": {"name": "callback", "working_days": 2}}
    )
    found = book.promise("callback")
    assert found is not None
    assert (found[0].working_days, found[1].cited) == (2, "§ 2")
    assert [rule.name for rule, _ in book.promises()] == ["reply", "callback"]


def test_an_empty_handbook_has_nothing_and_three_attempts():
    book = handbook()
    assert (book.greeting("x"), book.privacy(), book.hours(), book.forwarding()) == ("", "", None, None)
    assert (book.promise("callback"), book.emergency_clause(), book.attempts()) == (None, None, 3)


def test_clauses_are_found_by_number():
    assert handbook({"title": "A"}, {"title": "B"}).clauses["2"].title == "B"


def test_emergency_attempts_hours_and_forwarding_come_from_their_clauses():
    book = handbook(
        {"hours": "kern"}, {"forwarding": {"transfer": True}}, {"callback": {"attempts": 5}}, {"emergency": True}
    )
    assert book.hours() == ("kern", book.clauses["1"])
    assert book.forwarding() == (book.clauses["2"].forwarding, book.clauses["2"])
    assert book.attempts() == 5
    assert book.emergency_clause() is book.clauses["4"]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        pytest.param(date(2025, 12, 31), None, id="before-the-first"),
        pytest.param(date(2026, 1, 1), 2026, id="its-first-day"),
        pytest.param(date(2026, 12, 31), 2026, id="until-the-next-begins"),
        pytest.param(date(2027, 1, 1), 2027, id="the-next"),
    ],
)
def test_the_version_in_force_is_the_latest_that_has_begun(day, year):
    versions = [handbook(valid_from=date(2027, 1, 1)), handbook(valid_from=date(2026, 1, 1))]
    found = in_force(versions, day)
    assert (found.valid_from.year if found else None) == year


@pytest.mark.parametrize("number", ["", "4.", "IV", "4.a", "§ 4"])
def test_a_clause_has_a_number_that_can_be_cited(number):
    with pytest.raises(ValidationError):
        handbook({"number": number})


PLEDGES = (
    {"number": "1", "promise": {"name": "callback", "working_days": 2}},
    {"number": "2", "partners": ["ihk"], "promise": {"name": "callback", "working_days": 5}},
    {"number": "3", "partners": ["ihk", "hwk"], "title": "nur in Worten"},
)


def test_what_partners_promise_is_not_promised_by_the_municipality():
    book = handbook(*PLEDGES)
    assert [clause.number for _, clause in book.promises()] == ["1"]
    assert [clause.number for clause in book.pledges("ihk")] == ["2", "3"]
    assert [clause.number for clause in book.pledges("hwk")] == ["3"]


@pytest.mark.parametrize(("body", "days"), [("ihk", 5), ("hwk", None), ("kreis", None)])
def test_a_partner_owes_only_what_it_has_counted_itself(body, days):
    found = handbook(*PLEDGES).pledge(body, "callback")
    assert (found[0].working_days if found else None) == days


def test_promises_about_a_concern_are_found_by_group_or_leistung():
    about = {"name": "genehmigung", "weeks": 8, "leistungen": ["baugenehmigung"]}
    book = handbook({"number": "1", "promise": about}, {"number": "2", "promise": {"name": "reply", "working_days": 1}})
    assert [clause.number for clause in book.promises_about("baugenehmigung", "bauen")] == ["1"]
    assert book.promises_about("bauakte", "bauen") == ()


def test_a_handbook_with_an_end_is_out_of_force_after_it():
    ended = handbook(valid_until=date(2026, 6, 30))
    assert in_force([ended], date(2026, 6, 30)) is ended
    assert in_force([ended], date(2026, 7, 1)) is None


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(ValidationError, match="valid_until liegt vor valid_from"):
        handbook(valid_until=date(2025, 12, 31))


def test_attempts_and_retention_are_the_handbook_s_or_the_usual_ones() -> None:
    silent = handbook()
    assert (silent.attempts(), silent.attempts_clause()) == (3, "")
    assert (silent.kept_days(), silent.retention_clause()) == (30, "")
    said = handbook({"callback": {"attempts": 2}}, {"retention": {"days_after_closing": 0}})
    assert (said.attempts(), said.attempts_clause()) == (2, "§ 1")
    assert (said.kept_days(), said.retention_clause()) == (0, "§ 2")
