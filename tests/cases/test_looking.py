"""The whole for the Lotse in the order of what is due; an office sees dates alone; a deputy while the Lotse is away."""

from dataclasses import replace

from servicecenter.access.model import Person, Role, Scope
from servicecenter.cases.line import What
from servicecenter.cases.looking import Agenda
from servicecenter.cases.opening import Opening
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from tests.cases.conftest import ANNA, BERT, GRETA, LOTTE, NEW, Town, part_named

DLZW = Person("7", "dora", "Dora DLZW", Role.FACHAMT, "dortmund", frozenset({"dlzw"}))


async def test_what_is_due_first_stands_on_top_and_what_nobody_promised_below(town: Town):
    first = await town.opened(("bauberatung", "gewerbeanmeldung"))
    town.wait(days=1)
    second = await town.opened(call="c2")
    assert [view.case.id for view in await town.program.looking.running(LOTTE)] == [first.id, second.id]
    for leistung, clerk in (("bauberatung", BERT), ("gewerbeanmeldung", GRETA)):
        await town.answered(first, leistung, clerk)
    await town.program.advancing.run()
    assert [view.case.id for view in await town.program.looking.running(LOTTE)] == [second.id, first.id]


async def test_an_office_sees_the_dates_of_all_and_the_words_of_none(town: Town):
    case = await town.opened()
    await town.answered(case, "bauberatung", BERT)
    trade = part_named((await town.view(case)).case, "gewerbeanmeldung")
    item = await town.program.inbox.item(Scope.of(GRETA), trade.ticket or 0)
    glimpse = await town.program.looking.glimpse(item.ticket)
    assert glimpse is not None
    assert {point.office for point in glimpse.line if point.what is What.ENDED} == {"bauberatung"}
    assert "Geht in Ordnung." not in str(glimpse)
    assert "Maria" not in str(glimpse)


async def test_another_ticket_is_part_of_no_case(town: Town):
    case = await town.opened()
    view = await town.view(case)
    ticket = next(iter(view.tickets.values()))
    assert await town.program.looking.glimpse(replace(ticket, id=999)) is None


async def test_while_the_lotse_is_away_the_deputy_leads(town: Town):
    program = town.program
    contact = await program.desk.open_by_hand(ANNA, "dortmund")
    await program.desk.learn(ANNA, contact.id, business=True, district="Hörde")
    new = replace(NEW, district="Hörde")
    case = await program.openings.from_contact(ANNA, contact.id, Opening("restaurant", ("bauberatung",), new=new))
    assert case.lotse == "dlzw-hoerde"
    assert await program.looking.running(DLZW) == []
    await _away(town, "dlzw-hoerde")
    [view] = await program.looking.running(DLZW)
    assert view.in_charge is not None
    assert (view.in_charge.office.id, view.in_charge.instead_of) == ("dlzw", "DLZW, Stadtbezirk Hörde")
    await program.cases.add_office(DLZW, case.case_number, "gewerbeanmeldung", "Anmelden", "Kam dazu")
    town.wait(days=7)
    assert await program.looking.running(DLZW) == []


async def _away(town: Town, office: str) -> None:
    program, scope = town.program, Scope.system("test")
    day = town.clock.now().date().isoformat()
    async with program.db.write() as session:
        known = await documents.latest(session, scope, Kind.DIRECTORY, "dortmund", "directory")
        assert known is not None
        text = f'{known.text}\n[[absence]]\noffice = "{office}"\nfirst = {day}\nlast = {day}\nsample = true\n'
        await documents.put(
            session, scope, Kind.DIRECTORY, "dortmund", "directory", text, origin=Origin.PROGRAM, at=town.clock.now(),
            by="test",
        )  # fmt: skip
    await program.rulebooks.refresh()


async def test_the_agenda_counts_what_runs_and_what_is_the_lotse_s_turn(town: Town):
    assert await town.program.looking.agenda(LOTTE) == Agenda()
    first = await town.opened(("bauberatung", "gewerbeanmeldung"))
    town.wait(days=1)
    second = await town.opened(call="c2")
    agenda = await town.program.looking.agenda(LOTTE)
    assert (agenda.running, agenda.finished) == (2, 0)
    views = await town.program.looking.running(LOTTE)
    assert [(case.id, promise) for case, promise in agenda.due] == [(view.case.id, view.due) for view in views]
    for leistung, clerk in (("bauberatung", BERT), ("gewerbeanmeldung", GRETA)):
        await town.answered(first, leistung, clerk)
    await town.program.advancing.run()
    agenda = await town.program.looking.agenda(LOTTE)
    assert (agenda.running, agenda.finished) == (2, 1)
    assert [case.id for case, _ in agenda.due] == [second.id]
    assert await town.program.looking.agenda(BERT) == Agenda()
