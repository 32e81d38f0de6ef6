from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, text
from sqlmodel import Field

from servicecenter.database import SQLModel

IN_INBOX = text("state IN ('new', 'accepted')")


class TicketRow(SQLModel, table=True):
    __tablename__ = "ticket"
    __table_args__ = (
        Index(None, "municipality", "office", "state"),
        Index(None, "case_number"),
        Index(None, "contact_id"),
        Index(None, "merged_into"),
        # Only what lies in an inbox stands in the index its list is read from, in the list's order.
        Index(
            "ix_ticket_inbox", "municipality", "office", "due_at", "id", "at_risk_at",
            sqlite_where=IN_INBOX, postgresql_where=IN_INBOX,
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int
    case_number: str
    municipality: str
    office: str
    leistung: str | None = None
    article: str | None = None
    concern: str
    already_said: str
    caller_name: str
    reply: str
    address: str
    state: str
    made_at: datetime
    reason: str
    clause: str
    accepted_by: str | None = None
    accepted_name: str | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str = ""
    closed_at: datetime | None = None  # however it ended; the day of its deletion counts from here
    handed_over_by: str = ""  # a colleague's name
    handed_over_note: str = ""
    erased_at: datetime | None = None
    kind: str = "concern"
    about_office: str | None = None
    about_case: str = ""
    due_at: datetime | None = None  # of the strictest promise still owed
    at_risk_at: datetime | None = None  # of the same
    given_back: int = 0
    reopened: int = 0
    merged_into: int | None = None
    merged_at: datetime | None = None


class TicketReturnRow(SQLModel, table=True):
    """Who had a ticket before it went back to the pool with others at once: what undoing that needs."""

    __tablename__ = "ticket_return"
    __table_args__ = (Index(None, "bundle"),)

    id: int | None = Field(default=None, primary_key=True)
    bundle: str
    ticket_id: int = Field(
        sa_column=Column(Integer, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    holder: str
    holder_name: str
    held_since: datetime
    returned_at: datetime
