"""What keeps articles right, as a newcomer to the demo finds it: reports, an answer, gaps, a lesson, a notice.

Nothing is written past the program: the same acts of desk, Fachamt and supervisor as every day.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from servicecenter.access.model import Person
from servicecenter.clock import FixedClock
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.model import Outcome
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.feedback.model import Assessment
from servicecenter.web.program import Program

# What callers asked, and the Leistung under which the agent named a number instead; none where they had no concern.
ASKED = (
    ("balkonkraftwerk", ""),
    ("Balkonkraftwerk anmelden", "baugenehmigung"),
    ("balkonkraftwerk", "baugenehmigung"),
    ("e-scooter", ""),
    ("e-scooter im weg", "strassenschaden"),
    ("cannabis club", ""),
)
SAID = "Eine Bürgerin sagt, die Gebühr sei seit diesem Jahr höher."
NOTICE = "Beispiel: Das Bürgerbüro schließt heute wegen einer Fortbildung um 12 Uhr."


async def write_upkeep(program: Program, people: Mapping[str, Person]) -> None:
    """Yesterday's contacts at the desk; the notice is for today."""
    now = program.clock.now()
    clock = FixedClock(datetime.combine(local_day(now) - timedelta(days=1), time(16), BERLIN))
    desk, agent = replace(program.desk, clock=clock), people["agent"]
    await _ask(desk, clock, agent)
    for article, words in (("personalausweis", "perso"), ("baugenehmigung", "carport")):
        await _report(desk, clock, agent, article, words)
    reports = replace(program.reports, clock=clock)
    for waiting in await reports.waiting(people["rathaus"]):
        await reports.answer(people["rathaus"], waiting.id, Assessment.WILL_CHANGE, "Stimmt, wir ändern es bis morgen.")
    until = datetime.combine(local_day(now + timedelta(hours=1)), time(23, 59), BERLIN)  # also shortly before midnight
    await program.notices.post(people["aufsicht"], ["geldern"], NOTICE, now, until)


async def _ask(desk: Desk, clock: FixedClock, agent: Person) -> None:
    for words, leistung in ASKED:
        clock.advance(timedelta(minutes=4))
        contact = await desk.open_by_hand(agent, "geldern")
        await desk.searched(agent, contact.id, words)
        if leistung:
            await desk.learn(agent, contact.id, leistung=leistung)
        await desk.close(agent, contact.id, Outcome.REFERRED if leistung else Outcome.NO_CONCERN, words)


async def _report(desk: Desk, clock: FixedClock, agent: Person, article: str, words: str) -> None:
    clock.advance(timedelta(minutes=4))
    contact = await desk.open_by_hand(agent, "geldern")
    await desk.read(agent, contact.id, article, words)
    await desk.report(agent, contact.id, SAID)
    await desk.close(agent, contact.id, Outcome.ANSWERED)
