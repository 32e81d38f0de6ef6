"""A case of several offices: its states as one table, and what each office's part stands at. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from servicecenter.errors import Conflict
from servicecenter.tickets.model import Ticket, TicketState


class CaseState(StrEnum):
    OPEN = "open"  # at least one office works on it
    WAITING = "waiting"  # every office of ours has done its part: a partner or the business must act
    DONE = "done"  # every part has ended; the Lotse still has to tell the business
    CLOSED = "closed"
    REOPENED = "reopened"


class CaseAct(StrEnum):
    WAIT = "wait"
    RESUME = "resume"
    FINISH = "finish"
    CLOSE = "close"
    REOPEN = "reopen"


STATE_WORDS = {
    CaseState.OPEN: "in Arbeit",
    CaseState.WAITING: "wartet auf andere",
    CaseState.DONE: "alle Ämter fertig",
    CaseState.CLOSED: "abgeschlossen",
    CaseState.REOPENED: "wieder geöffnet",
}
S, A = CaseState, CaseAct
TRANSITIONS: dict[tuple[CaseState, CaseAct], CaseState] = {
    (S.OPEN, A.WAIT): S.WAITING,
    (S.OPEN, A.FINISH): S.DONE,
    (S.WAITING, A.RESUME): S.OPEN,
    (S.WAITING, A.FINISH): S.DONE,
    (S.DONE, A.RESUME): S.OPEN,
    (S.DONE, A.WAIT): S.WAITING,
    (S.DONE, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.REOPENED,
    (S.REOPENED, A.WAIT): S.WAITING,
    (S.REOPENED, A.FINISH): S.DONE,
    (S.REOPENED, A.CLOSE): S.CLOSED,  # nothing more was to be done
}
RUNNING = (S.OPEN, S.WAITING, S.DONE, S.REOPENED)


class Standing(StrEnum):
    """Where one office's part stands."""

    WAITS = "waits"  # for another part
    RUNS = "runs"  # its ticket is open
    DONE = "done"
    NEEDS_CONSENT = "needs_consent"  # a partner outside may know nothing yet
    MAY_ASK = "may_ask"  # consent is there, nothing was sent
    ASKED = "asked"
    DROPPED = "dropped"


STANDING_WORDS = {
    Standing.WAITS: "wartet",
    Standing.RUNS: "in Arbeit",
    Standing.DONE: "erledigt",
    Standing.NEEDS_CONSENT: "Einwilligung fehlt",
    Standing.MAY_ASK: "noch nicht angefragt",
    Standing.ASKED: "angefragt",
    Standing.DROPPED: "entfällt",
}
# However it came about; what lies with the supervisor or in another ticket has not ended.
OVER = (TicketState.ANSWERED, TicketState.EXHAUSTED, TicketState.WITHDRAWN)
ENDED = (Standing.DONE, Standing.DROPPED)
WITH_OTHERS = (Standing.NEEDS_CONSENT, Standing.MAY_ASK, Standing.ASKED)


@dataclass(frozen=True, slots=True)
class Consent:
    """What the business allows one partner to be told; `sentence` is what was read aloud, word for word."""

    id: int
    part: int
    given_by: str
    given_at: datetime
    how: str  # key of partners.HOW
    covers: tuple[str, ...]  # keys of partners.COVERED
    sentence: str
    recorded_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Part:
    """One Leistung of the case and the office it belongs to."""

    id: int
    case: int
    leistung: str
    office: str
    outside: bool  # an authority outside the agreement: no ticket, no promise in its name
    asks: str
    after: tuple[str, ...]  # Leistungen of the case that come first
    added_at: datetime
    added_reason: str = ""  # empty: chosen when the case was opened
    ticket: int | None = None
    started_at: datetime | None = None  # ticket opened, or the partner asked
    message: str = ""  # Message-ID of the mail to a partner
    answered_at: datetime | None = None  # by a partner
    answer: str = ""
    dropped_at: datetime | None = None
    dropped_reason: str = ""
    consents: tuple[Consent, ...] = ()

    @property
    def consent(self) -> Consent | None:
        """The one that holds."""
        return next((each for each in reversed(self.consents) if each.holds), None)


@dataclass(frozen=True, slots=True)
class BusinessCase:
    id: int
    case_number: str
    contact: int
    municipality: str
    business: int
    vorhaben: str
    title: str
    lotse: str  # the office in charge
    district: str | None
    state: CaseState
    opened_at: datetime
    opened_by: str
    handbook: date
    note: str = ""  # the concern as a whole, and what was already said
    done_at: datetime | None = None
    closed_at: datetime | None = None
    told: str = ""  # what the business was told at the end
    reopened_at: datetime | None = None
    reopened_reason: str = ""
    erased_at: datetime | None = None
    parts: tuple[Part, ...] = ()


def after(case: BusinessCase, act: CaseAct) -> CaseState:
    """Raises Conflict for a step the table does not know."""
    try:
        return TRANSITIONS[case.state, act]
    except KeyError:
        raise Conflict(
            f"Dieses Vorhaben ist „{STATE_WORDS[case.state]}“.", "In diesem Stand geht das nicht.",
            "Bitte die Ansicht neu laden.", state=case.state.value,
        ) from None  # fmt: skip


def standing(part: Part, tickets: Mapping[int, Ticket], parts: Iterable[Part]) -> Standing:
    """From what stands in the rows: nothing of it is kept twice."""
    if part.dropped_at is not None:
        return Standing.DROPPED
    if part.ticket is not None:
        ticket = tickets.get(part.ticket)
        return Standing.DONE if ticket is None or ticket.state in OVER else Standing.RUNS
    if part.outside and part.answered_at is not None:
        return Standing.DONE
    if part.outside and part.started_at is not None:
        return Standing.ASKED
    if waits_for(part, tickets, parts) or not part.outside:
        return Standing.WAITS
    return Standing.MAY_ASK if part.consent else Standing.NEEDS_CONSENT


def waits_for(part: Part, tickets: Mapping[int, Ticket], parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that must end first and have not."""
    return tuple(
        each for each in parts if each.leistung in part.after and each.id != part.id and not _has_ended(each, tickets)
    )


def _has_ended(part: Part, tickets: Mapping[int, Ticket]) -> bool:
    if part.dropped_at is not None or part.answered_at is not None:
        return True
    ticket = tickets.get(part.ticket or 0)
    return ticket is not None and ticket.state in OVER


def ready(case: BusinessCase, tickets: Mapping[int, Ticket]) -> tuple[Part, ...]:
    """Parts of our own offices whose turn has come."""
    return tuple(
        part
        for part in case.parts
        if not part.outside
        and part.ticket is None
        and part.dropped_at is None
        and not waits_for(part, tickets, case.parts)
    )


def due_act(case: BusinessCase, tickets: Mapping[int, Ticket]) -> CaseAct | None:
    """What the state has to follow: tickets were ended, reopened or withdrawn elsewhere."""
    now = [standing(part, tickets, case.parts) for part in case.parts]
    runs = any(each in (Standing.RUNS, Standing.WAITS) for each in now)
    wanted = S.OPEN if runs else S.DONE if all(each in ENDED for each in now) else S.WAITING
    if case.state is S.CLOSED:
        return A.REOPEN if Standing.RUNS in now else None
    if case.state is S.REOPENED and (wanted is S.OPEN or not _ended_since(case, tickets)):
        return None
    act = {S.OPEN: A.RESUME, S.WAITING: A.WAIT, S.DONE: A.FINISH}[wanted]
    return act if case.state is not wanted and (case.state, act) in TRANSITIONS else None


def _ended_since(case: BusinessCase, tickets: Mapping[int, Ticket]) -> bool:
    """Whether something ended since the case was opened again: before, there was nothing left to end."""
    ended = [
        part.answered_at or part.dropped_at or getattr(tickets.get(part.ticket or 0), "closed_at", None)
        for part in case.parts
    ]
    return any(at is not None and case.reopened_at is not None and at >= case.reopened_at for at in ended)


def check_may_close(case: BusinessCase, tickets: Mapping[int, Ticket]) -> None:
    """Raises Conflict with the first office that has not ended its part."""
    for part in case.parts:
        if standing(part, tickets, case.parts) not in ENDED:
            raise Conflict(
                "Dieses Vorhaben ist noch nicht fertig.", "Nicht jedes Amt hat seinen Teil beendet.",
                "Bitte abwarten, oder ein Amt mit einem Grund herausnehmen.", office=part.office,
            )  # fmt: skip
