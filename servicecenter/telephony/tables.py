from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary
from sqlmodel import Field

from servicecenter.database import SQLModel


class CallRow(SQLModel, table=True):
    """A call that goes on; its row goes with it, and the citizen's number with the row."""

    __tablename__ = "telephone_call"

    id: str = Field(primary_key=True)
    municipality: str
    state: str
    changed_at: datetime
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class AgentRow(SQLModel, table=True):
    __tablename__ = "telephone_agent"

    id: str = Field(primary_key=True)
    state: str
    changed_at: datetime
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class OfferRow(SQLModel, table=True):
    """Why a call was offered to an agent; without a number, kept as long as the contact's data."""

    __tablename__ = "telephone_offer"
    __table_args__ = (Index(None, "call"), Index(None, "at"))

    id: int | None = Field(default=None, primary_key=True)
    call: str
    municipality: str
    agent: str
    at: datetime
    choice: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ArrivalRow(SQLModel, table=True):
    """That somebody called, for as long as calls of one number are counted; never the number."""

    __tablename__ = "telephone_arrival"
    __table_args__ = (Index(None, "at"),)

    call: str = Field(primary_key=True)
    municipality: str
    caller_key: str
    at: datetime


class LeadRow(SQLModel, table=True):
    """Which program drives the switch, until when; and what the scheduler must know after a change."""

    __tablename__ = "telephone_lead"

    name: str = Field(primary_key=True)
    holder: str
    until_at: datetime
    scheduler: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ActRow(SQLModel, table=True):
    """What an agent did at a program that does not lead: the one that does takes it from here."""

    __tablename__ = "telephone_act"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    kind: str
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class DialRow(SQLModel, table=True):
    """What became of a number dialled from the screen, until it was written down as an attempt."""

    __tablename__ = "telephone_dial"
    __table_args__ = (Index(None, "subject"),)

    call: str = Field(primary_key=True)
    municipality: str
    subject: str
    agent: str
    at: datetime
    result: str
    cause: str | None = None


class HandoverRow(SQLModel, table=True):
    """What was said, for the office whose phone is about to ring; gone the next day, the contact keeps its note."""

    __tablename__ = "telephone_handover"
    __table_args__ = (Index(None, "at"),)

    id: int | None = Field(default=None, primary_key=True)
    call: str
    municipality: str
    office: str
    case_number: str
    leistung: str | None = None
    said: str
    by: str
    at: datetime


class AnnouncementRow(SQLModel, table=True):
    """A spoken text of a municipality: WAV, 8 kHz, 16 bit, one channel."""

    __tablename__ = "announcement"

    municipality: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    seconds: float
    digest: str
    uploaded_at: datetime
    uploaded_by: str
    wav: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
