import asyncio
import logging
from dataclasses import dataclass, field

import pytest

from servicecenter.errors import Invalid
from servicecenter.jobs import Job, scheduler


@dataclass
class Counting:
    """An object that is called like a function, as handlers wired by app.py may be."""

    takes_seconds: float = 0
    ran: list[int] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def __call__(self) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.takes_seconds)
        self.ran.append(len(self.ran))
        self.at_once -= 1

    async def run(self) -> None:
        await self()


async def tick(*jobs: Job, seconds: float = 0.35) -> None:
    made = scheduler(list(jobs))
    made.start()
    await asyncio.sleep(seconds)
    made.shutdown()


@pytest.mark.parametrize("as_object", [True, False], ids=["an object", "a method"])
async def test_a_job_runs_again_and_again(*, as_object: bool) -> None:
    act = Counting()
    await tick(Job("count", 0.05, act if as_object else act.run))
    assert len(act.ran) >= 3


async def test_a_job_runs_once_at_a_time_however_long_it_takes() -> None:
    act = Counting(takes_seconds=0.12)
    await tick(Job("slow", 0.02, act))
    assert act.most_at_once == 1
    assert 1 <= len(act.ran) <= 3


async def test_a_job_that_fails_runs_again_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    async def fail() -> None:
        tried.append(1)
        raise RuntimeError("no database")

    other = Counting()
    with caplog.at_level(logging.CRITICAL, "apscheduler.executors.default"):
        await tick(Job("fail", 0.05, fail), Job("count", 0.05, other))
    assert len(tried) >= 3
    assert len(other.ran) >= 3


async def test_what_goes_wrong_as_expected_is_one_line_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    tried: list[int] = []

    async def fail() -> None:
        tried.append(len(tried))
        raise Invalid("Es ist kein Platz mehr.")

    await tick(Job("sweep", 0.1, fail))
    assert len(tried) > 1
    told = capsys.readouterr()
    assert "Es ist kein Platz mehr." in told.out + told.err
    assert "Traceback" not in told.out + told.err
