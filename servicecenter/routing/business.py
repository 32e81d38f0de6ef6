"""Rules for concerns several offices seem right for, and for callers from businesses. Pure."""

from servicecenter.directory.responsible import Responsible
from servicecenter.routing.clauses import cited, scope_clause
from servicecenter.routing.destination import lotse_clause, lotse_for, responsible_for
from servicecenter.routing.model import Facts, Step, StepKind, Target, Verdict
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.steps import say


def demarcation(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """Two bodies that both seem right are told apart by a written rule; who does it as well is named beside."""
    found = responsible_for(facts, rulebook)
    if not isinstance(found, Responsible) or found.by != "demarcation":
        return Verdict("demarcation", chose=False, reason="nothing-to-tell-apart")
    clause = scope_clause(facts, rulebook)
    reason = "told-apart-together" if found.beside else "told-apart"
    evidence = {
        "why": found.reason,
        "source": found.source,
        "not": ", ".join(office.name for office in found.not_theirs),
        "beside": ", ".join(office.name for office in found.beside),
    }
    evidence = {name: value for name, value in evidence.items() if value}
    steps = tuple(say(office, facts, rulebook, "demarcation", "beside", clause, evidence) for office in found.beside)
    return Verdict("demarcation", chose=True, reason=reason, clause=clause, evidence=evidence, steps=steps)


def lotse(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """A caller from a business has one guide, where a district has its own adviser that one: its place is asked for."""
    if not facts.business:
        return Verdict("lotse", chose=False, reason="no-business")
    if facts.guided:
        return Verdict("lotse", chose=False, reason="lotse-asks")
    if (agreed := lotse_clause(facts, rulebook)) is None:
        return Verdict("lotse", chose=False, reason="not-the-lotse-s")
    clause, office = cited(agreed, facts), lotse_for(facts, rulebook)
    districts = [each.district for each in rulebook.directory.lotsen if each.district is not None]
    steps: tuple[Step, ...] = ()
    if districts and facts.district is None:
        own = rulebook.directory.municipality
        target = Target(own.id, own.name, own.name, inside=True)
        places = {"places": ", ".join(districts)}
        steps = (Step(StepKind.SAY, target, "lotse", "ask-for-lotse-s-district", clause, places),)
    if office is None:
        reason = "ask-for-lotse-s-district" if steps else "no-lotse-there"
        return Verdict("lotse", chose=bool(steps), reason=reason, clause=clause, steps=steps, final=bool(steps))
    evidence = {"lotse": office.name} | ({"why": agreed.text} if agreed.text else {})
    reason = "lotse-of-district" if office.district else "lotse-of-all"
    return Verdict("lotse", chose=True, reason=reason, clause=clause, evidence=evidence, steps=steps)
