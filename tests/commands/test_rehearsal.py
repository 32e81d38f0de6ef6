"""Three months with carnival, Easter and Christmas: the report against figures counted by a plain loop.

The loop shares nothing with the program: it reads the content's files itself, walks minute by minute and day by day,
and knows the holidays of Nordrhein-Westfalen by heart.
"""

import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servicecenter.clock import FixedClock
from servicecenter.commands.rehearsal import Happened, Rehearsed, run
from servicecenter.web.program import Program
from tests.conftest import CONTENT

BERLIN = ZoneInfo("Europe/Berlin")
HOLIDAYS = {
    date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1),
    date(2027, 5, 6), date(2027, 5, 17), date(2027, 5, 27),
}  # fmt: skip
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# As the handbooks of the content say: municipality, promise → working days, and whether local closings extend them.
WORKING_DAYS = {
    ("geldern", "callback"): (2, False), ("kreis-wesel", "callback"): (1, True), ("kreis-wesel", "reply"): (3, True),
}  # fmt: skip
SERVICE_MINUTES = 24 * 60  # of Geldern's reply
Key = tuple[str, str, str]


@cache
def directory(municipality: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / municipality / "directory.toml").read_text(encoding="utf-8"))


def calendar_of(municipality: str, office: str) -> str:
    return str(next(each["calendar"] for each in directory(municipality)["office"] if each["id"] == office))


def closings(municipality: str, calendar: str) -> dict[date, list[list[str]]]:
    found = {}
    for each in directory(municipality).get("closing", []):
        day, last = each["first"], each.get("last", each["first"])
        while day <= last:
            if calendar in each.get("calendars", [calendar]):
                found[day] = each.get("hours", [])
            day += DAY
    return found


@cache
def hours_on(municipality: str, calendar: str, day: date) -> tuple[tuple[int, int], ...]:
    week = next(each for each in directory(municipality)["calendar"] if each["id"] == calendar)
    if day in HOLIDAYS:
        return ()
    hours = closings(municipality, calendar).get(day, week.get(WEEK[day.weekday()], []))
    return tuple((int(a[:2]) * 60 + int(a[3:]), int(b[:2]) * 60 + int(b[3:])) for a, b in hours)


def due_by_days(made_at: datetime, municipality: str, office: str, working_days: int, local: bool) -> datetime:
    closed = closings(municipality, calendar_of(municipality, office)) if local else {}
    day, left = made_at.astimezone(BERLIN).date(), working_days
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in HOLIDAYS and closed.get(day) != []
    return datetime.combine(day + DAY, datetime.min.time(), BERLIN).astimezone(UTC)


def due_by_minutes(made_at: datetime, municipality: str, office: str) -> datetime:
    calendar, at, left = calendar_of(municipality, office), made_at.astimezone(UTC), SERVICE_MINUTES
    while left:
        local = at.astimezone(BERLIN)
        now = local.hour * 60 + local.minute
        left -= any(a <= now < b for a, b in hours_on(municipality, calendar, local.date()))
        at += MINUTE
    return at


def due_of(told: Happened, name: str) -> datetime:
    rule = WORKING_DAYS.get((told.municipality, name))
    if rule is None:
        return due_by_minutes(told.made_at, told.municipality, told.office)
    return due_by_days(told.made_at, told.municipality, told.office, *rule)


def plainly_counted(happened: list[Happened], month: date, at: datetime) -> dict[Key, Counter[str]]:
    counts: dict[Key, Counter[str]] = {}
    for told in happened:
        for name in ("callback", "reply") if told.has_callback else ("reply",):
            count = counts.setdefault((told.municipality, told.office, name), Counter())
            due = due_of(told, name)
            last = (due.astimezone(BERLIN) - timedelta(microseconds=1)).date()
            count["made"] += told.made_at.astimezone(BERLIN).date().replace(day=1) == month
            if last.replace(day=1) != month:
                continue
            in_time = told.ended_at is not None and told.ended_at < due
            if in_time:
                count["exhausted" if told.how == "exhausted" else "kept"] += 1
            else:
                count["unkept"] += due <= at
    return counts


def reported(rehearsed: Rehearsed) -> dict[Key, Counter[str]]:
    return {
        (line.municipality, line.office, line.name): Counter(
            made=line.made, kept=line.kept, unkept=line.unkept, exhausted=line.exhausted
        )
        for line in rehearsed.view.lines
    }


MONTHS = [date(2026, 12, 1), date(2027, 2, 1), date(2027, 3, 1)]


@pytest.mark.parametrize("month", MONTHS, ids=["Christmas", "carnival", "Easter"])
async def test_a_month_ends_with_a_report_that_a_plain_loop_counts_the_same(
    program: Program, clock: FixedClock, month: date
) -> None:
    clock.at = datetime.combine(month, datetime.min.time(), BERLIN)
    rehearsed = await run(program, clock, month, seed=7)
    counted = plainly_counted(rehearsed.happened, month, rehearsed.view.at)
    assert reported(rehearsed) == counted, "equal but for what is zero"
    total = sum(counted.values(), Counter())
    assert min(total[figure] for figure in ("made", "kept", "unkept", "exhausted")) >= 3, total
    assert {promise.due_at for promise in rehearsed.promised} == {
        due_of(told, name)
        for told in rehearsed.happened
        for name in (("callback", "reply") if told.has_callback else ("reply",))
    }, "every single date"
    called_on = {told.made_at.astimezone(BERLIN).date() for told in rehearsed.happened}
    assert not called_on & {date(2027, 2, 8), date(2026, 12, 24), date(2027, 3, 26), date(2027, 3, 29)}
    assert len(called_on) >= 17


def test_the_command_prints_every_case_and_the_same_seed_gives_the_same_month(tmp_path: Path) -> None:
    asked = (sys.executable, "-m", "servicecenter.cli", "rehearse", "--month", "2026-12", "--json", "--seed", "3")
    environment = os.environ | {"SERVICECENTER_DATA": str(tmp_path), "SERVICECENTER_CONTENT": str(CONTENT)}
    running = [subprocess.Popen(asked, env=environment, stdout=subprocess.PIPE) for _ in range(2)]  # noqa: S603
    (first, _), (again, _) = [process.communicate(timeout=300) for process in running]
    assert first == again
    lines = json.loads(first)["lines"]
    for line in lines:
        now = Counter(case["now"] for case in line["cases"])
        assert len(line["cases"]) >= line["made"]
        assert now["nicht gehalten"] >= line["unkept"]
    assert lines
    assert not list(tmp_path.iterdir()), "nothing is left behind"
