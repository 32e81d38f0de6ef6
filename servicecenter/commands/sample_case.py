"""A running case for the demo: an invented business opens a restaurant in Hagen through four offices and a chamber.

Written by the same acts as every day, on a clock that travels; nothing where the sample month was written before.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from servicecenter.access.model import Person, Scope
from servicecenter.businesses.model import BusinessPerson, Particulars
from servicecenter.cases.acts import part_of
from servicecenter.cases.model import BusinessCase
from servicecenter.cases.opening import Opening
from servicecenter.clock import FixedClock
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.web.program import Program

TOWN = "hagen"
SYSTEM = Scope.system("sample case")
CALLER = "+493023125644"
OPENING = Opening(
    vorhaben="restaurant",
    leistungen=("bauberatung", "brandschutzberatung", "gewerbeanmeldung", "lebensmittelbetrieb", "kammer"),
    concern="Übernimmt den früheren Schuhladen in der Altstadt, 38 Plätze, Küche neu, auch Bier und Wein.",
    district="Hagen-Mitte",
    new=Particulars("Gasthaus Musterschmiede", "GmbH i. Gr.", "Beispielgasse 4, 58095 Hagen", "Hagen-Mitte"),
    someone=BusinessPerson(
        "Frau Probe", "Geschäftsführerin", CALLER, "probe@musterschmiede.example", "werktags nach 15 Uhr"
    ),
)
ADVICE = "Als Gaststätte zulässig. Wegen der neuen Küche ist die Nutzungsänderung zu beantragen; Vordruck ging hinaus."


async def write_case(program: Program, people: Mapping[str, Person]) -> None:
    """Opened three working days ago: one office has answered, fire safety's turn has come, the chamber is asked."""
    clock = FixedClock(_opened_at(program.clock.now()))
    travelling = _on(program, clock)
    agent, lotse, offices = people["agent"], people["lotse"], people["hagen"]
    case = await _opened(travelling, agent)
    clock.advance(timedelta(hours=2))
    await _asks_the_chamber(travelling, lotse, case)
    clock.advance(timedelta(days=1))
    advice = next(part for part in case.parts if part.leistung == "bauberatung")
    await travelling.inbox.answer(offices, advice.ticket or 0, ADVICE)
    clock.advance(timedelta(minutes=1))
    await travelling.advancing.run()


async def _opened(program: Program, agent: Person) -> BusinessCase:
    numbers = {municipality: number for number, municipality in program.rulebooks.numbers().items()}
    rang = await program.desk.ring("sample-case", numbers[TOWN], CALLER)
    await program.desk.take(agent, rang.id)
    await program.desk.learn(agent, rang.id, business=True, district="Hagen-Mitte")
    made = await program.openings.from_contact(agent, rang.id, OPENING)
    await program.desk.hung_up("sample-case")
    return made


async def _asks_the_chamber(program: Program, lotse: Person, case: BusinessCase) -> None:
    chamber = part_of(case, next(part.id for part in case.parts if part.leistung == "kammer"))
    covers = ("business", "person", "phone", "concern")
    await program.consents.give(
        lotse, case.case_number, chamber.id, given_by="Frau Probe", how="phone", covers=covers
    )  # fmt: skip
    await program.consents.ask(lotse, case.case_number, chamber.id)


def _opened_at(now: datetime) -> datetime:
    """Half past nine of a working day, three days back or a little more."""
    day = local_day(now) - timedelta(days=3)
    while day.weekday() > 3:
        day -= timedelta(days=1)
    return datetime.combine(day, time(9, 30), BERLIN)


def _on(program: Program, clock: FixedClock) -> Program:
    """The same program by another clock."""
    businesses = replace(program.businesses, clock=clock)
    cases = replace(program.cases, clock=clock, businesses=businesses)
    return replace(
        program, clock=clock, desk=replace(program.desk, clock=clock), inbox=replace(program.inbox, clock=clock),
        businesses=businesses, cases=cases, consents=replace(program.consents, cases=cases),
        openings=replace(program.openings, clock=clock, businesses=businesses),
        advancing=replace(program.advancing, clock=clock),
    )  # fmt: skip
