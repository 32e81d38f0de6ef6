"""What Münster's press release of 09.10.2002 says about its relationship with businesses."""

from datetime import UTC, date, datetime

import pytest

from servicecenter.routing.model import Load, StepKind
from tests.routing.books import book, decided, line, only, reasons

OWNER = "wirtschaftsfoerderung"


@pytest.mark.parametrize(
    "leistung", ["gewerbesteuer", "baugenehmigung", "sondernutzung", "sperrmuell", "kfz-zulassung", None]
)
def test_one_office_owns_the_relationship_with_a_business(leistung):
    """„Die Federführung … hat die Wirtschaftsförderung übernommen.“ – „… keine Bereiche ausgespart bleiben.“"""
    decision = decided("muenster", leistung, business=True)
    assert {step.target.id for step in decision.plan if step.kind in {StepKind.TICKET, StepKind.CALLBACK}} == {OWNER}
    assert reasons(decision)["lotse"] == "lotse-of-all"


@pytest.mark.parametrize("leistung", ["kindeswohl", "wohngeld"])
def test_social_data_and_danger_are_nobody_s_relationship(leistung):
    assert reasons(decided("muenster", leistung, business=True))["lotse"] == "not-the-lotse-s"


def test_a_body_outside_stays_what_it_is():
    assert line(decided("muenster", "handwerksrolle", business=True)) == [("say", "handwerkskammer")]


def test_citizens_go_to_the_office():
    assert only(decided("muenster", "baugenehmigung"), StepKind.TICKET).target.id == "bauordnung"


def test_the_project_was_planned_for_three_years():
    """„Für das auf insgesamt drei Jahre angelegte Projekt“"""
    agreement = book("muenster").agreement
    stages = [agreement.stage_on(day) for day in (date(2002, 10, 8), date(2002, 10, 9), date(2005, 10, 9))]
    assert [(stage.number, stage.test) if stage else None for stage in stages] == [None, (1, True), (2, False)]


def test_a_breach_is_told_to_those_who_decide():
    """„Darum werden Entscheidungen … direkt beim Verwaltungsvorstand getroffen“"""
    (clause,) = (clause for clause in book("muenster").handbook.clause if clause.escalation)
    assert clause.escalation.breached == ("owner", "supervisor")


def test_ten_callers_are_too_many_and_are_offered_a_callback():
    decision = decided("muenster", taken=False, load=Load(10, 20))
    assert line(decision) == [("ticket", "zentrale"), ("callback", "zentrale")]


def test_a_callback_comes_by_the_end_of_the_next_working_day():
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert only(decided("muenster", "hundesteuer", friday), StepKind.CALLBACK).due_on == date(2026, 11, 23)
