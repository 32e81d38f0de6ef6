"""What a PBX tells and is answered, and the PBX itself. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicecenter.calls.model import Cause
from servicecenter.errors import Forbidden, Invalid


class Event(StrEnum):
    NEW_CALL = "newCall"
    ANSWER = "answer"
    HANGUP = "hangup"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


# A cause nobody knows ends a call all the same.
CAUSES = {
    "normalclearing": Cause.NORMAL,
    "busy": Cause.BUSY,
    "cancel": Cause.CANCELLED,
    "noanswer": Cause.NO_ANSWER,
    "congestion": Cause.CONGESTION,
    "notfound": Cause.NOT_FOUND,
    "forwarded": Cause.FORWARDED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `caller` and `dialled` as the PBX writes them; `original`: the call this one continues."""

    event: Event
    call: str
    direction: Direction
    caller: str = ""
    dialled: str = ""
    users: tuple[str, ...] = ()
    answering: str = ""
    cause: Cause = Cause.NORMAL
    original: str = ""


class Action(StrEnum):
    TAKE = "take"  # nothing to say: the PBX goes on as it would
    REJECT = "reject"
    DIAL = "dial"  # an outgoing call shows the number of the municipality


@dataclass(frozen=True, slots=True)
class Reply:
    """Numbers as E.164 without the plus, as both dialects want them."""

    action: Action = Action.TAKE
    caller_id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Pbx:
    """One connected PBX of one municipality. `is_central`: it is the centre's own and tells of all municipalities."""

    id: int
    municipality: str
    name: str
    made_at: datetime
    is_central: bool = False
    caller_id: str = ""  # the number outgoing calls show; empty: as the PBX itself does
    is_on: bool = True
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    refused: int = 0  # calls on numbers of others
    refused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PbxCall:
    """A call as its PBX knows it, and as we do: a transfer's new call has the `call` of the one it continues."""

    id: int
    pbx: int
    pbx_call: str
    call: str
    municipality: str
    direction: Direction
    began_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    is_rejected: bool = False
    ticket: int | None = None  # of the callback that an outgoing call serves
    who: str = ""  # the colleague who placed it, as the PBX calls them

    @property
    def leg(self) -> str:
        return f"pbx-{self.id}"


class TokenUnknown(Forbidden):
    code = "token-unknown"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "Dieses Token gilt nicht.", "Es ist falsch abgeschrieben, wurde erneuert oder widerrufen.",
            "Bitte die Adresse in der Telefonanlage mit der unter „Telefonanlagen“ vergleichen.",
        )  # fmt: skip


class PbxOff(Invalid):
    code = "pbx-off"

    def __init__(self) -> None:
        super().__init__(
            "Diese Telefonanlage ist ausgeschaltet.", "Jemand aus der Verwaltung hat die Verbindung angehalten.",
            "Bitte sie unter „Telefonanlagen“ wieder einschalten.",
        )  # fmt: skip


class Malformed(Invalid):
    code = "webhook-malformed"

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(
            "Diese Meldung der Telefonanlage ist nicht zu verstehen.", why,
            "Bitte die Felder mit docs/webhooks.md vergleichen.", **({"field": field} if field else {}),
        )  # fmt: skip


class NumberOfAnother(Forbidden):
    code = "number-of-another-municipality"

    def __init__(self) -> None:
        super().__init__(
            "Die gewählte Nummer gehört einer anderen Kommune.",
            "Mit diesem Token dürfen nur Anrufe der eigenen Kommune gemeldet werden; der Versuch wurde festgehalten.",
            "Bitte in der Telefonanlage das Token dieser Kommune eintragen.",
        )
