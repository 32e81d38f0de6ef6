"""How long the next login attempt has to wait. Pure: the instant is an argument, the counter a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

ALLOWED_FAILURES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)

FORGOTTEN_AFTER = timedelta(hours=1)
"""Two typing errors of last week are no attack; must be longer than LONGEST_WAIT."""


@dataclass(frozen=True)
class Throttle:
    """The failures in a row of one login or one address, and until when nothing is tried for it."""

    key: str
    failures: int
    blocked_until: datetime | None


def throttled(key: str, failures: int, at: datetime) -> Throttle:
    """What follows from the given number of failures in a row, the last of them at `at`."""
    wait = wait_after(failures)
    return Throttle(key, failures, at + wait if wait else None)


def wait_after(failures: int) -> timedelta | None:
    """None up to the fourth failure in a row, one minute after the fifth, doubling to fifteen."""
    if failures < ALLOWED_FAILURES:
        return None
    doublings = min(failures - ALLOWED_FAILURES, 4)  # the fourth is past the longest wait; keeps the number small
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def remaining_wait(throttles: Iterable[Throttle], at: datetime) -> timedelta | None:
    """How long until an attempt is allowed again; None if it is allowed now."""
    until = max((t.blocked_until for t in throttles if t.blocked_until), default=at)
    return until - at if until > at else None


def login_key(login: str) -> str:
    return _key("login", login)


def address_key(address: str) -> str:
    return _key("address", address)


def _key(kind: str, value: str) -> str:
    # hashed: people type passwords into the field for the name, and an address is personal data
    return f"{kind}:{sha256(value.encode('utf-8', 'replace')).hexdigest()}"
