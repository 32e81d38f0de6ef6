"""The rules of routing, each a question with an answer and a reason. Pure; asked in the order of RULES.

Every rule gets the facts, the rulebook and what was planned so far, and returns a Verdict: whether it chose, the
reason code (words.py has the sentence), the clause it followed, and its steps.
"""

from collections.abc import Callable, Iterator, Mapping

from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Person
from servicecenter.directory.responsible import DistrictNeeded, Responsible
from servicecenter.routing.business import demarcation, lotse
from servicecenter.routing.clauses import cited, forwarding_clause, mode_of, person_clause, pledged, scope_clause
from servicecenter.routing.destination import first_of, lotse_for, office_for, responsible_for, stand_in, unreachable
from servicecenter.routing.model import Facts, Step, StepKind, Target, Verdict
from servicecenter.routing.overload import overload
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.steps import say, target_of, to_callback, to_ticket

Rule = Callable[[Facts, Rulebook, tuple[Step, ...]], Verdict]
ONLY_SAID = frozenset({"danger", "ask-for-lotse-s-district", "several-fit"})  # said, and leading nowhere by itself


def emergency(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Danger to life or to a child comes before every agreement."""
    leistung = facts.leistung
    if leistung is None or not leistung.emergency:
        return Verdict("emergency", chose=False, reason="no-emergency")
    clause = cited(rulebook.handbook.emergency_clause(), facts)
    target = Target("110-112", "Polizei 110, Feuerwehr und Rettungsdienst 112", "", inside=False, phone="112")
    step = Step(StepKind.SAY, target, "emergency", "danger", clause, {"sentence": leistung.emergency})
    return Verdict("emergency", chose=True, reason="danger", clause=clause, steps=(step,))


def agreement_covers(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Outside the agreement's term the centre owes nothing but the municipality's own number."""
    if facts.stage is not None:
        evidence = {"stage": str(facts.stage.number), "title": facts.stage.title}
        reason = "test-phase" if facts.stage.test else "in-force"
        return Verdict("agreement", chose=False, reason=reason, clause=facts.stage.clause, evidence=evidence)
    clause = rulebook.agreement.title
    step = say(rulebook.central_office, facts, rulebook, "agreement", "no-stage", clause)
    return Verdict("agreement", chose=True, reason="no-stage", clause=clause, steps=(step,), final=True)


def named_person(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Who asks for a person is put through, and counted apart: it is no failure of the first contact."""
    if facts.person_asked is None:
        return Verdict("person", chose=False, reason="nobody-asked-for")
    if facts.person is None:
        return Verdict("person", chose=False, reason="person-unknown", evidence={"asked": facts.person_asked})
    person = first_of(facts.candidates, facts.idle) or facts.person
    office, clause = rulebook.directory.offices[person.office], person_clause(facts, rulebook)
    evidence = {"asked": facts.person_asked, "person": person.name} | _candidates(facts, rulebook)
    steps = _which_person(rulebook, clause, evidence)
    steps += _to_person(person, facts, rulebook, clause, evidence)
    if not rulebook.directory.is_inside(office):
        steps.append(say(office, facts, rulebook, "person", "outside-agreement", clause))
    else:
        steps.append(to_ticket(office, facts, rulebook, "person", "person-ticket", clause))
        steps += to_callback(office, facts, rulebook, "person")
    return Verdict(
        "person", chose=True, reason=steps[0].reason, clause=clause, evidence=evidence, steps=tuple(steps), final=True
    )


def _candidates(facts: Facts, rulebook: Rulebook) -> dict[str, str]:
    """Everybody who fits equally well, with the office: the desk can offer them."""
    if len(facts.candidates) < 2:
        return {}
    offices = rulebook.directory.offices
    names = (f"{each.name} ({offices[each.office].name})" for each in facts.candidates)
    return {"candidates": ", ".join(names)}


def _which_person(rulebook: Rulebook, clause: str, evidence: Mapping[str, str]) -> list[Step]:
    if "candidates" not in evidence:
        return []
    own = rulebook.directory.municipality
    target = Target(own.id, own.name, own.name, inside=True)
    return [Step(StepKind.SAY, target, "person", "several-fit", clause, evidence)]


def _to_person(
    person: Person, facts: Facts, rulebook: Rulebook, clause: str, evidence: Mapping[str, str]
) -> list[Step]:
    """The person, then the first of the deputies: each while present and the office is open."""
    steps: list[Step] = []
    for candidate in (person, *_deputies(person, rulebook)):
        office = rulebook.directory.offices[candidate.office]
        is_away = rulebook.directory.is_away(local_day(facts.at), person=candidate.id)
        if is_away or not rulebook.calendars.is_open(office, facts.at):
            continue
        target = target_of(office, facts, rulebook, name=candidate.name, phone=candidate.phone)
        reason = "person-present" if candidate is person else "person-deputy"
        steps.append(Step(StepKind.TRANSFER, target, "person", reason, clause, evidence))
        if candidate is not person:
            break
    return steps


def _deputies(person: Person, rulebook: Rulebook) -> Iterator[Person]:
    """One after the other; a circle, which the check of the content refuses, ends where it began."""
    people, named = rulebook.directory.people, {person.id}
    deputy = people.get(person.deputy or "")
    while deputy is not None and deputy.id not in named:
        yield deputy
        named.add(deputy.id)
        deputy = people.get(deputy.deputy or "")


def district_asked(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Where every town has its own office, the place must be asked before anything is said."""
    found = responsible_for(facts, rulebook)
    if not isinstance(found, DistrictNeeded) or lotse_for(facts, rulebook) is not None:
        return Verdict("district", chose=False, reason="district-not-needed")
    clause = scope_clause(facts, rulebook)
    places = ", ".join(office.district or office.name for office in found.offices)
    own = rulebook.directory.municipality
    target = Target(own.id, own.name, own.name, inside=True)
    step = Step(StepKind.SAY, target, "district", "ask-for-district", clause, {"places": places})
    return Verdict("district", chose=True, reason="ask-for-district", clause=clause, steps=(step,), final=True)


def outside_body(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A body outside the agreement has no inbox here and owes nothing: its number and hours are said."""
    found = responsible_for(facts, rulebook)
    if not isinstance(found, Responsible):
        return Verdict("body", chose=False, reason="nobody-named")
    clause = scope_clause(facts, rulebook)
    evidence = {"why": found.reason} | ({"source": found.source} if found.source else {})
    if lotse_for(facts, rulebook) is not None:
        return Verdict("body", chose=False, reason="lotse-first", clause=clause, evidence=evidence)
    takes_in = rulebook.directory.is_inside(found.applications)
    if rulebook.directory.is_inside(found.office):
        if takes_in:
            return Verdict("body", chose=False, reason="own-task", clause=clause, evidence=evidence)
        step = say(found.applications, facts, rulebook, "body", "taken-in-elsewhere", clause, evidence)
        reason = "taken-in-elsewhere"
        return Verdict("body", chose=True, reason=reason, clause=clause, evidence=evidence, steps=(step,))
    if takes_in:
        # Two hats: the Kreis decides, the town hall takes the application in.
        return Verdict("body", chose=False, reason="taken-in-here", clause=clause, evidence=evidence)
    reason, pledges = "outside-agreement", rulebook.handbook.pledges(found.office.body)
    if pledges:
        reason, evidence = "partner-promised", evidence | {"promised": pledged(pledges)}
    steps: tuple[Step, ...] = (say(found.office, facts, rulebook, "body", reason, clause, evidence),)
    steps += to_callback(found.office, facts, rulebook, "body")
    return Verdict("body", chose=True, reason=reason, clause=clause, evidence=evidence, steps=steps, final=True)


def scope_of_desk(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """What the handbook lets the desk do with this Leistung in this stage."""
    mode, clause = mode_of(facts, rulebook)
    if mode == "out":
        office = office_for(facts, rulebook) or rulebook.central_office
        step = say(office, facts, rulebook, "scope", "out-of-scope", clause)
        return Verdict("scope", chose=True, reason="out-of-scope", clause=clause, steps=(step,), final=True)
    if mode in {"answer", "answer_and_forward"} and facts.has_article:
        own = rulebook.directory.municipality
        target = Target(rulebook.agreement.operator, "ServiceCenter", own.name, inside=True)
        step = Step(StepKind.SAY, target, "scope", "answer-at-desk", clause)
        return Verdict("scope", chose=True, reason="answer-at-desk", clause=clause, steps=(step,))
    reason = "forward-only" if mode == "forward" else "no-article" if mode else "not-regulated"
    return Verdict("scope", chose=False, reason=reason, clause=clause)


def promised(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """What the handbook promises about this very concern: told to the caller, whoever deals with it."""
    leistung = facts.leistung
    about = rulebook.handbook.promises_about(leistung.key, leistung.group) if leistung else ()
    if not about:
        return Verdict("promised", chose=False, reason="nothing-promised")
    told = " ".join(f"{clause.cited}: {clause.text or clause.title}" for clause in about)
    return Verdict("promised", chose=False, reason="promises-hold", clause=about[0].cited, evidence={"why": told})


def transfer(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A warm transfer while the office is open and takes calls; its deputy where it is away."""
    clause = forwarding_clause(rulebook, facts)
    office = office_for(facts, rulebook)
    if office is None:
        return Verdict("transfer", chose=False, reason="nobody-named", clause=clause)
    agreed = rulebook.handbook.forwarding()
    if agreed is None or not agreed[0].transfer:
        return Verdict("transfer", chose=False, reason="transfer-not-agreed", clause=clause)
    hours, evidence = agreed[0].hours, {"duty": agreed[0].duty} if agreed[0].duty else {}
    if hours is not None and not rulebook.calendars.opening_of(hours).is_open(facts.at):
        return Verdict("transfer", chose=False, reason="not-the-hours-to-transfer", clause=clause, evidence=evidence)
    steps = []
    if (refusal := unreachable(office, facts, rulebook)) is None:
        target = target_of(office, facts, rulebook)
        steps.append(Step(StepKind.TRANSFER, target, "transfer", "office-open", clause, evidence))
    # Whoever takes no calls at all has said so for the deputy too; otherwise the deputy is the next to be rung.
    rings_on = agreed[0].deputy and refusal != "takes-no-calls"
    if rings_on and (deputy := stand_in(office, facts, rulebook)) is not None:
        target = target_of(deputy, facts, rulebook)
        steps.append(Step(StepKind.TRANSFER, target, "transfer", "deputy-open", clause, evidence))
    reason = steps[0].reason if steps else refusal or "office-open"
    return Verdict("transfer", bool(steps), reason, clause, evidence, tuple(steps))


def ticket(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """What was said goes to the Fachamt in writing, so that nobody has to tell it twice."""
    clause = forwarding_clause(rulebook, facts)
    office = office_for(facts, rulebook)
    if office is None or not rulebook.directory.is_inside(office):
        return Verdict("ticket", chose=False, reason="nobody-named", clause=clause)
    agreed = rulebook.handbook.forwarding()
    if agreed is not None and not agreed[0].ticket:
        return Verdict("ticket", chose=False, reason="ticket-not-agreed", clause=clause)
    step = to_ticket(office, facts, rulebook, "ticket", "to-responsible", clause)
    return Verdict("ticket", chose=True, reason="to-responsible", clause=clause, steps=(step,))


def callback(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A wished callback is owed by the Fachamt or the Lotse, in its own calendar."""
    found = responsible_for(facts, rulebook)
    owing = found.calls_back if isinstance(found, Responsible) else rulebook.central_office
    office = lotse_for(facts, rulebook) or owing
    agreed = rulebook.handbook.promise("callback")
    if agreed is None:
        return Verdict("callback", chose=False, reason="no-callback-agreed")
    if not rulebook.directory.is_inside(office):
        return Verdict("callback", chose=False, reason="outside-owes-nothing", clause=agreed[1].cited)
    steps = to_callback(office, facts, rulebook, "callback")
    return Verdict("callback", chose=True, reason="promised-by-handbook", clause=agreed[1].cited, steps=steps)


def last_resort(facts: Facts, rulebook: Rulebook, plan: tuple[Step, ...]) -> Verdict:
    """The last rule always chooses: no concern ends nowhere."""
    if any(step.reason not in ONLY_SAID for step in plan):
        return Verdict("last", chose=False, reason="already-planned")
    clause = forwarding_clause(rulebook, facts)
    office = rulebook.central_office
    step = to_ticket(office, facts, rulebook, "last", "nobody-else", clause)
    return Verdict("last", chose=True, reason="nobody-else", clause=clause, steps=(step,), final=True)


RULES: tuple[Rule, ...] = (
    emergency,
    agreement_covers,
    overload,
    named_person,
    demarcation,
    lotse,
    district_asked,
    outside_body,
    scope_of_desk,
    promised,
    transfer,
    ticket,
    callback,
    last_resort,
)
