from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from servicecenter.database import SQLModel

_OPEN = text("state = 'open'")
_HELD = text("erased_at IS NULL")  # years of erased contacts cost those who look for the next nothing


class ContactRow(SQLModel, table=True):
    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("case_number"),
        Index(None, "state", "id"),
        Index(None, "municipality", "opened_at"),
        Index(None, "call"),
        Index("ix_contact_held", "municipality", "handbook", "id", sqlite_where=_HELD, postgresql_where=_HELD),
        # An agent speaks with one caller at a time, whatever two browser windows say.
        Index("uq_contact_agent_open", "agent", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_number: str
    municipality: str
    channel: str
    state: str
    opened_at: datetime
    handbook: date
    stage: int | None = None
    call: str | None = None
    dialled: str | None = None
    number_known: bool = True
    caller: str | None = None
    agent: str | None = None
    agent_name: str | None = None
    taken_at: datetime | None = None
    call_ended_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    note: str = ""
    query: str = ""
    article: str | None = None
    leistung: str | None = None
    district: str | None = None
    business: bool = False
    person_asked: str | None = None
    erased_at: datetime | None = None
