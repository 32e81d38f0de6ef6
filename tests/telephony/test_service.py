"""Calls from the first ring to their contact, through the same door a real switch uses; and what survives a fall."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Person
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.journal import store as journal
from servicecenter.telephony import store
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Address, AddressKind, AgentState, CallState, Role
from servicecenter.telephony.simulated import Behaviour
from servicecenter.web.journal_words import sentence
from tests.telephony.conftest import ALL, CALLER, GELDERN, Centre

NIGHT = timedelta(hours=12)


class Deaf:
    """A program that has fallen."""

    def post(self, event: on.Event) -> None: ...


@pytest.mark.each_database
async def test_a_call_is_queued_offered_answered_and_leaves_its_contact(centre: Centre, anna: Person) -> None:
    await centre.sign_in(anna)
    await centre.arrives("c")
    assert (await centre.state("c"), (await centre.agent(anna)).state) == (CallState.OFFERED, AgentState.RINGING)
    await centre.picks_up("c")
    contact = await centre.contact("c")
    assert (contact.state, contact.agent, contact.municipality) == (ContactState.OPEN, anna.id, "geldern")
    await centre.hangs_up("c")
    assert (await centre.contact("c")).call_ended_at == centre.clock.now()
    assert (await centre.agent(anna)).state is AgentState.WRAP_UP
    assert await centre.steps("c") == ["offered", "announced", "queued", "rung", "answered", "ended"]
    assert (await centre.telephony.floor(ALL)).calls == {}
    await centre.telephony.tick()
    async with centre.program.db.read() as session:
        assert await store.calls(session, ALL) == {}, "with the call goes its row, and with it the number"


async def test_who_hangs_up_while_waiting_is_a_contact_too(centre: Centre) -> None:
    await centre.arrives("c")
    await centre.hangs_up("c")
    contact = await centre.contact("c")
    assert (contact.outcome, contact.caller) == (Outcome.ABANDONED, None)


async def test_the_caller_gone_in_the_instant_of_the_answer_is_nobody_s_fault(centre: Centre, anna: Person) -> None:
    await centre.sign_in(anna)
    await centre.arrives("c")
    leg = await centre.leg("c", Role.AGENT)
    centre.switch.hang_up("c")
    centre.switch.pick_up(leg)
    await centre.telephony.settle()
    assert (await centre.contact("c")).outcome is Outcome.ABANDONED
    agent = await centre.agent(anna)
    assert (agent.state, agent.missed) == (AgentState.FREE, 0)
    assert centre.switch.legs == {}, "nobody is left on the line"


@pytest.mark.each_database
async def test_who_has_waited_too_long_is_offered_a_callback_and_the_journal_says_why(centre: Centre) -> None:
    """Münster's handbook names three minutes."""
    dialled = next(number for number, town in centre.program.rulebooks.numbers().items() if town == "muenster")
    await centre.arrives("c", dialled)
    await centre.after(180)
    await centre.after(180)
    offered = [getattr(media, "name", "") for media in centre.switch.played].count("wish-callback")
    assert (offered, await centre.state("c")) == (1, CallState.WAITING)
    case = (await centre.contact("c")).case_number
    async with centre.program.db.read() as session:
        (noted,) = [each for each in await journal.of_case(session, ALL, case) if each.act.startswith("overflow")]
    assert sentence(noted) == "Zu lange gewartet: einen Rückruf angeboten (nach 180 Sekunden, § 5.2)"


async def test_outside_the_agreed_hours_the_announcement_runs_and_a_callback_can_be_wished(centre: Centre) -> None:
    centre.clock.advance(NIGHT)
    await centre.arrives("c")
    assert [getattr(media, "name", "") for media in centre.switch.played] == ["closed", "wish-callback"]
    await centre.presses("c", "1")
    assert "privacy" in [getattr(media, "name", "") for media in centre.switch.played]
    assert (await centre.contact("c")).outcome is None, "nothing is promised before the number is confirmed"
    await centre.presses("c", "1")
    contact = await centre.contact("c")
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.CALLBACK)
    (owed,) = [item for item in await centre.program.inbox.items(ALL) if item.ticket.case_number == contact.case_number]
    assert owed.callback is not None
    assert owed.driving is not None
    assert centre.switch.legs == {}


async def test_who_hears_that_it_is_closed_and_hangs_up_is_counted(centre: Centre) -> None:
    centre.clock.advance(NIGHT)
    await centre.arrives("c")
    await centre.hangs_up("c")
    assert (await centre.contact("c")).outcome is Outcome.OUTSIDE_HOURS


async def test_without_a_number_it_is_keyed_and_read_back(centre: Centre) -> None:
    centre.clock.advance(NIGHT)
    await centre.arrives("c", caller=None)
    await centre.presses("c", "1")
    await centre.presses("c", "017#")
    assert "number-wrong" in [getattr(media, "name", "") for media in centre.switch.played]
    await centre.presses("c", "03023125017#")
    assert "03023125017" in [getattr(media, "digits", "") for media in centre.switch.played]
    await centre.presses("c", "1")
    assert (await centre.contact("c")).outcome is Outcome.CALLBACK


async def test_a_flood_from_one_number_is_limited_and_counted(centre: Centre) -> None:
    for number in range(11):
        await centre.arrives(f"c{number}")
    assert (await centre.contact("c10")).outcome is Outcome.TURNED_AWAY
    assert (await centre.contact("c9")).outcome is None
    await centre.arrives("other", caller="+49 30 23125 018")
    assert await centre.state("other") is CallState.WAITING


async def test_an_unknown_dialled_number_is_the_operator_s(centre: Centre) -> None:
    await centre.arrives("c", dialled="+49 30 23125 999")
    contact = await centre.contact("c")
    assert (contact.municipality, contact.number_known) == ("kreis-wesel", False)


async def test_a_kept_place_advances_and_the_agent_is_rung_first(centre: Centre, anna: Person) -> None:
    await centre.arrives("c")
    await centre.after(61)
    await centre.presses("c", "1")
    await centre.presses("c", "1")
    assert await centre.state("c") is CallState.KEPT
    assert centre.switch.legs == {}
    centre.clock.advance(timedelta(minutes=5))
    await centre.sign_in(anna)
    assert await centre.state("c") is CallState.OFFERED
    await centre.picks_up("c")
    assert await centre.state("c") is CallState.TALKING, "the citizen was rung next, and answered"
    assert (await centre.contact("c")).agent == anna.id
    assert "kept" in await centre.steps("c")


async def test_a_kept_place_that_reaches_nobody_becomes_an_ordinary_callback(centre: Centre, anna: Person) -> None:
    centre.switch.behaviours["+493023125017"] = Behaviour.BUSY
    await centre.arrives("c")
    await centre.after(61)
    await centre.presses("c", "1")
    await centre.presses("c", "1")
    await centre.sign_in(anna)
    await centre.picks_up("c")
    assert (await centre.contact("c")).outcome is Outcome.CALLBACK
    assert (await centre.agent(anna)).state is AgentState.FREE


async def test_two_that_ring_and_nobody_answers_are_a_pause(centre: Centre, anna: Person) -> None:
    await centre.sign_in(anna)
    await centre.arrives("c")
    await centre.after(21)
    assert (await centre.agent(anna)).missed == 1
    await centre.after(11)
    await centre.after(21)
    agent = await centre.agent(anna)
    assert (agent.state, agent.reason) == (AgentState.PAUSED, "missed")
    assert await centre.state("c") is CallState.WAITING


async def test_why_a_call_went_to_somebody_is_kept(centre: Centre, anna: Person, bert: Person) -> None:
    await centre.sign_in(anna)
    centre.clock.advance(timedelta(seconds=5))
    await centre.sign_in(bert)
    await centre.arrives("c")
    async with centre.program.db.read() as session:
        (offered,) = await store.offers_of_call(session, ALL, "c")
    told = {each.agent: each.verdict.value for each in offered.choice.candidates}
    assert told == {anna.id: "chosen", bert.id: "less_idle"}
    assert (offered.agent, offered.choice.clause) == (anna.id, "§ 8.4")


async def test_a_warm_transfer_to_a_busy_and_then_an_answering_office(centre: Centre, anna: Person) -> None:
    busy, there = (Address(AddressKind.NUMBER, number) for number in ("+493023125310", "+493023125311"))
    centre.switch.behaviours[busy.value] = Behaviour.BUSY
    await centre.sign_in(anna)
    await centre.arrives("c")
    await centre.picks_up("c")
    await centre.telephony.act(on.Ask(anna.id, busy, "Bürgerbüro"))
    assert await centre.state("c") is CallState.TALKING
    await centre.telephony.act(on.Ask(anna.id, there, "Bauordnung"))
    assert await centre.state("c") is CallState.ASKING
    await centre.telephony.act(on.Complete(anna.id))
    assert (await centre.state("c"), (await centre.agent(anna)).state) == (CallState.HANDED, AgentState.WRAP_UP)
    assert (await centre.contact("c")).call_ended_at is not None
    await centre.hangs_up("c")
    assert centre.switch.legs == {}


# What falls, and what stands afterwards


@pytest.mark.each_database
async def test_a_program_that_starts_again_goes_on_where_it_stood(centre: Centre, anna: Person, bert: Person) -> None:
    for person, call in ((anna, "talks"), (bert, "rings")):
        await centre.sign_in(person)
        await centre.arrives(call)
    await centre.picks_up("talks")
    for number in range(2):
        await centre.arrives(f"waits-{number}", caller=f"+49 30 23125 01{number}")
    bridges = dict(centre.switch.bridges)
    again = centre.another("second")
    centre.switch.board = again.telephony
    centre.clock.advance(timedelta(seconds=5))
    await again.telephony.keep_leading()
    assert await again.state("talks") is CallState.TALKING
    assert centre.switch.bridges == bridges, "who talks notices nothing"
    before, after = (await centre.telephony.floor(ALL)).calls, (await again.telephony.floor(ALL)).calls
    assert [each.queued_at for each in after.values()] == [each.queued_at for each in before.values()]
    await again.hangs_up("talks")
    assert (await again.contact("talks")).call_ended_at is not None


async def test_whoever_was_being_greeted_when_the_program_fell_waits_afterwards(centre: Centre) -> None:
    centre.switch.call("c", GELDERN, CALLER)
    centre.switch.board = Deaf()  # the end of the greeting is told to nobody
    await centre.telephony.settle()
    assert await centre.state("c") is CallState.GREETED
    again = centre.another("second")
    centre.switch.board = again.telephony
    centre.clock.advance(timedelta(seconds=5))
    await again.telephony.keep_leading()
    assert await again.state("c") is CallState.WAITING


@pytest.mark.each_database
async def test_one_of_two_programs_leads_and_the_other_follows_within_five_seconds(
    centre: Centre, anna: Person
) -> None:
    await centre.sign_in(anna)
    second = centre.another("second")
    await second.telephony.keep_leading()
    assert not second.telephony.is_leading
    await centre.arrives("c")
    centre.switch.board = second.telephony  # the first one is dead from here on
    centre.clock.advance(timedelta(seconds=5))
    await second.telephony.keep_leading()
    assert second.telephony.is_leading
    legs = dict(centre.switch.legs)
    await second.telephony.tick()
    assert centre.switch.legs == legs, "no call is offered twice"
    await centre.telephony.act(on.Pause(anna.id, "Pause"))  # the first wakes up, and learns that it leads no more
    assert not centre.telephony.is_leading


@pytest.mark.each_database
async def test_how_often_a_number_has_called_is_known_after_a_restart(centre: Centre) -> None:
    """Geldern's handbook lets ten calls through in ten minutes."""
    for number in range(10):
        await centre.arrives(f"c{number}")
        await centre.hangs_up(f"c{number}")
    again = centre.another("second")
    centre.switch.board = again.telephony
    centre.clock.advance(timedelta(seconds=5))
    await again.telephony.keep_leading()
    await again.arrives("once more")
    assert (await again.contact("once more")).outcome is Outcome.TURNED_AWAY
    await again.arrives("somebody else", caller="+49 30 23125 018")
    assert await again.state("somebody else") is CallState.WAITING


async def test_who_called_is_forgotten_after_an_hour(centre: Centre) -> None:
    await centre.arrives("c")
    await centre.hangs_up("c")
    async with centre.program.db.read() as session:
        assert len(await store.arrivals(session, ALL, centre.clock.now() - timedelta(hours=1))) == 1
    centre.clock.advance(timedelta(hours=1))
    assert await centre.telephony.tidy() == 1


async def test_what_an_agent_does_at_the_program_that_follows_reaches_the_one_that_leads(
    centre: Centre, anna: Person
) -> None:
    await centre.sign_in(anna)
    second = centre.another("second")
    await second.telephony.act(on.Pause(anna.id, "Mittag"))
    async with centre.program.db.write() as session:
        assert await store.take_acts(session) == [on.Pause(anna.id, "Mittag")]


async def test_while_the_switch_is_lost_nobody_is_offered_a_call(centre: Centre, anna: Person) -> None:
    await centre.arrives("c")
    centre.switch.is_reachable = False
    await centre.telephony.reconcile()
    await centre.sign_in(anna)
    assert await centre.state("c") is CallState.WAITING
    centre.switch.legs.pop("c")  # the caller hangs up, and nobody can say so
    centre.switch.is_reachable = True
    await centre.telephony.reconcile()
    assert (await centre.contact("c")).outcome is Outcome.ABANDONED
    assert (await centre.agent(anna)).state is AgentState.FREE


async def test_a_switch_that_was_restarted_has_lost_its_calls_and_the_contacts_say_so(
    centre: Centre, anna: Person
) -> None:
    await centre.sign_in(anna)
    await centre.arrives("talks")
    await centre.picks_up("talks")
    await centre.arrives("waits", caller="+49 30 23125 018")
    centre.switch.legs.clear()
    await centre.telephony.act(on.Snapshot((), restarted=True))
    assert (await centre.contact("talks")).call_ended_at is not None
    assert (await centre.contact("waits")).state is ContactState.CLOSED
    assert (await centre.agent(anna)).state is AgentState.WRAP_UP


async def test_a_leg_that_nobody_knows_is_hung_up_at_the_second_look(centre: Centre) -> None:
    await centre.arrives("c")
    centre.switch.legs["stuck"] = centre.switch.legs["c"]
    await centre.telephony.reconcile()
    assert "stuck" in centre.switch.legs, "of one that is new, the news may be on its way"
    await centre.telephony.reconcile()
    assert set(centre.switch.legs) == {"c"}


async def test_an_agent_s_phone_that_is_not_there_is_a_pause_and_the_next_is_rung(
    centre: Centre, anna: Person, bert: Person
) -> None:
    centre.switch.behaviours[anna.login] = Behaviour.UNAVAILABLE
    await centre.sign_in(anna)
    centre.clock.advance(timedelta(seconds=1))
    await centre.sign_in(bert)
    await centre.arrives("c")
    assert ((await centre.agent(anna)).reason, (await centre.agent(bert)).state) == ("unreachable", AgentState.RINGING)


async def test_calls_of_another_municipality_are_not_seen(centre: Centre) -> None:
    await centre.arrives("c", dialled=GELDERN, caller=CALLER)
    assert (await centre.telephony.floor(ALL.municipality("hagen"))).calls == {}
    assert set((await centre.telephony.floor(ALL.municipality("geldern"))).calls) == {"c"}
