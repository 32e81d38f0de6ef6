"""A day of calls in a few minutes: what our figures say, beside what sipp's own log says of the same calls.

There are too few agents for the busy half hours, so people wait and some hang up: a day without a queue proves nothing.
"""

import asyncio
import json
import random
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean

from servicecenter.agreements.model import ServiceLevel
from servicecenter.bench import centre, peers, telephony
from servicecenter.bench.machine import Figure, percentile
from servicecenter.bench.peers import Caller, Logged
from servicecenter.calls.course import Course
from servicecenter.reporting.service_level import counted

ARRIVALS = Path("call_arrivals") / "bank_february_1999.json"
OPENING, CLOSING = "08:00", "16:00"
AGENTS, RING_MS, TALK_MS = 10, 100, 3000
CALLS, SECONDS = 600, 180.0
# In seconds of this short day; a handbook would say 20 or more.
LEVEL = ServiceLevel(within_seconds=2, target_percent=80, formula="answered_in_time/offered")
WAIT_BAR_MS, LEVEL_BAR = 50.0, 1.0  # how far ours may be from sipp's
STAYS_MS = 60_000  # the patient ones
IMPATIENT, IMPATIENCE_MS = 0.15, (300, 4000)  # who leaves early, and when
PEER = "sipps eigenes Protokoll"


def arrivals(shares: Mapping[str, float], calls: int, seconds: float) -> list[float]:
    """When each call comes, in seconds from the beginning: every half hour has its share of the day, evenly within."""
    day = {half_hour: share for half_hour, share in shares.items() if OPENING <= half_hour < CLOSING}
    length, whole = seconds / len(day), sum(day.values())
    found: list[float] = []
    for number, share in enumerate(day.values()):
        count = round(calls * share / whole)
        found += [number * length + length * (each + 0.5) / count for each in range(count)]
    return found


async def measure(
    folder: Path, content: Path, testdata: Path, calls: int = CALLS, seconds: float = SECONDS
) -> list[Figure]:
    """Raises AsteriskMissing, PeersMissing."""
    shares = json.loads((testdata / ARRIVALS).read_text(encoding="utf-8"))["share_of_calls_by_half_hour"]
    times = arrivals(shares, calls, seconds)
    phones = [f"2{number:03}" for number in range(AGENTS)]
    with ExitStack() as stack:
        made = stack.enter_context(telephony.started(phones))
        answering = stack.enter_context(
            peers.phones(f"{made.net}.3", folder / "phones", ring_ms=RING_MS, talk_ms=TALK_MS)
        )
        async with centre.opened(made, telephony.RULE, content, folder, phones) as ours:
            calling = await _calls(made.net, made.address, folder, times)
            stuck = await ours.quiet(60)
            told = await ours.courses()
            heard = [line for peer in calling for line in peer.log()]
    return _figures(told, waits(heard, answering.log()), len(times), stuck)


async def _calls(net: str, address: str, folder: Path, times: Sequence[float]) -> list[peers.Peer]:
    """One sipp for each second in which calls come, started at that second."""
    chance, began = random.Random(7), asyncio.get_running_loop().time()  # noqa: S311  # the same day each time
    numbers = [f"+4930{number:08}" for number in range(len(times))]
    made = []
    for second in range(int(times[-1]) + 1):
        due = [number for number, at in zip(numbers, times, strict=True) if second <= at < second + 1]
        await asyncio.sleep(max(0.0, began + second - asyncio.get_running_loop().time()))
        if due:
            callers = [Caller(number, centre.DIALLED, _stays(chance)) for number in due]
            of_second = folder / f"s{second}"
            made.append(
                await asyncio.to_thread(peers.callers, f"{net}.2", address, of_second, callers, per_second=len(due))
            )
    for peer in made:
        await asyncio.to_thread(peer.finish, STAYS_MS / 1000 + 10)
    return made


def _stays(chance: random.Random) -> int:
    return chance.randint(*IMPATIENCE_MS) if chance.random() < IMPATIENT else STAYS_MS


def waits(callers: Sequence[Logged], phones: Sequence[Logged]) -> dict[str, tuple[float, bool]]:
    """Of each caller: how many seconds from the centre's answer to a person's, or to the end; and whether one came."""
    heard = {each.one: each.at for each in callers if each.what == "heard"}
    left = {each.one: each.at for each in callers if each.what in {"leaves", "ended"}}
    answered: dict[str, float] = {}
    for each in phones:
        if each.what == "answered" and each.at <= left.get(each.other, each.at):
            answered.setdefault(each.other, each.at)
    return {
        number: (answered.get(number, left.get(number, at)) - at, number in answered) for number, at in heard.items()
    }


def _figures(told: Sequence[Course], sipp: Mapping[str, tuple[float, bool]], calls: int, stuck: int) -> list[Figure]:
    own = counted(told, LEVEL)
    theirs = [wait for wait, is_answered in sipp.values() if is_answered]
    level = own.level.percent or 0.0
    their_level = 100 * sum(wait <= LEVEL.within_seconds for wait in theirs) / max(len(sipp), 1)
    wait, their_wait = 1000 * (own.speed_of_answer or 0.0), 1000 * mean(theirs)
    return [
        Figure("Tag: Anrufe", len(told), "", PEER, len(sipp), floor=calls),
        Figure("Tag: angenommen", own.answered, "", PEER, len(theirs)),
        Figure("Tag: vorher aufgelegt", own.abandoned, "", PEER, len(sipp) - len(theirs)),
        Figure("Tag: mittlere Wartezeit der Angenommenen", wait, "ms", PEER, their_wait),
        Figure("Tag: mittlere Wartezeit, Abweichung", abs(wait - their_wait), "ms", bar=WAIT_BAR_MS),
        Figure("Tag: Wartezeit, p90", 1000 * (own.wait(90) or 0.0), "ms", PEER, 1000 * percentile(theirs, 90)),
        Figure(f"Tag: Servicelevel, {LEVEL.within_seconds} s", level, "%", PEER, their_level),
        Figure("Tag: Servicelevel, Abweichung", abs(level - their_level), "Prozentpunkte", bar=LEVEL_BAR),
        Figure("Tag: Anrufe, an die das Programm noch glaubt", stuck, "", bar=0),
    ]
