"""A mail that came, what became of it, and why a person has to look. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicecenter.errors import Conflict
from servicecenter.messages.tokens import Side


class Fate(StrEnum):
    FILED = "filed"  # to its ticket
    NOTED = "noted"  # written by a program: it stands at the ticket and is no answer
    BOUNCED = "bounced"  # one of ours came back
    HELD = "held"  # a person decides
    DISCARDED = "discarded"  # a person did


class MailReason(StrEnum):
    """Why it is held, or what it was."""

    REPLY = "reply"
    ABSENCE = "absence"
    RETURNED = "returned"
    DELAYED = "delayed"  # the other server still tries
    STRANGER = "stranger"
    NO_TICKET = "no_ticket"
    OVER = "over"  # the ticket was taken back, or its data is deleted
    LOOP = "loop"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    SOCIAL = "social"  # a reply of which nothing was kept (§ 35 SGB I)


REASON_WORDS = {
    MailReason.REPLY: "Antwort",
    MailReason.ABSENCE: "automatische Abwesenheitsnotiz",
    MailReason.RETURNED: "kam zurück",
    MailReason.DELAYED: "Zustellung verzögert",
    MailReason.STRANGER: "Absender unbekannt",
    MailReason.NO_TICKET: "keinem Vorgang zuzuordnen",
    MailReason.OVER: "der Vorgang ist zurückgenommen oder gelöscht",
    MailReason.LOOP: "eigene E-Mail im Kreis",
    MailReason.TOO_MANY: "zu viele E-Mails an einem Tag: vielleicht antwortet ein Programm",
    MailReason.TOO_LARGE: "zu groß: liegt im Postfach, mit Markierung",
    MailReason.UNREADABLE: "nicht lesbar: liegt im Postfach, mit Markierung",
    MailReason.EMPTY: "ohne Text und ohne Anlage",
    MailReason.SOCIAL: "Antwort, ohne Wortlaut",
}
IN_THE_MAILBOX = (MailReason.TOO_LARGE, MailReason.UNREADABLE)  # what is there to read lies there alone


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a mail, and why."""

    fate: Fate
    reason: MailReason


@dataclass(frozen=True, slots=True)
class Received:
    """`ticket` is the one it belongs, or probably belongs, to; `refused` names attachments that were not taken."""

    id: int
    key: str
    municipality: str
    ticket: int | None
    case_number: str
    side: Side | None
    fate: Fate
    reason: MailReason
    sender: str
    subject: str
    text: str
    quoted: str
    refused: str
    message_id: str
    received_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""  # a name

    @property
    def is_held(self) -> bool:
        return self.fate is Fate.HELD


def settled() -> Conflict:
    return Conflict("Diese E-Mail ist schon geklärt.", "Jemand anderes war schneller.", "Bitte die Liste neu laden.")
