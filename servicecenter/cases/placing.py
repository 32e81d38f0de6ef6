"""Where each part of a case goes by routing: to an office with a ticket, to a partner outside, or to nobody. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office
from servicecenter.directory.responsible import DistrictNeeded, Responsible
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.errors import Invalid
from servicecenter.routing.destination import responsible_for
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts, Step, StepKind
from servicecenter.routing.rulebook import Rulebook


class PartWay(StrEnum):
    TICKET = "ticket"
    PARTNER = "partner"  # outside the agreement: with the business's consent, by mail
    DISTRICT = "district"  # the place must be asked first
    NONE = "none"  # by the handbook no ticket: its number is said


@dataclass(frozen=True, slots=True)
class Placed:
    leistung: str
    way: PartWay
    decision: Decision
    office: Office | None = None
    step: Step | None = None  # of the ticket, with reason and clause

    @property
    def due_on(self) -> date | None:
        return self.step.due_on if self.step else None


def place(leistung: str, district: str | None, rulebook: Rulebook, at: datetime) -> Placed:
    """By the rules of the case's handbook; the Lotse rule stands aside, because the Lotse is who asks."""
    facts = _facts(leistung, district, rulebook, at)
    decision = decide(facts, rulebook)
    found = responsible_for(facts, rulebook)
    if isinstance(found, DistrictNeeded):
        return Placed(leistung, PartWay.DISTRICT, decision)
    if (step := decision.first(StepKind.TICKET)) is not None:
        return Placed(leistung, PartWay.TICKET, decision, rulebook.directory.offices[step.target.id], step)
    if isinstance(found, Responsible) and not rulebook.directory.is_inside(found.office):
        return Placed(leistung, PartWay.PARTNER, decision, found.office)
    return Placed(leistung, PartWay.NONE, decision, found.office if isinstance(found, Responsible) else None)


def placed(leistung: str, district: str | None, rulebook: Rulebook, at: datetime) -> Placed:
    """As `place`, for a part that is wanted. Raises Invalid in words where nobody can be asked."""
    found = place(leistung, district, rulebook, at)
    if found.way is PartWay.DISTRICT:
        raise Invalid(
            "Der Ort fehlt.", "Für eine der Leistungen hat jeder Ort ein eigenes Amt.",
            "Bitte den Ort des Betriebs wählen.", field="district",
        )  # fmt: skip
    if found.office is None or found.way is PartWay.NONE:
        raise Invalid(
            "Hier kann kein Amt gefragt werden.", "Nach dem Handbuch entsteht für diese Leistung kein Ticket.",
            "Bitte die Leistung abwählen und dem Betrieb die Nummer nennen.", field="leistung", leistung=leistung,
        )  # fmt: skip
    return found


def preview(vorhaben: Vorhaben, district: str | None, rulebook: Rulebook, at: datetime) -> Sequence[Placed]:
    """Every step of a Vorhaben as it would go today, in its order; Leistungen the catalogue lost are left out."""
    known = (step.leistung for step in vorhaben.step if step.leistung in rulebook.catalogue.by_key)
    return [place(leistung, district, rulebook, at) for leistung in known]


def _facts(leistung: str, district: str | None, rulebook: Rulebook, at: datetime) -> Facts:
    return Facts(
        municipality=rulebook.municipality, at=at, stage=rulebook.agreement.stage_on(local_day(at)),
        leistung=rulebook.catalogue.by_key[leistung], district=district, business=True, guided=True,
    )  # fmt: skip
