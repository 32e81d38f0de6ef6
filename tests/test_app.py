from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.app import KeepHeads, Refresh, Ring, Sweep, build, jobs_of
from servicecenter.clock import FixedClock
from servicecenter.contacts.wishes import Wish
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.journal.witness import FILE, Witness
from servicecenter.live import Message
from servicecenter.promises.states import PromiseState
from servicecenter.settings import Settings
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program

ALL = Scope.system("test")
CALLBACK = Wish("Carport", ReplyChannel.CALLBACK, number="030 23125 017")


async def test_the_clock_drives_what_comes_by_itself(program: Program) -> None:
    always = ["refresh", "release", "sweep", "cases", "outbox", "mailbox", "witness", "tidy"]
    assert [job.name for job in jobs_of(program)] == [*always, "telephone", "lead", "reconcile", "ring"]


async def test_without_a_switch_nobody_drives_one(settings: Settings, program: Program, clock: FixedClock) -> None:
    bare = await build(settings, clock=clock)
    assert not {"telephone", "lead", "reconcile", "ring"} & {job.name for job in jobs_of(bare)}
    await bare.db.close()


async def test_one_simulated_caller_waits_at_a_time(program: Program, agent: Person) -> None:
    assert isinstance(program.telephone, SimulatedTelephone)
    ring = Ring(program, program.telephone)
    for _ in range(3):
        await ring.run()
    (first,) = await program.desk.ringing(ALL)
    assert (first.municipality, first.number_known) == ("geldern", True)
    assert program.telephone.said(first.call).startswith("Guten Tag")
    await program.desk.take(agent, first.id)
    await ring.run()
    assert len(await program.desk.ringing(ALL)) == 1


async def test_the_sweep_tells_the_screens_of_the_office_and_the_board(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, "baugenehmigung")
    made = await program.desk.forward(agent, contact.id, CALLBACK)
    assert made.promise is not None
    clock.at = made.promise.at_risk_at
    with program.live.subscribe(lambda _: True) as queue:
        await Sweep(program).run()
        told = {queue.get_nowait() for _ in range(queue.qsize())}
        assert told == {Message("inbox", "geldern", "bauordnung"), Message("board", "geldern")}
        await Sweep(program).run()
        assert queue.empty(), "nothing moved, nothing told"


async def test_a_text_changed_by_another_process_is_seen_and_told(program: Program, settings: Settings) -> None:
    text = (settings.content / "geldern/agreement.toml").read_text(encoding="utf-8")
    async with program.db.write() as session:
        await documents.put(
            session, ALL, Kind.AGREEMENT, "geldern", "geldern", text.replace("23125 300", "23125 301"),
            origin=Origin.PROGRAM, at=program.clock.now(), by="test",
        )  # fmt: skip
    with program.live.subscribe(lambda _: True) as queue:
        await Refresh(program).run()
        assert queue.get_nowait() == Message("content")
        await Refresh(program).run()
        assert queue.empty()
    assert "+49 30 23125 301" in program.rulebooks.numbers()


async def test_the_turn_of_the_day_is_noticed(program: Program, clock: FixedClock) -> None:
    await Refresh(program).run()
    with program.live.subscribe(lambda _: True) as queue:
        clock.advance(timedelta(days=1))
        await Refresh(program).run()
        assert queue.qsize() == 1


async def test_a_second_program_over_the_same_database_goes_on_where_the_first_was(
    program: Program, settings: Settings, agent: Person, clock: FixedClock
) -> None:
    assert isinstance(program.telephone, SimulatedTelephone)
    await program.telephone.ring_next()
    (rang,) = await program.desk.ringing(ALL)
    contact = await program.desk.take(agent, rang.id)
    await program.desk.read(agent, contact.id, "baugenehmigung")
    noted = await program.desk.note(agent, contact.id, "Carport")
    after = await build(settings, clock=clock, simulate=True)
    try:
        assert await after.desk.mine(agent) == noted
        assert after.telephone.said(noted.call) == program.telephone.said(noted.call) != ""
        made = await after.desk.forward(agent, contact.id, CALLBACK)
        assert made.promise is not None
        clock.at = made.promise.due_at
        await Sweep(after).run()
        await Sweep(program).run()
        (item,) = await program.inbox.items(ALL)
        assert {promise.state for promise in item.promises} >= {PromiseState.BREACHED}
    finally:
        await after.db.close()


async def test_without_simulation_no_telephone_rings(settings: Settings, program: Program, clock: FixedClock) -> None:
    bare = await build(settings, clock=clock)
    assert not bare.telephone.is_simulated
    await bare.db.close()


@pytest.mark.each_database
async def test_the_whole_program_runs_on_both_databases(program: Program, agent: Person, clerk: Person) -> None:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, "baugenehmigung")
    await program.desk.forward(agent, contact.id, CALLBACK)
    (item,) = await program.inbox.items(Scope.of(clerk))
    assert item.driving is not None
    assert len((await program.board.view(ALL)).running) == 2
    best, *_ = await program.knowledge.search("geldern", "Baugenehmigung Carport")
    assert best.id == "baugenehmigung"


async def test_the_heads_of_the_journal_are_written_down_outside_the_database(program: Program) -> None:
    witness = Witness(program.settings.data / FILE)
    await program.desk.ring("call-1", "+49 30 23125 300", None)
    for _ in range(2):
        await KeepHeads(program, witness).run()
    assert [head.count for head in witness.known()[1].kept.values()] == [1]
