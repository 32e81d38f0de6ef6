"""The agent's own telephone from the screen: signing in, pauses, transfers, dialling, and what is to be seen of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex
from typing import Literal, get_args

from servicecenter.access.model import Person, Role, Scope
from servicecenter.callbacks.model import Callback, CallbackState, Outcome
from servicecenter.callbacks.numbers import parse, same
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.ending import is_social
from servicecenter.contacts.model import Contact
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Live, Message
from servicecenter.routing.model import Step, StepKind
from servicecenter.telephony import store, waiting
from servicecenter.telephony.acts import EVENTS, Act, NotNow, fits
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import (
    Address,
    AddressKind,
    Agent,
    AgentState,
    Call,
    CallState,
    Cause,
    Floor,
    Result,
)
from servicecenter.telephony.callflow.model import (
    Role as LegRole,
)
from servicecenter.telephony.callflow.offering import MAY_DIAL
from servicecenter.telephony.callflow.scheduler import Turn
from servicecenter.telephony.gathering import Gathering
from servicecenter.telephony.service import Telephony
from servicecenter.telephony.store import Dialled, Handover, Offered

MAY_BE_TAKEN = (CallState.WAITING, CallState.KEPT, CallState.OFFERED)
SYSTEM = Scope.system("handset")
PauseReason = Literal["Pause", "Besprechung", "Nacharbeit", "Technik"]
PAUSES: tuple[PauseReason, ...] = get_args(PauseReason)
SHORTEST_PHONE, LONGEST_PHONE = 2, 32
MENTIONED_FOR = timedelta(minutes=15)  # a note to the office whose phone is about to ring


@dataclass(frozen=True, slots=True)
class Seen:
    """The agent's own telephone, as the screen shows it."""

    agent: Agent | None
    call: Call | None
    is_connected: bool

    @property
    def is_working(self) -> bool:
        return self.agent is not None and self.agent.state is not AgentState.AWAY

    @property
    def has_guest(self) -> bool:
        return self.call is not None and self.call.leg(LegRole.GUEST) is not None

    @property
    def target_is_there(self) -> bool:
        return self.call is not None and self.call.is_up(LegRole.TARGET)


@dataclass(frozen=True)
class Handset:
    db: Database
    desk: Desk
    telephony: Telephony
    gathering: Gathering
    live: Live

    # The agent's own state

    async def sign_in(self, person: Person, phone: str) -> None:
        """With the phone that rings from now on. Raises Invalid for what is no extension."""
        clerk = person.role is Role.FACHAMT
        await self.telephony.act(on.SignIn(person.id, person.name, _extension(phone), dials_only=clerk))

    async def set_phone(self, person: Person, phone: str) -> None:
        """In the person's profile: nobody is signed in by it. Raises Invalid."""
        await self.telephony.act(on.SetPhone(person.id, person.name, _extension(phone)))

    async def set_duties(self, person: Person, municipalities: Sequence[str], skills: str) -> None:
        """Whose calls this agent answers, none named: everybody's; and what they can do, with commas."""
        can = frozenset(word.strip().lower() for word in skills.split(",") if word.strip())
        await self.telephony.act(on.SetDuties(person.id, person.name, frozenset(municipalities), can))

    async def do(self, act: on.Event) -> None:
        """What does not fit the moment changes nothing."""
        await self.telephony.act(act)

    async def act(self, person: Person, act: Act) -> None:
        """Raises NotNow for what does not fit the moment."""
        await self._fitting(person, EVENTS[act](person.id))

    async def pause(self, person: Person, reason: str) -> None:
        """At once, or after the call. Raises NotNow for who is not signed in, or pauses for this reason already."""
        await self._fitting(person, on.Pause(person.id, reason))

    async def _fitting(self, person: Person, event: on.Event) -> None:
        seen = await self.seen(person)
        if not fits(seen.agent, seen.call, event, self.desk.clock.now()):
            raise NotNow
        await self.telephony.act(event)

    # Transfers along the plan

    def ways(self, contact: Contact) -> Sequence[Step]:
        """The plan's steps that have a number to ring; none where the rules of its day are gone."""
        if not self.desk.rulebooks.has_rules(contact.municipality, contact.handbook):
            return []
        return [step for step in self.desk.way(contact).plan if step.kind is StepKind.TRANSFER and _number(step)]

    async def transfer(self, person: Person, contact: Contact, place: int, *, warm: bool) -> None:
        """What was said stands on the clerk's screen first, then their phone rings. Raises NotFound, NotNow."""
        ways = self.ways(contact)
        if not 0 <= place < len(ways):
            raise NotFound("Diesen Schritt gibt es nicht mehr.", "Der Weg hat sich geändert.", "Bitte neu wählen.")
        step, seen = ways[place], await self.seen(person)
        event = (on.Ask if warm else on.Pass)(
            person.id, Address(AddressKind.NUMBER, _number(step) or ""), step.target.name
        )
        if not fits(seen.agent, seen.call, event, self.desk.clock.now()):
            raise NotNow  # and nothing of the caller's stands on anybody's screen
        await self._mention(person, contact, step)
        await self.telephony.act(event)

    async def invite(self, person: Person, number: str, name: str) -> None:
        """A third, by number: an interpreter. Raises NumberUnusable, NotNow."""
        to = Address(AddressKind.NUMBER, parse(number))
        await self._fitting(person, on.Invite(person.id, to, name.strip()[:80]))

    async def _mention(self, person: Person, contact: Contact, step: Step) -> None:
        at = self.desk.clock.now()
        social = is_social(self.desk.rulebooks.catalogue, contact)
        said = "" if social else contact.note.strip()
        note = Handover(
            contact.call or "", contact.municipality, step.target.id, contact.case_number, contact.leistung, said,
            person.name, at,
        )  # fmt: skip
        async with self.db.write() as session:
            await store.add_handover(session, note)
        self.live.publish(Message("handover", contact.municipality, step.target.id))

    async def mentioned(self, scope: Scope) -> Sequence[Handover]:
        """Calls that were just put through to this clerk's offices, the latest first."""
        async with self.db.read() as session:
            return await store.handovers(session, scope, self.desk.clock.now() - MENTIONED_FOR)

    # Dialling

    async def call_back(self, person: Person, callback: Callback | None) -> None:
        """Raises Conflict where nobody is to be called any more, and as `dial` does."""
        if callback is None or callback.state is not CallbackState.OPEN or not callback.number:
            raise Conflict(
                "Hier ist niemand mehr anzurufen.", "Der Rückruf ist abgeschlossen, oder die Nummer ist gelöscht.",
                "Bitte die Ansicht neu laden.",
            )  # fmt: skip
        await self.dial(person, callback.municipality, callback.number, callback.subject)

    async def dial(self, person: Person, municipality: str, number: str, subject: str) -> None:
        """The own phone rings first, then the citizen's. Raises Conflict without a phone, NotNow in a call."""
        agent = (await self.telephony.floor(SYSTEM)).agents.get(person.id)
        if not self.telephony.is_connected or agent is None or not agent.phone:
            raise Conflict(
                "Von hier kann nicht gewählt werden.", "Es ist kein Telefon für Sie eingetragen.",
                "Bitte unter „Telefon“ die Nebenstelle eintragen, oder am Telefon selbst wählen.",
            )  # fmt: skip
        if agent.state is AgentState.AWAY:
            await self.sign_in(person, agent.phone)
        elif agent.state not in MAY_DIAL:
            raise NotNow
        rulebook = self.desk.rulebooks.on(municipality, local_day(self.desk.clock.now()))
        shown = next(iter(rulebook.agreement.numbers), "")
        call = f"dial-{token_hex(8)}"
        terms = self.gathering.terms(rulebook)
        act = on.Dial(person.id, call, municipality, parse(number), same(shown) or shown, subject, terms)
        await self.telephony.act(act)

    async def dialled(self, scope: Scope, subject: str) -> Dialled | None:
        async with self.db.read() as session:
            return await store.dialled_for(session, scope, subject)

    async def noted(self, subject: str) -> None:
        """The attempt was written down: the result has been used."""
        async with self.db.write() as session:
            await store.forget_dials(session, subject)

    # Looking

    async def seen(self, person: Person) -> Seen:
        floor = await self.telephony.floor(SYSTEM)
        agent = floor.agents.get(person.id)
        call = floor.calls.get(agent.call or "") if agent else None
        return Seen(agent, call, self.telephony.is_connected)

    async def ringing(self, scope: Scope) -> Sequence[Contact]:
        """Contacts that can be taken, the longest first; not whoever hears that it is closed, or keys a number."""
        calls = (await self.telephony.floor(scope)).calls.values()
        busy = {call.id for call in calls if call.state not in MAY_BE_TAKEN}
        return [each for each in await self.desk.ringing(scope) if each.call not in busy]

    async def queue(self, scope: Scope) -> list[tuple[Turn, waiting.Estimate]]:
        """Everybody who waits, in turn; the place is that among all municipalities, also where only some are seen."""
        floor = await self.telephony.floor(SYSTEM)
        measured = await self.telephony.measured()
        rows = waiting.queue(floor, waiting.handled(measured))
        return [row for row in rows if scope.covers(row[0].call.municipality)]

    async def floor(self, scope: Scope) -> Floor:
        return await self.telephony.floor(scope)

    async def why(self, scope: Scope, call: str) -> Sequence[Offered]:
        async with self.db.read() as session:
            return await store.offers_of_call(session, scope, call)

    async def latest(self, scope: Scope, limit: int = 30) -> Sequence[Offered]:
        async with self.db.read() as session:
            return await store.latest_offers(session, scope, limit)


def outcome(dialled: Dialled) -> Outcome:
    """As an attempt is written down."""
    if dialled.result == Result.ANSWERED:
        return Outcome.REACHED
    return Outcome.ENGAGED if dialled.cause == Cause.BUSY else Outcome.NOT_REACHED


def _extension(typed: str) -> str:
    phone = typed.strip()
    if not (SHORTEST_PHONE <= len(phone) <= LONGEST_PHONE and all(c.isalnum() or c in "._-" for c in phone)):
        raise Invalid(
            "Das ist keine Nebenstelle.", "Sie ist die Nummer oder der Name, unter dem Ihr Telefon angemeldet ist.",
            "Bitte zum Beispiel 21 oder anke.beispiel eintragen.", field="phone",
        )  # fmt: skip
    return phone


def _number(step: Step) -> str | None:
    return same(step.target.phone)
