"""A give-back that went where it was proposed to go, and was answered there, corrects the directory when confirmed.

What it becomes is a draft of the directory, which a second person releases like every other text: never silently.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.content.editing import Editing
from servicecenter.content.writers import check_writer, may_write
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Directory
from servicecenter.documents.drafts.model import Draft
from servicecenter.documents.model import Kind
from servicecenter.documents.writing import toml
from servicecenter.errors import Conflict
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, TicketState
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import Remark

NAME = "directory"  # of the document
CONFIRMED, DECLINED = "confirmed", "declined"


@dataclass(frozen=True, slots=True)
class Correction:
    """Who was asked first, and who turned out to be responsible for the ticket's Leistung."""

    remark: Remark
    ticket: Ticket


@dataclass(frozen=True)
class Corrections:
    db: Database
    clock: Clock
    rulebooks: Rulebooks
    editing: Editing

    async def offered(self, scope: Scope) -> list[Correction]:
        """Give-backs that proved right and would change what the directory says, the oldest first."""
        async with self.db.read() as session:
            remarks = await remark_store.unsettled(session, scope)
            found = await ticket_store.some(session, Scope.system("corrections"), [each.ticket for each in remarks])
        by_id = {ticket.id: ticket for ticket in found}
        offered = (Correction(each, by_id[each.ticket]) for each in remarks if each.ticket in by_id)
        return [each for each in offered if _has_proved_right(each) and self._would_change(each)]

    async def confirm(self, person: Person, remark_id: int) -> Draft | None:
        """Into the open draft of the directory, or a new one. Raises Forbidden, Conflict where it is settled."""
        correction = await self._offered(person, remark_id)
        own, remark = correction.ticket.municipality, correction.remark
        check_writer(person, Kind.DIRECTORY, own)
        opened = await self.editing.opened(Scope.of(person), Kind.DIRECTORY, own, NAME)
        reason = f"Zuständigkeit berichtigt am {local_day(self.clock.now()):%d.%m.%Y}, Vorgang {remark.case_number}."
        text = with_responsible(
            opened.text, self.rulebooks.directory(own), correction.ticket.leistung or "", remark.to, reason
        )
        revision = opened.draft.revision if opened.draft else 0
        draft = await self.editing.save(person, Kind.DIRECTORY, own, NAME, text, revision)
        await self._settle(person, correction, CONFIRMED)
        return draft

    async def decline(self, person: Person, remark_id: int) -> None:
        """The directory stays as it is: it was the one case. Raises Forbidden, Conflict."""
        correction = await self._offered(person, remark_id)
        check_writer(person, Kind.DIRECTORY, correction.ticket.municipality)
        await self._settle(person, correction, DECLINED)

    async def _offered(self, person: Person, remark_id: int) -> Correction:
        found = next((each for each in await self.offered(Scope.of(person)) if each.remark.id == remark_id), None)
        if found is None:
            raise _settled()
        return found

    async def _settle(self, person: Person, correction: Correction, how: str) -> None:
        at = self.clock.now()
        async with self.db.write() as session:
            if not await remark_store.settle(session, correction.remark, how, at):
                raise _settled()
            told: dict[str, Any] = {"leistung": correction.ticket.leistung or "", "office": correction.remark.to}
            act = f"directory-correction-{how}"
            tickets.record(session, correction.ticket, act, at, person.id, **told)

    def _would_change(self, correction: Correction) -> bool:
        """Not where a written demarcation decides, or the directory says so already."""
        ticket = correction.ticket
        directory = self.rulebooks.directory(ticket.municipality)
        named = [each.responsible for each in directory.exceptions.get(ticket.leistung or "", ()) if not each.district]
        known = ticket.leistung in self.rulebooks.catalogue.by_key and ticket.leistung not in directory.told_apart
        return known and correction.remark.to in directory.offices and named != [correction.remark.to]


def with_responsible(text: str, directory: Directory, leistung: str, office: str, reason: str) -> str:
    """The directory's text with this office responsible for this Leistung; everything else stays, byte for byte. Pure.

    An entry for the whole municipality is changed where it stands; else one is written at the end.
    """
    entries = directory.exceptions.get(leistung, ())
    if any(entry.district is None for entry in entries):
        lines = text.split("\n")
        for start, end in _blocks(lines, "[[responsibility]]"):
            block = lines[start:end]
            is_meant = f"leistung = {toml(leistung)}" in block and not any(
                line.startswith("district") for line in block
            )
            if is_meant:
                changed = (_renamed(line, office, reason) for line in block)
                lines[start:end] = [line for line in changed if line is not None]
                return "\n".join(lines)
    entry = ("[[responsibility]]", f"leistung = {toml(leistung)}", f"responsible = {toml(office)}",
             f"reason = {toml(reason)}")  # fmt: skip
    return text.rstrip("\n") + "\n\n" + "\n".join(entry) + "\n"


def _blocks(lines: list[str], head: str) -> list[tuple[int, int]]:
    """Where each table of this name begins and ends: at the next table, or the end."""
    heads = [index for index, line in enumerate(lines) if line.startswith("[")] + [len(lines)]
    return [(first, after) for first, after in pairwise(heads) if lines[first] == head]


def _renamed(line: str, office: str, reason: str) -> str | None:
    """Applications and callbacks go to the same office: whoever took them before gave the concern back.

    None: the source said what does not hold any more.
    """
    key = line.partition("=")[0].strip()
    if key in {"responsible", "applications", "calls_back"}:
        return f"{key} = {toml(office)}"
    if key == "source":
        return None
    return f"reason = {toml(reason)}" if key == "reason" else line


def _has_proved_right(correction: Correction) -> bool:
    ticket = correction.ticket
    return ticket.state is TicketState.ANSWERED and ticket.office == correction.remark.to and not ticket.is_complaint


def may_correct(person: Person, municipality: str) -> bool:
    return may_write(person, Kind.DIRECTORY, municipality)


def _settled() -> Conflict:
    return Conflict(
        "Diese Berichtigung steht nicht mehr an.", "Jemand hat sie schon bestätigt oder abgelehnt.",
        "Bitte die Ansicht neu laden.",
    )  # fmt: skip
