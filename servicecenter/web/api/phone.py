"""The agent's own telephone: its state, and every act of the screen. An act that does not fit the moment is a 409."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from servicecenter.callbacks.model import OUTCOME_WORDS, Outcome
from servicecenter.errors import NotFound
from servicecenter.telephony import handset
from servicecenter.telephony.acts import Act, NotNow, possible
from servicecenter.telephony.callflow.agents import LEAVE
from servicecenter.telephony.callflow.model import Agent, AgentState, Call, CallState, Origin, Role
from servicecenter.telephony.handset import PauseReason
from servicecenter.web import phone_words
from servicecenter.web.api.shapes import Shape, codes
from servicecenter.web.table import AGENT, CLERK, Ask, Form, Table

table = Table()
DIALLING = AGENT | CLERK


class OwnCall(Shape):
    """The call at this phone. `contact`: to be taken while it rings, and worked on while it is talked."""

    id: str
    origin: Origin
    municipality: str
    state: CallState
    state_in_words: str
    since: datetime
    contact: int | None  # null: dialled from a ticket
    target: str  # to whom it is being put through
    target_answered: bool
    has_guest: bool  # a third person is in the conversation, or is being rung


class PhoneSaid(Shape):
    """What the telephone said in the last two minutes."""

    code: str
    at: datetime
    in_words: str


class TransferWay(Shape):
    """A step of the plan that has a number to ring; transfer by its `place`."""

    place: int
    name: str
    hours: str
    open_now: bool


class Phone(Shape):
    """`acts`: what would do something now. `then`: asked for while busy, and done after the call."""

    is_connected: bool
    is_simulated: bool
    extension: str
    state: AgentState
    state_in_words: str
    since: datetime | None
    until: datetime | None  # the end of the wrap-up
    reason: str  # of the pause, in words
    then: Literal["leave", "pause"] | None
    said: PhoneSaid | None
    call: OwnCall | None
    acts: list[Act]
    ways: list[TransferWay]


class DialledNumber(Shape):
    """What became of the number dialled last, until it is written down as an attempt."""

    at: datetime
    outcome: Annotated[Outcome, codes(Outcome)]
    outcome_in_words: str


class Extension(Form):
    phone: str = Field(default="", max_length=80, description="Nebenstelle; am simulierten Telefon entbehrlich")


class PauseFor(Form):
    reason: PauseReason = "Pause"


class DoAct(Form):
    act: Act


class TransferTo(Form):
    place: int = Field(ge=0, le=50, description="Aus `ways` des eigenen Telefons")
    warm: StrictBool = Field(default=True, description="true: erst rückfragen; false: direkt verbinden")


class InviteThird(Form):
    number: str = Field(max_length=80)
    name: str = Field(default="", max_length=200)


class DialTicket(Form):
    ticket: int = Field(ge=0, le=2**31 - 1)


@table.get("/api/v1/phone", DIALLING, answer=Phone, summary="Das eigene Telefon: Stand, Gespräch, was jetzt geht")
async def own_phone(ask: Ask[Any]) -> Phone:
    return await _shown(ask)


@table.post("/api/v1/phone", DIALLING, body=Extension, answer=Phone, summary="Die eigene Nebenstelle eintragen")
async def set_extension(ask: Ask[Extension]) -> Phone:
    """Damit ist noch niemand angemeldet."""
    await ask.program.handset.set_phone(ask.person, ask.body.phone)
    return await _shown(ask)


@table.post("/api/v1/phone/sign-in", AGENT, body=Extension, answer=Phone, summary="Am Telefon anmelden")
async def sign_in_at_phone(ask: Ask[Extension]) -> Phone:
    """Von jetzt an werden Anrufe angeboten."""
    simulated = ask.program.telephone.is_simulated
    await ask.program.handset.sign_in(ask.person, ask.body.phone or (ask.person.login if simulated else ""))
    return await _shown(ask)


@table.post("/api/v1/phone/pause", AGENT, body=PauseFor, answer=Phone, summary="Pause mit Grund")
async def pause(ask: Ask[PauseFor]) -> Phone:
    """Im Gespräch: sobald es zu Ende ist."""
    await ask.program.handset.pause(ask.person, ask.body.reason)
    return await _shown(ask)


@table.post("/api/v1/phone/acts", DIALLING, body=DoAct, answer=Phone, summary="Ein Handgriff am eigenen Telefon")
async def act_at_phone(ask: Ask[DoAct]) -> Phone:
    """`sign-out` abmelden, `resume` wieder frei, `accept` annehmen (nur am simulierten Telefon), `reject` ablehnen,
    `hold` halten, `retrieve` zurück zur Person, `complete` verbinden und auflegen, `join` zu dritt sprechen,
    `dismiss` die dritte Person verabschieden, `hang-up` auflegen. Was nicht in `acts` steht, ist ein 409."""
    if ask.body.act is Act.ACCEPT and not ask.program.telephone.is_simulated:
        raise NotNow
    await ask.program.handset.act(ask.person, ask.body.act)
    return await _shown(ask)


@table.post("/api/v1/phone/transfer", AGENT, body=TransferTo, answer=Phone, summary="Verbinden, den Weg entlang")
async def transfer_call(ask: Ask[TransferTo]) -> Phone:
    """Das Gesagte steht beim Fachamt auf dem Bildschirm, bevor dort das Telefon klingelt."""
    contact = await ask.program.desk.mine(ask.person)
    if contact is None:
        raise NotNow
    await ask.program.handset.transfer(ask.person, contact, ask.body.place, warm=ask.body.warm)
    return await _shown(ask)


@table.post("/api/v1/phone/invite", AGENT, body=InviteThird, answer=Phone, summary="Eine dritte Person dazuholen")
async def invite_third(ask: Ask[InviteThird]) -> Phone:
    await ask.program.handset.invite(ask.person, ask.body.number, ask.body.name)
    return await _shown(ask)


@table.post("/api/v1/phone/dial", DIALLING, body=DialTicket, answer=Phone, summary="Den Rückruf eines Tickets wählen")
async def dial_ticket(ask: Ask[DialTicket]) -> Phone:
    """Zuerst klingelt das eigene Telefon, dann das der Person."""
    item = await ask.program.inbox.item(ask.scope, ask.body.ticket)
    await ask.program.handset.call_back(ask.person, item.callback)
    return await _shown(ask)


@table.get(
    r"/api/v1/tickets/{ticket:\d+}/dialled", DIALLING, answer=list[DialledNumber],
    summary="Was aus der zuletzt gewählten Nummer wurde",
)  # fmt: skip
async def dialled_for_ticket(ask: Ask[Any]) -> list[DialledNumber]:
    """Höchstens eines; eingetragen wird es als Versuch."""
    item = await ask.program.inbox.item(ask.scope, ask.number("ticket"))
    if item.callback is None:
        return []
    last = await ask.program.handset.dialled(ask.scope, item.callback.subject)
    if last is None:
        return []
    outcome = handset.outcome(last)
    return [DialledNumber(at=last.at, outcome=outcome, outcome_in_words=OUTCOME_WORDS[outcome])]


async def _shown(ask: Ask[Any]) -> Phone:
    program, at = ask.program, ask.program.clock.now()
    seen, contact = await program.handset.seen(ask.person), await program.desk.mine(ask.person)
    simulated = program.telephone.is_simulated
    agent = seen.agent or Agent(ask.person.id, ask.person.name)
    ways = program.handset.ways(contact) if contact else ()
    return Phone(
        is_connected=seen.is_connected, is_simulated=simulated, extension=agent.phone, state=agent.state,
        state_in_words=phone_words.STATES[agent.state][1], since=agent.since, until=agent.due_at,
        reason=phone_words.reason(agent), then=_then(agent), said=_said(agent, at),
        call=await _call(ask, seen.call) if seen.call else None,
        acts=list(possible(seen.agent, seen.call, at, simulated=simulated)),
        ways=[
            TransferWay(place=place, name=way.target.name, hours=way.target.hours, open_now=way.target.open_now)
            for place, way in enumerate(ways)
        ],
    )  # fmt: skip


def _then(agent: Agent) -> Literal["leave", "pause"] | None:
    if not agent.then:
        return None
    return "leave" if agent.then == LEAVE else "pause"


def _said(agent: Agent, at: datetime) -> PhoneSaid | None:
    said = phone_words.lately(agent, at)
    words = phone_words.told(said)
    return PhoneSaid(code=said.code, at=said.at, in_words=words[1]) if said and words else None


async def _call(ask: Ask[Any], call: Call) -> OwnCall:
    return OwnCall(
        id=call.id, origin=call.origin, municipality=call.municipality, state=call.state,
        state_in_words=phone_words.state_of(call), since=call.since, contact=await _contact(ask, call),
        target=call.target, target_answered=call.is_up(Role.TARGET), has_guest=call.leg(Role.GUEST) is not None,
    )  # fmt: skip


async def _contact(ask: Ask[Any], call: Call) -> int | None:
    try:
        return (await ask.program.desk.called(ask.scope, call.id)).id if call.origin is Origin.INBOUND else None
    except NotFound:  # it rings, and its contact is being written
        return None
