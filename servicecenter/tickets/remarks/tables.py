from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, text
from sqlmodel import Field

from servicecenter.database import SQLModel

IS_ASKED = text("kind IN ('question', 'statement') AND answered_at IS NULL")


class RemarkRow(SQLModel, table=True):
    __tablename__ = "ticket_remark"
    __table_args__ = (
        Index("ix_ticket_remark_asked", "municipality", "to", sqlite_where=IS_ASKED, postgresql_where=IS_ASKED),
        Index(None, "kind", "settled_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(
        sa_column=Column(Integer, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    municipality: str
    case_number: str
    kind: str
    office: str
    text: str
    by: str
    by_name: str
    at: datetime
    to: str
    moved_to: str
    until_on: date | None = None
    answer: str = ""
    answered_name: str = ""
    answered_at: datetime | None = None
    settled: str = ""
    settled_at: datetime | None = None
