"""What can be said about a callback before it is promised: until when, how long the office is open, and whether that
meets the time the caller wishes. Pure.
"""

from dataclasses import dataclass
from datetime import datetime

from servicecenter.callbacks.planning import minutes_left
from servicecenter.callbacks.windows import Window, window
from servicecenter.contacts.forwarding import callback_terms
from servicecenter.contacts.turns import opening
from servicecenter.directory.calendars import local_day
from servicecenter.promises.terms import Terms
from servicecenter.routing.model import Decision, StepKind
from servicecenter.routing.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Outlook:
    """Minutes are whole and lie before the due date; `open_minutes` is None where nobody knows the office's hours."""

    terms: Terms
    wished: Window
    open_minutes: int | None
    meeting_minutes: int  # in which the office is open and the citizen can be reached
    hours: str  # of the office in words: „Mo, Di 08:30–12:30“

    @property
    def is_closed(self) -> bool:
        return self.open_minutes == 0

    @property
    def misses(self) -> bool:
        """The office is open, but never when the citizen can be reached."""
        return self.wished.limits and not self.is_closed and self.meeting_minutes == 0


def outlook(rulebook: Rulebook, decision: Decision, said: str, at: datetime) -> Outlook | None:
    """`said` is the window as the citizen names it now. None: nobody owes a callback."""
    terms, step = callback_terms(rulebook, decision, at), decision.first(StepKind.CALLBACK)
    if terms is None or step is None:
        return None
    office, wished = rulebook.directory.offices[step.target.id], window(said, local_day(at))
    meeting = minutes_left(wished, opening(rulebook, office.id), at, terms.due_at)
    return Outlook(terms, wished, terms.open_minutes, meeting, rulebook.calendars.week_in_words(office))
