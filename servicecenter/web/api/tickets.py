"""What becomes of a ticket that cannot simply be answered: given back, asked about, delayed, merged, reopened."""

from datetime import date
from typing import Any, Literal

from pydantic import Field, StrictBool

from servicecenter.access.model import Role
from servicecenter.contacts import intake
from servicecenter.contacts.complaining import About
from servicecenter.contacts.lengths import LONGEST_TEXT
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel, Ticket
from servicecenter.tickets.remarks.model import Remark
from servicecenter.web.api import owed, showing
from servicecenter.web.table import AGENT, CLERK, EDITOR, WATCHING, Ask, Form, Table

table = Table()
TICKET = r"/api/v1/inbox/{ticket:\d+}"
SUPERVISOR = frozenset({Role.SUPERVISOR})
ASKED = AGENT | CLERK | SUPERVISOR
CORRECTING = SUPERVISOR | EDITOR


class GiveBack(Form):
    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)
    proposal: str = Field(default="", max_length=80, description="Kennung einer Stelle; leer: weiß ich nicht")


class AskSomebody(Form):
    to: Literal["citizen", "centre"]
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class Said(Form):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class Delay(Form):
    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)
    until: date


class Merge(Form):
    case_number: str = Field(min_length=1, max_length=60, description="Vorgangsnummer des Tickets, das bleibt")


class Reason(Form):
    reason: str = Field(min_length=1, max_length=LONGEST_TEXT)


class Assign(Reason):
    office: str = Field(min_length=1, max_length=80)


class Complain(Form):
    concern: str = Field(default="", max_length=LONGEST_TEXT)
    reply: ReplyChannel
    number: str = Field(default="", max_length=60)
    window: str = Field(default="", max_length=200)
    caller_name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=400)

    def wish(self) -> Wish:
        return Wish(self.concern, self.reply, self.caller_name, self.number, self.window, self.address)


class TakeIn(Complain):
    municipality: str = Field(min_length=1, max_length=80)
    leistung: str = Field(min_length=1, max_length=120)
    district: str = Field(default="", max_length=120)
    business: StrictBool = False


class ComplainAbout(Complain):
    about_office: str = Field(default="", max_length=80, description="Kennung des Amts; leer: weiß ich nicht")
    about_case: str = Field(default="", max_length=60, description="Vorgangsnummer, um die es geht")


@table.post(
    "/api/v1/tickets", AGENT, body=TakeIn, answer=owed.Ticket, status=201,
    summary="Ein Anliegen aufnehmen, das nicht am Telefon kam",
)  # fmt: skip
async def take_in(ask: Ask[TakeIn]) -> owed.Ticket:
    """Vom Schalter oder aus einem Brief: Es geht den Weg, den ein Anruf ginge, mit derselben Zusage."""
    given = ask.body
    about = intake.About(given.municipality, given.leistung, given.district, given.business)
    return owed.Ticket.model_validate((await ask.program.intake.open(ask.person, about, given.wish())).ticket)


@table.get(TICKET + "/offices", CLERK, answer=list[owed.OfficeChoice], summary="Wen ein Fachamt statt sich vorschlägt")
async def offices(ask: Ask[Any]) -> list[owed.OfficeChoice]:
    item = await ask.program.inbox.item(ask.scope, ask.number("ticket"))
    return [
        owed.OfficeChoice.model_validate(each) for each in await ask.program.passing.offices(ask.scope, item.ticket)
    ]


@table.post(TICKET + "/give-back", CLERK, body=GiveBack, answer=owed.Moved, summary="„Nicht zuständig“: zurückgeben")
async def give_back(ask: Ask[GiveBack]) -> owed.Moved:
    """Danach sieht das Fachamt nichts mehr davon. Beim zweiten Mal entscheidet die Aufsicht."""
    given = ask.body
    return _moved(await ask.program.passing.give_back(ask.person, ask.number("ticket"), given.reason, given.proposal))


@table.post(TICKET + "/question", CLERK, body=AskSomebody, answer=owed.InboxStory, summary="Eine Rückfrage stellen")
async def question(ask: Ask[AskSomebody]) -> owed.InboxStory:
    """An die Person per E-Mail, wo eine Adresse bekannt ist, sonst durch Ihren Anruf; oder an das ServiceCenter."""
    await ask.program.questions.ask(ask.person, ask.number("ticket"), ask.body.to, ask.body.text)
    return await _story(ask)


@table.post(
    TICKET + "/statement", CLERK, body=Said, answer=owed.InboxStory,
    summary="Das Amt, dem eine Beschwerde gilt, um Stellungnahme bitten",
)  # fmt: skip
async def statement(ask: Ask[Said]) -> owed.InboxStory:
    """Es liest die Frage, nicht die Beschwerde."""
    await ask.program.questions.ask_statement(ask.person, ask.number("ticket"), ask.body.text)
    return await _story(ask)


@table.get("/api/v1/questions", ASKED, answer=list[owed.Remark], summary="Offene Rückfragen und Stellungnahmen")
async def questions(ask: Ask[Any]) -> list[owed.Remark]:
    """Dem ServiceCenter die Fragen an es, einem Fachamt die Stellungnahmen, um die es gebeten ist."""
    if ask.person.role in CLERK:
        return [_remark(each) for each in await ask.program.questions.statements(ask.scope)]
    return [_remark(asked.remark) for asked in await ask.program.questions.to_centre(ask.scope)]


@table.post(
    r"/api/v1/questions/{question:\d+}/answer", ASKED, body=Said, answer=owed.Remark, summary="Eine Frage beantworten"
)
async def answer_question(ask: Ask[Said]) -> owed.Remark:
    return _remark(await ask.program.questions.answer(ask.person, ask.number("question"), ask.body.text))


@table.post(TICKET + "/delay", CLERK, body=Delay, answer=owed.InboxStory, summary="Eine Verzögerung mitteilen")
async def delay(ask: Ask[Delay]) -> owed.InboxStory:
    """Die erste Zusage bleibt, wie sie war; der neue Termin wird überwacht wie jede Zusage."""
    await ask.program.delays.notify(ask.person, ask.number("ticket"), ask.body.reason, ask.body.until)
    return await _story(ask)


@table.post(
    TICKET + "/merge", CLERK, body=Merge, answer=owed.InboxStory, summary="In ein anderes Ticket zusammenführen"
)
async def merge(ask: Ask[Merge]) -> owed.InboxStory:
    """Dieses zeigt dann auf das andere; dessen Antwort hält die Zusagen beider."""
    await ask.program.joining.merge(ask.person, ask.number("ticket"), ask.body.case_number)
    return await _story(ask)


@table.post(TICKET + "/separate", CLERK, answer=owed.InboxStory, summary="Das Zusammenführen zurücknehmen")
async def separate(ask: Ask[Any]) -> owed.InboxStory:
    """Einen Tag lang, solange niemand geantwortet hat (409)."""
    await ask.program.joining.separate(ask.person, ask.number("ticket"))
    return await _story(ask)


@table.post(
    r"/api/v1/tickets/{ticket:\d+}/reopen", ASKED, body=Reason, answer=owed.Ticket,
    summary="Ein beendetes Ticket wieder öffnen",
)  # fmt: skip
async def reopen(ask: Ask[Reason]) -> owed.Ticket:
    """Eine neue Zusage beginnt; die alte bleibt, wie sie endete."""
    return owed.Ticket.model_validate(
        await ask.program.joining.reopen(ask.person, ask.number("ticket"), ask.body.reason)
    )


@table.post(
    TICKET + "/complaint", CLERK, body=Complain, answer=owed.Complained, status=201,
    summary="Eine Beschwerde an die Beschwerdestelle weitergeben",
)  # fmt: skip
async def pass_on_complaint(ask: Ask[Complain]) -> owed.Complained:
    made = await ask.program.complaints.pass_on(ask.person, ask.number("ticket"), ask.body.wish())
    return await _complained(ask, made.ticket)


@table.post(
    r"/api/v1/contacts/{contact:\d+}/complaint", AGENT, body=ComplainAbout, answer=owed.Complained, status=201,
    summary="Den Kontakt mit einer Beschwerde beenden",
)  # fmt: skip
async def complain(ask: Ask[ComplainAbout]) -> owed.Complained:
    """Sie geht an die zentrale Beschwerdestelle der Kommune, nie an das Amt, dem sie gilt."""
    given, number = ask.body, ask.number("contact")
    about = About(given.about_office, given.about_case)
    made = await ask.program.complaints.end_contact(ask.person, number, given.wish(), about)
    await ask.program.telephone.closed(ask.person, made.contact)
    return await _complained(ask, made.ticket)


@table.get("/api/v1/board/complaints", WATCHING, answer=list[owed.Ticket], summary="Offene Beschwerden")
async def complaints(ask: Ask[Any]) -> list[owed.Ticket]:
    """Auch die gegen die Beschwerdestelle selbst."""
    return [owed.Ticket.model_validate(each) for each in await ask.program.complaints.open_complaints(ask.scope)]


@table.get("/api/v1/board/unplaced", WATCHING, answer=list[owed.Unplaced], summary="Was die Aufsicht zuweisen muss")
async def unplaced(ask: Ask[Any]) -> list[owed.Unplaced]:
    return [owed.Unplaced.model_validate(each) for each in await ask.program.passing.unplaced(ask.scope)]


@table.post(
    r"/api/v1/tickets/{ticket:\d+}/assign", SUPERVISOR, body=Assign, answer=owed.Moved,
    summary="Ein Ticket zuweisen, das zweimal zurückkam",
)  # fmt: skip
async def assign(ask: Ask[Assign]) -> owed.Moved:
    given = ask.body
    return _moved(await ask.program.passing.assign(ask.person, ask.number("ticket"), given.office, given.reason))


@table.get(
    "/api/v1/corrections",
    CORRECTING,
    answer=list[owed.Correction],
    summary="Was Rückgaben am Verzeichnis berichtigen",
)
async def corrections(ask: Ask[Any]) -> list[owed.Correction]:
    return [owed.Correction.model_validate(each) for each in await ask.program.corrections.offered(ask.scope)]


@table.post(r"/api/v1/corrections/{remark:\d+}/confirm", CORRECTING, summary="Eine Berichtigung bestätigen")
async def confirm_correction(ask: Ask[Any]) -> None:
    """Daraus wird ein Entwurf des Verzeichnisses, den eine zweite Person freigibt."""
    await ask.program.corrections.confirm(ask.person, ask.number("remark"))


@table.post(r"/api/v1/corrections/{remark:\d+}/decline", CORRECTING, summary="Eine Berichtigung ablehnen")
async def decline_correction(ask: Ask[Any]) -> None:
    """Das Verzeichnis bleibt, wie es ist."""
    await ask.program.corrections.decline(ask.person, ask.number("remark"))


def _moved(ticket: Ticket) -> owed.Moved:
    return owed.Moved(
        ticket=ticket.id, case_number=ticket.case_number, state=ticket.state, office=ticket.office,
        reason=ticket.reason,
    )  # fmt: skip


def _remark(remark: Remark) -> owed.Remark:
    return owed.Remark.model_validate(remark)


async def _complained(ask: Ask[Any], ticket: Ticket) -> owed.Complained:
    """What may be told to whoever passed it on, and to the citizen."""
    due_on = await ask.program.complaints.due_on(ticket)
    return owed.Complained(case_number=ticket.case_number, office=ticket.office, due_on=due_on)


async def _story(ask: Ask[Any]) -> owed.InboxStory:
    item = await ask.program.inbox.item(ask.scope, ask.number("ticket"))
    return showing.story(item, await ask.program.inbox.story(item))
