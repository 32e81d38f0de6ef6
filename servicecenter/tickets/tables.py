from datetime import datetime

from sqlalchemy import Index
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
