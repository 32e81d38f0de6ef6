"""A restaurant in Hagen: the desk, the Lotse and three offices, over the project's own content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.businesses.model import BusinessPerson, Particulars
from servicecenter.cases.looking import View
from servicecenter.cases.model import BusinessCase, Part
from servicecenter.cases.opening import Opening
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import Contact
from servicecenter.web.program import Program

ANNA = Person("1", "anna", "Anna Agent", Role.AGENT)
LOTTE = Person("2", "lotte", "Lotte Lotse", Role.FACHAMT, "hagen", frozenset({"servicezentrum-wirtschaft"}))
BERT = Person("3", "bert", "Bert Bau", Role.FACHAMT, "hagen", frozenset({"bauberatung"}))
GRETA = Person("4", "greta", "Greta Gewerbe", Role.FACHAMT, "hagen", frozenset({"gewerbe"}))
BRITTA = Person("5", "britta", "Britta Brand", Role.FACHAMT, "hagen", frozenset({"bauordnung"}))
WESEL = Person("6", "wiebke", "Wiebke Wesel", Role.FACHAMT, "kreis-wesel", frozenset({"zentrale"}))
OFFICES = ("bauberatung", "gewerbeanmeldung", "brandschutzberatung")
NEW = Particulars("Trattoria Beispiel", "GmbH", "Musterweg 1, 58095 Hagen", "Hagen-Mitte")
MARIA = BusinessPerson("Maria Muster", "Inhaberin", "030 23125 044", "maria@trattoria.example", "vormittags")


@dataclass(frozen=True)
class Town:
    program: Program
    clock: FixedClock

    def wait(self, **step: float) -> None:
        self.clock.advance(timedelta(**step))

    async def called(self, person: Person = ANNA, call: str = "c1") -> Contact:
        """A call on Hagen's number that this agent has taken, from a business."""
        rang = await self.program.desk.ring(call, "+49 30 23125 500", "+49 30 23125 044")
        await self.program.desk.take(person, rang.id)
        return await self.program.desk.learn(person, rang.id, business=True)

    async def opened(self, leistungen: Sequence[str] = OFFICES, call: str = "c1", **more: object) -> BusinessCase:
        contact = await self.called(call=call)
        given = {"concern": "Will in der Altstadt eine Trattoria eröffnen.", "new": NEW, "someone": MARIA} | more
        opening = Opening("restaurant", tuple(leistungen), **given)  # type: ignore[arg-type]
        return await self.program.openings.from_contact(ANNA, contact.id, opening)

    async def view(self, case: BusinessCase, person: Person = LOTTE) -> View:
        return await self.program.looking.view(person, case.case_number)

    async def answered(self, case: BusinessCase, leistung: str, person: Person) -> None:
        view = await self.view(case)
        ticket = view.ticket(part_named(view.case, leistung))
        assert ticket is not None
        await self.program.inbox.answer(person, ticket.id, "Geht in Ordnung.")

    async def acts(self, case: BusinessCase) -> list[str]:
        return [entry.act for entry in await self.program.looking.story(await self.view(case))]


def part_named(case: BusinessCase, leistung: str) -> Part:
    return next(part for part in case.parts if part.leistung == leistung)


@pytest.fixture
def town(program: Program, clock: FixedClock) -> Town:
    return Town(program, clock)
