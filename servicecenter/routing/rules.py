"""The rules of routing, each a question with an answer and a reason. Pure; asked in the order of RULES.

Every rule gets the facts, the rulebook and what was planned so far, and returns a Verdict: whether it chose, the
reason code (words.py has the sentence), the clause it followed, and its steps.
"""

from collections.abc import Callable, Mapping

from servicecenter.agreements.model import Clause, Mode
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office, Person
from servicecenter.directory.responsible import DistrictNeeded, Responsible, responsible
from servicecenter.promises.terms import Terms
from servicecenter.routing.model import Facts, Step, StepKind, Target, Verdict
from servicecenter.routing.rulebook import Rulebook

Rule = Callable[[Facts, Rulebook, tuple[Step, ...]], Verdict]

PERSON_WISHED = "vermittlung"  # the Leistung of being put through to somebody


def emergency(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Danger to life or to a child comes before every agreement."""
    leistung = facts.leistung
    if leistung is None or not leistung.emergency:
        return Verdict("emergency", chose=False, reason="no-emergency")
    clause = _cited(rulebook.handbook.emergency_clause(), facts)
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
    step = _say(rulebook.central_office, facts, rulebook, "agreement", "no-stage", clause)
    return Verdict("agreement", chose=True, reason="no-stage", clause=clause, steps=(step,), final=True)


def named_person(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Who asks for a person is put through, and counted apart: it is no failure of the first contact."""
    if facts.person_asked is None:
        return Verdict("person", chose=False, reason="nobody-asked-for")
    if facts.person is None:
        return Verdict("person", chose=False, reason="person-unknown", evidence={"asked": facts.person_asked})
    office, clause = rulebook.directory.offices[facts.person.office], _person_clause(facts, rulebook)
    evidence = {"asked": facts.person_asked, "person": facts.person.name}
    steps = _to_person(facts.person, facts, rulebook, clause, evidence)
    if not rulebook.directory.is_inside(office):
        steps.append(_say(office, facts, rulebook, "person", "outside-agreement", clause))
    else:
        steps.append(_ticket(office, facts, rulebook, "person", "person-ticket", clause))
        steps += _callback(office, facts, rulebook, "person")
    return Verdict(
        "person", chose=True, reason=steps[0].reason, clause=clause, evidence=evidence, steps=tuple(steps), final=True
    )


def _to_person(
    person: Person, facts: Facts, rulebook: Rulebook, clause: str, evidence: Mapping[str, str]
) -> list[Step]:
    """The person, then the deputy: each while present and the office is open."""
    directory, steps = rulebook.directory, []
    for candidate in (person, directory.people.get(person.deputy or "")):
        if candidate is None or directory.is_away(local_day(facts.at), person=candidate.id):
            continue
        office = directory.offices[candidate.office]
        if rulebook.calendars.is_open(office, facts.at):
            target = _target(office, facts, rulebook, name=candidate.name, phone=candidate.phone)
            reason = "person-present" if candidate is person else "person-deputy"
            steps.append(Step(StepKind.TRANSFER, target, "person", reason, clause, evidence))
    return steps


def district_asked(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Where every town has its own office, the place must be asked before anything is said."""
    found = _responsible(facts, rulebook)
    if not isinstance(found, DistrictNeeded):
        return Verdict("district", chose=False, reason="district-not-needed")
    clause = _scope_clause(facts, rulebook)
    places = ", ".join(office.district or office.name for office in found.offices)
    own = rulebook.directory.municipality
    target = Target(own.id, own.name, own.name, inside=True)
    step = Step(StepKind.SAY, target, "district", "ask-for-district", clause, {"places": places})
    return Verdict("district", chose=True, reason="ask-for-district", clause=clause, steps=(step,), final=True)


def outside_body(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A body outside the agreement has no inbox here and owes nothing: its number and hours are said."""
    found = _responsible(facts, rulebook)
    if not isinstance(found, Responsible):
        return Verdict("body", chose=False, reason="nobody-named")
    clause = _scope_clause(facts, rulebook)
    evidence = {"why": found.reason} | ({"source": found.source} if found.source else {})
    takes_in = rulebook.directory.is_inside(found.applications)
    if rulebook.directory.is_inside(found.office):
        if takes_in:
            return Verdict("body", chose=False, reason="own-task", clause=clause, evidence=evidence)
        step = _say(found.applications, facts, rulebook, "body", "taken-in-elsewhere", clause, evidence)
        reason = "taken-in-elsewhere"
        return Verdict("body", chose=True, reason=reason, clause=clause, evidence=evidence, steps=(step,))
    if takes_in:
        # Two hats: the Kreis decides, the town hall takes the application in.
        return Verdict("body", chose=False, reason="taken-in-here", clause=clause, evidence=evidence)
    step = _say(found.office, facts, rulebook, "body", "outside-agreement", clause, evidence)
    return Verdict(
        "body", chose=True, reason="outside-agreement", clause=clause, evidence=evidence, steps=(step,), final=True
    )


def scope_of_desk(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """What the handbook lets the desk do with this Leistung in this stage."""
    mode, clause = _mode(facts, rulebook)
    if mode == "out":
        office = _office(facts, rulebook) or rulebook.central_office
        step = _say(office, facts, rulebook, "scope", "out-of-scope", clause)
        return Verdict("scope", chose=True, reason="out-of-scope", clause=clause, steps=(step,), final=True)
    if mode in {"answer", "answer_and_forward"} and facts.has_article:
        own = rulebook.directory.municipality
        target = Target(rulebook.agreement.operator, "ServiceCenter", own.name, inside=True)
        step = Step(StepKind.SAY, target, "scope", "answer-at-desk", clause)
        return Verdict("scope", chose=True, reason="answer-at-desk", clause=clause, steps=(step,))
    reason = "forward-only" if mode == "forward" else "no-article" if mode else "not-regulated"
    return Verdict("scope", chose=False, reason=reason, clause=clause)


def transfer(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A warm transfer while the office is open and takes calls; its deputy where it is away."""
    clause = _forwarding_clause(rulebook, facts)
    office = _office(facts, rulebook)
    if office is None:
        return Verdict("transfer", chose=False, reason="nobody-named", clause=clause)
    agreed = rulebook.handbook.forwarding()
    if agreed is None or not agreed[0].transfer:
        return Verdict("transfer", chose=False, reason="transfer-not-agreed", clause=clause)
    steps = []
    if (refusal := _unreachable(office, facts, rulebook)) is None:
        steps.append(Step(StepKind.TRANSFER, _target(office, facts, rulebook), "transfer", "office-open", clause))
    deputy = rulebook.directory.offices.get(office.deputy or "")
    # Whoever takes no calls at all has said so for the deputy too; otherwise the deputy is the next to be rung.
    if deputy is not None and refusal != "takes-no-calls" and _unreachable(deputy, facts, rulebook) is None:
        steps.append(Step(StepKind.TRANSFER, _target(deputy, facts, rulebook), "transfer", "deputy-open", clause))
    reason = steps[0].reason if steps else refusal or "office-open"
    return Verdict("transfer", chose=bool(steps), reason=reason, clause=clause, steps=tuple(steps))


def ticket(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """What was said goes to the Fachamt in writing, so that nobody has to tell it twice."""
    clause = _forwarding_clause(rulebook, facts)
    office = _office(facts, rulebook)
    if office is None or not rulebook.directory.is_inside(office):
        return Verdict("ticket", chose=False, reason="nobody-named", clause=clause)
    agreed = rulebook.handbook.forwarding()
    if agreed is not None and not agreed[0].ticket:
        return Verdict("ticket", chose=False, reason="ticket-not-agreed", clause=clause)
    step = _ticket(office, facts, rulebook, "ticket", "to-responsible", clause)
    return Verdict("ticket", chose=True, reason="to-responsible", clause=clause, steps=(step,))


def callback(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A wished callback is owed by the Fachamt, in its own calendar."""
    found = _responsible(facts, rulebook)
    office = found.calls_back if isinstance(found, Responsible) else rulebook.central_office
    agreed = rulebook.handbook.promise("callback")
    if agreed is None:
        return Verdict("callback", chose=False, reason="no-callback-agreed")
    if not rulebook.directory.is_inside(office):
        return Verdict("callback", chose=False, reason="outside-owes-nothing", clause=agreed[1].cited)
    steps = _callback(office, facts, rulebook, "callback")
    return Verdict("callback", chose=True, reason="promised-by-handbook", clause=agreed[1].cited, steps=steps)


def last_resort(facts: Facts, rulebook: Rulebook, plan: tuple[Step, ...]) -> Verdict:
    """The last rule always chooses: no concern ends nowhere."""
    actionable = [step for step in plan if step.rule not in {"emergency"}]
    if actionable:
        return Verdict("last", chose=False, reason="already-planned")
    clause = _forwarding_clause(rulebook, facts)
    office = rulebook.central_office
    step = _ticket(office, facts, rulebook, "last", "nobody-else", clause)
    return Verdict("last", chose=True, reason="nobody-else", clause=clause, steps=(step,), final=True)


RULES: tuple[Rule, ...] = (
    emergency,
    agreement_covers,
    named_person,
    district_asked,
    outside_body,
    scope_of_desk,
    transfer,
    ticket,
    callback,
    last_resort,
)


def _responsible(facts: Facts, rulebook: Rulebook) -> Responsible | DistrictNeeded | None:
    return responsible(rulebook.directory, facts.leistung, facts.district) if facts.leistung else None


def _office(facts: Facts, rulebook: Rulebook) -> Office | None:
    """Where a concern goes: to the place inside that takes applications, or decides; else to the switchboard."""
    found = _responsible(facts, rulebook)
    if isinstance(found, Responsible):
        return found.applications if rulebook.directory.is_inside(found.applications) else found.office
    return None if found else rulebook.central_office


def _unreachable(office: Office, facts: Facts, rulebook: Rulebook) -> str | None:
    """Why the office cannot be rung now; None: it can."""
    if not office.transfer:
        return "takes-no-calls"
    if rulebook.directory.is_away(local_day(facts.at), office=office.id):
        return "office-away"
    return None if rulebook.calendars.is_open(office, facts.at) else "office-closed"


def _target(office: Office, facts: Facts, rulebook: Rulebook, *, name: str = "", phone: str = "") -> Target:
    return Target(
        office.id,
        f"{name}, {office.name}" if name else office.name,
        rulebook.directory.bodies[office.body],
        inside=rulebook.directory.is_inside(office),
        phone=phone or office.phone,
        open_now=rulebook.calendars.is_open(office, facts.at),
        hours=rulebook.calendars.hours_in_words(office, facts.at),
    )


def _say(
    office: Office, facts: Facts, rulebook: Rulebook, rule: str, reason: str, clause: str,
    evidence: Mapping[str, str] | None = None,
) -> Step:  # fmt: skip
    target = _target(office, facts, rulebook)
    week = rulebook.calendars.week_in_words(office)
    return Step(StepKind.SAY, target, rule, reason, clause, {**(evidence or {}), "week": week})


def _ticket(office: Office, facts: Facts, rulebook: Rulebook, rule: str, reason: str, clause: str) -> Step:
    """With the date of the promised reply where the handbook promises one."""
    due_at = due_on = None
    if agreed := rulebook.handbook.promise("reply"):
        terms = Terms.of(*agreed, rulebook.calendars, office, facts.at)
        due_at, due_on, clause = terms.due_at, terms.due_on, f"{clause}, {agreed[1].cited}"
    return Step(StepKind.TICKET, _target(office, facts, rulebook), rule, reason, clause, due_at=due_at, due_on=due_on)


def _callback(office: Office, facts: Facts, rulebook: Rulebook, rule: str) -> tuple[Step, ...]:
    """Nothing where the handbook promises no callback."""
    if (agreed := rulebook.handbook.promise("callback")) is None:
        return ()
    terms = Terms.of(*agreed, rulebook.calendars, office, facts.at)
    step = Step(
        StepKind.CALLBACK,
        _target(office, facts, rulebook),
        rule,
        "promised-by-handbook",
        agreed[1].cited,
        due_at=terms.due_at,
        due_on=terms.due_on,
    )
    return (step,)


def _mode(facts: Facts, rulebook: Rulebook) -> tuple[Mode | None, str]:
    if facts.leistung is None or facts.stage is None:
        return None, facts.stage.clause if facts.stage else rulebook.agreement.title
    agreed = rulebook.handbook.scope(facts.leistung.key, facts.leistung.group, facts.stage.number)
    return (agreed[0], agreed[1].cited) if agreed else (None, facts.stage.clause)


def _scope_clause(facts: Facts, rulebook: Rulebook) -> str:
    return _mode(facts, rulebook)[1]


def _person_clause(facts: Facts, rulebook: Rulebook) -> str:
    """The clause on persons asked for by name, where the handbook has one; else the one on forwarding."""
    found = rulebook.handbook.scope(PERSON_WISHED, "", facts.stage.number) if facts.stage else None
    named = found is not None and found[1].scope is not None and PERSON_WISHED in found[1].scope.leistungen
    return found[1].cited if found and named else _forwarding_clause(rulebook, facts)


def _forwarding_clause(rulebook: Rulebook, facts: Facts) -> str:
    agreed = rulebook.handbook.forwarding()
    return _cited(agreed[1] if agreed else None, facts)


def _cited(clause: Clause | None, facts: Facts) -> str:
    if clause is not None:
        return clause.cited
    return facts.stage.clause if facts.stage else "Vereinbarung"
