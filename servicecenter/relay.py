"""What one program tells its screens, the screens of every other program hear too: PostgreSQL's LISTEN and NOTIFY.

Never needed for correctness. Where the connection was lost nobody knows what was missed, so everybody's screens ask.
"""

import asyncio
import json
from collections import deque
from contextlib import suppress

import structlog

from servicecenter.database import Channel, Database
from servicecenter.live import MISSED, Live, Message

log = structlog.get_logger()
CHANNEL = "servicecenter_live"
GATHER_SECONDS = 0.05  # what is published meanwhile goes out together: a busy queue tells the same topic many times
ALIVE_SECONDS = 10.0  # so often, while nothing is told, the connection is tried
AGAIN_SECONDS = 1.0  # after which a lost one is made anew
LONGEST_WAIT = 1000  # messages kept while there is none; of the older ones the others hear that they missed some


class Relay:
    """Relays what `live` publishes from now on, as soon as it runs."""

    def __init__(self, db: Database, live: Live) -> None:
        self._db, self._live = db, live
        self._waiting: deque[Message] = deque(maxlen=LONGEST_WAIT)
        self._news = asyncio.Event()
        live.relay(self._published)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                async with self._db.channel(CHANNEL, self._heard, self._news.set) as channel:
                    self._live.hear(Message(MISSED))
                    self._published(Message(MISSED))
                    await self._tell(channel)
            except Exception as error:  # the database is away: screens ask by themselves until it is back
                log.warning("relay-interrupted", error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _tell(self, channel: Channel) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(ALIVE_SECONDS):  # wait_for may not heed a cancellation before 3.12
                    await self._news.wait()
            self._news.clear()
            told = dict.fromkeys(self._waiting)
            self._waiting.clear()
            await channel.say([self._written(message) for message in told])  # raises where the connection is gone
            await asyncio.sleep(GATHER_SECONDS)

    def _published(self, message: Message) -> None:
        self._waiting.append(message)
        self._news.set()

    def _written(self, message: Message) -> str:
        told = [self._live.run, message.topic, message.municipality, message.office, message.person]
        return json.dumps(told)

    def _heard(self, text: str) -> None:
        try:
            run, topic, municipality, office, person = json.loads(text)
        except (ValueError, TypeError):  # another version of this program says more than this one understands
            run, topic, municipality, office, person = "", MISSED, None, None, None
        if run != self._live.run:
            self._live.hear(Message(topic, municipality, office, person))
