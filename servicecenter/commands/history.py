"""A month of sample contacts for the demo, so that the board has something to count.

Nothing is written past the program: a clock that travels, the same desk, inbox and sweep as every day. Deterministic.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from servicecenter.access.model import Person, Role, Scope
from servicecenter.callbacks.model import Outcome as Attempt
from servicecenter.calls import store as calls
from servicecenter.calls.model import Instant, Step
from servicecenter.clock import FixedClock
from servicecenter.commands.sample_case import write_case
from servicecenter.commands.upkeep import write_upkeep
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.inbox import Inbox, Item
from servicecenter.contacts.model import Contact, Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.promises import service as promises
from servicecenter.routing.model import StepKind
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program

SYSTEM = Scope.system("sample month")
DAYS = 30
CALLS_A_DAY = 5


@dataclass(frozen=True, slots=True)
class Call:
    municipality: str
    article: str
    concern: str
    name: str = "Frau Beispielhaft"
    district: str | None = None


CALLS = (
    Call("geldern", "personalausweis", "Möchte wissen, welche Unterlagen nötig sind."),
    Call("geldern", "anmeldung-wohnsitz", "Ist nach Veert gezogen."),
    Call("geldern", "baugenehmigung", "Möchte einen Carport an der Grenze bauen und fragt nach dem Abstand."),
    Call("geldern", "hundesteuer", "Hat den Hund vor drei Wochen angemeldet und noch keine Marke."),
    Call("geldern", "fuehrerschein-umtausch", "Alter rosa Führerschein."),
    Call("geldern", "sperrmuell", "Der Sperrmüll wurde nicht mitgenommen."),
    Call("geldern", "gewerbeanmeldung", "Will einen Blumenladen anmelden."),
    Call("kreis-wesel", "kfz-zulassung", "Neues Auto, altes Kennzeichen.", district="Moers"),
    Call("geldern", "baugenehmigung", "Fragt nach dem Stand des Bauantrags für den Anbau."),
    Call("kreis-wesel", "fuehrerschein-umtausch", "Pflichtumtausch, Termin?", district="Xanten"),
    Call("geldern", "geburtsurkunde", "Braucht eine Urkunde für die Rente."),
)


async def write_history(program: Program) -> None:
    """The last thirty days up to yesterday; nothing where there are contacts already."""
    if await program.desk.any_contacts(SYSTEM):
        return
    people = {person.login: person for person in await program.access.list_people(SYSTEM)}
    agent = people["agent"]
    clerks = [person for person in people.values() if person.role is Role.FACHAMT]
    # Sample figures, not secrets: the same month every time.
    month = _Month(program, agent, clerks, random.Random(11))  # noqa: S311
    today = local_day(program.clock.now())
    for back in range(DAYS, 0, -1):
        await month.day(datetime.combine(today - timedelta(days=back), time(8, 30), BERLIN))
    await write_case(program, people)
    await write_upkeep(program, people)


class _Month:
    def __init__(self, program: Program, agent: Person, clerks: list[Person], chance: random.Random) -> None:
        self.clock = FixedClock(program.clock.now())
        self.program, self.agent, self.clerks, self.chance = program, agent, clerks, chance
        self.desk: Desk = replace(program.desk, clock=self.clock)
        self.inbox: Inbox = replace(program.inbox, clock=self.clock)
        self.turn = 0
        # Apart, so that what else happens in the month stays what it was.
        self.patience = random.Random(7)  # noqa: S311

    async def day(self, morning: datetime) -> None:
        self.clock.at = morning
        if self.program.rulebooks.on("geldern", local_day(morning)).calendars.is_working_day(local_day(morning)):
            for _ in range(CALLS_A_DAY):
                self.clock.advance(timedelta(minutes=self.chance.randint(20, 55)))
                await self.call(CALLS[self.turn % len(CALLS)])
                self.turn += 1
                if self.patience.random() < 0.25:
                    await self.give_up(CALLS[self.turn % len(CALLS)].municipality)
            await self.work()
        self.clock.at = morning.replace(hour=23, minute=59)
        await promises.sweep(self.program.db, SYSTEM, self.clock.at, tell=self.program.reminding.messages)

    async def call(self, call: Call) -> None:
        """Rung, taken, and answered or forwarded as the plan says."""
        numbers = {municipality: number for number, municipality in self.program.rulebooks.numbers().items()}
        rung = f"sample-{self.turn}"
        caller = f"+49 30 23125 {400 + self.turn % 500:03}"  # a person of their own each, from the range for fiction
        contact, rang_at = await self.desk.ring(rung, numbers[call.municipality], caller), self.clock.at
        self.clock.advance(timedelta(seconds=self.chance.choice((4, 7, 9, 14, 26))))
        await self.desk.take(self.agent, contact.id)
        taken_at = self.clock.at
        contact = await self.desk.read(self.agent, contact.id, call.article)
        if call.district:
            contact = await self.desk.learn(self.agent, contact.id, leistung=contact.leistung, district=call.district)
        self.clock.advance(timedelta(minutes=self.chance.randint(1, 4)))
        plan = self.desk.way(contact)
        ticket, says = plan.first(StepKind.TICKET), plan.plan[0].kind is StepKind.SAY
        if ticket is None:
            await self.desk.close(self.agent, contact.id, Outcome.REFERRED)
        elif says and self.chance.random() < 0.75:
            await self.desk.close(self.agent, contact.id, Outcome.ANSWERED)
        else:
            reply = ReplyChannel.CALLBACK if plan.first(StepKind.CALLBACK) else ReplyChannel.NONE
            wish = Wish(call.concern, reply, call.name, caller, "vormittags")
            await self.desk.forward(self.agent, contact.id, wish)
        await self.desk.hung_up(rung)
        await self.tell(contact, rang_at, {Step.ANSWERED: taken_at, Step.ENDED: self.clock.at})

    async def give_up(self, municipality: str) -> None:
        """Somebody does not wait until an agent is free; one in four of them hangs up at once."""
        numbers = {town: number for number, town in self.program.rulebooks.numbers().items()}
        contact = await self.desk.ring(f"sample-{self.turn}-gone", numbers[municipality], None)
        rang_at = self.clock.at
        self.clock.advance(timedelta(seconds=self.patience.choice((4, 25, 48, 90))))
        await self.desk.hung_up(f"sample-{self.turn}-gone")
        await self.tell(contact, rang_at, {Step.ENDED: self.clock.at})

    async def tell(self, contact: Contact, rang_at: datetime, steps: Mapping[Step, datetime]) -> None:
        """The instants of a call, as a telephone would have told them."""
        told = {Step.OFFERED: rang_at, Step.QUEUED: rang_at, Step.RUNG: rang_at, **steps}
        instants = (Instant(at, contact.municipality, contact.call or "", step) for step, at in told.items())
        async with self.program.db.write() as session:
            await calls.record(session, *instants)

    async def work(self) -> None:
        """In the afternoon each clerk calls back most of what is there; now and then one is left lying."""
        self.clock.at = self.clock.at.replace(hour=15, minute=0)
        for clerk in self.clerks:
            for item in await self.inbox.items(Scope.of(clerk)):
                if self.chance.random() < 0.8:
                    await self.finish(clerk, item)

    async def finish(self, clerk: Person, item: Item) -> None:
        self.clock.advance(timedelta(minutes=self.chance.randint(2, 9)))
        if item.callback is None:
            await self.inbox.accept(clerk, item.ticket.id)
            await self.inbox.answer(clerk, item.ticket.id, "Schriftlich beantwortet.")
        elif self.chance.random() < 0.3:
            await self.inbox.attempt(clerk, item.ticket.id, Attempt.NOT_REACHED, "")
        else:
            await self.inbox.attempt(clerk, item.ticket.id, Attempt.REACHED, "Am Telefon besprochen.")
