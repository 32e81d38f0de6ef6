"""The table: every state with what may happen in it, in every order a real switch was seen to tell it."""

from dataclasses import replace

import pytest

from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import (
    Admission,
    AgentState,
    CallState,
    Cause,
    Floor,
    LegState,
    Result,
    Role,
)
from servicecenter.telephony.callflow.table import TRANSITIONS, due_at, step
from tests.telephony.callflow.floors import ADMISSIONS, CITIZEN, OFFICE, START, TERMS, Theatre, names, of, spoken


@pytest.fixture
def play() -> Theatre:
    return Theatre()


def test_in_every_state_it_is_understood_that_the_caller_is_gone() -> None:
    states = {state for state, what in TRANSITIONS if what in ("caller gone", "caller failed")}
    assert states == set(CallState) - {CallState.ENDED}


@pytest.mark.parametrize("event", [on.Ringing("x~agent1"), on.Gone("x"), on.Key("x", "1"), on.Played("x~play1"),
                                   on.Tick(), on.Hold("nobody"), on.Take("nobody", "x"), on.Snapshot(())])  # fmt: skip
def test_what_fits_nothing_changes_nothing(event: on.Event) -> None:
    assert step(Floor(), event, START).floor == Floor()
    assert of(list(step(Floor(), event, START).commands), cmd.HangUpLeg) == []


def test_a_leg_that_answers_though_nobody_wants_it_any_more_is_hung_up() -> None:
    assert step(Floor(), on.Answered("x~agent1"), START).commands == (cmd.HangUpLeg("x~agent1", Cause.CANCELLED),)


def test_a_call_is_greeted_queued_offered_and_answered(play: Theatre) -> None:
    play.sign_in("anna")
    first = play.arrive("c", terms=replace(TERMS, greets=True))
    assert names(first)[:2] == ["OpenContact", "Answer"]
    assert spoken(first) == ["greeting"]
    play.played("c")
    assert (play.state("c"), play.agent("anna").state) == (CallState.OFFERED, AgentState.RINGING)
    play.happens(on.Ringing(play.leg("c", Role.AGENT)))
    answered = play.answer("c", Role.AGENT)
    assert of(answered, cmd.Connect) == [cmd.Connect("c~talk", ("c", play.leg("c", Role.AGENT)))]
    assert of(answered, cmd.TakeContact) == [cmd.TakeContact("c", "anna")]
    play.happens(on.Gone("c"))
    assert play.steps() == ["offered", "announced", "queued", "rung", "answered", "ended"]
    assert play.ended().result is Result.ANSWERED
    assert play.agent("anna").state is AgentState.WRAP_UP


def test_each_event_told_twice_is_told_once(play: Theatre) -> None:
    twice = Theatre()
    for theatre, times in ((play, 1), (twice, 2)):
        theatre.sign_in("anna")
        for event in (
            on.Arrived("c", "geldern", "+49", CITIZEN, TERMS), on.Ringing("c~agent0"), on.Answered("c~agent0"),
            on.Hold("anna"), on.Retrieve("anna"), on.Ask("anna", OFFICE, "Bauamt"), on.Answered("c~target1"),
            on.Complete("anna"), on.Gone("c~target1"), on.Gone("c"),
        ):  # fmt: skip
            theatre.happens(*[event] * times)
    assert play.commands == twice.commands
    assert play.floor == twice.floor


def test_answered_before_ringing_is_answered(play: Theatre) -> None:
    play.sign_in("anna")
    play.arrive("c")
    leg = play.leg("c", Role.AGENT)
    play.happens(on.Answered(leg), on.Ringing(leg))
    assert play.state("c") is CallState.TALKING
    assert play.steps()[-1] == "answered"


@pytest.mark.parametrize("first", ["caller", "agent"])
def test_the_caller_gone_in_the_instant_of_the_answer(play: Theatre, first: str) -> None:
    play.sign_in("anna")
    play.arrive("c")
    leg = play.leg("c", Role.AGENT)
    order = [on.Gone("c"), on.Answered(leg)]
    commands = play.happens(*(order if first == "caller" else order[::-1]))
    assert play.state("c") is CallState.ENDED
    assert cmd.HangUpLeg(leg, Cause.CANCELLED) in commands or cmd.HangUpLeg(leg) in commands
    assert play.ended().result is (Result.ABANDONED if first == "caller" else Result.ANSWERED)
    assert play.agent("anna").missed == 0


@pytest.mark.parametrize(
    ("cause", "state", "reason", "missed"),
    [
        (Cause.BUSY, AgentState.FREE, "", 0),
        (Cause.DECLINED, AgentState.FREE, "", 0),
        (Cause.CANCELLED, AgentState.FREE, "", 0),
        (Cause.NO_ANSWER, AgentState.FREE, "", 1),
        (Cause.UNAVAILABLE, AgentState.PAUSED, "unreachable", 0),
        (Cause.CONGESTION, AgentState.PAUSED, "unreachable", 0),
        (Cause.LOST, AgentState.PAUSED, "unreachable", 0),
    ],
)
def test_an_offer_that_comes_to_nothing(
    play: Theatre, cause: Cause, state: AgentState, reason: str, missed: int
) -> None:
    play.sign_in("anna")
    play.arrive("c")
    place = play.call("c").queued_at
    play.at = play.at.replace(second=5)
    play.fail("c", Role.AGENT, cause)
    agent = play.agent("anna")
    assert (agent.state, agent.reason, agent.missed) == (state, reason, missed)
    assert (play.state("c"), play.call("c").queued_at) == (CallState.WAITING, place), "the caller keeps the place"


def test_a_rejected_call_goes_to_the_next(play: Theatre) -> None:
    play.sign_in("anna", "bert")
    play.arrive("c")
    play.happens(on.Reject("anna"))
    assert (play.agent("anna").state, play.agent("bert").state) == (AgentState.FREE, AgentState.RINGING)


def test_two_missed_are_a_pause_and_the_agent_is_told(play: Theatre) -> None:
    play.sign_in("anna")
    play.arrive("c")
    play.after(20)
    play.after(10)
    play.after(20)
    assert (play.agent("anna").state, play.agent("anna").reason) == (AgentState.PAUSED, "missed")
    assert play.told() == ["paused-missed"]


def test_a_pause_asked_for_while_it_rings_follows_the_call(play: Theatre) -> None:
    play.talking()
    play.happens(on.Pause("anna", "Mittag"), on.Gone("c"))
    assert play.agent("anna").state is AgentState.WRAP_UP
    play.happens(on.ContactClosed("anna"))
    assert (play.agent("anna").state, play.agent("anna").reason) == (AgentState.PAUSED, "Mittag")


def test_a_wrap_up_with_the_contact_open_is_a_pause_that_ends_with_it(play: Theatre) -> None:
    play.talking()
    play.happens(on.Gone("c"))
    play.after(31)
    assert (play.agent("anna").state, play.agent("anna").reason) == (AgentState.PAUSED, "writing")
    play.happens(on.ContactClosed("anna"))
    assert play.agent("anna").state is AgentState.FREE


# Not put through


@pytest.mark.parametrize("admission", list(ADMISSIONS))
def test_who_is_not_put_through_hears_why_and_leaves_a_contact(play: Theatre, admission: Admission) -> None:
    commands = play.arrive("c", admission=admission)
    offered = [] if admission is Admission.FLOOD else ["wish-callback"]
    assert spoken(commands) == [ADMISSIONS[admission], *offered]
    assert of(commands, cmd.OpenContact)
    play.happens(on.Gone("c"))
    assert play.ended().result is (Result.CLOSED if admission is Admission.CLOSED else Result.TURNED_AWAY)


def test_a_key_during_the_privacy_sentence_promises_nothing(play: Theatre) -> None:
    play.arrive("c", admission=Admission.CLOSED)
    play.happens(on.Key("c", "1"))
    assert play.state("c") is CallState.WISHING
    play.happens(on.Key("c", "1"))
    assert not of(play.commands, cmd.PromiseCallback)
    play.played("c")
    play.happens(on.Key("c", "1"))
    (promised,) = of(play.commands, cmd.PromiseCallback)
    assert promised.call.number == CITIZEN
    play.happens(on.Gone("c"))
    assert play.ended().result is Result.CALLBACK, "also where the thanks are not heard to the end"


def test_no_key_is_no_wish(play: Theatre) -> None:
    play.arrive("c", admission=Admission.FULL)
    play.played("c")
    play.after(15)
    assert play.ended().result is Result.TURNED_AWAY


def test_the_centre_that_stands_in_is_rung_and_if_silent_a_callback_is_offered(play: Theatre) -> None:
    play.arrive("c", admission=Admission.SUBSTITUTE, substitute=OFFICE)
    assert play.state("c") is CallState.PASSING
    play.fail("c", Role.TARGET, Cause.NO_ANSWER)
    assert play.state("c") is CallState.TOLD
    play.arrive("d", admission=Admission.SUBSTITUTE, substitute=OFFICE)
    play.answer("d", Role.TARGET)
    play.happens(on.Gone("d"))
    assert play.ended("d").result is Result.SUBSTITUTED


# Waiting


@pytest.mark.parametrize(("at_work", "heard"), [(True, ["position", 1, "wait-minutes", 3]), (False, ["position", 1])])
def test_the_place_is_told_and_how_long_it_will_take_while_somebody_is_at_work(
    play: Theatre, at_work: bool, heard: list[object]
) -> None:
    if at_work:
        play.talking("d")
    play.arrive("c", terms=replace(TERMS, position_every_seconds=30, place_after_seconds=None, handled_seconds=120))
    (spoken,) = of(play.after(30), cmd.Play)
    assert [getattr(each, "value", getattr(each, "name", "")) for each in spoken.media] == heard


# The kept place


def kept(play: Theatre) -> None:
    play.arrive("c")
    play.after(60)
    play.happens(on.Key("c", "1"))
    play.played("c")
    play.happens(on.Key("c", "1"))


def test_a_key_before_the_offer_keeps_no_place(play: Theatre) -> None:
    play.arrive("c")
    play.happens(on.Key("c", "1"))
    assert play.state("c") is CallState.WAITING


def test_a_kept_place_advances_and_the_agent_is_rung_first(play: Theatre) -> None:
    kept(play)
    place = play.call("c").queued_at
    play.played("c")
    assert (play.state("c"), play.call("c").legs, play.call("c").queued_at) == (CallState.KEPT, (), place)
    play.arrive("later")
    play.sign_in("anna")
    assert play.agent("anna").call == "c"
    assert [leg.role for leg in play.call("c").legs] == [Role.AGENT], "the citizen's phone does not ring yet"
    play.answer("c", Role.AGENT)
    assert play.state("c") is CallState.REACHING
    play.answer("c", Role.CALLER)
    assert play.state("c") is CallState.TALKING
    assert of(play.commands, cmd.TakeContact) == [cmd.TakeContact("c", "anna")]


def test_who_gives_up_keeping_waits_on_at_the_same_place(play: Theatre) -> None:
    play.arrive("c")
    place = play.call("c").queued_at
    play.after(60)
    play.happens(on.Key("c", "1"))
    play.played("c")
    play.after(60)
    assert (play.state("c"), play.call("c").queued_at) == (CallState.WAITING, place)


@pytest.mark.parametrize("how", ["busy", "silent", "never its turn"])
def test_a_kept_place_that_reaches_nobody_is_owed_as_a_callback(play: Theatre, how: str) -> None:
    kept(play)
    play.played("c")
    if how == "never its turn":
        play.after(7200)
    else:
        play.sign_in("anna")
        play.answer("c", Role.AGENT)
        if how == "busy":
            play.fail("c", Role.CALLER, Cause.BUSY)
        else:
            play.after(26)
        assert play.agent("anna").state is AgentState.FREE
    assert of(play.commands, cmd.PromiseCallback)
    assert play.ended().result is Result.CALLBACK


# Talking


def test_hold_and_retrieve(play: Theatre) -> None:
    play.talking()
    assert cmd.Park("c") in play.happens(on.Hold("anna"))
    assert of(play.happens(on.Retrieve("anna")), cmd.Connect)
    assert play.steps()[-2:] == ["held", "retrieved"]


def test_a_warm_transfer_to_a_busy_and_then_an_answering_office(play: Theatre) -> None:
    play.talking()
    play.happens(on.Ask("anna", OFFICE, "Bürgerbüro"))
    play.fail("c", Role.TARGET, Cause.BUSY)
    assert (play.state("c"), play.told()) == (CallState.TALKING, ["target-not-reached"])
    play.happens(on.Ask("anna", OFFICE, "Bauordnung"))
    asked = play.answer("c", Role.TARGET)
    assert of(asked, cmd.Connect)[0].bridge == "c~consult"
    done = play.happens(on.Complete("anna"))
    assert of(done, cmd.Connect) == [cmd.Connect("c~talk", ("c", play.leg("c", Role.TARGET)))]
    assert (play.state("c"), play.agent("anna").state) == (CallState.HANDED, AgentState.WRAP_UP)
    play.happens(on.Gone(play.leg("c", Role.TARGET)))
    assert play.state("c") is CallState.ENDED


def test_who_hangs_up_while_the_office_still_rings_has_passed_the_call_on(play: Theatre) -> None:
    play.talking()
    play.happens(on.Ask("anna", OFFICE, "Bauamt"), on.HangUp("anna"))
    assert play.state("c") is CallState.PASSING
    play.answer("c", Role.TARGET)
    assert play.state("c") is CallState.HANDED


@pytest.mark.parametrize("how", ["screen", "phone"])
def test_a_blind_transfer_that_nobody_answers_comes_back(play: Theatre, how: str) -> None:
    """The phone's own transfer key does the same."""
    play.talking()
    leg = play.leg("c", Role.AGENT)
    play.happens(on.Pass("anna", OFFICE, "Bauamt") if how == "screen" else on.Referred(leg, OFFICE))
    assert (play.state("c"), play.agent("anna").state) == (CallState.PASSING, AgentState.WRAP_UP)
    play.sign_in("bert")
    play.fail("c", Role.TARGET, Cause.NO_ANSWER)
    assert (play.state("c"), play.call("c").agent) == (CallState.OFFERED, "anna"), "to her, although bert is free"
    play.answer("c", Role.AGENT)
    assert play.state("c") is CallState.TALKING


@pytest.mark.parametrize("before", [[], [on.Hold("anna")]], ids=["talking", "held"])
def test_the_phone_asked_somebody_itself_and_connects_them(play: Theatre, before: list[on.Event]) -> None:
    play.talking()
    leg = play.leg("c", Role.AGENT)
    commands = play.happens(*before, on.Joined(leg, "7.1", "7.2", OFFICE))
    assert cmd.TakeOver("c", "7.1") in commands
    assert (play.state("c"), play.agent("anna").state) == (CallState.PASSING, AgentState.WRAP_UP)
    assert not of(commands, cmd.Originate), "nobody is rung again"
    there = play.happens(on.Answered("7.2"))
    assert of(there, cmd.Connect) == [cmd.Connect("c~talk", ("c", "7.2"))]
    assert (play.state("c"), play.steps()[-1], play.told()) == (CallState.HANDED, "transferred", ["transferred"])
    play.happens(on.Gone("7.2"))
    assert play.ended().result is Result.ANSWERED


def test_connected_while_it_still_rings_there_it_rings_anew_for_the_caller(play: Theatre) -> None:
    play.talking()
    commands = play.happens(on.Joined(play.leg("c", Role.AGENT), "7.1", None, OFFICE))
    assert cmd.TakeOver("c", "7.1") in commands
    assert [each.to for each in of(commands, cmd.Originate)] == [OFFICE]


@pytest.mark.parametrize("how", ["gone", "never came"])
def test_whom_the_phone_asked_is_gone_in_that_instant_and_the_call_comes_back(play: Theatre, how: str) -> None:
    play.talking()
    play.happens(on.Joined(play.leg("c", Role.AGENT), "7.1", "7.2", OFFICE))
    if how == "gone":
        play.happens(on.Gone("7.2"))
    else:
        play.after(5)
    assert (play.state("c"), play.call("c").agent) == (CallState.OFFERED, "anna")
    assert "transfer-came-back" in play.told()


@pytest.mark.parametrize("first", ["caller", "key"])
def test_the_caller_is_gone_in_the_instant_of_the_phone_s_key(play: Theatre, first: str) -> None:
    play.talking()
    order = [on.Gone("c"), on.Joined(play.leg("c", Role.AGENT), "7.1", "7.2", OFFICE)]
    play.happens(*(order if first == "caller" else order[::-1]))
    assert play.state("c") is CallState.ENDED
    late = play.happens(on.Answered("7.2"))
    assert late == [cmd.HangUpLeg("7.2", Cause.CANCELLED)], "nobody stays alone on the line"


def test_who_was_asked_and_then_taken_over_is_no_stranger(play: Theatre) -> None:
    play.talking()
    play.happens(on.Joined(play.leg("c", Role.AGENT), "7.1", "7.2", OFFICE), on.Answered("7.2"))
    seen = on.Snapshot(tuple(on.SeenLeg(leg, LegState.UP, "c~talk") for leg in ("c", "7.2", "8.2")))
    play.happens(seen)
    assert of(play.happens(seen), cmd.HangUpLeg) == [cmd.HangUpLeg("8.2")], "of another line, which let it go"


def test_a_conference_with_an_interpreter(play: Theatre) -> None:
    play.talking()
    play.happens(on.Invite("anna", OFFICE, "Dolmetscherin"))
    assert play.state("c") is CallState.TALKING, "the two go on speaking"
    (three,) = of(play.answer("c", Role.GUEST), cmd.Connect)
    assert len(three.legs) == 3
    play.happens(on.Dismiss("anna"))
    assert play.call("c").leg(Role.GUEST) is None
    play.happens(on.Ask("anna", OFFICE, "Bauamt"))
    play.answer("c", Role.TARGET)
    play.happens(on.Join("anna"))
    assert len(play.call("c").legs) == 3
    play.happens(on.HangUp("anna"))
    assert play.state("c") is CallState.HANDED, "caller and guest go on"


def test_a_phone_that_is_lost_has_not_hung_up_on_the_caller(play: Theatre) -> None:
    play.talking()
    play.fail("c", Role.AGENT, Cause.LOST)
    assert play.call("c").wanted == "anna" or play.call("c").agent == "anna"
    assert "phone-lost" in play.told()


# Dialling


def dialled(play: Theatre) -> None:
    play.sign_in("anna")
    play.happens(on.Dial("anna", "d", "geldern", CITIZEN, "+493023125300", "callback:7", TERMS))


def test_dialling_rings_the_agent_first_then_the_citizen(play: Theatre) -> None:
    dialled(play)
    assert [leg.role for leg in play.call("d").legs] == [Role.AGENT]
    play.answer("d", Role.AGENT)
    (rung,) = [each for each in of(play.commands, cmd.Originate) if each.leg == play.leg("d", Role.CALLER)]
    assert (rung.to.value, rung.shown) == (CITIZEN, "+493023125300")
    play.answer("d", Role.CALLER)
    (noted,) = of(play.commands, cmd.NoteAttempt)
    assert (noted.call.result, noted.call.subject) == (Result.ANSWERED, "callback:7")
    play.happens(on.Gone(play.leg("d", Role.CALLER)))
    assert play.agent("anna").state is AgentState.FREE, "nothing has to be written up"


def test_a_busy_citizen_is_noted_and_told(play: Theatre) -> None:
    dialled(play)
    play.answer("d", Role.AGENT)
    play.fail("d", Role.CALLER, Cause.BUSY)
    (noted,) = of(play.commands, cmd.NoteAttempt)
    assert (noted.call.result, noted.call.cause) == (Result.NOT_REACHED, Cause.BUSY)
    assert (play.told(), play.agent("anna").state) == (["citizen-not-reached"], AgentState.FREE)


def test_who_talks_dials_nobody(play: Theatre) -> None:
    play.talking()
    dialled(play)
    assert (play.told(), play.state("d")) == (["cannot-dial"], CallState.ENDED)


# The switch's own view


def test_what_was_missed_is_read_off_the_switch(play: Theatre) -> None:
    play.sign_in("anna")
    play.arrive("c")
    play.happens(on.Lost())
    seen = (on.SeenLeg("c", LegState.UP), on.SeenLeg(play.leg("c", Role.AGENT), LegState.UP))
    commands = play.happens(on.Snapshot(seen))
    assert play.state("c") is CallState.TALKING
    assert of(commands, cmd.Connect)
    again = play.happens(on.Snapshot(tuple(on.SeenLeg(leg.id, LegState.UP, "c~talk") for leg in play.call("c").legs)))
    assert not of(again, cmd.Connect), "who is where they belong hears nothing"


def test_a_caller_whom_the_switch_could_not_answer_is_answered_at_the_next_look(play: Theatre) -> None:
    play.arrive("c")
    commands = play.happens(on.Snapshot((on.SeenLeg("c", LegState.DIALLED),)))
    assert cmd.Answer("c") in commands
    assert cmd.Answer("c") not in play.happens(on.Snapshot((on.SeenLeg("c", LegState.UP),)))


def test_an_agent_whose_call_is_gone_is_free_again(play: Theatre) -> None:
    play.talking()
    play.floor = replace(play.floor, calls={})
    play.happens(on.Snapshot(()))
    assert play.agent("anna").state in (AgentState.WRAP_UP, AgentState.FREE)


def test_when_time_matters_next_is_known(play: Theatre) -> None:
    assert due_at(play.floor) is None
    play.sign_in("anna")
    play.arrive("c")
    assert due_at(play.floor) == START.replace(second=20)
