"""Commands about content and rules: check, load, export, search, deadline, route explain."""

import time
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from servicecenter.clock import SystemClock
from servicecenter.commands.opening import SYSTEM, database
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, FINDINGS, console, errors, print_json, progress
from servicecenter.content.check import check, read_content
from servicecenter.content.files import folder_files
from servicecenter.content.load import export, load
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.directory.model import Absence
from servicecenter.documents.reading import Fault
from servicecenter.errors import Invalid, NotFound
from servicecenter.promises.terms import Terms
from servicecenter.routing import words
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts, Load
from servicecenter.routing.people import find_people
from servicecenter.routing.rulebook import Rulebook
from servicecenter.settings import Settings
from servicecenter.web.program import Program


def check_content(folder: Path, *, as_json: bool) -> int:
    """1 when there is an error; what is only unchecked or due for review is listed and counted."""
    files, unreadable = folder_files(folder)
    content, faults = read_content(files)
    found = unreadable + faults + list(check(content, local_day(SystemClock().now())))
    wrong = [fault for fault in found if fault.is_error]
    if as_json:
        print_json({"files": len(files), "errors": len(wrong), "findings": [asdict(fault) for fault in found]})
    else:
        for fault in found:
            console.print(f"{'Fehler ' if fault.is_error else 'Hinweis'}  {fault}", markup=False, soft_wrap=True)
        console.print(f"{len(files)} Dateien, {len(wrong)} Fehler, {len(found) - len(wrong)} Hinweise.")
    return FINDINGS if wrong else DONE


async def load_content(
    settings: Settings, folder: Path, *, overwrite: bool, withdraw_missing: bool, as_json: bool
) -> int:
    async with database(settings) as db:
        with progress() as bar:
            task = bar.add_task("Inhalte", total=None)
            loaded = await load(
                db, SYSTEM, folder, SystemClock().now(), overwrite=overwrite, withdraw_missing=withdraw_missing,
                progress=lambda done, of, what: bar.update(task, completed=done, total=of, description=what),
            )  # fmt: skip
    if as_json:
        print_json(asdict(loaded))
    else:
        _print_faults(loaded.faults)
        for path in loaded.kept:
            console.print(f"behalten  {path}: im Programm geändert (überschreiben mit --overwrite)", markup=False)
        for path in loaded.missing:
            console.print(f"ohne Datei  {path}: gilt weiter (zurückziehen mit --withdraw-missing)", markup=False)
        for path in loaded.withdrawn:
            console.print(f"zurückgezogen  {path}: die Datei ist nicht mehr da", markup=False)
        console.print(
            f"{len(loaded.new)} neu, {len(loaded.changed)} geändert, {loaded.unchanged} unverändert, "
            f"{len(loaded.kept)} behalten, {len(loaded.faults)} Fehler."
        )
    return FINDINGS if loaded.faults or loaded.kept or loaded.missing else DONE


async def export_content(settings: Settings, folder: Path, *, as_json: bool) -> int:
    async with database(settings) as db:
        written = await export(db, SYSTEM, folder)
    if as_json:
        print_json({"written": written})
    else:
        console.print(f"{len(written)} Dateien geschrieben nach {folder}.")
    return DONE


async def search(settings: Settings, text: str, municipality: str, limit: int, *, as_json: bool) -> int:
    async with opened(settings) as program:
        program.rulebooks.directory(municipality)
        started = time.perf_counter()
        hits = await program.knowledge.search(municipality, text, limit)
        took_ms = round(1000 * (time.perf_counter() - started), 2)
    if as_json:
        found = [asdict(hit) for hit in hits]
        print_json({"query": text, "municipality": municipality, "took_ms": took_ms, "hits": found})
    else:
        for place, hit in enumerate(hits, start=1):
            console.print(f"{place:>2}  {hit.title}  ({hit.id}) {'; '.join(hit.why)}", markup=False)
        console.print(f"{len(hits)} Treffer in {took_ms} ms.")
    return DONE


async def deadline(settings: Settings, municipality: str, promise: str, at: datetime, *, as_json: bool) -> int:
    """In the calendar of the municipality's switchboard: promises of another office may differ by its closings.

    Before the first handbook began, that first one is used, and named.
    """
    async with opened(settings) as program:
        rulebook = program.rulebooks.on(municipality, max(local_day(at), program.rulebooks.begins_on(municipality)))
    agreed = rulebook.handbook.promise(promise)
    if agreed is None:
        names = ", ".join(rule.name for rule, _ in rulebook.handbook.promises())
        raise NotFound(
            f"Die Zusage „{promise}“ gibt es hier nicht.", "Das Handbuch nennt sie nicht.", f"Es gibt: {names}."
        )
    rule, clause = agreed
    owing = rulebook.owing(rule, rulebook.central_office)
    terms = Terms.of(rule, clause, rulebook.calendars, owing, at)
    value = {
        "promise": promise, "recorded_at": _local(at), "due_at": _local(terms.due_at),
        "due_on": terms.due_on.isoformat(), "working_days": terms.working_days, "clause": terms.clause,
        "at_risk_at": _local(terms.at_risk_at), "municipality": municipality,
        "handbook": rulebook.handbook.valid_from.isoformat(),
    }  # fmt: skip
    if as_json:
        print_json(value)
    else:
        console.print(f"{promise}: bis {words.long_day(terms.due_on)} {terms.due_on.year}, 24 Uhr ({terms.clause})")
    return DONE


async def explain(
    settings: Settings, municipality: str, *, leistung: str | None, text: str | None, district: str | None,
    person: str | None, business: bool, load: Load | None, at: datetime, stage: int | None = None,
    away: str | None = None, as_json: bool,
) -> int:  # fmt: skip
    """With a load the call still waits in the queue; without, somebody speaks with the caller.

    `stage` and `away` as if they held: a case of `handbook check` is asked again so.
    """
    async with opened(settings) as program:
        key = leistung or await _leistung_of(program, municipality, text or "")
        facts = _facts(program, municipality, key, district, person, at, business=business, load=load)
        rulebook = program.rulebooks.on(municipality, local_day(at))
        decision = decide(_in_stage(facts, rulebook, stage), _without(rulebook, away, local_day(at)))
    if as_json:
        print_json(explained(decision))
    else:
        _print_decision(decision)
    return DONE


def explained(decision: Decision) -> dict[str, Any]:
    """What DESIGN calls `route explain`: facts, plan, every rule asked."""
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


def _local(at: datetime) -> str:
    return at.astimezone(BERLIN).isoformat()


async def _leistung_of(program: Program, municipality: str, text: str) -> str | None:
    """What a caller's words mean: the Leistung of the best article. None where nothing useful is found."""
    hits = await program.knowledge.search(municipality, text, 1)
    is_useful = bool(hits) and hits[0].is_useful
    return program.knowledge.article(municipality, hits[0].id).article.leistung if is_useful else None


def _facts(
    program: Program, municipality: str, key: str | None, district: str | None, person: str | None, at: datetime, *,
    business: bool, load: Load | None,
) -> Facts:  # fmt: skip
    rulebook = program.rulebooks.on(municipality, local_day(at))
    leistung = rulebook.catalogue.by_key.get(key) if key else None
    if key and leistung is None:
        raise NotFound(f"Die Leistung „{key}“ gibt es nicht.", "Der Katalog kennt sie nicht.", "")
    districts = rulebook.directory.municipality.districts
    if district and district not in districts:
        raise Invalid(
            f"Den Ortsteil „{district}“ gibt es hier nicht.", "", f"Es gibt: {', '.join(districts)}.", field="district"
        )
    people = find_people(rulebook.directory, person) if person else ()
    return Facts(
        municipality=municipality, at=at, stage=rulebook.agreement.stage_on(local_day(at)), leistung=leistung,
        district=district, business=business, person_asked=person,
        person=next(iter(people), None), candidates=people if len(people) > 1 else (),
        taken=load is None, load=load or Load(),
        has_article=leistung is not None and program.knowledge.has_article_for(municipality, leistung.key),
    )  # fmt: skip


def _in_stage(facts: Facts, rulebook: Rulebook, number: int | None) -> Facts:
    if number is None:
        return facts
    stages = {stage.number: stage for stage in rulebook.agreement.stage}
    if number and number not in stages:
        known = ", ".join(str(each) for each in stages)
        raise Invalid(
            f"Eine Stufe {number} gibt es hier nicht.", "", f"Es gibt: {known}; 0 heißt außerhalb.", field="stage"
        )
    return replace(facts, stage=stages.get(number))


def _without(rulebook: Rulebook, office: str | None, day: date) -> Rulebook:
    """The same rules on a day on which this office is not there."""
    if office is None:
        return rulebook
    directory = rulebook.directory
    if office not in directory.offices:
        raise NotFound(f"Das Amt „{office}“ gibt es nicht.", "Das Verzeichnis nennt es nicht.", "", office=office)
    absences = (*directory.absence, Absence(office=office, first=day))
    return replace(rulebook, directory=directory.model_copy(update={"absence": absences}))


def _print_decision(decision: Decision) -> None:
    for verdict in decision.asked:
        mark = "→" if verdict.chose else "·"
        console.print(f"{mark} {words.RULES[verdict.rule]} {words.why(verdict)} ({verdict.clause})", markup=False)
    console.print("\nWeg:")
    for place, step in enumerate(decision.plan, start=1):
        console.print(f"{place}. {words.step_line(step)}  ({step.clause})", markup=False)
        if said := words.to_say(step):
            console.print(f"   „{said}“", markup=False)


def _print_faults(faults: list[Fault]) -> None:
    for fault in faults:
        errors.print(f"Fehler  {fault}", markup=False, soft_wrap=True)
