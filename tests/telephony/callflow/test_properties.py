"""Whatever comes, in whatever order, twice or not at all: what must hold always, holds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from servicecenter.calls.model import CALLER, Step
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Admission, AgentState, CallState, Cause, LegState, Overflow, Role
from tests.telephony.callflow.floors import BUSY_STATES, CITIZEN, OFFICE, START, TERMS, Theatre

AGENTS = ("anna", "bert")
ACTS = (on.Reject, on.Hold, on.Retrieve, on.Complete, on.Join, on.Dismiss, on.HangUp, on.Accept, on.ContactClosed,
        on.SignOut, on.Resume)  # fmt: skip
moments = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10**6)), max_size=60)


def happening(play: Theatre, kind: int, dice: int) -> on.Event:  # noqa: PLR0911, PLR0912  # one way a kind
    """Something that could be told now: about a leg that is, that was, or that never was."""
    legs = [leg.id for call in play.floor.calls.values() for leg in call.legs] or ["c1"]
    old = [c.leg for c in play.commands if isinstance(c, cmd.Originate)] or ["c9~agent1"]
    leg = (legs + old)[dice % (len(legs) + len(old))]
    opened = [c.call.id for c in play.commands if isinstance(c, cmd.OpenContact)]
    agent, call = AGENTS[dice % 2], f"c{len(opened) - dice % 3}"  # a new one, or one of the last again
    playing = [c.playback for c in play.commands if isinstance(c, cmd.Play)] or ["c1~play1"]
    match kind:
        case 0 | 1 | 2:
            overflow = (None, Overflow(40, "queue-full", "§ 5.2", (None, OFFICE)[dice % 2]))[dice % 3 == 0]
            terms = replace(TERMS, greets=dice % 5 == 0, position_every_seconds=(None, 30)[dice % 2], overflow=overflow)
            town, number = ("geldern", "hagen")[dice % 2], (None, CITIZEN)[dice % 2]
            return on.Arrived(call, town, "+49", number, terms, list(Admission)[(0, dice % 5)[kind % 2]], OFFICE)
        case 3 | 4 | 5 | 6:
            return on.Answered(leg)
        case 7 | 8:
            return on.Gone(leg, list(Cause)[dice % len(Cause)])
        case 9:
            return on.Ringing(leg)
        case 10 | 11:
            return on.Key(leg, "12#0"[dice % 4])
        case 12 | 13:
            return on.Played(playing[-1 - dice % min(3, len(playing))])
        case 14 | 15 | 16:
            return on.SignIn(agent, agent, f"2{agent}")
        case 17:
            return on.Pause(agent, "Pause")
        case 18:
            asked = (None, f"x{len(play.commands)}")[dice % 2]
            return on.Referred(leg, OFFICE) if dice % 3 else on.Joined(leg, "line", asked, OFFICE)
        case 19:
            return on.Ask(agent, OFFICE, "Bauamt")
        case 20:
            return on.Pass(agent, OFFICE, "Bauamt")
        case 21:
            return on.Invite(agent, OFFICE, "Dolmetscher")
        case 22:
            return on.Take(agent, call)
        case 23:
            return on.Dial(agent, f"d{len(play.commands)}", "geldern", CITIZEN, "+49", "callback:1", TERMS)
        case 24:
            return on.Lost()
        case 25:
            seen = [on.SeenLeg(each, LegState.UP) for number, each in enumerate(legs) if (dice >> number) % 2]
            return on.Snapshot(tuple(seen), restarted=dice % 7 == 0)
        case _:
            return ACTS[dice % len(ACTS)](agent)


@settings(max_examples=300, deadline=None)
@given(moments)
def test_what_must_hold_always_holds(moments):
    play = Theatre()
    for kind, dice in moments:
        if kind > 27:
            play.after(dice % 25)
        else:
            play.happens(happening(play, kind, dice))
        check(play)
    finish(play)


def check(play: Theatre) -> None:
    made = [command.leg for command in play.commands if isinstance(command, cmd.Originate)]
    assert len(made) == len(set(made)), "no leg's id is used twice"
    records = [replace(c.instant, at=START) for c in play.commands if isinstance(c, cmd.Record)]
    assert len(records) == len(set(records)), "no instant is recorded twice"
    for call in play.floor.calls.values():
        assert call.state is not CallState.ENDED
        if call.state in (CallState.OFFERED, CallState.REACHING, CallState.TALKING, CallState.HELD, CallState.ASKING):
            assert play.floor.agents[call.agent or ""].call == call.id, (call.state, "has its agent")
        if call.state in (CallState.WAITING, CallState.GREETED, CallState.TOLD, CallState.WISHING):
            assert call.leg(Role.CALLER), (call.state, "has its caller")
        if call.state in (CallState.GREETED, CallState.TOLD, CallState.WISHING, CallState.KEPT, CallState.PASSING,
                          CallState.OFFERED, CallState.REACHING):  # fmt: skip
            assert call.timers, (call.state, "does not last for ever")
    for agent in play.floor.agents.values():
        if agent.state in BUSY_STATES:
            call = play.floor.calls[agent.call or ""]
            assert call.agent == agent.id, "who is busy is so with a call that knows it"
            assert call.leg(Role.AGENT) or call.leg(Role.TARGET)
        else:
            assert agent.call is None
        assert agent.state is not AgentState.WRAP_UP or agent.due_at is not None


def finish(play: Theatre) -> None:
    """Time passes and everybody hangs up: nothing is left, and each call ended once."""
    play.happens(on.Snapshot((), restarted=True))
    check(play)
    for _ in range(6):
        play.after(3700)
    assert play.floor.calls == {}
    assert [agent.state for agent in play.floor.agents.values() if agent.state in BUSY_STATES] == []
    recorded = [c.instant for c in play.commands if isinstance(c, cmd.Record)]
    ends = [each.call for each in recorded if each.step is Step.ENDED and each.leg == CALLER]
    assert len(ends) == len(set(ends)), "a call ends once"
    opened = {c.call.id for c in play.commands if isinstance(c, cmd.OpenContact)}
    assert opened <= set(ends), "and each that came ends"
