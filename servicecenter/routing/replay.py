"""Recorded facts run through another handbook: which concerns would have gone another way. Pure.

A way that differs from the one taken is decided once more under the handbook of then, over the directory of today:
where that leads to the same place, the directory has changed since, and the handbook is not the cause.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Step, StepKind
from servicecenter.routing.recording import NotReplayable, facts_again
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.words import SAYING

KINDS = {
    StepKind.SAY: "Nummer nennen", StepKind.TRANSFER: "verbinden", StepKind.TICKET: "Ticket",
    StepKind.CALLBACK: "Rückruf",
}  # fmt: skip
Way = tuple[tuple[str, str, str], ...]  # kind, target, and of what is said the reason


@dataclass(frozen=True, slots=True)
class Moved:
    """Contacts about one Leistung that would have gone the same other way; `cases` to open each."""

    leistung: str  # empty: none was known
    before: tuple[str, ...]  # steps in words
    after: tuple[str, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfLeistung:
    """`moved` would have gone elsewhere; `other_due`: the promised day would have been another."""

    leistung: str
    contacts: int
    moved: int
    other_due: int


@dataclass(frozen=True, slots=True)
class Replay:
    contacts: int
    moved: int
    other_due: int
    unrecorded: int  # whose facts were not recorded, or name what there is no more
    changed_since: int  # whose way is another one today under the handbook of then as well
    leistungen: tuple[OfLeistung, ...]  # most moved first
    ways: tuple[Moved, ...]


@dataclass
class Replayer:
    """Takes one contact after the other; memory grows with the ways that differ, not with the contacts."""

    contacts: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    other_due: Counter[str] = field(default_factory=Counter)
    unrecorded: int = 0
    changed_since: int = 0
    _cases: dict[tuple[str, Way, Way], list[str]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[Way, tuple[str, ...]] = field(default_factory=dict)

    def add(self, case_number: str, told: Mapping[str, Any], then: Rulebook, tried: Rulebook) -> None:
        """`told` is what the journal kept; `then` holds the handbook of the contact, `tried` the other one."""
        try:
            facts = facts_again(told.get("facts", {}), then)
        except NotReplayable:
            self.unrecorded += 1
            return
        leistung = facts.leistung.key if facts.leistung else ""
        taken, after = _kept(told.get("plan", ())), decide(facts, tried)
        self.contacts[leistung] += 1
        if self._way(after) == taken.way:
            self.other_due[leistung] += _due(after) != taken.due
            return
        before = decide(facts, then)
        ways = self._way(before), self._way(after)
        self.changed_since += ways[0] != taken.way
        self.other_due[leistung] += _due(before) != _due(after)
        if ways[0] != ways[1]:
            self.moved[leistung] += 1
            self._cases[leistung, *ways].append(case_number)

    def result(self) -> Replay:
        leistungen = (
            OfLeistung(key, count, self.moved[key], self.other_due[key]) for key, count in self.contacts.items()
        )
        ways = (
            Moved(key, self._words[before], self._words[after], tuple(cases))
            for (key, before, after), cases in self._cases.items()
        )
        return Replay(
            self.contacts.total(), self.moved.total(), self.other_due.total(), self.unrecorded, self.changed_since,
            tuple(sorted(leistungen, key=lambda each: (-each.moved, -each.contacts, each.leistung))),
            tuple(sorted(ways, key=lambda each: (-len(each.cases), each.leistung, each.after))),
        )  # fmt: skip

    def _way(self, decision: Decision) -> Way:
        way = tuple((step.kind.value, step.target.id, _said(step.kind, step.reason)) for step in decision.plan)
        if way not in self._words:
            self._words[way] = tuple(_in_words(step) for step in decision.plan)
        return way


@dataclass(frozen=True, slots=True)
class _Taken:
    way: Way
    due: list[str]


def _kept(plan: Any) -> _Taken:
    way = tuple((step["kind"], step["target"], _said(step["kind"], step["reason"])) for step in plan)
    return _Taken(way, [step["due_on"] for step in plan if step.get("due_on")])


def _said(kind: str, reason: str) -> str:
    """An answer, a question and a number to say are different ways; why a ticket is written is none."""
    return reason if kind == StepKind.SAY and reason in SAYING else ""


def _due(decision: Decision) -> list[str]:
    return [step.due_on.isoformat() for step in decision.plan if step.due_on is not None]


def _in_words(step: Step) -> str:
    return SAYING.get(step.reason) or f"{KINDS[step.kind]}: {step.target.name}"
