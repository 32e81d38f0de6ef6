"""A report that an article is wrong or out of date: who answers for the article, by when, and what they say. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office
from servicecenter.errors import Invalid
from servicecenter.promises.terms import Terms
from servicecenter.routing.rulebook import Rulebook

PROMISE = "article"  # the handbook's promise that would say how fast reports are answered
# Where the handbook says nothing: a week of work. Long enough to look a fee up, short enough that few callers hear a
# wrong one meanwhile.
WORKING_DAYS = 5
LONGEST_SAID = 2_000
LONGEST_ANSWER = 2_000
ONE_INSTANT = timedelta(microseconds=1)


class Assessment(StrEnum):
    RIGHT = "right"
    WILL_CHANGE = "will_change"


ASSESSMENT_WORDS = {Assessment.RIGHT: "stimmt so", Assessment.WILL_CHANGE: "wird geändert"}


@dataclass(frozen=True, slots=True)
class Report:
    """Holds no contact and no caller: what was said about a text, and what its owner says to that."""

    id: int
    municipality: str
    article: str
    title: str  # as it was then: the article may be gone when somebody answers
    office: str  # of the municipality; answers for the article
    said: str  # empty for a concern of social services
    reported_at: datetime
    reported_by: str
    due_at: datetime
    due_on: date
    assessment: Assessment | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_name: str = ""
    seen_at: datetime | None = None  # by whoever reported it

    def is_overdue(self, at: datetime) -> bool:
        return self.assessment is None and at >= self.due_at


def owner_of(rulebook: Rulebook, owner: str | None) -> Office:
    """The Fachamt that answers for an article here; the switchboard where none of this municipality is named."""
    directory = rulebook.directory
    own = [office for office in directory.office if directory.is_inside(office)]
    named = next((office for office in own if office.id == owner), None)
    by_word = next((office for office in own if owner and office.is_for(owner)), None)
    return named or by_word or rulebook.central_office


def due(rulebook: Rulebook, office: Office, at: datetime) -> tuple[datetime, date]:
    """By when the office answers, and the day people are told; the calendar is the office's own."""
    if agreed := rulebook.handbook.promise(PROMISE):
        terms = Terms.of(*agreed, rulebook.calendars, office, at)
        return terms.due_at, terms.due_on
    due_at = rulebook.calendars.counting(office.calendar, local_closings=False).promise_due(at, WORKING_DAYS)
    return due_at.astimezone(UTC), local_day(due_at - ONE_INSTANT)


def checked_said(said: str, *, social: bool) -> str:
    """What may be stored of what the caller said: nothing for social services (§ 35 SGB I). Raises Invalid."""
    if social:
        return ""
    return _checked(said, LONGEST_SAID, "said", "Was nicht stimmt, fehlt.", "Ohne das weiß das Fachamt nicht, was es "
                    "prüfen soll.", "Bitte in einem Satz festhalten, was die anrufende Person gesagt hat.")  # fmt: skip


def checked_answer(answer: str) -> str:
    """Raises Invalid."""
    return _checked(answer, LONGEST_ANSWER, "answer", "Die Antwort fehlt.", "Wer gemeldet hat, soll es beim nächsten "
                    "Anruf richtig sagen können.", "Bitte in einem Satz antworten.")  # fmt: skip


def _checked(given: str, longest: int, field: str, what: str, why: str, now: str) -> str:
    text = given.strip()
    if not text:
        raise Invalid(what, why, now, field=field)
    if len(text) > longest:
        raise Invalid(
            "Der Text ist zu lang.", f"Er hat {len(text)} Zeichen, möglich sind {longest}.",
            "Bitte kürzen; der Text bleibt im Feld stehen.", field=field,
        )  # fmt: skip
    return text
