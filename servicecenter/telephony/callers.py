"""How often a number has called within the last hour, without keeping numbers: keyed hashes, by call. No I/O."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

REMEMBERED = timedelta(hours=1)  # the longest span a handbook can count calls of one number in


@dataclass(frozen=True, slots=True)
class Arrival:
    call: str
    municipality: str
    caller_key: str
    at: datetime


class Callers:
    """`secret` is the same in every program over one database, and after a restart."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._arrivals: dict[str, Arrival] = {}  # by call, the oldest first
        self._calls: dict[str, dict[str, datetime]] = {}  # by key: call → when

    def arrival(self, call: str, municipality: str, number: str, at: datetime) -> Arrival:
        """As it is kept: whoever has the row and not the secret cannot try all numbers."""
        return Arrival(call, municipality, hmac.digest(self._secret, f"caller\0{number}".encode(), sha256).hex(), at)

    def count(self, arrival: Arrival, since: datetime) -> int:
        """Calls of that number after `since`, this one included; one that is told again is one."""
        self._forget(arrival.at - REMEMBERED)
        if arrival.call not in self._arrivals:
            self._note(arrival)
        return sum(at > since for at in self._calls.get(arrival.caller_key, {}).values())

    def remember(self, arrivals: Iterable[Arrival]) -> None:
        """Those that the program before has counted, in their order."""
        self._arrivals.clear()
        self._calls.clear()
        for arrival in arrivals:
            self._note(arrival)

    def _note(self, arrival: Arrival) -> None:
        self._arrivals[arrival.call] = arrival
        self._calls.setdefault(arrival.caller_key, {})[arrival.call] = arrival.at

    def _forget(self, before: datetime) -> None:
        while self._arrivals and (oldest := next(iter(self._arrivals.values()))).at < before:
            del self._arrivals[oldest.call]
            calls = self._calls[oldest.caller_key]
            del calls[oldest.call]
            if not calls:
                del self._calls[oldest.caller_key]
