"""How a case stands, in sentences the agent reads to the caller. Pure but for names."""

from collections.abc import Sequence
from datetime import datetime

from servicecenter.callbacks.model import Callback, CallbackState
from servicecenter.contacts.inbox import Item
from servicecenter.contacts.model import Contact, ContactState, Outcome
from servicecenter.directory.calendars import local_day
from servicecenter.promises.states import PromiseState
from servicecenter.routing.words import long_day
from servicecenter.tickets.model import OPEN, ReplyChannel, TicketState
from servicecenter.web.names import Names
from servicecenter.web.rendering import clock_time

ENDED = {
    Outcome.ANSWERED: "Ihre Frage haben wir am {day} am Telefon beantwortet.",
    Outcome.REFERRED: "Wir haben Ihnen am {day} die Nummer der zuständigen Stelle genannt.",
    Outcome.TRANSFERRED: "Wir haben Sie am {day} mit dem zuständigen Amt verbunden.",
    Outcome.WRONG_NUMBER: "Ihr Anruf vom {day} war falsch verbunden.",
    Outcome.NO_CONCERN: "Bei Ihrem Anruf vom {day} wurde kein Anliegen aufgenommen.",
    Outcome.OUTSIDE_HOURS: "Ihr Anruf vom {day} kam außerhalb unserer Servicezeit.",
    Outcome.TURNED_AWAY: "Bei Ihrem Anruf vom {day} riefen zu viele zugleich an.",
    Outcome.SUBSTITUTED: "Ihren Anruf vom {day} haben wir an die Vertretungszentrale gegeben.",
    Outcome.ABANDONED: "Ihr Anruf vom {day} endete, bevor wir sprechen konnten.",
    Outcome.ELSEWHERE: "Ihren Anruf vom {day} haben wir am Telefon angenommen; ein Anliegen wurde nicht aufgenommen.",
}


def state(contact: Contact, items: Sequence[Item], names: Names, at: datetime) -> list[str]:
    """Never empty."""
    if contact.state is not ContactState.CLOSED:
        return ["Dieser Vorgang wird gerade bearbeitet."]
    if contact.outcome in ENDED:
        return [ENDED[contact.outcome].format(day=long_day(local_day(contact.opened_at)))]
    told = [sentence for item in items for sentence in _of_ticket(item, names, at)]
    return told or ["Ihr Anliegen wurde aufgenommen."]


def _of_ticket(item: Item, names: Names, at: datetime) -> list[str]:
    ticket = item.ticket
    office = f"die Stelle „{names.office(ticket.municipality, ticket.office)}“"
    if ticket.state is TicketState.ANSWERED and ticket.answered_at:
        return [f"Am {long_day(local_day(ticket.answered_at))}, hat {office} Ihnen geantwortet."]
    if ticket.state is TicketState.EXHAUSTED and ticket.closed_at:
        count = len(item.callback.attempts) if item.callback else 0
        day = long_day(local_day(ticket.closed_at))
        return [f"Wir haben Sie trotz {count} Versuchen nicht erreicht und den Rückruf am {day}, beendet."]
    if ticket.state is TicketState.MERGED:
        return ["Ihr Anliegen wird zusammen mit einem anderen beantwortet, in dem es schon steht.", *_due(item, at)]
    if ticket.state is TicketState.UNPLACED:
        return ["Wir klären gerade, welche Stelle für Ihr Anliegen zuständig ist.", *_due(item, at)]
    if ticket.state not in OPEN:
        return []
    lies = f"Ihr Anliegen liegt bei der Stelle „{names.office(ticket.municipality, ticket.office)}“"
    lies += " und wird dort bearbeitet." if ticket.state is TicketState.ACCEPTED else "."
    return [lies, *_attempts(item.callback), *_due(item, at)]


def _attempts(callback: Callback | None) -> list[str]:
    if callback is None or callback.state is not CallbackState.OPEN or not callback.attempts:
        return []
    last = callback.attempts[-1].at
    when = f"am {long_day(local_day(last))}, um {clock_time(last)} Uhr"
    count = len(callback.attempts)
    tried = f"{count}-mal versucht, Sie zu erreichen, zuletzt" if count > 1 else "versucht, Sie zu erreichen,"
    return [f"Man hat {tried} {when}."]


def _due(item: Item, at: datetime) -> list[str]:
    """The one promise the caller was told: the callback where one was wished, else the reply."""
    wished = item.ticket.reply is ReplyChannel.CALLBACK
    told = next((p for p in item.promises if p.name == ("callback" if wished else "reply")), None)
    if told is None or told.state is PromiseState.WITHDRAWN:
        return []
    day, what = long_day(told.due_on), "der Rückruf" if wished else "die Antwort"
    if at >= told.due_at:
        return [f"Zugesagt war {what} bis {day}. Das haben wir nicht gehalten, bitte entschuldigen Sie."]
    return [f"Sie werden bis {day}, zurückgerufen." if wished else f"Sie bekommen bis {day}, eine Antwort."]
