"""What becomes of a call that still waits when too many do, or when the centre is closed. Pure.

How full the queue is enters with the facts: whoever asks has counted. A caller somebody already speaks with stays.
"""

from servicecenter.agreements.forwarding import Overload
from servicecenter.routing.clauses import cited, forwarding_clause
from servicecenter.routing.model import Facts, Step, StepKind, Verdict
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.steps import target_of, to_callback, to_ticket


def overload(facts: Facts, rulebook: Rulebook, _plan: tuple[Step, ...]) -> Verdict:
    """To the centre that stands in while it is open; else a callback, instead of waiting."""
    if facts.taken:
        return Verdict("overload", chose=False, reason="already-taken")
    if (agreed := rulebook.handbook.overload()) is None:
        return Verdict("overload", chose=False, reason="no-overload-agreed")
    limits, clause = agreed[0], cited(agreed[1], facts)
    evidence = {"callers": str(facts.load.callers), "wait_seconds": str(facts.load.wait_seconds)}
    if (reason := _why(limits, facts, rulebook)) is None:
        return Verdict("overload", chose=False, reason="queue-moves", clause=clause, evidence=evidence)
    steps = _substitute(limits, facts, rulebook, clause, reason)
    office = rulebook.central_office
    steps += (to_ticket(office, facts, rulebook, "overload", "instead-of-waiting", forwarding_clause(rulebook, facts)),)
    steps += to_callback(office, facts, rulebook, "overload")
    return Verdict("overload", chose=True, reason=reason, clause=clause, evidence=evidence, steps=steps, final=True)


def _why(limits: Overload, facts: Facts, rulebook: Rulebook) -> str | None:
    """None: the call waits on."""
    service = rulebook.handbook.hours()
    if service is not None and not rulebook.calendars.opening_of(service[0]).is_open(facts.at):
        return "centre-closed"
    return "queue-full" if limits.is_reached(facts.load.callers, facts.load.wait_seconds) else None


def _substitute(limits: Overload, facts: Facts, rulebook: Rulebook, clause: str, reason: str) -> tuple[Step, ...]:
    office = rulebook.directory.offices.get(limits.substitute or "")
    if office is None or not rulebook.calendars.is_open(office, facts.at):
        return ()
    return (Step(StepKind.TRANSFER, target_of(office, facts, rulebook), "overload", reason, clause),)
