"""A decision as /explain and a contact's page show it, supposed or recorded; and the address of a case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from servicecenter.contacts.supposing import OUTSIDE
from servicecenter.directory.calendars import BERLIN
from servicecenter.routing import telling, words
from servicecenter.routing.coverage_findings import Case
from servicecenter.routing.model import Decision, Facts, Step, Verdict
from servicecenter.routing.rulebook import Rulebook
from servicecenter.web.names import ClauseText, texts_of

PAGE = "/explain"


@dataclass(frozen=True, slots=True)
class Planned:
    line: str
    say: str  # to be read aloud; empty where there is nothing to say
    why: str
    clauses: Sequence[ClauseText]


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    chose: bool
    why: str
    clauses: Sequence[ClauseText]


@dataclass(frozen=True, slots=True)
class Explained:
    question: str
    answer: Sequence[str]
    basis: str  # which version of the rules
    plan: Sequence[Planned]
    asked: Sequence[Asked]
    unasked: Sequence[str]  # questions behind the one that settled it
    assumed: Sequence[str] = field(default=())  # what is taken to be otherwise than it is


def explained(decision: Decision, rulebook: Rulebook, assumed: Sequence[str] = (), *, past: bool = False) -> Explained:
    return Explained(
        telling.question(decision.facts, rulebook, past=past),
        telling.answer(decision),
        telling.basis(decision.facts, rulebook, past=past),
        [_planned(step, rulebook) for step in decision.plan],
        [_asked(verdict, rulebook) for verdict in decision.asked],
        telling.unasked(decision.asked),
        assumed,
    )


def of_finding(case: Case) -> str:
    """The page about the case a check has found."""
    return address(
        case.municipality, case.at, leistung=case.leistung, district=case.district, business=case.business,
        stage=case.stage or OUTSIDE, away=case.away,
    )  # fmt: skip


def of_facts(facts: Facts) -> str:
    """The page about a case like this one. Whom the caller asked for is not in it: addresses are passed on and kept."""
    waits = {} if facts.taken else {"waiting": facts.load.callers, "longest": facts.load.wait_seconds}
    return address(
        facts.municipality, facts.at, leistung=facts.leistung.key if facts.leistung else None,
        district=facts.district, business=facts.business,
        stage=facts.stage.number if facts.stage else OUTSIDE, **waits,
    )  # fmt: skip


def local_minute(at: datetime) -> str:
    """As a field for date and time holds it."""
    return f"{at.astimezone(BERLIN):%Y-%m-%dT%H:%M}"


def address(municipality: str, at: datetime, *, business: bool = False, **given: Any) -> str:
    """The page about a case, with everything that is known of it."""
    known = {name: value for name, value in given.items() if value is not None}
    asked = {"municipality": municipality, "at": local_minute(at), **known} | ({"business": "yes"} if business else {})
    return f"{PAGE}?{urlencode(asked)}"


def _planned(step: Step, rulebook: Rulebook) -> Planned:
    line = words.step_line(step)
    why = words.reason(step.reason)
    return Planned(f"{line[:1].upper()}{line[1:]}", words.to_say(step), why, texts_of(step.clause, rulebook))


def _asked(verdict: Verdict, rulebook: Rulebook) -> Asked:
    question = words.RULES.get(verdict.rule, verdict.rule)
    return Asked(question, verdict.chose, words.why(verdict), texts_of(verdict.clause, rulebook))
