from dataclasses import replace

import pytest

from servicecenter.routing.coverage_findings import FirstTarget
from servicecenter.routing.coverage_judging import first_target, gap_in
from servicecenter.routing.model import Decision, Step, StepKind, Target
from tests.routing.books import MONDAY, WEDNESDAY_EVENING, book, decided, facts

INSIDE = Target("amt", "Amt", "Stadt", inside=True, phone="1", open_now=True)
OUTSIDE = Target("kreis", "Kreisamt", "Kreis", inside=False, phone="1")
WEEK = {"week": "Mo 08:00–12:00"}
REACHED, SILENT, AWAY = FirstTarget


def step(kind: StepKind, target: Target = INSIDE, reason: str = "x", **more: object) -> Step:
    return Step(kind, target, "rule", reason, "§ 1", **more)  # type: ignore[arg-type]


SAY, TRANSFER, TICKET, CALLBACK = StepKind
NUMBER = step(SAY, OUTSIDE, "outside-agreement", evidence=WEEK)
ASK = step(SAY, INSIDE, "ask-for-district")


def plan(*steps: Step, district: str | None = None) -> Decision:
    return Decision(replace(facts("geldern", "hundesteuer"), district=district), steps, ())


@pytest.mark.parametrize(
    ("decision", "target", "is_covered"),
    [
        pytest.param(plan(step(TRANSFER)), REACHED, True, id="put-through"),
        pytest.param(plan(step(TRANSFER)), SILENT, False, id="rings-in-vain"),
        pytest.param(plan(step(TRANSFER), step(TRANSFER)), SILENT, False, id="a-deputy-is-not-certain"),
        pytest.param(plan(step(TRANSFER), step(TICKET)), SILENT, True, id="then-a-ticket"),
        pytest.param(plan(step(TICKET, OUTSIDE)), REACHED, False, id="a-ticket-nobody-owes"),
        pytest.param(plan(step(CALLBACK, OUTSIDE, due_at=MONDAY)), AWAY, True, id="a-callback-promised-from-outside"),
        pytest.param(plan(step(SAY, reason="answer-at-desk")), AWAY, True, id="answered"),
        pytest.param(plan(NUMBER), AWAY, True, id="number-and-hours"),
        pytest.param(plan(step(SAY, OUTSIDE, "outside-agreement")), REACHED, False, id="no-hours"),
        pytest.param(plan(step(SAY, OUTSIDE, "danger"), step(TICKET)), REACHED, True, id="danger-and-ticket"),
        pytest.param(plan(ASK), REACHED, True, id="asked-for-the-district"),
        pytest.param(plan(ASK, district="Veert"), REACHED, False, id="asked-for-what-is-known"),
        pytest.param(plan(), REACHED, False, id="no-plan"),
    ],
)  # fmt: skip
def test_what_covers_a_case(decision, target, is_covered):
    assert (gap_in(decision, target) is None) is is_covered


def test_a_gap_says_what_is_missing():
    gap = gap_in(plan(step(SAY, replace(OUTSIDE, phone=""), "outside-agreement")), REACHED)
    assert gap is not None
    assert (gap.subject, gap.clause) == ("kreis", "§ 1")
    assert "Für „Kreisamt“ fehlen Nummer und Zeiten" in gap.sentence


@pytest.mark.parametrize(
    ("at", "expected"), [(MONDAY, "standesamt"), (WEDNESDAY_EVENING, "standesamt")], ids=["rung", "in-writing"]
)
def test_the_first_target_is_who_is_rung_else_who_is_named_first(at, expected):
    assert (
        first_target(decided("geldern", "geburtsurkunde", at, has_article=True), book("geldern").directory) == expected
    )


def test_where_the_desk_asks_there_is_no_target():
    assert first_target(decided("kreis-wesel", "personalausweis"), book("kreis-wesel").directory) is None
