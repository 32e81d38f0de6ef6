"""Whether a plan leads somewhere: answered, owed by somebody, or a number and hours to say. Pure."""

from dataclasses import dataclass

from servicecenter.directory.model import Directory
from servicecenter.routing.coverage_findings import FirstTarget
from servicecenter.routing.model import Decision, Facts, Step, StepKind

ANSWERED = "answer-at-desk"
DANGER = "danger"  # 110 and 112 are said, and the concern still has to go somewhere
ASK_DISTRICT = "ask-for-district"
QUESTION = "ask-"  # what the caller is asked first; each answer is a case of its own


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a case is not covered; equal subjects are one finding."""

    subject: str
    clause: str
    sentence: str


def first_target(decision: Decision, directory: Directory) -> str | None:
    """The office that is rung first; where none is, the first one named. None: the desk answers or asks."""
    rung = decision.first(StepKind.TRANSFER)
    steps = (rung,) if rung else decision.plan
    return next((step.target.id for step in steps if step.target.id in directory.offices), None)


def gap_in(decision: Decision, target: FirstTarget) -> Gap | None:
    """None: the case is covered. A transfer is an end only while the first one is reached; no later one is certain."""
    rung = decision.first(StepKind.TRANSFER)
    if target is FirstTarget.REACHED and rung is not None and rung.target.open_now:
        return None
    if any(_ends(step, decision.facts) for step in decision.plan):
        return None
    told = next((step for step in decision.plan if step.kind is StepKind.SAY and step.reason != DANGER), None)
    if told is not None and not told.reason.startswith(QUESTION):
        missing = " und ".join(
            word for word, known in (("Nummer", told.target.phone), ("Zeiten", told.evidence.get("week"))) if not known
        )
        sentence = f"Für „{told.target.name}“ fehlen {missing}: Der anrufenden Person lässt sich nichts sagen."
        return Gap(told.target.id, told.clause, sentence)
    clause = decision.plan[-1].clause if decision.plan else ""
    return Gap("", clause, "Hier schuldet niemand etwas: keine Antwort, kein Ticket, kein Rückruf, keine Nummer.")


def _ends(step: Step, facts: Facts) -> bool:
    match step.kind:
        case StepKind.TICKET | StepKind.CALLBACK:
            return step.target.inside or step.due_at is not None
        case StepKind.SAY if step.reason == ANSWERED:
            return True
        case StepKind.SAY if step.reason.startswith(QUESTION):
            return step.reason != ASK_DISTRICT or facts.district is None
        case StepKind.SAY:
            return bool(step.target.phone and step.evidence.get("week"))
        case _:
            return False
