"""What a PBX tells becomes contacts and instants. Told late, twice or in the wrong order, it changes nothing more."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Role, Scope
from servicecenter.access.service import Access
from servicecenter.callbacks.numbers import same
from servicecenter.calls import store as instants
from servicecenter.calls.model import CALLER, Cause, Instant, Step
from servicecenter.clock import Clock
from servicecenter.contacts.desk import Desk
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict
from servicecenter.live import Live, Message
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.telephony import store as telephones
from servicecenter.telephony.pbx import store
from servicecenter.telephony.pbx.connections import hashed
from servicecenter.telephony.pbx.model import (
    Action,
    Direction,
    Event,
    NumberOfAnother,
    Pbx,
    PbxCall,
    PbxOff,
    Reply,
    TokenUnknown,
    Told,
)
from servicecenter.telephony.pbx.outgoing import Outgoing
from servicecenter.telephony.pbx.people import meant

log = structlog.get_logger()
SYSTEM = Scope.system("pbx")
USED_AFTER = timedelta(minutes=1)  # the last use is written down no more often
NUMBERS_KEPT = timedelta(hours=1)  # the longest a handbook's limit can look back
CALLS_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Webhooks:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    access: Access
    desk: Desk
    outgoing: Outgoing

    async def receive(self, token: str, told: Told) -> Reply:
        """Raises TokenUnknown, PbxOff, and NumberOfAnother for a call that is not this municipality's."""
        at = self.clock.now()
        pbx = await self._pbx(token, at)
        if told.event is Event.NEW_CALL:
            return await self._begins(pbx, told, at, hashed(token))
        call = await self._call(pbx, told.call)
        if call is None and told.event is Event.ANSWER and told.direction is Direction.IN:
            await self._begins(pbx, told, at, hashed(token))  # it began while this program was away
            call = await self._call(pbx, told.call)
        if call is None or call.is_rejected:
            return Reply()
        if told.event is Event.ANSWER:
            await self._answered(pbx, call, told, at)
        else:
            await self._ended(call, told, at)
        return Reply()

    async def tidy(self, scope: Scope) -> int:
        at = self.clock.now()
        async with self.db.write() as session:
            gone = await store.forget_numbers(session, scope, at - NUMBERS_KEPT)
            return gone + await store.remove_before(session, scope, at - CALLS_KEPT)

    async def _pbx(self, token: str, at: datetime) -> Pbx:
        async with self.db.read() as session:
            pbx = await store.by_token(session, SYSTEM, hashed(token))
        if pbx is None or pbx.revoked_at is not None:
            raise TokenUnknown
        if not pbx.is_on:
            raise PbxOff
        if pbx.last_used_at is None or at - pbx.last_used_at >= USED_AFTER:
            async with self.db.write() as session:
                await store.change(session, pbx, last_used_at=at)
        return pbx

    async def _call(self, pbx: Pbx, pbx_call: str) -> PbxCall | None:
        async with self.db.read() as session:
            return await store.call_of(session, SYSTEM, pbx.id, pbx_call)

    # A call begins

    async def _begins(self, pbx: Pbx, told: Told, at: datetime, salt: str) -> Reply:
        original = await self._call(pbx, told.original) if told.original else None
        if original is not None:
            await self._continues(pbx, original, told, at)
            return Reply()
        if told.direction is Direction.OUT:
            return await self.outgoing.begins(pbx, told, at)
        town = await self._town(pbx, told, at)
        caller = same(told.caller)
        async with self.db.write() as session:
            await self.db.alone(session, f"pbx:{pbx.id}:{caller or told.call}")
            call = await self._counted(session, pbx, told, town or pbx.municipality, caller, at, salt)
        if call.is_rejected:
            self.live.publish(Message("board", call.municipality))
            return Reply(Action.REJECT)
        if call.ended_at is None:
            await self._rings(call, told, town, at)
        return Reply()

    async def _town(self, pbx: Pbx, told: Told, at: datetime) -> str | None:
        """Whose number was dialled; None where a central PBX tells of a number nobody knows. Raises NumberOfAnother."""
        numbers = {same(number): town for number, town in self.rulebooks.numbers().items()}
        dialled = same(told.dialled)
        town = numbers.get(dialled) if dialled else None
        if pbx.is_central:
            return town
        if town not in (None, pbx.municipality):
            async with self.db.write() as session:
                await store.count_refusal(session, pbx, at)
            log.warning("pbx-refused", pbx=pbx.id, municipality=pbx.municipality, dialled=town)
            raise NumberOfAnother
        return pbx.municipality

    async def _counted(
        self, session: AsyncSession, pbx: Pbx, told: Told, town: str, caller: str | None, at: datetime, salt: str
    ) -> PbxCall:
        """The call, with whether it is put through; told again it is what it was."""
        known = await store.call_of(session, SYSTEM, pbx.id, told.call)
        if known is not None:
            return known
        key = hashed(f"{salt}:{caller}") if caller else None
        refused = await self._refused(session, town, caller, key, at)
        await store.begin(
            session, pbx=pbx.id, pbx_call=told.call, call=f"pbx-{pbx.id}-{told.call}", municipality=town,
            direction=Direction.IN.value, began_at=at, is_rejected=refused is not None,
            ended_at=at if refused else None, caller_key=key,
        )  # fmt: skip
        call = await store.call_of(session, SYSTEM, pbx.id, told.call)
        if call is None:
            raise RuntimeError("a call that was just written is not there")
        if refused is not None:
            steps = ((Step.OFFERED, None), (Step.ENDED, refused))
            await instants.record(session, *(Instant(at, town, call.call, step, cause=why) for step, why in steps))
        return call

    async def _refused(
        self, session: AsyncSession, town: str, caller: str | None, key: str | None, at: datetime
    ) -> Cause | None:
        """Why the handbook lets this call not through; None where it does. A withheld number is no one number."""
        day = local_day(at)
        limit = self.rulebooks.on(town, day).handbook.flood() if self.rulebooks.has_rules(town, day) else None
        if limit is None or caller is None or key is None:
            return None
        flood, _ = limit
        if caller in {same(number) for number in flood.blocked}:
            return Cause.REJECTED
        since = at - timedelta(minutes=flood.within_minutes)
        made = await store.from_one_number(session, SYSTEM, key, since)
        return Cause.FLOOD if made >= flood.calls else None

    async def _rings(self, call: PbxCall, told: Told, town: str | None, at: datetime) -> None:
        contact = await self.desk.ring(call.call, told.dialled, told.caller, town)
        town = contact.municipality
        # Outside the agreed hours a PBX may ring on, but nobody owes an answer in time.
        waits = ((Step.QUEUED, CALLER),) if self._is_open(town, at) else ()
        steps = ((Step.OFFERED, CALLER), *waits, (Step.RUNG, call.leg))
        async with self.db.write() as session:
            await instants.record(session, *(Instant(at, town, call.call, step, "pbx", leg) for step, leg in steps))

    def _is_open(self, town: str, at: datetime) -> bool:
        """Whether the agreement takes calls at that instant: its hours, and a stage that has begun."""
        day = local_day(at)
        if not self.rulebooks.has_rules(town, day):
            return False
        rulebook = self.rulebooks.on(town, day)
        hours = rulebook.handbook.hours()
        has_begun = rulebook.agreement.stage_on(day) is not None
        return has_begun and hours is not None and rulebook.calendars.opening_of(hours[0]).is_open(at)

    async def _continues(self, pbx: Pbx, original: PbxCall, told: Told, at: datetime) -> None:
        """A transfer: another call of the PBX, the same contact."""
        async with self.db.write() as session:
            is_new = await store.begin(
                session, pbx=pbx.id, pbx_call=told.call, call=original.call, municipality=original.municipality,
                direction=original.direction.value, began_at=at,
            )  # fmt: skip
            call = await store.call_of(session, SYSTEM, pbx.id, told.call)
            if is_new and call is not None:
                given = Instant(at, call.municipality, call.call, Step.TRANSFERRED, "pbx", call.leg)
                await instants.record(session, given)

    # A call goes on, and ends

    async def _answered(self, pbx: Pbx, call: PbxCall, told: Told, at: datetime) -> None:
        person = await self._who(pbx, told)
        async with self.db.write() as session:
            if not await store.answer(session, call, at):
                return
            by = person.id if person else "pbx"
            await instants.record(session, Instant(at, call.municipality, call.call, Step.ANSWERED, by, call.leg))
        if call.direction is Direction.IN:
            await self._taken(call, person, told)

    async def _taken(self, call: PbxCall, person: Person | None, told: Told) -> None:
        """The screen of the agent who lifted the phone follows; else the others see who did."""
        contact = await self.desk.of_call(call.call)
        if contact is None:
            return
        if person is not None and person.role is Role.AGENT:
            with suppress(Conflict):  # has another contact open, or somebody took this one at the screen
                await self.desk.take(person, contact.id)
                return
        who = person.name if person else next(iter((*told.users, told.answering)), "")
        await self.desk.answered_elsewhere(call.call, who)

    async def _ended(self, call: PbxCall, told: Told, at: datetime) -> None:
        async with self.db.write() as session:
            if not await store.end(session, call, at):
                return
            legs = await store.legs(session, SYSTEM, call.call)
            goes_on = any(leg.ended_at is None for leg in legs)
            is_handed_on = told.cause is Cause.FORWARDED and call.answered_at is not None
            over = (call.leg,) if goes_on or is_handed_on else (call.leg, CALLER)
            ended = (Instant(at, call.municipality, call.call, Step.ENDED, "pbx", leg, cause=told.cause)
                     for leg in over)  # fmt: skip
            if call.direction is Direction.IN:
                await instants.record(session, *ended)
        if call.direction is Direction.OUT:
            await self.outgoing.ended(call, told.cause, at)
        elif call.answered_at is not None or not goes_on:
            was_answered = any(leg.answered_at for leg in legs)
            await self.desk.hung_up(call.call, elsewhere=was_answered or told.cause is Cause.FORWARDED)

    async def _who(self, pbx: Pbx, told: Told) -> Person | None:
        """The colleague the PBX means; None where it is nobody here, or could be two."""
        async with self.db.read() as session:
            agents = await telephones.agents(session, SYSTEM)
        phones = {agent.id: agent.phone for agent in agents.values()}
        return meant(told, await self.access.list_people(SYSTEM), phones, pbx, self.desk.operator)
