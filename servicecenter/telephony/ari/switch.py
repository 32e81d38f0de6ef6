"""The switch of the call flow, when it is an Asterisk: stays connected, tells what happens, does what is wanted."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from servicecenter.settings import Settings
from servicecenter.telephony.ari import reading, writing
from servicecenter.telephony.ari.acting import Acting
from servicecenter.telephony.ari.book import Book
from servicecenter.telephony.ari.client import Ari, AsteriskAway
from servicecenter.telephony.ari.lanes import Lanes
from servicecenter.telephony.ari.sounds import Sounds
from servicecenter.telephony.callflow import commands as do
from servicecenter.telephony.callflow.events import (
    Answered,
    Gone,
    Inbound,
    Joined,
    Lost,
    Played,
    Referred,
    SeenLeg,
    Snapshot,
)
from servicecenter.telephony.callflow.model import LegState, call_of
from servicecenter.telephony.model import Switchboard

log = structlog.get_logger()
FIRST_WAIT, LONGEST_WAIT = 0.25, 4.0  # seconds before connecting again; doubled each time
STANDBY_SECONDS = 0.2  # how often whoever does not lead looks whether it does
REMEMBERED = 1000  # legs hung up last


class Replaced(AsteriskAway):
    """Another program has connected for the same application: this connection is deaf from now on."""


class AsteriskSwitch:
    """`board` hears everything while `run` is under way. Commands are carried out in order for each call.

    `leads` says whether this program leads: of several only one is connected, for the last one takes all events.
    """

    def __init__(
        self,
        ari: Ari,
        board: Switchboard,
        sounds: Sounds,
        dialling: writing.Dialling | None = None,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._ari, self._board, self._leads = ari, board, leads
        self._book = Book()
        self._acting = Acting(ari, self._book, sounds, dialling or writing.Dialling(), self._post)
        self._lanes = Lanes(self._failed)
        self._broken = asyncio.Event()  # something went wrong that only a look at everything mends
        self._started_at = ""
        # What came to be and what ended while a look was under way: the look itself cannot know.
        self._new: dict[str, LegState] = {}
        self._gone: set[str] = set()
        self._hung_up: dict[str, None] = {}  # in the order in which they were
        self.is_connected = False

    async def carry_out(self, commands: Sequence[do.SwitchCommand]) -> None:
        """Returns at once; what cannot be done is told as an event, or by the next look at everything."""
        for command in commands:
            match command:
                case do.Originate(leg):
                    self._new[leg] = LegState.DIALLED
                case do.HangUpLeg(leg):
                    self._remember(leg)
            self._lanes.put(_lane(command), command, lambda command=command: self._acting.act(command))  # type: ignore[misc]

    async def snapshot(self) -> Snapshot | None:
        """Also None while no events come: what is seen then would be old at once."""
        if not self.is_connected:
            return None
        try:
            seen, _ = await self._look()
        except AsteriskAway:
            return None
        return seen

    async def run(self) -> None:
        """Until cancelled. Connects again whenever the connection is lost."""
        wait = FIRST_WAIT
        while True:
            await self._standby(until=True)
            try:
                await self._connection()
            except AsteriskAway as error:
                log.warning("asterisk-away", error=str(error), again_in=wait)
            if self.is_connected:
                self.is_connected, wait = False, FIRST_WAIT
                self._board.post(Lost())
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _standby(self, *, until: bool) -> None:
        while self._leads() is not until:  # noqa: ASYNC110  # who leads is decided in the database
            await asyncio.sleep(STANDBY_SECONDS)

    async def close(self) -> None:
        await self._lanes.close()
        await self._ari.close()

    async def _connection(self) -> None:
        """Raises AsteriskAway; returns when the connection ends or something broke."""
        async with self._ari.events() as events:
            self._broken.clear()
            await self._ari.ask(writing.hear_less(self._ari.app))
            parts = [self._listen(events), self._broken.wait(), self._standby(until=False)]
            tasks = [asyncio.ensure_future(part) for part in parts]
            try:
                await self._begin()
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, events: AsyncIterator[Mapping[str, Any]]) -> None:
        async for event in events:
            if event.get("type") == "ApplicationReplaced":
                raise Replaced("another program has taken the application over")
            self._book.note(event)
            for told in reading.read(event):
                self._post(told)

    async def _begin(self) -> None:
        """Everything is looked at while events come already. Callers are told first, so that nobody is strange."""
        seen, arrivals = await self._look()
        for arrival in arrivals:
            self._board.post(arrival)
        self._board.post(seen)
        self.is_connected = True

    def _post(self, event: reading.SwitchEvent) -> None:
        match event:
            case Inbound(leg) | Answered(leg):
                self._new[leg] = LegState.UP
            case Gone(leg):
                self._new.pop(leg, None)
                self._gone.add(leg)
            case Played(playback):
                self._lanes.put(call_of(playback), event, lambda: self._acting.music_again(playback))
            case Referred(leg) | Joined(leg):
                self._lanes.put(call_of(leg), event, lambda: self._acting.let_go(leg))
        self._board.post(event)

    async def _look(self) -> tuple[Snapshot, tuple[Inbound, ...]]:
        """Everything Asterisk has of ours now, and the callers among it. Raises AsteriskAway."""
        async with self._lanes.silence():
            self._new = dict.fromkeys(self._asked(), LegState.DIALLED)
            self._gone.clear()
            started = (await self._ari.ask(writing.look_at_start())).body
            channels = (await self._ari.ask(writing.look_at_channels())).body
            bridges = (await self._ari.ask(writing.look_at_bridges())).body
            unheard = [] if self.is_connected else list(self._book.playing)
            played = [each for each in unheard if await self._is_over(each)]
        if not (isinstance(started, dict) and isinstance(channels, list) and isinstance(bridges, list)):
            raise AsteriskAway("no sense in what it says it has")
        seen = reading.snapshot(channels, bridges, restarted=self._has_restarted(started))
        for playback in played:
            self._post(Played(playback))
        self._book.look({leg.id: leg.bridge for leg in seen.legs}, set(seen.bridges))
        known = {leg.id: leg for leg in seen.legs if leg.id not in self._gone}
        late = [SeenLeg(leg, state) for leg, state in self._new.items() if leg not in known]
        callers = [each for each in reading.arrivals(channels) if not self._is_ending(each.leg)]
        return Snapshot((*known.values(), *late), seen.bridges, seen.restarted), tuple(callers)

    async def _is_over(self, playback: str) -> bool:
        """Its end may have been told while nobody was connected."""
        return (await self._ari.ask(writing.look_at_playback(playback))).status == 404

    def _has_restarted(self, started: Mapping[str, Any]) -> bool:
        at = str(started.get("status", {}).get("startup_time", ""))
        before, self._started_at = self._started_at, at
        return before not in {"", at}

    def _asked(self) -> set[str]:
        """Legs that were asked for, and which Asterisk has not been told of yet."""
        return {what.leg for what in self._lanes.pending() if isinstance(what, do.Originate)}

    def _is_ending(self, leg: str) -> bool:
        return leg in self._gone or leg in self._hung_up

    def _remember(self, hung_up: str) -> None:
        self._hung_up[hung_up] = None
        if len(self._hung_up) > REMEMBERED:
            del self._hung_up[next(iter(self._hung_up))]

    def _failed(self, error: Exception) -> None:
        """A command could not be done: the connection is given up, and the next look at everything says what is."""
        if not isinstance(error, AsteriskAway):
            log.error("command-failed", error=repr(error))
        self._broken.set()


def _lane(command: do.SwitchCommand) -> str:
    match command:
        case do.Clear(call) | do.TakeOver(call):
            return call
        case do.StopPlaying(playback):
            return call_of(playback)
        case do.Connect(bridge):
            return call_of(bridge)
        case _:
            return call_of(command.leg)


def asterisk_switch(settings: Settings, board: Switchboard, leads: Callable[[], bool]) -> AsteriskSwitch | None:
    """None where no Asterisk is connected."""
    if not settings.asterisk_url:
        return None
    ari = Ari(
        settings.asterisk_url, settings.asterisk_user, settings.asterisk_password, settings.asterisk_app,
        settings.asterisk_timeout,
    )  # fmt: skip
    dialling = writing.Dialling(settings.asterisk_phone, settings.asterisk_number, settings.asterisk_dialled)
    here = sounds_folder(settings)
    return AsteriskSwitch(ari, board, Sounds(here, settings.asterisk_sounds or str(here)), dialling, leads)


def sounds_folder(settings: Settings) -> Path:
    return settings.data.resolve() / "sounds"
