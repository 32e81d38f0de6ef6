"""What a level of a promise says to whom: the handbook's clause in words, and the hours in which it may be said.

By the handbook the promise was made under and the directory of today. Where either is gone, the screen tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.contacts.case_number import shown
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.errors import NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages.model import CITIZEN, SENDER, Message, MessageKind, MessageState, new_id
from servicecenter.messages.tokens import Signer
from servicecenter.promises.escalation import Told, addressees, opens_anywhere, opens_at
from servicecenter.promises.kinds import kind_of
from servicecenter.promises.model import Promise
from servicecenter.promises.service import cause_of
from servicecenter.promises.states import Level
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.routing.words import long_day
from servicecenter.settings import Settings

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

Öffnen:   {link}

Diese E-Mail wurde automatisch verschickt und enthält keine persönlichen Daten.
"""


BY_LOGIN = "{link}/cases/{number}"
BY_LINK = """{signed}
          mit Anmeldung: {by_login}
          Der erste Link gilt für dieses Ticket allein und bis {day}."""


@dataclass(frozen=True)
class Reminding:
    """`link` is what links begin with, `sender` the address mails come from; a signed link works for `link_days`."""

    rulebooks: Rulebooks
    link: str
    sender: str
    signer: Signer
    link_days: int

    @classmethod
    def of(cls, settings: Settings, rulebooks: Rulebooks, signer: Signer) -> "Reminding":
        return cls(rulebooks, settings.link, settings.smtp_from, signer, settings.link_days)

    async def messages(
        self, session: AsyncSession, promises: Sequence[Promise], level: Level, at: datetime
    ) -> Mapping[int, Sequence[Message]]:
        """Of each promise one for each addressee of its clause; what has no address is shown on the screen alone."""
        tickets = await _tickets(session, promises)
        return {promise.id: self._of(promise, level, at, tickets.get(promise.subject)) for promise in promises}

    def _of(self, promise: Promise, level: Level, at: datetime, ticket: int | None) -> Sequence[Message]:
        rulebook = self._rulebook(promise)
        if rulebook is None:
            return [self._message(promise, level, at, told, None, None) for told in SCREEN_ALONE]
        told = addressees(rulebook.handbook.escalation(), level, rulebook.directory, rulebook.agreement, promise.office)
        return [self._message(promise, level, at, each, rulebook, ticket) for each in told]

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

    def _message(
        self, promise: Promise, level: Level, at: datetime, told: Told, rulebook: Rulebook | None, ticket: int | None
    ) -> Message:
        opens = _opens(rulebook, told.office, at) if rulebook and told.email else at
        link = self._link(promise, told, ticket, at)
        return Message(
            cause=cause_of(promise), occasion=level.value, addressee=told.addressee, municipality=promise.municipality,
            office=promise.office, to_office=told.office, case_number=promise.case_number, recipient=told.email,
            subject=_subject(promise, level), body=_body(promise, level, rulebook, link), written_at=at,
            not_before=opens, message_id=new_id(self.sender), next_at=opens if told.email else None,
            state=MessageState.WAITING if told.email else MessageState.SHOWN,
        )  # fmt: skip

    def _link(self, promise: Promise, told: Told, ticket: int | None, at: datetime) -> str:
        """The office that owes it may have no login: its ticket opens by a signed link, as in every mail about it."""
        by_login = BY_LOGIN.format(link=self.link, number=promise.case_number)
        if ticket is None or told.office != promise.office:
            return by_login
        last = local_day(at) + timedelta(days=self.link_days)
        signed = f"{self.link}/t/{self.signer.link(ticket, (promise.municipality, promise.office), last)}"
        return BY_LINK.format(signed=signed, by_login=by_login, day=f"{long_day(last)} {last.year}")


async def _tickets(session: AsyncSession, promises: Sequence[Promise]) -> Mapping[str, int]:
    """By subject: the ticket itself, or the one a callback belongs to."""
    named = {promise.subject: promise.subject.partition(":") for promise in promises}
    callbacks = {int(number): subject for subject, (kind, _, number) in named.items() if kind == "callback"}
    towns = Scope(frozenset(promise.municipality for promise in promises), None, "links of reminders")
    called = await callback_store.tickets_of(session, towns, list(callbacks)) if callbacks else {}
    own = {subject: int(number) for subject, (kind, _, number) in named.items() if kind == "ticket"}
    return own | {callbacks[callback]: ticket for callback, ticket in called.items()}


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
        clause=promise.clause, due=until(promise), office=f"{office}, {town}", link=link,
    )  # fmt: skip


def until(promise: Promise) -> str:
    """„Mittwoch, 25. November 2026, 24:00 Uhr“: midnight ends the day that was promised."""
    local = promise.due_at.astimezone(BERLIN)
    clock = f"{local:%H:%M}" if local.date() == promise.due_on else "24:00"
    return f"{long_day(promise.due_on)} {promise.due_on.year}, {clock} Uhr"
