from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer
from sqlmodel import Field

from servicecenter.database import SQLModel


class TicketRow(SQLModel, table=True):
    __tablename__ = "ticket"
    __table_args__ = (
        Index(None, "municipality", "office", "state"),
        Index(None, "case_number"),
        Index(None, "contact_id"),
    )

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
