"""Commands about content and rules: check, load, export, search, deadline, route explain."""

import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from servicecenter.clock import SystemClock
from servicecenter.commands.opening import SYSTEM, database
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, FINDINGS, console, errors, print_json, progress
from servicecenter.contacts.supposing import Supposed, suppose
from servicecenter.content.check import check, read_content
from servicecenter.content.files import folder_files
from servicecenter.content.load import export, load
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.documents.reading import Fault
from servicecenter.errors import NotFound
from servicecenter.promises.terms import Terms
from servicecenter.routing import words
from servicecenter.routing.explained import explained
from servicecenter.routing.model import Decision
from servicecenter.settings import Settings


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


async def explain(settings: Settings, case: Supposed, *, as_json: bool) -> int:
    async with opened(settings) as program:
        decision = (await suppose(case, program.rulebooks, program.knowledge)).decision
    if as_json:
        print_json(explained(decision))
    else:
        _print_decision(decision)
    return DONE


def _local(at: datetime) -> str:
    return at.astimezone(BERLIN).isoformat()


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
