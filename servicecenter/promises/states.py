"""The states of a promise and every transition between them, as one table. Pure."""

from enum import StrEnum

from servicecenter.errors import Conflict


class PromiseState(StrEnum):
    OPEN = "open"
    AT_RISK = "at_risk"
    BREACHED = "breached"  # the due instant passed before it was kept
    KEPT = "kept"
    KEPT_LATE = "kept_late"  # done, but counted as not kept
    EXHAUSTED = "exhausted"  # nobody reached in as many attempts as the handbook says: counted apart
    EXHAUSTED_LATE = "exhausted_late"  # the same, but after the due instant: counted as not kept
    WITHDRAWN = "withdrawn"  # never owed: made by mistake, or for the wrong municipality


class PromiseAct(StrEnum):
    RISK = "risk"
    DUE = "due"  # the owing office has closed for the last time before the due instant
    BREACH = "breach"
    KEEP = "keep"
    EXHAUST = "exhaust"
    WITHDRAW = "withdraw"


class Level(StrEnum):
    """What acts exactly once per promise."""

    AT_RISK = "at_risk"
    DUE = "due"
    BREACHED = "breached"


LEVELS = {PromiseAct.RISK: Level.AT_RISK, PromiseAct.DUE: Level.DUE, PromiseAct.BREACH: Level.BREACHED}
S, A = PromiseState, PromiseAct
TRANSITIONS: dict[tuple[PromiseState, PromiseAct], PromiseState] = {
    (S.OPEN, A.RISK): S.AT_RISK,
    (S.OPEN, A.BREACH): S.BREACHED,
    (S.OPEN, A.KEEP): S.KEPT,
    (S.OPEN, A.EXHAUST): S.EXHAUSTED,
    (S.OPEN, A.WITHDRAW): S.WITHDRAWN,
    (S.AT_RISK, A.DUE): S.AT_RISK,
    (S.AT_RISK, A.BREACH): S.BREACHED,
    (S.AT_RISK, A.KEEP): S.KEPT,
    (S.AT_RISK, A.EXHAUST): S.EXHAUSTED,
    (S.AT_RISK, A.WITHDRAW): S.WITHDRAWN,
    (S.BREACHED, A.KEEP): S.KEPT_LATE,
    (S.BREACHED, A.EXHAUST): S.EXHAUSTED_LATE,
    (S.BREACHED, A.WITHDRAW): S.WITHDRAWN,
}
WATCHED = (S.OPEN, S.AT_RISK)  # what the sweep looks at
UNKEPT = (S.BREACHED, S.KEPT_LATE, S.EXHAUSTED_LATE)  # what is counted as "nicht gehalten"
OVER = (S.KEPT, S.KEPT_LATE, S.EXHAUSTED, S.EXHAUSTED_LATE, S.WITHDRAWN)
# Due passed between two sweeps: the instant decides, not the sweep.
AFTER_DUE = {S.KEPT: S.KEPT_LATE, S.EXHAUSTED: S.EXHAUSTED_LATE}


def after(state: PromiseState, act: PromiseAct) -> PromiseState:
    """Raises Conflict for a transition that the table does not know."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise Conflict(
            "Diese Zusage ist schon abgeschlossen.",
            "Sie wurde inzwischen erledigt oder zurückgenommen.",
            "Bitte die Ansicht neu laden.",
            state=state.value,
            act=act.value,
        ) from None
