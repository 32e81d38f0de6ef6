from datetime import time, timedelta

import pytest

from servicecenter.errors import Invalid
from servicecenter.reporting.service_level import Calls
from servicecenter.reporting.staffing import (
    Assumptions,
    handling_of,
    measured,
    needs,
    read_forecast,
    written,
)
from servicecenter.reporting.telephone import Line
from tests.conftest import MONDAY

EIGHT, HALF_PAST = time(8), time(8, 30)
USUAL = Assumptions(handling=180, within=20, target=0.8)


def test_a_forecast_becomes_agents_and_agents_to_plan_for():
    one, two = needs({HALF_PAST: 0, EIGHT: 50}, Assumptions(180, 20, 0.8, shrinkage=0.3, most_occupied=0.85))
    assert (one.begins, one.load, one.queue.agents, one.scheduled) == (EIGHT, 5.0, 8, 12)
    assert (two.queue.agents, two.scheduled) == (0, 0)


@pytest.mark.parametrize(("occupied", "agents"), [(1.0, 8), (0.7, 8), (0.6, 9), (0.5, 10)])
def test_agents_are_not_worn_out(occupied: float, agents: int):
    (need,) = needs({EIGHT: 50}, Assumptions(180, 20, 0.8, most_occupied=occupied))
    assert need.queue.agents == agents


@pytest.mark.parametrize(
    "text",
    [
        "08:00;50\n08:30;12,5", "Beginn;Anrufe\n08:00;50\n08:30;12.5\n",
        "\ufeffbeginn;anrufe\r\n8:00\t50\r\n8:30\t12.5",
        "8.00 50\n8.30 12,5", "0800,50\n0830,12.5", " 08:00 Uhr ; 50 ;\n\n08:30 Uhr;12,5",
    ],
)  # fmt: skip
def test_a_forecast_is_read_however_it_was_pasted(text: str):
    assert read_forecast(text) == {EIGHT: 50.0, HALF_PAST: 12.5}


def test_a_forecast_is_written_as_it_is_read():
    forecast = {EIGHT: 50.0, HALF_PAST: 12.5, time(9): 0.0, time(23, 30): 100.0}
    assert written(forecast) == "08:00;50\n08:30;12,5\n09:00;0\n23:30;100\n"
    assert read_forecast(written(forecast)) == forecast


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "keine halbe Stunde"),
        ("nur Worte", 1, "keine halbe Stunde"),
        ("08:00;50\nMittag;3", 2, "Erwartet wird"),
        ("08:15;50", 1, ":00 oder :30"),
        ("24:00;50", 1, ":00 oder :30"),
        ("08:00;50\n08:00;51", 2, "zweimal"),
        ("08:00;-1", 1, "Erwartet wird"),
        ("08:00;99999", 1, "keine Prognose"),
        ("08:00;" + "9" * 400, 1, "keine Prognose"),
        ("x" * 9000, 1, "zu lang"),
    ],
)
def test_what_is_no_forecast_is_named_with_its_line(text: str, line: int, why: str):
    with pytest.raises(Invalid) as refused:
        read_forecast(text)
    assert refused.value.details["line"] == line
    assert why in refused.value.why


def test_more_than_any_centre_has_is_refused():
    with pytest.raises(Invalid, match="kein ServiceCenter"):
        needs({EIGHT: 10_000}, Assumptions(36_000, 20, 0.8))


def test_past_weeks_are_averaged_over_the_days_with_calls():
    week = timedelta(days=7)
    lines = [
        Line(MONDAY, "geldern", Calls(answered=8, waits=(5.0,) * 8)), Line(MONDAY, "hagen", Calls(answered=2)),
        Line(MONDAY + week, "geldern", Calls(answered=2)),
        Line(MONDAY + timedelta(days=1), "geldern", Calls(answered=99)),
        Line(MONDAY + 2 * week, "geldern"),  # a holiday: nobody called
    ]  # fmt: skip
    found = measured(lines, MONDAY.weekday())
    assert list(found) == [time(10)]
    assert (found[time(10)].calls, found[time(10)].days, found[time(10)].sum.answered) == (6.0, 2, 12)
    assert measured(lines, 6) == {}


def test_handling_is_averaged_over_all_contacts():
    lines = [Line(MONDAY, "geldern", handling=(60.0, 120.0)), Line(MONDAY, "hagen", handling=(240.0,))]
    assert handling_of(lines) == 140.0
    assert handling_of([]) is None
