"""The steps of a plan, built for an office: its number and hours, its ticket, its callback with the due date. Pure."""

from collections.abc import Mapping

from servicecenter.directory.model import Office
from servicecenter.promises.terms import Terms
from servicecenter.routing.model import Facts, Step, StepKind, Target
from servicecenter.routing.rulebook import Rulebook


def target_of(office: Office, facts: Facts, rulebook: Rulebook, *, name: str = "", phone: str = "") -> Target:
    return Target(
        office.id,
        f"{name}, {office.name}" if name else office.name,
        rulebook.directory.bodies[office.body],
        inside=rulebook.directory.is_inside(office),
        phone=phone or office.phone,
        open_now=rulebook.calendars.is_open(office, facts.at),
        hours=rulebook.calendars.hours_in_words(office, facts.at),
    )


def say(
    office: Office, facts: Facts, rulebook: Rulebook, rule: str, reason: str, clause: str,
    evidence: Mapping[str, str] | None = None,
) -> Step:  # fmt: skip
    target = target_of(office, facts, rulebook)
    week = rulebook.calendars.week_in_words(office)
    return Step(StepKind.SAY, target, rule, reason, clause, {**(evidence or {}), "week": week})


def to_ticket(office: Office, facts: Facts, rulebook: Rulebook, rule: str, reason: str, clause: str) -> Step:
    """With the date of the promised reply where the handbook promises one."""
    due_at = due_on = None
    if agreed := rulebook.handbook.promise("reply"):
        terms = Terms.of(*agreed, rulebook.calendars, office, facts.at)
        due_at, due_on, clause = terms.due_at, terms.due_on, f"{clause}, {agreed[1].cited}"
    return Step(StepKind.TICKET, target_of(office, facts, rulebook), rule, reason, clause, due_at=due_at, due_on=due_on)


def to_callback(office: Office, facts: Facts, rulebook: Rulebook, rule: str) -> tuple[Step, ...]:
    """Nothing where the handbook promises no callback."""
    if (agreed := rulebook.handbook.promise("callback")) is None:
        return ()
    terms = Terms.of(*agreed, rulebook.calendars, office, facts.at)
    step = Step(
        StepKind.CALLBACK,
        target_of(office, facts, rulebook),
        rule,
        "promised-by-handbook",
        agreed[1].cited,
        due_at=terms.due_at,
        due_on=terms.due_on,
    )
    return (step,)
