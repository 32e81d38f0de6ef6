"""Recorded facts run through another handbook: which concerns would have gone another way. Pure.

Both ways are decided anew, over the directory of today: what differs, differs by the handbook alone. A contact whose
way of today is not the one it took then is counted as well, for there the directory has changed since.
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
    changed_since: int  # whose way is another today even under the handbook of then
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
        before, after = decide(facts, then), decide(facts, tried)
        leistung = facts.leistung.key if facts.leistung else ""
        ways = self._way(before), self._way(after)
        self.contacts[leistung] += 1
        self.changed_since += ways[0] != _kept(told.get("plan", ()))
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


def _kept(plan: Any) -> Way:
    return tuple((step["kind"], step["target"], _said(StepKind(step["kind"]), step["reason"])) for step in plan)


def _said(kind: StepKind, reason: str) -> str:
    """An answer, a question and a number to say are different ways; why a ticket is written is none."""
    return reason if kind is StepKind.SAY and reason in SAYING else ""


def _due(decision: Decision) -> list[object]:
    return [step.due_on for step in decision.plan if step.due_on is not None]


def _in_words(step: Step) -> str:
    return SAYING.get(step.reason) or f"{KINDS[step.kind]}: {step.target.name}"
