"""What may happen: the switch tells, agents act, time passes. Each may come twice, late, or never. Pure."""

from dataclasses import dataclass

from servicecenter.telephony.callflow.model import Address, Admission, Cause, LegState, Terms

# The switch


@dataclass(frozen=True, slots=True)
class Inbound:
    """A call on a number of ours, not answered yet. Whoever drives the machine gathers its rules: see `Arrived`."""

    leg: str
    dialled: str
    caller: str | None  # None: withheld


@dataclass(frozen=True, slots=True)
class Ringing:
    leg: str


@dataclass(frozen=True, slots=True)
class Answered:
    leg: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The leg is no more, answered or not; `cause` as the other side gave it."""

    leg: str
    cause: Cause = Cause.NORMAL


@dataclass(frozen=True, slots=True)
class Key:
    leg: str
    digit: str


@dataclass(frozen=True, slots=True)
class Played:
    """To its end, or not at all: whatever comes after an announcement must come."""

    playback: str


@dataclass(frozen=True, slots=True)
class Referred:
    """The phone's own transfer key."""

    leg: str
    to: Address


@dataclass(frozen=True, slots=True)
class Joined:
    """The phone's key for a warm transfer: on its second line it rang `asked`, and connects the caller with them now.

    `to` is what was dialled there; `asked` None: there it still rings.
    """

    leg: str
    line: str
    asked: str | None
    to: Address


@dataclass(frozen=True, slots=True)
class Lost:
    """The switch cannot be reached. Who talks goes on talking."""


@dataclass(frozen=True, slots=True)
class SeenLeg:
    id: str
    state: LegState
    bridge: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the switch has of ours: on every connect, and now and then. `restarted`: whatever it had is gone."""

    legs: tuple[SeenLeg, ...]
    bridges: tuple[str, ...] = ()
    restarted: bool = False


# Whoever drives the machine


@dataclass(frozen=True, slots=True)
class Arrived:
    """An inbound call with the rules that hold for it; `substitute` is who stands in, where that is agreed."""

    call: str
    municipality: str
    dialled: str
    number: str | None
    terms: Terms
    admission: Admission = Admission.QUEUE
    substitute: Address | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: timers of calls and agents that are due fire."""


@dataclass(frozen=True, slots=True)
class ContactOpened:
    """Without a call, or anew: the agent is busy with it, and no call can be taken."""

    agent: str


@dataclass(frozen=True, slots=True)
class ContactClosed:
    """The agent has written everything down: free for the next call."""

    agent: str


# Agents


@dataclass(frozen=True, slots=True)
class SignIn:
    agent: str
    name: str
    phone: str
    dials_only: bool = False


@dataclass(frozen=True, slots=True)
class SetPhone:
    """Which phone is theirs, without signing in."""

    agent: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class SetDuties:
    """Whose calls they answer (none named: everybody's), and what they can do that handbooks ask for."""

    agent: str
    name: str
    municipalities: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SignOut:
    agent: str


@dataclass(frozen=True, slots=True)
class Pause:
    agent: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    agent: str


@dataclass(frozen=True, slots=True)
class Accept:
    """On the screen; a phone that is simply picked up needs none."""

    agent: str


@dataclass(frozen=True, slots=True)
class Take:
    """A waiting call, chosen by hand out of the queue."""

    agent: str
    call: str


@dataclass(frozen=True, slots=True)
class Reject:
    agent: str


@dataclass(frozen=True, slots=True)
class Hold:
    agent: str


@dataclass(frozen=True, slots=True)
class Retrieve:
    """Back to the caller, from hold or from asking the Fachamt."""

    agent: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A warm transfer begins: the caller waits, the agent speaks with the target first."""

    agent: str
    to: Address
    name: str


@dataclass(frozen=True, slots=True)
class Pass:
    """A blind transfer: the target's phone rings, the agent is done."""

    agent: str
    to: Address
    name: str


@dataclass(frozen=True, slots=True)
class Complete:
    agent: str


@dataclass(frozen=True, slots=True)
class Invite:
    """A third joins: an interpreter."""

    agent: str
    to: Address
    name: str


@dataclass(frozen=True, slots=True)
class Join:
    """Caller, agent and the asked target speak together."""

    agent: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    agent: str


@dataclass(frozen=True, slots=True)
class HangUp:
    agent: str


@dataclass(frozen=True, slots=True)
class Dial:
    """The agent's own phone rings first, then the citizen's."""

    agent: str
    call: str
    municipality: str
    number: str
    shown: str  # the municipality's number, which the citizen sees
    subject: str
    terms: Terms


Event = (
    Inbound | Ringing | Answered | Gone | Key | Played | Referred | Joined | Lost | Snapshot | Arrived | Tick
    | ContactOpened | ContactClosed | SignIn | SetPhone | SetDuties | SignOut | Pause | Resume | Accept | Take
    | Reject | Hold | Retrieve | Ask | Pass | Complete | Invite | Join | Dismiss | HangUp | Dial
)  # fmt: skip
