from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from servicecenter.database import SQLModel

# As with promises: years of sent messages cost the search for the next one nothing.
IS_WAITING = text("state = 'waiting'")


class MessageRow(SQLModel, table=True):
    """The unique key says that nobody is told the same twice."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("cause", "occasion", "addressee"),
        Index("ix_message_waiting", "next_at", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
        Index(None, "municipality", "written_at"),
        Index(None, "state", "written_at"),
        Index(None, "case_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(unique=True)
    cause: str
    occasion: str
    addressee: str
    municipality: str
    office: str
    to_office: str | None = None
    case_number: str
    recipient: str
    subject: str
    body: str
    written_at: datetime
    not_before: datetime
    state: str
    next_at: datetime | None = None
    claim: str | None = None  # of the sender that has it in hand
    attempts: int = 0
    error: str = ""
    sent_at: datetime | None = None
    kind: str
    reply_to: str = ""
    in_reply_to: str = ""
    calendar: str = ""
