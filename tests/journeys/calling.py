"""Steps that several journeys begin with."""

from typing import Any

from tests.web.asking import Asking

GELDERN = "+49 30 23125 300"
CALLER = "+49 30 23125 017"


async def rings(agent: Asking, dialled: str = GELDERN, caller: str = CALLER) -> Any:
    """Somebody calls, and the agent takes the call."""
    call = await agent.post("/calls", {"dialled": dialled, "caller": caller}, expect=201)
    return await agent.post(f"/contacts/{call['contact']}/take")


async def building_permit(agent: Asking, **wish: str) -> Any:
    """A caller from Geldern wants to build a carport and to be called back."""
    contact = await rings(agent)
    await agent.post(f"/contacts/{contact['id']}/facts", {"leistung": "baugenehmigung"})
    wanted = {
        "concern": "Braucht ein Carport eine Genehmigung?",
        "reply": "callback",
        "number": CALLER,
        "window": "nach 14 Uhr",
        "caller_name": "Kim Beispiel",
        "already_said": "Die Bauordnung meldet sich.",
    }
    return await agent.post(f"/contacts/{contact['id']}/forward", wanted | wish, expect=201)
