"""Calls, their legs, the offers made to agents, and the agents themselves. Frozen; ids are chosen by us. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

SEPARATOR = "~"  # between a call's id and what of it is meant; safe in an address


class Origin(StrEnum):
    INBOUND = "inbound"
    DIALLED = "dialled"  # an agent calls a citizen: the agent's own phone rings first


class CallState(StrEnum):
    GREETED = "greeted"  # hears the greeting
    WAITING = "waiting"  # in the queue
    KEPT = "kept"  # has hung up, the place in the queue advances
    OFFERED = "offered"  # an agent's phone rings for it
    REACHING = "reaching"  # the agent is there, the citizen's phone rings
    TALKING = "talking"  # with the agent, perhaps with a guest
    HELD = "held"
    ASKING = "asking"  # the caller hears music while the agent asks the Fachamt
    PASSING = "passing"  # without the agent: the target's phone rings
    HANDED = "handed"  # talks with the target
    TOLD = "told"  # closed or full: hears the announcement that says so
    WISHING = "wishing"  # a callback: privacy sentence, number, confirmation
    ENDED = "ended"


class Role(StrEnum):
    CALLER = "caller"  # the citizen, whoever called whom
    AGENT = "agent"
    TARGET = "target"  # Fachamt, named person, or the centre that stands in
    GUEST = "guest"  # an interpreter, or a target taken into the conversation


class LegState(StrEnum):
    DIALLED = "dialled"
    RINGING = "ringing"
    UP = "up"


class Cause(StrEnum):
    NORMAL = "normal"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    UNAVAILABLE = "unavailable"  # no such phone, or none that is registered
    CONGESTION = "congestion"
    CANCELLED = "cancelled"  # by us, or by somebody who was quicker
    LOST = "lost"  # the switch has it no more, and nobody knows why


class AddressKind(StrEnum):
    PHONE = "phone"  # an extension of the centre
    NUMBER = "number"  # over the trunk, E.164
    DIALLED = "dialled"  # as keyed on a phone: the switch's dialplan knows what it means


@dataclass(frozen=True, slots=True)
class Address:
    kind: AddressKind
    value: str


@dataclass(frozen=True, slots=True)
class Leg:
    id: str
    role: Role
    state: LegState
    to: Address | None = None  # None: it came to us


class Admission(StrEnum):
    QUEUE = "queue"
    CLOSED = "closed"  # outside the agreed hours or stages
    FULL = "full"
    SUBSTITUTE = "substitute"  # to the centre that stands in
    FLOOD = "flood"  # too many calls from this number


@dataclass(frozen=True, slots=True)
class Overflow:
    """What becomes of a call that waits for so long: to the centre that stands in, else a callback is offered."""

    after_seconds: int
    reason: str
    clause: str
    substitute: Address | None = None  # None: nobody stands in, or not at that hour


@dataclass(frozen=True, slots=True)
class Terms:
    """The rule of the handbook under which this call is handled, frozen when it arrives. Durations in seconds."""

    clause: str = ""
    weight: int = 1
    priority: int = 0
    skills: frozenset[str] = frozenset()
    greets: bool = True  # whether a greeting is played before the queue
    offer_seconds: int = 20
    wrap_up_seconds: int = 30
    ring_seconds: int = 20  # of a Fachamt
    place_after_seconds: int | None = None  # None: a place cannot be kept
    position_every_seconds: int | None = 60
    handled_seconds: float = 240.0  # how long an agent is busy with a call, on average, as it was when this one came
    keep_seconds: int = 7200  # a kept place that did not come up by then becomes an ordinary callback
    wish_key: str = "1"  # empty: nobody owes callbacks here, so none is offered
    overflow: Overflow | None = None  # None: whoever waits goes on waiting


class WishKind(StrEnum):
    CALLBACK = "callback"
    PLACE = "place"


class WishStage(StrEnum):
    PRIVACY = "privacy"  # the sentence is being played
    NUMBER = "number"  # the caller keys a number
    CONFIRM = "confirm"  # the number was read, one key confirms it


@dataclass(frozen=True, slots=True)
class Wish:
    kind: WishKind
    stage: WishStage
    keyed: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    agent: str
    at: datetime
    until: datetime


class Result(StrEnum):
    """How a call ended, as its contact will say."""

    ANSWERED = "answered"  # an agent spoke with the caller
    ABANDONED = "abandoned"
    CLOSED = "closed"  # heard that nobody is there
    TURNED_AWAY = "turned_away"  # full, or too many calls from one number
    SUBSTITUTED = "substituted"  # put through to the centre that stands in
    CALLBACK = "callback"  # a callback was promised
    NOT_REACHED = "not_reached"  # we called, and nobody answered
    LOST = "lost"  # the switch lost it


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    origin: Origin
    municipality: str
    terms: Terms
    state: CallState
    since: datetime  # in this state
    arrived_at: datetime
    dialled: str = ""
    number: str | None = None  # E.164 of the citizen, while the call lasts; None: withheld
    admission: Admission = Admission.QUEUE
    legs: tuple[Leg, ...] = ()
    queued_at: datetime | None = None  # its place: a call that returns keeps it
    start_tag: float | None = None  # its turn among municipalities, fixed when it was first offered
    agent: str | None = None
    offer: Offer | None = None
    wanted: str | None = None  # the agent to whom it returns
    refused: Mapping[str, datetime] = field(default_factory=dict)  # agent → when
    wish: Wish | None = None
    place_offered: bool = False
    overflowed: bool = False  # has waited for so long that the overflow was done, once; the key now means a callback
    kept: bool = False  # the citizen is to be called: the place in the queue was kept
    promised: bool = False
    subject: str = ""  # what an agent dials for: "callback:12"
    target: str = ""  # to whom it is passed, as the screen says it
    is_talked: bool = False
    timers: Mapping[str, datetime] = field(default_factory=dict)
    count: int = 0  # of ids made
    recorded: Mapping[str, int] = field(default_factory=dict)  # how often a step was recorded on a leg
    playing: str | None = None
    result: Result | None = None
    cause: Cause | None = None

    def leg(self, role: Role) -> Leg | None:
        return next((leg for leg in self.legs if leg.role is role), None)

    def is_up(self, role: Role) -> bool:
        leg = self.leg(role)
        return leg is not None and leg.state is LegState.UP

    @property
    def up(self) -> tuple[str, ...]:
        return tuple(leg.id for leg in self.legs if leg.state is LegState.UP)

    @property
    def is_over(self) -> bool:
        return self.state is CallState.ENDED


class AgentState(StrEnum):
    AWAY = "away"  # not signed in
    FREE = "free"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Told:
    """What an agent's screen says of the telephone: a code, words stand in the screens."""

    code: str
    at: datetime
    name: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """`writing`: the contact of the last call is still open, so no other call can be taken."""

    id: str
    name: str
    phone: str = ""
    state: AgentState = AgentState.AWAY
    since: datetime | None = None
    idle_since: datetime | None = None  # when the last conversation ended
    municipalities: frozenset[str] = frozenset()  # empty: all
    skills: frozenset[str] = frozenset()
    reason: str = ""  # of the pause
    then: str = ""  # asked for while busy: the reason of a pause that follows, or LEAVE
    before: str = ""  # the reason of the pause in which the phone rings
    missed: int = 0
    call: str | None = None
    writing: bool = False
    due_at: datetime | None = None  # the wrap-up's end
    dials_only: bool = False  # a clerk: calls citizens back, is offered no calls
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How far a municipality has been served: start-time fair queueing. `finish` is its next call's start at least."""

    finish: float = 0.0


@dataclass(frozen=True, slots=True)
class Floor:
    """Everybody who calls and everybody who answers."""

    calls: Mapping[str, Call] = field(default_factory=dict)
    agents: Mapping[str, Agent] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    served: float = 0.0  # the start of the call that was offered last, whatever its municipality
    over: Mapping[str, datetime] = field(default_factory=dict)  # calls that ended lately: nothing wakes them
    strangers: frozenset[str] = frozenset()  # legs the switch had at the last look, and nobody knew
    is_connected: bool = True  # whether the switch answers


def call_of(name: str) -> str:
    """The call to which a leg, bridge or playback belongs; an inbound leg has the call's own id."""
    return name.partition(SEPARATOR)[0]
