"""Work in order for each call, side by side for different calls; and a silence in which nothing is under way."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

Work = Callable[[], Awaitable[None]]


class Lanes:
    """`fail` hears what a piece of work raised; the lane goes on with the next."""

    def __init__(self, fail: Callable[[Exception], None]) -> None:
        self._fail = fail
        self._waiting: dict[str, deque[tuple[object, Work]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = 0
        self._open = asyncio.Event()
        self._open.set()
        self._idle = asyncio.Event()
        self._idle.set()

    def put(self, lane: str, what: object, work: Work) -> None:
        """`what` is shown to `pending` until the work is done."""
        queue = self._waiting.get(lane)
        if queue is not None:
            queue.append((what, work))
            return
        self._waiting[lane] = deque([(what, work)])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def pending(self) -> Iterator[object]:
        for queue in self._waiting.values():
            for what, _ in queue:
                yield what

    @asynccontextmanager
    async def silence(self) -> AsyncIterator[None]:
        """Work under way is finished first; what waits goes on waiting meanwhile."""
        self._open.clear()
        try:
            await self._idle.wait()
            yield
        finally:
            self._open.set()

    async def close(self) -> None:
        """What was not begun is dropped."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._waiting.clear()

    async def _run(self, lane: str) -> None:
        queue = self._waiting[lane]
        try:
            while queue:
                await self._open.wait()
                self._begin()
                try:
                    await queue[0][1]()
                except Exception as error:  # whatever it was: the lane goes on
                    self._fail(error)
                finally:
                    self._end()
                queue.popleft()
        finally:
            self._waiting.pop(lane, None)

    def _begin(self) -> None:
        self._running += 1
        self._idle.clear()

    def _end(self) -> None:
        self._running -= 1
        if not self._running:
            self._idle.set()
