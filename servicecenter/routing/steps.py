"""The steps of a plan, built for an office: its number and hours, its ticket, its callback with the due date. Pure."""

from collections.abc import Mapping

from servicecenter.directory.model import Office
from servicecenter.promises.terms import due_of
from servicecenter.routing.model import Facts, Step, StepKind, Target
from servicecenter.routing.rulebook import Rulebook


def target_of(office: Office, facts: Facts, rulebook: Rulebook, *, name: str = "", phone: str = "") -> Target:
    presence = rulebook.calendars.presence(office, facts.at)
    return Target(
        office.id,
        f"{name}, {office.name}" if name else office.name,
        rulebook.directory.bodies[office.body],
        inside=rulebook.directory.is_inside(office),
        phone=phone or office.phone,
        open_now=presence.is_open,
        hours=presence.in_words,
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
    if agreed := rulebook.promised("reply", office):
        due_at, due_on = due_of(agreed[0], rulebook.calendars, rulebook.owing(agreed[0], office), facts.at)
        clause = f"{clause}, {agreed[1].cited}"
    return Step(StepKind.TICKET, target_of(office, facts, rulebook), rule, reason, clause, due_at=due_at, due_on=due_on)


def to_callback(office: Office, facts: Facts, rulebook: Rulebook, rule: str) -> tuple[Step, ...]:
    """Nothing where no callback is promised, be it by the handbook or by a partner for itself."""
    if (promised := rulebook.promised("callback", office)) is None:
        return ()
    owing = rulebook.owing(promised[0], office)
    reason = "promised-by-handbook" if rulebook.directory.is_inside(office) else "promised-by-partner"
    due_at, due_on = due_of(promised[0], rulebook.calendars, owing, facts.at)
    target = target_of(owing, facts, rulebook)
    return (Step(StepKind.CALLBACK, target, rule, reason, promised[1].cited, due_at=due_at, due_on=due_on),)
