from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from servicecenter.database import SQLModel


class InstantRow(SQLModel, table=True):
    """The unique key says that each step is recorded once, whoever tells it again."""

    __tablename__ = "call_instant"
    __table_args__ = (
        UniqueConstraint("call", "leg", "step", "n"),
        Index(None, "municipality", "step", "at"),
        Index(None, "step", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    municipality: str
    call: str
    leg: str
    step: str
    n: int
    by: str
    cause: str | None = None
