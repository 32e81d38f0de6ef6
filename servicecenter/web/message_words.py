"""What stands about a message on the screens: its state as a word, a shape and a colour, and what comes next."""

from datetime import datetime

from servicecenter.contacts.letters import Occasion, occasion_of
from servicecenter.messages.model import CITIZEN, Message, MessageState
from servicecenter.web.journal_words import ADDRESSEES, occasion

STATES = {
    MessageState.WAITING: ("open", "wartet"),
    MessageState.SENT: ("ok", "verschickt"),
    MessageState.FAILED: ("late", "gescheitert"),
    MessageState.UNDELIVERED: ("late", "kam zurück"),
    MessageState.SHOWN: ("info", "nur Bildschirm"),
    MessageState.OBSOLETE: ("off", "überholt"),
}
REASONS = {
    MessageState.SHOWN: "Es ist keine E-Mail-Adresse eingetragen.",
    MessageState.OBSOLETE: "Vor dem Versand überholt: erledigt, zurückgenommen oder weitergegeben.",
}


def status(message: Message) -> tuple[str, str]:
    """Kind and word: one that was not taken yet is told apart from one that only waits for its hour."""
    if message.state is MessageState.WAITING and message.error:
        return "risk", "wird wieder versucht"
    return STATES[message.state]


def addressee(message: Message) -> str:
    return ADDRESSEES.get(message.addressee, message.addressee)


OCCASIONS: dict[str, str] = {
    Occasion.FORWARDED: "neues Ticket", Occasion.REOPENED: "wieder offen", Occasion.REPLIED: "neue Nachricht",
    Occasion.ANSWERED: "Antwort", Occasion.CONFIRMED: "Eingangsbestätigung", Occasion.UNREACHED: "nicht erreicht",
    Occasion.DELAYED: "verzögert sich", Occasion.UNDELIVERED: "E-Mail kam zurück",
    Occasion.NO_ADDRESS: "Fachamt ohne Adresse", Occasion.TOO_LARGE: "zu groß",
    Occasion.CANCELLED: "Rückruf abgesagt", Occasion.WITHHELD: "Hinweis: Wortlaut nicht aufgenommen",
}  # fmt: skip


def level(message: Message) -> str:
    """Why it was written: a level of a promise, or what happened to a ticket."""
    if message.addressee == "partner":
        return "Anfrage an Partner"
    return OCCASIONS.get(occasion_of(message)) or occasion(message.occasion)


def recipient(message: Message) -> str:
    """An office's address is no secret; a citizen's stands with the ticket alone."""
    return "die Person, die gefragt hat" if message.addressee == CITIZEN else message.recipient


def body(message: Message) -> str:
    return "Der Wortlaut steht beim Ticket." if message.addressee == CITIZEN else message.body


def moment_of(message: Message) -> datetime:
    """When it was, or will be, told."""
    return message.sent_at or message.next_at or message.written_at


def reason(message: Message) -> str:
    """Why it is not sent, where there is something to say."""
    return message.error or REASONS.get(message.state, "")
