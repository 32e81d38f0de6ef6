"""A program in a process of its own, which a test can kill. Arguments: settings as JSON, seconds its clock is ahead."""

import asyncio
import sys
from collections.abc import Iterable
from datetime import timedelta

from servicecenter.app import build, runs_of
from servicecenter.clock import RunningClock, SystemClock
from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.model import Article
from servicecenter.settings import Settings
from servicecenter.telephony.ari.switch import AsteriskSwitch
from tests.conftest import quick_passwords

LEADS = b"leads\n"  # what it says once it does, and is connected


class Unread(WhooshIndex):
    """Whoever only telephones looks nothing up, and to index the articles takes seconds."""

    def load(self, articles: Iterable[Article]) -> None: ...


async def run(settings: Settings, ahead: timedelta) -> None:
    """Until it is killed; with the telephone's own jobs alone."""
    clock = RunningClock(SystemClock().now() + ahead)
    program = await build(settings, clock=clock, passwords=quick_passwords(), search=Unread())
    switch = program.telephony.switch
    async with asyncio.TaskGroup() as group:
        for each in runs_of(program):
            group.create_task(each())
        is_known = False
        while True:
            await program.telephony.keep_leading()
            await program.telephony.tick()
            if isinstance(switch, AsteriskSwitch) and switch.is_connected and not is_known:
                is_known = True
                sys.stdout.buffer.write(LEADS)
                sys.stdout.buffer.flush()
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(run(Settings.model_validate_json(sys.argv[1]), timedelta(seconds=float(sys.argv[2]))))
