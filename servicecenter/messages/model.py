"""A message of the outbox, its states, and when a message that did not get through is tried again. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_hex

from servicecenter.errors import Conflict

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))  # after each attempt; then the last
MOST_ATTEMPTS = 12  # a day and a half; what is refused until then is a person's to look at


class MessageKind(StrEnum):
    """What a message is about; each kind has a page where it is looked for."""

    REMINDER = "reminder"  # a level of a promise
    TICKET = "ticket"  # to the Fachamt: something lies there for it; never personal data
    LETTER = "letter"  # to the citizen, with what they are told: goes with the case on its day
    TROUBLE = "trouble"  # to Fachamt or supervisor: a mail that did not arrive, an office without address
    REFUSAL = "refusal"  # to whoever wrote what cannot be taken


POST = (MessageKind.TICKET, MessageKind.LETTER, MessageKind.TROUBLE, MessageKind.REFUSAL)
CITIZEN, SENDER = "citizen", "sender"  # addressees of no office: neither keeps service hours


class MessageState(StrEnum):
    WAITING = "waiting"  # to be sent, or in somebody's hands
    SENT = "sent"  # the mail server has taken it
    FAILED = "failed"  # refused for good, or tried too often
    UNDELIVERED = "undelivered"  # taken, and come back
    SHOWN = "shown"  # without an address: it stands on the screen alone
    OBSOLETE = "obsolete"  # its cause was over before it was sent


class MessageGone(Conflict):
    code = "message-not-to-send"


@dataclass(frozen=True, slots=True)
class Message:
    """About one case of `office`; to `addressee` (owner, deputy, supervisor), whose hours are those of `to_office`.

    Case number, deadline, office and a link: never personal data, but in a letter to the citizen. `cause` and
    `occasion` name what it was written for ("promise:17", "breached"). `message_id` is made once, so that a mail sent
    twice is known as the same. `calendar` is a file (RFC 5545) that goes along.
    """

    cause: str
    occasion: str
    addressee: str
    municipality: str
    office: str
    to_office: str | None
    case_number: str
    recipient: str  # empty: shown on the screen alone
    subject: str
    body: str
    written_at: datetime
    not_before: datetime
    message_id: str
    state: MessageState = MessageState.WAITING
    next_at: datetime | None = None  # while it waits: when it is tried, or when the lease of its sender runs out
    attempts: int = 0
    error: str = ""  # of the last attempt, as the mail server put it
    sent_at: datetime | None = None
    kind: MessageKind = MessageKind.REMINDER
    reply_to: str = ""
    in_reply_to: str = ""  # the Message-ID of what it answers
    calendar: str = ""
    id: int = field(default=0)

    @property
    def is_stuck(self) -> bool:
        """Whether a person may send it again."""
        has_failed = self.state in (MessageState.FAILED, MessageState.UNDELIVERED)
        return has_failed or (self.state is MessageState.WAITING and bool(self.error))


def new_id(sender: str) -> str:
    """A Message-ID (RFC 5322) under the sender's domain."""
    return f"<{token_hex(16)}@{sender.rpartition('@')[2] or 'servicecenter.invalid'}>"


def pause_after(attempts: int) -> timedelta:
    """Growing, until it stays the same: a server that is away for a week is still asked."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def after_refusal(attempts: int, at: datetime, *, permanent: bool) -> tuple[MessageState, datetime | None]:
    """What becomes of a message the server did not take, and when it is tried again."""
    if permanent or attempts >= MOST_ATTEMPTS:
        return MessageState.FAILED, None
    return MessageState.WAITING, at + pause_after(attempts)
