"""What an agent does at the own telephone with one key, and whether it fits the moment. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from servicecenter.errors import Conflict
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Agent, Call, Floor
from servicecenter.telephony.callflow.table import Stepped, step


class Act(StrEnum):
    SIGN_OUT = "sign-out"
    RESUME = "resume"
    ACCEPT = "accept"
    REJECT = "reject"
    HOLD = "hold"
    RETRIEVE = "retrieve"
    COMPLETE = "complete"
    JOIN = "join"
    DISMISS = "dismiss"
    HANG_UP = "hang-up"


EVENTS: Mapping[Act, Callable[[str], on.Event]] = {
    Act.SIGN_OUT: on.SignOut, Act.RESUME: on.Resume, Act.ACCEPT: on.Accept, Act.REJECT: on.Reject, Act.HOLD: on.Hold,
    Act.RETRIEVE: on.Retrieve, Act.COMPLETE: on.Complete, Act.JOIN: on.Join, Act.DISMISS: on.Dismiss,
    Act.HANG_UP: on.HangUp,
}  # fmt: skip


class NotNow(Conflict):
    """The telephone is not in a state in which this would do anything."""

    code = "telephone-not-now"

    def __init__(self) -> None:
        super().__init__(
            "Das geht am Telefon gerade nicht.", "Sein Stand lässt es nicht zu.", "Bitte den Stand neu ansehen."
        )


def fits(agent: Agent | None, call: Call | None, event: on.Event, at: datetime) -> bool:
    """Tried on a floor with nobody else: what would change nothing does not fit."""
    if agent is None:
        return False
    alone = Floor({call.id: call} if call else {}, {agent.id: agent})
    return step(alone, event, at) != Stepped(alone, ())


def possible(agent: Agent | None, call: Call | None, at: datetime, *, simulated: bool) -> tuple[Act, ...]:
    """A real phone is picked up by hand: accepting on the screen is for the simulated one."""
    return tuple(
        act
        for act, event in EVENTS.items()
        if (simulated or act is not Act.ACCEPT) and fits(agent, call, event(agent.id if agent else ""), at)
    )
