"""The agent's own telephone: extension, transfers that are announced first, and numbers dialled from the screen."""

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.telephony import store
from servicecenter.telephony.acts import Act, NotNow
from servicecenter.telephony.callflow.model import AgentState, CallState
from servicecenter.telephony.handset import Handset
from servicecenter.telephony.simulated import Behaviour
from servicecenter.tickets.model import ReplyChannel
from tests.telephony.conftest import ALL, CALLER, Centre


@pytest.fixture
def handset(centre: Centre) -> Handset:
    program = centre.program
    return Handset(program.db, program.desk, centre.telephony, program.handset.gathering, program.live)


async def talking(centre: Centre, anna: Person, leistung: str) -> None:
    await centre.sign_in(anna)
    await centre.arrives("c")
    await centre.picks_up("c")
    contact = await centre.contact("c")
    await centre.program.desk.learn(anna, contact.id, leistung=leistung)
    await centre.program.desk.note(anna, contact.id, "Will einen Carport bauen.")


@pytest.mark.parametrize("phone", ["", "1", "zwei eins", "21;rm", "x" * 33])
async def test_what_is_no_extension_is_refused(handset: Handset, anna: Person, phone: str) -> None:
    with pytest.raises(Invalid):
        await handset.sign_in(anna, phone)


async def test_an_extension_is_kept_while_nobody_is_signed_in(handset: Handset, anna: Person) -> None:
    await handset.set_phone(anna, "21")
    seen = await handset.seen(anna)
    assert seen.agent is not None
    assert (seen.agent.phone, seen.is_working) == ("21", False)


async def test_a_clerk_dials_and_is_offered_no_call(centre: Centre, handset: Handset, clerk: Person) -> None:
    await handset.sign_in(clerk, "31")
    await centre.arrives("c")
    assert await centre.state("c") is CallState.WAITING


async def test_what_was_said_stands_on_the_clerk_s_screen_before_the_phone_rings(
    centre: Centre, handset: Handset, anna: Person, clerk: Person
) -> None:
    await talking(centre, anna, "baugenehmigung")
    contact = await centre.contact("c")
    ways = handset.ways(contact)
    if not ways:  # at this hour the plan has nobody to ring: then there is nothing to press
        with pytest.raises(NotFound):
            await handset.transfer(anna, contact, 0, warm=True)
        return
    centre.switch.behaviours = {}
    await handset.transfer(anna, contact, 0, warm=True)
    (note,) = await handset.mentioned(Scope.of(clerk))
    assert (note.said, note.office, note.by) == ("Will einen Carport bauen.", "bauordnung", anna.name)
    assert await centre.state("c") is CallState.ASKING
    other = Person("9", "x", "X", Role.FACHAMT, "geldern", frozenset({"steueramt"}))
    assert await handset.mentioned(Scope.of(other)) == []


async def test_of_social_concerns_nothing_that_was_said_is_passed_on(
    centre: Centre, handset: Handset, anna: Person
) -> None:
    await talking(centre, anna, "wohngeld")
    contact = await centre.contact("c")
    for place, _ in enumerate(handset.ways(contact)):
        await handset.transfer(anna, contact, place, warm=True)
        assert {note.said for note in await handset.mentioned(ALL)} == {""}
        await handset.act(anna, Act.RETRIEVE)


async def test_a_transfer_that_cannot_be_stands_on_nobody_s_screen(
    centre: Centre, handset: Handset, anna: Person
) -> None:
    await talking(centre, anna, "wohngeld")
    contact = await centre.contact("c")
    await handset.act(anna, Act.HANG_UP)
    with pytest.raises(NotNow):
        await handset.transfer(anna, contact, 0, warm=False)
    assert await handset.mentioned(ALL) == []


async def owed(centre: Centre, agent: Person) -> str:
    """A callback somebody owes; what its dialling is named after."""
    contact = await centre.program.desk.open_by_hand(agent, "geldern")
    await centre.program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    made = await centre.program.desk.forward(agent, contact.id, Wish("Carport", ReplyChannel.CALLBACK, number=CALLER))
    assert made.callback is not None
    return made.callback.subject


@pytest.mark.parametrize(("behaviour", "result"), [(Behaviour.ANSWERS, "answered"), (Behaviour.BUSY, "not_reached")])
async def test_dialling_rings_the_own_phone_first_and_keeps_the_result_for_the_attempt(
    centre: Centre, handset: Handset, anna: Person, clerk: Person, behaviour: Behaviour, result: str
) -> None:
    subject = await owed(centre, anna)
    centre.switch.behaviours["+493023125017"] = behaviour
    await handset.set_phone(clerk, "31")
    await handset.dial(clerk, "geldern", CALLER, subject)
    dialled = await handset.dialled(Scope.of(clerk), subject)
    assert dialled is not None
    assert dialled.result == result
    await handset.noted(subject)
    assert await handset.dialled(ALL, subject) is None


async def test_without_a_phone_nobody_dials(centre: Centre, handset: Handset, clerk: Person) -> None:
    with pytest.raises(Conflict):
        await handset.dial(clerk, "geldern", CALLER, "callback:1")


async def test_the_queue_has_places_and_a_scope(centre: Centre, handset: Handset, anna: Person) -> None:
    await centre.arrives("c")
    ((turn, told),) = await handset.queue(ALL)
    assert (turn.call.id, told.place, told.seconds) == ("c", 1, None), "nobody is at work: no estimate"
    assert await handset.queue(Scope.municipality("hagen")) == []
    await centre.sign_in(anna)
    assert (await handset.why(ALL, "c"))[0].agent == anna.id
    assert await handset.why(Scope.municipality("hagen"), "c") == []
    assert len(await handset.latest(ALL)) == 1
    assert (await centre.agent(anna)).state is AgentState.RINGING


async def test_explanations_go_after_thirty_days(centre: Centre, handset: Handset, anna: Person) -> None:
    await centre.sign_in(anna)
    await centre.arrives("c")
    await centre.after(31 * 24 * 3600)
    await centre.telephony.tidy()
    async with centre.program.db.read() as session:
        assert [each.at for each in await store.offers_of_call(session, ALL, "c")] == []
