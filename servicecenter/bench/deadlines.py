"""What one due date costs: working days and opening minutes, beside numpy's calendar of working days."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from servicecenter.bench.machine import Figure
from servicecenter.worktime import WorkCalendar, public_holidays

DUE_BAR_US, MINUTES_BAR_US = 10.0, 60.0
HOURS = [("08:30", "12:30"), ("13:30", "16:00")]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS)
MINUTES_A_DAY = 390
DAYS = 30
STARTS = 20_000
NOT_INSTALLED = "numpy, nicht installiert"


def measure(starts: int = STARTS) -> list[Figure]:
    """Medians over instants spread over a year, the same every time."""
    calendar = WorkCalendar("Europe/Berlin", WEEK, frozenset(public_holidays("NW", range(2026, 2029))))
    chance = random.Random(7)  # noqa: S311  # a sample, no secret
    year = datetime(2026, 1, 1, tzinfo=UTC)
    at = [year + timedelta(minutes=chance.randrange(366 * 1440)) for _ in range(starts)]
    peer = _busday()
    peer_name = "numpy.busday_offset" if peer else NOT_INSTALLED
    peer_us = _median_us(peer, at) if peer else None
    minutes = DAYS * MINUTES_A_DAY
    return [
        Figure(
            "promise_due, 2 Arbeitstage, Median", _median_us(lambda start: calendar.promise_due(start, 2), at), "µs",
            peer_name, peer_us, DUE_BAR_US,
        ),
        Figure(
            f"add_minutes über {DAYS} Öffnungstage, Median",
            _median_us(lambda start: calendar.add_minutes(start, minutes), at), "µs",
            "numpy kennt keine Stunden", None, MINUTES_BAR_US,
        ),
    ]  # fmt: skip


def _busday() -> Callable[[datetime], object] | None:
    """From an instant to the date, as ours: local day, then the second working day after it. None without numpy."""
    try:
        import numpy
    except ImportError:
        return None
    holidays = sorted(public_holidays("NW", range(2026, 2029)))
    days = numpy.busdaycalendar(holidays=holidays)
    zone = WorkCalendar("Europe/Berlin", {}).zone

    def due(start: datetime) -> object:
        return numpy.busday_offset(start.astimezone(zone).date(), 2, roll="backward", busdaycal=days)

    return due


def _median_us(act: Callable[[datetime], object], at: Sequence[datetime]) -> float:
    took = []
    for start in at:
        began = time.perf_counter_ns()
        act(start)
        took.append(time.perf_counter_ns() - began)
    return median(took) / 1000
