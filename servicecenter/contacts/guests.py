"""Who acts for a Fachamt without a login: whoever has its link, or writes from its address. Pure."""

from servicecenter.access.model import Person, Role
from servicecenter.tickets.model import Ticket

LONGEST_NAME = 80


def actor(ticket: Ticket) -> str:
    """The same for everybody at that office: the office is accountable, not a login."""
    return f"guest-{ticket.municipality}-{ticket.office}"


def guest(ticket: Ticket, name: str, way: str) -> Person:
    """`way` stands behind the name: "über den Link", "per E-Mail"."""
    shown = f"{name.strip()[:LONGEST_NAME]} ({way})"
    return Person(actor(ticket), "guest", shown, Role.FACHAMT, ticket.municipality, frozenset({ticket.office}))
