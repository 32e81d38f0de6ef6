"""The clerk's acts: what lies in the inbox of the own Fachämter, and what is done with it."""

from datetime import date
from typing import Any

from pydantic import Field

from servicecenter.contacts.inbox import LONGEST_TEXT, Item
from servicecenter.web.api import owed, showing
from servicecenter.web.table import CLERK, Ask, Form, Table

table = Table()


class Answer(Form):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class RecordAttempt(Form):
    outcome: owed.AttemptOutcome
    note: str = Field(default="", max_length=LONGEST_TEXT)


class BeginPromise(Form):
    name: str = Field(min_length=1, max_length=80)
    begun_on: date | None = None
    confirmed: bool = False


class FulfilPromise(Form):
    name: str = Field(min_length=1, max_length=80)


@table.get("/api/v1/inbox", CLERK, answer=list[owed.InboxItem], summary="Offene Tickets, das Dringendste zuerst")
async def inbox(ask: Ask[Any]) -> list[owed.InboxItem]:
    return [showing.item(item) for item in await ask.program.inbox.items(ask.scope)]


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


async def _shown(ask: Ask[Any], item: Item) -> owed.InboxStory:
    return showing.story(item, await ask.program.inbox.story(item))
