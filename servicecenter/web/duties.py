"""Who answers calls, and to whom one was offered: what the pages and the API both ask."""

from collections.abc import Sequence
from typing import Any

from servicecenter.access.model import Person, Role, Scope
from servicecenter.errors import NotFound
from servicecenter.telephony.store import Offered
from servicecenter.web.table import Ask

EVERYBODY_AT_WORK = Scope.system("duties of agents")  # names of the centre's own people, for its supervisor


async def agents(ask: Ask[Any]) -> list[Person]:
    people = await ask.program.access.list_people(EVERYBODY_AT_WORK)
    return [person for person in people if person.role is Role.AGENT and person.disabled_at is None]


async def agent(ask: Ask[Any], person_id: str) -> Person:
    """Raises NotFound for everybody else."""
    found = next((person for person in await agents(ask) if person.id == person_id), None)
    if found is None:
        raise NotFound("Diese Servicekraft gibt es nicht.", "Niemand hat diese Kennung.", "Bitte die Liste neu laden.")
    return found


async def offers(ask: Ask[Any], call: str) -> Sequence[Offered]:
    """Raises NotFound for a call that nobody was offered."""
    found = await ask.program.handset.why(ask.scope, call)
    if not found:
        raise NotFound(
            "Zu diesem Anruf steht keine Zuteilung.", "Er wurde niemandem angeboten, oder vor mehr als 30 Tagen.",
            "Bitte die Warteschlange öffnen.",
        )  # fmt: skip
    return found
