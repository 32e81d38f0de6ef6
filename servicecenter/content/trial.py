"""A handbook that is only tried: read and checked like one that is loaded, beside what is in force. Never stored."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Handbook
from servicecenter.content.check import check, read_content
from servicecenter.content.files import File, text_of
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Kind
from servicecenter.documents.reading import Fault, Unreadable, parse
from servicecenter.errors import Invalid

RULES = (Kind.CATALOGUE, Kind.DIRECTORY, Kind.AGREEMENT, Kind.HANDBOOK)
TOLD = 5  # faults that are named; the rest is counted


class HandbookRefused(Invalid):
    """The file is no handbook for this municipality; the faults stand in the message, each with line and clause."""

    code = "handbook-refused"


async def handbook_on_trial(db: Database, scope: Scope, municipality: str, path: Path, day: date) -> Handbook:
    """Raises HandbookRefused with file, line and clause."""
    text = text_of(path, str(path))
    if isinstance(text, Fault):
        raise _refused(path, [text], "")
    tried = File(Kind.HANDBOOK, municipality, _begins(text, path), str(path), text)
    async with db.read() as session:
        known = await store.current(session, scope, RULES)
    beside = [File(each.kind, each.holder, each.name, each.path, each.text) for each in known]
    others = [file for file in beside if (file.kind, file.holder, file.name) != (tried.kind, municipality, tried.name)]
    content, faults = read_content([*others, tried])
    found = [fault for fault in (*faults, *check(content, day)) if fault.is_error and fault.path == tried.path]
    if found:
        raise _refused(path, found, text)
    return next(each for each in content.handbooks[municipality] if each.valid_from.isoformat() == tried.name)


def clause_at(text: str, line: int) -> str:
    """The clause a line belongs to, "§ 6.1"; empty before the first, and where it has no number."""
    lines = text.splitlines()
    begins = [number for number in range(min(line, len(lines))) if re.match(r"\s*\[\[\s*clause\s*\]\]", lines[number])]
    for written in lines[begins[-1] + 1 :] if begins else ():
        if re.match(r"\s*\[", written):
            break
        if found := re.match(r'\s*number\s*=\s*"([\d.]+)"', written):
            return f"§ {found[1]}"
    return ""


def _begins(text: str, path: Path) -> str:
    """A version is named by the day it begins; what cannot be read is told by the check, under the file's name."""
    try:
        return str(parse(text, str(path)).get("valid_from", path.stem))
    except Unreadable:
        return path.stem


def _refused(path: Path, faults: Sequence[Fault], text: str) -> HandbookRefused:
    told = [_told(fault, clause_at(text, fault.line)) for fault in faults[:TOLD]]
    more = [f"und {len(faults) - TOLD} weitere Fehler"] if len(faults) > TOLD else []
    return HandbookRefused(
        f"Das Handbuch {path} wird nicht angenommen.",
        "; ".join([*told, *more]),
        "Bitte die Stelle berichtigen. Das geltende Handbuch bleibt in Kraft.",
        faults=[str(fault) for fault in faults],
    )


def _told(fault: Fault, clause: str) -> str:
    place = f"{fault.path}:{fault.line}" + (f" ({clause})" if clause else "")
    field = f"{fault.field}: " if fault.field else ""
    return f"{place}: {field}{fault.message.removesuffix('.')}"
