"""A remark on a ticket, and what each kind means. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RemarkKind(StrEnum):
    GIVEN_BACK = "given_back"  # "not responsible": why; `to` is the office proposed, `moved_to` where it went
    ASSIGNED = "assigned"  # the supervisor decided: why; `moved_to` is the office
    QUESTION = "question"  # `to` is CITIZEN or CENTRE
    STATEMENT = "statement"  # asked of the office a complaint is about: `to` is that office
    DELAY = "delay"  # why it takes longer, until `until_on`; `to` is the way the citizen was told
    MERGED = "merged"  # `to` is the id of the ticket that stays
    REOPENED = "reopened"


CITIZEN, CENTRE = "citizen", "centre"
ANSWERABLE = (RemarkKind.QUESTION, RemarkKind.STATEMENT)


@dataclass(frozen=True, slots=True)
class Remark:
    """`office` wrote it; empty where somebody of the service centre did."""

    id: int
    ticket: int
    municipality: str
    case_number: str
    kind: RemarkKind
    office: str
    text: str
    by: str  # a person's id
    by_name: str
    at: datetime
    to: str = ""
    moved_to: str = ""
    until_on: date | None = None
    answer: str = ""
    answered_name: str = ""
    answered_at: datetime | None = None
    settled: str = ""  # what became of a correction that was offered: "confirmed", "declined"
    settled_at: datetime | None = None

    def says_the_same(self, other: "Remark") -> bool:
        """And the other still stands: an answered question may be asked again."""
        mine = (self.kind, self.to, self.text, self.until_on)
        is_answered = other.kind in ANSWERABLE and not other.is_open
        return mine == (other.kind, other.to, other.text, other.until_on) and not is_answered

    @property
    def is_open(self) -> bool:
        """A question nobody has answered."""
        return self.kind in ANSWERABLE and self.answered_at is None
