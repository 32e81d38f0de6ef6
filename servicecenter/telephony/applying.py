"""What the call flow wants of the rest of the program: contacts, instants, callbacks. Each can be told twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.service import Access
from servicecenter.calls import store as instants
from servicecenter.contacts import calling
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.model import Outcome
from servicecenter.errors import ServiceCentreError
from servicecenter.telephony import store
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow.model import Call, Result

log = structlog.get_logger()
SYSTEM = Scope.system("call flow")
OVERFLOW_SUBSTITUTE, OVERFLOW_CALLBACK = "overflow-substituted", "overflow-callback-offered"  # acts of the journal
UNATTENDED = {
    Result.CLOSED: Outcome.OUTSIDE_HOURS,
    Result.TURNED_AWAY: Outcome.TURNED_AWAY,
    Result.SUBSTITUTED: Outcome.SUBSTITUTED,
}


@dataclass(frozen=True)
class Applying:
    desk: Desk
    access: Access

    async def write(self, session: AsyncSession, commands: Sequence[cmd.Command], at: datetime) -> None:
        """What must stand together with the calls themselves. Joins the caller's transaction."""
        await instants.record(session, *(each.instant for each in commands if isinstance(each, cmd.Record)))
        for command in commands:
            match command:
                case cmd.Explain(choice, agent):
                    await store.add_offer(session, choice.call, choice.municipality, agent, at, choice)
                case cmd.NoteOverflow(call, to) if (agreed := call.terms.overflow) is not None:
                    why = {"reason": agreed.reason, "clause": agreed.clause, "waited_seconds": agreed.after_seconds}
                    await calling.note(session, call.id, OVERFLOW_SUBSTITUTE if to else OVERFLOW_CALLBACK, at, why)
                case cmd.NoteAttempt(call, agent) if call.result is not None:
                    cause = call.cause.value if call.cause else None
                    await store.note_dial(
                        session,
                        store.Dialled(call.id, call.municipality, call.subject, agent, at, call.result.value, cause),
                    )

    async def promise(self, commands: Sequence[cmd.Command], at: datetime) -> None:
        """First of all: what was said to a citizen is owed, even if the program dies before it notes the call's end.

        Where it cannot be owed the calls go on all the same, and the log says what was told.
        """
        for call in (each.call for each in commands if isinstance(each, cmd.PromiseCallback)):
            try:
                async with self.desk.db.write() as session:
                    await calling.promise_callback(self.desk, session, call.id, call.number or "", at)
            except ServiceCentreError as error:
                log.error("callback-not-promised", call=call.id, code=error.code, error=str(error))

    async def tell(self, commands: Sequence[cmd.Command]) -> None:
        """The contacts, each in a transaction of its own; one that fails keeps no other from being told."""
        for command in commands:
            try:
                match command:
                    case cmd.OpenContact(call):
                        await self.desk.ring(call.id, call.dialled, call.number)
                    case cmd.TakeContact(call_id, agent):
                        await self.take(call_id, agent)
                    case cmd.EndContact(call):
                        await self.end(call)
            except ServiceCentreError as error:
                log.error("call-not-told", command=type(command).__name__, code=error.code, error=str(error))

    async def take(self, call: str, agent: str) -> None:
        await calling.put_through(self.desk, await self.access.person(SYSTEM, agent), call)

    async def end(self, call: Call) -> None:
        if call.result in UNATTENDED:
            await calling.turn_away(self.desk, call.id, UNATTENDED[call.result])
        elif call.result is not Result.CALLBACK:
            await self.desk.hung_up(call.id)
