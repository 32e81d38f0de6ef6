"""evidence verify: is the journal what was written? Each finding with its entry, what is wrong, and since when."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from servicecenter.commands.opening import SYSTEM, database
from servicecenter.commands.output import DONE, FINDINGS, console, print_json, progress
from servicecenter.contacts.case_number import shown
from servicecenter.directory.calendars import BERLIN
from servicecenter.errors import Invalid
from servicecenter.journal.chain import Discrepancy, Fault
from servicecenter.journal.evidence import Verified
from servicecenter.journal.evidence import verify as verify_journal
from servicecenter.journal.witness import FILE, Witness, WitnessUnreadable
from servicecenter.settings import Settings

WORDS = {
    Fault.CHANGED: "geändert: Der Eintrag hat nicht mehr die Prüfsumme, mit der er geschrieben wurde.",
    Fault.INSERTED: "eingefügt: Diesen Eintrag hat das Programm nicht geschrieben.",
    Fault.REMOVED: "entfernt: An dieser Stelle fehlt ein Eintrag.",
    Fault.TORN: "ersetzt: Der Eintrag passt nicht zu dem, was davor oder im Kopf der Kette steht.",
    Fault.REWRITTEN: "neu geschrieben: Die Kette ist in sich stimmig, bezeugt war an dieser Stelle eine andere.",
}


async def verify(settings: Settings, heads: Path | None, at: datetime, *, as_json: bool) -> int:
    """1 with findings. Raises Invalid where the file of kept heads cannot be read."""
    witness = Witness(heads or settings.data / FILE)
    try:
        async with database(settings) as db:
            with progress() as bar:
                task = bar.add_task("Einträge prüfen", total=1)
                show = lambda done, of: bar.update(task, completed=done, total=of)  # noqa: E731
                verified = await verify_journal(db, SYSTEM, witness, at, show)
                bar.update(task, completed=1, total=1)
    except WitnessUnreadable as error:
        raise Invalid(
            "Die bezeugten Köpfe sind nicht lesbar.", f"Zeile {error.line} von {error.file} ist keine des Programms.",
            "Bitte die Datei aus einer Sicherung holen oder mit --heads eine andere angeben.", file=str(error.file),
        ) from error  # fmt: skip
    if as_json:
        print_json(_as_json(verified))
    else:
        _print(verified, witness)
    return FINDINGS if verified.findings else DONE


def _as_json(verified: Verified) -> dict[str, Any]:
    return {
        "entries": verified.entries,
        "strands": verified.strands,
        "witnessed_at": verified.witnessed_at.isoformat() if verified.witnessed_at else None,
        "findings": [
            asdict(finding) | {"what": WORDS[finding.fault], "since": finding.since and finding.since.isoformat()}
            for finding in verified.findings
        ],
    }


def _print(verified: Verified, witness: Witness) -> None:
    console.print(f"Geprüfte Einträge: {verified.entries}, Ketten: {verified.strands}")
    if verified.witnessed_at is None:
        console.print(
            "Außerhalb der Datenbank war noch nichts bezeugt: Ein Ende, das samt Kopf gekürzt wurde, fiele nicht auf."
        )
    else:
        console.print(f"Zuletzt außerhalb der Datenbank bezeugt: {_moment(verified.witnessed_at)} ({witness.file})")
    for finding in verified.findings:
        console.print(f"[bold red]✗[/] {_place(finding)}: {WORDS[finding.fault]}", soft_wrap=True)
        console.print(f"  frühestens seit {_moment(finding.since)}" if finding.since else "  seit wann ist unbekannt")
    found = len(verified.findings)
    console.print(f"Befunde: {found}" if found else "Keine Befunde: Das Journal ist, was geschrieben wurde.")


def _place(finding: Discrepancy) -> str:
    case = f", Vorgang {shown(finding.case_number)}" if finding.case_number else ""
    row = f"Eintrag {finding.entry}, " if finding.entry else ""
    until = f" bis {finding.until}" if finding.until != finding.position else ""
    return f"{row}Kette {finding.strand}, Stelle {finding.position}{until}{case}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BERLIN):%d.%m.%Y %H:%M:%S}"
