"""An entry of the journal. Pure. Personal data lies beside it, in the rows of contact, ticket and callback."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """`act` is a stable code in the past tense, "contact-answered"; `actor` a person's id or "system"."""

    at: datetime
    municipality: str
    case_number: str
    act: str
    actor: str
    office: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None
