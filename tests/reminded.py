"""Geldern with offices that never close and everybody's address, so that whatever is written may leave at once."""

import re
from datetime import datetime

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from tests.conftest import CONTENT

SUPERVISOR = "aufsicht@kreis-wesel.example"
CONTACT = f'\n[[contact]]\nside = "operator"\nname = "Aufsicht"\nemail = "{SUPERVISOR}"\n'


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
        (Kind.AGREEMENT, "agreement"): agreement + CONTACT,
        (Kind.HANDBOOK, "2026-01-01"): handbook,
    }
    async with db.write() as session:
        for (kind, name), text in texts.items():
            await documents.put(
                session, Scope.system("test"), kind, "geldern", name, text, origin=Origin.FILE, at=at, by="t"
            )
