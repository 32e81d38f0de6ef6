"""Each measurement once, small, with a real Asterisk: whether the figures are there, not how good they are."""

import pytest

from servicecenter.bench import telephony, telephony_day
from servicecenter.bench.peers import Logged
from tests.conftest import CONTENT


async def test_the_load_is_measured_beside_asterisk_s_own_queue(tmp_path):
    figures = {figure.name: figure for figure in await telephony.measure(tmp_path, CONTENT, telephony.Load(4, 3))}
    through = figures["Anrufe, die jemanden erreichten"]
    assert (through.value, through.peer_value, through.holds) == (12, 12, True)
    assert figures["Hängende Kanäle danach"].holds
    assert figures["Anruf bis Gespräch, p95"].value > 300


async def test_a_day_is_told_as_sipp_tells_it(tmp_path, testdata):
    figures = await telephony_day.measure(tmp_path, CONTENT, testdata, calls=30, seconds=6)
    told = {figure.name: figure for figure in figures}
    assert told["Tag: Anrufe"].value == told["Tag: Anrufe"].peer_value
    assert told["Tag: angenommen"].value == pytest.approx(told["Tag: angenommen"].peer_value, abs=2)


def test_the_calls_of_a_day_are_spread_as_measured():
    times = telephony_day.arrivals({"07:30": 9.0, "08:00": 1.0, "08:30": 3.0, "16:00": 9.0}, 8, 20.0)
    assert times == pytest.approx([2.5, 7.5, *(10 + 10 * (each + 0.5) / 6 for each in range(6))])


def test_sipp_s_log_says_who_waited_how_long_and_whether_somebody_came():
    callers = [Logged(10.0, "heard", "a", "x"), Logged(11.0, "heard", "b", "x"), Logged(12.0, "leaves", "b", "x")]
    phones = [Logged(11.5, "answered", "2001", "a"), Logged(12.1, "answered", "2002", "b")]
    assert telephony_day.waits(callers, phones) == {"a": (1.5, True), "b": (1.0, False)}
