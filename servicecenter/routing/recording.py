"""A decision as the journal keeps it, and its facts read back: so that it can be explained and replayed later. Pure.

The journal holds codes and ids, never what somebody typed: of a name the caller asked for only that it was asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from servicecenter.agreements.model import Stage
from servicecenter.directory.leistungen import Leistung
from servicecenter.directory.model import Person
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts, Step, StepKind, Target, Verdict
from servicecenter.routing.rulebook import Rulebook

SOMEBODY = "…"  # stands for the name a caller asked for
UNRECORDED = frozenset({"idle"})  # how long somebody had no call would be a figure about staff
_HINTS = get_type_hints(Facts)
_NAMED_BY: Mapping[type, str] = {Stage: "number", Leistung: "key", Person: "id"}


class NotReplayable(Exception):
    """The facts name a Leistung or a stage that there is no more, or are none."""


def recorded(decision: Decision) -> dict[str, Any]:
    """JSON: the facts, every rule that was asked, the plan."""
    return {
        "facts": facts_recorded(decision.facts),
        "asked": [
            {"rule": verdict.rule, "chose": verdict.chose, "reason": verdict.reason, "clause": verdict.clause}
            for verdict in decision.asked
        ],
        "plan": [
            {
                "kind": step.kind.value, "target": step.target.id, "reason": step.reason, "clause": step.clause,
                "due_on": step.due_on.isoformat() if step.due_on else None,
            }
            for step in decision.plan
        ],
    }  # fmt: skip


def facts_recorded(facts: Facts) -> dict[str, Any]:
    """JSON: Leistung, stage and people by what names them."""
    kept = {field.name: _plain(getattr(facts, field.name)) for field in fields(facts) if field.name not in UNRECORDED}
    return kept | {"person_asked": None if facts.person_asked is None else SOMEBODY}


def facts_again(told: Mapping[str, Any], rulebook: Rulebook) -> Facts:
    """The facts as they were; what is asked only since then has its default. Raises NotReplayable."""
    known = {field.name for field in fields(Facts)} & told.keys()
    try:
        return Facts(**{name: _read(_HINTS[name], told[name], rulebook) for name in known})
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise NotReplayable(str(error)) from error


def decision_again(told: Mapping[str, Any], municipality: str, at: datetime, rulebook: Rulebook) -> Decision:
    """What the journal holds of a decision, told whole where the rules of that day still lead to the very same.

    Where they do not (who was without a call for longest is not kept, an old entry holds less) only what was kept is
    told, with names from the rulebook.
    """
    try:
        facts = facts_again(told.get("facts", {}), rulebook)
    except NotReplayable:
        return _kept(told, Facts(municipality, at, None), rulebook)
    again = decide(facts, rulebook)
    same = recorded(again)
    is_same = all(same[part] == told.get(part) for part in ("asked", "plan"))
    return again if is_same else _kept(told, facts, rulebook)


def _kept(told: Mapping[str, Any], facts: Facts, rulebook: Rulebook) -> Decision:
    asked = (
        Verdict(each["rule"], bool(each["chose"]), each["reason"], each.get("clause", ""))
        for each in told.get("asked", ())
    )
    plan = (_kept_step(each, rulebook) for each in told.get("plan", ()))
    return Decision(facts, tuple(plan), tuple(asked))


def _kept_step(each: Mapping[str, Any], rulebook: Rulebook) -> Step:
    office, due_on = rulebook.directory.offices.get(each["target"]), each.get("due_on")
    target = Target(each["target"], each["target"], "", inside=False)
    if office is not None:
        body, inside = rulebook.directory.bodies[office.body], rulebook.directory.is_inside(office)
        target = Target(office.id, office.name, body, inside=inside, phone=office.phone)
    return Step(
        StepKind(each["kind"]), target, "", each["reason"], each.get("clause", ""),
        due_on=date.fromisoformat(due_on) if due_on else None,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if (name := _NAMED_BY.get(type(value))) is not None:
        return getattr(value, name)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _adapter(Any).dump_python(value, mode="json")


def _read(hint: Any, value: Any, rulebook: Rulebook) -> Any:
    reader = _READERS.get(hint)
    if value is None or reader is None:
        return _adapter(hint).validate_python(value)
    return reader(value, rulebook)


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    """Made once: to make one takes longer than a decision."""
    return TypeAdapter(hint)


def _stage(number: int, rulebook: Rulebook) -> Stage:
    return {stage.number: stage for stage in rulebook.agreement.stage}[number]


# A person who has left is nobody: asked for, and not found.
_READERS: dict[Any, Callable[[Any, Rulebook], Any]] = {
    datetime: lambda text, _: datetime.fromisoformat(text),
    Stage | None: _stage,
    Leistung | None: lambda key, rulebook: rulebook.catalogue.by_key[key],
    Person | None: lambda person, rulebook: rulebook.directory.people.get(person),
    tuple[Person, ...]: lambda people, rulebook: tuple(
        rulebook.directory.people[person] for person in people if person in rulebook.directory.people
    ),
}
