"""A concern that came by no call, over the counter or in a letter: contact and ticket in one step, the same way."""

from dataclasses import dataclass
from datetime import datetime

from servicecenter.access.model import Person
from servicecenter.clock import Clock
from servicecenter.contacts import store
from servicecenter.contacts.forwarding import Forwarded, forward
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.model import Channel, ContactState, Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Invalid
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.routing.engine import decide
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets.model import ReplyChannel


@dataclass(frozen=True, slots=True)
class About:
    """What decides the way of a concern that nobody talks about."""

    municipality: str
    leistung: str
    district: str = ""
    business: bool = False


@dataclass(frozen=True)
class Intake:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters

    async def open(self, person: Person, about: About, wish: Wish) -> Forwarded:
        """Raises NotFound without rules, Invalid with the field to mend, NobodyOwes where nobody here owes it."""
        at = self.clock.now()
        rulebook = self.rulebooks.on(about.municipality, local_day(at))
        _check(about, rulebook)
        async with self.db.write() as session:
            contact = await store.add(session, **_contact(about, wish, rulebook, at, person))
            opened = Entry(at, about.municipality, contact.case_number, "contact-taken-in", person.id, None, {})
            journal.append(session, opened)
            decision = decide(gather(contact, rulebook, None, at), rulebook)
            made = await forward(session, contact, rulebook, decision, wish, at, person)
            await self.letters.forwarded(session, made.ticket, at)
        self.live.publish(Message("inbox", about.municipality, made.ticket.office))
        self.live.publish(Message("board", about.municipality))
        return made


def _contact(about: About, wish: Wish, rulebook: Rulebook, at: datetime, person: Person) -> dict[str, object]:
    """Closed as soon as it is written down: nobody waits on a line."""
    stage = rulebook.agreement.stage_on(local_day(at))
    outcome = Outcome.CALLBACK if wish.reply is ReplyChannel.CALLBACK else Outcome.TICKET
    return {
        "municipality": about.municipality, "channel": Channel.DESK.value, "state": ContactState.CLOSED.value,
        "opened_at": at, "closed_at": at, "handbook": rulebook.handbook.valid_from,
        "stage": stage.number if stage else None, "outcome": outcome.value, "agent": person.id,
        "agent_name": person.name, "leistung": about.leistung, "district": about.district or None,
        "business": about.business,
    }  # fmt: skip


def _check(about: About, rulebook: Rulebook) -> None:
    """Raises Invalid."""
    if about.leistung not in rulebook.catalogue.by_key:
        raise Invalid(
            "Diese Leistung gibt es nicht.", "Der Katalog kennt sie nicht.", "Bitte aus der Liste wählen.",
            field="leistung",
        )  # fmt: skip
    if about.district and about.district not in rulebook.directory.municipality.districts:
        raise Invalid(
            "Diesen Ort gibt es hier nicht.", "Das Verzeichnis der Kommune nennt ihn nicht.",
            "Bitte einen Ort aus der Liste wählen.", field="district",
        )  # fmt: skip
