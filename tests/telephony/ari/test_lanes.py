import asyncio
from collections.abc import Awaitable, Callable

from servicecenter.telephony.ari.lanes import Lanes
from tests.telephony.ari.door import until


def work(log: list[str], name: str, seconds: float = 0.0) -> Callable[[], Awaitable[None]]:
    async def act() -> None:
        await asyncio.sleep(seconds)
        log.append(name)

    return act


async def test_one_call_in_order_and_different_calls_side_by_side():
    log: list[str] = []
    lanes = Lanes(print)
    lanes.put("a", "a1", work(log, "a1", 0.05))
    lanes.put("a", "a2", work(log, "a2"))
    lanes.put("b", "b1", work(log, "b1"))
    assert set(lanes.pending()) == {"a1", "a2", "b1"}
    await until(lambda: not list(lanes.pending()))
    assert log == ["b1", "a1", "a2"]


async def test_what_fails_is_told_and_the_rest_goes_on():
    log: list[str] = []
    failed: list[Exception] = []

    async def fail() -> None:
        raise ValueError("no")

    lanes = Lanes(failed.append)
    lanes.put("a", 1, fail)
    lanes.put("a", 2, work(log, "after"))
    await until(lambda: not list(lanes.pending()))
    assert (log, [str(error) for error in failed]) == (["after"], ["no"])


async def test_in_a_silence_nothing_is_under_way_and_nothing_is_lost():
    log: list[str] = []
    lanes = Lanes(print)
    lanes.put("a", 1, work(log, "before", 0.03))
    await asyncio.sleep(0)
    async with lanes.silence():
        assert log == ["before"]
        lanes.put("a", 2, work(log, "after"))
        await asyncio.sleep(0.02)
        assert log == ["before"]
    await until(lambda: log == ["before", "after"])


async def test_closing_drops_what_was_not_begun():
    log: list[str] = []
    lanes = Lanes(print)
    lanes.put("a", 1, work(log, "never", 5))
    await asyncio.sleep(0)
    await lanes.close()
    assert (log, list(lanes.pending())) == ([], [])
