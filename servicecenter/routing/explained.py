"""A decision as programs read it, on the command line and in the JSON API: facts, plan, every rule asked. Pure."""

from typing import Any

from servicecenter.routing import words
from servicecenter.routing.model import Decision


def explained(decision: Decision) -> dict[str, Any]:
    facts = decision.facts
    return {
        "municipality": facts.municipality,
        "facts": {
            "at": facts.at.isoformat(), "leistung": facts.leistung.key if facts.leistung else None,
            "district": facts.district, "business": facts.business, "person": facts.person_asked,
            "stage": facts.stage.number if facts.stage else None,
        },
        "plan": [
            {
                "kind": step.kind.value,
                "target": {"id": step.target.id, "name": step.target.name, "body": step.target.body,
                           "phone": step.target.phone, "hours": step.target.hours},
                "rule": step.rule, "reason": step.reason, "clause": step.clause,
                "due_on": step.due_on.isoformat() if step.due_on else None, "say": words.to_say(step),
            }
            for step in decision.plan
        ],
        "asked": [
            {"rule": verdict.rule, "chose": verdict.chose, "reason": verdict.reason, "clause": verdict.clause,
             "why": words.why(verdict)}
            for verdict in decision.asked
        ],
    }  # fmt: skip
