"""What screens are told: a topic and whom it concerns. One process; screens also ask again by themselves every while.

Nothing here is needed for correctness: a screen that misses a message shows the truth after its next question.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

BACKLOG = 50  # of a screen that does not read, the oldest messages are dropped: it asks again by itself


@dataclass(frozen=True, slots=True)
class Message:
    """`topic`: calls, contact, inbox, board, content, reports, notices, phone (an agent's own), agents,
    handover.

    Never personal data: a screen asks the server for that.
    """

    topic: str
    municipality: str | None = None
    office: str | None = None
    person: str | None = None  # only for this person's screens


class Live:
    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[Message], Callable[[Message], bool]] = {}

    def publish(self, message: Message) -> None:
        for queue, wanted in self._queues.items():
            if wanted(message):
                if queue.full():
                    with suppress(asyncio.QueueEmpty):
                        queue.get_nowait()
                queue.put_nowait(message)

    @contextmanager
    def subscribe(self, wanted: Callable[[Message], bool]) -> Iterator[asyncio.Queue[Message]]:
        """A queue that fills with the messages this screen wants, for as long as the block lasts."""
        queue: asyncio.Queue[Message] = asyncio.Queue(BACKLOG)
        self._queues[queue] = wanted
        try:
            yield queue
        finally:
            del self._queues[queue]

    @property
    def listeners(self) -> int:
        return len(self._queues)
