"""From a forecast to the agents who must be there, half hour by half hour; a forecast from what was measured. Pure.

A forecast is calls per half hour. What is supposed is part of the answer and is printed with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from math import ceil, isfinite

from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.errors import Invalid
from servicecenter.reporting.erlang import MOST_AGENTS, Queue, agents_needed
from servicecenter.reporting.service_level import NO_CALLS, Calls
from servicecenter.reporting.telephone import HALF_HOUR, Line

SECONDS = HALF_HOUR.total_seconds()
MOST_CALLS = 10_000  # in a half hour
LONGEST = 8_000  # characters of a forecast
_ROW = re.compile(r"(\d{1,2})[:.]?(\d{2})?(?:\s*Uhr)?\s*(?:[;,\t]|\s)\s*(\d+(?:[.,]\d+)?)\s*;?")
ASSUMED = (
    "Erlang C: Anrufe kommen zufällig, Bearbeitungszeiten streuen exponentiell, und alle warten in einer Schlange.",
    "Niemand legt auf. Weil es doch manche tun, rechnet Erlang C eher zu viele Kräfte als zu wenige.",
    "Jede halbe Stunde steht für sich: Was am Ende der vorigen noch wartet, zählt nicht mit.",
    "Einzuplanen ist mehr, als nötig ist: Schulung, Pausen, Krankheit und Urlaub sind der Schwund.",
)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Shares between 0 and 1; times in seconds."""

    handling: float  # talk, hold and wrap-up
    within: float
    target: float
    shrinkage: float = 0.0
    most_occupied: float = 1.0


@dataclass(frozen=True, slots=True)
class Need:
    """`calls` expected; `scheduled`: agents to plan for, so that `queue.agents` are really there."""

    begins: time
    calls: float
    load: float
    queue: Queue
    scheduled: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What one weekday's half hour was like: `calls` on average over `days` with calls; `sum`: all of them together."""

    calls: float
    days: int
    sum: Calls


def needs(forecast: Mapping[time, float], supposed: Assumptions) -> list[Need]:
    """In the order of the day. Raises Invalid where no number of agents is enough."""
    return [_need(begins, calls, supposed) for begins, calls in sorted(forecast.items())]


def read_forecast(text: str) -> dict[time, float]:
    """„08:00;12“ a line, with semicolon, comma, tab or blank; a heading may come first. Raises Invalid."""
    if len(text) > LONGEST:
        raise _unreadable(1, "Sie ist zu lang für einen Tag.")
    found: dict[time, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        written = line.strip().strip("\ufeff")
        if not written or (not found and not re.search(r"\d", written)):
            continue
        begins, calls = _row(number, written)
        if begins in found:
            raise _unreadable(number, f"{begins:%H:%M} steht zweimal da.")
        found[begins] = calls
    if not found:
        raise _unreadable(1, "Es steht keine halbe Stunde darin.")
    return found


def written(forecast: Mapping[time, float]) -> str:
    """As `read_forecast` reads it."""
    return "".join(f"{begins:%H:%M};{_plain(calls)}\n" for begins, calls in sorted(forecast.items()))


def measured(lines: Iterable[Line], weekday: int) -> dict[time, Measured]:
    """Of that weekday (Monday is 0), over the days on which anybody called: holidays do not make a Monday quiet."""
    by_time: dict[time, Calls] = defaultdict(lambda: NO_CALLS)
    days: set[date] = set()
    for line in lines:
        begins = line.begins_at.astimezone(BERLIN)
        if begins.weekday() == weekday and line.calls.offered:
            by_time[begins.time()] += line.calls
            days.add(local_day(line.begins_at))
    return {begins: Measured(calls.offered / len(days), len(days), calls) for begins, calls in sorted(by_time.items())}


def handling_of(lines: Iterable[Line]) -> float | None:
    """Seconds, on average over all contacts of these lines."""
    times: Sequence[float] = [seconds for line in lines for seconds in line.handling]
    return sum(times) / len(times) if times else None


def _need(begins: time, calls: float, supposed: Assumptions) -> Need:
    load = calls * supposed.handling / SECONDS
    try:
        found = agents_needed(load, supposed.handling, supposed.within, supposed.target, supposed.most_occupied)
    except ValueError as error:
        raise Invalid(
            "So viele Servicekräfte hat kein ServiceCenter.", f"Um {begins:%H:%M} wären es mehr als {MOST_AGENTS}.",
            "Bitte Anrufe und Bearbeitungszeit prüfen.", field="forecast",
        ) from error  # fmt: skip
    return Need(begins, calls, load, found, ceil(found.agents / (1 - supposed.shrinkage) - 1e-9))


def _row(number: int, line: str) -> tuple[time, float]:
    match = _ROW.fullmatch(line)
    if match is None:
        raise _unreadable(number, "Erwartet wird ein Beginn und eine Zahl, etwa „08:00;12“.")
    hour, minute, calls = int(match[1]), int(match[2] or 0), float(match[3].replace(",", "."))
    if hour > 23 or minute not in (0, 30):
        raise _unreadable(number, "Eine halbe Stunde beginnt um :00 oder :30, von 00:00 bis 23:30.")
    if not isfinite(calls) or calls > MOST_CALLS:
        raise _unreadable(number, f"Mehr als {MOST_CALLS} Anrufe in einer halben Stunde sind keine Prognose.")
    return time(hour, minute), calls


def _unreadable(number: int, why: str) -> Invalid:
    return Invalid(
        "Die Prognose ist nicht lesbar.", f"Zeile {number}: {why}", "Bitte diese Zeile berichtigen.",
        field="forecast", line=number,
    )  # fmt: skip


def _plain(calls: float) -> str:
    return f"{calls:.1f}".rstrip("0").rstrip(".").replace(".", ",")
