"""The acts on a business. Each is one transaction with its row in the journal, under the number of the business."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.businesses import store
from servicecenter.businesses.finding import matching, number_of
from servicecenter.businesses.model import (
    Business,
    BusinessPerson,
    Link,
    Particulars,
    checked,
    checked_person,
    checked_reason,
)
from servicecenter.businesses.reach import widened
from servicecenter.callbacks.numbers import same
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.directory.lotsen import InCharge, in_charge, lotse_of
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

MOST_FOUND = 8  # as many as are read while somebody speaks
MOST_LATEST = 50
LENGTH = 8  # digits of a case number


@dataclass(frozen=True, slots=True)
class Page:
    """A business as it is shown: with those joined to it, its contacts and who is in charge today."""

    business: Business
    joined: tuple[Business, ...]
    links: tuple[Link, ...]
    in_charge: InCharge | None

    @property
    def ids(self) -> tuple[int, ...]:
        return (self.business.id, *(other.id for other in self.joined))

    @property
    def people(self) -> tuple[BusinessPerson, ...]:
        return tuple(person for each in (self.business, *self.joined) for person in each.people)


@dataclass(frozen=True)
class Businesses:
    db: Database
    clock: Clock
    rulebooks: Rulebooks

    def reach(self, scope: Scope) -> Scope:
        """With what a Lotse sees in somebody's place today."""
        return widened(scope, self.rulebooks.directory, local_day(self.clock.now()))

    # Looking

    async def search(self, scope: Scope, municipality: str, asked: str, limit: int = MOST_FOUND) -> Sequence[Business]:
        """By name as callers say it, by a telephone number, by the own number („B-12“) or by a case number."""
        own = self._within(scope, municipality)
        async with self.db.read() as session:
            found = await _by_number(session, own, asked)
            if not found and asked.strip():
                found = matching(await store.known(session, own), asked, limit)
            roots = [await store.root(session, own, business) for business in found]
        return list({business.id: business for business in roots}.values())[:limit]

    async def latest(self, scope: Scope, limit: int = MOST_LATEST) -> Sequence[Business]:
        async with self.db.read() as session:
            known = await store.known(session, self.reach(scope), limit)
        return [business for business in known if business.merged_into is None]

    async def page(self, scope: Scope, business_id: int) -> Page:
        """Raises NotFound. Of one that was joined to another, that other."""
        own = self.reach(scope)
        async with self.db.read() as session:
            asked = await store.get(session, own, business_id)
            business = await store.root(session, Scope.municipality(asked.municipality), asked)
            family = await store.family(session, Scope.municipality(asked.municipality), business.id)
            links = await store.links(session, Scope.municipality(asked.municipality), [each.id for each in family])
        return Page(business, tuple(family[1:]), tuple(links), self.in_charge(business))

    async def of_contact(self, scope: Scope, contact: int) -> Business | None:
        own = self.reach(scope)
        async with self.db.read() as session:
            found = await store.of_contact(session, own, contact)
            return await store.root(session, own, found) if found else None

    async def some(self, scope: Scope, ids: Sequence[int]) -> dict[int, Business]:
        async with self.db.read() as session:
            return {business.id: business for business in await store.some(session, scope, ids)}

    def in_charge(self, business: Business) -> InCharge | None:
        """Who the business speaks with today; None where the directory lost the office."""
        return self.contact_of(business.municipality, business.lotse, business.adviser)

    def contact_of(self, municipality: str, lotse: str, adviser: str) -> InCharge | None:
        try:
            directory = self.rulebooks.directory(municipality)
        except NotFound:
            return None
        office = directory.offices.get(lotse)
        return in_charge(directory, office, adviser, local_day(self.clock.now())) if office else None

    async def story(self, page: Page) -> Sequence[Entry]:
        """One history: of the business itself and of every contact and case it had, in the order of the time."""
        numbers = [each.number for each in (page.business, *page.joined)]
        numbers += [link.case_number for link in page.links]
        own = Scope.municipality(page.business.municipality)
        async with self.db.read() as session:
            entries = [entry for number in numbers for entry in await journal.of_case(session, own, number)]
        return sorted(entries, key=lambda entry: (entry.at, entry.id or 0))

    # Acts

    async def make(
        self, person: Person, municipality: str, given: Particulars, someone: BusinessPerson | None = None,
        contact: Link | None = None,
    ) -> Business:  # fmt: skip
        """Raises Invalid with the field, NotFound for a municipality out of reach."""
        at = self.clock.now()
        if not Scope.of(person).covers(municipality):
            raise _unknown_town()
        async with self.db.write() as session:
            business = await found(session, self.rulebook(municipality, at), given, someone, at, person.id)
            if contact is not None:
                await store.link(session, business.id, contact.contact, contact.case_number, at)
        return business

    async def change(self, person: Person, business_id: int, given: Particulars) -> Business:
        """Another district may bring another Lotse; cases that run keep theirs."""
        at = self.clock.now()
        wanted = checked(given)

        def to(business: Business) -> Mapping[str, object]:
            rulebook = self.rulebook(business.municipality, at)
            _check_places(rulebook, wanted)
            return asdict(wanted) | {"lotse": guide(rulebook, wanted.district)}

        return await self._change(person, business_id, "business-changed", to)

    async def add_person(self, person: Person, business_id: int, given: BusinessPerson) -> None:
        someone = checked_person(given)
        async with self.db.write() as session:
            business = await store.get(session, self.reach(Scope.of(person)), business_id)
            await store.add_person(session, business, someone)
            record(session, business, "business-person-added", self.clock.now(), person.id)

    async def remove_person(self, person: Person, business_id: int, person_id: int) -> None:
        """Raises Conflict where somebody was quicker."""
        async with self.db.write() as session:
            business = await store.get(session, self.reach(Scope.of(person)), business_id)
            if not await store.remove_person(session, business, person_id):
                raise _changed_meanwhile()
            record(session, business, "business-person-removed", self.clock.now(), person.id)

    async def link(self, person: Person, business_id: int, municipality: str, contact: Link) -> None:
        """A contact of the same municipality was about it. Raises NotFound."""
        own = self._within(Scope.of(person), municipality)
        async with self.db.write() as session:
            business = await store.get(session, own, business_id)
            await store.link(session, business.id, contact.contact, contact.case_number, self.clock.now())
            record(session, business, "business-linked", self.clock.now(), person.id, case_number=contact.case_number)

    async def keep(self, person: Person, business_id: int, reason: str) -> Business:
        """Kept though nothing runs: a relationship that goes on, with its reason. Raises Invalid."""
        given = {"kept_for": checked_reason(reason), "kept_by": person.name}
        return await self._change(person, business_id, "business-kept", lambda _: given)

    async def let_go(self, person: Person, business_id: int) -> Business:
        """The reason is over: its data goes on its day."""
        return await self._change(person, business_id, "business-let-go", lambda _: {"kept_for": "", "kept_by": ""})

    async def merge(self, person: Person, business_id: int, into: int) -> Business:
        """The first is the second, and shown there. Raises Conflict for what is joined already, Invalid for itself."""
        at = self.clock.now()
        async with self.db.write() as session:
            own = self.reach(Scope.of(person))
            double, kept = await store.get(session, own, business_id), await store.get(session, own, into)
            _check_joinable(double, kept)
            await self.db.alone(session, f"businesses:{kept.municipality}")  # two that join each other make a circle
            if (await store.get(session, own, into)).merged_into or not await store.join(session, double, kept):
                raise _changed_meanwhile()
            record(session, double, "business-merged", at, person.id, into=kept.number)
            record(session, kept, "business-joined", at, person.id, other=double.number)
        return kept

    async def split(self, person: Person, business_id: int) -> Business:
        """Taken back: both stand for themselves, each with what was its own. Raises Conflict."""
        async with self.db.write() as session:
            business = await store.get(session, self.reach(Scope.of(person)), business_id)
            if business.merged_into is None or not await store.join(session, business, None):
                raise _changed_meanwhile()
            record(session, business, "business-split", self.clock.now(), person.id)
        return business

    def rulebook(self, municipality: str, at: datetime) -> Rulebook:
        return self.rulebooks.on(municipality, local_day(at))

    async def _change(
        self, person: Person, business_id: int, act: str, to: Callable[[Business], Mapping[str, object]]
    ) -> Business:
        own = self.reach(Scope.of(person))
        async with self.db.write() as session:
            business = await store.get(session, own, business_id)
            if not await store.change(session, business, **to(business)):
                raise _changed_meanwhile()
            record(session, business, act, self.clock.now(), person.id)
            return await store.get(session, Scope.municipality(business.municipality), business_id)

    def _within(self, scope: Scope, municipality: str) -> Scope:
        """Raises NotFound for a municipality out of reach."""
        own = self.reach(scope)
        if not own.covers(municipality):
            raise _unknown_town()
        return Scope(frozenset({municipality}), own.offices, own.reason)


async def found(
    session: AsyncSession, rulebook: Rulebook, given: Particulars, someone: BusinessPerson | None, at: datetime,
    actor: str,
) -> Business:  # fmt: skip
    """A new business with whom to reach there, in the caller's transaction. Raises Invalid before it writes."""
    wanted, reached = checked(given), checked_person(someone) if someone else None
    _check_places(rulebook, wanted)
    business = await store.add(session, rulebook.municipality, guide(rulebook, wanted.district), wanted, at)
    if reached is not None:
        await store.add_person(session, business, reached)
    record(session, business, "business-made", at, actor)
    return await store.get(session, Scope.municipality(rulebook.municipality), business.id)


def guide(rulebook: Rulebook, district: str | None) -> str:
    """The office that guides a business of this district; the switchboard where the directory names no Lotse."""
    return (lotse_of(rulebook.directory, district or None) or rulebook.central_office).id


def record(session: AsyncSession, business: Business, act: str, at: datetime, actor: str, **details: object) -> None:
    """Under the business's own number: it has no case number, and some have several."""
    journal.append(session, Entry(at, business.municipality, business.number, act, actor, None, details))


async def _by_number(session: AsyncSession, scope: Scope, asked: str) -> Sequence[Business]:
    if (number := number_of(asked)) is not None:
        return await store.some(session, scope, [number])
    digits = "".join(char for char in asked if char.isdigit())
    if len(digits) == LENGTH and (business := await store.of_case(session, scope, digits)) is not None:
        return [business]
    telephone = same(asked)
    return await store.of_number(session, scope, telephone) if telephone else []


def _check_places(rulebook: Rulebook, given: Particulars) -> None:
    """Raises Invalid for a district or an adviser the directory does not know."""
    districts = rulebook.directory.municipality.districts
    if given.district and districts and given.district not in districts:
        raise Invalid(
            "Diesen Ort gibt es hier nicht.", "Das Verzeichnis der Kommune nennt ihn nicht.",
            "Bitte einen Ort aus der Liste wählen.", field="district",
        )  # fmt: skip
    if given.adviser and given.adviser not in rulebook.directory.people:
        raise Invalid(
            "Diese Person kennt das Verzeichnis nicht.", "Nur wer im Verzeichnis steht, kann einen Betrieb betreuen.",
            "Bitte jemanden aus der Liste wählen.", field="adviser",
        )  # fmt: skip


def _check_joinable(double: Business, kept: Business) -> None:
    if double.id == kept.id or double.municipality != kept.municipality:
        raise Invalid(
            "Diese beiden lassen sich nicht zusammenlegen.", "Es ist derselbe Betrieb, oder eine andere Kommune.",
            "Bitte den anderen Betrieb wählen.", field="into",
        )  # fmt: skip
    if double.merged_into is not None or kept.merged_into is not None:
        raise _changed_meanwhile()


def _changed_meanwhile() -> Conflict:
    return Conflict(
        "Das ist schon geschehen.", "Jemand war einen Augenblick schneller.", "Bitte die Ansicht neu laden."
    )


def _unknown_town() -> NotFound:
    return NotFound(
        "Diese Kommune gibt es hier nicht.", "Sie gehört nicht zu dem, was diese Anmeldung sieht.",
        "Bitte eine Kommune aus der Liste wählen.",
    )  # fmt: skip
