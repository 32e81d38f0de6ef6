"""The telephone at the desk: own state, pauses, hold and transfers; the queue; why a call went to whom."""

from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, NotFound, ServiceCentreError
from servicecenter.telephony.acts import EVENTS, Act
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.handset import PAUSES
from servicecenter.web import duties, phone_words
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import AGENT, CLERK, SUPERVISOR, WATCHING, Ask, Form, Table

table = Table()


class PhoneForm(Form):
    phone: str = Field(default="", max_length=80)


class PauseForm(Form):
    reason: str = Field(default=PAUSES[0], max_length=40)


class TransferForm(Form):
    place: int = Field(default=0, ge=0, le=50)
    warm: Literal["yes", ""] = ""


class DutiesForm(Form):
    skills: str = Field(default="", max_length=400)
    towns: str = Field(default="", max_length=80)  # several of one name: read with getall


class InviteForm(Form):
    number: str = Field(default="", max_length=80)
    name: str = Field(default="", max_length=200)


# The agent's own telephone


@table.get("/desk/phone", AGENT, passive=True)
async def phone(ask: Ask[Any]) -> web.Response:
    """Asked by the page itself, when something changed and now and then."""
    return framed(ask, "_desk_phone.html", **await view(ask))


@table.post("/desk/phone/sign-in", AGENT, body=PhoneForm)
async def sign_in(ask: Ask[PhoneForm]) -> web.Response:
    """With the simulated telephone nobody needs a number."""
    simulated = ask.program.telephone.is_simulated
    number = ask.body.phone or (ask.person.login if simulated else "")
    return await _acted(ask, ask.program.handset.sign_in(ask.person, number), typed=ask.body.phone)


@table.post("/desk/phone/pause", AGENT, body=PauseForm)
async def pause(ask: Ask[PauseForm]) -> web.Response:
    reason = ask.body.reason if ask.body.reason in PAUSES else PAUSES[0]
    return await _acted(ask, ask.program.handset.do(on.Pause(ask.person.id, reason)))


@table.post(r"/desk/phone/act/{act:[a-z-]{2,20}}", AGENT)
async def act(ask: Ask[Any]) -> web.Response:
    """Whatever does not fit the moment changes nothing: the screen shows the truth."""
    named = ask.text("act")
    if named not in EVENTS:
        raise NotFound("Das gibt es am Telefon nicht.", "", "Bitte die Ansicht neu laden.")
    return await _acted(ask, ask.program.handset.do(EVENTS[Act(named)](ask.person.id)))


@table.post("/desk/phone/transfer", AGENT, body=TransferForm)
async def transfer(ask: Ask[TransferForm]) -> web.Response:
    contact = await ask.program.desk.mine(ask.person)
    if contact is None:
        raise Conflict("Es ist kein Kontakt offen.", "Verbunden wird aus einem Gespräch.", "Bitte zuerst annehmen.")
    doing = ask.program.handset.transfer(ask.person, contact, ask.body.place, warm=bool(ask.body.warm))
    return await _acted(ask, doing)


@table.post("/desk/phone/invite", AGENT, body=InviteForm)
async def invite(ask: Ask[InviteForm]) -> web.Response:
    """An interpreter, or whoever else is needed in the conversation."""
    return await _acted(ask, ask.program.handset.invite(ask.person, ask.body.number, ask.body.name))


async def _acted(ask: Ask[Any], doing: Any, **values: Any) -> web.Response:
    """htmx gets the panel as it is now; a form without it the whole desk. What cannot be is said in the panel."""
    error: ServiceCentreError | None = None
    try:
        await doing
    except ServiceCentreError as trouble:
        error = trouble
    if not ask.is_fragment and error is None:
        return go("/desk", ask.http)
    shown = {"error": error, **values, **await view(ask)}
    return framed(ask, "_desk_phone.html", status=error.status if error else 200, **shown)


async def view(ask: Ask[Any]) -> dict[str, Any]:
    """What the panel shows: the telephone's state, what it said lately, and the ways of the open contact."""
    program = ask.program
    seen = await program.handset.seen(ask.person)
    contact = await program.desk.mine(ask.person)
    return {
        "phone": seen,
        "phone_words": phone_words,
        "phone_told": phone_words.told(phone_words.lately(seen.agent, program.clock.now())),
        "phone_names": Names.of(program),
        "pauses": PAUSES,
        "ways": program.handset.ways(contact) if contact else [],
        "simulated": program.telephone.is_simulated,
    }


# The queue, for everybody who may see it


@table.get("/queue", AGENT | WATCHING)
async def queue(ask: Ask[Any]) -> web.Response:
    return framed(ask, "queue.html", **await _waiting(ask))


@table.get("/queue/now", AGENT | WATCHING, passive=True)
async def queue_now(ask: Ask[Any]) -> web.Response:
    return framed(ask, "_queue.html", **await _waiting(ask))


async def _waiting(ask: Ask[Any]) -> dict[str, Any]:
    floor = await ask.program.handset.floor(ask.scope)
    agents: dict[str, int] = {}
    for agent in floor.agents.values():
        agents[agent.state.value] = agents.get(agent.state.value, 0) + 1
    return {
        "rows": await ask.program.handset.queue(ask.scope),
        "agents": agents,
        "phone_words": phone_words,
        "names": Names.of(ask.program),
        "is_connected": ask.program.telephony.is_connected,
        "latest": await ask.program.handset.latest(ask.scope),
        "people": {agent.id: agent.name for agent in floor.agents.values()},
    }


@table.get(r"/queue/why/{call:[\w.~-]{1,120}}", AGENT | WATCHING)
async def why(ask: Ask[Any]) -> web.Response:
    """Why this call went to her: everybody who might have had it, and why it was not they."""
    offers = await duties.offers(ask, ask.text("call"))
    floor = await ask.program.handset.floor(ask.scope)
    people = {agent.id: agent.name for agent in floor.agents.values()}
    return framed(
        ask, "queue_why.html", offers=offers, people=people, phone_words=phone_words, names=Names.of(ask.program)
    )


# Who answers whose calls


@table.get("/queue/duties", SUPERVISOR)
async def all_duties(ask: Ask[Any]) -> web.Response:
    return await _duties(ask)


@table.post(r"/queue/duties/{person:[0-9a-f]{32}}", SUPERVISOR, body=DutiesForm)
async def set_duties(ask: Ask[DutiesForm]) -> web.Response:
    """Only municipalities there are; the rest of what was sent says nothing."""
    person = await duties.agent(ask, ask.text("person"))
    known = {town.id for town in ask.program.rulebooks.municipalities()}
    chosen = [str(town) for town in (await ask.http.post()).getall("towns", []) if str(town) in known]
    await ask.program.handset.set_duties(person, chosen, ask.body.skills)
    return await _duties(ask, toasts=[(f"Gespeichert: {person.name}", None)])


async def _duties(ask: Ask[Any], **values: Any) -> web.Response:
    wanted = {skill for town in ask.program.rulebooks.municipalities() for skill in _asked_for(ask, town.id)}
    shown = {
        "people": await duties.agents(ask),
        "agents": (await ask.program.handset.floor(ask.scope)).agents,
        "towns": ask.program.rulebooks.municipalities(),
        "wanted": sorted(wanted),
        "phone_words": phone_words,
    }
    return framed(ask, "queue_duties.html", **shown | values)


def _asked_for(ask: Ask[Any], municipality: str) -> tuple[str, ...]:
    """What the municipality's handbook wants an agent to be able to do; nothing where none holds today."""
    day = local_day(ask.program.clock.now())
    if not ask.program.rulebooks.has_rules(municipality, day):
        return ()
    return ask.program.rulebooks.on(municipality, day).handbook.queue()[0].skills


# Calls that are about to be put through to a Fachamt


@table.get("/inbox/handover", CLERK, passive=True)
async def handover(ask: Ask[Any]) -> web.Response:
    notes = await ask.program.handset.mentioned(ask.scope)
    return framed(ask, "_handover.html", notes=notes, names=Names.of(ask.program))
