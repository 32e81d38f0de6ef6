"""Walks every case a call can be and reports each that ends nowhere. Pure; what is walked: docs/handbook-check.md.

Leistung × caller × district × stretch of the week × first target × stage. Every case is counted; those that cannot
differ are decided once, and tests/routing/test_coverage_slow.py decides each by itself to show that nothing changes.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import Any

from servicecenter.agreements.model import Stage
from servicecenter.directory.leistungen import Leistung
from servicecenter.directory.responsible import responsible
from servicecenter.routing.coverage_clauses import Conflict, conflicts, scope_conflicts
from servicecenter.routing.coverage_findings import Case, FindingKind, FirstTarget, Ledger, Order
from servicecenter.routing.coverage_judging import first_target, gap_in
from servicecenter.routing.coverage_week import Stretch, WatchedRulebook, stretches
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts, StepKind
from servicecenter.routing.rulebook import Rulebook

HasArticle = Callable[[str], bool]  # of a Leistung's key
Progress = Callable[[int], None]  # how many cases are done
Places = tuple[int, ...]  # of things alike, in order


@dataclass(frozen=True, slots=True)
class Situation:
    """What a case is besides the hour: places in Walk.stages, .leistungen and .districts."""

    stage: int
    leistungen: Places
    districts: Places
    business: bool

    def order(self, stretch: int = 0, target: int = 0) -> Order:
        return self.stage, self.leistungen[0], self.districts[0], int(self.business), stretch, target


@dataclass(frozen=True, slots=True)
class Seen:
    """A decision with the hours it asked for, and which of those were open: it holds wherever they are the same."""

    asked: frozenset[str]
    were_open: frozenset[str]
    decision: Decision

    def holds_in(self, stretch: Stretch) -> bool:
        return stretch.hours & self.asked == self.were_open


@dataclass
class Walk:
    """All cases of one rulebook. With `fold=False` each is decided by itself: slow, and the proof of the other."""

    rulebook: Rulebook
    has_article: HasArticle
    since: date
    fold: bool = True
    cases: int = field(init=False, default=0)
    # Who owes what under which clause, with the first facts that led there.
    owed: dict[tuple[StepKind, str, str], tuple[Order, Facts]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.rulebook.municipality, self.rulebook.handbook.valid_from)
        self.week = stretches(self.rulebook, self.since)
        now = self.rulebook.agreement.stage_on(self.since)
        stages = sorted(self.rulebook.agreement.stage, key=lambda stage: stage is not now)
        self.stages: tuple[Stage | None, ...] = (*stages, None)
        self.leistungen: tuple[Leistung | None, ...] = (*self.rulebook.catalogue.leistung, None)
        self.districts: tuple[str | None, ...] = (None, *self.rulebook.directory.municipality.districts)
        self._books: dict[str | None, WatchedRulebook] = {}

    @property
    def size(self) -> int:
        """How many cases there are."""
        return len(self.stages) * len(self.leistungen) * len(self.districts) * 2 * self._times

    def run(self, progress: Progress | None = None) -> None:
        for conflict in conflicts(self.rulebook.handbook):
            self._contradiction(conflict, self.size)
        for stage, leistungen in product(range(len(self.stages)), self._alike_leistungen):
            for districts, business in product(self._alike_districts, (False, True)):
                self._walk(Situation(stage, leistungen, districts, business))
            if progress is not None:
                progress(self.cases)

    def _walk(self, situation: Situation) -> None:
        """A week of one situation: each stretch, and the first target there, silent and away."""
        self._rules(situation)
        seen: dict[str | None, list[Seen]] = {}
        for places in self._alike_stretches:
            stretch = self.week[places[0]]
            decision = self._decide(situation, stretch, None, seen)
            self._owes(situation, stretch, decision)
            away = first_target(decision, self.rulebook.directory)
            for target in FirstTarget:
                gone = away if target is FirstTarget.AWAY else None
                judged = self._decide(situation, stretch, gone, seen) if gone else decision
                self._judge(situation, stretch, judged, target, gone, times=len(places))

    def _rules(self, situation: Situation) -> None:
        """What the rules say about it at any hour: somebody is named, and no two clauses differ."""
        stage, leistung, district = self._of(situation)
        if leistung is None:
            return
        cases = self._count(situation, self._times)
        given: dict[str, Any] = {"cases": cases, "leistungen": self._keys(situation), "order": situation.order()}
        if responsible(self.rulebook.directory, leistung, district) is None:
            where = f" in {district}" if district else ""
            sentence = f"Für „{leistung.name}“ ist{where} niemand genannt (Amt „{leistung.office}“)."
            case = self._case(situation, self.week[0])
            self.ledger.add(FindingKind.NOBODY_RESPONSIBLE, leistung.office, sentence, example=case, **given)
        for conflict in scope_conflicts(self.rulebook.handbook, leistung, stage) if stage else ():
            self._contradiction(conflict, example=self._case(situation, self.week[0]), **given)

    def _contradiction(self, conflict: Conflict, cases: int, **given: Any) -> None:
        earlier, later = (clause.cited for clause in conflict)
        sentence = f"{earlier} und {later} beantworten dieselbe Frage verschieden: Befolgt wird nur eine der beiden."
        subject = f"{earlier} {later}"
        self.ledger.add(FindingKind.CONTRADICTION, subject, sentence, (earlier, later), cases=cases, **given)

    def _decide(
        self, situation: Situation, stretch: Stretch, away: str | None, seen: dict[str | None, list[Seen]]
    ) -> Decision:
        """Again only where a calendar the earlier decisions asked for is now open instead of closed, or closed."""
        known = seen.setdefault(away, [])
        found = next((earlier for earlier in known if self.fold and earlier.holds_in(stretch)), None)
        if found is None:
            book = self._book(away)
            book.calendars.asked.clear()
            # An instant of its own: calendars may remember what they said about the last one, and then ask nobody.
            decision = decide(replace(self._facts(situation, stretch), at=stretch.at + timedelta()), book)
            asked = frozenset(book.calendars.asked)
            found = Seen(asked, stretch.hours & asked, decision)
            known.append(found)
        return found.decision

    def _judge(
        self, situation: Situation, stretch: Stretch, decision: Decision, target: FirstTarget, away: str | None, *,
        times: int,
    ) -> None:  # fmt: skip
        cases = self._count(situation, times)
        self.cases += cases
        if (gap := gap_in(decision, target)) is not None:
            order = situation.order(stretch.place, list(FirstTarget).index(target))
            self.ledger.add(
                FindingKind.NOT_COVERED, gap.subject, gap.sentence, (gap.clause,), cases=cases, order=order,
                leistungen=self._keys(situation), example=self._case(situation, stretch, target, away),
            )  # fmt: skip

    def _owes(self, situation: Situation, stretch: Stretch, decision: Decision) -> None:
        """Who owes what by when is looked at day by day, later: coverage_promises.py."""
        order = situation.order(stretch.place)
        for step in decision.plan:
            key = (step.kind, step.target.id, step.clause)
            if step.due_at is not None and (key not in self.owed or order < self.owed[key][0]):
                self.owed[key] = (order, self._facts(situation, stretch))

    def _facts(self, situation: Situation, stretch: Stretch) -> Facts:
        stage, leistung, district = self._of(situation)
        return Facts(
            municipality=self.rulebook.municipality,
            at=stretch.at,
            stage=stage,
            leistung=leistung,
            district=district,
            business=situation.business,
            has_article=leistung is not None and self.has_article(leistung.key),
        )

    def _case(
        self, situation: Situation, stretch: Stretch, target: FirstTarget = FirstTarget.REACHED, away: str | None = None
    ) -> Case:
        stage, leistung, district = self._of(situation)
        return Case(
            self.rulebook.municipality, stretch.at, leistung.key if leistung else None, district, situation.business,
            stage.number if stage else None, test=stage is not None and stage.test, target=target, away=away,
        )  # fmt: skip

    def _of(self, situation: Situation) -> tuple[Stage | None, Leistung | None, str | None]:
        """The first of those that are alike stands for all."""
        leistung, district = self.leistungen[situation.leistungen[0]], self.districts[situation.districts[0]]
        return self.stages[situation.stage], leistung, district

    def _count(self, situation: Situation, times: int) -> int:
        return len(situation.leistungen) * len(situation.districts) * times

    def _keys(self, situation: Situation) -> tuple[str, ...]:
        alike = (self.leistungen[place] for place in situation.leistungen)
        return tuple(leistung.key for leistung in alike if leistung is not None)

    def _book(self, away: str | None) -> WatchedRulebook:
        if away not in self._books:
            self._books[away] = WatchedRulebook.of(self.rulebook, away)
        return self._books[away]

    # What cannot differ

    @property
    def _times(self) -> int:
        """Cases of one situation: stretches of the week, each with the first target there, silent and away."""
        return len(self.week) * len(FirstTarget)

    @cached_property
    def _alike_stretches(self) -> Sequence[Places]:
        return _alike((stretch.hours for stretch in self.week), fold=self.fold)

    @cached_property
    def _alike_districts(self) -> Sequence[Places]:
        """Districts that no rule names are alike."""
        names = (district if district is None or district in self._named else "" for district in self.districts)
        return _alike(names, fold=self.fold)

    @cached_property
    def _alike_leistungen(self) -> Sequence[Places]:
        """Leistungen that no rule names are alike when they differ in nothing but their name."""
        return _alike((self._likeness(leistung) for leistung in self.leistungen), fold=self.fold)

    def _likeness(self, leistung: Leistung | None) -> Hashable:
        if leistung is None or leistung.key in self._named:
            return leistung
        what = leistung.model_dump(exclude={"key", "name", "said"})
        return repr(what), self.has_article(leistung.key)

    @cached_property
    def _named(self) -> frozenset[str]:
        """Every word that directory, agreement and handbook use as a value, but for the list of districts itself."""
        directory = self.rulebook.directory.model_dump(exclude={"municipality": {"districts"}})
        rules = (self.rulebook.agreement.model_dump(), self.rulebook.handbook.model_dump())
        return frozenset(_words([directory, *rules]))


def _alike(keys: Iterable[Hashable], *, fold: bool) -> Sequence[Places]:
    groups: dict[Hashable, list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key if fold else place, []).append(place)
    return [tuple(places) for places in groups.values()]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _words(each)
