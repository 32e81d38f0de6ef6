"""What waits begins when its turn comes, and each state follows its tickets: whoever ended them, and wherever.

Asked by the clock, not told by each act: an answer by mail, by another process, before a crash moves the case as well.
"""

from dataclasses import dataclass

import structlog

from servicecenter.access.model import Scope
from servicecenter.cases import store
from servicecenter.cases.model import RUNNING, BusinessCase, due_act, ready
from servicecenter.cases.starting import known, settle, start_ready, tickets_of
from servicecenter.clock import Clock
from servicecenter.contacts.letters import Letters
from servicecenter.database import Database
from servicecenter.errors import ServiceCentreError
from servicecenter.live import Live, Message
from servicecenter.routing.rulebooks import Rulebooks

log = structlog.get_logger()


@dataclass(frozen=True)
class Advancing:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters

    async def run(self) -> int:
        """How many cases went on. One that fails is logged and keeps none of the others."""
        scope, moved = Scope.system("cases"), 0
        for case in await self._due(scope):
            try:
                moved += await self._go_on(case)
            except ServiceCentreError as error:
                log.error("case-stuck", case=case.case_number, code=error.code)
        return moved

    async def _due(self, scope: Scope) -> list[BusinessCase]:
        async with self.db.read() as session:
            found = [*await store.running(session, scope), *await store.closed(session, scope)]
            tickets = await tickets_of(session, *found)
        return [case for case in found if due_act(case, tickets) or (case.state in RUNNING and ready(case, tickets))]

    async def _go_on(self, case: BusinessCase) -> bool:
        at, own = self.clock.now(), Scope.municipality(case.municipality)
        async with self.db.write() as session:
            settled = await settle(session, own, case.id, at, "system")
            started = await start_ready(session, await known(session, self.letters, settled), at, "system")
            settled = await settle(session, own, case.id, at, "system")
        if not started and settled.state is case.state:
            return False
        self.live.publish(Message("inbox", case.municipality))
        self.live.publish(Message("board", case.municipality))
        return True
