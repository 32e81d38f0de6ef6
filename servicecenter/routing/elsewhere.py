"""Where a concern goes that an office gave back: where it proposes, else along the plan without it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from servicecenter.directory.model import Office
from servicecenter.directory.responsible import Responsible
from servicecenter.routing.destination import responsible_for
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Facts, StepKind
from servicecenter.routing.rulebook import Rulebook

INBOXES = (StepKind.TICKET, StepKind.CALLBACK)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    office: Office
    reason: str  # stable code; words.py has the sentence


def elsewhere(facts: Facts, rulebook: Rulebook, refused: frozenset[str], proposal: str = "") -> Elsewhere | None:
    """None where nobody is left with an inbox here who has not refused: a person must decide."""
    proposed = rulebook.directory.offices.get(proposal)
    if proposed is not None and _may_have_it(proposed, rulebook, refused):
        return Elsewhere(proposed, "proposed-by-office")
    left = (office for office in _others(facts, rulebook) if _may_have_it(office, rulebook, refused))
    office = next(left, None)
    return Elsewhere(office, "plan-without-office") if office is not None else None


def inboxes(rulebook: Rulebook, refused: frozenset[str]) -> list[Office]:
    """Whoever could get it, by name."""
    found = [office for office in rulebook.directory.office if _may_have_it(office, rulebook, refused)]
    return sorted(found, key=lambda office: office.name)


def _may_have_it(office: Office, rulebook: Rulebook, refused: frozenset[str]) -> bool:
    return rulebook.directory.is_inside(office) and office.id not in refused


def _others(facts: Facts, rulebook: Rulebook) -> Iterator[Office]:
    """The plan's own offices first, then whoever does such work as well, at last the switchboard."""
    offices = rulebook.directory.offices
    for step in decide(facts, rulebook).plan:
        if step.kind in INBOXES and step.target.id in offices:
            yield offices[step.target.id]
    found = responsible_for(facts, rulebook)
    if isinstance(found, Responsible):
        yield from (found.office, found.applications, found.calls_back, *found.beside)
    if facts.leistung is not None:
        yield from rulebook.directory.doing.get(facts.leistung.office, ())
    yield rulebook.central_office
