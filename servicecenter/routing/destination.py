"""Where a concern belongs, and whether somebody there can be rung now. Pure."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from servicecenter.agreements.model import Clause
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office, Person
from servicecenter.directory.responsible import DistrictNeeded, Responsible
from servicecenter.routing.model import Facts
from servicecenter.routing.rulebook import Rulebook

Somebody = TypeVar("Somebody", Office, Person)


def responsible_for(facts: Facts, rulebook: Rulebook) -> Responsible | DistrictNeeded | None:
    return rulebook.responsible(facts.leistung, facts.district) if facts.leistung else None


def office_for(facts: Facts, rulebook: Rulebook) -> Office | None:
    """Where a concern goes: to the Lotse, to who takes applications or decides, to the switchboard."""
    if (lotse := lotse_for(facts, rulebook)) is not None:
        return lotse
    found = responsible_for(facts, rulebook)
    if isinstance(found, Responsible):
        return found.applications if rulebook.directory.is_inside(found.applications) else found.office
    return None if found else rulebook.central_office


def lotse_clause(facts: Facts, rulebook: Rulebook) -> Clause | None:
    """The clause that makes this concern the Lotse's; None: it is not.

    A written demarcation is more precise than a Lotse, danger and social data are nobody's business, and what is no
    task of town or Kreis goes to a Lotse only where the handbook names it.
    """
    leistung = facts.leistung
    if not facts.business or facts.guided or facts.stage is None:
        return None
    if leistung is None:
        return rulebook.handbook.lotse(None, "", facts.stage.number)
    if leistung.key in rulebook.directory.told_apart or leistung.emergency or leistung.social:
        return None
    clause = rulebook.handbook.lotse(leistung.key, leistung.group, facts.stage.number)
    if clause is None or clause.lotse is None or (leistung.level == "third" and clause.lotse.is_open):
        return None
    return clause


def lotse_for(facts: Facts, rulebook: Rulebook) -> Office | None:
    """The Lotse of the caller's district, else one for all districts."""
    if lotse_clause(facts, rulebook) is None:
        return None
    lotsen = rulebook.directory.lotsen
    own = [office for office in lotsen if office.district is not None and office.district == facts.district]
    return first_of(own or [office for office in lotsen if office.district is None], facts.idle)


def first_of(several: Iterable[Somebody], idle: Mapping[str, int]) -> Somebody | None:
    """Of equals the one who has been without a call for longest, then the lowest id."""
    return min(several, key=lambda each: (-idle.get(each.id, 0), each.id), default=None)


def stand_in(office: Office, facts: Facts, rulebook: Rulebook) -> Office | None:
    """The first of the deputies, one after the other, who can be rung now."""
    offices, asked = rulebook.directory.offices, {office.id}
    deputy = offices.get(office.deputy or "")
    while deputy is not None and deputy.id not in asked:
        if unreachable(deputy, facts, rulebook) is None:
            return deputy
        asked.add(deputy.id)
        deputy = offices.get(deputy.deputy or "")
    return None


def unreachable(office: Office, facts: Facts, rulebook: Rulebook) -> str | None:
    """Why the office cannot be rung now; None: it can."""
    if not office.transfer:
        return "takes-no-calls"
    if rulebook.directory.is_away(local_day(facts.at), office=office.id):
        return "office-away"
    return None if rulebook.calendars.is_open(office, facts.at) else "office-closed"
