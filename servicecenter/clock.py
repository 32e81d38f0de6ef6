"""The only place that reads the clock. Everything else takes the instant as an argument."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """Stands still until it is told to move; drives tests and the examples of the documentation."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def advance(self, step: timedelta) -> None:
        self.at += step


class RunningClock:
    """Runs on from an instant of one's choice: a Monday morning, whenever somebody measures. At speed 5 five times as
    fast, so that what takes a minute need not be waited for.
    """

    def __init__(self, at: datetime, speed: float = 1.0) -> None:
        self._at, self._began, self._speed = at, SystemClock().now(), speed

    def now(self) -> datetime:
        return self._at + (SystemClock().now() - self._began) * self._speed
