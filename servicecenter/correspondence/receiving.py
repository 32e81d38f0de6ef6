"""Fetching what came, judging it, filing it: one mail, one transaction, and only then it is marked in the mailbox.

Killed in between, the mail is fetched again and known by its key. A mailbox that is away is asked again after growing
pauses; since when stands on the board.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.attachments import store as attachment_store
from servicecenter.attachments.model import AttachmentRefused, AttachmentTooLarge, called
from servicecenter.attachments.service import Attachments
from servicecenter.clock import Clock
from servicecenter.contacts.letters import Letters, Occasion, of_office
from servicecenter.contacts.reminding import record
from servicecenter.correspondence import store
from servicecenter.correspondence.filing import Filing
from servicecenter.correspondence.judging import Known, judge
from servicecenter.correspondence.model import IN_THE_MAILBOX, Fate, MailReason, Received, Verdict
from servicecenter.correspondence.secrecy import TOLD, Fetched, withheld
from servicecenter.database import Database
from servicecenter.errors import NotFound, ServiceCentreError
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.messages import store as outbox
from servicecenter.messages.mailbox import Folder, Mailbox, MailboxAway
from servicecenter.messages.model import CITIZEN, POST, SENDER, MessageKind
from servicecenter.messages.model import Message as Sent
from servicecenter.messages.parsing import Mail, parse, unreadable
from servicecenter.messages.tokens import ReplyToken, Side
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket

log = structlog.get_logger()
SYSTEM = Scope.system("received mail: whose it is is not known yet")
BATCH = 20
MB = 1024 * 1024
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15))  # then the last, for as long as it takes
MOST_NAMED = 20  # Message-IDs of one mail that are looked up
TOO_LARGE = (
    "Ihre E-Mail wurde nicht gelesen: Sie ist größer als {limit} MB. Bitte schicken Sie sie noch einmal mit "
    "kleineren Anlagen, oder auf mehrere E-Mails verteilt."
)
REFUSED = (
    "Ihr Text ist angekommen. Nicht angenommen wurde: {names}. Angenommen werden PDF, JPEG, PNG, Text, DOCX, XLSX und "
    "ODT ohne Makros, jeweils höchstens {limit} MB."
)


# A reply to a message of ours that is about no ticket: whether somebody has filed it, in this transaction.
Others = Callable[[AsyncSession, Sent, Mail, datetime], Awaitable[bool]]


async def nobody(_session: AsyncSession, _message: Sent, _mail: Mail, _at: datetime) -> bool:
    return False


@dataclass
class Health:
    """Of the mailbox, as this process knows it: since when it is away, and when it is asked again."""

    away_since: datetime | None = None
    attempts: int = 0
    next_at: datetime | None = None
    error: str = ""

    def failed(self, at: datetime, error: str) -> None:
        self.away_since = self.away_since or at
        self.next_at = at + PAUSES[min(self.attempts, len(PAUSES) - 1)]
        self.attempts += 1
        self.error = error

    def recovered(self) -> None:
        self.away_since, self.attempts, self.next_at, self.error = None, 0, None, ""


@dataclass(frozen=True)
class Receiving:
    """`limit` in bytes, of one mail. Without a mailbox nothing is fetched."""

    db: Database
    clock: Clock
    live: Live
    mailbox: Mailbox | None
    letters: Letters
    attachments: Attachments
    filing: Filing
    operator: str
    limit: int
    others: Others = nobody
    health: Health = field(default_factory=Health)

    async def run(self) -> int:
        """Everything that waits; how many mails were dealt with."""
        at, count = self.clock.now(), 0
        if self.mailbox is None or (self.health.next_at is not None and at < self.health.next_at):
            return 0
        try:
            async with self.mailbox.opened() as folder:
                stuck: set[str] = set()
                while entries := [one for one in await folder.waiting(BATCH + len(stuck)) if one[0] not in stuck]:
                    for name, size in entries:
                        if not await self._taken(folder, name, size):
                            stuck.add(name)
                    count += len(entries)
        except MailboxAway as error:
            self.health.failed(at, str(error))
            log.warning("mailbox-away", attempts=self.health.attempts, error=str(error))
        else:
            self.health.recovered()
        if count:
            self.live.publish(Message("board"))
        return count

    async def _taken(self, folder: Folder, name: str, size: int) -> bool:
        """False where one mail cannot be dealt with now: it stays as it is, and those behind it go on."""
        try:
            await self._take(folder, name, size)
        except (MailboxAway, ServiceCentreError):
            raise
        except Exception:
            log.exception("mail-not-taken")
            return False
        return True

    async def _take(self, folder: Folder, name: str, size: int) -> None:
        is_too_large = size > self.limit
        content = await (folder.headers(name) if is_too_large else folder.content(name))
        fetched, wrong = await self._read(content)
        reason = MailReason.TOO_LARGE if is_too_large else wrong
        try:
            await self._file(fetched, reason)
        except IntegrityError:
            if not await self._is_known(fetched.mail.key):
                raise
            log.info("mail-known")  # another process was quicker, in the same moment
        await folder.done(name, flagged=reason in IN_THE_MAILBOX)

    async def _is_known(self, key: str) -> bool:
        async with self.db.read() as session:
            return await store.is_known(session, SYSTEM, key)

    async def _read(self, content: bytes) -> tuple[Fetched, MailReason | None]:
        try:
            mail = await asyncio.to_thread(parse, content)
        except Exception:  # whatever a stranger sends must not stop the mails behind it
            log.exception("mail-unreadable")
            return Fetched(unreadable(content)), MailReason.UNREADABLE
        files, refused = [], []
        for part in mail.parts:
            try:
                stored = await self.attachments.keep(BytesIO(part.content), part.name)
                files.append((called(part.name, stored.kind), stored))
            except (AttachmentRefused, AttachmentTooLarge):
                refused.append(part.name)
        return Fetched(mail, files, refused), None

    async def _file(self, fetched: Fetched, wrong: MailReason | None) -> None:
        mail, at = fetched.mail, self.clock.now()
        async with self.db.write() as session:
            if await store.is_known(session, SYSTEM, mail.key):
                return
            known = await self._known(session, mail, at)
            verdict = Verdict(Fate.HELD, wrong) if wrong else judge(mail, known)
            if verdict.reason is MailReason.NO_TICKET and known.returned and not mail.is_automatic:
                is_theirs = await self.others(session, known.returned, mail, at)
                verdict = Verdict(Fate.FILED, MailReason.REPLY) if is_theirs else verdict
            if known.ticket is not None and self.letters.is_social(known.ticket):
                fetched, verdict = withheld(fetched, verdict)
            received = await store.add(session, self._received(fetched, known, verdict, at))
            await self._enclose(session, fetched, received, known, at)
            await self._act(session, fetched, received, known, at)
        log.info("mail-received", fate=verdict.fate.value, reason=verdict.reason.value, received=received.id)
        if known.ticket is not None:
            self.live.publish(Message("inbox", known.ticket.municipality, known.ticket.office))

    async def _known(self, session: AsyncSession, mail: Mail, at: datetime) -> Known:
        named = mail.answers[:MOST_NAMED] if mail.bounce is None else mail.bounce.message_ids[:MOST_NAMED]
        ours = await outbox.by_message_id(session, SYSTEM, named)
        token = self._token(mail) or _of_message(ours)
        ticket = await _ticket(session, token) if token else None
        own = await outbox.by_message_id(session, SYSTEM, [mail.message_id]) if mail.message_id else ()
        side = token.side if token and ticket else None
        today = await store.filed_today(session, SYSTEM, ticket.id, side, at) if ticket and side else 0
        return Known(bool(own), ours[0] if ours else None, ticket, side, self._senders(ticket, side), today)

    def _token(self, mail: Mail) -> ReplyToken | None:
        """Signed, and in the address or the name beside it: the local part, or all of it."""
        found = (self.letters.signer.replied(each.partition("@")[0]) for each in mail.recipients)
        return next((token for token in found if token is not None), None)

    def _senders(self, ticket: Ticket | None, side: Side | None) -> frozenset[str]:
        if ticket is None:
            return frozenset()
        if side is Side.CITIZEN:
            return frozenset({ticket.address.lower()} if "@" in ticket.address else ())
        return frozenset(address.lower() for address in of_office(self.letters.rulebook(ticket), ticket.office))

    def _received(self, fetched: Fetched, known: Known, verdict: Verdict, at: datetime) -> Received:
        mail, ticket = fetched.mail, known.ticket
        return Received(
            id=0, key=mail.key, municipality=ticket.municipality if ticket else self.operator,
            ticket=ticket.id if ticket else None, case_number=ticket.case_number if ticket else "", side=known.side,
            fate=verdict.fate, reason=verdict.reason, sender=mail.sender, subject=mail.subject, text=mail.text,
            quoted=mail.quoted, refused="\n".join(fetched.refused), message_id=mail.message_id, received_at=at,
        )  # fmt: skip

    async def _enclose(
        self, session: AsyncSession, fetched: Fetched, received: Received, known: Known, at: datetime
    ) -> None:
        is_filed = received.fate is Fate.FILED and known.ticket is not None
        for name, stored in fetched.files:
            await attachment_store.add(
                session, stored, name=name, municipality=received.municipality, case_number=received.case_number,
                ticket=received.ticket if is_filed else None, received=received.id, at=at, by=received.sender,
            )  # fmt: skip

    async def _act(
        self, session: AsyncSession, fetched: Fetched, received: Received, known: Known, at: datetime
    ) -> None:
        ticket, side = known.ticket, known.side
        match received.fate:
            case Fate.FILED if ticket is not None and side is not None:
                await self.filing.file(session, received, ticket, side, at, "system")
                if received.reason is MailReason.SOCIAL:
                    await self._refuse(session, received, ticket, TOLD[side], at, Occasion.WITHHELD)
                elif fetched.refused:
                    await self._refuse(session, received, ticket, REFUSED, at)
            case Fate.BOUNCED if known.returned is not None:
                bounce = fetched.mail.bounce
                await self._returned(session, known.returned, bounce.reason if bounce else "", at)
            case Fate.NOTED if ticket is not None:
                self._note(session, "mail-noted", received, ticket, at)
            case Fate.HELD if ticket is not None:
                self._note(session, "mail-held", received, ticket, at)
                is_person = received.sender in known.senders and not fetched.mail.is_automatic
                if received.reason is MailReason.TOO_LARGE and is_person:
                    await self._refuse(session, received, ticket, TOO_LARGE, at)
            case _:
                pass

    async def _refuse(
        self, session: AsyncSession, received: Received, ticket: Ticket, words: str, at: datetime,
        occasion: Occasion = Occasion.TOO_LARGE,
    ) -> None:  # fmt: skip
        """Only to a known sender, and never to a program: nobody is flooded by forged senders."""
        limit = self.limit if words is TOO_LARGE else self.attachments.shelf.limit
        why = words.format(limit=limit // MB, names=received.refused.replace("\n", ", "))
        await self.letters.refuse(session, ticket, received.sender, why, at, received.message_id, occasion)

    def _note(self, session: AsyncSession, act: str, received: Received, ticket: Ticket, at: datetime) -> None:
        details = {"ticket": ticket.id, "received": received.id, "reason": received.reason.value}
        entry = Entry(at, ticket.municipality, ticket.case_number, act, "system", ticket.office, details)
        journal.append(session, entry)

    async def _returned(self, session: AsyncSession, message: Sent, reason: str, at: datetime) -> None:
        """Marked once; owner and supervisor are told, of a mail about a ticket, by mails that tell of no others."""
        if not await outbox.record_return(session, message, reason):
            return
        record(session, message, "undelivered", at, "system")
        token = _of_message([message])
        ticket = await _ticket(session, token) if token else None
        if ticket is None or message.kind not in (MessageKind.TICKET, MessageKind.LETTER):
            return
        if message.addressee in (CITIZEN, SENDER):
            await self.letters.to_office(session, ticket, Occasion.UNDELIVERED, at)
        await self.letters.to_supervisor(session, ticket, Occasion.UNDELIVERED, at)


def _of_message(ours: Sequence[Sent]) -> ReplyToken | None:
    """Which ticket a message of ours was about, and who answers it; reminders are about promises."""
    for message in ours:
        kind, _, number = message.cause.partition(":")
        if message.kind in POST and kind == "ticket" and number.isdecimal():
            is_citizen = message.addressee in (CITIZEN, SENDER)
            return ReplyToken(int(number), Side.CITIZEN if is_citizen else Side.OFFICE)
    return None


async def _ticket(session: AsyncSession, token: ReplyToken) -> Ticket | None:
    """Or the one it was merged into, whose answer is the answer to both."""
    try:
        ticket = await ticket_store.get(session, SYSTEM, token.ticket)
        return await ticket_store.get(session, SYSTEM, ticket.merged_into) if ticket.merged_into else ticket
    except NotFound:
        return None
