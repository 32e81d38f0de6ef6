"""What other pages show of a case: the date line beside an office's own ticket, a link from the first contact."""

from typing import Any

from servicecenter.access.model import Role
from servicecenter.directory.calendars import local_day
from servicecenter.tickets.model import Ticket
from servicecenter.web import case_words
from servicecenter.web.names import Names
from servicecenter.web.table import BUSINESS, Ask


async def dates(ask: Ask[Any], ticket: Ticket, names: Names) -> dict[str, Any]:
    """Without what others wrote: any office of the case may see them, also behind a link."""
    program, at = ask.program, ask.program.clock.now()
    found = await program.looking.glimpse(ticket)
    line = case_words.told(found.line, ticket.municipality, names, at, local_day(at)) if found else []
    return {"glimpse": found, "glimpse_line": line}


async def of_ticket(ask: Ask[Any], ticket: Ticket, names: Names) -> dict[str, Any]:
    """The dates; and whether the reader leads businesses, so that a case may begin here."""
    shown, program = await dates(ask, ticket, names), ask.program
    lotsen = {lotse.id for lotse in program.rulebooks.directory(ticket.municipality).lotsen}
    reached = program.businesses.reach(ask.scope).offices
    leads = reached is None or any((ticket.municipality, lotse) in reached for lotse in lotsen)
    return shown | {"may_lead": leads if shown["glimpse"] else ticket.office in lotsen}


async def of_contact(ask: Ask[Any], contact: int) -> dict[str, Any]:
    if ask.person.role not in BUSINESS or ask.person.role is Role.FACHAMT:
        return {"business": None, "vorhaben": None, "may_link": False}
    return {
        "may_link": ask.person.role is Role.AGENT,
        "business": await ask.program.businesses.of_contact(ask.scope, contact),
        "vorhaben": await ask.program.looking.of_contact(ask.person, contact),
    }
