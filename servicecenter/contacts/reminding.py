"""What a level of a promise says to whom: the handbook's clause in words, and the hours in which it may be said.

By the handbook the promise was made under and the directory of today. Where either is gone, the screen tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.contacts.case_number import shown
from servicecenter.directory.calendars import BERLIN
from servicecenter.errors import NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages.model import CITIZEN, SENDER, Message, MessageKind, MessageState, new_id
from servicecenter.promises.escalation import Told, addressees, opens_anywhere, opens_at
from servicecenter.promises.kinds import kind_of
from servicecenter.promises.model import Promise
from servicecenter.promises.service import cause_of
from servicecenter.promises.states import Level
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.routing.words import long_day

SUBJECTS = {Level.AT_RISK: "Gefährdet", Level.DUE: "Fällig", Level.BREACHED: "Nicht gehalten"}
SENTENCES = {
    Level.AT_RISK: "die Frist dieser Zusage läuft bald ab.",
    Level.DUE: "die Öffnungszeit des Fachamts ist vorbei, die Frist endet, bevor es wieder öffnet.",
    Level.BREACHED: "die Frist dieser Zusage ist verstrichen.",
}
PARTNER = "partner"  # an authority outside that a case asked
SCREEN_ALONE = (Told("supervisor", None, ""),)
BODY = """Guten Tag,

{sentence}

Vorgang:  {case_number}
Zusage:   {title} ({clause})
Frist:    {due}
Fachamt:  {office}

Öffnen:   {link}/cases/{number}

Diese E-Mail wurde automatisch verschickt und enthält keine persönlichen Daten.
"""


@dataclass(frozen=True)
class Reminding:
    """`link` is what links begin with, `sender` the address mails come from."""

    rulebooks: Rulebooks
    link: str
    sender: str

    def messages(self, promise: Promise, level: Level, at: datetime) -> Sequence[Message]:
        """One for each addressee of the clause; what has no address is shown on the screen alone."""
        rulebook = self._rulebook(promise)
        if rulebook is None:
            return [self._message(promise, level, at, told, None) for told in SCREEN_ALONE]
        told = addressees(rulebook.handbook.escalation(), level, rulebook.directory, rulebook.agreement, promise.office)
        return [self._message(promise, level, at, each, rulebook) for each in told]

    def opens(self, message: Message, at: datetime) -> datetime:
        """The first instant from `at` on at which the addressee may be told; service hours are for staff."""
        if message.addressee in (CITIZEN, SENDER):
            return at
        try:
            rulebook = self.rulebooks.on(message.municipality, at.astimezone(BERLIN).date())
        except NotFound:
            return opens_anywhere(at)
        return _opens(rulebook, message.to_office, at)

    def _rulebook(self, promise: Promise) -> Rulebook | None:
        try:
            return self.rulebooks.on(promise.municipality, promise.handbook)
        except NotFound:
            return None

    def _message(self, promise: Promise, level: Level, at: datetime, told: Told, rulebook: Rulebook | None) -> Message:
        opens = _opens(rulebook, told.office, at) if rulebook and told.email else at
        return Message(
            cause=cause_of(promise), occasion=level.value, addressee=told.addressee, municipality=promise.municipality,
            office=promise.office, to_office=told.office, case_number=promise.case_number, recipient=told.email,
            subject=_subject(promise, level), body=_body(promise, level, rulebook, self.link), written_at=at,
            not_before=opens, message_id=new_id(self.sender), next_at=opens if told.email else None,
            state=MessageState.WAITING if told.email else MessageState.SHOWN,
        )  # fmt: skip


def record(session: AsyncSession, message: Message, what: str, at: datetime, actor: str) -> None:
    """What became of a message is evidence too."""
    if message.addressee == PARTNER:
        sent = Entry(at, message.municipality, message.case_number, f"partner-mail-{what}", actor, message.to_office,
                     {"message_id": message.message_id})  # fmt: skip
        journal.append(session, sent)
        return
    told = {"addressee": message.addressee, "message_id": message.message_id}
    act = f"letter-{what}"
    if message.kind is MessageKind.REMINDER:
        act, told = f"reminder-{what}", {"level": message.occasion} | told
    entry = Entry(at, message.municipality, message.case_number, act, actor, message.office, told)
    journal.append(session, entry)


def _opens(rulebook: Rulebook, office: str | None, at: datetime) -> datetime:
    return opens_at(rulebook.calendars, rulebook.handbook, rulebook.directory.offices.get(office or ""), at)


def _subject(promise: Promise, level: Level) -> str:
    return f"{SUBJECTS[level]}: {kind_of(promise.name).title}, Vorgang {shown(promise.case_number)}"


def _body(promise: Promise, level: Level, rulebook: Rulebook | None, link: str) -> str:
    office, town = promise.office, promise.municipality
    if rulebook is not None:
        known = rulebook.directory.offices.get(office)
        office, town = known.name if known else office, rulebook.directory.municipality.name
    return BODY.format(
        sentence=SENTENCES[level], case_number=shown(promise.case_number), title=kind_of(promise.name).title,
        clause=promise.clause, due=until(promise), office=f"{office}, {town}", link=link, number=promise.case_number,
    )  # fmt: skip


def until(promise: Promise) -> str:
    """„Mittwoch, 25. November 2026, 24:00 Uhr“: midnight ends the day that was promised."""
    local = promise.due_at.astimezone(BERLIN)
    clock = f"{local:%H:%M}" if local.date() == promise.due_on else "24:00"
    return f"{long_day(promise.due_on)} {promise.due_on.year}, {clock} Uhr"
