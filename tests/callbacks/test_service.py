import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from servicecenter.access.model import Person, Role, Scope
from servicecenter.callbacks import service, store
from servicecenter.callbacks.model import Attempt, Callback, CallbackState, Outcome
from servicecenter.callbacks.numbers import NumberUnusable
from servicecenter.callbacks.tables import CallbackRow
from servicecenter.database import Database
from servicecenter.errors import Conflict
from servicecenter.journal.tables import JournalRow
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.promises.terms import Terms
from servicecenter.settings import Settings

pytestmark = pytest.mark.each_database
MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
ALL = Scope.system("test")
YOUTH = Scope.of(Person("13", "jana", "Jana", Role.FACHAMT, "geldern", frozenset({"jugendamt"})))


@pytest.fixture
async def second(db: Database, settings: Settings) -> AsyncIterator[Database]:
    """Another process over the same database."""
    made = Database(settings.url)
    yield made
    await made.close()


async def promise(db: Database, number: str = "030 23125 017", *, ticket: int = 1) -> Callback:
    terms = Terms("callback", "§ 6.1", DUE, date(2026, 11, 25), MADE, 2, 480, {})
    async with db.write() as session:
        made, _ = await service.promise(
            session, [terms], ticket=ticket, case_number="48273196", municipality="geldern", office="bauordnung",
            number=number, window="ab 16 Uhr", handbook=date(2026, 1, 1), at=MADE, actor="16",
        )  # fmt: skip
    return made


async def attempt(db: Database, callback: Callback, outcome: Outcome, at: datetime = MADE) -> CallbackState:
    async with db.write() as session:
        return await service.attempt(session, ALL, callback, Attempt(at, "Carl", outcome, "Notiz"), actor="11")


async def now(db: Database, callback: Callback) -> tuple[Callback, Promise]:
    async with db.read() as session:
        found = (await store.of_tickets(session, ALL, [callback.ticket]))[callback.ticket]
        promised = await promise_store.of_subjects(session, ALL, [callback.subject])
    return found, promised[callback.subject][0]


async def acts(db: Database) -> list[str]:
    async with db.read() as session:
        return list(await session.exec(select(JournalRow.act).order_by(col(JournalRow.id))))


async def test_a_callback_is_promised_on_a_number_that_can_be_called(db: Database) -> None:
    made = await promise(db)
    callback, promised = await now(db, made)
    assert (callback.number, callback.window, callback.state) == ("+493023125017", "ab 16 Uhr", CallbackState.OPEN)
    assert (promised.state, promised.due_at) == (PromiseState.OPEN, DUE)
    assert await acts(db) == ["promise-made"]


async def test_a_number_that_is_none_writes_nothing(db: Database) -> None:
    with pytest.raises(NumberUnusable):
        await promise(db, "115")
    async with db.read() as session:
        assert (await session.exec(select(CallbackRow))).all() == []
    assert await acts(db) == []


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.REACHED])
async def test_an_attempt_that_fails_is_logged_and_keeps_nothing(db: Database, outcome: Outcome) -> None:
    made = await promise(db)
    for minutes in (0, 10):
        assert await attempt(db, made, outcome, MADE + timedelta(minutes=minutes)) is CallbackState.OPEN
    callback, promised = await now(db, made)
    assert [(one.outcome, one.by, one.note) for one in callback.attempts] == [(outcome, "Carl", "Notiz")] * 2
    assert promised.state is PromiseState.OPEN
    assert await acts(db) == ["promise-made", "callback-attempted", "callback-attempted"]


@pytest.mark.parametrize(
    ("at", "state"),
    [
        pytest.param(DUE - timedelta(microseconds=1), PromiseState.KEPT, id="in time"),
        pytest.param(DUE, PromiseState.KEPT_LATE, id="late"),
    ],
)
async def test_a_reached_caller_keeps_the_promise(db: Database, at: datetime, state: PromiseState) -> None:
    made = await promise(db)
    await attempt(db, made, Outcome.NOT_REACHED)
    assert await attempt(db, made, Outcome.REACHED, at) is CallbackState.REACHED
    callback, promised = await now(db, made)
    assert (callback.state, callback.closed_at, len(callback.attempts)) == (CallbackState.REACHED, at, 2)
    assert (promised.state, promised.kept_at) == (state, at)


async def test_what_is_over_takes_no_attempt(db: Database) -> None:
    made = await promise(db)
    await attempt(db, made, Outcome.REACHED)
    over, _ = await now(db, made)
    for outcome in Outcome:
        with pytest.raises(Conflict, match="schon abgeschlossen"):
            await attempt(db, over, outcome)
    with pytest.raises(Conflict, match="schon abgeschlossen"):
        await attempt(db, made, Outcome.REACHED)  # as a page shows it that was opened before
    assert len((await now(db, made))[0].attempts) == 1
    assert (await acts(db)).count("callback-attempted") == 1


async def test_of_two_who_reach_the_caller_at_once_one_is_counted(db: Database, second: Database) -> None:
    made = await promise(db)
    results = await asyncio.gather(
        attempt(db, made, Outcome.REACHED), attempt(second, made, Outcome.REACHED), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["CallbackState", "Conflict"]
    assert (await acts(db)).count("promise-kept") == 1


async def test_a_withdrawn_callback_is_owed_by_nobody(db: Database) -> None:
    made = await promise(db)
    for _ in range(2):
        async with db.write() as session:
            await service.withdraw(session, ALL, made, MADE, actor="16")
    callback, promised = await now(db, made)
    assert (callback.state, promised.state) == (CallbackState.WITHDRAWN, PromiseState.WITHDRAWN)
    assert await acts(db) == ["promise-made", "promise-withdrawn", "callback-withdrawn"]


async def test_open_callbacks_to_a_number_are_found_again_within_the_scope(db: Database) -> None:
    mine, other, over = [await promise(db, number, ticket=i) for i, number in enumerate(["030 23125017"] * 3)]
    await attempt(db, over, Outcome.REACHED)
    await promise(db, "030 23125 042", ticket=9)
    async with db.read() as session:
        for scope, seen in (
            (Scope.municipality("geldern"), {mine.id, other.id}),
            (Scope.municipality("kreis-wesel"), set()),
            (YOUTH, set()),
        ):
            assert {c.id for c in await store.open_for_number(session, scope, "+493023125017")} == seen


async def test_another_fachamt_sees_neither_callback_nor_attempts(db: Database) -> None:
    made = await promise(db)
    await attempt(db, made, Outcome.ENGAGED)
    async with db.read() as session:
        assert await store.of_tickets(session, YOUTH, [made.ticket]) == {}
        assert len((await store.of_tickets(session, ALL, [made.ticket]))[made.ticket].attempts) == 1


async def exhaust(db: Database, callback: Callback, allowed: int = 3, at: datetime = MADE) -> None:
    async with db.write() as session:
        await service.exhaust(session, ALL, callback, allowed, at, actor="11", informed_by="email", clause="§ 6.3")


async def test_after_as_many_attempts_as_the_handbook_says_it_is_closed_as_such(db: Database) -> None:
    made = await promise(db)
    for tried in range(3):
        callback, _ = await now(db, made)
        with pytest.raises(Conflict, match="noch nicht beendet") as caught:
            await exhaust(db, callback)
        assert caught.value.details == {"left": 3 - tried}
        await attempt(db, made, Outcome.VOICE_BOX)
    callback, _ = await now(db, made)
    await exhaust(db, callback)
    callback, promised = await now(db, made)
    assert (callback.state, callback.closed_at, promised.state) == (
        CallbackState.EXHAUSTED, MADE, PromiseState.EXHAUSTED,
    )  # fmt: skip
    assert (await acts(db))[-2:] == ["callback-exhausted", "promise-exhausted"]
    with pytest.raises(Conflict, match="schon abgeschlossen"):
        await exhaust(db, callback)


async def test_a_number_that_was_found_begins_the_attempts_anew(db: Database) -> None:
    made = await promise(db)
    await attempt(db, made, Outcome.WRONG_NUMBER)
    callback, _ = await now(db, made)
    async with db.write() as session:
        await service.correct_number(session, callback, "030 23125 042", MADE, actor="11")
    callback, promised = await now(db, made)
    assert (callback.number, callback.left(3), len(callback.attempts)) == ("+493023125042", 3, 1)
    assert promised.state is PromiseState.OPEN
    with pytest.raises(NumberUnusable):
        async with db.write() as session:
            await service.correct_number(session, callback, "115", MADE, actor="11")
    await exhaust(db, callback, allowed=0)
    with pytest.raises(Conflict, match="schon abgeschlossen"):
        async with db.write() as session:
            await service.correct_number(session, callback, "030 23125 043", MADE, actor="11")
    async with db.read() as session:
        said = str((await session.exec(select(JournalRow.details))).all())
    assert "23125" not in said


async def test_of_two_who_give_up_and_reach_at_once_one_holds(db: Database, second: Database) -> None:
    made = await promise(db)
    for _ in range(3):
        await attempt(db, made, Outcome.NOT_REACHED)
    callback, _ = await now(db, made)
    results = await asyncio.gather(
        exhaust(db, callback), attempt(second, callback, Outcome.REACHED), return_exceptions=True
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    callback, promised = await now(db, made)
    assert (callback.state.value, promised.state.value) in {("reached", "kept"), ("exhausted", "exhausted")}
