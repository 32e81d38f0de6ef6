"""One command of the call flow after the other, done in Asterisk. The other side being gone already is no error."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from servicecenter.telephony.ari import writing
from servicecenter.telephony.ari.book import Book
from servicecenter.telephony.ari.client import Ari, AsteriskAway
from servicecenter.telephony.ari.model import Reply, Request
from servicecenter.telephony.ari.reading import SwitchEvent
from servicecenter.telephony.ari.sounds import Sounds
from servicecenter.telephony.callflow import commands as do
from servicecenter.telephony.callflow.events import Gone, Played
from servicecenter.telephony.callflow.model import SEPARATOR, Cause

log = structlog.get_logger()
ATTEMPTS = 3
WAIT_SECONDS = 0.2  # before the second attempt; twice that before the third


@dataclass(frozen=True)
class Acting:
    """`tell` hears what follows from a request at once, without an event of Asterisk's."""

    ari: Ari
    book: Book
    sounds: Sounds
    dialling: writing.Dialling
    tell: Callable[[SwitchEvent], None]

    async def act(self, command: do.SwitchCommand) -> None:
        """Raises AsteriskAway when it could not be done in several attempts."""
        match command:
            case do.Answer(leg):
                await self._on_leg(leg, writing.answer(leg))
            case do.Play(leg, playback, media):
                await self._play(leg, playback, media)
            case do.StopPlaying(playback):
                await self._ask(writing.stop_playing(playback))
            case do.Park(leg):
                await self._park(leg)
            case do.Connect(bridge, legs):
                await self._connect(bridge, legs)
            case do.Originate():
                await self._originate(command)
            case do.HangUpLeg(leg, cause):
                self.book.forget(leg)
                await self._ask(writing.hang_up(leg, cause))
            case do.TakeOver(_, line):
                await self._ask(writing.hang_up(line))
            case do.Clear(call):
                await self._clear(call)
            case do.PickUp():
                pass  # SIP has no way to pick a ringing phone up from outside: the agent does

    async def let_go(self, leg: str) -> None:
        """The phone's transfer was heard."""
        await self._ask(writing.transferred(leg))

    async def music_again(self, playback: str) -> None:
        """What was played has ended; who waits hears music again."""
        leg = self.book.playing.pop(playback, None)
        if leg in self.book.parked and leg not in self.book.playing.values():
            await self._ask(writing.music(leg))

    async def _ask(self, request: Request) -> Reply:
        """Each request may be sent again: ids are ours."""
        for attempt in range(ATTEMPTS):
            try:
                return await self.ari.ask(request)
            except AsteriskAway:
                if attempt + 1 == ATTEMPTS:
                    raise
                await asyncio.sleep(WAIT_SECONDS * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _on_leg(self, leg: str, request: Request) -> bool:
        """False, and told, where the leg is no more."""
        reply = await self._ask(request)
        if reply.status == 404:
            self.tell(Gone(leg))
        return reply.is_done

    async def _play(self, leg: str, playback: str, media: Sequence[do.Media]) -> None:
        """What comes after an announcement must come, also where it could not be played."""
        paths = [self.sounds.path(municipality, name) for municipality, name in writing.sounds(media)]
        self.book.playing[playback] = leg
        is_playing = False
        try:
            is_playing = bool(paths) and await self._on_leg(leg, writing.play(leg, playback, paths))
        finally:
            if not is_playing:
                self.tell(Played(playback))

    async def _park(self, leg: str) -> None:
        self.book.parked.add(leg)
        if bridge := self.book.where.get(leg):
            await self._leave(bridge, leg)
        await self._on_leg(leg, writing.music(leg))

    async def _leave(self, bridge: str, leg: str) -> None:
        self.book.where.pop(leg, None)
        await self._ask(writing.remove(bridge, [leg]))

    async def _connect(self, bridge: str, legs: Sequence[str]) -> None:
        for leg in self.book.members(bridge) - set(legs):
            await self._leave(bridge, leg)
        if bridge not in self.book.bridges:
            await self._ask(writing.make_bridge(bridge))
            self.book.bridges.add(bridge)
        for leg in legs:
            if leg in self.book.parked:
                self.book.parked.discard(leg)
                await self._ask(writing.no_music(leg))
        missing = [leg for leg in legs if self.book.where.get(leg) != bridge]
        if not missing:
            return
        if (await self._ask(writing.add(bridge, missing))).is_done:
            self.book.where |= dict.fromkeys(missing, bridge)
        else:
            await self._connect_one_by_one(bridge, missing)

    async def _connect_one_by_one(self, bridge: str, legs: Sequence[str]) -> None:
        """Somebody is gone in this very moment: the others meet all the same, and it is told who is missing."""
        for leg in legs:
            reply = await self._ask(writing.add(bridge, [leg]))
            if reply.is_done:
                self.book.where[leg] = bridge
            elif reply.status in {400, 409, 422}:
                log.info("leg-gone", leg=leg, status=reply.status)
                self.tell(Gone(leg))

    async def _originate(self, command: do.Originate) -> None:
        try:
            reply = await self._ask(writing.originate(command, self.ari.app, self.dialling))
        except AsteriskAway:  # whether or not it rings, nobody is to blame that nobody comes
            self.tell(Gone(command.leg, Cause.CANCELLED))
            raise
        if not reply.is_done and reply.status != 409:  # 500 at once: no such phone, or none that is registered
            log.info("not-dialled", leg=command.leg, status=reply.status)
            self.tell(Gone(command.leg, Cause.UNAVAILABLE))

    async def _clear(self, call: str) -> None:
        for bridge in [each for each in self.book.bridges if each.startswith(f"{call}{SEPARATOR}")]:
            self.book.bridges.discard(bridge)
            await self._ask(writing.drop_bridge(bridge))
