from datetime import date

import pytest

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Handbook
from servicecenter.contacts.model import Outcome
from servicecenter.contacts.replaying import Period, replay
from servicecenter.documents import store
from servicecenter.documents.model import Kind, Origin
from servicecenter.errors import Invalid, NotFound
from servicecenter.routing.recording import facts_again
from servicecenter.routing.replay import Replay
from tests.conftest import MONDAY
from tests.routing.planting import with_clause

from .conftest import ALL, ANNA, BY_MAIL, WESEL, Centre

pytestmark = pytest.mark.each_database
DAY = date(2026, 11, 23)
TODAY = Period(DAY, DAY)


def no_answers(centre: Centre) -> Handbook:
    """Taxes and waste are no longer answered, only handed on."""
    scope = {"groups": ["steuern", "abfall"], "mode": "forward"}
    return with_clause(
        with_clause(centre.rulebooks.on("geldern", DAY), "4.3", scope=None), "4.12", scope=scope
    ).handbook


async def replayed(centre: Centre, handbook: Handbook | None = None, **more: object) -> Replay:
    tried = handbook or no_answers(centre)
    return await replay(centre.db, centre.rulebooks, more.pop("scope", ALL), tried, more.pop("period", TODAY), **more)  # type: ignore[arg-type]


async def ended(centre: Centre, article: str, outcome: Outcome, call: str) -> str:
    contact = await centre.asked(article, call=call)
    return (await centre.desk.close(ANNA, contact.id, outcome)).case_number


async def test_a_morning_s_contacts_under_another_handbook(centre: Centre) -> None:
    answered = await ended(centre, "hundesteuer", Outcome.ANSWERED, "c1")
    await ended(centre, "kfz-zulassung", Outcome.REFERRED, "c2")
    await ended(centre, "sperrmuell", Outcome.WRONG_NUMBER, "c3")
    await centre.forwarded(BY_MAIL, call="c4")

    found = await replayed(centre)

    assert (found.contacts, found.moved, found.unrecorded, found.changed_since) == (3, 1, 0, 0)
    assert found.ways[0].cases == (answered,)
    assert {each.leistung for each in found.leistungen} == {"hundesteuer", "kfz-zulassung", "baugenehmigung"}


async def test_nothing_is_written_and_contacts_keep_their_version(centre: Centre) -> None:
    case_number = await ended(centre, "hundesteuer", Outcome.ANSWERED, "c1")
    before = await centre.acts()
    await replayed(centre)
    assert await centre.acts() == before
    assert centre.rulebooks.on("geldern", DAY).handbook.scope("hundesteuer", "steuern", 3) is not None
    assert case_number


async def test_the_facts_are_recorded_as_the_contact_ends(centre: Centre) -> None:
    contact = await centre.asked("hundesteuer")
    known = centre.desk.way(contact).facts
    await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)
    (details,) = await centre.details("contact-answered")
    assert facts_again(details["facts"], centre.desk.rulebook(contact)) == known  # type: ignore[arg-type]
    assert details["handbook"] == "2026-01-01"


async def test_a_contact_opened_again_counts_once_as_it_ended_last(centre: Centre) -> None:
    contact = await centre.asked("hundesteuer")
    await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)
    await centre.desk.undo(ANNA, contact.id)
    await centre.desk.forward(ANNA, contact.id, BY_MAIL)
    found = await replayed(centre)
    assert (found.contacts, found.moved) == (1, 1)


async def test_another_day_and_another_municipality_stay_out(centre: Centre) -> None:
    await ended(centre, "hundesteuer", Outcome.ANSWERED, "c1")
    other = await centre.asked("hundesteuer", dialled=WESEL, call="c2")
    await centre.desk.close(ANNA, other.id, Outcome.ANSWERED)
    assert (await replayed(centre)).contacts == 1
    centre.wait(days=1)
    assert (await replayed(centre, period=Period(date(2026, 11, 24), date(2026, 11, 30)))).contacts == 0


async def test_a_version_that_is_gone_is_counted(centre: Centre) -> None:
    await ended(centre, "hundesteuer", Outcome.ANSWERED, "c1")
    tried = no_answers(centre)
    gone = (Kind.HANDBOOK, "geldern", "2026-01-01", "")
    async with centre.db.write() as session:
        await store.put(session, ALL, *gone, origin=Origin.PROGRAM, at=MONDAY, by="test", removed=True)
    await centre.rulebooks.refresh()
    assert (await replayed(centre, tried)).unrecorded == 1


async def test_progress_is_told(centre: Centre) -> None:
    await ended(centre, "hundesteuer", Outcome.ANSWERED, "c1")
    told: list[int] = []
    await replayed(centre, progress=told.append)
    assert told == [1]


async def test_a_period_has_a_beginning_and_an_end(centre: Centre) -> None:
    with pytest.raises(Invalid, match="endet vor seinem Beginn"):
        await replayed(centre, period=Period(DAY, date(2026, 11, 22)))


async def test_another_municipality_s_contacts_do_not_exist(centre: Centre) -> None:
    with pytest.raises(NotFound):
        await replayed(centre, scope=Scope.municipality("kreis-wesel"))
