"""Geldern told otherwise: with offices that never close, so that whatever is written may leave at once, or without the
supervisor's address."""

import re
from collections.abc import Mapping
from datetime import datetime

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.web.program import Program
from tests.conftest import CONTENT

SUPERVISOR = "servicecenter@kreis-wesel.example"


async def always_open(db: Database, at: datetime, escalation: str) -> None:
    folder = CONTENT / "geldern"
    agreement, directory, handbook = (
        (folder / name).read_text(encoding="utf-8")
        for name in ("agreement.toml", "directory.toml", "handbook/2026-01-01.toml")
    )
    directory = re.sub(r"^calendar = .*$", 'calendar = "immer"', directory, flags=re.MULTILINE)
    handbook = handbook.replace('hours = "kernzeit"', 'hours = "immer"')
    begin = handbook.index("escalation = {")
    handbook = handbook.replace(handbook[begin : handbook.index("\n", begin)], f"escalation = {escalation}")
    texts = {
        (Kind.DIRECTORY, "directory"): directory,
        (Kind.AGREEMENT, "agreement"): agreement,
        (Kind.HANDBOOK, "2026-01-01"): handbook,
    }
    await _put(db, at, texts)


async def without_supervisor(program: Program) -> None:
    """Its agreement names no address: the supervisor is told on the screen alone."""
    text = (CONTENT / "geldern" / "agreement.toml").read_text(encoding="utf-8")
    assert SUPERVISOR in text
    nameless = text.replace(f'email = "{SUPERVISOR}"', 'email = ""')
    await _put(program.db, program.clock.now(), {(Kind.AGREEMENT, "agreement"): nameless})
    await program.rulebooks.refresh()


async def _put(db: Database, at: datetime, texts: Mapping[tuple[Kind, str], str]) -> None:
    async with db.write() as session:
        for (kind, name), text in texts.items():
            await documents.put(
                session, Scope.system("test"), kind, "geldern", name, text, origin=Origin.FILE, at=at, by="t"
            )
