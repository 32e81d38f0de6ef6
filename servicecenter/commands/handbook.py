"""handbook check and handbook replay: what a handbook leaves open, and what another version would have changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from servicecenter.commands.opening import SYSTEM
from servicecenter.commands.opening import program as opened
from servicecenter.commands.output import DONE, FINDINGS, console, print_json, progress
from servicecenter.directory.calendars import local_day
from servicecenter.routing.checking import Checked, check
from servicecenter.routing.coverage_findings import Finding
from servicecenter.settings import Settings


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
    words = {"facts": example.in_words, "ask": example.command} if example else {"facts": "", "ask": ""}
    return asdict(finding) | words


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
    names = ", ".join(checked.municipalities)
    console.print(
        f"{names}: {counted(checked.cases, 'Fall', 'Fälle')} und {counted(checked.promises, 'Zusage', 'Zusagen')} "
        f"geprüft, {counted(len(checked.findings), 'Befund', 'Befunde')}.",
        soft_wrap=True,
    )  # fmt: skip


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")
