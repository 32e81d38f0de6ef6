"""A call that somebody plays to see what callers meet: closed, full, too often. For the simulated telephone alone.

It comes in by the same door as every call, and the handbook's rules decide; only what they are asked about is chosen.
"""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.callbacks.numbers import same, shown
from servicecenter.contacts.model import OUTCOME_WORDS
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Invalid, NotFound, ServiceCentreError
from servicecenter.telephony.callflow.model import CallState
from servicecenter.telephony.rehearsing import WORDS, Rehearsal
from servicecenter.telephony.telephones import REHEARSED, SimulatedTelephone
from servicecenter.web import phone_words
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.rehearsed import heard, simulated
from servicecenter.web.table import AGENT, SUPERVISOR, Ask, Form, Table

table = Table()
PLAYING = AGENT | SUPERVISOR
CALL = r"/rehearsal/{call:[\w.~-]{1,120}}"
KEYED = (CallState.TOLD, CallState.WISHING, CallState.WAITING)
CALLER = "+49 30 23125 017"  # of the range reserved for fiction


class PlayForm(Form):
    municipality: str = Field(default="", max_length=80)
    caller: str = Field(default="", max_length=60)
    meets: Rehearsal = Rehearsal.CLOSED


class PressForm(Form):
    keys: str = Field(default="", max_length=20, pattern=r"^[0-9#]*$")


@table.get("/rehearsal", PLAYING)
async def rehearsal(ask: Ask[Any]) -> web.Response:
    return _form(ask)


@table.post("/rehearsal", PLAYING, body=PlayForm)
async def play(ask: Ask[PlayForm]) -> web.Response:
    given, telephone = ask.body, simulated(ask)
    try:
        if given.caller and same(given.caller) is None:
            raise Invalid(
                "Diese Nummer gibt es nicht.", "So kann niemand anrufen.", "Bitte mit Vorwahl, oder leer lassen.",
                field="caller",
            )  # fmt: skip
        call = await telephone.rehearse(_number(ask, given.municipality), given.caller or None, given.meets)
    except ServiceCentreError as error:
        return _form(ask, status=error.status, error=error, typed=given)
    return go(f"/rehearsal/{call}", ask.http)


@table.get(CALL, PLAYING)
async def played(ask: Ask[Any]) -> web.Response:
    return framed(ask, "rehearsal_call.html", **await _call(ask))


@table.get(CALL + "/now", PLAYING, passive=True)
async def played_now(ask: Ask[Any]) -> web.Response:
    return framed(ask, "_rehearsal_call.html", **await _call(ask))


@table.post(CALL + "/press", PLAYING, body=PressForm)
async def press(ask: Ask[PressForm]) -> web.Response:
    telephone, call = _played(ask)
    await telephone.press(call, ask.body.keys)
    return framed(ask, "_rehearsal_call.html", **await _call(ask))


@table.post(CALL + "/hang-up", PLAYING)
async def hang_up(ask: Ask[Any]) -> web.Response:
    telephone, call = _played(ask)
    await telephone.hang_up(call)
    return framed(ask, "_rehearsal_call.html", **await _call(ask))


@table.get(r"/rehearsal/sound/{municipality:[a-z0-9-]{1,80}}/{name:[a-z-]{1,40}}.wav", PLAYING)
async def sound(ask: Ask[Any]) -> web.Response:
    """The municipality's own announcement, or the usual one."""
    simulated(ask)
    wav = await ask.program.announcing.heard(ask.text("municipality"), ask.text("name"))
    return web.Response(body=wav, content_type="audio/wav")


def _number(ask: Ask[Any], municipality: str) -> str:
    """What is dialled. Raises NotFound."""
    numbers = {town: number for number, town in ask.program.rulebooks.numbers().items()}
    if municipality not in numbers:
        raise NotFound("Diese Kommune kann nicht angerufen werden.", "Keine Vereinbarung nennt ihre Nummer.", "")
    return numbers[municipality]


def _form(ask: Ask[Any], status: int = 200, **values: Any) -> web.Response:
    simulated(ask)
    reachable = set(ask.program.rulebooks.numbers().values())
    shown_now = {
        "towns": [(town.id, town.name) for town in ask.program.rulebooks.municipalities() if town.id in reachable],
        "meets": WORDS, "error": None, "typed": PlayForm(caller=CALLER),
    }  # fmt: skip
    return framed(ask, "rehearsal.html", status=status, **shown_now | values)


def _played(ask: Ask[Any]) -> tuple[SimulatedTelephone, str]:
    """Only calls that somebody plays have keys here. Raises NotFound for others."""
    telephone, call = simulated(ask), ask.text("call")
    if not call.startswith(REHEARSED):
        raise NotFound("Diesen Anruf spielt niemand vor.", "Er kam von selbst.", "Bitte einen Anruf vorspielen.")
    return telephone, call


async def _call(ask: Ask[Any]) -> dict[str, Any]:
    """What the caller heard and where the call stands. Raises NotFound for one that nobody played."""
    telephone, name = _played(ask)
    contact = await ask.program.desk.called(ask.scope, name)
    call = (await ask.program.handset.floor(ask.scope)).calls.get(name)
    rulebook = ask.program.rulebooks.on(contact.municipality, local_day(contact.opened_at))
    return {
        "call": call, "call_id": name, "contact": contact, "names": Names.of(ask.program), "phone_words": phone_words,
        "heard": heard(telephone.switch.heard.get(name, ()), ask.program.announcing.usual()), "outcomes": OUTCOME_WORDS,
        "number": shown(contact.dialled or ""), "may_key": call is not None and call.state in KEYED,
        "wish_key": ask.program.handset.gathering.terms(rulebook).wish_key,
    }  # fmt: skip
