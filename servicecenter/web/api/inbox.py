"""The clerk's acts: what lies in the inbox of the own Fachämter, and what is done with it."""

from datetime import date
from typing import Any

from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.contacts.inbox import PAGE, Item
from servicecenter.contacts.lengths import LONGEST_TEXT
from servicecenter.contacts.sharing import LONGEST_NOTE
from servicecenter.tickets.service import Returned
from servicecenter.web.api import owed, showing
from servicecenter.web.table import CLERK, Ask, Form, Table

table = Table()
TICKET = r"/api/v1/inbox/{ticket:\d+}"
SHARING = CLERK | {Role.SUPERVISOR}


class InboxQuery(Form):
    limit: int = Field(default=PAGE, ge=1, le=500)
    offset: int = Field(default=0, ge=0, le=1_000_000)


class FindTicket(Form):
    case_number: str = Field(min_length=1, max_length=60)


class Answer(Form):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class RecordAttempt(Form):
    outcome: owed.AttemptOutcome
    note: str = Field(default="", max_length=LONGEST_TEXT)


class CorrectNumber(Form):
    number: str = Field(min_length=1, max_length=60)


class Exhaust(Form):
    said: str = Field(default="", max_length=LONGEST_TEXT, description="Was auf dem anderen Weg mitgeteilt wurde")


class HandOver(Form):
    colleague: str = Field(
        min_length=1, max_length=80, description="Kennung aus der Liste der Kolleginnen und Kollegen"
    )
    note: str = Field(default="", max_length=LONGEST_NOTE)


class BeginPromise(Form):
    name: str = Field(min_length=1, max_length=80)
    begun_on: date | None = None
    confirmed: bool = False


class FulfilPromise(Form):
    name: str = Field(min_length=1, max_length=80)


@table.get(
    "/api/v1/inbox", CLERK, body=InboxQuery, answer=list[owed.InboxItem],
    summary="Offene Tickets, das Dringendste zuerst",
)  # fmt: skip
async def inbox(ask: Ask[InboxQuery]) -> list[owed.InboxItem]:
    """Die nächsten `limit` nach ihrer Frist, darin in der Reihenfolge, in der zu arbeiten ist."""
    found = await ask.program.inbox.items(ask.scope, ask.body.limit, ask.body.offset)
    return [showing.item(item) for item in found]


@table.get("/api/v1/inbox/counts", CLERK, answer=owed.InboxCounts, summary="Wie viel offen, gefährdet, verspätet ist")
async def counts(ask: Ask[Any]) -> owed.InboxCounts:
    return owed.InboxCounts.model_validate(await ask.program.inbox.counts(ask.scope))


@table.get(
    "/api/v1/inbox/found", CLERK, body=FindTicket, answer=owed.InboxStory,
    summary="Das eigene Ticket zu einer Vorgangsnummer",
)  # fmt: skip
async def found(ask: Ask[FindTicket]) -> owed.InboxStory:
    """Was an ein anderes Fachamt gegangen ist, findet hier niemand mehr (404)."""
    ticket = await ask.program.inbox.find(ask.scope, ask.body.case_number)
    return await _shown(ask, await ask.program.inbox.item(ask.scope, ticket.id))


@table.get(r"/api/v1/inbox/{ticket:\d+}", CLERK, answer=owed.InboxStory, summary="Ein Ticket mit seinem Verlauf")
async def inbox_item(ask: Ask[Any]) -> owed.InboxStory:
    """Mit der vollen Nummer, unter der zurückgerufen werden soll."""
    return await _shown(ask, await ask.program.inbox.item(ask.scope, ask.number("ticket")))


@table.post(r"/api/v1/inbox/{ticket:\d+}/accept", CLERK, answer=owed.InboxStory, summary="Ein Ticket annehmen")
async def accept(ask: Ask[Any]) -> owed.InboxStory:
    """Eine Person gewinnt; der anderen wird gesagt, wer es ist (409, details.by)."""
    return await _shown(ask, await ask.program.inbox.accept(ask.person, ask.number("ticket")))


@table.post(
    r"/api/v1/inbox/{ticket:\d+}/release",
    CLERK,
    answer=owed.InboxStory,
    summary="Ein Ticket in den Eingang zurücklegen",
)
async def release(ask: Ask[Any]) -> owed.InboxStory:
    return await _shown(ask, await ask.program.inbox.release(ask.person, ask.number("ticket")))


@table.post(
    r"/api/v1/inbox/{ticket:\d+}/answer", CLERK, body=Answer, answer=owed.InboxStory,
    summary="Festhalten, was geantwortet wurde",
)  # fmt: skip
async def answer(ask: Ask[Answer]) -> owed.InboxStory:
    """Nicht, solange ein Rückruf aussteht (409): Eine Antwort, die niemand gehört hat, ist keine."""
    return await _shown(ask, await ask.program.inbox.answer(ask.person, ask.number("ticket"), ask.body.text))


@table.post(
    r"/api/v1/inbox/{ticket:\d+}/attempt", CLERK, body=RecordAttempt, answer=owed.InboxStory,
    summary="Einen Rückrufversuch eintragen",
)  # fmt: skip
async def attempt(ask: Ask[RecordAttempt]) -> owed.InboxStory:
    """„reached“ hält die Zusage und beantwortet das Ticket; alles andere lässt beides offen."""
    given = ask.body
    return await _shown(
        ask, await ask.program.inbox.attempt(ask.person, ask.number("ticket"), given.outcome, given.note)
    )


@table.post(
    TICKET + "/number", CLERK, body=CorrectNumber, answer=owed.InboxStory,
    summary="Die richtige Rückrufnummer eintragen",
)  # fmt: skip
async def correct_number(ask: Ask[CorrectNumber]) -> owed.InboxStory:
    """Die Versuche beginnen damit von vorn."""
    made = await ask.program.inbox.correct_number(ask.person, ask.number("ticket"), ask.body.number)
    return await _shown(ask, made)


@table.post(
    TICKET + "/exhaust", CLERK, body=Exhaust, answer=owed.InboxStory,
    summary="Einen Rückruf beenden, der trotz aller Versuche niemanden erreichte",
)  # fmt: skip
async def exhaust(ask: Ask[Exhaust]) -> owed.InboxStory:
    """Erst nach so vielen Versuchen, wie das Handbuch verlangt (409, details.left), oder bei falscher Nummer."""
    return await _shown(ask, await ask.program.inbox.exhaust(ask.person, ask.number("ticket"), ask.body.said))


@table.get(TICKET + "/colleagues", CLERK, answer=list[owed.Colleague], summary="An wen übergeben werden kann")
async def colleagues(ask: Ask[Any]) -> list[owed.Colleague]:
    item = await ask.program.inbox.item(ask.scope, ask.number("ticket"))
    found = await ask.program.sharing.colleagues(ask.person, item.ticket)
    return [owed.Colleague(id=person.id, name=person.name) for person in found]


@table.post(
    TICKET + "/hand-over", CLERK, body=HandOver, answer=owed.InboxStory,
    summary="Ein eigenes Ticket an eine Kollegin oder einen Kollegen übergeben",
)  # fmt: skip
async def hand_over(ask: Ask[HandOver]) -> owed.InboxStory:
    given, number = ask.body, ask.number("ticket")
    await ask.program.sharing.hand_over(ask.person, number, given.colleague, given.note)
    return await _shown(ask, await ask.program.inbox.item(ask.scope, number))


@table.get("/api/v1/held", SHARING, answer=list[owed.Holder], summary="Wer was angenommen hat")
async def held(ask: Ask[Any]) -> list[owed.Holder]:
    holders = await ask.program.sharing.holders(ask.scope)
    return [owed.Holder(id=each.id, name=each.name, tickets=[t.id for t in each.tickets]) for each in holders]


@table.post(
    r"/api/v1/held/{person:[0-9a-f]+}/return", SHARING, answer=owed.Returned,
    summary="Alles Offene einer Person, die ausfällt, in den Eingang zurücklegen",
)  # fmt: skip
async def return_all(ask: Ask[Any]) -> owed.Returned:
    return _returned(await ask.program.sharing.return_all(ask.person, ask.text("person")))


@table.post(
    r"/api/v1/held/{bundle:[0-9a-f]+}/undo", SHARING, answer=owed.Returned, summary="Das Zurücklegen zurücknehmen"
)
async def undo_return(ask: Ask[Any]) -> owed.Returned:
    """Außer dem, was inzwischen jemand angenommen hat."""
    return _returned(await ask.program.sharing.take_back_return(ask.person, ask.text("bundle")))


@table.get(
    r"/api/v1/inbox/{ticket:\d+}/promises", CLERK, answer=list[owed.Offer],
    summary="Zusagen des Handbuchs, die das Fachamt selbst festhält",
)  # fmt: skip
async def offers(ask: Ask[Any]) -> list[owed.Offer]:
    """Was der Anruf selbst auslöst (Rückruf, Antwort), steht nicht dabei."""
    found = await ask.program.recording.offers(ask.scope, ask.number("ticket"))
    return [showing.offer(offer) for offer in found]


@table.post(
    r"/api/v1/inbox/{ticket:\d+}/promises", CLERK, body=BeginPromise, answer=owed.Promise, status=201,
    summary="Festhalten, dass eine Zusage begonnen hat",
)  # fmt: skip
async def begin(ask: Ask[BeginPromise]) -> owed.Promise:
    """Das Fristende und der Kalender werden dabei festgehalten und ändern sich nicht mehr."""
    given = ask.body
    made = await ask.program.recording.begin(
        ask.person, ask.number("ticket"), given.name, begun_on=given.begun_on, confirmed=given.confirmed
    )
    return owed.Promise.model_validate(made)


@table.post(
    r"/api/v1/inbox/{ticket:\d+}/promises/fulfilled", CLERK, body=FulfilPromise, answer=owed.InboxStory,
    summary="Festhalten, dass eine Zusage erfüllt ist",
)  # fmt: skip
async def fulfil(ask: Ask[FulfilPromise]) -> owed.InboxStory:
    await ask.program.recording.fulfil(ask.person, ask.number("ticket"), ask.body.name)
    return await _shown(ask, await ask.program.inbox.item(ask.scope, ask.number("ticket")))


def _returned(known: Returned) -> owed.Returned:
    return owed.Returned(bundle=known.bundle, tickets=[ticket.id for ticket in known.tickets])


async def _shown(ask: Ask[Any], item: Item) -> owed.InboxStory:
    return showing.story(item, await ask.program.inbox.story(item))
