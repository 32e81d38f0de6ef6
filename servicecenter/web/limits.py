"""How often strangers may ask in a minute. In memory: a guess costs a process nothing, and a restart forgives."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from servicecenter.errors import ServiceCentreError

MINUTE = 60


class TooManyRequests(ServiceCentreError):
    code = "too-many-requests"
    status = 429


@dataclass
class Limits:
    """Counts by key within one minute of the clock; the next minute begins anew."""

    minute: int = 0
    counted: Counter[str] = field(default_factory=Counter)

    def check(self, key: str, most: int, at: datetime) -> None:
        """Counts, and raises TooManyRequests once it is more than `most`."""
        minute, second = divmod(int(at.timestamp()), MINUTE)
        if minute != self.minute:
            self.minute = minute
            self.counted.clear()
        self.counted[key] += 1
        if self.counted[key] > most:
            wait = MINUTE - second
            raise TooManyRequests(
                "Das ging zu schnell.", "Von hier kamen in einer Minute zu viele Anfragen.",
                f"Bitte in {wait} Sekunden noch einmal versuchen.", retry_after_seconds=wait,
            )  # fmt: skip
