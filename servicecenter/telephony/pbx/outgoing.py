"""Calls that colleagues place: one to a number somebody waits at for a callback becomes an attempt of it.

That somebody took the call says nothing about who: it may have been an answering machine. So a call that was answered
is an attempt "connected", and whoever spoke confirms it with "reached"; the promise is kept by that alone.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from servicecenter.access.model import Scope
from servicecenter.callbacks import service as callbacks
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import Attempt, Callback, Outcome
from servicecenter.callbacks.numbers import same
from servicecenter.calls import store as instants
from servicecenter.calls.model import CALLER, Cause, Instant, Step
from servicecenter.database import Database
from servicecenter.errors import Conflict
from servicecenter.live import Live, Message
from servicecenter.telephony.pbx import store
from servicecenter.telephony.pbx.model import Action, Direction, Pbx, PbxCall, Reply, Told

SYSTEM = Scope.system("pbx")
NOTE = "laut Telefonanlage"
OUTCOMES = {Cause.BUSY: Outcome.ENGAGED, Cause.NOT_FOUND: Outcome.WRONG_NUMBER}


@dataclass(frozen=True)
class Outgoing:
    db: Database
    live: Live

    async def begins(self, pbx: Pbx, told: Told, at: datetime) -> Reply:
        number = same(told.dialled)
        scope = SYSTEM if pbx.is_central else Scope.municipality(pbx.municipality)
        async with self.db.write() as session:
            owed = await callback_store.open_for_number(session, scope, number) if number else ()
            served = min(owed, key=lambda callback: callback.id, default=None)  # the one waiting longest
            town, call = served.municipality if served else pbx.municipality, f"pbx-{pbx.id}-{told.call}"
            await store.begin(
                session, pbx=pbx.id, pbx_call=told.call, call=call, municipality=town,
                direction=Direction.OUT.value, began_at=at, ticket=served.ticket if served else None,
                who=told.users[0] if told.users else "",
            )  # fmt: skip
            await instants.record(session, Instant(at, town, call, Step.DIALLED, by="pbx"))
        if not (number and pbx.caller_id):
            return Reply()
        return Reply(Action.DIAL, pbx.caller_id.lstrip("+"), number.lstrip("+"))

    async def ended(self, call: PbxCall, cause: Cause, at: datetime) -> None:
        """Once: whoever ended the call's row calls this."""
        async with self.db.write() as session:
            ended = (Instant(at, call.municipality, call.call, Step.ENDED, "pbx", leg, cause=cause)
                     for leg in (call.leg, CALLER))  # fmt: skip
            await instants.record(session, *ended)
        if call.ticket is None:
            return
        outcome = Outcome.CONNECTED if call.answered_at else OUTCOMES.get(cause, Outcome.NOT_REACHED)
        served = await self._attempt(call, call.ticket, outcome, at)
        if served is not None:
            self.live.publish(Message("inbox", served.municipality, served.office))

    async def _attempt(self, call: PbxCall, ticket: int, outcome: Outcome, at: datetime) -> Callback | None:
        """None where the callback is over: somebody has recorded how it ended, or taken it back."""
        made = Attempt(at, call.who or "Telefonanlage", outcome, NOTE)
        with suppress(Conflict):
            async with self.db.write() as session:
                served = (await callback_store.of_tickets(session, SYSTEM, [ticket])).get(ticket)
                if served is not None:
                    await callbacks.attempt(session, SYSTEM, served, made, actor="pbx")
                return served
        return None
