"""Promises nobody can keep, and absences nobody stands in for: day by day, with closings and holidays. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from servicecenter.directory.calendars import BERLIN
from servicecenter.directory.model import Absence, Directory, Office
from servicecenter.routing.coverage_findings import Case, FindingKind, Ledger, Order
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Facts, Step, StepKind
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.words import short_day

DAYS = 400
MINUTE = timedelta(minutes=1)
PROMISED = {StepKind.CALLBACK: "Ein Rückruf", StepKind.TICKET: "Eine Antwort"}


def unkeepable(
    rulebook: Rulebook, owed: Mapping[tuple[StepKind, str, str], tuple[Order, Facts]], days: Iterable[date],
    ledger: Ledger,
) -> int:  # fmt: skip
    """Reports each promise whose owing office has no opening minute before it is due; how many were looked at.

    Offices with the same hours are one finding: it is their calendar that does not suit the promise. The last call of
    a day stands for the day: who calls earlier leaves the office more time, never less.
    """
    asked = {(facts.leistung, facts.district, facts.business): facts for _, facts in sorted(owed.values(), key=_order)}
    examined = 0
    for day in days:
        at, stage = last_call(rulebook, day), rulebook.agreement.stage_on(day)
        if at is None or stage is None:
            continue
        promised: dict[tuple[StepKind, str], tuple[Facts, Step]] = {}
        for facts in (replace(each, at=at, stage=stage) for each in asked.values()):
            for step in decide(facts, rulebook).plan:
                if step.due_at is not None:
                    promised.setdefault((step.kind, step.target.id), (facts, step))
        for facts, step in promised.values():
            _report(rulebook, facts, step, ledger)
        examined += len(promised)
    return examined


def _order(owed: tuple[Order, Facts]) -> Order:
    return owed[0]


def last_call(rulebook: Rulebook, day: date) -> datetime | None:
    """The last minute of the day's service hours; None on a day when nobody takes calls."""
    hours = rulebook.handbook.hours()
    if hours is None:
        return datetime.combine(day, time(23, 59), BERLIN)
    intervals = rulebook.calendars.opening_of(hours[0]).intervals_on(day)
    return intervals[-1][1] - MINUTE if intervals else None


def _report(rulebook: Rulebook, facts: Facts, step: Step, ledger: Ledger) -> None:
    office = rulebook.directory.offices[step.target.id]
    opening = rulebook.calendars.opening(office)
    if opening is not None and step.due_at is not None and opening.minutes_between(facts.at, step.due_at) > 0:
        return
    leistung = facts.leistung.key if facts.leistung else None
    stage = facts.stage
    case = Case(
        facts.municipality, facts.at, leistung, facts.district, facts.business, stage.number if stage else None,
        test=stage is not None and stage.test,
    )  # fmt: skip
    sentence = (
        f"{PROMISED[step.kind]} von „{office.name}“ ist bis {short_day(step.due_on)} fällig, und dort ist bis dahin "
        "keine Minute geöffnet."
    )
    ledger.add(
        FindingKind.PROMISE_UNKEEPABLE, f"{step.kind} {office.calendar}", sentence, (step.clause,), example=case,
        leistungen=(leistung,) if leistung else (), offices=(office.id,), order=(facts.at.toordinal(),),
    )  # fmt: skip


def without_deputy(directory: Directory, since: date, ledger: Ledger) -> None:
    """Absences from `since` on: nobody is named, or who is named is away on one of the days as well."""
    for absence in directory.absence:
        away = directory.people.get(absence.person or "") or directory.offices.get(absence.office or "")
        if away is None or absence.until < since:
            continue
        days = f"{short_day(absence.first)} bis {short_day(absence.until)}"
        if away.deputy is None:
            sentence = f"„{away.name}“ ist von {days} abwesend und hat keine Vertretung."
        elif any(_overlaps(absence, other) for other in directory.absence if _is_of(other, away.deputy, away)):
            sentence = f"„{away.name}“ ist von {days} abwesend, und die Vertretung ist es auch."
        else:
            continue
        ledger.add(FindingKind.NO_DEPUTY, f"{away.id} {absence.first}", sentence)


def _is_of(absence: Absence, deputy: str, away: object) -> bool:
    """A person's deputy is a person, an office's an office: their ids may be the same."""
    return deputy == (absence.office if isinstance(away, Office) else absence.person)


def _overlaps(one: Absence, other: Absence) -> bool:
    return one.first <= other.until and other.first <= one.until
