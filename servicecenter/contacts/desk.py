"""The agent's acts on a contact. Each is one transaction with its row in the journal; what is told comes after it."""

# Long because every act of an agent stands here once, in the order of a call, and each act is short.

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks.numbers import same
from servicecenter.clock import Clock
from servicecenter.contacts import forwarding, missing, store
from servicecenter.contacts.ending import end, is_social, take_back, teaches
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.model import (
    FORWARDED,
    WITHOUT_AGENT,
    WITHOUT_CONCERN,
    Channel,
    Contact,
    ContactAct,
    ContactState,
    Outcome,
    after,
    conflict,
)
from servicecenter.contacts.wishes import Wish
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.feedback import gaps, reports
from servicecenter.feedback.model import Report
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.live import Live, Message
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

LONGEST_NOTE = 4000
LONGEST_NAME = 60
# What else came of a contact whose end is taken back; joins the transaction, and may raise Conflict.
TakenBack = Callable[[AsyncSession, Contact, datetime, str], Awaitable[None]]


async def nothing_else(_session: AsyncSession, _contact: Contact, _at: datetime, _actor: str) -> None:
    """Where nothing else comes of contacts."""


@dataclass(frozen=True)
class Desk:
    """Composed in app.py; the same acts serve the screens, the JSON API and the simulated telephone."""

    db: Database
    clock: Clock
    rulebooks: Rulebooks
    knowledge: KnowledgeBase
    live: Live
    operator: str
    letters: Letters
    taken_back: TakenBack = nothing_else

    # The call arrives

    async def ring(self, call: str, dialled: str, caller: str | None, municipality: str | None = None) -> Contact:
        """A call on a dialled number: that number names the municipality, never the caller's prefix.

        `municipality`: whose telephone tells it, where the number alone may say nothing. An unknown number loses
        nothing: the contact is the operator's until the agent has asked.
        """
        at = self.clock.now()
        numbers = {same(number): municipality for number, municipality in self.rulebooks.numbers().items()}
        municipality = municipality or (numbers.get(same(dialled)) if same(dialled) else None)
        if municipality is not None and not self.rulebooks.has_rules(municipality, local_day(at)):
            municipality = None  # its handbook has not begun: better at the operator's desk than nowhere
        async with self.db.write() as session:
            await self.db.alone(session, f"call:{call}")  # told twice in one moment, perhaps to two processes
            known = await store.by_call(session, Scope.system("call"), call)
            if known is not None:
                return known  # a repeated event is no second call
            contact = await self._open(
                session, municipality or self.operator, at, channel=Channel.TELEPHONE.value,
                state=ContactState.RINGING.value, call=call, dialled=dialled[:60],
                number_known=municipality is not None, caller=same(caller or ""),
            )  # fmt: skip
            act = "contact-rang" if municipality else "contact-rang-on-unknown-number"
            _journal(session, contact, act, at, "system")
        self.live.publish(Message("calls", contact.municipality))
        return contact

    async def answered_elsewhere(self, call: str, who: str) -> None:
        """Somebody lifted a telephone without the screen: whoever rings here sees who, and may still take it."""
        async with self.db.write() as session:
            contact = await store.by_call(session, Scope.system("call"), call)
            if contact is None or contact.state is not ContactState.RINGING:
                return
            if await store.change(session, contact, agent_name=who[:LONGEST_NAME] or "jemand"):
                _journal(session, contact, "call-answered-elsewhere", self.clock.now(), "system")
        self.live.publish(Message("calls", contact.municipality))

    async def hung_up(self, call: str, *, elsewhere: bool = False) -> None:
        """The caller is gone: a ringing contact is abandoned, an open one waits for its wrap-up.

        `elsewhere`: somebody spoke with the caller, though nobody took the contact here.
        """
        gone = Outcome.ELSEWHERE if elsewhere else Outcome.ABANDONED
        at = self.clock.now()
        async with self.db.write() as session:
            contact = await store.by_call(session, Scope.system("call"), call)
            if contact is None or contact.call_ended_at is not None:
                return
            if contact.state is ContactState.RINGING:
                values = {"call_ended_at": at, "closed_at": at, "outcome": gone.value, "caller": None}
                if await store.move(session, contact, after(contact, ContactAct.ABANDON), **values):
                    _journal(session, contact, f"contact-{gone.value}", at, "system")
                else:  # taken in this very moment
                    contact = await store.by_call(session, Scope.system("call"), call) or contact
            if contact.state is ContactState.OPEN and await store.change(session, contact, call_ended_at=at):
                _journal(session, contact, "call-ended", at, "system")
        self.live.publish(Message("calls", contact.municipality))
        self.live.publish(Message("contact", contact.municipality, person=contact.agent))

    async def take(self, person: Person, contact_id: int) -> Contact:
        """One agent wins; the other is told who."""
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            contact = await store.get(session, scope, contact_id)
            if contact.state is ContactState.OPEN and contact.agent == person.id:
                return contact
            await self.take_in(session, contact, person, at)
            taken = await store.get(session, scope, contact_id)
        self.live.publish(Message("calls", contact.municipality))
        return taken

    async def take_in(self, session: AsyncSession, contact: Contact, person: Person, at: datetime) -> None:
        """Joins the caller's transaction, which ends with it where it raises Conflict."""
        values = {"agent": person.id, "agent_name": person.name, "taken_at": at}
        try:
            is_taken = await store.move(session, contact, after(contact, ContactAct.TAKE), **values)
        except IntegrityError as error:
            raise _busy() from error
        if not is_taken:
            raise conflict(await store.get(session, Scope.of(person), contact.id))
        _journal(session, contact, "contact-taken", at, person.id)

    async def open_by_hand(self, person: Person, municipality: str) -> Contact:
        """A contact without a telephone: the agent chooses the municipality."""
        at = self.clock.now()
        try:
            async with self.db.write() as session:
                contact = await self._open(
                    session, municipality, at, channel=Channel.DESK.value, state=ContactState.OPEN.value,
                    agent=person.id, agent_name=person.name, taken_at=at,
                )  # fmt: skip
                _journal(session, contact, "contact-opened-by-hand", at, person.id)
        except IntegrityError as error:
            raise _busy() from error
        return contact

    # While the caller speaks

    async def note(self, person: Person, contact_id: int, text: str) -> Contact:
        """Saved as it is typed. Raises Invalid for more than a journal's line can hold."""
        if len(text) > LONGEST_NOTE:
            raise Invalid(
                "Die Notiz ist zu lang.", f"Sie hat {len(text)} Zeichen, möglich sind {LONGEST_NOTE}.",
                "Bitte kürzen; der Text bleibt im Feld stehen.", field="note",
            )  # fmt: skip
        return await self._change(person, contact_id, "contact-noted", note=text)

    async def searched(self, person: Person, contact_id: int, query: str) -> None:
        """A search that stands for a moment and found nothing useful shows a gap, once per contact and words."""
        contact = await self.get(Scope.of(person), contact_id)
        missed = await missing.after_search(contact, self.rulebook(contact), self.knowledge, query)
        if not missed:
            return
        async with self.db.write() as session:
            await self._mine(session, person, contact_id)
            await gaps.found_nothing(session, contact.municipality, contact.id, missed, self.clock.now())

    async def read(self, person: Person, contact_id: int, article: str, query: str = "") -> Contact:
        """An article was opened: the way follows it."""
        contact = await self.get(Scope.of(person), contact_id)
        found = self.knowledge.article(contact.municipality, article).article
        return await self._change(
            person, contact_id, "article-opened", {"article": article},
            article=article, leistung=found.leistung, query=query[:200],
        )  # fmt: skip

    async def reject(self, person: Person, contact_id: int) -> Contact:
        """„Das war's nicht“: the open article is closed, and the search learns it for these words, within bounds."""
        contact = await self.get(Scope.of(person), contact_id)
        article, learns = contact.article or "", teaches(self.rulebooks.catalogue, contact)
        changed = await self._change(
            person, contact_id, "article-rejected", {"article": article}, article=None, leistung=None
        )
        if learns:
            await self.knowledge.not_this_one(contact.municipality, contact.query, article, self.clock.now())
        return changed

    async def report(self, person: Person, contact_id: int, said: str) -> Report:
        """„Falsch oder veraltet“: the open article is reported to its owner, and the call goes on. Raises Invalid."""
        at = self.clock.now()
        async with self.db.write() as session:
            contact = await self._mine(session, person, contact_id)
            article = self.knowledge.article(contact.municipality, contact.article or "")
            social = is_social(self.rulebooks.catalogue, contact, article.article.leistung)
            made = await reports.report(
                session, self.rulebook(contact), article, said, social=social, at=at, by=person.id
            )
            _journal(session, contact, "article-reported", at, person.id, {"article": article.id})
        self.live.publish(Message("reports", contact.municipality))
        return made

    async def withdraw_report(self, person: Person, contact_id: int, report_id: int) -> Report:
        """While the contact is open and nobody has answered. Raises Conflict."""
        at = self.clock.now()
        async with self.db.write() as session:
            contact = await self._mine(session, person, contact_id)
            withdrawn = await reports.withdraw(session, report_id, person.id)
            _journal(session, contact, "article-report-withdrawn", at, person.id, {"article": withdrawn.article})
        self.live.publish(Message("reports", withdrawn.municipality))
        return withdrawn

    async def learn(
        self, person: Person, contact_id: int, *, leistung: str | None = None, district: str | None = None,
        business: bool = False, person_asked: str | None = None,
    ) -> Contact:  # fmt: skip
        """What else decides the way: Leistung without article, district, business, the person asked for."""
        contact = await self.get(Scope.of(person), contact_id)
        if leistung and leistung not in self.rulebooks.catalogue.by_key:
            raise NotFound(
                "Diese Leistung gibt es nicht.", "Der Katalog kennt sie nicht.", "Bitte aus der Liste wählen."
            )
        if district and district not in self.rulebooks.directory(contact.municipality).municipality.districts:
            # It goes into the journal, which holds nothing that somebody typed.
            raise Invalid(
                "Diesen Ort gibt es hier nicht.", "Das Verzeichnis der Kommune nennt ihn nicht.",
                "Bitte einen Ort aus der Liste wählen.", field="district",
            )  # fmt: skip
        article = contact.article if leistung == contact.leistung else None
        facts = {"leistung": leistung or "", "district": district or "", "business": business}
        return await self._change(
            person, contact_id, "facts-changed", facts, article=article, leistung=leistung or None,
            district=district or None, business=business, person_asked=(person_asked or "").strip()[:120] or None,
        )  # fmt: skip

    async def correct_municipality(self, person: Person, contact_id: int, municipality: str) -> Contact:
        """Chosen wrongly, or an unknown number: everything that followed from it is asked anew, the note stays."""
        at = self.clock.now()
        rulebook = self.rulebooks.on(municipality, local_day(at))
        stage = rulebook.agreement.stage_on(local_day(at))
        wrong = (await self.get(Scope.of(person), contact_id)).municipality
        details = {"from": wrong, "to": municipality}
        contact = await self._change(
            person, contact_id, "municipality-corrected", details, municipality=municipality,
            handbook=rulebook.handbook.valid_from, stage=stage.number if stage else None, number_known=True,
            article=None, district=None,
        )  # fmt: skip
        self.live.publish(Message("calls", municipality))
        return contact

    # Where to

    def rulebook(self, contact: Contact) -> Rulebook:
        """The version the contact is handled under, also when a newer one began meanwhile."""
        return self.rulebooks.on(contact.municipality, contact.handbook)

    def way(self, contact: Contact) -> Decision:
        """Gather, then decide; nothing is written before the agent acts on it."""
        rulebook = self.rulebook(contact)
        return decide(gather(contact, rulebook, self.knowledge, self.clock.now()), rulebook)

    def _way_at(self, contact: Contact, at: datetime) -> Mapping[str, object]:
        """For the journal; nothing where the rules have gone meanwhile: a contact can end all the same."""
        if not self.rulebooks.has_rules(contact.municipality, contact.handbook):
            return {}
        rulebook = self.rulebook(contact)
        return forwarding.way_decided(contact, decide(gather(contact, rulebook, self.knowledge, at), rulebook))

    # The end

    async def close(self, person: Person, contact_id: int, outcome: Outcome, query: str = "") -> Contact:
        """Answered, referred, wrong number, no concern; forwarding has an act of its own. `query`: last searched."""
        if outcome in (*FORWARDED, *WITHOUT_AGENT):
            raise Invalid("So kann ein Kontakt nicht enden.", f"„{outcome}“ entsteht auf anderem Weg.", "")
        at, scope = self.clock.now(), Scope.of(person)
        missed = await self._missed(person, contact_id, outcome, query)
        async with self.db.write() as session:
            contact = await self._mine(session, person, contact_id)
            way = self._way_at(contact, at) if outcome not in WITHOUT_CONCERN else {}
            if outcome is Outcome.ANSWERED and contact.article is None:
                raise Invalid(
                    "Es ist kein Artikel geöffnet.", "Beantwortet heißt: mit einem Artikel der Wissensdatenbank.",
                    "Bitte einen Artikel öffnen, oder einen anderen Ausgang wählen.", field="article",
                )  # fmt: skip
            await end(session, scope, self.rulebooks.catalogue, contact, outcome, at)
            await missing.record_end(session, contact, self.rulebook(contact), missed, at)
            if outcome is Outcome.ANSWERED and teaches(self.rulebooks.catalogue, contact):
                await self.knowledge.learn(session, contact.municipality, contact.query, contact.article or "", at)
            details = {"article": contact.article or "", "leistung": contact.leistung or "", **way}
            act = f"contact-{outcome.value.replace('_', '-')}"
            _journal(session, contact, act, at, person.id, details)
            ended = await store.get(session, scope, contact_id)
        self.live.publish(Message("board", contact.municipality))
        return ended

    async def forward(self, person: Person, contact_id: int, wish: Wish, query: str = "") -> forwarding.Forwarded:
        """The concern goes along the plan's ticket; a wished callback becomes a promise. One transaction for all."""
        at, scope = self.clock.now(), Scope.of(person)
        missed = await self._missed(person, contact_id, Outcome.TICKET, query)
        async with self.db.write() as session:
            contact = await self._mine(session, person, contact_id)
            made = await forwarding.forward(
                session, contact, self.rulebook(contact), self.way(contact), wish, at, person
            )
            await self.letters.forwarded(session, made.ticket, at)
            outcome = Outcome.CALLBACK if made.callback else Outcome.TICKET
            await end(session, scope, self.rulebooks.catalogue, contact, outcome, at)
            await missing.record_end(session, contact, self.rulebook(contact), missed, at)
            ended = await store.get(session, scope, contact_id)
        self.live.publish(Message("inbox", contact.municipality, made.ticket.office))
        self.live.publish(Message("board", contact.municipality))
        return replace(made, contact=ended)

    async def undo(self, person: Person, contact_id: int) -> Contact:
        """Ten seconds after closing: the contact is open again, a ticket nobody accepted is taken back."""
        at, scope = self.clock.now(), Scope.of(person)
        try:
            async with self.db.write() as session:
                contact = await store.get(session, scope, contact_id)
                if contact.agent != person.id or not contact.may_undo(at):
                    raise Conflict(
                        "Das lässt sich nicht mehr zurücknehmen.", "Dafür sind zehn Sekunden Zeit.",
                        "Bitte einen neuen Kontakt öffnen oder das Fachamt anrufen.",
                    )  # fmt: skip
                await take_back(session, scope, self.letters, contact, at, person.id)
                await self.taken_back(session, contact, at, person.id)
                await gaps.contact_reopened(session, contact.id)
                if contact.outcome is Outcome.ANSWERED and teaches(self.rulebooks.catalogue, contact):
                    article = contact.article or ""
                    await self.knowledge.unlearn(session, contact.municipality, contact.query, article, at)
                values = {"outcome": None, "closed_at": None}
                if not await store.move(session, contact, after(contact, ContactAct.REOPEN), **values):
                    raise conflict(await store.get(session, scope, contact_id))
                _journal(session, contact, "contact-reopened", at, person.id)
                again = await store.get(session, scope, contact_id)
        except IntegrityError as error:
            raise _busy() from error
        self.live.publish(Message("inbox", contact.municipality))
        self.live.publish(Message("board", contact.municipality))
        return again

    # Looking

    async def get(self, scope: Scope, contact_id: int) -> Contact:
        async with self.db.read() as session:
            return await store.get(session, scope, contact_id)

    async def of_call(self, call: str) -> Contact | None:
        async with self.db.read() as session:
            return await store.by_call(session, Scope.system("call"), call)

    async def called(self, scope: Scope, call: str) -> Contact:
        """Raises NotFound for a call that left no contact."""
        async with self.db.read() as session:
            contact = await store.by_call(session, scope, call)
        if contact is None:
            raise NotFound("Diesen Anruf gibt es nicht.", "Er hat keinen Kontakt hinterlassen.", "")
        return contact

    async def mine(self, person: Person) -> Contact | None:
        async with self.db.read() as session:
            return await store.of_agent(session, Scope.of(person), person.id)

    async def ringing(self, scope: Scope) -> Sequence[Contact]:
        """Who waits, the longest first."""
        async with self.db.read() as session:
            return await store.ringing(session, scope)

    async def recent(self, person: Person) -> Sequence[Contact]:
        """The agent's own last contacts, newest first."""
        async with self.db.read() as session:
            return await store.recent(session, Scope.of(person), person.id)

    async def any_contacts(self, scope: Scope) -> bool:
        async with self.db.read() as session:
            return await store.exists(session, scope)

    # Inside

    async def _open(self, session: AsyncSession, municipality: str, at: datetime, **values: object) -> Contact:
        rulebook = self.rulebooks.on(municipality, local_day(at))
        stage = rulebook.agreement.stage_on(local_day(at))
        return await store.add(
            session, municipality=municipality, opened_at=at, handbook=rulebook.handbook.valid_from,
            stage=stage.number if stage else None, **values,
        )  # fmt: skip

    async def _missed(self, person: Person, contact_id: int, outcome: Outcome, query: str) -> str:
        """Asked before the transaction: it searches."""
        if outcome not in missing.ASKED:
            return ""
        contact = await self.get(Scope.of(person), contact_id)
        return await missing.at_end(contact, self.rulebook(contact), self.knowledge, outcome, query)

    async def _mine(self, session: AsyncSession, person: Person, contact_id: int) -> Contact:
        """The open contact, if it is this agent's. Raises Conflict."""
        contact = await store.get(session, Scope.of(person), contact_id)
        if contact.state is not ContactState.OPEN or contact.agent != person.id:
            raise conflict(contact)
        return contact

    async def _change(
        self, person: Person, contact_id: int, act: str, details: Mapping[str, object] | None = None, **values: object
    ) -> Contact:
        at = self.clock.now()
        async with self.db.write() as session:
            contact = await self._mine(session, person, contact_id)
            has_changed = await store.change(session, contact, **values)
            changed = await store.get(session, Scope.of(person), contact_id)
            if not has_changed:
                raise conflict(changed)
            _journal(session, changed, act, at, person.id, details)
        return changed


def _busy() -> Conflict:
    return Conflict(
        "Es ist schon ein Kontakt offen.",
        "Eine Servicekraft spricht mit einer Person zur Zeit.",
        "Bitte zuerst den offenen Kontakt abschließen.",
    )


def _journal(
    session: AsyncSession, contact: Contact, act: str, at: datetime, actor: str,
    details: Mapping[str, object] | None = None,
) -> None:  # fmt: skip
    journal.append(session, Entry(at, contact.municipality, contact.case_number, act, actor, None, details or {}))
