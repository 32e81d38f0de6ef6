"""The states of an agent as one table; none can stick, because whatever ends a call ends the state too. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from servicecenter.telephony.callflow.model import Agent, AgentState

LEAVE = "leave"  # in `then`: sign out as soon as the call is over
WRITING = "writing"  # the reason of the pause that follows a wrap-up in which the contact was not closed
MISSED = "missed"  # two offers rang and nobody answered
UNREACHABLE = "unreachable"  # the phone is not there
MISSED_ALLOWED = 2


class AgentAct(StrEnum):
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    PAUSE = "pause"
    RESUME = "resume"
    OFFER = "offer"
    ANSWER = "answer"
    LET_GO = "let_go"  # rejected, timed out, or rescinded
    HANG_UP = "hang_up"
    OVERRUN = "overrun"
    DONE = "done"


S, A = AgentState, AgentAct
TRANSITIONS: Mapping[tuple[AgentState, AgentAct], AgentState] = {
    (S.AWAY, A.SIGN_IN): S.FREE,
    (S.FREE, A.SIGN_IN): S.FREE,  # with another phone
    (S.PAUSED, A.SIGN_IN): S.FREE,
    (S.FREE, A.SIGN_OUT): S.AWAY,
    (S.PAUSED, A.SIGN_OUT): S.AWAY,
    (S.WRAP_UP, A.SIGN_OUT): S.AWAY,
    (S.FREE, A.PAUSE): S.PAUSED,
    (S.PAUSED, A.PAUSE): S.PAUSED,  # for another reason
    (S.WRAP_UP, A.PAUSE): S.PAUSED,
    (S.PAUSED, A.RESUME): S.FREE,
    (S.WRAP_UP, A.RESUME): S.FREE,
    (S.FREE, A.OFFER): S.RINGING,
    (S.WRAP_UP, A.OFFER): S.RINGING,  # only the call that comes back, or one the agent dials
    (S.PAUSED, A.OFFER): S.RINGING,  # likewise
    (S.RINGING, A.ANSWER): S.TALKING,
    (S.RINGING, A.LET_GO): S.FREE,
    (S.RINGING, A.HANG_UP): S.FREE,
    (S.TALKING, A.HANG_UP): S.WRAP_UP,
    (S.WRAP_UP, A.DONE): S.FREE,
    (S.WRAP_UP, A.OVERRUN): S.PAUSED,
}
BUSY = (S.RINGING, S.TALKING, S.WRAP_UP)
LEAVES_PAUSE = (A.RESUME, A.SIGN_IN)


def moved(agent: Agent, act: AgentAct, at: datetime, **changes: Any) -> Agent:
    """The agent after the act; unchanged where the table has nothing for it, also without `changes`."""
    to = TRANSITIONS.get((agent.state, act))
    if to is None:
        return agent
    if to is S.FREE and agent.state is not S.FREE:
        to, changes = _freed(agent, act, at, changes)
    if to is S.RINGING:
        changes = {"before": agent.reason if agent.state is S.PAUSED else ""} | changes
    if to is S.WRAP_UP:
        changes = {"call": None, "idle_since": at} | changes
    if act is A.OVERRUN:
        changes = {"reason": agent.then or WRITING, "then": ""} | changes
    if to not in (S.WRAP_UP, S.PAUSED):
        changes = {"due_at": None} | changes
    since = agent.since if to is agent.state else at
    return replace(agent, **({"state": to, "since": since} | changes))


def _freed(agent: Agent, act: AgentAct, at: datetime, changes: dict[str, Any]) -> tuple[AgentState, dict[str, Any]]:
    """Free, unless a pause or the end of work was asked for meanwhile, or the phone rang in a pause."""
    changes = {"call": None, "idle_since": agent.idle_since or at, "due_at": None} | changes
    if agent.then == LEAVE and act not in LEAVES_PAUSE:
        return S.AWAY, {"then": "", "reason": "", "before": ""} | changes
    wanted = "" if act in LEAVES_PAUSE else agent.then or agent.before or (WRITING if agent.writing else "")
    # Whoever comes out of a pause was not idle: the longest idle goes first.
    idle = at if agent.state is S.PAUSED or agent.state is S.AWAY else changes["idle_since"]
    freed = {"then": "", "before": "", "reason": wanted, "idle_since": idle}
    return (S.PAUSED if wanted else S.FREE), changes | freed


def asked(agent: Agent, what: str, at: datetime) -> Agent:
    """A pause or the end of work: at once, or as soon as the call is over."""
    if agent.state in (S.RINGING, S.TALKING):
        return replace(agent, then=what)
    if what == LEAVE:
        return moved(agent, A.SIGN_OUT, at, reason="", then="")
    return moved(agent, A.PAUSE, at, reason=what, then="", due_at=None)
