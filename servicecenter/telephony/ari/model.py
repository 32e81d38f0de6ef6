"""A request to Asterisk and its reply. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str  # below /ari
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """404, 409 and 400 are ordinary: the caller was quicker, or it had been done already."""

    status: int
    body: Any = None

    @property
    def is_done(self) -> bool:
        return self.status < 300
