from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from servicecenter.database import SQLModel


class ReportRow(SQLModel, table=True):
    __tablename__ = "article_report"
    __table_args__ = (
        Index(None, "municipality", "office", "answered_at"),
        Index(None, "municipality", "article"),
        Index(None, "reported_by", "seen_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    municipality: str
    article: str
    title: str
    office: str
    said: str
    reported_at: datetime
    reported_by: str
    due_at: datetime
    due_on: date
    assessment: str | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_name: str = ""
    seen_at: datetime | None = None


class GapRow(SQLModel, table=True):
    """`contact` stands only while the contact runs and can be opened again; then nothing links the words to it."""

    __tablename__ = "search_gap"
    __table_args__ = (UniqueConstraint("contact", "key"), Index(None, "municipality", "bundle"))

    id: int | None = Field(default=None, primary_key=True)
    municipality: str
    query: str
    key: str
    asked_on: date = Field(index=True)
    searched: bool = False
    closed: bool = False
    contact: int | None = None
    contact_ended_at: datetime | None = None
    bundle: str = ""


class LinkRow(SQLModel, table=True):
    __tablename__ = "link_check"
    __table_args__ = (UniqueConstraint("holder", "article", "url"), Index(None, "url"))

    id: int | None = Field(default=None, primary_key=True)
    holder: str
    article: str
    url: str
    due_at: datetime = Field(index=True)
    checked_at: datetime | None = None
    answered: str | None = None
    status: int | None = None
    moved_to: str = ""
    failing_since: datetime | None = None
