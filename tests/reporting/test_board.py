from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.contacts import store as contacts
from servicecenter.contacts.model import Outcome
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.promises import service as promises
from servicecenter.promises.model import Promise, Tally
from servicecenter.promises.terms import Terms
from servicecenter.reporting.board import Board, exhausted_by_name, unkept_by_name
from servicecenter.reporting.months import midnight
from servicecenter.reporting.service_level import Share
from servicecenter.reporting.telephone import TelephoneFigures
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.settings import Settings

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALL = Scope.system("test")
CONTROLLER = Scope.of(Person("1", "con", "Con", Role.CONTROLLER, "geldern"))


def test_n_of_m_is_added_up_over_the_offices_of_a_municipality() -> None:
    found = unkept_by_name(
        [
            Tally("geldern", "bauordnung", "callback", due=5, unkept=1, at_risk=0),
            Tally("geldern", "sozialamt", "callback", due=3, unkept=2, at_risk=0),
            Tally("geldern", "sozialamt", "reply", due=4, unkept=0, at_risk=1),
        ]
    )
    assert found == {"callback": Share(3, 8), "reply": Share(0, 4)}


def test_who_was_not_reached_is_counted_apart_and_only_where_there_are_some() -> None:
    tallies = [
        Tally("geldern", "bauordnung", "callback", due=5, unkept=1, at_risk=0, exhausted=2),
        Tally("geldern", "sozialamt", "callback", due=3, unkept=2, at_risk=0, exhausted=1),
        Tally("geldern", "sozialamt", "reply", due=4, unkept=0, at_risk=1),
    ]
    assert exhausted_by_name(tallies) == {"callback": 3}
    assert unkept_by_name(tallies)["callback"] == Share(3, 8)


@pytest.fixture
async def board(db: Database, clock: FixedClock, settings: Settings) -> Board:
    await load(db, ALL, settings.content, clock.now())
    rulebooks = Rulebooks(db)
    await rulebooks.refresh()
    return Board(db, clock, rulebooks, TelephoneFigures(db, clock, rulebooks))


async def promise(db: Database, due_at: datetime, municipality: str = "geldern", name: str = "callback") -> Promise:
    terms = Terms(name, "§ 6.1", due_at, due_at.date(), due_at - timedelta(hours=12), 2, 480, {})
    async with db.write() as session:
        return await promises.make(
            session, terms, subject=f"{name}:{due_at}:{municipality}", case_number="48273196",
            municipality=municipality, office="bauordnung", handbook=date(2026, 1, 1), at=AT, actor="7",
        )  # fmt: skip


async def call(
    db: Database, opened: datetime, waited_seconds: float | None, outcome: Outcome, municipality: str = "geldern"
) -> None:
    taken = None if waited_seconds is None else opened + timedelta(seconds=waited_seconds)
    async with db.write() as session:
        await contacts.add(
            session, municipality=municipality, channel="telephone", state="closed", opened_at=opened, taken_at=taken,
            closed_at=opened + timedelta(minutes=3), outcome=outcome.value, handbook=date(2026, 1, 1), stage=3,
        )  # fmt: skip


async def test_the_month_ends_with_its_last_day_at_24_00(board: Board, clock: FixedClock) -> None:
    end = midnight(date(2026, 12, 1))
    last, next_one = await promise(board.db, end), await promise(board.db, end + timedelta(hours=1))
    await promises.sweep(board.db, ALL, end + timedelta(days=1))
    november = await board.view(ALL)
    assert [p.id for p in november.late] == [last.id]
    assert [p.id for p in await board.unkept(ALL, date(2026, 11, 1))] == [last.id]
    assert [p.id for p in await board.unkept(ALL, date(2026, 12, 1))] == [next_one.id]
    clock.at = end + timedelta(days=1)
    assert [p.id for p in (await board.view(ALL)).late] == [next_one.id]


async def test_the_figures_of_a_day_by_hand(board: Board) -> None:
    """Geldern today: five calls, four of them with a concern, three ended at the desk, three of four in 20 s."""
    db, today = board.db, midnight(date(2026, 11, 23)) + timedelta(hours=8)
    await call(db, today, 5, Outcome.ANSWERED)
    await call(db, today, 20, Outcome.ANSWERED)
    await call(db, today, 21, Outcome.REFERRED)
    await call(db, today, 6, Outcome.TICKET)
    await call(db, today, None, Outcome.ABANDONED)
    await call(db, midnight(date(2026, 11, 23)) - timedelta(seconds=1), 90, Outcome.TICKET)  # yesterday's
    await call(db, midnight(date(2026, 11, 24)), 90, Outcome.TICKET)  # tomorrow's
    await call(db, today, 29, Outcome.ANSWERED, "kreis-wesel")
    wesel, geldern = (await board.view(ALL)).municipalities[:2]
    assert (geldern.contacts, geldern.first_contact, geldern.service_level) == (5, Share(3, 4), Share(3, 4))
    assert geldern.target is not None
    assert (geldern.target.within_seconds, geldern.target.target_percent) == (20, 80)
    assert (wesel.contacts, wesel.first_contact, wesel.service_level) == (1, Share(1, 1), Share(1, 1))


async def test_what_is_at_risk_is_counted_beyond_what_is_listed(board: Board, clock: FixedClock) -> None:
    for number in range(205):
        await promise(board.db, AT + timedelta(hours=12, seconds=number))
    clock.advance(timedelta(minutes=10))
    await promises.sweep(board.db, ALL, clock.now())
    view = await board.view(ALL)
    at_risk = {one.municipality.id: one.at_risk for one in view.municipalities}
    assert (at_risk.pop("geldern"), set(at_risk.values())) == (205, {0})
    assert view.running[0].due_at == AT + timedelta(hours=12), "due first on top"


async def test_a_controller_sees_its_own_municipality_alone(board: Board, clock: FixedClock) -> None:
    for municipality in ("geldern", "kreis-wesel"):
        await promise(board.db, AT + timedelta(hours=1), municipality)
        await promise(board.db, AT + timedelta(days=3), municipality)
        await call(board.db, AT, 5, Outcome.ANSWERED, municipality)
    clock.advance(timedelta(hours=2))
    await promises.sweep(board.db, ALL, clock.now())
    view = await board.view(CONTROLLER)
    assert [one.municipality.id for one in view.municipalities] == ["geldern"]
    assert {p.municipality for p in (*view.running, *view.late)} == {"geldern"}
    assert view.municipalities[0].unkept == {"callback": Share(1, 1)}
    assert {p.municipality for p in await board.unkept(CONTROLLER, date(2026, 11, 1))} == {"geldern"}
    assert len((await board.view(ALL)).municipalities) > 2
    nobody = await board.view(Scope.of(Person("2", "ad", "Ad", Role.ADMIN)))
    assert (nobody.municipalities, nobody.running, nobody.late) == ([], [], [])
