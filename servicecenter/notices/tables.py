from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from servicecenter.database import SQLModel


class NoticeRow(SQLModel, table=True):
    __tablename__ = "notice"
    __table_args__ = (Index(None, "municipality", "until_at"), Index(None, "bundle"))

    id: int | None = Field(default=None, primary_key=True)
    bundle: str
    municipality: str
    text: str
    from_at: datetime
    until_at: datetime
    posted_at: datetime
    posted_by: str
    ended_at: datetime | None = None
