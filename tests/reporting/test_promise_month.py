"""A month by hand: what is counted where, and that each figure has exactly its cases."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.database import Database
from servicecenter.errors import Invalid
from servicecenter.promises import service
from servicecenter.promises.model import Fate, Promise
from servicecenter.promises.states import PromiseState
from servicecenter.promises.terms import Terms
from servicecenter.reporting.months import first_instant
from servicecenter.reporting.promise_month import Figure, Line, PromiseMonth, parsed, summed

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
FIRST, BEFORE = first_instant(NOVEMBER), first_instant(DECEMBER)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALL = Scope.system("test")
CONTROLLER = Scope.of(Person("1", "co", "Co", Role.CONTROLLER, "geldern"))
HOUR = timedelta(hours=1)


def fate(state: str, due_at: datetime = AT, made: datetime = FIRST, late: timedelta | None = None, **more: str) -> Fate:
    kept_at = None if late is None else due_at + late
    where = {"municipality": "geldern", "office": "bauordnung", "name": "callback"} | more
    return Fate(**where, state=PromiseState(state), recorded_at=made, due_at=due_at, kept_at=kept_at)


def test_a_month_by_hand() -> None:
    fates = [
        fate("kept", late=-HOUR),
        fate("kept", late=-5 * HOUR),
        fate("kept_late", late=2 * HOUR),
        fate("kept_late", late=10 * HOUR),
        fate("breached", AT - 30 * HOUR),
        fate("exhausted"),
        replace(fate("exhausted_late"), exhausted_at=AT + 10 * HOUR),
        fate("withdrawn"),
        fate("open", BEFORE + HOUR),
        fate("at_risk", AT + HOUR),
    ]
    assert summed(fates, FIRST, BEFORE, AT) == [
        Line("geldern", "bauordnung", "callback", made=9, kept=2, unkept=4, at_risk=1, exhausted=1,
             median_delay=10 * HOUR, worst_delay=30 * HOUR)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "made", "due"),
    [
        pytest.param(fate("kept", FIRST, FIRST - HOUR), 0, 0, id="24:00 of October is October's"),
        pytest.param(fate("kept", FIRST + timedelta(microseconds=1), FIRST), 1, 1, id="the first instant"),
        pytest.param(fate("kept", BEFORE, FIRST - HOUR), 0, 1, id="24:00 of the last day is this month's"),
        pytest.param(fate("kept", BEFORE + HOUR, BEFORE - timedelta(microseconds=1)), 1, 0, id="made at the very end"),
        pytest.param(fate("kept", BEFORE + HOUR, BEFORE), 0, 0, id="made in December"),
        pytest.param(fate("open", AT), 1, 0, id="a running one is not decided"),
        pytest.param(fate("withdrawn", AT), 0, 0, id="nobody owed it"),
    ],
)
def test_what_belongs_to_the_month(one: Fate, made: int, due: int) -> None:
    lines = summed([one], FIRST, BEFORE, AT)
    assert (sum(line.made for line in lines), sum(line.due for line in lines)) == (made, due)


def test_each_fachamt_and_each_promise_has_a_line_of_its_own() -> None:
    fates = [fate("kept"), fate("kept", name="reply"), fate("kept", office="steueramt"), fate("kept", municipality="a")]
    found = [(line.municipality, line.office, line.name) for line in summed(fates, FIRST, BEFORE, AT)]
    assert found == [
        ("a", "bauordnung", "callback"), ("geldern", "bauordnung", "callback"), ("geldern", "bauordnung", "reply"),
        ("geldern", "steueramt", "callback"),
    ]  # fmt: skip


def test_the_median_of_two_delays_lies_between() -> None:
    (line,) = summed([fate("kept_late", late=HOUR), fate("kept_late", late=2 * HOUR)], FIRST, BEFORE, AT)
    assert (line.median_delay, line.worst_delay) == (1.5 * HOUR, 2 * HOUR)


@pytest.mark.parametrize(("text", "month"), [("", "2026-11-01"), ("2026-02", "2026-02-01")])
def test_a_month_is_read(text: str, month: str) -> None:
    assert parsed(text, date(2026, 11, 23)).isoformat() == month


@pytest.mark.parametrize("text", ["2026", "2026-13", "november", "2026-11-01", "2026-1\n"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parsed(text, date(2026, 11, 23))


Make = Callable[..., Awaitable[Promise]]


@pytest.fixture
def make(db: Database) -> Make:
    async def made(due_at: datetime, municipality: str = "geldern", office: str = "bauordnung") -> Promise:
        terms = Terms("callback", "§ 6.1", due_at, due_at.date(), due_at - HOUR, 2, 480, {})
        async with db.write() as session:
            return await service.make(
                session, terms, subject=f"s:{municipality}:{office}:{due_at}", case_number="48273196", actor="7",
                municipality=municipality, office=office, handbook=date(2026, 1, 1), at=AT - 10 * HOUR,
            )  # fmt: skip

    return made


@pytest.mark.each_database
async def test_every_figure_has_exactly_its_cases(db: Database, make: Make) -> None:
    kept, late, breached, risky, unreached = [await make(AT + n * HOUR) for n in (-4, -3, -2, 1, 9)]
    for promise, at in ((kept, kept.due_at - HOUR), (late, late.due_at + HOUR)):
        async with db.write() as session:
            await service.keep(session, ALL, promise.subject, at, "7")
    async with db.write() as session:
        await service.exhaust(session, ALL, unreached.subject, AT, "7")
    for _ in range(2):
        await service.sweep(db, ALL, AT)
    report = PromiseMonth(db, FixedClock(AT))
    view = await report.view(ALL, NOVEMBER)
    assert view.lines == [
        Line(
            "geldern", "bauordnung", "callback", 5, 1, 2, 1, median_delay=1.5 * HOUR, worst_delay=2 * HOUR, exhausted=1
        )
    ]
    assert view.total("geldern") == (2, 3)
    cases = {figure: {found.id for found in await report.cases(ALL, NOVEMBER, figure)} for figure in Figure}
    assert cases == {
        Figure.MADE: {kept.id, late.id, breached.id, risky.id, unreached.id},
        Figure.EXHAUSTED: {unreached.id}, Figure.KEPT: {kept.id},
        Figure.UNKEPT: {late.id, breached.id}, Figure.AT_RISK: {risky.id},
    }  # fmt: skip
    assert [found.id for found in await report.cases(ALL, NOVEMBER, Figure.UNKEPT, "reply")] == []
    assert [line.at_risk for line in (await report.view(ALL, DECEMBER)).lines] == [1], "now, whatever the month"


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        pytest.param(ALL, {"geldern", "kreis-wesel"}, id="the centre"),
        pytest.param(CONTROLLER, {"geldern"}, id="controller"),
        pytest.param(Scope.of(Person("2", "ad", "Ad", Role.ADMIN)), set(), id="admin"),
    ],
)
async def test_a_reader_sees_its_own_alone(db: Database, make: Make, scope: Scope, seen: set[str]) -> None:
    for municipality in ("geldern", "kreis-wesel"):
        await make(AT + HOUR, municipality)
    report = PromiseMonth(db, FixedClock(AT))
    assert {line.municipality for line in (await report.view(scope, NOVEMBER)).lines} == seen
    assert {found.municipality for found in await report.cases(scope, NOVEMBER, Figure.MADE)} == seen
