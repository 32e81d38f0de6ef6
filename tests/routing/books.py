"""The project's own rulebooks, read once from kb_content, and facts about them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from servicecenter.agreements.model import Handbook, in_force
from servicecenter.content.check import Content, read_content
from servicecenter.content.files import folder_files
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Directory
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts, Step, StepKind
from servicecenter.routing.people import find_person
from servicecenter.routing.rulebook import Rulebook
from tests.conftest import CONTENT

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00, offices are open
WEDNESDAY_EVENING = datetime(2026, 11, 25, 18, tzinfo=UTC)


@cache
def content() -> Content:
    files, _ = folder_files(CONTENT)
    return read_content(files)[0]


@cache
def book(municipality: str) -> Rulebook:
    read = content()
    handbook = in_force(read.handbooks[municipality], date(2026, 11, 23))
    assert handbook is not None
    return Rulebook(read.catalogue, read.directories[municipality], read.agreements[municipality], handbook)


def facts(municipality: str, leistung: str | None = None, at: datetime = MONDAY, **more: Any) -> Facts:
    rulebook = book(municipality)
    given = {"stage": rulebook.agreement.stage_on(local_day(at))} | more
    if asked := given.get("person_asked"):
        given.setdefault("person", find_person(rulebook.directory, asked))
    return Facts(municipality, at, leistung=rulebook.catalogue.by_key[leistung] if leistung else None, **given)


def decided(municipality: str, leistung: str | None = None, at: datetime = MONDAY, **more: Any) -> Decision:
    return decide(facts(municipality, leistung, at, **more), book(municipality))


def with_directory(rulebook: Rulebook, **changes: Any) -> Rulebook:
    directory = Directory.model_validate(rulebook.directory.model_dump() | changes)
    return replace(rulebook, directory=directory)


def with_clauses(rulebook: Rulebook, **changes: dict[str, Any] | None) -> Rulebook:
    """Clauses of the handbook with one rule changed; None takes the rule out."""
    clauses = [
        clause.model_dump() | {name: value for name, value in changes.items() if getattr(clause, name) is not None}
        for clause in rulebook.handbook.clause
    ]
    return _with_handbook(rulebook, clauses)


def with_more(rulebook: Rulebook, *more: dict[str, Any]) -> Rulebook:
    """The handbook with further clauses behind its own."""
    return _with_handbook(rulebook, [*(clause.model_dump() for clause in rulebook.handbook.clause), *more])


def _with_handbook(rulebook: Rulebook, clauses: list[dict[str, Any]]) -> Rulebook:
    handbook = Handbook.model_validate(rulebook.handbook.model_dump() | {"clause": clauses})
    return replace(rulebook, handbook=handbook)


def without_lotse() -> Rulebook:
    """Geldern, where businesses have no guide."""
    given = with_clauses(book("geldern"), lotse=None)
    offices = [
        office.model_dump() | ({"does": ()} if office.is_for("lotse") else {}) for office in given.directory.office
    ]
    return with_directory(given, office=offices)


def with_office(rulebook: Rulebook, **office: Any) -> Rulebook:
    """One more office, of the municipality unless it says otherwise."""
    given = {"body": rulebook.municipality, "phone": "+49 30 23125 999", "calendar": "immer", "transfer": True} | office
    offices = [*(each.model_dump() for each in rulebook.directory.office), given]
    return with_directory(rulebook, office=offices)


def line(decision: Decision) -> list[tuple[str, str]]:
    return [(step.kind.value, step.target.id) for step in decision.plan]


def reasons(decision: Decision) -> dict[str, str]:
    return {verdict.rule: verdict.reason for verdict in decision.asked}


def only(decision: Decision, kind: StepKind) -> Step:
    (step,) = (step for step in decision.plan if step.kind is kind)
    return step
