"""A partner outside takes part by the business's consent alone: recorded, withdrawn, asked by mail, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.cases import store
from servicecenter.cases.acts import Cases, changed_meanwhile, part_of
from servicecenter.cases.model import BusinessCase, Part, Standing, standing
from servicecenter.cases.partners import COVERED, HOW, letter, sentence
from servicecenter.cases.starting import Known, known, record, settle, tickets_of
from servicecenter.contacts.reminding import PARTNER
from servicecenter.directory.model import Office
from servicecenter.errors import Conflict, Invalid
from servicecenter.messages import store as outbox
from servicecenter.messages.model import Message, MessageKind, new_id
from servicecenter.promises.escalation import opens_at
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

LONGEST_ANSWER = 20_000


class ConsentMissing(Conflict):
    """Without consent nothing about the business leaves."""

    code = "consent-missing"


@dataclass(frozen=True)
class Consents:
    """`sender` is the address mails come from; replies go to `replies`, and where nothing is fetched, to the Lotse."""

    cases: Cases
    rulebooks: Rulebooks
    sender: str
    replies: str = ""

    def sentence(self, case: BusinessCase, part: Part, covers: Sequence[str]) -> str:
        """To be read aloud; kept with the consent as it was read."""
        directory = self.rulebooks.directory(case.municipality)
        office = directory.offices.get(part.office)
        partner = office.name if office else part.office
        return sentence(directory.municipality.name, partner, case.title, covers)

    async def give(
        self, person: Person, number: str, part_id: int, *, given_by: str, how: str, covers: Sequence[str]
    ) -> BusinessCase:
        """For one authority and the data named. Raises Invalid, Conflict where one holds already."""
        at = self.cases.clock.now()
        _check(given_by, how, covers)
        async with self.cases.db.write() as session:
            case = await store.by_number(session, self.cases.reach(person), number)
            part = _partner(case, part_id)
            if part.consent is not None:
                raise changed_meanwhile()
            await store.add_consent(
                session, part, given_by=given_by.strip(), given_at=at, how=how, covers=_in_order(covers),
                sentence=self.sentence(case, part, covers), recorded_by=person.name,
            )  # fmt: skip
            record(session, case, "consent-given", at, person.id, part.office, how=how, covers=list(_in_order(covers)))
        return await self._changed(person, number)

    async def withdraw(self, person: Person, number: str, part_id: int) -> BusinessCase:
        """Nothing more goes out from now on; what was sent cannot be called back, and the record says so."""
        at = self.cases.clock.now()
        async with self.cases.db.write() as session:
            case = await store.by_number(session, self.cases.reach(person), number)
            part = _partner(case, part_id)
            if not await store.withdraw_consent(session, part, at, person.name):
                raise changed_meanwhile()
            stopped = await outbox.revoke(session, Scope.municipality(case.municipality), store.cause_of(part.id))
            if stopped and await store.stop(session, part):
                record(session, case, "partner-mail-stopped", at, person.id, part.office)
            record(session, case, "consent-withdrawn", at, person.id, part.office)
        return await self._changed(person, number)

    async def ask(self, person: Person, number: str, part_id: int) -> BusinessCase:
        """The mail is written into the outbox with the claim of the part: once, in the authority's hours.

        Raises ConsentMissing, Conflict where something else must end first or the authority has no address.
        """
        at = self.cases.clock.now()
        async with self.cases.db.write() as session:
            case = await store.by_number(session, self.cases.reach(person), number)
            part, what = _partner(case, part_id), await known(session, self.cases.letters, case)
            office = what.rulebook.directory.offices.get(part.office)
            if refusal := why_not(part, office, standing(part, await tickets_of(session, case), case.parts)):
                raise refusal
            if office is None or not await store.start(session, part, at):
                raise changed_meanwhile()
            message = self._message(what, part, office, at)
            await outbox.add(session, [message])
            await store.put_message(session, part, message.message_id)
            record(session, case, "partner-asked", at, person.id, part.office, message_id=message.message_id)
            await settle(session, Scope.municipality(case.municipality), case.id, at, person.id)
        return await self._changed(person, number)

    async def answered(self, person: Person, number: str, part_id: int, text: str) -> BusinessCase:
        """The Lotse writes down what the authority said. Raises Invalid, Conflict where it was never asked."""
        at = self.cases.clock.now()
        if not text.strip() or len(text) > LONGEST_ANSWER:
            raise Invalid(
                "Die Antwort fehlt oder ist zu lang.", f"Sie braucht 1 bis {LONGEST_ANSWER} Zeichen.",
                "Bitte festhalten, was die Behörde gesagt hat.", field="answer",
            )  # fmt: skip
        async with self.cases.db.write() as session:
            case = await store.by_number(session, self.cases.reach(person), number)
            part = _partner(case, part_id)
            if not await self.replied(session, case, part, text, at, person.id):
                raise changed_meanwhile()
        return await self._changed(person, number)

    async def replied(
        self, session: AsyncSession, case: BusinessCase, part: Part, text: str, at: datetime, actor: str
    ) -> bool:
        """Joins the transaction. Whether it was the first answer of a partner that was asked."""
        if not await store.answer(session, part, text.strip()[:LONGEST_ANSWER], at):
            return False
        record(session, case, "partner-answered", at, actor, part.office)
        await settle(session, Scope.municipality(case.municipality), case.id, at, actor)
        return True

    async def of_message(self, session: AsyncSession, message_id: str) -> tuple[BusinessCase, Part] | None:
        """Which part a mail was written for: what a reply names in In-Reply-To or References finds its place by it."""
        case = await store.of_message(session, Scope.system("reply of a partner"), message_id)
        part = next((part for part in case.parts if part.message == message_id), None) if case else None
        return (case, part) if case and part else None

    def _message(self, what: Known, part: Part, office: Office, at: datetime) -> Message:
        case, rulebook = what.case, what.rulebook
        consent = part.consent
        assert consent is not None, "why_not has refused"  # noqa: S101
        leistung = rulebook.catalogue.by_key[part.leistung].name
        lotse = rulebook.directory.offices[case.lotse]
        town = rulebook.directory.municipality.name
        written = letter(case, part, consent, what.business, leistung=leistung, lotse=lotse, town=town)
        opens = _opens(rulebook, office, at)
        return Message(
            cause=store.cause_of(part.id), occasion=f"consent:{consent.id}", addressee=PARTNER,
            municipality=case.municipality, office=case.lotse, to_office=office.id, case_number=case.case_number,
            recipient=office.email, subject=written.subject, body=written.body, written_at=at, not_before=opens,
            message_id=new_id(self.sender), next_at=opens, kind=MessageKind.LETTER,
            reply_to=self.replies or lotse.email,
        )  # fmt: skip

    async def _changed(self, person: Person, number: str) -> BusinessCase:
        async with self.cases.db.read() as session:
            return await store.by_number(session, self.cases.reach(person), number)


def why_not(part: Part, office: Office | None, now: Standing) -> Conflict | None:
    """Why a partner may not be asked now, in words for the button; None: it may."""
    if now in (Standing.ASKED, Standing.DONE, Standing.DROPPED):
        return changed_meanwhile()
    if part.consent is None:
        return ConsentMissing(
            "Ohne Einwilligung geht nichts hinaus.", "Der Betrieb hat nicht erlaubt, dass diese Behörde etwas erfährt.",
            "Bitte den Satz vorlesen und die Einwilligung eintragen, oder die Nummer der Behörde nennen.",
        )  # fmt: skip
    if now is Standing.WAITS:
        return Conflict(
            "Diese Behörde ist noch nicht an der Reihe.", "Ein anderer Teil des Vorhabens muss zuerst fertig sein.",
            "Bitte abwarten.",
        )  # fmt: skip
    if office is None or not office.email:
        return Conflict(
            "Diese Behörde hat keine E-Mail-Adresse im Verzeichnis.", "Anfragen gehen nur per E-Mail hinaus.",
            "Bitte die Nummer nennen oder die Adresse im Verzeichnis ergänzen lassen.",
        )  # fmt: skip
    return None


def _partner(case: BusinessCase, part_id: int) -> Part:
    part = part_of(case, part_id)
    if not part.outside:
        raise Conflict("Dieses Amt gehört zur Vereinbarung.", "Es hat ein Ticket und braucht keine Einwilligung.", "")
    return part


def _check(given_by: str, how: str, covers: Sequence[str]) -> None:
    """Raises Invalid."""
    wrong = {
        "given_by": not 0 < len(given_by.strip()) <= 200,
        "how": how not in HOW,
        "covers": not covers or not set(covers) <= set(COVERED),
    }
    if (field := next((field for field, is_wrong in wrong.items() if is_wrong), None)) is not None:
        raise Invalid(
            "Die Einwilligung ist nicht vollständig.", "Festgehalten wird, wer sie wie für welche Angaben gibt.",
            "Bitte alles ausfüllen.", field=field,
        )  # fmt: skip


def _in_order(covers: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in COVERED if key in covers)


def _opens(rulebook: Rulebook, office: Office, at: datetime) -> datetime:
    return opens_at(rulebook.calendars, rulebook.handbook, office, at)
