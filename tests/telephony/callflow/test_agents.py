"""The states of an agent as a table: none sticks, and what was asked for meanwhile follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.telephony.callflow.agents import LEAVE, TRANSITIONS, AgentAct, asked, moved
from servicecenter.telephony.callflow.model import Agent, AgentState
from tests.telephony.callflow.floors import START

LATER = START + timedelta(minutes=1)
ANNA = Agent("anna", "Anna", "21", AgentState.FREE, START, START)


def test_every_state_can_be_left() -> None:
    assert {state for state, _ in TRANSITIONS} == set(AgentState)


@pytest.mark.parametrize("state", list(AgentState))
@pytest.mark.parametrize("act", list(AgentAct))
def test_what_the_table_does_not_have_changes_nothing(state: AgentState, act: AgentAct) -> None:
    agent = replace(ANNA, state=state)
    after = moved(agent, act, LATER)
    assert after == agent if (state, act) not in TRANSITIONS else after.state in AgentState


@pytest.mark.parametrize("state", [AgentState.RINGING, AgentState.TALKING])
def test_a_wish_while_busy_waits_for_the_end(state: AgentState) -> None:
    busy = asked(replace(ANNA, state=state), "Mittag", LATER)
    assert (busy.state, busy.then) == (state, "Mittag")
    leaving = asked(replace(ANNA, state=state), LEAVE, LATER)
    ended = moved(moved(leaving, AgentAct.HANG_UP, LATER), AgentAct.DONE, LATER)
    assert (ended.state, ended.then) == (AgentState.AWAY, "")


def test_a_phone_that_rang_in_a_pause_goes_back_to_it() -> None:
    paused = asked(ANNA, "Besprechung", START)
    rung = moved(paused, AgentAct.OFFER, LATER)
    back = moved(rung, AgentAct.LET_GO, LATER)
    assert (back.state, back.reason) == (AgentState.PAUSED, "Besprechung")


def test_idle_counts_from_the_last_conversation_or_from_the_end_of_a_pause() -> None:
    talked = moved(replace(ANNA, state=AgentState.TALKING), AgentAct.HANG_UP, LATER)
    assert moved(talked, AgentAct.DONE, LATER + timedelta(seconds=30)).idle_since == LATER
    resumed = moved(asked(ANNA, "Pause", START), AgentAct.RESUME, LATER)
    assert resumed.idle_since == LATER
