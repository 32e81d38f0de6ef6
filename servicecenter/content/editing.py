"""Texts changed in the program: draft, review by a second person, release on a day; versions compared and restored.

Articles are written by editors. A handbook is written by the supervisor and released by the municipality it is about
(or by another supervisor): both sides own it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.content.opened import Opened, beside, find
from servicecenter.content.proofreading import faults
from servicecenter.content.steps import (
    Overtaken,
    changed_meanwhile,
    check_base,
    check_day,
    check_not_begun,
    known,
    move,
    release,
)
from servicecenter.content.writers import check_reviewer, check_writer
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.documents import store
from servicecenter.documents.drafts import store as draft_store
from servicecenter.documents.drafts.model import Draft, DraftAct, moved
from servicecenter.documents.model import COMMON, Document, Kind, Origin
from servicecenter.documents.reading import Fault
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Live, Message
from servicecenter.routing.rulebooks import Rulebooks

log = structlog.get_logger()


@dataclass(frozen=True)
class Editing:
    """Composed in app.py. Every act is one transaction; what open pages are told comes after it."""

    db: Database
    clock: Clock
    rulebooks: Rulebooks
    live: Live

    # Reading

    async def drafts(self, scope: Scope, kind: Kind) -> Sequence[Draft]:
        async with self.db.read() as session:
            return await draft_store.all_open(session, scope, kind)

    async def texts(self, scope: Scope, kind: Kind) -> Sequence[Document]:
        async with self.db.read() as session:
            return await store.current(session, scope, (kind,))

    async def opened(self, scope: Scope, kind: Kind, holder: str, name: str) -> Opened:
        async with self.db.read() as session:
            return await find(session, scope, kind, holder, name)

    async def versions(self, scope: Scope, kind: Kind, holder: str, name: str) -> Sequence[Document]:
        """Every version ever in force, the latest first. Raises NotFound where there was none."""
        async with self.db.read() as session:
            found = await store.versions(session, scope, kind, holder, name)
        if not found:
            raise NotFound("Diesen Text gibt es nicht.", "Er wurde noch nie veröffentlicht.", "Bitte zur Liste.")
        return found

    async def faults(self, scope: Scope, kind: Kind, holder: str, name: str, text: str) -> list[Fault]:
        """What is wrong with the text, errors and warnings, as it would be checked at its release."""
        async with self.db.read() as session:
            return await self._faults(session, scope, kind, holder, name, text)

    # Writing

    async def save(self, person: Person, kind: Kind, holder: str, name: str, text: str, revision: int) -> Draft | None:
        """`revision` is what the page knew, 0 for no draft; None where there was nothing to save.

        Raises Conflict where somebody saved meanwhile: nothing is overwritten.
        """
        check_writer(person, kind, holder)
        at, scope = self.clock.now(), Scope.of(person)
        try:
            async with self.db.write() as session:
                found = await find(session, scope, kind, holder, name)
                if found.draft is None:
                    saved = await self._begin(session, person, kind, holder, name, text, found, revision)
                else:
                    saved = await self._continue(session, person, found.draft, text, revision, at)
        except IntegrityError as error:  # a colleague began in this very moment
            raise changed_meanwhile() from error
        self._tell(holder)
        return saved

    async def _begin(
        self, session: AsyncSession, person: Person, kind: Kind, holder: str, name: str, text: str, found: Opened,
        revision: int,
    ) -> Draft | None:  # fmt: skip
        if revision:  # the draft this page knew is released or discarded
            raise changed_meanwhile()
        if found.current is not None and found.current.text == text:
            return None
        return await draft_store.add(
            session, kind, holder, name, text, based_on=found.version, person=person.id, person_name=person.name,
            at=self.clock.now(),
        )  # fmt: skip

    async def _continue(
        self, session: AsyncSession, person: Person, draft: Draft, text: str, revision: int, at: datetime
    ) -> Draft:
        if draft.text == text:
            return draft  # also where the answer to the first saving was lost on the way
        if draft.revision != revision:
            raise moved(draft)
        values = {
            "text": text, "editors": sorted(draft.editors | {person.id}), "edited_by": person.id,
            "edited_name": person.name, "edited_at": at, "release_on": None, "reviewer_name": "",
        }  # fmt: skip
        return await move(session, draft, DraftAct.SAVE, **values)

    async def rebase(self, person: Person, draft_id: int, revision: int) -> Draft:
        """The editor has seen the newer version, and this draft shall replace that one."""
        return await self._step(person, draft_id, revision, DraftAct.SAVE, rebased=True)

    async def submit(self, person: Person, draft_id: int, revision: int) -> Draft:
        """To the second person. Raises Invalid for a text that could not be released."""
        return await self._step(person, draft_id, revision, DraftAct.SUBMIT, remark="")

    async def send_back(self, person: Person, draft_id: int, revision: int, remark: str) -> Draft:
        return await self._step(person, draft_id, revision, DraftAct.SEND_BACK, remark=remark[:1000], release_on=None)

    async def discard(self, person: Person, draft_id: int, revision: int) -> Draft:
        return await self._step(person, draft_id, revision, DraftAct.DISCARD)

    async def revive(self, person: Person, draft_id: int) -> Draft | None:
        """A discarded draft, taken up again. Raises Conflict where a new one was begun meanwhile."""
        async with self.db.read() as session:
            draft = await draft_store.get(session, Scope.of(person), draft_id)
        return await self.save(person, draft.kind, draft.holder, draft.name, draft.text, 0)

    async def _step(
        self, person: Person, draft_id: int, revision: int, act: DraftAct, *, rebased: bool = False, **values: Any
    ) -> Draft:
        scope = Scope.of(person)
        async with self.db.write() as session:
            draft = await known(session, scope, draft_id, revision)
            check = check_reviewer if act is DraftAct.SEND_BACK else check_writer
            check(person, draft.kind, draft.holder)
            if rebased:
                values["based_on"] = (await find(session, scope, draft.kind, draft.holder, draft.name)).version
            if act is DraftAct.SUBMIT:
                await self._check_text(session, scope, draft)
            stepped = await move(session, draft, act, **values)
        self._tell(draft.holder)
        return stepped

    async def approve(self, person: Person, draft_id: int, revision: int, release_on: date) -> Draft:
        """By a second person; in force at once, or by itself on a day to come. Raises Forbidden, Invalid, Conflict."""
        at, scope = self.clock.now(), Scope.of(person)
        today = local_day(at)
        check_day(release_on, today)
        async with self.db.write() as session:
            draft = await known(session, scope, draft_id, revision)
            check_reviewer(person, draft.kind, draft.holder)
            draft.check_reviewer(person.id)
            check_not_begun(draft, today)
            await self._check_text(session, scope, draft)
            await check_base(session, scope, draft)
            values = {"reviewer_name": person.name, "release_on": release_on, "remark": ""}
            approved = await move(session, draft, DraftAct.APPROVE, **values)
            if release_on <= today:
                approved = await release(session, approved, at)
        self._tell(draft.holder)
        return approved

    async def release_due(self, scope: Scope) -> list[Draft]:
        """What was approved for today comes into force, each once; what was overtaken goes back."""
        at = self.clock.now()
        async with self.db.read() as session:
            waiting = await draft_store.due(session, scope, local_day(at))
        released = []
        for draft in waiting:
            async with self.db.write() as session:
                try:
                    await check_base(session, scope, draft)
                    released.append(await release(session, draft, at))
                except Overtaken as error:
                    await move(session, draft, DraftAct.SEND_BACK, remark=str(error), release_on=None)
                except Conflict:
                    log.info("draft-moved", draft=draft.id)  # by another process, or taken back this very moment
            self._tell(draft.holder)
        return released

    async def restore(self, person: Person, kind: Kind, holder: str, name: str, version: int) -> int | None:
        """An earlier text holds again, as a new version: it was released once. None where it holds already."""
        check_writer(person, kind, holder)
        scope = Scope.of(person)
        async with self.db.write() as session:
            versions = await store.versions(session, scope, kind, holder, name)
            found = next((each for each in versions if each.version == version and not each.removed), None)
            if found is None:
                raise NotFound(
                    "Diese Fassung gibt es nicht.", f"Fassung {version}.", "Bitte eine aus der Liste wählen."
                )
            made = await store.put(
                session, scope, kind, holder, name, found.text, origin=Origin.PROGRAM, at=self.clock.now(),
                by=person.name, reviewed_by=found.reviewed_by,
            )  # fmt: skip
        self._tell(holder)
        return made

    async def withdraw(self, person: Person, kind: Kind, holder: str, name: str) -> int | None:
        """Holds no more, at once: nobody should read on from an article that is wrong. Every version stays."""
        check_writer(person, kind, holder)
        scope = Scope.of(person)
        async with self.db.write() as session:
            found = await store.latest(session, scope, kind, holder, name)
            if found is None or found.removed:
                return None
            made = await store.put(
                session, scope, kind, holder, name, found.text, origin=Origin.PROGRAM, at=self.clock.now(),
                by=person.name, removed=True,
            )  # fmt: skip
        self._tell(holder)
        return made

    # Checking

    async def _check_text(self, session: AsyncSession, scope: Scope, draft: Draft) -> None:
        found = await self._faults(session, scope, draft.kind, draft.holder, draft.name, draft.text)
        wrong = [fault for fault in found if fault.is_error]
        if wrong:
            raise Invalid(
                "So kann der Text nicht veröffentlicht werden.", " ".join(fault.message for fault in wrong[:3]),
                "Bitte die genannten Felder berichtigen.", field=wrong[0].field.partition(".")[0],
            )  # fmt: skip

    async def _faults(
        self, session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str, text: str
    ) -> list[Fault]:
        return faults(
            kind, holder, name, text, beside=await beside(session, scope, kind, holder, name),
            catalogue=self.rulebooks.catalogue,
            directory=None if holder == COMMON else self.rulebooks.directory(holder),
            day=local_day(self.clock.now()),
        )  # fmt: skip

    def _tell(self, holder: str) -> None:
        self.live.publish(Message("drafts", None if holder == COMMON else holder))
