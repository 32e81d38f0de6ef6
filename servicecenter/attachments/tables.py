from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from servicecenter.database import SQLModel


class AttachmentRow(SQLModel, table=True):
    """The content lies on the shelf; the row goes with the case, and the content when no row names it any more."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "ticket_id"), Index(None, "received_id"), Index(None, "digest"))

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int | None = None
    received_id: int | None = None
    case_number: str
    municipality: str
    name: str
    digest: str
    size: int
    kind: str
    added_at: datetime
    added_by: str
