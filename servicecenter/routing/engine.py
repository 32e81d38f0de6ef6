"""decide(facts, rulebook): the rules in order, until one ends the asking. Pure and deterministic.

Read this file first: everything the service centre does with a concern follows from it.
"""

from servicecenter.routing.model import Decision, Facts, Step, Verdict
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rules import RULES


def decide(facts: Facts, rulebook: Rulebook) -> Decision:
    """The plan is never empty: the last rule always chooses."""
    asked: list[Verdict] = []
    plan: tuple[Step, ...] = ()
    for rule in RULES:
        verdict = rule(facts, rulebook, plan)
        asked.append(verdict)
        plan += verdict.steps
        if verdict.final:
            break
    return Decision(facts, plan, tuple(asked))
