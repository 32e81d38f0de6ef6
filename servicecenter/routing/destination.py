"""Where a concern belongs, and whether somebody there can be rung now. Pure."""

from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office
from servicecenter.directory.responsible import DistrictNeeded, Responsible, responsible
from servicecenter.routing.model import Facts
from servicecenter.routing.rulebook import Rulebook


def responsible_for(facts: Facts, rulebook: Rulebook) -> Responsible | DistrictNeeded | None:
    return responsible(rulebook.directory, facts.leistung, facts.district) if facts.leistung else None


def office_for(facts: Facts, rulebook: Rulebook) -> Office | None:
    """Where a concern goes: to the place inside that takes applications, or decides; else to the switchboard."""
    found = responsible_for(facts, rulebook)
    if isinstance(found, Responsible):
        return found.applications if rulebook.directory.is_inside(found.applications) else found.office
    return None if found else rulebook.central_office


def unreachable(office: Office, facts: Facts, rulebook: Rulebook) -> str | None:
    """Why the office cannot be rung now; None: it can."""
    if not office.transfer:
        return "takes-no-calls"
    if rulebook.directory.is_away(local_day(facts.at), office=office.id):
        return "office-away"
    return None if rulebook.calendars.is_open(office, facts.at) else "office-closed"
