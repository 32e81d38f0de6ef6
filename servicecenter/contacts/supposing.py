"""A case somebody thinks of, „was wäre, wenn“: checked against the rules of its day, then decided like a call."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from servicecenter.agreements.model import Stage
from servicecenter.directory.calendars import YEARS, local_day
from servicecenter.directory.model import Absence
from servicecenter.errors import Invalid
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts, Load
from servicecenter.routing.people import find_people
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

NO_INSTANT = "Das ist kein Zeitpunkt. Beispiel: 2026-11-23T10:00"
OUTSIDE = 0  # the stage of a case outside the agreement's term


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is known of a case, as somebody typed it. `stage` and `away` as if they held."""

    municipality: str
    at: datetime
    leistung: str | None = None
    text: str | None = None  # the caller's words, read where no Leistung is named
    district: str | None = None
    business: bool = False
    person: str | None = None
    waiting: int | None = None  # callers in the queue, this one among them; None: somebody speaks with the caller
    longest: int = 0  # seconds the first of them has waited
    stage: int | None = None
    away: str | None = None  # an office that is not there that day

    @property
    def load(self) -> Load | None:
        return None if self.waiting is None else Load(self.waiting, self.longest)


@dataclass(frozen=True, slots=True)
class Supposition:
    """The decision, and the rules it was made by; `understood` where words alone named the Leistung."""

    decision: Decision
    rulebook: Rulebook
    understood: bool = False


class CaseImpossible(Invalid):
    """`details["fields"]` has every fault with its field, the first of them is told."""

    code = "case-impossible"


async def suppose(case: Supposed, rulebooks: Rulebooks, knowledge: KnowledgeBase) -> Supposition:
    """Raises NotFound where no rules hold that day, CaseImpossible for what there is not."""
    if case.at.year not in YEARS:
        raise impossible([("at", f"Gerechnet wird von {YEARS[0]} bis {YEARS[-1]}.")])
    day = local_day(case.at)
    rulebook = rulebooks.on(case.municipality, day)
    if found := list(faults(case, rulebook)):
        raise impossible(found)
    key = case.leistung or (await _leistung_of(case, knowledge) if case.text else None)
    has_article = key is not None and knowledge.has_article_for(case.municipality, key)
    facts = facts_of(case, rulebook, key, has_article=has_article)
    held = without(rulebook, case.away, day)
    return Supposition(decide(facts, held), held, understood=key is not None and not case.leistung)


def faults(case: Supposed, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Field and sentence of everything that this municipality does not have."""
    directory = rulebook.directory
    if case.leistung and case.leistung not in rulebook.catalogue.by_key:
        yield "leistung", f"Die Leistung „{case.leistung}“ gibt es nicht: Der Katalog kennt sie nicht."
    if case.district and case.district not in directory.municipality.districts:
        known = ", ".join(directory.municipality.districts) or "keine"
        yield "district", f"Den Ortsteil „{case.district}“ gibt es hier nicht. Es gibt: {known}."
    if case.away and case.away not in directory.offices:
        yield "away", f"Das Amt „{case.away}“ gibt es nicht: Das Verzeichnis nennt es nicht."
    if case.longest and case.waiting is None:
        yield "waiting", "Wie viele warten, fehlt. Ohne diese Zahl spricht schon jemand mit der anrufenden Person."
    stages = [stage.number for stage in rulebook.agreement.stage]
    if case.stage and case.stage not in stages:
        known = ", ".join(map(str, stages))
        yield "stage", f"Eine Stufe {case.stage} gibt es hier nicht. Es gibt: {known}; 0 heißt außerhalb."


def impossible(found: list[tuple[str, str]]) -> CaseImpossible:
    fields = [{"field": field, "message": message} for field, message in found]
    now = "Bitte die Angaben prüfen."
    return CaseImpossible("Diesen Fall kann es hier nicht geben.", found[0][1], now, field=found[0][0], fields=fields)


def facts_of(case: Supposed, rulebook: Rulebook, leistung: str | None, *, has_article: bool) -> Facts:
    """Of a case without faults. Pure."""
    people = find_people(rulebook.directory, case.person) if case.person else ()
    return Facts(
        municipality=case.municipality,
        at=case.at,
        stage=_stage(case, rulebook),
        leistung=rulebook.catalogue.by_key.get(leistung or ""),
        district=case.district,
        business=case.business,
        person_asked=case.person,
        person=next(iter(people), None),
        candidates=people if len(people) > 1 else (),
        taken=case.load is None,
        load=case.load or Load(),
        has_article=has_article,
    )


def without(rulebook: Rulebook, office: str | None, day: date) -> Rulebook:
    """The same rules on a day on which this office is not there."""
    if office is None:
        return rulebook
    directory = rulebook.directory
    absences = (*directory.absence, Absence(office=office, first=day))
    return replace(rulebook, directory=directory.model_copy(update={"absence": absences}))


def assumed(case: Supposed, rulebook: Rulebook) -> list[str]:
    """What is taken to be otherwise than it is, in sentences."""
    said = []
    actual = rulebook.agreement.stage_on(local_day(case.at))
    if case.stage is not None and case.stage != (actual.number if actual else OUTSIDE):
        holds = f"es gilt Stufe {case.stage}" if case.stage else "die Vereinbarung gilt nicht"
        said.append(f"Angenommen, {holds}.")
    if case.away:
        said.append(
            f"Angenommen, die Stelle „{rulebook.directory.offices[case.away].name}“ ist an diesem Tag nicht besetzt."
        )
    return said


def _stage(case: Supposed, rulebook: Rulebook) -> Stage | None:
    if case.stage is None:
        return rulebook.agreement.stage_on(local_day(case.at))
    return next((stage for stage in rulebook.agreement.stage if stage.number == case.stage), None)


async def _leistung_of(case: Supposed, knowledge: KnowledgeBase) -> str | None:
    """What a caller's words mean: the Leistung of the best article. None where nothing useful is found."""
    hits = await knowledge.search(case.municipality, case.text or "", 1)
    is_useful = bool(hits) and hits[0].is_useful
    return knowledge.article(case.municipality, hits[0].id).article.leistung if is_useful else None
