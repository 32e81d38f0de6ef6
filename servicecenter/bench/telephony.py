"""Calls through a real Asterisk: how long from the first ring at the trunk until two people hear each other.

Both ends are sipp's, the bridge is told by Asterisk itself; beside it, in the same run, Asterisk's own app_queue puts
the same callers through to the same phones.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from servicecenter.bench import asterisk, centre, peers
from servicecenter.bench.asterisk import Asterisk, Phone
from servicecenter.bench.machine import Figure, percentile
from servicecenter.bench.peers import Caller
from servicecenter.telephony.ari.client import Ari, AsteriskAway
from servicecenter.telephony.ari.model import Request

P95_BAR_MS = 450.0
RING_MS, TALK_MS, AGENTS = 300, 3000, 100
RULE = "{ greeted = false, weight = 1, offer_seconds = 20, wrap_up_seconds = 0 }"
PEER = "Asterisk app_queue, dieselben Telefone"
PEER_NUMBER = "+493023125999"
# What app_queue needs, appended to the files we ship.
QUEUE_FILES = {
    "modules.conf": "load=app_queue.so\n",
    "extensions.conf": f"\n[from-trunk](+)\nexten => {PEER_NUMBER},1,Answer()\n same => n,Queue(peer)\n",
}
LISTENER = "bench"  # an application of our own that only watches


@dataclass(frozen=True, slots=True)
class Load:
    per_second: int = 20
    seconds: int = 60

    @property
    def calls(self) -> int:
        return self.per_second * self.seconds


@dataclass
class Bridged:
    """When Asterisk put each caller into a bridge; seconds since 1970, by the caller's number."""

    at: dict[str, float] = field(default_factory=dict)

    def note(self, event: dict[str, object]) -> None:
        channel = event.get("channel")
        if event.get("type") != "ChannelEnteredBridge" or not isinstance(channel, dict):
            return
        if str(channel.get("name", "")).startswith("PJSIP/trunk"):
            told = datetime.strptime(str(event["timestamp"]), "%Y-%m-%dT%H:%M:%S.%f%z")
            self.at.setdefault(str(channel["caller"]["number"]), told.timestamp())


@dataclass(frozen=True, slots=True)
class Measured:
    waits_ms: list[float]  # from the caller's INVITE until bridged
    calls: int
    stuck: int

    @property
    def p95(self) -> float:
        return percentile(self.waits_ms, 95) if len(self.waits_ms) > 1 else float("inf")


async def measure(folder: Path, content: Path, load: Load) -> list[Figure]:
    """Raises AsteriskMissing, PeersMissing."""
    phones = [f"2{number:03}" for number in range(AGENTS)]
    with ExitStack() as stack:
        made = stack.enter_context(started(phones))
        stack.enter_context(peers.phones(f"{made.net}.3", folder / "phones", ring_ms=RING_MS, talk_ms=TALK_MS))
        async with watching(made) as bridged:
            async with centre.opened(made, RULE, content, folder, phones) as ours:
                cpu = time.process_time()
                own = await _run(made, folder / "ours", load, centre.DIALLED, bridged, first=0)
                busy = (time.process_time() - cpu) / load.seconds
                believed = await ours.quiet(20)
            peer = await _run(made, folder / "peer", load, PEER_NUMBER, bridged, first=load.calls)
    return [
        Figure("Anrufe, die jemanden erreichten", len(own.waits_ms), "", PEER, len(peer.waits_ms), floor=load.calls),
        Figure("Anruf bis Gespräch, Median", percentile(own.waits_ms, 50), "ms", PEER, percentile(peer.waits_ms, 50)),
        Figure("Anruf bis Gespräch, p95", own.p95, "ms", PEER, peer.p95, P95_BAR_MS),
        Figure("Hängende Kanäle danach", own.stuck, "", PEER, peer.stuck, 0),
        Figure("Anrufe, an die das Programm noch glaubt", believed, "", bar=0),
        Figure("Prozessor des Programms, mit den Servicekräften", 100 * busy, "% eines Kerns"),
    ]


def started(phones: Sequence[str]) -> AbstractContextManager[Asterisk]:
    """An Asterisk that knows these phones, and the same phones as members of app_queue."""
    number = os.getpid()
    endpoints = [Phone(phone, f"{phone}@{asterisk.net(number)}.3:5060") for phone in phones]
    members = "".join(f"member => PJSIP/{phone}\n" for phone in phones)
    queue = f"[general]\n[peer]\nstrategy=leastrecent\ntimeout=20\nringinuse=no\nautofill=yes\n{members}"
    return asterisk.started(number, endpoints, QUEUE_FILES | {"queues.conf": queue})


@asynccontextmanager
async def watching(made: Asterisk) -> AsyncIterator[Bridged]:
    """Hears of bridges alone, whoever made them."""
    ari, bridged = Ari(made.url, asterisk.USER, asterisk.PASSWORD, LISTENER), Bridged()
    async with ari.events() as events:
        allowed = Request(
            "PUT", f"applications/{LISTENER}/eventFilter", {"allowed": [{"type": "ChannelEnteredBridge"}]}
        )
        everything = Request("POST", f"applications/{LISTENER}/subscription?eventSource=bridge:,channel:")
        for request in (allowed, everything):
            if not (await ari.ask(request)).is_done:
                raise AsteriskAway(request.path)

        async def listen() -> None:
            async for event in events:
                bridged.note(event)

        task = asyncio.create_task(listen())
        try:
            yield bridged
        finally:
            task.cancel()
    await ari.close()


async def _run(made: Asterisk, folder: Path, load: Load, dialled: str, bridged: Bridged, *, first: int) -> Measured:
    numbers = [f"+4930{number:08}" for number in range(first, first + load.calls)]
    callers = [Caller(number, dialled) for number in numbers]
    # From a thread: what the loop starts itself would stay on the loop's core.
    peer = await asyncio.to_thread(
        peers.callers, f"{made.net}.2", made.address, folder, callers, per_second=load.per_second
    )
    await asyncio.to_thread(peer.finish, load.seconds + 30)
    began = {each.one: each.at for each in peer.log() if each.what == "calls"}
    waits = [
        1000 * (bridged.at[number] - began[number]) for number in numbers if number in bridged.at and number in began
    ]
    await asyncio.sleep(1)
    return Measured(waits, load.calls, len(made.channels()))
