"""The clock tick. APScheduler only says "now": what is due stands in the database, so a lost tick loses nothing."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from servicecenter.errors import ServiceCentreError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every_seconds: float
    act: Callable[[], Awaitable[object]]  # a function or bound method: APScheduler does not await callable objects


def scheduler(jobs: list[Job]) -> AsyncIOScheduler:
    """Each job runs once at a time; late ticks run together as one (misfire_grace_time: late is not lost)."""
    # It warns of every tick that comes while the job still runs: that is what coalescing is for.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    made = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in jobs:
        made.add_job(_on_the_loop(job), "interval", seconds=job.every_seconds, id=job.name, name=job.name)
    return made


def _on_the_loop(job: Job) -> Callable[[], Awaitable[None]]:
    # APScheduler awaits only what inspect calls a coroutine function. An object with an asynchronous __call__ it calls
    # in a thread, and throws the coroutine away: nothing would ever happen.
    async def run() -> None:
        try:
            await job.act()
        except ServiceCentreError as error:  # expected: the next tick tries again, and one line says why
            log.error("job-failed", job=job.name, code=error.code, error=str(error))

    return run
