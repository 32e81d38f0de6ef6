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
    """Runs on from an instant of one's choice: a Monday morning, whenever somebody measures."""

    def __init__(self, at: datetime) -> None:
        self._ahead = at - SystemClock().now()

    def now(self) -> datetime:
        return SystemClock().now() + self._ahead
