"""handbook check and handbook replay: what a handbook leaves open, and what another version would have changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table

from servicecenter.commands.opening import SYSTEM
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, FINDINGS, console, print_json, progress
from servicecenter.contacts.replaying import Period, replay
from servicecenter.content.trial import handbook_on_trial
from servicecenter.directory.calendars import local_day
from servicecenter.routing.checking import Checked, check
from servicecenter.routing.coverage_findings import Finding
from servicecenter.routing.replay import Moved, Replay
from servicecenter.settings import Settings
from servicecenter.web.explaining import of_finding

SHOWN = 20  # ways on the screen, and
CASES = 5  # cases of each; --json has them all


async def check_handbooks(settings: Settings, municipalities: Sequence[str], *, as_json: bool) -> int:
    """1 when something was found."""
    async with opened(settings) as program:
        with progress() as bar:
            task = bar.add_task("Handbücher", total=None)
            checked = await asyncio.to_thread(
                check, program.rulebooks, SYSTEM, program.knowledge.has_article_for, local_day(program.clock.now()),
                municipalities,
                progress=lambda done, of, what: bar.update(task, completed=done, total=of, description=what),
            )  # fmt: skip
    if as_json:
        print_json(
            asdict(checked) | {"findings": [_shown(finding) for finding in checked.findings]},
        )
    else:
        _print(checked)
    return FINDINGS if checked.findings else DONE


def _shown(finding: Finding) -> dict[str, Any]:
    example = finding.example
    if example is None:
        return asdict(finding) | {"facts": "", "ask": "", "page": ""}
    return asdict(finding) | {"facts": example.in_words, "ask": example.command, "page": of_finding(example)}


def _print(checked: Checked) -> None:
    for finding in checked.findings:
        clause = f" ({finding.clause})" if finding.clause else ""
        console.print(f"{finding.municipality}: {finding.sentence}{clause}", markup=False, soft_wrap=True)
        if finding.example is not None:
            console.print(
                f"    {counted(finding.cases, 'Fall', 'Fälle')}, zum Beispiel: {finding.example.in_words}",
                markup=False,
                soft_wrap=True,
            )
            console.print(f"    {finding.example.command}", markup=False, soft_wrap=True)
            console.print(f"    im Browser: {of_finding(finding.example)}", markup=False, soft_wrap=True)
    names = ", ".join(checked.municipalities)
    console.print(
        f"{names}: {counted(checked.cases, 'Fall', 'Fälle')} und {counted(checked.promises, 'Zusage', 'Zusagen')} "
        f"geprüft, {counted(len(checked.findings), 'Befund', 'Befunde')}.",
        soft_wrap=True,
    )  # fmt: skip


async def replay_contacts(
    settings: Settings, municipality: str, file: Path, since: date, until: date, *, as_json: bool
) -> int:
    """0 also where contacts would have gone elsewhere: that is an answer, no mistake."""
    async with opened(settings) as program:
        program.rulebooks.directory(municipality)
        day = local_day(program.clock.now())
        handbook = await handbook_on_trial(program.db, SYSTEM, municipality, file, day)
        with progress() as bar:
            task = bar.add_task("Kontakte", total=None)
            found = await replay(
                program.db, program.rulebooks, SYSTEM, handbook, Period(since, until),
                progress=lambda done: bar.update(task, completed=done, description=f"{done} Kontakte"),
            )  # fmt: skip
        names = {leistung.key: leistung.name for leistung in program.rulebooks.catalogue.leistung}
    if as_json:
        told = {"municipality": municipality, "with": handbook.title, "since": since, "until": until}
        print_json(told | asdict(found))
    else:
        _print_replay(found, names)
    return DONE


def _print_replay(found: Replay, names: dict[str, str]) -> None:
    table = Table("Leistung", "Kontakte", "anderer Weg", "anderer Tag zugesagt")
    for each in found.leistungen:
        name = names.get(each.leistung, "ohne Leistung")
        table.add_row(name, str(each.contacts), str(each.moved), str(each.other_due))
    if found.leistungen:
        console.print(table)
    for way in found.ways[:SHOWN]:
        _print_way(way, names)
    if len(found.ways) > SHOWN:
        console.print(f"… und {len(found.ways) - SHOWN} weitere Wege; alle mit --json.")
    console.print(
        f"{counted(found.contacts, 'Kontakt', 'Kontakte')} nachgespielt, {found.moved} wären anders gegangen, "
        f"bei {found.other_due} wäre ein anderer Tag zugesagt worden.",
        soft_wrap=True,
    )  # fmt: skip
    if found.changed_since:
        console.print(f"{found.changed_since} gehen schon heute anders als damals: Das Verzeichnis hat sich geändert.")
    if found.unrecorded:
        console.print(f"{found.unrecorded} ließen sich nicht nachspielen: Ihr Sachverhalt wurde nicht aufgezeichnet.")


def _print_way(way: Moved, names: dict[str, str]) -> None:
    name, number = names.get(way.leistung, "ohne Leistung"), counted(len(way.cases), "Kontakt", "Kontakte")
    console.print(f"{name}, {number}: {' → '.join(way.before)}", markup=False, soft_wrap=True)
    console.print(f"    stattdessen: {' → '.join(way.after)}", markup=False, soft_wrap=True)
    more = " …" if len(way.cases) > CASES else ""
    console.print(f"    Vorgänge: {', '.join(way.cases[:CASES])}{more}", markup=False, soft_wrap=True)


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")
