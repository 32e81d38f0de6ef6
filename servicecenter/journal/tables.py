from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from servicecenter.database import SQLModel


class JournalRow(SQLModel, table=True):
    __tablename__ = "journal"
    __table_args__ = (Index(None, "case_number", "id"), Index(None, "municipality", "at"))

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    municipality: str
    office: str | None = None
    case_number: str
    act: str
    actor: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
