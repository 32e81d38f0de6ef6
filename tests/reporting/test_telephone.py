"""Instants and contacts become figures: each call once, at the municipality it belongs to, under its day's handbook."""

from datetime import date, datetime, timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.calls import store as instants
from servicecenter.calls.model import Cause, Instant, Step
from servicecenter.contacts import store as contacts
from servicecenter.contacts.model import Outcome
from servicecenter.reporting.service_level import Share
from servicecenter.reporting.telephone import TelephoneFigures, half_hour
from servicecenter.web.program import Program
from tests.conftest import MONDAY

ALL = Scope.system("test")
TODAY = date(2026, 11, 23)


@pytest.fixture
def figures(program: Program) -> TelephoneFigures:
    return program.figures


async def tell(program: Program, call: str, begins: datetime, steps: dict[Step, float], cause: Cause | None = None):
    told = [
        Instant(begins + timedelta(seconds=after), "geldern", call, step, cause=cause if step is Step.ENDED else None)
        for step, after in steps.items()
    ]
    async with program.db.write() as session:
        await instants.record(session, *told)


async def contact(program: Program, begins: datetime, outcome: Outcome, call: str | None = None, **more: object):
    values = {
        "municipality": "geldern", "channel": "telephone", "state": "closed", "opened_at": begins, "call": call,
        "taken_at": begins + timedelta(seconds=30), "closed_at": begins + timedelta(seconds=150),
        "outcome": outcome.value, "handbook": date(2026, 1, 1), "stage": 3,
    } | more  # fmt: skip
    async with program.db.write() as session:
        await contacts.add(session, **values)


@pytest.mark.each_database
async def test_a_day_by_half_hours_and_its_total(program: Program, figures: TelephoneFigures) -> None:
    answered = {Step.OFFERED: 0, Step.QUEUED: 5, Step.ANSWERED: 15, Step.ENDED: 100}
    await tell(program, "1", MONDAY, answered)
    await contact(program, MONDAY, Outcome.ANSWERED, "1")
    later = MONDAY + timedelta(minutes=45)
    await tell(program, "2", later, {Step.OFFERED: 0, Step.QUEUED: 5, Step.ENDED: 60}, Cause.CANCELLED)
    await contact(program, later, Outcome.ABANDONED, "2", taken_at=None)
    await tell(program, "3", later, {Step.OFFERED: 0, Step.ENDED: 0}, Cause.FLOOD)
    await tell(program, "4", later, {Step.DIALLED: 0, Step.ENDED: 9})
    view = await figures.day(ALL, TODAY)
    first, second = view.lines
    assert [line.begins_at for line in view.lines] == [MONDAY, MONDAY + timedelta(minutes=30)]
    assert (first.calls.level, first.calls.speed_of_answer, first.first_contact) == (Share(1, 1), 10.0, Share(1, 1))
    assert (second.calls.abandoned, second.calls.refused, second.first_contact) == (1, 1, Share(0, 0))
    total = view.totals["geldern"]
    assert (total.calls.offered, total.calls.abandonment, total.contacts) == (2, Share(1, 2), 2)
    assert total.average_handling == 120.0
    told = " ".join(view.definitions["geldern"])
    assert "binnen 20 Sekunden" in told
    assert "§ 8.1" in told
    assert view.targets["geldern"] is not None


async def test_contacts_from_before_the_instants_count_by_what_they_say(
    program: Program, figures: TelephoneFigures
) -> None:
    await contact(program, MONDAY, Outcome.ANSWERED, "old", taken_at=MONDAY + timedelta(seconds=12))
    await contact(program, MONDAY, Outcome.ABANDONED, taken_at=None)
    await contact(program, MONDAY, Outcome.ANSWERED, channel="desk")
    (line,) = (await figures.day(ALL, TODAY)).lines
    assert (line.calls.answered, line.calls.abandoned, line.calls.waits) == (1, 1, (12.0,))
    assert line.contacts == 3


async def test_a_call_counts_where_its_contact_was_put_right_to(program: Program, figures: TelephoneFigures) -> None:
    steps = {Step.OFFERED: 0, Step.QUEUED: 0, Step.ANSWERED: 9, Step.ENDED: 60}
    await tell(program, "1", MONDAY, steps)
    await contact(program, MONDAY, Outcome.ANSWERED, "1", municipality="hagen")
    assert set((await figures.day(ALL, TODAY)).totals) == {"hagen"}
    assert (await figures.day(Scope.municipality("geldern"), TODAY)).lines == []
    (line,) = (await figures.day(Scope.municipality("hagen"), TODAY)).lines
    assert line.calls.answered == 1


async def test_a_month_has_its_days_and_no_others(program: Program, figures: TelephoneFigures) -> None:
    for begins in (
        datetime(2026, 10, 31, 22, 59, tzinfo=MONDAY.tzinfo),  # 23:59 in Geldern
        datetime(2026, 10, 31, 23, 0, tzinfo=MONDAY.tzinfo),  # the first of November
        MONDAY,
        MONDAY + timedelta(hours=1),
        datetime(2026, 11, 30, 23, 0, tzinfo=MONDAY.tzinfo),  # the first of December
    ):
        await contact(program, begins, Outcome.TICKET)
    view = await figures.month(ALL, date(2026, 11, 1))
    assert [line.contacts for line in view.lines] == [1, 2]
    assert view.totals["geldern"].first_contact == Share(0, 3)
    assert len(await figures.between(ALL, date(2026, 11, 1), date(2026, 12, 1))) == 3


async def test_where_no_handbook_is_in_force_calls_are_counted_without_a_share(
    program: Program, figures: TelephoneFigures
) -> None:
    await contact(program, datetime(2020, 5, 4, 9, 0, tzinfo=MONDAY.tzinfo), Outcome.ANSWERED)
    view = await figures.month(ALL, date(2020, 5, 1))
    assert (view.totals["geldern"].calls.answered, view.totals["geldern"].calls.level) == (1, Share(0, 0))
    assert view.definitions["geldern"] == []


@pytest.mark.parametrize(("minute", "begins"), [(0, 0), (29, 0), (30, 30), (59, 30)])
def test_half_hours_begin_where_the_clock_says(minute: int, begins: int) -> None:
    at = MONDAY.replace(minute=minute, second=59)
    assert half_hour(at) == MONDAY.replace(minute=begins)
