from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from servicecenter.database import SQLModel

# Only what is still watched stands in the index the sweep reads, so that years of kept promises cost it nothing.
IS_WATCHED = text("state IN ('open', 'at_risk')")


class PromiseRow(SQLModel, table=True):
    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_watched", "next_at", sqlite_where=IS_WATCHED, postgresql_where=IS_WATCHED),
        Index(None, "municipality", "due_at"),
        Index(None, "subject"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    subject: str
    case_number: str
    municipality: str
    office: str
    clause: str
    handbook: date
    state: str
    recorded_at: datetime
    due_at: datetime
    due_on: date
    at_risk_at: datetime
    last_open_at: datetime | None = None
    next_at: datetime  # when the sweep has to look again
    kept_at: datetime | None = None
    exhausted_at: datetime | None = None
    noticed_at: datetime | None = None  # when the citizen was told that it takes longer
    noticed_until: date | None = None
    paused_at: datetime | None = None  # since when it waits for the citizen, where the handbook lets it wait
    calendar: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class PromiseLevelRow(SQLModel, table=True):
    """A level that has acted. The unique key is the claim: whoever inserts it acts, nobody else."""

    __tablename__ = "promise_level"
    __table_args__ = (UniqueConstraint("promise_id", "level"),)

    id: int | None = Field(default=None, primary_key=True)
    promise_id: int = Field(sa_column=Column(Integer, ForeignKey("promise.id", ondelete="CASCADE"), nullable=False))
    level: str
    at: datetime
