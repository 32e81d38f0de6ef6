"""What screens are told: a topic and whom it concerns. Screens also ask again by themselves every while.

Every message is counted, and the latest are remembered: a page carries the mark of the moment in which it was asked
for, and whoever begins to listen with it hears at once what has happened since.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex

BACKLOG = 50  # of a screen that does not read, the oldest messages are dropped: it asks again by itself
REMEMBERED = 1000  # messages; whoever was away for more is told that anything may have changed
MISSED = "missed"  # the topic that says so


@dataclass(frozen=True, slots=True)
class Message:
    """`topic`: calls, contact, inbox, board, content, reports, notices, phone (an agent's own), agents,
    handover; missed: anything may have changed.

    Never personal data: a screen asks the server for that.
    """

    topic: str
    municipality: str | None = None
    office: str | None = None
    person: str | None = None  # only for this person's screens


class Live:
    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[Message], Callable[[Message], bool]] = {}
        self.run = token_hex(4)  # a mark of another process, or of one that was started again, says nothing here
        self._count = 0
        self._latest: deque[Message] = deque(maxlen=REMEMBERED)
        self._relayed: Callable[[Message], None] | None = None

    def relay(self, to: Callable[[Message], None]) -> None:
        """Whatever is published here goes there too."""
        self._relayed = to

    def publish(self, message: Message) -> None:
        self.hear(message)
        if self._relayed is not None:
            self._relayed(message)

    def hear(self, message: Message) -> None:
        """For the screens of this process alone: another one has published it."""
        self._count += 1
        self._latest.append(message)
        for queue, wanted in self._queues.items():
            if wanted(message):
                if queue.full():
                    with suppress(asyncio.QueueEmpty):
                        queue.get_nowait()
                queue.put_nowait(message)

    @property
    def mark(self) -> str:
        """Of this moment, for `since`."""
        return f"{self.run}-{self._count}"

    def since(self, mark: str) -> Sequence[Message]:
        """What happened after it; where nobody can say any more, that anything may have."""
        run, _, count = mark.partition("-")
        missed = self._count - int(count) if run == self.run and count.isdecimal() else -1
        if not 0 <= missed <= len(self._latest):
            return [Message(MISSED)]
        return list(self._latest)[len(self._latest) - missed :]

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
