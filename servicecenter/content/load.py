"""Loading the content folder into the database: a new version where something changed, and only there."""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.content.check import check, read_content
from servicecenter.content.files import File, folder_files
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.documents import store
from servicecenter.documents.model import Origin
from servicecenter.documents.reading import Fault

Progress = Callable[[int, int, str], None]  # done, of how many, what


@dataclass
class Loaded:
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)  # edited in the program or imported since: not overwritten
    missing: list[str] = field(default_factory=list)  # loaded once, in force, and no file any more
    withdrawn: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)  # of files that were left out


async def load(
    db: Database, scope: Scope, folder: Path, at: datetime, *, overwrite: bool = False,
    withdraw_missing: bool = False, progress: Progress | None = None,
) -> Loaded:  # fmt: skip
    """Idempotent. A text edited in the program since its file was last loaded is kept, unless `overwrite`.

    A file with an error is left out, whether it cannot be read or would leave a caller without a way: the version that
    was loaded before stays in force. So does a text whose file is gone, unless `withdraw_missing`: it is named.
    """
    files, unreadable = folder_files(folder)
    content, faults = read_content(files)
    paths = {file.path for file in content.files.values()}
    wrong = [fault for fault in check(content, local_day(at)) if fault.is_error and fault.path in paths]
    result = Loaded(faults=[fault for fault in unreadable if fault.is_error] + faults + wrong)
    refused = {fault.path for fault in result.faults}
    usable = [file for file in files if file.path not in refused]
    async with db.write() as session:
        for done, file in enumerate(usable, start=1):
            await _load_one(session, scope, file, at, result, overwrite=overwrite)
            if progress is not None:
                progress(done, len(usable), file.path)
        there = {file.path for file in files} | {fault.path for fault in unreadable}
        await _gone(session, scope, there, at, result, withdraw=withdraw_missing)
    return result


async def _gone(
    session: AsyncSession, scope: Scope, there: Set[str], at: datetime, result: Loaded, *, withdraw: bool
) -> None:
    for known in await store.current(session, scope):
        if known.path in there or known.origin is not Origin.FILE:
            continue
        if withdraw:
            await store.put(
                session, scope, known.kind, known.holder, known.name, known.text, origin=Origin.FILE, at=at,
                by="content load", removed=True,
            )  # fmt: skip
        (result.withdrawn if withdraw else result.missing).append(known.path)


async def _load_one(
    session: AsyncSession, scope: Scope, file: File, at: datetime, result: Loaded, *, overwrite: bool
) -> None:
    latest = await store.latest(session, scope, file.kind, file.holder, file.name)
    from_file = await store.latest(session, scope, file.kind, file.holder, file.name, Origin.FILE)
    if from_file is not None and not from_file.removed and from_file.text == file.text and not overwrite:
        result.unchanged += 1  # the file says what it said before; whatever the program made of it stands
        return
    if latest is not None and not latest.removed and latest.text == file.text:
        result.unchanged += 1  # an edit made in the program that was exported and comes back as a file
        return
    if latest is not None and latest.origin is not Origin.FILE and not overwrite:
        result.kept.append(file.path)
        return
    version = await store.put(
        session, scope, file.kind, file.holder, file.name, file.text, origin=Origin.FILE, at=at, by="content load"
    )
    if version is None:
        result.unchanged += 1
    else:
        (result.new if version == 1 else result.changed).append(file.path)


async def export(db: Database, scope: Scope, folder: Path) -> list[str]:
    """Writes every current text to its place in the folder, byte for byte as it was loaded or edited."""
    async with db.read() as session:
        documents = await store.current(session, scope)
    for document in documents:
        path = folder / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.text.encode())
    return [document.path for document in documents]
