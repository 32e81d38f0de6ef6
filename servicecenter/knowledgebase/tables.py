from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from servicecenter.database import SQLModel


class LessonRow(SQLModel, table=True):
    """Holds no contact and no person: a query's words, an article, and how often."""

    __tablename__ = "search_lesson"
    __table_args__ = (UniqueConstraint("municipality", "key", "article"),)

    id: int | None = Field(default=None, primary_key=True)
    municipality: str
    key: str
    article: str
    query: str
    closed: float = 0.0
    closed_times: int = 0
    rejected: float = 0.0
    rejected_times: int = 0
    changed_at: datetime = Field(index=True)
