"""What can be done at the telephone now: found by trying it, so it is checked against what each state should allow."""

from dataclasses import replace

import pytest

from servicecenter.telephony.acts import Act, fits, possible
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import (
    Agent,
    AgentState,
    Call,
    CallState,
    Leg,
    LegState,
    Origin,
    Role,
    Terms,
)
from tests.conftest import MONDAY

ANNA = Agent("anna", "Anna", "21", AgentState.FREE, MONDAY, MONDAY)
CALL = Call(
    "c", Origin.INBOUND, "geldern", Terms(), CallState.TALKING, MONDAY, MONDAY, agent="anna", is_talked=True,
    legs=(Leg("c", Role.CALLER, LegState.UP), Leg("c~agent0", Role.AGENT, LegState.UP)),
)  # fmt: skip
TARGET = Leg("c~target1", Role.TARGET, LegState.UP)
GUEST = Leg("c~guest1", Role.GUEST, LegState.UP)
BUSY = replace(ANNA, state=AgentState.TALKING, call="c")


@pytest.mark.parametrize(
    ("agent", "call", "expected"),
    [
        (None, None, ""),
        (replace(ANNA, state=AgentState.AWAY), None, ""),
        (ANNA, None, "sign-out"),
        (replace(ANNA, state=AgentState.PAUSED, reason="Pause"), None, "sign-out resume"),
        (replace(ANNA, state=AgentState.WRAP_UP), None, "sign-out resume"),
        (replace(ANNA, state=AgentState.RINGING, call="c"), replace(CALL, state=CallState.OFFERED),
         "sign-out accept reject hang-up"),
        (BUSY, CALL, "sign-out hold hang-up"),
        (replace(BUSY, then="leave"), CALL, "resume hold hang-up"),
        (BUSY, replace(CALL, legs=(*CALL.legs, GUEST)), "sign-out hold dismiss hang-up"),
        (BUSY, replace(CALL, state=CallState.HELD), "sign-out retrieve hang-up"),
        (BUSY, replace(CALL, state=CallState.ASKING), "sign-out retrieve complete hang-up"),
        (BUSY, replace(CALL, state=CallState.ASKING, legs=(*CALL.legs, TARGET)),
         "sign-out retrieve complete join hang-up"),
    ],
    ids=["nobody", "away", "free", "paused", "wrap-up", "ringing", "talking", "leaving", "guest", "held", "asking",
         "target is there"],
)  # fmt: skip
def test_each_state_allows_what_would_do_something(agent: Agent | None, call: Call | None, expected: str) -> None:
    assert " ".join(possible(agent, call, MONDAY, simulated=True)) == expected


def test_a_real_phone_is_picked_up_by_hand() -> None:
    ringing = replace(ANNA, state=AgentState.RINGING, call="c")
    assert Act.ACCEPT not in possible(ringing, replace(CALL, state=CallState.OFFERED), MONDAY, simulated=False)


def test_a_call_of_somebody_else_is_left_alone() -> None:
    assert not fits(BUSY, replace(CALL, agent="bert"), on.Hold("anna"), MONDAY)
