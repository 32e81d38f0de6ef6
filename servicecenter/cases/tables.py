from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from servicecenter.database import SQLModel

_HELD = text("erased_at IS NULL")


class CaseRow(SQLModel, table=True):
    """`id` is one of its own; what people know is the case number, which the first contact has too."""

    __tablename__ = "business_case"
    __table_args__ = (
        UniqueConstraint("case_number"),
        UniqueConstraint("contact_id"),
        Index(None, "municipality", "lotse"),
        Index(None, "business_id"),
        Index("ix_business_case_held", "state", "id", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_number: str
    contact_id: int = Field(sa_column=Column(Integer, ForeignKey("contact.id"), nullable=False))
    municipality: str
    business_id: int = Field(sa_column=Column(Integer, ForeignKey("business.id"), nullable=False))
    vorhaben: str
    title: str
    lotse: str
    district: str | None = None
    state: str
    opened_at: datetime
    opened_by: str
    handbook: date
    note: str = ""
    done_at: datetime | None = None
    closed_at: datetime | None = None
    told: str = ""
    reopened_at: datetime | None = None
    reopened_reason: str = ""
    erased_at: datetime | None = None


class PartRow(SQLModel, table=True):
    __tablename__ = "case_part"
    __table_args__ = (Index(None, "ticket_id"), Index(None, "message"))

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(
        sa_column=Column(Integer, ForeignKey("business_case.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    leistung: str
    office: str
    outside: bool
    asks: str
    after: str = ""  # Leistungen, parted by blanks
    added_at: datetime
    added_reason: str = ""
    ticket_id: int | None = None
    started_at: datetime | None = None
    message: str = ""
    answered_at: datetime | None = None
    answer: str = ""
    dropped_at: datetime | None = None
    dropped_reason: str = ""


class ConsentRow(SQLModel, table=True):
    __tablename__ = "case_consent"

    id: int | None = Field(default=None, primary_key=True)
    part_id: int = Field(
        sa_column=Column(Integer, ForeignKey("case_part.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    given_by: str
    given_at: datetime
    how: str
    covers: str  # parted by blanks
    sentence: str
    recorded_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
