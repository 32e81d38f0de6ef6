from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from servicecenter.database import SQLModel

_HELD = text("fate = 'held'")


class ReceivedRow(SQLModel, table=True):
    """The unique key says that no mail is filed twice, however often and by whomever it is fetched."""

    __tablename__ = "received"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "ticket_id"),
        Index(None, "case_number"),
        Index("ix_received_held", "municipality", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    municipality: str
    ticket_id: int | None = None
    case_number: str
    side: str | None = None
    fate: str
    reason: str
    sender: str
    subject: str
    text: str
    quoted: str
    refused: str
    message_id: str
    received_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
