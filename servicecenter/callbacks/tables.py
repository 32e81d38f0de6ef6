from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer
from sqlmodel import Field

from servicecenter.database import SQLModel


class CallbackRow(SQLModel, table=True):
    __tablename__ = "callback"
    __table_args__ = (Index(None, "municipality", "office", "state"), Index(None, "number"), Index(None, "ticket_id"))

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int
    case_number: str
    municipality: str
    office: str
    number: str | None  # E.164; removed on its day
    window: str
    state: str
    made_at: datetime
    closed_at: datetime | None = None
    attempts_elsewhere: int = 0  # made before the present number was found: they say nothing about it


class AttemptRow(SQLModel, table=True):
    __tablename__ = "callback_attempt"

    id: int | None = Field(default=None, primary_key=True)
    callback_id: int = Field(
        sa_column=Column(Integer, ForeignKey("callback.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    at: datetime
    by: str
    outcome: str
    note: str = ""
