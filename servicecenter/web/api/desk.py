"""The agent's acts on a contact, from the ring to its outcome."""

from dataclasses import replace
from secrets import token_hex
from typing import Any, Literal

from pydantic import Field, StrictBool

from servicecenter.callbacks.windows import in_words
from servicecenter.contacts import cases
from servicecenter.contacts import model as contacts
from servicecenter.contacts.desk import LONGEST_NOTE
from servicecenter.contacts.forwarding import Forwarded, NobodyOwes
from servicecenter.contacts.outlook import outlook
from servicecenter.contacts.wishes import Wish
from servicecenter.routing.model import StepKind
from servicecenter.routing.words import to_say
from servicecenter.telephony.rehearsing import Rehearsal
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.api import owed, shapes, showing
from servicecenter.web.rehearsed import simulated
from servicecenter.web.table import AGENT, WATCHING, Ask, Form, Table

table = Table()
READERS = AGENT | WATCHING
CONTACT = r"/api/v1/contacts/{contact:\d+}"


class Ring(Form):
    dialled: str = Field(max_length=60, description="Die gewählte Nummer: Sie nennt die Kommune")
    caller: str = Field(default="", max_length=60, description="Leer, wenn unterdrückt")
    meets: Rehearsal = Field(default=Rehearsal.OPEN, description="Was der Anruf antrifft, nach dem Handbuch")
    call: str = Field(default="", max_length=80, description="Kennung des Anrufs; eine Wiederholung ist kein zweiter")


class OpenContact(Form):
    municipality: str = Field(max_length=80)


class FindContact(Form):
    case_number: str = Field(max_length=40, description="Wie sie genannt wurde: „48 27 31 96“")


class TakeNote(Form):
    text: str = Field(max_length=LONGEST_NOTE)


class ReadArticle(Form):
    article: str = Field(max_length=200)
    query: str = Field(default="", max_length=LONGEST_NOTE, description="Womit gesucht wurde")


class Learn(Form):
    """What is left out is forgotten: all facts are given each time."""

    leistung: str | None = Field(default=None, max_length=120)
    district: str | None = Field(default=None, max_length=120)
    business: StrictBool = False
    person_asked: str | None = Field(default=None, max_length=120)


class CorrectMunicipality(Form):
    municipality: str = Field(max_length=80)


class CloseContact(Form):
    outcome: Literal["answered", "referred", "wrong_number", "no_concern"]
    query: str = Field(default="", max_length=LONGEST_NOTE, description="Womit zuletzt gesucht wurde")


class WishedWindow(Form):
    window: str = Field(default="", max_length=200, description="Wann zurückgerufen werden soll, wie gesagt")


class ForwardContact(Form):
    concern: str = Field(default="", max_length=LONGEST_NOTE)
    reply: ReplyChannel
    number: str = Field(default="", max_length=60, description="Für einen Rückruf")
    window: str = Field(default="", max_length=200, description="Wann zurückgerufen werden soll, wie gesagt")
    caller_name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=400, description="Für E-Mail oder Brief")
    already_said: str = Field(default="", max_length=LONGEST_NOTE)
    query: str = Field(default="", max_length=LONGEST_NOTE, description="Womit zuletzt gesucht wurde")


# The call arrives


@table.post(
    "/api/v1/calls", AGENT, body=Ring, answer=shapes.Call, status=201,
    summary="Es klingelt: ein Anruf am simulierten Telefon",
)  # fmt: skip
async def ring(ask: Ask[Ring]) -> shapes.Call:
    """Nur, wo kein echtes Telefon angeschlossen ist (409): Sonst meldet die Telefonanlage ihre Anrufe selbst."""
    telephone = simulated(ask)
    call = f"api-{ask.body.call or token_hex(8)}"
    await telephone.ring(call, ask.body.dialled, ask.body.caller or None, ask.body.meets)
    return showing.call(ask, await ask.program.desk.called(ask.scope, call))


@table.get("/api/v1/calls", READERS, answer=list[shapes.Call], summary="Wer klingelt, der Längste zuerst")
async def ringing(ask: Ask[Any]) -> list[shapes.Call]:
    return [showing.call(ask, contact) for contact in await ask.program.desk.ringing(ask.scope)]


@table.post(CONTACT + "/take", AGENT, answer=shapes.Contact, summary="Einen Anruf annehmen")
async def take(ask: Ask[Any]) -> shapes.Contact:
    """Eine Servicekraft gewinnt; der anderen wird gesagt, wer es ist (409, details.by)."""
    return await _shown(ask, await ask.program.telephone.take(ask.person, await _asked(ask)))


@table.post(
    "/api/v1/contacts", AGENT, body=OpenContact, answer=shapes.Contact, status=201,
    summary="Einen Kontakt ohne Telefon öffnen",
)  # fmt: skip
async def open_contact(ask: Ask[OpenContact]) -> shapes.Contact:
    opened = await ask.program.desk.open_by_hand(ask.person, ask.body.municipality)
    await ask.program.telephone.opened(ask.person)
    return await _shown(ask, opened)


# Looking


@table.get(
    "/api/v1/contacts", READERS, body=FindContact, answer=shapes.Contact,
    summary="Der Kontakt zu einer Vorgangsnummer",
)  # fmt: skip
async def find_contact(ask: Ask[FindContact]) -> shapes.Contact:
    return await _shown(ask, await cases.find(ask.program.db, ask.scope, ask.body.case_number))


@table.get("/api/v1/contacts/mine", AGENT, answer=list[shapes.Contact], summary="Der eigene offene Kontakt")
async def my_contact(ask: Ask[Any]) -> list[shapes.Contact]:
    """Höchstens einer: für ein Programm, das neu gestartet wurde, während jemand sprach."""
    mine = await ask.program.desk.mine(ask.person)
    return [await _shown(ask, mine)] if mine else []


@table.get(CONTACT, READERS, answer=shapes.Contact, summary="Ein Kontakt")
async def contact(ask: Ask[Any]) -> shapes.Contact:
    """Die volle Nummer der anrufenden Person sieht nur, wer gerade mit ihr spricht."""
    return await _shown(ask, await _asked(ask))


@table.get(CONTACT + "/journal", READERS, answer=list[shapes.Entry], summary="Jeder Schritt des Vorgangs")
async def journal(ask: Ask[Any]) -> list[shapes.Entry]:
    return showing.entries(await cases.story(ask.program.db, ask.scope, await _asked(ask)))


@table.get(CONTACT + "/outlook", AGENT, body=WishedWindow, answer=owed.Outlook, summary="Was ein Rückruf verspricht")
async def callback_outlook(ask: Ask[WishedWindow]) -> owed.Outlook:
    """Bis wann, wie lange das Amt bis dahin geöffnet ist, und ob das zur gewünschten Zeit passt."""
    contact, program = await _asked(ask), ask.program
    found = outlook(program.desk.rulebook(contact), program.desk.way(contact), ask.body.window, program.clock.now())
    if found is None:
        raise NobodyOwes(
            "Hier schuldet niemand einen Rückruf.", "Der Weg sieht keinen vor.", "Bitte das Ticket wählen."
        )
    return owed.Outlook(
        due_at=found.terms.due_at, due_on=found.terms.due_on, open_minutes=found.open_minutes,
        meeting_minutes=found.meeting_minutes, misses=found.misses, hours=found.hours,
        window_in_words=in_words(found.wished), window_unread=list(found.wished.unread),
    )  # fmt: skip


@table.get(CONTACT + "/way", READERS, answer=shapes.Way, summary="Wohin mit dem Anliegen, und warum")
async def way(ask: Ask[Any]) -> shapes.Way:
    """Der Plan ist nie leer; `asked` nennt jede Regel mit ihrem Grund, auch die, die nichts entschied."""
    return showing.way(ask.program.desk.way(await _asked(ask)))


# While the caller speaks


@table.post(CONTACT + "/note", AGENT, body=TakeNote, answer=shapes.Contact, summary="Die Notiz ersetzen")
async def note(ask: Ask[TakeNote]) -> shapes.Contact:
    return await _shown(ask, await ask.program.desk.note(ask.person, ask.number("contact"), ask.body.text))


@table.post(CONTACT + "/article", AGENT, body=ReadArticle, answer=shapes.Contact, summary="Einen Artikel öffnen")
async def read_article(ask: Ask[ReadArticle]) -> shapes.Contact:
    """Der Weg folgt dem geöffneten Artikel."""
    given = ask.body
    return await _shown(ask, await ask.program.desk.read(ask.person, ask.number("contact"), given.article, given.query))


@table.post(CONTACT + "/facts", AGENT, body=Learn, answer=shapes.Contact, summary="Was sonst den Weg entscheidet")
async def learn(ask: Ask[Learn]) -> shapes.Contact:
    """Alle Angaben werden ersetzt; was fehlt, ist nicht mehr bekannt."""
    given = ask.body
    learnt = await ask.program.desk.learn(
        ask.person, ask.number("contact"), leistung=given.leistung, district=given.district, business=given.business,
        person_asked=given.person_asked,
    )  # fmt: skip
    return await _shown(ask, learnt)


@table.post(
    CONTACT + "/municipality", AGENT, body=CorrectMunicipality, answer=shapes.Contact, summary="Die Kommune berichtigen"
)
async def correct_municipality(ask: Ask[CorrectMunicipality]) -> shapes.Contact:
    """Artikel und Wohnort werden neu gefragt, die Notiz bleibt."""
    corrected = await ask.program.desk.correct_municipality(ask.person, ask.number("contact"), ask.body.municipality)
    return await _shown(ask, corrected)


# The end


@table.post(CONTACT + "/close", AGENT, body=CloseContact, answer=shapes.Contact, summary="Den Kontakt abschließen")
async def close(ask: Ask[CloseContact]) -> shapes.Contact:
    """Ein zweites Mal geht nicht (409): Es wird nichts doppelt gespeichert."""
    given, outcome = ask.body, contacts.Outcome(ask.body.outcome)
    closed = await ask.program.desk.close(ask.person, ask.number("contact"), outcome, given.query)
    await _hang_up(ask, closed)
    return await _shown(ask, closed)


@table.post(
    CONTACT + "/forward", AGENT, body=ForwardContact, answer=owed.Forwarded, status=201,
    summary="Das Anliegen weitergeben: Ticket, und Rückruf, wenn gewünscht",
)  # fmt: skip
async def forward(ask: Ask[ForwardContact]) -> owed.Forwarded:
    """`sentence` ist für die anrufende Person. Eine Behörde außerhalb der Vereinbarung schuldet nichts (422)."""
    given = ask.body
    wish = Wish(
        given.concern, given.reply, given.caller_name, given.number, given.window, given.address, given.already_said
    )
    made = await ask.program.desk.forward(ask.person, ask.number("contact"), wish, given.query)
    await _hang_up(ask, made.contact)
    return await _forwarded(ask, made)


@table.post(CONTACT + "/undo", AGENT, answer=shapes.Contact, summary="Den Abschluss zurücknehmen")
async def undo(ask: Ask[Any]) -> shapes.Contact:
    """Zehn Sekunden lang, und nur solange niemand das Ticket angenommen hat (409)."""
    opened = await ask.program.desk.undo(ask.person, ask.number("contact"))
    await ask.program.telephone.opened(ask.person)
    return await _shown(ask, opened)


async def _asked(ask: Ask[Any]) -> contacts.Contact:
    return await ask.program.desk.get(ask.scope, ask.number("contact"))


async def _shown(ask: Ask[Any], known: contacts.Contact) -> shapes.Contact:
    return await showing.contact(ask, known)


async def _hang_up(ask: Ask[Any], ended: contacts.Contact) -> None:
    await ask.program.telephone.closed(ask.person, ended)


async def _forwarded(ask: Ask[Any], made: Forwarded) -> owed.Forwarded:
    """The sentence names the date that was written down, not one computed a moment later."""
    item = await ask.program.inbox.item(ask.scope, made.ticket.id)
    promise = made.promise or next(iter(item.promises), None)
    step = ask.program.desk.way(made.contact).first(StepKind.CALLBACK if made.callback else StepKind.TICKET)
    return owed.Forwarded(
        contact=await _shown(ask, made.contact),
        ticket=owed.Ticket.model_validate(made.ticket),
        callback=showing.callback(made.callback),
        promise=owed.Promise.model_validate(promise) if promise else None,
        sentence=to_say(replace(step, due_on=promise.due_on if promise else None)) if step else "",
    )
