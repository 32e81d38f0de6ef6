"""A municipality whose handbook is gone, or has not begun, must neither lose a call nor hide the others."""

from servicecenter.access.model import Scope
from servicecenter.clock import FixedClock
from servicecenter.documents import store
from servicecenter.documents.model import Kind, Origin
from servicecenter.web.program import Program

SYSTEM = Scope.system("test")


async def without_geldern(program: Program, clock: FixedClock) -> None:
    async with program.db.write() as session:
        for document in await store.current(session, SYSTEM, (Kind.HANDBOOK,)):
            if document.holder == "geldern":
                await store.put(
                    session, SYSTEM, Kind.HANDBOOK, "geldern", document.name, document.text, origin=Origin.PROGRAM,
                    at=clock.now(), by="test", removed=True,
                )  # fmt: skip
    await program.rulebooks.refresh()


async def test_its_call_is_taken_by_the_operator_and_asks_for_the_municipality(
    program: Program, clock: FixedClock
) -> None:
    await without_geldern(program, clock)

    contact = await program.desk.ring("call-1", "+49 30 23125 300", None)

    assert contact.municipality == "kreis-wesel"
    assert not contact.number_known


async def test_the_board_still_shows_the_others(program: Program, clock: FixedClock) -> None:
    await without_geldern(program, clock)

    view = await program.board.view(SYSTEM)

    targets = {own.municipality.id: own.target for own in view.municipalities}
    assert targets["geldern"] is None
    assert targets["kreis-wesel"] is not None
