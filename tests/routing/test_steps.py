"""When the callback and the reply are due, by the project's own handbooks (DOMAIN.md 5.3)."""

from datetime import UTC, date, datetime

import pytest

from servicecenter.routing.model import StepKind
from tests.routing.books import decided, only

CALLBACK, TICKET = StepKind.CALLBACK, StepKind.TICKET


@pytest.mark.parametrize(
    ("municipality", "recorded", "due_on"),
    [
        pytest.param("geldern", date(2026, 6, 3), date(2026, 6, 8), id="eve-of-fronleichnam"),
        pytest.param("geldern", date(2026, 6, 6), date(2026, 6, 9), id="saturday"),
        pytest.param("geldern", date(2026, 2, 12), date(2026, 2, 16), id="carnival-does-not-extend-in-geldern"),
        pytest.param("geldern", date(2026, 2, 13), date(2026, 2, 17), id="carnival-friday"),
        pytest.param("geldern", date(2026, 4, 1), date(2026, 4, 7), id="easter"),
        pytest.param("geldern", date(2026, 12, 18), date(2026, 12, 22), id="before-christmas"),
        pytest.param("geldern", date(2026, 12, 23), date(2026, 12, 28), id="christmas"),
        pytest.param("kreis-wesel", date(2026, 2, 13), date(2026, 2, 17), id="carnival-extends-in-kreis-wesel"),
        pytest.param("kreis-wesel", date(2026, 12, 23), date(2026, 12, 28), id="christmas-eve-extends-in-kreis-wesel"),
        pytest.param("kreis-wesel", date(2026, 6, 3), date(2026, 6, 5), id="one-working-day-over-fronleichnam"),
    ],
)
def test_the_callback_is_due_by_the_handbook_s_working_days(municipality, recorded, due_on):
    leistung = {"geldern": "baugenehmigung", "kreis-wesel": "kfz-zulassung"}[municipality]
    at = datetime(recorded.year, recorded.month, recorded.day, 9, tzinfo=UTC)
    step = only(decided(municipality, leistung, at), CALLBACK)
    assert step.due_on == due_on
    assert step.clause == "§ 6.1"


def test_a_ticket_tells_the_promised_reply_and_both_clauses():
    step = only(decided("geldern", "baugenehmigung"), TICKET)
    assert (step.due_on, step.clause) == (date(2026, 12, 3), "§ 5.1, § 6.2")
